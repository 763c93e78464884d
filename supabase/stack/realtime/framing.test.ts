import { describe, expect, test } from "vitest";
import { decodeFrame, encodePush, encodeUserBroadcast, type Version } from "./framing";

const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));

describe("frames of vsn 1.0.0", () => {
  test("a frame is an object with topic, event, payload and ref", () => {
    const frame = decodeFrame(text({ topic: "realtime:a", event: "e", payload: { x: 1 }, ref: "6", join_ref: "5" }), false, 1);
    expect(frame).toMatchObject({ joinRef: "5", ref: "6", topic: "realtime:a", event: "e", body: { kind: "json", payload: { x: 1 } } });
  });

  test("a frame that lacks one of the four keys is none, and join_ref may be absent", () => {
    const whole = { topic: "realtime:a", event: "e", payload: {}, ref: "6" };
    expect(decodeFrame(text(whole), false, 1)).toMatchObject({ joinRef: null });
    for (const key of Object.keys(whole)) {
      expect(decodeFrame(text({ ...whole, [key]: undefined }), false, 1)).toBeNull();
    }
  });

  test("what the server sends has no join_ref", () => {
    const push = { joinRef: "6", ref: "6", topic: "realtime:lobby", event: "phx_reply", payload: { status: "ok", response: {} } };
    expect(encodePush(push, 1).data.toString()).toBe(
      '{"ref":"6","topic":"realtime:lobby","event":"phx_reply","payload":{"status":"ok","response":{}}}',
    );
  });

  test("a binary frame is none", () => {
    const frame = bytes([3, 1, 1, 1, 1, 0, 1], "67ae", "{}");
    expect(decodeFrame(frame, true, 2)).not.toBeNull();
    expect(decodeFrame(frame, true, 1)).toBeNull();
  });
});

describe("frames of vsn 2.0.0", () => {
  test("a text frame is an array whose surplus is ignored", () => {
    expect(decodeFrame(text(["6", "7", "realtime:a", "e", { x: 1 }, "surplus"]), false, 2)).toMatchObject({
      joinRef: "6",
      ref: "7",
      topic: "realtime:a",
      event: "e",
    });
    expect(decodeFrame(text(["6", "7", "realtime:a", "e"]), false, 2)).toBeNull();
  });

  test("what the server sends is an array", () => {
    const push = { joinRef: null, ref: "8", topic: "phoenix", event: "phx_reply", payload: { status: "ok", response: {} } };
    expect(encodePush(push, 2).data.toString()).toBe('[null,"8","phoenix","phx_reply",{"status":"ok","response":{}}]');
  });

  test("a user broadcast of kind 3 is read byte by byte", () => {
    const frame = bytes([0x03, 0x01, 0x01, 0x0d, 0x02, 0x00, 0x01], "6", "7", "realtime:room", "ev", '{"a":1}');
    expect(decodeFrame(frame, true, 2)).toEqual({
      joinRef: "6",
      ref: "7",
      topic: "realtime:room",
      event: "broadcast",
      body: { kind: "user", broadcast: { event: "ev", encoding: "json", payload: Buffer.from('{"a":1}') } },
    });
  });

  test("encoding 0 is bytes, everything else is JSON", () => {
    const frame = (encoding: number, payload: string): Buffer => bytes([3, 0, 0, 1, 1, 0, encoding], "ae", payload);
    expect(decodeFrame(frame(0, "not json"), true, 2)?.body).toMatchObject({ broadcast: { encoding: "binary" } });
    expect(decodeFrame(frame(7, "{}"), true, 2)?.body).toMatchObject({ broadcast: { encoding: "json" } });
  });

  test("JSON that its receivers could not parse is refused", () => {
    expect(decodeFrame(bytes([3, 0, 0, 1, 1, 0, 1], "ae", "{oops"), true, 2)).toBeNull();
    expect(decodeFrame(bytes([3, 0, 0, 1, 1, 0, 1], "ae", "{}"), true, 2)).not.toBeNull();
  });

  test("a user broadcast of kind 4 is written byte by byte", () => {
    const message = { event: "ev", encoding: "json" as const, payload: Buffer.from('{"n":1,"id":"u1"}') };
    expect(encodeUserBroadcast("realtime:room", message, '{"id":"u1"}')).toEqual({
      binary: true,
      data: bytes([0x04, 0x0d, 0x02, 0x0b, 0x01], "realtime:room", "ev", '{"id":"u1"}', '{"n":1,"id":"u1"}'),
    });
  });

  test("lengths count bytes, and 255 is the most a field may have", () => {
    const message = (event: string) => ({ event, encoding: "binary" as const, payload: Buffer.alloc(0) });
    expect(encodeUserBroadcast("ü", message("é"), "")?.data).toEqual(bytes([4, 2, 2, 0, 0], "üé"));
    expect(encodeUserBroadcast("t", message("e".repeat(255)), "")).not.toBeNull();
    expect(encodeUserBroadcast("t", message("e".repeat(256)), "")).toBeNull();
    expect(encodeUserBroadcast("t".repeat(256), message("e"), "")).toBeNull();
  });

  test("a generic binary push of kind 0 is read, kinds 1, 2 and 4 are not", () => {
    const body = "67ae-data";
    expect(decodeFrame(bytes([0, 1, 1, 1, 1], body), true, 2)).toMatchObject({ joinRef: "6", ref: "7", topic: "a", event: "e" });
    for (const kind of [1, 2, 4, 5, 255]) expect(decodeFrame(bytes([kind, 1, 1, 1, 1], body), true, 2)).toBeNull();
  });

  test("a frame shorter than its lengths say is none", () => {
    const whole = bytes([3, 1, 1, 13, 2, 0, 1], "67realtime:roomev", "{}");
    for (let length = 0; length < 7 + 17; length++) expect(decodeFrame(whole.subarray(0, length), true, 2)).toBeNull();
    expect(decodeFrame(whole, true, 2)).not.toBeNull();
  });
});

test("no sequence of bytes makes the decoder throw", () => {
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state % below;
  };
  for (let round = 0; round < 10_000; round++) {
    const frame = Buffer.from(Array.from({ length: random(64) }, () => random(256)));
    if (frame.length > 0 && random(2) === 0) frame[0] = random(2) === 0 ? 3 : 0;
    for (const version of [1, 2] as Version[]) {
      decodeFrame(frame, false, version);
      decodeFrame(frame, true, version);
    }
  }
});

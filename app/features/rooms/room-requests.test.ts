import { describe, expect, it } from "vitest";
import { roomRequests } from "./room-requests";

const answering = (respond: () => Response) => {
  const asked: { url: string; body: string }[] = [];
  const requests = roomRequests({
    url: "/room",
    fetch: ((url: string, init: RequestInit) => {
      asked.push({ url, body: init.body instanceof URLSearchParams ? init.body.toString() : "" });
      return Promise.resolve().then(respond);
    }) as typeof fetch,
  });
  return { requests, asked };
};

describe("what became of a request", () => {
  it("is a refusal only where the app itself says no for good", async () => {
    const kindOf = async (status: number, body: unknown = { words: "No." }) =>
      (await answering(() => Response.json(body, { status })).requests.post({})).kind;
    expect(await kindOf(200)).toBe("ok");
    for (const status of [400, 403, 404, 409, 413, 422]) expect(await kindOf(status)).toBe("refused");
    for (const status of [408, 425, 429, 500, 502, 503, 504]) expect(await kindOf(status)).toBe("failed");
    expect(await kindOf(401)).toBe("signed_out");
    expect(await kindOf(404, {})).toBe("failed");
  });

  it("is a failure without an answer, and with the page of a hotel's network", async () => {
    const broken = answering(() => {
      throw new TypeError("No network.");
    });
    expect(await broken.requests.get({})).toEqual({ kind: "failed" });
    for (const status of [200, 403, 511]) {
      const portal = answering(() => new Response("<html>Welcome to our hotel</html>", { status }));
      expect(await portal.requests.post({})).toEqual({ kind: "failed" });
    }
  });

  it("says only what there is to say, and lists one by one", async () => {
    const { requests, asked } = answering(() => Response.json({}));
    await requests.get({ after: 0, changes: 7, before: undefined });
    await requests.post({ body: "a b", reply_to_seq: undefined, attachment_ids: ["1", "2"] });
    expect(asked).toEqual([
      { url: "/room?after=0&changes=7", body: "" },
      { url: "/room", body: "body=a+b&attachment_ids=1&attachment_ids=2" },
    ]);
  });
});

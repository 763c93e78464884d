import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FileAnswer } from "./attachment-request";
import { UploadQueue } from "./attachment-uploads";

const rules = { max_attachment_bytes: 10, max_attachments_per_message: 2 };

/** A line whose answers the test gives, and on which it sees what was asked. */
function open() {
  const sent: {
    clientId: string;
    name: string;
    answer: (answer: FileAnswer) => void;
    tell: (progress: number) => void;
    isAborted: boolean;
  }[] = [];
  const queue = new UploadQueue({
    roomId: "room",
    url: "/files",
    rules,
    send(url, file, tell) {
      let answer: (answer: FileAnswer) => void = () => undefined;
      const promise = new Promise<FileAnswer>((resolve) => (answer = resolve));
      const clientId = new URL(url, "http://app.test").searchParams.get("client_id") ?? "";
      const entry = { clientId, name: file.name, answer, tell, isAborted: false };
      sent.push(entry);
      return {
        answer: promise,
        abort() {
          entry.isAborted = true;
          answer({ kind: "cut" });
        },
      };
    },
  });
  const states = () => queue.getSnapshot().uploads.map(({ fileName, state }) => `${fileName} ${state}`);
  return { queue, sent, states };
}

const file = (name: string, size = 5) => new File(["x".repeat(size)], name, { type: "text/plain" });
const stored = (id: string): FileAnswer => ({
  kind: "ok",
  json: { attachment: { attachment_id: id, file_name: `${id}.txt`, content_type: "text/plain", byte_size: 5, width: null, height: null } },
});
const settled = () => vi.advanceTimersByTimeAsync(0);

describe("UploadQueue", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("hands the files over once all of them are there, in the order of choosing", async () => {
    const { queue, sent, states } = open();
    queue.add([file("a"), file("b")]);
    expect(states()).toEqual(["a sending", "b sending"]);
    expect(queue.take()).toBeNull();
    expect(queue.getSnapshot().isSendWanted).toBe(true);
    sent[1]!.answer(stored("second"));
    await settled();
    expect(queue.take()).toBeNull();
    sent[0]!.answer(stored("first"));
    await settled();
    expect(queue.take()?.map(({ id }) => id)).toEqual(["first", "second"]);
    expect(queue.getSnapshot()).toMatchObject({ uploads: [], isSendWanted: false });
  });

  it("says at once what is too large, empty or too many, and does not send with a file that failed", () => {
    const { queue, sent, states } = open();
    queue.add([file("large", 11), file("empty", 0), file("third")]);
    expect(states()).toEqual(["large failed", "empty failed"]);
    expect(queue.getSnapshot().notice).toMatch(/2 files/);
    expect(sent).toEqual([]);
    expect(queue.take()).toBeNull();
    expect(queue.getSnapshot()).toMatchObject({ isSendWanted: false });
    for (const { id } of queue.getSnapshot().uploads) queue.remove(id);
    expect(queue.take()).toEqual([]);
  });

  it("tries again under the same id for as long as there is no network, and goes on when it is back", async () => {
    const { queue, sent, states } = open();
    const stop = queue.start();
    queue.add([file("a")]);
    for (let attempt = 0; attempt < 8; attempt += 1) {
      sent.at(-1)!.answer({ kind: "cut" });
      await settled();
      expect(states()).toEqual(["a waiting"]);
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect(sent.length).toBe(9);
    sent.at(-1)!.answer({ kind: "cut" });
    await settled();
    window.dispatchEvent(new Event("online"));
    expect(sent.length).toBe(10);
    expect(new Set(sent.map(({ clientId }) => clientId)).size).toBe(1);
    sent.at(-1)!.answer(stored("a"));
    await settled();
    expect(states()).toEqual(["a.txt done"]);
    stop();
  });

  it("gives up a server that fails again and again, and lets the person try once more", async () => {
    const { queue, sent, states } = open();
    queue.add([file("a")]);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      sent.at(-1)!.answer({ kind: "failed" });
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect([sent.length, states()]).toEqual([4, ["a failed"]]);
    expect(queue.getSnapshot().uploads[0]!.canRetry).toBe(true);
    queue.retry(queue.getSnapshot().uploads[0]!.id);
    sent.at(-1)!.answer(stored("a"));
    await settled();
    expect(states()).toEqual(["a.txt done"]);
  });

  it("keeps a refusal's words at its file, and offers no other try where that cannot help", async () => {
    const { queue, sent } = open();
    queue.add([file("a"), file("b")]);
    sent[0]!.answer({ kind: "refused", status: 415, words: "Not this kind." });
    sent[1]!.answer({ kind: "refused", status: 422, words: "Too many." });
    await settled();
    expect(queue.getSnapshot().uploads.map(({ words, canRetry }) => [words, canRetry])).toEqual([
      ["Not this kind.", false],
      ["Too many.", true],
    ]);
    await vi.advanceTimersByTimeAsync(300);
    expect(queue.getSnapshot().announcement).toMatch(/Not this kind\..*Too many\./);
  });

  it("ends an upload that is taken away, and does not wait for it", async () => {
    const { queue, sent, states } = open();
    queue.add([file("a"), file("b")]);
    queue.take();
    sent[0]!.tell(0.5);
    expect(queue.getSnapshot().uploads[0]!.progress).toBe(0.5);
    queue.remove(queue.getSnapshot().uploads[0]!.id);
    expect(sent[0]!.isAborted).toBe(true);
    sent[1]!.answer(stored("b"));
    await settled();
    expect(states()).toEqual(["b.txt done"]);
    expect(queue.getSnapshot().isSendWanted).toBe(true);
    expect(queue.take()?.map(({ id }) => id)).toEqual(["b"]);
  });

  it("takes back the files of a message that was not sent, each once", () => {
    const { queue } = open();
    const attachment = { id: "a", fileName: "a.txt", contentType: "text/plain", byteSize: 5, width: null, height: null };
    queue.putBack([attachment]);
    queue.putBack([attachment]);
    expect(queue.take()).toEqual([attachment]);
  });
});

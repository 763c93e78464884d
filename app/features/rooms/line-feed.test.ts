import { afterEach, describe, expect, it, vi } from "vitest";
import type { RealtimeConnection } from "~/lib/realtime/connection";
import { messageLine } from "./line";
import type { FeedPage } from "./feed-options";
import { LineFeed } from "./line-feed";
import { tabOutbox } from "./outbox";
import type { Answer } from "./room-requests";

const page: FeedPage = { topic: "room:1:1.1", lines: [], lastSeq: 0, changeSeq: 0, changes: [], changesTo: 0 };

const options = {
  first: page,
  me: { id: "1", name: "Ada" },
  roomId: "1",
  event: "message_created",
  readPage: () => page,
  readLine: messageLine,
  outbox: tabOutbox("line-feed"),
};

/** A feed whose requests are answered by hand, in the order in which it makes them. */
function startFeed() {
  const answers: ((answer: Answer) => void)[] = [];
  const feed = new LineFeed({
    ...options,
    requests: {
      get: () => new Promise((resolve) => answers.push(resolve)),
      post: () => Promise.resolve({ kind: "failed" }),
    },
  });
  return { feed, answers };
}

describe("a fetch that fails", () => {
  it("is made again at once when it was asked for meanwhile", async () => {
    const { feed, answers } = startFeed();
    const syncing = feed.sync();
    expect(answers).toHaveLength(1);
    void feed.sync();
    answers[0]?.({ kind: "failed" });
    await vi.waitFor(() => expect(answers).toHaveLength(2), { timeout: 100 });
    answers[1]?.({ kind: "ok", json: {} });
    await syncing;
  });

  it("is made again after a moment, once: a network that comes back breaks what hung in it", async () => {
    const { feed, answers } = startFeed();
    const syncing = feed.sync();
    answers[0]?.({ kind: "failed" });
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.({ kind: "failed" });
    await syncing;
    expect(answers).toHaveLength(2);
  });
});

describe("without a live channel", () => {
  afterEach(() => void vi.useRealTimers());

  it("says after a while that lines come by asking for them, for as long as that works and there is no other way", async () => {
    vi.useFakeTimers();
    let isAnswered = true;
    let say: (status: "live" | "connecting" | "reconnecting") => void = () => undefined;
    const feed = new LineFeed({
      ...options,
      requests: {
        get: () => Promise.resolve(isAnswered ? { kind: "ok", json: {} } : { kind: "failed" }),
        post: () => Promise.resolve({ kind: "failed" }),
      },
    });
    const join = (_topic: string, { onStatus }: { onStatus?: typeof say }) => {
      if (onStatus) say = onStatus;
      return { track() {}, leave() {}, pushes: [] };
    };
    const stop = feed.start({ join } as unknown as RealtimeConnection);
    const isPolledAfter = async (ms: number) => {
      await vi.advanceTimersByTimeAsync(ms);
      return feed.getSnapshot().isPolled;
    };
    say("connecting");
    expect(await isPolledAfter(5000)).toBe(false);
    expect(await isPolledAfter(10_000)).toBe(true);
    say("connecting");
    expect(await isPolledAfter(0)).toBe(true);
    isAnswered = false;
    expect(await isPolledAfter(4000)).toBe(false);
    isAnswered = true;
    expect(await isPolledAfter(4000)).toBe(true);
    say("live");
    expect(await isPolledAfter(20_000)).toBe(false);
    say("reconnecting");
    expect(await isPolledAfter(5000)).toBe(false);
    expect(await isPolledAfter(10_000)).toBe(true);
    stop();
  });
});

describe("a fetch that hangs", () => {
  afterEach(() => void vi.useRealTimers());

  it("is shared at first, and not waited for after three and a half seconds", async () => {
    vi.useFakeTimers({ toFake: ["Date", "performance"] });
    const { feed, answers } = startFeed();
    void feed.sync();
    vi.setSystemTime(Date.now() + 3000);
    void feed.sync();
    expect(answers).toHaveLength(1);
    vi.setSystemTime(Date.now() + 1000);
    const second = feed.sync();
    expect(answers).toHaveLength(2);
    answers[1]?.({ kind: "ok", json: {} });
    await second;
  });

  it("is not made again when it fails in the end and another one was made", async () => {
    vi.useFakeTimers({ toFake: ["Date", "performance"] });
    const { feed, answers } = startFeed();
    const first = feed.sync();
    vi.setSystemTime(Date.now() + 4000);
    const second = feed.sync();
    expect(answers).toHaveLength(2);
    answers[1]?.({ kind: "ok", json: {} });
    await second;
    answers[0]?.({ kind: "failed" });
    await first;
    expect(answers).toHaveLength(2);
  });
});

import { afterEach, describe, expect, it, vi } from "vitest";
import { messageLine } from "./line";
import { LineFeed, type FeedPage } from "./line-feed";
import { tabOutbox } from "./outbox";
import type { Answer } from "./room-requests";

const page: FeedPage = { topic: "room:1:1.1", lines: [], lastSeq: 0, changeSeq: 0, changes: [], changesTo: 0 };

/** A feed whose requests are answered by hand, in the order in which it makes them. */
function startFeed() {
  const answers: ((answer: Answer) => void)[] = [];
  const feed = new LineFeed({
    first: page,
    me: { id: "1", name: "Ada" },
    roomId: "1",
    requests: {
      get: () => new Promise((resolve) => answers.push(resolve)),
      post: () => Promise.resolve({ kind: "failed" }),
    },
    event: "message_created",
    readPage: () => page,
    readLine: messageLine,
    outbox: tabOutbox("line-feed"),
  });
  return { feed, answers };
}

describe("a fetch that fails", () => {
  it("is made again at once when it was asked for meanwhile, and else not", async () => {
    const { feed, answers } = startFeed();
    const first = feed.sync();
    expect(answers).toHaveLength(1);
    void feed.sync();
    answers[0]?.({ kind: "failed" });
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.({ kind: "failed" });
    await first;
    expect(answers).toHaveLength(2);
  });
});

describe("a fetch that hangs", () => {
  afterEach(() => void vi.useRealTimers());

  it("is shared at first, and not waited for after five seconds", async () => {
    vi.useFakeTimers({ toFake: ["Date", "performance"] });
    const { feed, answers } = startFeed();
    void feed.sync();
    vi.setSystemTime(Date.now() + 4000);
    void feed.sync();
    expect(answers).toHaveLength(1);
    vi.setSystemTime(Date.now() + 2000);
    const second = feed.sync();
    expect(answers).toHaveLength(2);
    answers[1]?.({ kind: "ok", json: {} });
    await second;
  });
});

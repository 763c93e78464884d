import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Acknowledger, type Acknowledged } from "./acknowledger";
import { textLine, type Line } from "./line";
import { edited, reacted, removed, withEdits } from "./line-edits";
import { firstUnread, raise, stateOf, type Receipt } from "./receipts";
import type { Answer } from "./room-requests";

const me = { id: "me", name: "Me" };

function line(seq: number, more: Partial<Line> = {}): Line {
  const createdAt = "2026-11-20T10:00:00Z";
  return textLine({
    seq,
    id: `${seq}`,
    senderType: "agent",
    senderId: "other",
    senderName: "O",
    clientId: null,
    body: "b",
    createdAt,
    ...more,
  });
}

const own = (seq: number) => line(seq, { senderType: "customer", senderId: "me" });

const receipt = (more: Partial<Receipt>): Receipt => ({
  participantId: null,
  side: "agent",
  name: "",
  deliveredSeq: 0,
  readSeq: 0,
  changeSeq: 1,
  ...more,
});

describe("receipts", () => {
  it("only ever rise, in whatever order they are heard", () => {
    const now = raise([], receipt({ deliveredSeq: 5, readSeq: 4, changeSeq: 3 }));
    expect(raise(now, receipt({ deliveredSeq: 5, readSeq: 2, changeSeq: 2 }))).toBe(now);
    expect(raise(now, receipt({ deliveredSeq: 7, readSeq: 7, changeSeq: 4 }))).toMatchObject([{ deliveredSeq: 7, readSeq: 7 }]);
    expect(raise(now, receipt({ participantId: "carl", side: "customer", deliveredSeq: 1 }))).toHaveLength(2);
  });

  it("say of an own message how far it has come with the other side, and nothing by those of the own side", () => {
    const agents = [receipt({ deliveredSeq: 3, readSeq: 2 })];
    expect([2, 3, 4].map((seq) => stateOf(own(seq), agents, me))).toEqual(["read", "delivered", "sent"]);
    const customers = [receipt({ participantId: "carl", side: "customer", deliveredSeq: 9, readSeq: 9 })];
    expect(stateOf(own(2), customers, me)).toBe("sent");
    expect(stateOf(line(2), customers, me)).toBe("read");
  });

  it("show where reading goes on: at the first line of others, or before the page", () => {
    const lines = [line(4), own(5), line(6, { senderType: "system" }), line(7)];
    expect(firstUnread(lines, 7, 4, me)).toBe(7);
    expect(firstUnread(lines, 7, 3, me)).toBe(4);
    expect(firstUnread(lines, 7, 1, me)).toBe(2);
    expect(firstUnread(lines, 7, 7, me)).toBeNull();
    expect(firstUnread([own(1)], 1, 0, me)).toBeNull();
  });
});

describe("acknowledging", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function start(answer: () => Answer) {
    const posts: Acknowledged[] = [];
    const acknowledger = new Acknowledger({ deliveredSeq: 1, readSeq: 1 }, (wanted) => {
      posts.push(wanted);
      return Promise.resolve(answer());
    });
    const stop = acknowledger.start();
    return { acknowledger, posts, stop };
  }

  it("happens at once, then at most every two seconds with what has come together, and never lowers", async () => {
    const { acknowledger, posts } = start(() => ({ kind: "ok", json: {} }));
    acknowledger.raise({ deliveredSeq: 1 });
    expect(posts).toEqual([]);
    for (let seq = 2; seq <= 100; seq += 1) {
      acknowledger.raise({ deliveredSeq: seq });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(posts[0]).toEqual({ deliveredSeq: 2, readSeq: 1 });
    expect(posts.length).toBeLessThanOrEqual(6);
    acknowledger.raise({ readSeq: 50 });
    acknowledger.raise({ readSeq: 40 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(posts.at(-1)).toEqual({ deliveredSeq: 100, readSeq: 50 });
  });

  it("is tried again until it is answered, and not after it was refused", async () => {
    let answer: Answer = { kind: "failed" };
    const { acknowledger, posts } = start(() => answer);
    acknowledger.raise({ readSeq: 9 });
    await vi.advanceTimersByTimeAsync(11_000);
    expect(posts).toHaveLength(3);
    answer = { kind: "refused", status: 404, words: "Gone." };
    await vi.advanceTimersByTimeAsync(60_000);
    expect(posts).toHaveLength(4);
  });
});

describe("edits that are awaited", () => {
  const lines = [line(4), line(5, { reactions: [{ emoji: "👍", senderIds: ["carl"], names: ["Carl"] }] })];

  it("show the lines otherwise and leave them as they were", () => {
    const at = "2026-11-20T11:00:00Z";
    const shown = withEdits(lines, [
      { seq: 4, change: edited("new", at) },
      { seq: 5, change: removed(at) },
    ]);
    expect(shown).toMatchObject([
      { body: "new", editedAt: at },
      { body: "", deletedAt: at, reactions: [] },
    ]);
    expect(lines[0]?.body).toBe("b");
    expect(withEdits(lines, [{ seq: 99, change: edited("x", at) }])).toBe(lines);
  });

  it("add and take away one's own reaction alone, however often it is said", () => {
    const set = (isSet: boolean) => ({ seq: 5, change: reacted("👍", isSet, me) });
    const reactions = (...all: boolean[]) => withEdits(lines, all.map(set))[1]?.reactions;
    expect(reactions(true)).toEqual([{ emoji: "👍", senderIds: ["carl", "me"], names: ["Carl", "Me"] }]);
    expect(reactions(true, true)).toEqual(reactions(true));
    expect(reactions(true, false)).toEqual(lines[1]?.reactions);
    const first = reacted("🎉", true, me)(line(4));
    expect(first.reactions).toEqual([{ emoji: "🎉", senderIds: ["me"], names: ["Me"] }]);
    expect(reacted("🎉", false, me)(first).reactions).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { PeopleTracker, PresencePacer, readMember, readPresence, readSide, typingMs, type PresenceState } from "./presence";

/** Plays time as the page does: asks after each event, and when the pacer wants to be asked. */
function play(events: { at: number; what: "join" | "type" | "send" }[], until: number) {
  const pacer = new PresencePacer({ side: "customer" as const });
  const pushes: { at: number; state: PresenceState }[] = [];
  const queue = [...events];
  let now = 0;
  function take() {
    const state = pacer.take(now, now);
    if (state) pushes.push({ at: now, state });
  }
  for (let turn = 0; turn < 1_000_000; turn += 1) {
    const next = queue[0]?.at ?? Infinity;
    const due = pacer.dueAt(now) ?? Infinity;
    const at = Math.min(next, Math.max(due, now));
    if (at > until) return pushes;
    now = at;
    if (next <= at) {
      const what = queue.shift()?.what;
      if (what === "join") pacer.joined();
      else if (what === "type") pacer.typed(now);
      else pacer.sent();
    }
    take();
  }
  throw new Error("Time does not pass.");
}

function mostInWindow(times: number[], window: number): number {
  return Math.max(0, ...times.map((start) => times.filter((time) => time >= start && time < start + window).length));
}

const hour = 3_600_000;

function typing(options: { every: number; sendEvery?: number; until: number }) {
  const events: { at: number; what: "join" | "type" | "send" }[] = [{ at: 0, what: "join" }];
  let sentAt = 0;
  for (let at = 500; at < options.until; at += options.every) {
    events.push({ at, what: "type" });
    if (options.sendEvery && at - sentAt >= options.sendEvery) {
      events.push({ at, what: "send" });
      sentAt = at;
    }
  }
  return events;
}

describe("the pace of presence", () => {
  it("is one pace for pages that follow each other on a channel", () => {
    const pushes: number[] = [];
    const times: number[] = [];
    for (let page = 0; page < 10; page += 1) {
      const pacer = new PresencePacer({ side: "customer" as const });
      pacer.joined(pushes);
      for (let now = page * 3000; now < (page + 1) * 3000; now += 500) {
        pacer.typed(now);
        if (pacer.take(now, now)) times.push(now);
      }
    }
    expect(times.length).toBeGreaterThan(2);
    expect(mostInWindow(times, 30_000)).toBeLessThanOrEqual(4);
  });

  it("stays within 5 pushes in 30 seconds through three hours of typing, and is never seen to stop", () => {
    const pushes = play(typing({ every: 180, until: 3 * hour }), 3 * hour);
    expect(
      mostInWindow(
        pushes.map(({ at }) => at),
        30_000,
      ),
    ).toBeLessThanOrEqual(4);
    const announced = pushes.filter(({ state }) => state.typing_until > 0);
    announced.slice(1).forEach(({ at }, index) => expect(at).toBeLessThan(announced[index]?.state.typing_until ?? 0));
  });

  it.each([1000, 3000, 7000, 20_000])("stays within it when a message is sent every %d ms for an hour", (sendEvery) => {
    const pushes = play(typing({ every: 150, sendEvery, until: hour }), hour);
    expect(pushes.length).toBeGreaterThan(100);
    expect(
      mostInWindow(
        pushes.map(({ at }) => at),
        30_000,
      ),
    ).toBeLessThanOrEqual(4);
  });

  it("stays within it when the channel joins again and again", () => {
    const joins = Array.from({ length: 400 }, (_, index) => ({ at: index * 1000, what: "join" as const }));
    const pushes = play(joins, 400_000);
    expect(
      mostInWindow(
        pushes.map(({ at }) => at),
        30_000,
      ),
    ).toBeLessThanOrEqual(4);
  });

  it("says at once who came, and that typing began", () => {
    const pushes = play(
      [
        { at: 0, what: "join" },
        { at: 2000, what: "type" },
      ],
      60_000,
    );
    expect(pushes).toEqual([
      { at: 0, state: { side: "customer", typing_until: 0 } },
      { at: 2000, state: { side: "customer", typing_until: 2000 + typingMs } },
    ]);
  });

  it("announces typing anew after a message", () => {
    const pushes = play(
      [
        { at: 0, what: "join" },
        { at: 1000, what: "type" },
        { at: 2000, what: "send" },
        { at: 3000, what: "type" },
      ],
      60_000,
    );
    expect(pushes.map(({ at }) => at)).toEqual([0, 1000, 3000]);
  });
});

describe("what others say of themselves", () => {
  it("is read only where it has the right shape, and without this page's own", () => {
    const states = {
      own: [{ side: "agent", typing_until: 5, presence_ref: "a" }],
      good: [{ side: "customer", typing_until: 7, presence_ref: "b", name: "<script>" }],
      odd: [null, "text", { side: "owner" }, { side: "agent", typing_until: "soon" }, { side: "agent", typing_until: Infinity }],
      broken: "not a list" as unknown as unknown[],
    };
    expect(readPresence(states, "own", readSide)).toEqual([
      { who: "customer", typingUntil: 7, ref: "b" },
      { who: "agent", typingUntil: 0, ref: "" },
      { who: "agent", typingUntil: 0, ref: "" },
    ]);
  });

  it("is bounded, however much there is", () => {
    expect(readPresence({ many: Array.from({ length: 5000 }, () => ({ side: "agent" })) }, "own", readSide)).toHaveLength(500);
  });

  it("cannot claim to type for longer than one announcement holds", () => {
    const tracker = new PeopleTracker("own", readSide);
    tracker.update({ a: [{ side: "agent", typing_until: Number.MAX_SAFE_INTEGER, presence_ref: "1" }] }, 1000);
    expect(tracker.people(1000).get("agent")).toEqual({ isTyping: true });
    expect(tracker.changesAt(1000)).toBe(1000 + typingMs);
    expect(tracker.people(1001 + typingMs).get("agent")).toEqual({ isTyping: false });
  });

  it("is ended by the message, and begins again with the next announcement", () => {
    const tracker = new PeopleTracker("own", readSide);
    const typingAs = (ref: string) => ({ a: [{ side: "agent", typing_until: 20_000, presence_ref: ref }] });
    tracker.update(typingAs("1"), 10_000);
    tracker.said("customer", 10_500);
    expect(tracker.people(10_600).get("agent")?.isTyping).toBe(true);
    tracker.said("agent", 11_000);
    expect(tracker.people(11_001).get("agent")?.isTyping).toBe(false);
    tracker.update(typingAs("1"), 11_500);
    expect(tracker.people(11_600).get("agent")?.isTyping).toBe(false);
    tracker.update(typingAs("2"), 12_000);
    expect(tracker.people(12_001).get("agent")?.isTyping).toBe(true);
  });

  it("is of members where it is among agents, each once however many pages they have", () => {
    const tracker = new PeopleTracker("own", readMember);
    const states = {
      a: [{ member_id: "ben", typing_until: 0, presence_ref: "1" }],
      b: [{ member_id: "ben", typing_until: 9000, presence_ref: "2" }],
      c: [{ member_id: "sana", typing_until: 0, presence_ref: "3" }, { member_id: 7 }, { side: "agent" }],
    };
    tracker.update(states, 1000);
    expect([...tracker.people(1000)]).toEqual([
      ["ben", { isTyping: true }],
      ["sana", { isTyping: false }],
    ]);
  });

  it("is over when they leave", () => {
    const tracker = new PeopleTracker("own", readSide);
    tracker.update({ a: [{ side: "customer", typing_until: 0, presence_ref: "1" }] }, 0);
    expect(tracker.people(1).has("customer")).toBe(true);
    tracker.update({}, 2);
    expect(tracker.people(3).has("customer")).toBe(false);
  });
});

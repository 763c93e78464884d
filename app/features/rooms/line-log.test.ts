import { describe, expect, it } from "vitest";
import { textLine, type Line, type Outgoing } from "./line";
import { append, hasOlder, isBehind, prepend, receive, setApart, startLog, type LineLog, type LinePage } from "./line-log";
import { discard, enqueue, mark, nextToSend } from "./outgoing";

const me = "me";

function line(seq: number, more: Partial<Line> = {}): Line {
  return textLine({
    seq,
    id: `id-${seq}`,
    senderType: "agent",
    senderId: "other",
    senderName: "Other",
    clientId: `other-${seq}`,
    body: `line ${seq}`,
    createdAt: new Date(seq * 1000).toISOString(),
    ...more,
  });
}

const pageOf = (...lines: Line[]): LinePage => ({ lines, lastSeq: 0, changeSeq: 0, changes: [], changesTo: 0 });
const mine = (seq: number, clientId: string) => line(seq, { senderType: "customer", senderId: me, clientId });
const outgoing = (clientId: string): Outgoing => ({ clientId, body: clientId, writtenAt: new Date(0).toISOString(), state: "queued" });
const seqs = (log: LineLog) => log.lines.map(({ seq }) => seq);
const waiting = (log: LineLog) => log.outgoing.map(({ clientId, state }) => `${clientId} ${state}`);

describe("a numbered log", () => {
  it("applies the next line, and ignores one that is there", () => {
    const log = receive(startLog([line(1), line(2)]), [line(3)], me);
    expect(seqs(log)).toEqual([1, 2, 3]);
    expect(receive(log, [line(2), line(3)], me)).toBe(log);
  });

  it("keeps an early line back, says that it is behind, and places both when the gap closes", () => {
    const early = receive(startLog([line(1)]), [line(3)], me);
    expect(seqs(early)).toEqual([1]);
    expect(isBehind(early)).toBe(true);
    const whole = receive(early, [line(2)], me);
    expect(seqs(whole)).toEqual([1, 2, 3]);
    expect(isBehind(whole)).toBe(false);
  });

  it("is behind when the server knows of more than it gave", () => {
    const log = receive(startLog([line(1)]), [], me, 5);
    expect(isBehind(log)).toBe(true);
    expect(
      isBehind(
        receive(
          log,
          [2, 3, 4, 5].map((seq) => line(seq)),
          me,
        ),
      ),
    ).toBe(false);
  });

  it("starts empty, and takes the first line", () => {
    expect(seqs(receive(startLog([]), [line(1)], me))).toEqual([1]);
  });

  it("reads the same whatever the order and number of deliveries", () => {
    // Marsaglia's xorshift: the same shuffles in every run.
    let state = 7;
    const random = (below: number) => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) % below;
    };
    for (let round = 0; round < 200; round += 1) {
      let log = startLog([line(1)]);
      const rest = Array.from({ length: 12 }, (_, index) => line(index + 2));
      for (let step = 0; step < 1000 && log.last < 13; step += 1) {
        const one = rest[random(rest.length)];
        if (one) log = receive(log, [one], me);
        expect(seqs(log)).toEqual(Array.from({ length: log.last }, (_, index) => index + 1));
      }
      expect(seqs(log)).toHaveLength(13);
      expect(log.early.size).toBe(0);
    }
  });
});

describe("history", () => {
  it("goes before the first line, once", () => {
    const log = startLog([line(4), line(5)]);
    expect(hasOlder(log)).toBe(true);
    const whole = prepend(log, pageOf(line(1), line(2), line(3)));
    expect(seqs(whole)).toEqual([1, 2, 3, 4, 5]);
    expect(hasOlder(whole)).toBe(false);
    expect(prepend(whole, pageOf(line(1), line(2), line(3)))).toBe(whole);
  });

  it("is not taken with a gap", () => {
    const log = startLog([line(4)]);
    expect(prepend(log, pageOf(line(1), line(2)))).toBe(log);
  });
});

describe("a stretch of history", () => {
  const live = startLog([line(5), line(6)]);
  const apart = (log: LineLog) => log.apart?.map(({ seq }) => seq) ?? null;

  it("is apart from the newest lines, grows towards them, and is one with them once they meet", () => {
    const jumped = setApart(live, pageOf(line(1), line(2)));
    expect([apart(jumped), seqs(jumped)]).toEqual([
      [1, 2],
      [5, 6],
    ]);
    const near = append(jumped, pageOf(line(3)));
    expect(apart(near)).toEqual([1, 2, 3]);
    const met = append(near, pageOf(line(4), line(5)));
    expect([apart(met), seqs(met)]).toEqual([null, [1, 2, 3, 4, 5, 6]]);
  });

  it("is one with them at once where they have lines in common, and a page of its own where they only touch", () => {
    const common = setApart(live, pageOf(line(4), line(5)));
    expect([apart(common), seqs(common)]).toEqual([null, [4, 5, 6]]);
    const touching = setApart(live, pageOf(line(3), line(4)));
    expect([apart(touching), seqs(touching)]).toEqual([
      [3, 4],
      [5, 6],
    ]);
    const met = append(touching, pageOf(line(5), line(6)));
    expect([apart(met), seqs(met)]).toEqual([null, [3, 4, 5, 6]]);
  });

  it("that is empty changes nothing", () => {
    expect(setApart(live, pageOf())).toBe(live);
  });
});

describe("an outgoing line", () => {
  const started = enqueue(startLog([line(1)]), outgoing("a"));

  it("is replaced by the push, and the server's answer that comes later changes nothing", () => {
    const pushed = receive(mark(started, "a", "sending"), [mine(2, "a")], me);
    expect(seqs(pushed)).toEqual([1, 2]);
    expect(pushed.outgoing).toEqual([]);
    expect(receive(pushed, [mine(2, "a")], me)).toBe(pushed);
    expect(mark(pushed, "a", "failed")).toBe(pushed);
  });

  it("is replaced by the server's answer, and the push that comes later changes nothing", () => {
    const answered = receive(mark(started, "a", "sending"), [mine(2, "a")], me, 2);
    expect(answered.outgoing).toEqual([]);
    expect(receive(answered, [mine(2, "a")], me)).toBe(answered);
  });

  it("stays in sight as sent while a line before it is missing, and is never shown twice", () => {
    const early = receive(mark(started, "a", "sending"), [mine(3, "a")], me);
    expect(seqs(early)).toEqual([1]);
    expect(waiting(early)).toEqual(["a sent"]);
    const whole = receive(early, [line(2)], me);
    expect(seqs(whole)).toEqual([1, 2, 3]);
    expect(whole.outgoing).toEqual([]);
  });

  it("is not taken for another's line with the same client id", () => {
    expect(receive(started, [line(2, { clientId: "a" })], me).outgoing).toHaveLength(1);
  });

  it("that the server had already (sent before a reload) goes away with its answer", () => {
    const log = enqueue(startLog([line(1), mine(2, "a")]), outgoing("a"));
    expect(receive(log, [mine(2, "a")], me).outgoing).toEqual([]);
  });

  it("is sent alone and in order; a refused one lets the next go", () => {
    let log = enqueue(started, outgoing("b"));
    expect(nextToSend(log)?.clientId).toBe("a");
    log = mark(log, "a", "sending");
    expect(nextToSend(log)).toBeUndefined();
    log = mark(log, "a", "failed", "No.");
    expect(log.outgoing[0]?.words).toBe("No.");
    expect(nextToSend(log)?.clientId).toBe("b");
    log = mark(log, "a", "queued");
    expect(log.outgoing[0]).not.toHaveProperty("words");
    expect(nextToSend(log)?.clientId).toBe("a");
  });

  it("is added once, and can be discarded", () => {
    expect(enqueue(started, outgoing("a"))).toBe(started);
    expect(discard(started, "a").outgoing).toEqual([]);
  });
});

/** Whatever is lost, doubled, late or out of order: once a page has caught up, it has what the server has. */
import { describe, expect, it } from "vitest";
import { textLine, type Line } from "./line";
import * as logs from "./line-log";

/** Marsaglia's xorshift: the same course in every run. */
function randomFrom(seed: number) {
  let state = seed;
  return (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** The rules of the database: numbers without gaps, changes numbered, and who quotes a changed line is changed with it. */
class Server {
  lines: Line[] = [];
  changeSeq = 0;

  send(quotes?: number): Line {
    const seq = this.lines.length + 1;
    const quoted = quotes === undefined ? undefined : this.lines[quotes - 1];
    const line = textLine({
      seq,
      id: `id-${seq}`,
      senderType: "agent",
      senderId: "other",
      senderName: "Other",
      clientId: `c-${seq}`,
      body: `line ${seq}`,
      createdAt: "2026-11-20T10:00:00Z",
      replyTo: quoted ? { seq: quoted.seq, senderName: "Other", excerpt: quoted.body, isDeleted: false } : null,
    });
    this.lines.push(line);
    return line;
  }

  change(seq: number): { changeSeq: number; lines: Line[] } {
    const changeSeq = ++this.changeSeq;
    const body = `line ${seq} after ${changeSeq}`;
    this.lines = this.lines.map((line) => {
      if (line.seq === seq) return { ...line, body, changeSeq };
      return line.replyTo?.seq === seq ? { ...line, changeSeq, replyTo: { ...line.replyTo, excerpt: body } } : line;
    });
    return { changeSeq, lines: this.lines.filter((line) => line.changeSeq === changeSeq) };
  }

  page(choose: (line: Line) => boolean, since = Infinity, size = 4): logs.LinePage {
    const later = this.lines.filter((line) => line.changeSeq > since).sort((one, other) => one.changeSeq - other.changeSeq);
    const changesTo = later[size - 1]?.changeSeq ?? this.changeSeq;
    return {
      lines: this.lines.filter(choose),
      lastSeq: this.lines.length,
      changeSeq: this.changeSeq,
      changes: later.filter((line) => line.changeSeq <= changesTo),
      changesTo,
    };
  }

  after(seq: number, since?: number): logs.LinePage {
    return this.page((line) => line.seq > seq && line.seq <= seq + 4, since);
  }
}

function expectTrue(log: logs.LineLog, server: Server) {
  const first = log.lines[0]?.seq ?? 1;
  expect(log.lines).toEqual(server.lines.slice(first - 1));
  const start = log.apart?.[0]?.seq ?? 1;
  if (log.apart) expect(log.apart).toEqual(server.lines.slice(start - 1, start - 1 + log.apart.length));
}

/** One page's life with a network that does what it likes. */
function live(seed: number): { seen: Set<string> } {
  const random = randomFrom(seed);
  const server = new Server();
  const seen = new Set<string>();
  for (let count = 0; count < 60; count += 1) server.send();
  const opening = server.page(({ seq }) => seq > 56);
  let log = logs.startLog(opening.lines, opening.lastSeq, opening.changeSeq);
  /** On the way: pushes and answers, each in a state that may be old when it arrives. */
  const onTheWay: ((log: logs.LineLog) => logs.LineLog)[] = [];
  const push = (what: (log: logs.LineLog) => logs.LineLog) => {
    const fate = random(10);
    if (fate === 0) return seen.add("lost");
    onTheWay.push(what);
    if (fate === 1) {
      seen.add("doubled");
      onTheWay.push(what);
    }
  };
  const acts: (() => void)[] = [
    () => {
      const line = server.send(random(3) ? 1 + random(random(2) ? 3 : server.lines.length) : undefined);
      push((now) => logs.receive(now, [line], "me"));
    },
    () => {
      const { changeSeq, lines } = server.change(1 + random(random(2) ? 3 : server.lines.length));
      // More than a few are left for the reader to fetch.
      const isWhole = lines.length <= 3;
      if (!isWhole) seen.add("to fetch");
      push((now) => logs.hearChange(now, { changeSeq, lines: isWhole ? lines : [], isWhole }, "me"));
    },
    () => {
      const since = log.changeSeq;
      const page = server.after(log.last, since);
      onTheWay.push((now) => logs.catchUp(now, page, since, "me"));
    },
    () => {
      const first = (log.apart ?? log.lines)[0]?.seq ?? 1;
      const page = server.page(({ seq }) => seq < first && seq >= first - 3);
      onTheWay.push((now) => logs.prepend(now, page));
    },
    () => {
      const middle = 1 + random(server.lines.length);
      const page = server.page(({ seq }) => Math.abs(seq - middle) <= 2);
      onTheWay.push((now) => logs.setApart(now, page));
    },
    () => {
      const last = log.apart?.at(-1)?.seq;
      if (last === undefined) return;
      const page = server.after(last);
      onTheWay.push((now) => logs.append(now, page));
      seen.add("newer");
    },
    () => {
      if (random(4) === 0) log = logs.dropApart(log);
    },
  ];
  for (let step = 0; step < 150; step += 1) {
    acts[random(acts.length)]?.();
    if (random(3) === 0) continue;
    const [arrived] = onTheWay.splice(random(onTheWay.length || 1), 1);
    if (arrived) log = arrived(log);
    if (log.early.size > 0) seen.add("early");
    // At every moment: no gap, nothing twice.
    for (const lines of [log.lines, log.apart ?? []]) {
      const first = lines[0]?.seq ?? 0;
      if (lines.some((line, index) => line.seq !== first + index)) throw new Error(`A gap or a double, seed ${seed}, step ${step}.`);
    }
  }
  for (const arrived of onTheWay) log = arrived(log);
  // What the poll does: asks until nothing is missing.
  for (let round = 0; round < 100; round += 1) {
    const since = log.changeSeq;
    log = logs.catchUp(log, server.after(log.last, since), since, "me");
    if (!logs.isBehind(log)) break;
  }
  expect(logs.isBehind(log)).toBe(false);
  expectTrue(log, server);
  if (log.apart) seen.add("apart");
  return { seen };
}

describe("a log under a network that loses, doubles and delays", () => {
  it("is what the server has once it has caught up, in 300 courses", () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 300; seed += 1) live(seed * 7919).seen.forEach((what) => seen.add(what));
    // The courses did go through what they are for.
    expect([...seen].sort()).toEqual(["apart", "doubled", "early", "lost", "newer", "to fetch"]);
  });

  it("does not take old history for new: a page answered before a change that was heard first", () => {
    const server = new Server();
    for (let count = 0; count < 6; count += 1) server.send();
    const log = logs.startLog(server.lines.slice(3), 6, 0);
    const old = server.page(({ seq }) => seq < 4);
    const { changeSeq, lines } = server.change(2);
    const heard = logs.hearChange(log, { changeSeq, lines, isWhole: true }, "me");
    expect(logs.prepend(heard, old).lines).toEqual(server.lines);
    // The same page without the change is as it was answered.
    expect(logs.prepend(log, old).lines[1]?.body).toBe("line 2");
  });

  it("ignores a change that is known, applies the next, and is behind after a gap", () => {
    const server = new Server();
    server.send();
    const log = logs.startLog(server.lines, 1, 0);
    const first = server.change(1);
    const second = server.change(1);
    const next = logs.hearChange(log, { ...first, isWhole: true }, "me");
    expect([next.changeSeq, logs.isBehind(next), next.lines[0]?.changeSeq]).toEqual([1, false, 1]);
    expect(logs.hearChange(next, { ...first, isWhole: true }, "me")).toBe(next);
    const gap = logs.hearChange(log, { ...second, isWhole: true }, "me");
    expect([gap.changeSeq, logs.isBehind(gap), gap.lines[0]?.changeSeq]).toEqual([0, true, 2]);
    expect(logs.hearChange(gap, { ...first, isWhole: true }, "me").lines[0]?.changeSeq).toBe(2);
  });
});

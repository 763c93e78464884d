/**
 * What a page knows of a numbered sequence of lines, as a value with pure changes. The rule that nothing is lost or
 * doubled: apply `last + 1`, ignore what is there, keep what is early and fetch what lies between. What happens to
 * lines afterwards is numbered too, and a line is replaced only by one after a higher change.
 */
import type { Line } from "./line";
import { settle, type OutgoingLines } from "./outgoing";

export type LineLog = {
  /** Without gaps, in order: the live end of the room. */
  lines: readonly Line[];
  /** Number of the last of `lines`; 0 when nothing was ever said. */
  last: number;
  /** The highest number heard of. Above `last`: something is missing. */
  known: number;
  /** Lines that came before one that is missing, by number. */
  early: ReadonlyMap<number, Line>;
  /** A stretch of history apart from `lines`, without gaps; null when there is none. */
  apart: readonly Line[] | null;
  /** All changes up to this one are in the lines that are here. */
  changeSeq: number;
  /** The highest change heard of. */
  knownChange: number;
  /** What lines have become since the log was started, by number: one that comes late comes as it was. */
  changed: ReadonlyMap<number, Line>;
  /** In the order of writing. */
  outgoing: OutgoingLines;
};

/** Lines and changes as the server answers them, all of one moment. */
export type LinePage = {
  lines: readonly Line[];
  /** The room's last number and last change at that moment. */
  lastSeq: number;
  changeSeq: number;
  /** Lines that have changed since the change asked for, complete up to `changesTo`. */
  changes: readonly Line[];
  changesTo: number;
};

const noLines: ReadonlyMap<number, Line> = new Map();

/** A log that starts with a page of lines. They must be in order and without gaps, as the database gives them. */
export function startLog(lines: readonly Line[], known = 0, changeSeq = 0): LineLog {
  const last = lines.at(-1)?.seq ?? 0;
  return {
    lines,
    last,
    known: Math.max(known, last),
    early: noLines,
    apart: null,
    changeSeq,
    knownChange: changeSeq,
    changed: noLines,
    outgoing: [],
  };
}

/** True when the server has lines or changes that are not here: fetch those after `last` and `changeSeq`. */
export function isBehind(log: LineLog): boolean {
  return log.known > log.last || log.knownChange > log.changeSeq;
}

/** True when there is history before the first line. */
export function hasOlder(log: { lines: readonly Line[] }): boolean {
  return (log.lines[0]?.seq ?? 1) > 1;
}

/**
 * Takes in lines from wherever they came (push, catch-up, the answer to sending), in any order and any number of times.
 *
 * @param meId whose outgoing lines these may be; a line of mine replaces the outgoing one of its client id
 * @param known the server's highest number, if it told
 */
export function receive(log: LineLog, received: readonly Line[], meId: string, known = 0): LineLog {
  let { last } = log;
  let highest = Math.max(log.known, known);
  const waiting = new Map(log.early);
  let isNew = false;
  for (const line of received) {
    highest = Math.max(highest, line.seq);
    const before = waiting.get(line.seq);
    if (line.seq <= last || (before && before.changeSeq >= line.changeSeq)) continue;
    waiting.set(line.seq, current(line, log.changed));
    isNew = true;
  }
  const added: Line[] = [];
  for (let next = waiting.get(last + 1); next; next = waiting.get(last + 1)) {
    waiting.delete(next.seq);
    added.push(next);
    last = next.seq;
  }
  const outgoing = settle(log.outgoing, [...received, ...added], meId, last);
  if (!isNew && highest === log.known && outgoing === log.outgoing) return log;
  return {
    ...log,
    lines: added.length > 0 ? [...log.lines, ...added] : log.lines,
    last,
    known: highest,
    early: waiting.size > 0 ? waiting : noLines,
    outgoing,
  };
}

/** Takes in what lines have become, wherever they are here. A line that quotes a changed one counts as changed itself. */
export function amend(log: LineLog, lines: readonly Line[], meId: string): LineLog {
  const newer = lines.filter(({ seq, changeSeq }) => (log.changed.get(seq)?.changeSeq ?? 0) < changeSeq);
  if (newer.length === 0) return log;
  const changed = new Map([...log.changed, ...newer.map((line) => [line.seq, line] as const)]);
  const update = (all: readonly Line[]) => {
    const updated = all.map((line) => current(line, changed));
    return updated.some((line, index) => line !== all[index]) ? updated : all;
  };
  const early = new Map([...log.early].map(([seq, line]) => [seq, current(line, changed)]));
  // Above the last these are not changes yet but lines that came early.
  return receive({ ...log, lines: update(log.lines), apart: log.apart && update(log.apart), early, changed }, newer, meId);
}

/**
 * Takes in a change that was pushed.
 *
 * @param isWhole that the lines are all that it changed
 */
export function hearChange(log: LineLog, change: { changeSeq: number; lines: readonly Line[]; isWhole: boolean }, meId: string): LineLog {
  const { changeSeq, isWhole } = change;
  const amended = amend(log, change.lines, meId);
  const knownChange = Math.max(log.knownChange, changeSeq);
  const isNext = isWhole && changeSeq === log.changeSeq + 1;
  if (amended === log && knownChange === log.knownChange && !isNext) return log;
  return { ...amended, knownChange, changeSeq: isNext ? changeSeq : log.changeSeq };
}

/**
 * Takes in an answer to a catch-up.
 *
 * @param since the change after which it was asked for
 */
export function catchUp(log: LineLog, page: LinePage, since: number, meId: string): LineLog {
  const next = receive(amend(log, page.changes, meId), page.lines, meId, page.lastSeq);
  const changeSeq = next.changeSeq >= since ? Math.max(next.changeSeq, page.changesTo) : next.changeSeq;
  const knownChange = Math.max(next.knownChange, page.changeSeq);
  return changeSeq === next.changeSeq && knownChange === next.knownChange ? next : { ...next, changeSeq, knownChange };
}

/** Puts a page of history before the first line of what is shown; ignores one that does not touch it. */
export function prepend(log: LineLog, page: LinePage): LineLog {
  const shown = log.apart ?? log.lines;
  const first = shown[0];
  const older = history(log, page).filter(({ seq }) => first && seq < first.seq);
  if (!first || older.at(-1)?.seq !== first.seq - 1) return log;
  const lines = [...older, ...shown];
  return heard(log.apart ? { ...log, apart: lines } : { ...log, lines }, page);
}

/** Puts a page after the last line of the stretch apart; the stretch ends where it meets the live lines. */
export function append(log: LineLog, page: LinePage): LineLog {
  const last = log.apart?.at(-1)?.seq ?? 0;
  const more = history(log, page).filter(({ seq }) => seq > last);
  if (!log.apart || more[0]?.seq !== last + 1) return log;
  return heard(meet({ ...log, apart: [...log.apart, ...more] }), page);
}

/**
 * Shows a stretch of history apart from the live lines, or with them where they have lines in common. One that ends where
 * they begin stays apart until what follows is asked for: without a script it is a page of its own, shown from its end.
 */
export function setApart(log: LineLog, page: LinePage): LineLog {
  const last = page.lines.at(-1)?.seq;
  if (last === undefined) return log;
  const shown = { ...log, apart: history(log, page) };
  return heard(last < (log.lines[0]?.seq ?? Infinity) ? shown : meet(shown), page);
}

export function dropApart(log: LineLog): LineLog {
  return log.apart ? { ...log, apart: null } : log;
}

const history = (log: LineLog, page: LinePage) => page.lines.map((line) => current(line, log.changed));

const heard = (log: LineLog, { lastSeq, changeSeq }: LinePage): LineLog => ({
  ...log,
  known: Math.max(log.known, lastSeq),
  knownChange: Math.max(log.knownChange, changeSeq),
});

function meet(log: LineLog): LineLog {
  const first = log.lines[0]?.seq ?? Infinity;
  if ((log.apart?.at(-1)?.seq ?? 0) < first - 1) return log;
  return { ...log, lines: [...(log.apart ?? []).filter(({ seq }) => seq < first), ...log.lines], apart: null };
}

/** Finds a line among lines without gaps. */
export function lineAt(lines: readonly Line[], seq: number): Line | undefined {
  return lines[seq - (lines[0]?.seq ?? 0)];
}

/** The line as far as it is known what has become of it. */
function current(line: Line, changed: ReadonlyMap<number, Line>): Line {
  const after = changed.get(line.seq);
  return after && after.changeSeq > line.changeSeq ? after : line;
}

/**
 * What a page knows of a numbered sequence of lines, as a value with pure changes. The rule that nothing is lost or
 * doubled: apply `last + 1`, ignore what is there, keep what is early and fetch what lies between.
 */
import type { Line, Outgoing } from "./line";

export type LineLog = {
  /** Without gaps, in order. */
  lines: readonly Line[];
  /** Number of the last of `lines`; 0 when nothing was ever said. */
  last: number;
  /** The highest number heard of. Above `last`: something is missing. */
  known: number;
  /** Lines that came before one that is missing, by number. */
  early: ReadonlyMap<number, Line>;
  /** In the order of writing. */
  outgoing: readonly Outgoing[];
};

const noLines: ReadonlyMap<number, Line> = new Map();

/** A log that starts with a page of lines. They must be in order and without gaps, as the database gives them. */
export function startLog(lines: readonly Line[], known = 0): LineLog {
  const last = lines.at(-1)?.seq ?? 0;
  return { lines, last, known: Math.max(known, last), early: noLines, outgoing: [] };
}

/** True when the server has lines that are not here: fetch those after `last`. */
export function isBehind(log: LineLog): boolean {
  return log.known > log.last;
}

/** True when there is history before the first line. */
export function hasOlder(log: LineLog): boolean {
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
  for (const line of received) {
    if (line.seq > last) waiting.set(line.seq, line);
    highest = Math.max(highest, line.seq);
  }
  const added: Line[] = [];
  for (let next = waiting.get(last + 1); next; next = waiting.get(last + 1)) {
    waiting.delete(next.seq);
    added.push(next);
    last = next.seq;
  }
  const outgoing = settle(log.outgoing, [...received, ...added], meId, last);
  const isNothingNew = added.length === 0 && highest === log.known && waiting.size === log.early.size && outgoing === log.outgoing;
  if (isNothingNew) return log;
  return {
    lines: added.length > 0 ? [...log.lines, ...added] : log.lines,
    last,
    known: highest,
    early: waiting.size > 0 ? waiting : noLines,
    outgoing,
  };
}

/** Outgoing lines without those that have their place; one that the server has but came early stays, as `sent`. */
function settle(outgoing: readonly Outgoing[], arrived: readonly Line[], meId: string, last: number): readonly Outgoing[] {
  if (outgoing.length === 0) return outgoing;
  const seqs = new Map(arrived.filter(({ senderId }) => senderId === meId).map(({ clientId, seq }) => [clientId, seq]));
  if (!outgoing.some(({ clientId }) => seqs.has(clientId))) return outgoing;
  return outgoing
    .filter(({ clientId }) => (seqs.get(clientId) ?? Infinity) > last)
    .map((line) =>
      seqs.has(line.clientId) ? { clientId: line.clientId, body: line.body, writtenAt: line.writtenAt, state: "sent" as const } : line,
    );
}

/** Puts a page of history before the first line; ignores one that does not touch it. */
export function prepend(log: LineLog, older: readonly Line[]): LineLog {
  const first = log.lines[0];
  if (!first) return log;
  const before = older.filter(({ seq }) => seq < first.seq);
  if (before.at(-1)?.seq !== first.seq - 1) return log;
  return { ...log, lines: [...before, ...log.lines] };
}

/** Adds a line that the person has written; the same client id is added once. */
export function enqueue(log: LineLog, line: Outgoing): LineLog {
  if (log.outgoing.some(({ clientId }) => clientId === line.clientId)) return log;
  return { ...log, outgoing: [...log.outgoing, line] };
}

/** Changes the state of an outgoing line; nothing happens when it has arrived meanwhile. */
export function mark(log: LineLog, clientId: string, state: Outgoing["state"], words?: string): LineLog {
  if (!log.outgoing.some((line) => line.clientId === clientId)) return log;
  return {
    ...log,
    outgoing: log.outgoing.map((line) => {
      if (line.clientId !== clientId) return line;
      const { words: _before, ...rest } = line;
      return words === undefined ? { ...rest, state } : { ...rest, state, words };
    }),
  };
}

/** Forgets an outgoing line. */
export function discard(log: LineLog, clientId: string): LineLog {
  return { ...log, outgoing: log.outgoing.filter((line) => line.clientId !== clientId) };
}

/** The next line to send: one at a time and in order, so that the room reads as it was written. */
export function nextToSend(log: LineLog): Outgoing | undefined {
  if (log.outgoing.some(({ state }) => state === "sending")) return undefined;
  return log.outgoing.find(({ state }) => state === "queued");
}

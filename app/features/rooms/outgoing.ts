/** Lines that a person has written and that are not in the room yet, as a value with pure changes. */
import type { Line, Outgoing } from "./line";

export type OutgoingLines = readonly Outgoing[];
type WithOutgoing = { outgoing: OutgoingLines };

/** Outgoing lines without those that have their place; one that the server has but came early stays, as `sent`. */
export function settle(outgoing: OutgoingLines, arrived: readonly Line[], meId: string, last: number): OutgoingLines {
  if (outgoing.length === 0) return outgoing;
  const seqs = new Map(arrived.filter(({ senderId }) => senderId === meId).map(({ clientId, seq }) => [clientId, seq]));
  if (!outgoing.some(({ clientId }) => seqs.has(clientId))) return outgoing;
  return outgoing
    .filter(({ clientId }) => (seqs.get(clientId) ?? Infinity) > last)
    .map((line) => (seqs.has(line.clientId) ? inState(line, "sent") : line));
}

function inState({ words: _before, ...line }: Outgoing, state: Outgoing["state"], words?: string): Outgoing {
  return words === undefined ? { ...line, state } : { ...line, state, words };
}

/** Adds a line that the person has written; the same client id is added once. */
export function enqueue<Log extends WithOutgoing>(log: Log, line: Outgoing): Log {
  if (log.outgoing.some(({ clientId }) => clientId === line.clientId)) return log;
  return { ...log, outgoing: [...log.outgoing, line] };
}

/** Changes the state of an outgoing line; nothing happens when it has arrived meanwhile. */
export function mark<Log extends WithOutgoing>(log: Log, clientId: string, state: Outgoing["state"], words?: string): Log {
  if (!log.outgoing.some((line) => line.clientId === clientId)) return log;
  return { ...log, outgoing: log.outgoing.map((line) => (line.clientId === clientId ? inState(line, state, words) : line)) };
}

/** Forgets an outgoing line. */
export function discard<Log extends WithOutgoing>(log: Log, clientId: string): Log {
  return { ...log, outgoing: log.outgoing.filter((line) => line.clientId !== clientId) };
}

/** The next line to send: one at a time and in order, so that the room reads as it was written. */
export function nextToSend({ outgoing }: WithOutgoing): Outgoing | undefined {
  if (outgoing.some(({ state }) => state === "sending")) return undefined;
  return outgoing.find(({ state }) => state === "queued");
}

/**
 * Takes over what is kept of a person's lines, also by their other pages.
 *
 * @param kept in the order of writing; what is not in there was sent or discarded
 */
export function restore<Log extends WithOutgoing>(log: Log, kept: OutgoingLines): Log {
  const here = new Map(log.outgoing.map((line) => [line.clientId, line]));
  const outgoing = kept.map((line) => {
    const before = here.get(line.clientId);
    here.delete(line.clientId);
    // What is under way is not kept: this page knows more.
    return before && (line.state !== "failed") === (before.state !== "failed") ? before : line;
  });
  return { ...log, outgoing: [...[...here.values()].filter(({ state }) => state === "sent"), ...outgoing] };
}

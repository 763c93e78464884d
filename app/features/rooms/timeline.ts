/** Lines in the order in which a person reads them, with days between them and grouped by who speaks. */
import type { Line } from "./line";

export type TimelineEntry =
  { type: "day"; key: string; at: string } | { type: "line"; key: string; kind: "message" | "note"; line: Line; startsGroup: boolean };

/** What one person says within this time stands together: milliseconds. */
export const groupMs = 5 * 60_000;

/**
 * Merges two ordered sequences by time. Neither changes its own order, whatever the clocks say.
 *
 * @param hasOlder notes from before the first message wait until the messages around them are there
 */
export function mergeByTime(
  messages: readonly Line[],
  notes: readonly Line[],
  hasOlder: boolean,
): { kind: "message" | "note"; line: Line }[] {
  const merged: { kind: "message" | "note"; line: Line }[] = [];
  const first = messages[0];
  let next = 0;
  if (hasOlder && first) while (next < notes.length && isBefore(notes[next], first)) next += 1;
  for (const line of messages) {
    for (let note = notes[next]; note && isBefore(note, line); note = notes[next]) {
      merged.push({ kind: "note", line: note });
      next += 1;
    }
    merged.push({ kind: "message", line });
  }
  for (const line of notes.slice(next)) merged.push({ kind: "note", line });
  return merged;
}

function isBefore(one: Line | undefined, other: Line): boolean {
  return one !== undefined && Date.parse(one.createdAt) < Date.parse(other.createdAt);
}

/** @param dayOf the calendar day of a time in the reader's zone, any text that differs between days */
export function timeline(entries: readonly { kind: "message" | "note"; line: Line }[], dayOf: (at: string) => string): TimelineEntry[] {
  const result: TimelineEntry[] = [];
  let day = "";
  entries.forEach(({ kind, line }, index) => {
    const today = dayOf(line.createdAt);
    if (today !== day) result.push({ type: "day", key: `day ${today} ${line.id}`, at: line.createdAt });
    const before = entries[index - 1];
    result.push({
      type: "line",
      key: `${kind} ${line.id}`,
      kind,
      line,
      startsGroup: today !== day || !before || !belongTogether(before, { kind, line }),
    });
    day = today;
  });
  return result;
}

type Entry = { kind: "message" | "note"; line: Line };

function belongTogether(one: Entry, next: Entry): boolean {
  return (
    one.kind === next.kind &&
    one.line.senderType === next.line.senderType &&
    one.line.senderId === next.line.senderId &&
    one.line.senderName === next.line.senderName &&
    Date.parse(next.line.createdAt) - Date.parse(one.line.createdAt) < groupMs
  );
}

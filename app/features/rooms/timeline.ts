/**
 * Lines in the order in which a person reads them: notes among the messages by time, grouped by who speaks, each with
 * what stands above it. Done chunk by chunk and only for the chunks that are shown, so that a new message costs the
 * same after 50 lines as after 50,000.
 */
import type { Line } from "./line";

export type TimelineEntry = {
  key: string;
  kind: "message" | "note";
  line: Line;
  startsGroup: boolean;
  /** The first line of its day: the day stands above it. */
  isNewDay: boolean;
  /** The first line that its reader had not seen when the room was opened. */
  isFirstUnread: boolean;
};

/** Messages without gaps, and all notes of the room. */
export type Stretch = {
  messages: readonly Line[];
  notes: readonly Line[];
  /** There are messages before the first: notes from before it wait until the messages around them are there. */
  hasOlder: boolean;
  /** There are messages after the last. */
  hasNewer: boolean;
};

/** What one person says within this time stands together: milliseconds. */
export const groupMs = 5 * 60_000;

/** Messages of a chunk. By number, so that history before them changes no other chunk. */
export const chunkSize = 20;

export const chunkOf = (seq: number): number => Math.floor((seq - 1) / chunkSize);

/** The chunks of a stretch: the first, the last, and how many messages one has. */
export type Chunks = { first: number; last: number; sizeOf: (chunk: number) => number };

export function chunksOf({ messages }: Stretch): Chunks {
  const [first, last] = [messages[0]?.seq ?? 1, messages.at(-1)?.seq ?? 1];
  return {
    first: chunkOf(first),
    last: chunkOf(last),
    sizeOf: (chunk) => Math.min(last, (chunk + 1) * chunkSize) - Math.max(first - 1, chunk * chunkSize),
  };
}

/**
 * For each note the index of the message that it stands before. Neither messages nor notes change their own order,
 * whatever the clocks say.
 */
export function placeNotes({ messages, notes }: Pick<Stretch, "messages" | "notes">): number[] {
  let place = 0;
  return notes.map((note) => (place = firstIndex(place, messages.length, (index) => time(messages[index]) > time(note))));
}

type Chunk = { parts: readonly unknown[]; entries: readonly TimelineEntry[] };

/** Keeps what it has made: a chunk of which nothing has changed is the same object again. */
export class Timeline {
  private readonly chunks = new Map<number, Chunk>();

  /**
   * @param places of {@link placeNotes}
   * @param dayOf the calendar day of a time in the reader's zone, any text that differs between days
   * @param firstUnread number of a message
   */
  chunk(
    stretch: Stretch,
    places: readonly number[],
    chunk: number,
    dayOf: (at: string) => string,
    firstUnread: number | null,
  ): readonly TimelineEntry[] {
    const { messages, notes, hasOlder, hasNewer } = stretch;
    const offset = messages[0]?.seq ?? 1;
    const start = Math.max(0, chunk * chunkSize + 1 - offset);
    const end = Math.min(messages.length, Math.max(start, (chunk + 1) * chunkSize + 1 - offset));
    // Notes that stand before the first message or after the last wait for what else may be there.
    const fromPlace = start === 0 && hasOlder ? 1 : start;
    const toPlace = end === messages.length && !hasNewer ? end : end - 1;
    const noteAt = firstIndex(0, places.length, (index) => (places[index] ?? 0) >= fromPlace);
    const noteEnd = firstIndex(noteAt, places.length, (index) => (places[index] ?? 0) > toPlace);

    const before = messages[start - 1];
    const parts = [before, dayOf, firstUnread, ...messages.slice(start, end), ...notes.slice(noteAt, noteEnd)];
    const known = this.chunks.get(chunk);
    if (known?.parts.length === parts.length && parts.every((part, index) => part === known.parts[index])) return known.entries;

    const lines: { kind: "message" | "note"; line: Line }[] = [];
    let note = noteAt;
    for (let index = start; index <= end; index += 1) {
      for (let line = notes[note]; line && note < noteEnd && (places[note] ?? 0) <= index; line = notes[++note])
        lines.push({ kind: "note", line });
      const message = messages[index];
      if (message && index < end) lines.push({ kind: "message", line: message });
    }
    const entries = entriesOf(lines, before, dayOf, firstUnread);
    this.chunks.set(chunk, { parts, entries });
    return entries;
  }
}

function entriesOf(
  lines: readonly { kind: "message" | "note"; line: Line }[],
  before: Line | undefined,
  dayOf: (at: string) => string,
  firstUnread: number | null,
): TimelineEntry[] {
  let last = before && { kind: "message" as TimelineEntry["kind"], line: before };
  let day = before ? dayOf(before.createdAt) : "";
  return lines.map((entry) => {
    const { kind, line } = entry;
    const today = dayOf(line.createdAt);
    const isNewDay = today !== day;
    const isFirstUnread = kind === "message" && line.seq === firstUnread;
    const startsGroup = isNewDay || isFirstUnread || !last || !belongTogether(last, entry);
    last = entry;
    day = today;
    return { key: `${kind} ${line.id}`, kind, line, startsGroup, isNewDay, isFirstUnread };
  });
}

type Entry = { kind: "message" | "note"; line: Line };

function belongTogether(one: Entry, next: Entry): boolean {
  return (
    one.kind === next.kind &&
    one.line.senderType === next.line.senderType &&
    one.line.senderId === next.line.senderId &&
    one.line.senderName === next.line.senderName &&
    time(next.line) - time(one.line) < groupMs
  );
}

const time = (line: Line | undefined): number => Date.parse(line?.createdAt ?? "");

/** The first index from `low` on of which `is` is true, given that it is then true of all after it; else `high`. */
function firstIndex(low: number, high: number, is: (index: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (is(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

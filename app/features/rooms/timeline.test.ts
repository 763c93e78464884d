import { describe, expect, it } from "vitest";
import { textLine, type Line } from "./line";
import { chunkOf, chunkSize, chunksOf, placeNotes, Timeline, type Stretch } from "./timeline";

function line(seq: number, at: string, more: Partial<Line> = {}): Line {
  return textLine({
    seq,
    id: `m${seq}`,
    senderType: "customer",
    senderId: "carla",
    senderName: "Carla",
    clientId: null,
    body: "words",
    createdAt: at.includes("T") ? at : `2026-11-20T${at}:00Z`,
    ...more,
  });
}

const note = (seq: number, at: string) => line(seq, at, { id: `n${seq}`, senderType: "agent", senderId: "ben", senderName: "Ben" });
const dayOf = (at: string) => at.slice(0, 10);
const stretch = (messages: Line[], notes: Line[] = [], more: Partial<Stretch> = {}): Stretch => ({
  messages,
  notes,
  hasOlder: false,
  hasNewer: false,
  ...more,
});
/** Minute by minute from 8:00 of the same day on. */
const minutes = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) =>
    line(from + index, new Date(Date.UTC(2026, 10, 20, 8) + (from + index) * 60_000).toISOString()),
  );

function all(of: Stretch, day = dayOf, firstUnread: number | null = null) {
  const timeline = new Timeline();
  const { first, last } = chunksOf(of);
  return Array.from({ length: last - first + 1 }, (_, index) => timeline.chunk(of, placeNotes(of), first + index, day, firstUnread)).flat();
}

const ids = (of: Stretch) => all(of).map((entry) => entry.line.id);
const shape = (entries: ReturnType<typeof all>) =>
  entries.map(({ isNewDay, startsGroup, line: { id } }) => `${isNewDay ? "day " : ""}${startsGroup ? "[" : ""}${id}`);

describe("notes among messages", () => {
  it("stand where they were written", () => {
    const entries = all(stretch([line(1, "10:00"), line(2, "12:00")], [note(1, "11:00"), note(2, "13:00")]));
    expect(entries.map((entry) => entry.line.id)).toEqual(["m1", "n1", "m2", "n2"]);
    expect(entries.map(({ kind }) => kind)).toEqual(["message", "note", "message", "note"]);
  });

  it("keep the order of their own numbers, whatever the clocks say", () => {
    const merged = ids(stretch([line(1, "12:00"), line(2, "10:00")], [note(1, "11:00"), note(2, "09:00")]));
    expect(merged.filter((id) => id.startsWith("m"))).toEqual(["m1", "m2"]);
    expect(merged.filter((id) => id.startsWith("n"))).toEqual(["n1", "n2"]);
  });

  it("wait for the messages around them while there is older history", () => {
    const notes = [note(1, "08:00"), note(2, "11:00")];
    expect(ids(stretch([line(5, "10:00")], notes, { hasOlder: true }))).toEqual(["m5", "n2"]);
    expect(ids(stretch([line(1, "10:00")], notes))).toEqual(["n1", "m1", "n2"]);
  });

  it("wait after the last message while there are newer ones", () => {
    const notes = [note(1, "09:30"), note(2, "11:00")];
    expect(ids(stretch([line(1, "09:00"), line(2, "10:00")], notes, { hasNewer: true }))).toEqual(["m1", "n1", "m2"]);
  });

  it("are the notes alone in a room without messages", () => {
    expect(ids(stretch([], [note(1, "08:00")]))).toEqual(["n1"]);
  });

  it("are each in one chunk, also at its borders", () => {
    const messages = minutes(1, 3 * chunkSize);
    // One before the first, one after each message, so that chunks begin and end with a note.
    const notes = Array.from({ length: messages.length + 1 }, (_, index) =>
      note(index + 1, new Date(Date.UTC(2026, 10, 20, 8) + index * 60_000 + 30_000).toISOString()),
    );
    const merged = ids(stretch(messages, notes));
    expect(merged).toHaveLength(messages.length + notes.length);
    expect(new Set(merged).size).toBe(merged.length);
    expect(merged.slice(0, 4)).toEqual(["n1", "m1", "n2", "m2"]);
  });
});

describe("a timeline", () => {
  it("groups what one person says within five minutes", () => {
    const lines = [line(1, "10:00"), line(2, "10:04"), line(3, "10:10"), line(4, "10:11", { senderId: "ben" })];
    expect(shape(all(stretch(lines)))).toEqual(["day [m1", "m2", "[m3", "[m4"]);
  });

  it("separates days in the reader's zone, and groups with them", () => {
    const lines = [line(1, "23:59"), line(2, "2026-11-21T00:01:00Z")];
    expect(shape(all(stretch(lines)))).toEqual(["day [m1", "day [m2"]);
    expect(shape(all(stretch(lines), () => "the same day elsewhere"))).toEqual(["day [m1", "m2"]);
  });

  it("does not put a note and a message of one agent together", () => {
    const agent = { senderType: "agent", senderId: "ben", senderName: "Ben" } as const;
    expect(shape(all(stretch([line(1, "10:00", agent)], [note(1, "10:01")])))).toEqual(["day [m1", "[n1"]);
  });

  it("goes on over the border of a chunk as within it", () => {
    const entries = all(stretch(minutes(1, 2 * chunkSize)));
    expect(entries.filter(({ startsGroup }) => startsGroup)).toHaveLength(1);
    expect(entries.filter(({ isNewDay }) => isNewDay)).toHaveLength(1);
  });

  it("starts a group where the unread ones start", () => {
    const entries = all(stretch(minutes(1, 5)), dayOf, 3);
    expect(entries.map(({ isFirstUnread }) => isFirstUnread)).toEqual([false, false, true, false, false]);
    expect(entries[2]?.startsGroup).toBe(true);
  });

  it("gives every entry a key of its own", () => {
    const entries = all(stretch([line(1, "10:00", { id: "x" })], [{ ...note(1, "10:01"), id: "x" }]));
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  });
});

describe("chunks", () => {
  it("are those of the numbers, whatever part of the room is there", () => {
    const { first, last, sizeOf } = chunksOf(stretch(minutes(chunkSize, 2 * chunkSize + 3)));
    expect([first, last]).toEqual([0, 2]);
    expect([sizeOf(0), sizeOf(1), sizeOf(2)]).toEqual([1, chunkSize, 3]);
    expect(chunkOf(chunkSize)).toBe(0);
    expect(chunkOf(chunkSize + 1)).toBe(1);
  });

  it("of a room without messages are one", () => {
    expect(chunksOf(stretch([]))).toMatchObject({ first: 0, last: 0 });
  });

  it("are the same objects when a message is added elsewhere or history comes before them", () => {
    const timeline = new Timeline();
    const messages = minutes(3 * chunkSize + 1, 6 * chunkSize);
    const chunk = (of: Stretch, index: number) => timeline.chunk(of, placeNotes(of), index, dayOf, null);
    const [fourth, last] = [chunk(stretch(messages), 4), chunk(stretch(messages), 5)];
    const longer = stretch([...minutes(chunkSize, 3 * chunkSize), ...messages, line(6 * chunkSize + 1, "20:00")]);
    expect(chunk(longer, 4)).toBe(fourth);
    expect(chunk(longer, 5)).toBe(last);
    // A line that was edited is another object.
    const edited = messages.map((one) => (one.seq === 5 * chunkSize ? { ...one, body: "other words" } : one));
    expect(chunk(stretch(edited), 4)).not.toBe(fourth);
    expect(chunk(stretch(edited), 3)).toEqual(chunk(stretch(messages), 3));
  });

  it("of a long room cost no more than those of a short one", () => {
    const cost = (length: number) => {
      const timeline = new Timeline();
      let days = 0;
      const counting = (at: string) => {
        days += 1;
        return dayOf(at);
      };
      const messages = minutes(1, length);
      const of = stretch(messages);
      const { last } = chunksOf(of);
      timeline.chunk(of, placeNotes(of), last, counting, null);
      const more = stretch([...messages, line(length + 1, "23:00")]);
      days = 0;
      timeline.chunk(more, placeNotes(more), chunksOf(more).last, counting, null);
      return days;
    };
    expect(cost(50_010)).toBe(cost(50));
  });
});

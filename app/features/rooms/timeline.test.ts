import { describe, expect, it } from "vitest";
import { textLine, type Line } from "./line";
import { mergeByTime, timeline } from "./timeline";

function line(id: string, at: string, more: Partial<Line> = {}): Line {
  return textLine({
    seq: 1,
    id,
    senderType: "customer",
    senderId: "carla",
    senderName: "Carla",
    clientId: null,
    body: id,
    createdAt: `2026-11-20T${at}:00Z`,
    ...more,
  });
}

const ids = (entries: { line: Line }[]) => entries.map((entry) => entry.line.id);
const dayOf = (at: string) => at.slice(0, 10);
const message = (one: Line) => ({ kind: "message" as const, line: one });

describe("messages and notes merged by time", () => {
  it("stand where they were written", () => {
    const merged = mergeByTime([line("m1", "10:00"), line("m2", "12:00")], [line("n1", "11:00"), line("n2", "13:00")], false);
    expect(ids(merged)).toEqual(["m1", "n1", "m2", "n2"]);
    expect(merged.map(({ kind }) => kind)).toEqual(["message", "note", "message", "note"]);
  });

  it("keep the order of their own numbers, whatever the clocks say", () => {
    const merged = mergeByTime([line("m1", "12:00"), line("m2", "10:00")], [line("n1", "11:00"), line("n2", "09:00")], false);
    expect(ids(merged).filter((id) => id.startsWith("m"))).toEqual(["m1", "m2"]);
    expect(ids(merged).filter((id) => id.startsWith("n"))).toEqual(["n1", "n2"]);
  });

  it("leave out notes from before the first message while there is older history", () => {
    const notes = [line("n1", "08:00"), line("n2", "11:00")];
    expect(ids(mergeByTime([line("m1", "10:00")], notes, true))).toEqual(["m1", "n2"]);
    expect(ids(mergeByTime([line("m1", "10:00")], notes, false))).toEqual(["n1", "m1", "n2"]);
  });

  it("are the notes alone in a room without messages", () => {
    expect(ids(mergeByTime([], [line("n1", "08:00")], false))).toEqual(["n1"]);
  });
});

describe("a timeline", () => {
  const shape = (entries: ReturnType<typeof timeline>) =>
    entries.map((entry) => (entry.type === "day" ? "day" : `${entry.startsGroup ? "[" : ""}${entry.line.id}`));

  it("groups what one person says within five minutes", () => {
    const lines = [line("a", "10:00"), line("b", "10:04"), line("c", "10:10"), line("d", "10:11", { senderId: "ben" })];
    expect(shape(timeline(lines.map(message), dayOf))).toEqual(["day", "[a", "b", "[c", "[d"]);
  });

  it("separates days in the reader's zone, and groups with them", () => {
    const lines = [line("a", "23:59"), line("b", "23:59", { createdAt: "2026-11-21T00:01:00Z" })];
    expect(shape(timeline(lines.map(message), dayOf))).toEqual(["day", "[a", "day", "[b"]);
    expect(shape(timeline(lines.map(message), () => "the same day elsewhere"))).toEqual(["day", "[a", "b"]);
  });

  it("does not put a note and a message of one agent together", () => {
    const entries = [message(line("a", "10:00")), { kind: "note" as const, line: line("n", "10:01") }];
    expect(shape(timeline(entries, dayOf))).toEqual(["day", "[a", "[n"]);
  });

  it("gives every entry a key of its own", () => {
    const entries = timeline([message(line("x", "10:00")), { kind: "note", line: line("x", "10:01") }], dayOf);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  });
});

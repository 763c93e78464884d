import { describe, expect, it } from "vitest";
import { markedParts, mergeHits, type Hit } from "./room-search";

describe("what was looked for in an excerpt", () => {
  it.each([
    ["The printer prints.", "print", ["The ", "print", "er ", "print", "s."]],
    ["THE CAFÉ", "café", ["THE ", "CAFÉ", ""]],
    ["Cafe\u0301 au lait", "cafe", ["", "Cafe\u0301", " au lait"]],
    ["Die Größe", "grosse", ["Die ", "Größe", ""]],
    ["Die Größe", "größe", ["Die ", "Größe", ""]],
    ["🎉 party 🎉", "🎉", ["", "🎉", " party ", "🎉", ""]],
    ["a.c abc", "a.c", ["", "a.c", " abc"]],
    ["<b>x</b>", "<b>", ["", "<b>", "x</b>"]],
    ["nothing", "zzz", ["nothing"]],
    ["anything", " ", ["anything"]],
    ["aaaa", "aa", ["", "aa", "", "aa", ""]],
  ])("%s: %s", (text, query, parts) => {
    expect(markedParts(text, query)).toEqual(parts);
    expect(markedParts(text, query).join("")).toBe(text);
  });

  it("is found around half of a letter that is two when folded", () => {
    expect(markedParts("Maß", "mas")).toEqual(["", "Maß", ""]);
  });
});

describe("hits of messages and notes", () => {
  const hit = (kind: Hit["kind"], seq: number, minute: number): Hit => ({
    kind,
    seq,
    nearSeq: seq,
    senderName: "Carla",
    senderType: "customer",
    excerpt: "words",
    createdAt: new Date(Date.UTC(2026, 10, 20, 8, minute)).toISOString(),
  });
  const ids = (hits: Hit[]) => hits.map(({ kind, seq }) => `${kind} ${seq}`);

  it("stand by time, the newest first", () => {
    const found = { messages: [hit("message", 9, 9), hit("message", 3, 3)], notes: [hit("note", 1, 5)], next: null };
    expect(ids(mergeHits(found))).toEqual(["message 9", "note 1", "message 3"]);
  });

  it("wait for the messages around them while there is more to search", () => {
    const found = { messages: [hit("message", 9, 9)], notes: [hit("note", 2, 10), hit("note", 1, 5)], next: 9 };
    expect(ids(mergeHits(found))).toEqual(["note 2", "message 9"]);
    expect(ids(mergeHits({ ...found, messages: [] }))).toEqual([]);
  });
});

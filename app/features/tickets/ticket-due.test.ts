import { describe, expect, test } from "vitest";
import { dueState, dueWords, durationWords } from "./ticket-due";

const now = Date.parse("2026-11-20T12:00:00Z");
const minutes = (count: number) => count * 60_000;
const at = (fromNow: number) => new Date(now + fromNow).toISOString();

describe("how pressing a due time is", () => {
  test("it is later, soon in the last quarter of the time allowed, then overdue", () => {
    const since = at(-minutes(60 * 18));
    expect(dueState({ due: at(minutes(60 * 6) + 1), since }, now)).toBe("later");
    expect(dueState({ due: at(minutes(60 * 6)), since }, now)).toBe("soon");
    expect(dueState({ due: at(0), since }, now)).toBe("overdue");
    expect(dueState({ due: at(-1), since }, now)).toBe("overdue");
  });

  test("the last five minutes are always soon", () => {
    expect(dueState({ due: at(minutes(5)), since: at(-minutes(5)) }, now)).toBe("soon");
    expect(dueState({ due: at(minutes(6)), since: null }, now)).toBe("later");
  });
});

describe("the words", () => {
  test("count down to the due time and up from it", () => {
    expect(dueWords(at(minutes(200)), now)).toBe("Due in 3h 20m");
    expect(dueWords(at(-minutes(60 * 24 * 3)), now)).toBe("Overdue 3d");
  });

  test.each([
    [1, "1m"],
    [minutes(1), "1m"],
    [minutes(1) + 1, "2m"],
    [minutes(59) + 1, "1h"],
    [minutes(60), "1h"],
    [minutes(90), "1h 30m"],
    [minutes(60 * 10), "10h"],
    [minutes(60 * 47), "47h"],
    [minutes(60 * 48), "2d"],
    [minutes(60 * 24 * 10), "10d"],
  ])("%d milliseconds are %s", (length, words) => {
    expect(durationWords(length)).toBe(words);
  });
});

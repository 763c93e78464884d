import { describe, expect, test } from "vitest";
import { dueState, dueTurns, dueWords, durationWords } from "./ticket-due";

const now = Date.parse("2026-11-20T12:00:00Z");
const minutes = (count: number) => count * 60_000;
const at = (fromNow: number) => new Date(now + fromNow).toISOString();

describe("how pressing a due time is", () => {
  test("it is later until its warning, soon from there on, then overdue", () => {
    const times = { due: at(minutes(60)), warnAt: at(minutes(10)) };
    expect(dueState(times, now)).toBe("later");
    expect(dueState(times, now + minutes(10))).toBe("soon");
    expect(dueState(times, now + minutes(60) - 1)).toBe("soon");
    expect(dueState(times, now + minutes(60))).toBe("overdue");
  });

  test("without a warning it is late or not", () => {
    expect(dueState({ due: at(1), warnAt: null }, now)).toBe("later");
    expect(dueState({ due: at(-1), warnAt: null }, now)).toBe("overdue");
  });

  test("it turns at its warning and its due time", () => {
    expect(
      dueTurns([
        { sla_due_at: "b", sla_warn_at: "a" },
        { sla_due_at: null, sla_warn_at: null },
      ]),
    ).toEqual(["a", "b", null, null]);
  });
});

describe("the words", () => {
  test("count down to the due time and up from it, and say when it is soon", () => {
    const times = (fromNow: number) => ({ due: at(fromNow), warnAt: at(fromNow - minutes(30)) });
    expect(dueWords(times(minutes(200)), now)).toBe("Due in 3h 20m");
    expect(dueWords(times(minutes(20)), now)).toBe("Due soon: 20m");
    expect(dueWords(times(-minutes(60 * 24 * 3)), now)).toBe("Overdue 3d");
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

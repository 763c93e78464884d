// @vitest-environment node
import { describe, expect, it, test } from "vitest";
import { runInLocale } from "~/lib/i18n/locale.server";
import { dayIn, isDay, nextTime } from "./calendar-dates";
import { endOf, nextHours, openParts } from "./calendar-hours";
import { endWords, previewWords, weekWords } from "./calendar-words";

const open = (weekday: number, opens_at: string, closes_at: string) => ({
  weekday,
  opens_at: `${opens_at}:00`,
  closes_at: `${closes_at}:00`,
});
const onDays = (days: number[], opens: string, closes: string) => days.map((day) => open(day, opens, closes));

describe("a week in words", () => {
  test.each([
    ["days in a row that are alike are one", onDays([1, 2, 3, 4, 5], "09:00", "17:00"), "Mon–Fri 09:00–17:00"],
    [
      "breaks and half days are told",
      [...onDays([1, 2], "13:00", "18:00"), ...onDays([1, 2], "09:00", "12:00"), open(6, "10:00", "14:00")],
      "Mon–Tue 09:00–12:00, 13:00–18:00 · Sat 10:00–14:00",
    ],
    ["a night is told by its times", onDays([5], "22:00", "06:00"), "Fri 22:00–06:00"],
    ["a whole day is no times", onDays([7], "00:00", "00:00"), "Sun all day"],
    ["all whole days are around the clock", onDays([1, 2, 3, 4, 5, 6, 7], "00:00", "00:00"), "Around the clock"],
    ["no hours are closed", [], "Closed all week, but for special days"],
  ])("%s", (_, weekly, words) => {
    expect(weekWords(weekly)).toBe(words);
  });

  it("is told in German", async () => {
    expect(await runInLocale("de", async () => weekWords(onDays([2, 3], "09:00", "17:00")))).toBe("Di–Mi 09:00–17:00");
  });
});

test("an end that is not after its start is said to be on the next day", () => {
  expect(endWords({ opens: "09:00", closes: "17:00" })).toBeNull();
  expect(endWords({ opens: "22:00", closes: "06:00" })).toBe("until 06:00 the next day");
  expect(endWords({ opens: "18:00", closes: "00:00" })).toBe("until midnight");
  expect(endWords({ opens: "00:00", closes: "00:00" })).toBe("all day");
  expect(endWords({ opens: "", closes: "06:00" })).toBeNull();
  expect(endOf({ opens: "09:00", closes: "9" })).toBeNull();
});

test("a drawn day shows its hours, and the night before as far as it reaches into it", () => {
  expect(openParts([{ opens: "12:00", closes: "18:00" }], [{ opens: "22:00", closes: "06:00" }])).toEqual([
    { start: 0, end: 25 },
    { start: 50, end: 75 },
  ]);
  expect(openParts([{ opens: "18:00", closes: "06:00" }], [{ opens: "18:00", closes: "00:00" }])).toEqual([{ start: 75, end: 100 }]);
  expect(openParts([{ opens: "", closes: "06:00" }], [])).toEqual([]);
});

test("the hours that are offered next come after the last ones", () => {
  expect(nextHours([])).toEqual({ opens: "09:00", closes: "17:00" });
  expect(nextHours([{ opens: "09:00", closes: "12:00" }])).toEqual({ opens: "13:00", closes: "17:00" });
  expect(nextHours([{ opens: "09:00", closes: "20:30" }])).toEqual({ opens: "21:30", closes: "23:59" });
  expect(nextHours([{ opens: "22:00", closes: "06:00" }])).toEqual({ opens: "", closes: "" });
});

describe("days", () => {
  test.each([
    ["2026-02-28", true],
    ["2028-02-29", true],
    ["2026-02-29", false],
    ["2026-13-01", false],
    ["26-01-01", false],
    ["", false],
  ])("%j is one: %s", (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });

  test.each([
    [{ date: "2026-12-25", isYearly: false }, "2026-12-25"],
    [{ date: "2026-11-22", isYearly: false }, "2026-11-22"],
    [{ date: "2026-11-21", isYearly: false }, null],
    [{ date: "2010-12-25", isYearly: true }, "2026-12-25"],
    [{ date: "2010-05-01", isYearly: true }, "2027-05-01"],
    [{ date: "2024-02-29", isYearly: true }, "2028-02-29"],
  ])("%j comes next on %s", (day, expected) => {
    expect(nextTime(day, "2026-11-22")).toBe(expected);
  });

  it("begin at midnight of their zone", () => {
    const now = Date.parse("2026-11-22T23:30:00Z");
    expect([dayIn(now, "Europe/Berlin"), dayIn(now, "America/New_York"), dayIn(now, "No/Where")]).toEqual([
      "2026-11-23",
      "2026-11-22",
      "2026-11-22",
    ]);
  });
});

describe("what a calendar means now", () => {
  const now = Date.parse("2026-11-20T15:00:00Z");
  const preview = {
    is_open: true,
    changes_at: "2026-11-20T16:00:00+00:00",

    day_until: "2026-11-23T16:00:00Z",
  };

  it("is told with the times of its zone", () => {
    expect(previewWords(preview, "Europe/Berlin", now)).toEqual({
      state: "Open now, closes today at 17:00",
      day: "8 working hours from now end Monday at 17:00.",
    });
    expect(previewWords({ ...preview, is_open: false, changes_at: "2026-11-21T08:00:00Z" }, "Europe/Berlin", now).state).toBe(
      "Closed now, opens tomorrow at 09:00",
    );
    expect(previewWords({ ...preview, is_open: false, changes_at: "2026-12-24T08:00:00Z" }, "Europe/Berlin", now).state).toBe(
      "Closed now, opens Thu, Dec 24, 2026 at 09:00",
    );
    expect(previewWords({ ...preview, changes_at: null }, "Europe/Berlin", now).state).toBe("Open now, around the clock");
  });

  it("is told in German", async () => {
    const words = await runInLocale("de", async () => previewWords(preview, "Europe/Berlin", now));
    expect(words).toEqual({ state: "Jetzt offen, schließt heute um 17:00", day: "8 Arbeitsstunden ab jetzt enden Montag um 17:00." });
  });
});

// @vitest-environment node
import { parseWithZod } from "@conform-to/zod/v4";
import { describe, expect, it, test } from "vitest";
import {
  calendarLists,
  calendarNames,
  calendarSchema,
  fieldOfCalendarError,
  newCalendar,
  toCalendarDraft,
  toCalendarValue,
  valueOfCalendar,
  withCopiedDay,
} from "./calendar-schema";
import { isAmong, withFoundDays } from "./found-days";

const line = {
  calendar_id: "5f552a35-22ae-46d2-9707-b08a2d924722",
  version_id: "0a6c4f0e-7c1a-4e0e-9a57-3f2f5f0c9b11",
  name: "Support",
  time_zone: "Europe/Berlin",
  weekly: [
    { weekday: 1, opens_at: "13:00:00", closes_at: "17:00:00" },
    { weekday: 1, opens_at: "09:00:00", closes_at: "12:00:00" },
    { weekday: 7, opens_at: "22:00:00", closes_at: "06:00:00" },
  ],
  special_days: [
    { exception_date: "2026-12-25", is_yearly: true, name: "Christmas", hours: [] },
    { exception_date: "2026-12-24", is_yearly: false, name: "", hours: [{ opens_at: "09:00:00", closes_at: "12:00:00" }] },
  ],
  team_names: [],
  policy_names: [],
};

/** What a browser posts for a calendar. */
function posted(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

const whole = { name: "Support", timeZone: "Europe/Berlin", "day1[0].opens": "09:00", "day1[0].closes": "17:00" };
const errorsOf = (fields: Record<string, string>) =>
  Object.keys(parseWithZod(posted(fields), { schema: calendarSchema }).reply().error ?? {});

describe("the form of a calendar", () => {
  it("is filled from a stored one, in order, and gives the same back", () => {
    const value = valueOfCalendar(line);
    expect(value.day1).toEqual([
      { opens: "09:00", closes: "12:00" },
      { opens: "13:00", closes: "17:00" },
    ]);
    expect(value.specialDays.map(({ date }) => date)).toEqual(["2026-12-24", "2026-12-25"]);
    const draft = toCalendarDraft(calendarSchema.parse(value));
    expect(draft).toEqual({
      name: line.name,
      time_zone: line.time_zone,
      weekly: [line.weekly[1], line.weekly[0], line.weekly[2]],
      special_days: [line.special_days[1], line.special_days[0]],
    });
  });

  it("is read from a post, days without hours being closed", () => {
    const result = parseWithZod(posted({ ...whole, "specialDays[0].date": "2026-12-25", "specialDays[0].isYearly": "on" }), {
      schema: calendarSchema,
    });
    expect(result.status === "success" && result.value).toMatchObject({
      day1: [{ opens: "09:00", closes: "17:00" }],
      day2: [],
      specialDays: [{ date: "2026-12-25", isYearly: true, hours: [] }],
    });
  });

  test.each([
    ["a name", { ...whole, name: " " }, ["name"]],
    ["a shorter name", { ...whole, name: "x".repeat(81) }, ["name"]],
    ["a time zone", { ...whole, timeZone: "" }, ["timeZone"]],
    ["a time zone that there is", { ...whole, timeZone: "Mars/Olympus" }, ["timeZone"]],
    ["both times", { ...whole, "day1[0].closes": "" }, ["day1[0].closes"]],
    ["a time that there is", { ...whole, "day1[0].closes": "24:00" }, ["day1[0].closes"]],
    ["the date of a special day", { ...whole, "specialDays[0].name": "x" }, ["specialDays[0].date"]],
    ["a date that there is", { ...whole, "specialDays[0].date": "2026-02-30" }, ["specialDays[0].date"]],
    ["nothing more", whole, []],
  ])("wants %s", (_, fields, wrong) => {
    expect(errorsOf(fields)).toEqual(wrong);
  });

  it("keeps what is typed so far, wrong or missing as it is", () => {
    expect(
      toCalendarValue({
        name: "x",
        day1: [{ opens: "9" }, undefined],
        specialDays: [{ name: "Christmas" }, { date: "2026-12-25", isYearly: "on" }],
      }),
    ).toEqual({
      ...Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`day${index + 1}`, []])),
      name: "x",
      timeZone: "",
      day1: [
        { opens: "9", closes: "" },
        { opens: "", closes: "" },
      ],
      specialDays: [
        { date: "", name: "Christmas", isYearly: false, hours: [] },
        { date: "2026-12-25", name: "", isYearly: true, hours: [] },
      ],
    });
    expect(toCalendarValue(undefined).specialDays).toEqual([]);
  });

  it("has the fields and lists that it says it has", () => {
    const names = ["name", "day7[12].opens", "specialDays[399].isYearly", "specialDays[0].hours[1].closes"];
    expect(names.filter((name) => !calendarNames.test(name))).toEqual([]);
    expect(
      ["day8[0].opens", "day1[100].opens", "specialDays[1000].date", "specialDays", "intent"].filter((name) => calendarNames.test(name)),
    ).toEqual([]);
    expect(["day1", "specialDays", "specialDays[3].hours"].filter((name) => !calendarLists.test(name))).toEqual([]);
    expect(["name", "day1[0]", "specialDays[3]", "__proto__"].filter((name) => calendarLists.test(name))).toEqual([]);
  });
});

test("the hours of a day are copied to the working days or to all, and nothing else changes", () => {
  const value = { ...newCalendar("UTC"), day1: [{ opens: "08:00", closes: "12:00" }] };
  expect(withCopiedDay(value, "day1", "workdays")).toMatchObject({ day5: value.day1, day6: [], timeZone: "UTC" });
  expect(withCopiedDay(value, "day6", "all")).toMatchObject({ day1: [], day7: [] });
});

describe("a refusal of the database", () => {
  const form = calendarSchema.parse(valueOfCalendar(line));

  test.each([
    ["sla_calendars_name_key", "", "name"],
    ["sla_time_zone_unknown", "", "timeZone"],
    ["sla_calendar_never_open", "", "week"],
    ["sla_hours_overlap", "3", "day3"],
    ["too_many_hours", "5", "day5"],
    ["sla_hours_overlap", "2026-12-24", "specialDays[0].hours"],
    ["sla_special_day_twice", "2026-12-25", "specialDays[1].date"],
    ["sla_special_day_twice", "2020-01-01", "specialDays"],
    ["too_many_special_days", "", "specialDays"],
    ["sla_version_outdated", "", ""],
  ])("%s (%s) is about %j", (key, details, field) => {
    expect(fieldOfCalendarError(key, details, form)).toBe(field);
  });
});

describe("days that were found in a file", () => {
  const there = [{ date: "2026-12-25", name: "Mine", isYearly: false, hours: [{ opens: "09:00", closes: "12:00" }] }];

  it("come in order beside those that are there, which stay as they are", () => {
    const found = [
      { date: "2026-12-25", name: "Christmas", isYearly: false },
      { date: "2026-05-01", name: "May Day", isYearly: true },
    ];
    expect(withFoundDays(there, found)).toEqual([{ ...found[1], hours: [] }, there[0]]);
  });

  it("are there already on their date, or every year", () => {
    const yearly = [{ date: "2020-12-25", isYearly: true }];
    expect(isAmong({ date: "2026-12-25", isYearly: false }, yearly)).toBe(true);
    expect(isAmong({ date: "2026-12-26", isYearly: false }, yearly)).toBe(false);
    expect(isAmong({ date: "2026-12-25", isYearly: true }, there)).toBe(false);
  });
});

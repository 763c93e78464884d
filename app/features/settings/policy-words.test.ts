import { describe, expect, it, test } from "vitest";
import type { SlaCalendarLine, SlaSettings } from "~/lib/supabase/sla-types";
import { attainment, conditionLines, triedCalendar } from "./policy-words";

const names = {
  teams: [
    { team_id: "t1", name: "Support", calendar_id: null },
    { team_id: "t2", name: "Billing", calendar_id: "c2" },
  ],
  categories: [{ category_id: "g1", name: "Question", description: "" }],
};
const any = { team_ids: null, category_ids: null, channels: null };

describe("the conditions of a policy in words", () => {
  it("are none for a policy that fits every ticket", () => {
    expect(conditionLines(any, names)).toEqual([]);
  });

  it("name all values that fit", () => {
    expect(conditionLines({ team_ids: ["t1", "t2"], category_ids: ["g1"], channels: ["web", "email", "phone"] }, names)).toEqual([
      { label: "Team", values: "Support or Billing" },
      { label: "Category", values: "Question" },
      { label: "Channel", values: "Support page, Email, or Phone" },
    ]);
  });

  it("say so where something is no longer there", () => {
    expect(conditionLines({ ...any, team_ids: ["gone"] }, names)).toEqual([{ label: "Team", values: "one that is no longer there" }]);
  });
});

describe("the calendar by which a draft is tried", () => {
  const calendar = (calendar_id: string, time_zone: string) => ({ calendar_id, time_zone, name: calendar_id }) as SlaCalendarLine;
  const settings = {
    ...names,
    calendar_id: "c1",
    calendars: [calendar("c1", "UTC"), calendar("c2", "Europe/Berlin"), calendar("c3", "Asia/Tokyo")],
  } satisfies Partial<SlaSettings>;

  test.each([
    ["its own", { calendar_id: "c3", team_ids: ["t2"] }, "c3"],
    ["its one team’s", { calendar_id: null, team_ids: ["t2"] }, "c2"],
    ["the workspace’s where the team has none", { calendar_id: null, team_ids: ["t1"] }, "c1"],
    ["the workspace’s where it is for several teams", { calendar_id: null, team_ids: ["t1", "t2"] }, "c1"],
    ["the workspace’s where it is for any", { calendar_id: null, team_ids: null }, "c1"],
  ])("is %s", (_, draft, name) => {
    expect(triedCalendar(draft, settings).name).toBe(name);
  });

  it("is told to the database by its team", () => {
    expect(triedCalendar({ calendar_id: null, team_ids: ["t2"] }, settings)).toEqual({
      teamId: "t2",
      timeZone: "Europe/Berlin",
      name: "c2",
    });
  });
});

describe("attainment", () => {
  test.each([
    [0, 0, null],
    [3, 1, 75],
    [199, 1, 99],
    [999, 1, 99],
    [5, 0, 100],
    [0, 7, 0],
  ])("%i met and %i breached: %s %%", (met, breached, percent) => {
    expect(attainment(met, breached)).toBe(percent);
  });
});

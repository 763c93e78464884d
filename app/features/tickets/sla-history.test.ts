import { describe, expect, test } from "vitest";
import type { SlaEventLine, SlaExplanation } from "~/lib/supabase/database-types";
import { segmentsOf, usedSeconds } from "./sla-history";

const at = (time: string) => `2026-03-${time}:00Z`;
const event = (kind: SlaEventLine["kind"], time: string, change: Partial<SlaEventLine> = {}): SlaEventLine => ({
  kind,
  at: at(time),
  due_at: null,
  priority: null,
  target_seconds: null,
  basis: null,
  breach_cause: null,
  cancel_reason: null,
  actor_name: "",
  reason: "",
  ...change,
});
type Clock = Pick<SlaExplanation, "started_at" | "due_at" | "stopped_at" | "events" | "stretches">;
/** Monday, 16 March 2026, 9 to 17 and the two days after. */
const clock = (change: Partial<Clock>): Clock => ({
  started_at: at("16T09:00"),
  due_at: at("17T10:00"),
  stopped_at: null,
  events: [event("activate", "16T09:00")],
  stretches: ["16", "17", "18"].map((day) => ({ from_at: at(`${day}T09:00`), until_at: at(`${day}T17:00`) })),
  ...change,
});
const drawn = (given: Clock, now: string) =>
  segmentsOf(given, Date.parse(at(now))).map(({ kind, from, until }) =>
    [kind, ...[from, until].map((moment) => new Date(moment).toISOString().slice(8, 16))].join(" "),
  );

describe("a clock over time", () => {
  test("counts in working hours, up to now, and has the rest ahead", () => {
    expect(drawn(clock({}), "16T12:00")).toEqual([
      "counted 16T09:00 16T12:00",
      "ahead 16T12:00 16T17:00",
      "closed 16T17:00 17T09:00",
      "ahead 17T09:00 17T10:00",
    ]);
  });

  test("stands still while it is paused", () => {
    const events = [event("activate", "16T09:00"), event("pause", "16T11:00"), event("resume", "18T10:00")];
    expect(drawn(clock({ events, due_at: at("18T16:00") }), "18T12:00")).toEqual([
      "counted 16T09:00 16T11:00",
      "paused 16T11:00 18T10:00",
      "counted 18T10:00 18T12:00",
      "ahead 18T12:00 18T16:00",
    ]);
    expect(drawn(clock({ events: events.slice(0, 2), due_at: null }), "16T13:00")).toEqual([
      "counted 16T09:00 16T11:00",
      "paused 16T11:00 16T13:00",
    ]);
  });

  test("shows the time in which it was resolved, and what comes after a due time", () => {
    const events = [event("activate", "16T09:00"), event("fulfil", "16T15:00"), event("resume", "17T10:00")];
    expect(drawn(clock({ events, due_at: at("17T12:00") }), "17T13:00")).toEqual([
      "counted 16T09:00 16T15:00",
      "ended 16T15:00 17T10:00",
      "counted 17T10:00 17T12:00",
      "late 17T12:00 17T13:00",
    ]);
  });

  test("ends where it was stopped", () => {
    const events = [event("activate", "16T09:00"), event("fulfil", "16T10:00")];
    expect(drawn(clock({ events, stopped_at: at("16T10:00"), due_at: at("16T10:00") }), "18T12:00")).toEqual(["counted 16T09:00 16T10:00"]);
  });

  test("set by hand comes nearer at every hour, until that is taken back", () => {
    const set = [event("activate", "16T09:00"), event("pause", "16T10:00"), event("set_due", "16T11:00", { due_at: at("16T23:00") })];
    expect(drawn(clock({ events: set, due_at: at("16T23:00") }), "16T18:00")).toEqual([
      "counted 16T09:00 16T10:00",
      "paused 16T10:00 16T11:00",
      "counted 16T11:00 16T18:00",
      "ahead 16T18:00 16T23:00",
    ]);
    expect(drawn(clock({ events: [...set, event("set_due", "16T12:00")], due_at: null }), "16T18:00").at(-1)).toBe(
      "paused 16T12:00 16T18:00",
    );
  });

  test("too long to be drawn is not drawn", () => {
    expect(drawn(clock({ due_at: "2027-03-16T09:00:00Z" }), "16T12:00")).toEqual([]);
  });

  test("has used what was added up and what runs since, of working hours", () => {
    const { stretches } = clock({});
    expect(usedSeconds({ consumed_seconds: 60, running_since: null, stretches }, Date.parse(at("17T10:00")))).toBe(60);
    expect(usedSeconds({ consumed_seconds: 60, running_since: at("16T16:00"), stretches }, Date.parse(at("17T10:00")))).toBe(60 + 7200);
  });
});

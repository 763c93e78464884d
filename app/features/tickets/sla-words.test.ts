import { describe, expect, test } from "vitest";
import type { SlaEventLine, SlaExplanation } from "~/lib/supabase/database-types";
import { allowedWords, outcomeWords, slaSteps, stepTime, targetWords } from "./sla-words";

const event = (kind: SlaEventLine["kind"], at: string, change: Partial<SlaEventLine> = {}): SlaEventLine => ({
  kind,
  at,
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
const begun = event("activate", "2026-03-16T09:00:00Z", { priority: "high", target_seconds: 28_800, basis: "business" });
const clock = (change: Partial<SlaExplanation>): SlaExplanation => ({
  metric: "resolution",
  sequence: 1,
  state: "running",
  priority: "high",
  policy_name: "Default",
  calendar_name: "Hours",
  time_zone: "UTC",
  target_seconds: 28_800,
  basis: "business",
  is_due_by_hand: false,
  started_at: "2026-03-16T09:00:00Z",
  running_since: "2026-03-16T09:00:00Z",
  consumed_seconds: 0,
  due_at: "2026-03-18T16:00:00Z",
  met_at: null,
  met_late_at: null,
  breached_at: null,
  breach_cause: null,
  cancel_reason: null,
  stopped_at: null,
  events: [begun],
  stretches: [],
  special_days: [],
  ...change,
});
const told = (given: SlaExplanation) =>
  slaSteps(given, "UTC").map((step) => `${stepTime(step, "UTC")}: ${step.words}`.replaceAll("\u202f", " "));

describe("the words of a clock", () => {
  test.each([
    [30, "30 sec"],
    [300, "5 min"],
    [3600, "1 hr"],
    [5400, "1 hr 30 min"],
    [72 * 3600, "72 hr"],
  ])("%d seconds are %s, never days", (seconds, words) => {
    expect(targetWords(seconds)).toBe(words);
  });

  test("say by which hours its time counts", () => {
    expect(allowedWords(14_400, "business")).toBe("4 hr of working hours");
    expect(allowedWords(14_400, "calendar")).toBe("4 hr, day and night");
  });

  test("tell a pause and a holiday, in order of time", () => {
    const events = [begun, event("pause", "2026-03-16T11:00:00Z"), event("resume", "2026-03-18T10:00:00Z")];
    expect(told(clock({ events, special_days: [{ day: "2026-03-17", name: "Saint Patrick's Day", is_open: false }] }))).toEqual([
      "Mon, Mar 16, 9:00 AM: The clock started",
      "Mon, Mar 16, 11:00 AM: Paused until Wed, Mar 18, 10:00 AM: it waited for the customer",
      "Tue, Mar 17: Closed: \u2068Saint Patrick's Day\u2069",
    ]);
    expect(told(clock({ events: events.slice(0, 2) })).at(-1)).toBe("Mon, Mar 16, 11:00 AM: Paused: it waits for the customer");
    expect(told(clock({ special_days: [{ day: "2026-03-17", name: "Half day", is_open: true }] })).at(-1)).toMatch(/Other hours/);
  });

  test("tell a changed priority and a changed policy, and not a change that changes nothing", () => {
    const to = (change: Partial<SlaEventLine>) =>
      told(
        clock({
          events: [begun, event("retarget", "2026-03-16T12:00:00Z", { ...begun, kind: "retarget", at: "2026-03-16T12:00:00Z", ...change })],
        }),
      )[1];
    expect(to({ priority: "urgent", target_seconds: 3600 })).toBe("Mon, Mar 16, 12:00 PM: Priority Urgent: 1 hr of working hours");
    expect(to({ target_seconds: 3600 })).toBe("Mon, Mar 16, 12:00 PM: Another policy: 1 hr of working hours");
    expect(to({})).toBeUndefined();
  });

  test("tell who set a due time, to when and why", () => {
    const set = event("set_due", "2026-03-16T12:00:00Z", { due_at: "2026-03-17T12:00:00Z", actor_name: "Ben", reason: "Promised" });
    const back = event("set_due", "2026-03-16T13:00:00Z", { actor_name: "Ben" });
    const words = told(clock({ events: [begun, set, back] }));
    expect(words[1]).toMatch(/Ben.* set it to Tue, Mar 17, 12:00.PM: “.*Promised.*”$/);
    expect(words[2]).toMatch(/left it to the policy again$/);
  });

  test.each([
    ["first_response", null, "Answered in time"],
    ["first_response", "2026-03-16T10:00:00Z", "Answered late"],
    ["resolution", null, "Resolved in time"],
    ["resolution", "2026-03-16T10:00:00Z", "Resolved late"],
  ] as const)("tell the end of %s, breached at %s: %s", (metric, breached_at, words) => {
    expect(told(clock({ metric, breached_at, events: [begun, event("fulfil", "2026-03-16T12:00:00Z")] })).at(-1)).toContain(words);
  });

  test("tell that time in which it was resolved does not count", () => {
    const events = [begun, event("fulfil", "2026-03-16T15:00:00Z"), event("resume", "2026-03-17T10:00:00Z")];
    expect(told(clock({ events })).at(-1)).toMatch(/Resolved until Tue, Mar 17, 10:00.AM: that time does not count$/);
  });

  test("end with what comes of it", () => {
    const words = (change: Partial<SlaExplanation>) => outcomeWords(clock(change), 7200, "UTC").replaceAll("\u202f", " ");
    expect(words({})).toBe("So it is due Wed, Mar 18, 4:00 PM");
    expect(words({ state: "breached" })).toBe("It was due Wed, Mar 18, 4:00 PM");
    expect(words({ state: "paused", due_at: null })).toBe("It stands still with 2 hr left");
    expect(words({ state: "met" })).toBe("Resolved in time");
    expect(words({ state: "cancelled" })).toBe("Nothing is due");
  });
});

import { describe, expect, it } from "vitest";
import { startOfDay } from "./start-of-day";

describe("A day begins", () => {
  it.each([
    ["2026-11-22", "UTC", "2026-11-22T00:00:00.000Z"],
    ["2026-11-22", "Europe/Berlin", "2026-11-21T23:00:00.000Z"],
    ["2026-07-01", "Europe/Berlin", "2026-06-30T22:00:00.000Z"],
    // The clocks change in the night after its midnight.
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z"],
    ["2026-11-22", "America/New_York", "2026-11-22T05:00:00.000Z"],
    ["2026-11-22", "Pacific/Auckland", "2026-11-21T11:00:00.000Z"],
  ])("on %s in %s at %s", (day, zone, at) => expect(startOfDay(day, zone)).toBe(at));
});

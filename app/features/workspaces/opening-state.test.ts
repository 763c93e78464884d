import { describe, expect, test } from "vitest";
import { openingState } from "./opening-state";

const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, "0")}:00:00Z`;
const now = (hour: number) => Date.parse(at(hour));

describe("opening hours as time goes on", () => {
  test("open, then closed until it opens again, then nothing that is not known", () => {
    const opening = { time_zone: "UTC", closes_at: at(12), opens_at: at(14) };
    expect(openingState(opening, null)).toEqual({ isOpen: true, until: at(12) });
    expect(openingState(opening, now(11))).toEqual({ isOpen: true, until: at(12) });
    expect(openingState(opening, now(12))).toEqual({ isOpen: false, until: at(14) });
    expect(openingState(opening, now(14))).toBeNull();
  });

  test("closed, when it has no hours before", () => {
    const opening = { time_zone: "UTC", closes_at: null, opens_at: at(14) };
    expect(openingState(opening, null)).toEqual({ isOpen: false, until: at(14) });
    expect(openingState(opening, now(15))).toBeNull();
  });

  test("nothing where hours are not told", () => {
    expect(openingState({ time_zone: "UTC", closes_at: null, opens_at: null }, null)).toBeNull();
  });
});

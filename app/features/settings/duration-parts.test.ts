import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { lengthWords, longestSeconds, toParts, toSeconds, unitsOf } from "./duration-parts";

describe("a length of time in a form", () => {
  test.each([
    [3600, "business", { amount: "1", unit: "hours" }],
    [86_400, "business", { amount: "24", unit: "hours" }],
    [86_400, "calendar", { amount: "24", unit: "hours" }],
    [259_200, "calendar", { amount: "72", unit: "hours" }],
    [432_000, "calendar", { amount: "5", unit: "days" }],
    [432_000, "business", { amount: "120", unit: "hours" }],
    [5400, "business", { amount: "90", unit: "minutes" }],
    [90, "calendar", { amount: "1.5", unit: "minutes" }],
    [0, "business", { amount: "0", unit: "minutes" }],
  ] as const)("%i seconds by %s", (seconds, basis, parts) => {
    expect(toParts(seconds, basis)).toEqual(parts);
  });

  it("comes back as the same seconds, whatever they are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: longestSeconds }), fc.constantFrom("business", "calendar"), (seconds, basis) => {
        const { amount, unit } = toParts(seconds, basis);
        expect(toSeconds(amount, unit)).toBe(seconds);
        expect(unitsOf(basis)).toContain(unit);
      }),
    );
  });

  test.each([
    ["4", "hours", 14_400],
    [" 1,5 ", "hours", 5400],
    ["1.5", "hours", 5400],
    ["2", "days", 172_800],
    ["0", "minutes", 0],
  ] as const)("%j %s is typed", (amount, unit, seconds) => {
    expect(toSeconds(amount, unit)).toBe(seconds);
  });

  test.each(["", "-1", "4h", "1e3", "1.", ".5", "1 000", "٣", "9".repeat(20), "NaN"])("%j is no number", (amount) => {
    expect(toSeconds(amount, "hours")).toBeNaN();
  });
});

describe("a length of time in words", () => {
  test.each([
    [14_400, "business", "4h"],
    [5400, "business", "1h 30m"],
    [90, "calendar", "1m 30s"],
    [86_400, "business", "24h"],
    [86_400, "calendar", "24h"],
    [432_000, "business", "120h"],
    [432_000, "calendar", "5 days"],
    [0, "calendar", "0m"],
  ] as const)("%i seconds by %s: %s", (seconds, basis, words) => {
    expect(lengthWords(seconds, basis)).toBe(words);
  });
});

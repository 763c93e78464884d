import { describe, expect, test } from "vitest";
import { mergedPlaces } from "./team-places";

const seen = { members: ["ada", "ben"], leads: ["ada"] };

describe("the places of a team", () => {
  test("become what was chosen where nobody else changed them", () => {
    expect(mergedPlaces(seen, seen, { members: ["ben", "cyd"], leads: ["cyd"] })).toEqual({ members: ["ben", "cyd"], leads: ["cyd"] });
  });

  test("keep what somebody else changed meanwhile", () => {
    const current = { members: ["ada", "ben", "dee"], leads: ["dee"] };
    expect(mergedPlaces(current, seen, { members: ["ada", "ben", "cyd"], leads: ["ada"] })).toEqual({
      members: ["ada", "ben", "dee", "cyd"],
      leads: ["dee"],
    });
    expect(mergedPlaces({ members: ["ada"], leads: ["ada"] }, seen, seen)).toEqual({ members: ["ada"], leads: ["ada"] });
  });

  test("of a lead are in the team, and end with the place in it", () => {
    expect(mergedPlaces(seen, seen, { members: ["ada"], leads: ["ada", "ben"] })).toEqual({
      members: ["ada", "ben"],
      leads: ["ada", "ben"],
    });
    expect(mergedPlaces({ members: ["ada", "ben"], leads: ["ada", "ben"] }, seen, { members: ["ada"], leads: ["ada"] })).toEqual({
      members: ["ada"],
      leads: ["ada"],
    });
  });
});

import { describe, expect, it } from "vitest";
import { movedBeside, movedTo, orderedBy } from "./list-order";

const order = ["a", "b", "c", "d"];

describe("an order", () => {
  it("changes by one that goes to another place", () => {
    expect(movedTo(order, "c", 1)).toEqual(["a", "c", "b", "d"]);
    expect(movedTo(order, "a", 3)).toEqual(["b", "c", "d", "a"]);
    expect(movedTo(order, "d", -1)).toEqual(["d", "a", "b", "c"]);
    expect(movedTo(order, "a", 9)).toEqual(["b", "c", "d", "a"]);
  });

  it("changes by one that is dropped beside another", () => {
    expect(movedBeside(order, "a", "c", "after")).toEqual(["b", "c", "a", "d"]);
    expect(movedBeside(order, "a", "c", "before")).toEqual(["b", "a", "c", "d"]);
    expect(movedBeside(order, "d", "a", "before")).toEqual(["d", "a", "b", "c"]);
  });

  it("stays where one is dropped upon itself, or one is not there", () => {
    expect(movedBeside(order, "b", "b", "after")).toEqual(order);
    expect(movedBeside(order, "x", "b", "after")).toEqual(order);
    expect(movedTo(order, "x", 0)).toEqual(order);
  });

  it("is kept for things that come and go meanwhile", () => {
    const things = ["a", "b", "new"].map((id) => ({ id }));
    expect(orderedBy(things, ["c", "b", "a"], ({ id }) => id).map(({ id }) => id)).toEqual(["b", "a", "new"]);
  });
});

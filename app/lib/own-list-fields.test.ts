import { describe, expect, it } from "vitest";
import { ownListFields } from "./own-list-fields";

const own = { names: /^(name|days\[\d{1,2}\]\.date)$/, lists: /^days$/ };

function read(fields: [string, string | Blob][]) {
  const posted = new FormData();
  for (const [name, value] of fields) posted.append(name, value);
  return [...ownListFields(posted, own)];
}

const intent = (type: string, payload: unknown): [string, string] => ["__intent__", JSON.stringify({ type, payload })];

describe("a posted form with lists", () => {
  it("is read by its own fields, once each and only text, in bounded places", () => {
    const fields: [string, string | Blob][] = [
      ["name", "a"],
      ["name", "b"],
      ["days[7].date", "c"],
      ["days[999999999].date", "d"],
      ["days[0].other", "e"],
      ["__proto__[x]", "f"],
      ["days[1].date", new Blob(["a file"])],
    ];
    expect(read(fields)).toEqual([
      ["name", "a"],
      ["days[7].date", "c"],
    ]);
  });

  it("keeps what conform's buttons do to its own lists", () => {
    for (const kept of [intent("insert", { name: "days", defaultValue: {} }), intent("remove", { name: "days", index: 3 })])
      expect(read([kept])).toEqual([kept]);
  });

  it.each([
    ["another list", intent("insert", { name: "other" })],
    ["a far place", intent("remove", { name: "days", index: 1e9 })],
    ["the whole form", intent("update", { value: { name: "x" } })],
    ["no JSON", ["__intent__", "{"]],
    ["nothing", ["__intent__", "null"]],
  ] as [string, [string, string]][])("drops a button about %s", (_, dropped) => {
    expect(read([dropped])).toEqual([]);
  });
});

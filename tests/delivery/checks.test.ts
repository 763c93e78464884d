/** The checks themselves: what is right passes, and each way of being wrong is found. */
import { describe, expect, it } from "vitest";
import { check, type Seen } from "./checks";
import { checkLateness, equalAfter, type FaultSpan } from "./lateness";
import { makePlan, standard } from "./plan";

const line = (seq: number) => ({ seq, id: `id ${seq}`, body: `body ${seq}` });
const right = (): Seen => ({
  table: [line(1), line(2), line(3)],
  lastSeq: 3,
  sent: [{ tab: 0, bodies: ["body 2", "body 3"] }],
  acknowledged: [{ tab: 0, seq: 2, messageId: "id 2", body: "body 2" }],
  pages: [{ tab: 0, lines: [line(1), line(2), line(3)], waiting: 0 }],
});
const kinds = (seen: Seen) => check(seen).map(({ kind }) => kind);

describe("a run", () => {
  it("in which all is well has no finding", () => {
    expect(check(right())).toEqual([]);
  });

  it.each<[string, string, (seen: Seen) => void]>([
    ["lost", "never came to the table", ({ sent }) => sent[0]?.bodies.push("body 4")],
    ["lost", "never came to a page", ({ pages }) => pages[0]?.lines.pop()],
    ["duplicated", "is twice in the table", ({ table }) => table.push({ ...line(4), body: "body 3" })],
    ["duplicated", "is twice on a page", ({ pages }) => pages[0]?.lines.push(line(3))],
    ["out of order", "stands before one that was sent earlier", ({ sent }) => sent[0]?.bodies.reverse()],
    ["out of order", "stands in another place on a page", ({ pages }) => pages[0]?.lines.reverse()],
    [
      "acknowledged but lost",
      "was confirmed and is not there",
      ({ acknowledged }) => acknowledged.push({ tab: 0, seq: 4, messageId: "id 4", body: "body 4" }),
    ],
    [
      "acknowledged but lost",
      "was confirmed under another number",
      ({ acknowledged }) => acknowledged.push({ tab: 0, seq: 9, messageId: "id 3", body: "body 3" }),
    ],
    ["gap", "has no predecessor in the table", ({ table }) => void table.splice(1, 1)],
    ["gap", "is counted by the room and not there", (seen) => void (seen.lastSeq = 4)],
    ["gap", "has no predecessor on a page", ({ pages }) => void pages[0]?.lines.splice(1, 1)],
    ["different", "says something else on a page", ({ pages }) => void pages[0]?.lines.splice(2, 1, { ...line(3), body: "?" })],
    ["different", "is on a page and nowhere else", ({ pages }) => void pages[0]?.lines.push(line(4))],
    ["not sent", "still waits", ({ pages }) => void (pages[0] && (pages[0].waiting = 1))],
  ])("is %s where a line %s", (kind, _words, spoil) => {
    const seen = right();
    spoil(seen);
    expect(kinds(seen)).toContain(kind);
  });
});

describe("lateness", () => {
  const committed = new Map([[1, 1000]]);
  const tab = (arrived: number) => [{ tab: 0, openedAt: 0, arrivedAt: [0, arrived] }];
  const span = (effect: FaultSpan["effect"], endedAt = 2000): FaultSpan => ({ name: effect, tabs: [0], effect, startedAt: 500, endedAt });

  it.each([
    ["without a fault", [], 11_000, 11_001],
    ["after a fault that closes", [span("closes")], 7000, 7001],
    ["in a silent one", [span("silent", 60_000)], 18_000, 18_001],
    ["in a silent one of another page", [{ ...span("silent"), tabs: [1] }], 11_000, 11_001],
    ["after an outage", [span("outage")], 19_000, 19_001],
    ["after a silent one that ended with a closing one", [span("silent"), span("closes")], 19_000, 19_001],
    ["after one that was over before", [span("silent", 900)], 11_000, 11_001],
  ])("%s has its limit", (_name, spans, inTime, late) => {
    expect(checkLateness(committed, tab(inTime), spans).findings).toEqual([]);
    expect(checkLateness(committed, tab(late), spans).findings).toMatchObject([{ kind: "late" }]);
  });

  it("is measured by the machine", () => {
    expect(checkLateness(committed, tab(21_000), [], 2).findings).toEqual([]);
    expect(checkLateness(committed, tab(21_001), [], 2).findings).toMatchObject([{ kind: "late" }]);
  });

  it("tells when all pages of a fault were equal, without those that another fault still holds", () => {
    const spans = [span("closes"), { ...span("silent", 9000), tabs: [1] }];
    const arrivals = [...tab(2500), { tab: 1, openedAt: 0, arrivedAt: [0, 9500] }];
    const [first, second] = spans as [FaultSpan, FaultSpan];
    expect(equalAfter({ ...first, tabs: [0, 1] }, spans, committed, arrivals)).toBe(500);
    expect(equalAfter(second, spans, committed, arrivals)).toBe(500);
  });
});

describe("a plan", () => {
  it("is the same for the same seed, another for another, and has at least 41 faults", () => {
    expect(makePlan(7, standard)).toEqual(makePlan(7, standard));
    expect(makePlan(7, standard)).not.toEqual(makePlan(8, standard));
    const { faults, sendings } = makePlan(7, standard);
    expect(faults.length).toBeGreaterThanOrEqual(41);
    expect(new Set(sendings.map(({ body }) => body)).size).toBe(10_000);
  });
});

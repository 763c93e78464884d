/** The quick tier: 1,000 messages through 10 faults, and the same harness on variants that are wrong on purpose. */
import { availableParallelism, loadavg } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asynchronousCommit, type Broken, lengthenWalWriterRound, noCatchUp, noIdempotencyKey } from "./broken";
import { summarise } from "./checks";
import { runDelivery } from "./harness";
import { type Installation, startInstallation } from "./installation";
import { type FaultKind, makePlan, quick } from "./plan";
import { printReport } from "./report";

let installation: Installation;

/** What waits for a processor before we begin is others' work, and makes ours take so many times longer. */
const slowness = Math.max(1, loadavg()[0]! / availableParallelism());

beforeAll(async () => {
  installation = await startInstallation(() => undefined);
});

afterAll(async () => {
  await installation?.stop();
});

const say = (lines: string[]) => process.stdout.write(`${lines.join("\n")}\n`);

const variants: { broken: Broken; kind: FaultKind }[] = [
  { broken: noIdempotencyKey, kind: "answers lost to the page" },
  { broken: noCatchUp, kind: "pushes dropped" },
  // The last one: the database stays as it makes it.
  { broken: asynchronousCommit, kind: "Postgres killed" },
];

describe("the app's own clients", () => {
  it("lose, double and swap nothing, and are equal in time", async () => {
    // So that what stands beside the third variant differs from it by the one word alone.
    await lengthenWalWriterRound(installation.query);
    const report = await runDelivery(installation, { plan: makePlan(1, quick), rate: 20, slowness });
    say([`limits of time × ${slowness.toFixed(1)}, for the machine's load`, ...printReport(report)]);
    expect(summarise(report.findings)).toEqual([]);
    expect(report.faults).toHaveLength(10);
    // The faults by which the variants below are caught have met the real thing here.
    expect(report.faults.map(({ name }) => name)).toEqual(expect.arrayContaining(variants.map(({ kind }) => kind)));
  });
});

describe("the harness catches", () => {
  it.each(variants)("$broken.name by one fault: $kind", async ({ broken, kind }) => {
    await broken.changeDatabase?.(installation.query);
    const plan = makePlan(4, { messages: 60, tabs: 6, kinds: [[kind, 1]] });
    const { findings } = await runDelivery(installation, { plan, rate: 40, settleMs: { sending: 4000, receiving: 2000 }, broken });
    expect(findings.map((finding) => finding.kind)).toContain(broken.caughtBy);
  });
});

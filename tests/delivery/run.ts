/** `npm run test:delivery`: 10,000 messages to 30 receivers through 45 faults, with three seeds. SEEDS=7,8 chooses others. */
import { startInstallation } from "./installation";
import { runDelivery } from "./harness";
import { makePlan, quick, standard } from "./plan";
import { printReport } from "./report";

const say = (line: string) => void process.stdout.write(`${line}\n`);
const seeds = (process.env.SEEDS ?? "1,2,3").split(",").map(Number);
const tier = process.env.TIER === "quick" ? quick : standard;
const rate = Number(process.env.RATE ?? 45);

const installation = await startInstallation(say);
let isGreen = true;
try {
  for (const seed of seeds) {
    const report = await runDelivery(installation, { plan: makePlan(seed, tier), rate, log: (line) => say(`    ${line}`) });
    for (const line of printReport(report)) say(line);
    isGreen &&= report.findings.length === 0;
  }
} finally {
  await installation.stop();
}
say(isGreen ? "\nNothing was lost." : "\nSomething is wrong, see above.");
process.exit(isGreen ? 0 : 1);

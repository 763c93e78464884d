/** A report for people: the seed, the faults, the counts, the times. */
import { summarise } from "./checks";
import type { Report } from "./harness";
import { limitMs } from "./lateness";

const ms = (value: number) => (value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`);
const share = (sorted: readonly number[], of: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? 0;

export function printReport({ plan, faults, findings, lateness, posts, acknowledged, deliveries, seconds }: Report): string[] {
  const kinds = ["lost", "duplicated", "out of order", "acknowledged but lost", "gap"] as const;
  const count = (kind: string) => findings.filter((finding) => finding.kind === kind).length;
  const known: readonly string[] = kinds;
  const { calm, worst } = lateness;
  return [
    `seed ${plan.seed}: ${plan.sendings.length} messages, ${plan.tabs} receivers, ${faults.length} faults, ${seconds.toFixed(0)} s`,
    ...faults
      .sort((one, other) => one.startedAt - other.startedAt)
      .map(
        ({ name, words, startedAt, endedAt, equalAfterMs, effect, tabs }) =>
          `  ${name.padEnd(25)} ${ms(endedAt - startedAt).padStart(7)}  ${words}` +
          (effect === "nothing" || tabs.length === 0 ? "" : `; all equal ${ms(equalAfterMs)} later`),
      ),
    `  ${kinds.map((kind) => `${count(kind)} ${kind}`).join(", ")}, ${findings.filter(({ kind }) => !known.includes(kind)).length} other findings`,
    `  ${deliveries} lines on pages; ${posts} posts, ${acknowledged} acknowledged; untouched by faults: p50 ${ms(share(calm, 0.5))}, p95 ${ms(share(calm, 0.95))}`,
    `  at worst after a fault that closes ${ms(worst.closes)} (limit ${ms(limitMs.closes)}), after the commit of a push lost silently ${ms(worst.silent)} (${ms(limitMs.silent)}), after an outage of the database ${ms(worst.outage)} (${ms(limitMs.outage)}), otherwise ${ms(worst.nothing)} (${ms(limitMs.nothing)})`,
    ...summarise(findings).map((line) => `  ✗ ${line}`),
  ];
}

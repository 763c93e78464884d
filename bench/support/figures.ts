import { arch, cpus, totalmem } from "node:os";
import { readFileSync } from "node:fs";

/** The value below which `share` (0 to 1) of the samples lie. */
export function percentile(samples: number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export type Row = { name: string; value: string; ratio?: number; goal?: number };

/** Prints a table of figures; where a goal is known, whether it is met. */
export function printTable(title: string, rows: Row[]): void {
  const lines = rows.map(({ name, value, ratio, goal }) => [
    name,
    value,
    ratio === undefined ? "" : `${ratio.toFixed(2)} x floor`,
    goal === undefined || ratio === undefined ? "" : `goal ${goal.toFixed(1)} x: ${ratio <= goal ? "met" : "MISSED"}`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]!.length)));
  console.log(`\n${title}`);
  for (const line of lines)
    console.log(
      `  ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column] ?? 0))).join("   ")}`.trimEnd(),
    );
}

/** One line about where the figures were taken, for docs/benchmarks.md. */
export function machine(): string {
  const load = readFileSync("/proc/loadavg", { encoding: "utf8", flag: "r" }).split(" ")[0] ?? "?";
  return `${cpus().length} x ${cpus()[0]?.model.trim() ?? arch()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, load ${load}`;
}

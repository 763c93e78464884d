/**
 * `npm test`: everything that must hold, from types to journeys in a browser: what needs no quiet machine at the same
 * time, the rest one after the other.
 *
 *   npm test                 all
 *   npm test -- unit e2e     only these steps
 *   npm run test:long        the build, and what takes a browser too long for each run
 *
 * The last line counts the tests that ran. A step that runs no test at all has failed.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findBrowser } from "./find-browser";

type Counts = { passed: number; failed: number };
type Step = {
  name: string;
  command: string[];
  environment?: () => Record<string, string>;
  report?: () => Counts;
  /** Not one of all. */
  isOnlyByName?: true;
};

const reports = mkdtempSync(path.join(tmpdir(), "frontroom-test-"));
const bin = (name: string) => path.join("node_modules", ".bin", name);

/** Vitest projects of one name or pattern, counted from their JSON report. */
function vitest(name: string, projects = name): Step {
  const file = path.join(reports, `${name}.json`);
  return {
    name,
    command: [bin("vitest"), "run", "--project", projects, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    report: () => {
      const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(file, "utf8")) as Record<
        string,
        number
      >;
      return { passed: numPassedTests ?? 0, failed: (numFailedTests ?? 0) + (numPendingTests ?? 0) + (numTodoTests ?? 0) };
    },
  };
}

/** A Playwright project, counted from its JSON report. */
function playwright(name: string, project: string): Step {
  const file = path.join(reports, `${name}.json`);
  return {
    name,
    command: [bin("playwright"), "test", `--project=${project}`, "--reporter=list,json"],
    environment: () => ({
      CHROMIUM_PATH: findBrowser((line) => process.stdout.write(`${line}\n`)),
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    }),
    report: () => {
      const { stats } = JSON.parse(readFileSync(file, "utf8")) as {
        stats: { expected: number; unexpected: number; flaky: number; skipped: number };
      };
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped };
    },
  };
}

/** The steps of a round run at the same time. */
const rounds: Step[][] = [
  [
    { name: "types", command: ["npx", "--no-install", "tsc", "--noEmit"] },
    { name: "lint", command: ["npx", "--no-install", "eslint", "."] },
    vitest("stack"),
  ],
  [vitest("unit", "unit*"), vitest("database"), vitest("worker")],
  // The one waits for what it breaks, mostly, while the other works; it allows for a busy machine.
  [{ name: "build", command: ["npm", "run", "--silent", "build"] }, vitest("delivery")],
  // Each has a stack of its own; together they take less than one after the other, also on two cores.
  [vitest("integration"), playwright("e2e", "journeys")],
  [{ ...playwright("e2e-long", "long"), isOnlyByName: true }],
];

/** @param isAlone what it says is shown at once; else when it has ended, so that it stays together */
function run(step: Step, isAlone: boolean): Promise<number> {
  const [command = "", ...commandArguments] = step.command;
  const said: Buffer[] = [];
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, {
      stdio: ["ignore", isAlone ? "inherit" : "pipe", isAlone ? "inherit" : "pipe"],
      env: { ...process.env, ...step.environment?.() },
    });
    child.stdout?.on("data", (chunk: Buffer) => said.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => said.push(chunk));
    child.on("error", (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.on("close", (code) => {
      if (!isAlone) process.stdout.write(`${heading(step)}${Buffer.concat(said).toString()}`);
      resolve(code ?? 1);
    });
  });
}

const heading = ({ name }: Step) => `\n── ${name} ${"─".repeat(60 - name.length)}\n`;

const wanted = process.argv.slice(2);
const names = rounds.flat().map(({ name }) => name);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no step ${unknown.join(", ")}. Steps: ${names.join(", ")}.\n`);
  process.exit(2);
}

const total: Counts = { passed: 0, failed: 0 };
const summary: string[] = [];
/** Runs one step and adds what came of it to the total. */
async function take(step: Step, isAlone: boolean): Promise<void> {
  if (isAlone) process.stdout.write(heading(step));
  const start = performance.now();
  let counts: Counts = { passed: 0, failed: 0 };
  let isGreen: boolean;
  try {
    isGreen = (await run(step, isAlone)) === 0;
    if (step.report) {
      counts = step.report();
      isGreen &&= counts.passed > 0 && counts.failed === 0;
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    isGreen = false;
  }
  // A step without tests of its own counts as one.
  total.passed += step.report ? counts.passed : Number(isGreen);
  total.failed += counts.failed > 0 ? counts.failed : Number(!isGreen);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  summary.push(
    `${isGreen ? "✓" : "✗"} ${step.name.padEnd(12)} ${step.report ? `${counts.passed} passed` : ""}`.padEnd(34) + `${seconds} s`,
  );
}

// Once, before the steps that need them at the same time.
execFileSync(process.execPath, ["scripts/compile-messages.js"], { stdio: "inherit" });
for (const round of rounds) {
  const chosen = round.filter(({ name, isOnlyByName }) => (wanted.length === 0 ? !isOnlyByName : wanted.includes(name)));
  await Promise.all(chosen.map((step) => take(step, chosen.length === 1)));
}
rmSync(reports, { recursive: true, force: true });

process.stdout.write(`\n${summary.join("\n")}\n\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

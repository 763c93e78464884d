/**
 * `npm test`: everything that must hold, from types to journeys in a browser, one after the other.
 *
 *   npm test                 all
 *   npm test -- unit e2e     only these steps
 *   npm run test:long        the build, and what takes a browser minutes
 *
 * The last line counts the tests that ran. A step that runs no test at all has failed.
 */
import { spawn } from "node:child_process";
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

/** A Vitest project, counted from its JSON report. */
function vitest(project: string): Step {
  const file = path.join(reports, `${project}.json`);
  return {
    name: project,
    command: [bin("vitest"), "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
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

const steps: Step[] = [
  { name: "types", command: ["npm", "run", "--silent", "typecheck"] },
  { name: "lint", command: ["npm", "run", "--silent", "lint"] },
  vitest("unit"),
  vitest("stack"),
  vitest("database"),
  vitest("integration"),
  { name: "build", command: ["npm", "run", "--silent", "build"] },
  vitest("delivery"),
  playwright("e2e", "journeys"),
  { ...playwright("e2e-long", "long"), isOnlyByName: true },
];

function run(step: Step): Promise<number> {
  const [command = "", ...commandArguments] = step.command;
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...step.environment?.() },
    });
    child.on("error", (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  process.stderr.write(`There is no step ${unknown.join(", ")}. Steps: ${steps.map((step) => step.name).join(", ")}.\n`);
  process.exit(2);
}

const total: Counts = { passed: 0, failed: 0 };
const summary: string[] = [];
for (const step of steps.filter(({ name, isOnlyByName }) => (wanted.length === 0 ? !isOnlyByName : wanted.includes(name)))) {
  process.stdout.write(`\n── ${step.name} ${"─".repeat(60 - step.name.length)}\n`);
  const start = performance.now();
  let counts: Counts = { passed: 0, failed: 0 };
  let isGreen: boolean;
  try {
    isGreen = (await run(step)) === 0;
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
rmSync(reports, { recursive: true, force: true });

process.stdout.write(`\n${summary.join("\n")}\n\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

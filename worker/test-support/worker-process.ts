/** The worker as a process of its own, as in production. */
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

export type LogLine = { level: string; event: string } & Record<string, unknown>;

export class WorkerProcess {
  output = "";
  private readonly child: ChildProcess;
  readonly ended: Promise<number | string>;

  /** @param environment all of it: nothing of ours is passed on but what a program needs to start. */
  constructor(environment: Record<string, string>) {
    const { PATH = "", HOME = "" } = process.env;
    this.child = spawn(process.execPath, ["--import", "tsx", "worker/index.ts"], {
      cwd: root,
      // Typed as if it always held NODE_ENV, which the worker does not read.
      env: { PATH, HOME, ...environment } as unknown as NodeJS.ProcessEnv,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((resolve) => this.child.once("close", (code, signal) => resolve(code ?? signal ?? -1)));
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The lines of one event so far. */
  lines(event: string): LogLine[] {
    return this.output
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as LogLine)
      .filter((line) => line.event === event);
  }

  /** Asks it to end; answers how it did. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | string> {
    if (this.isRunning) this.child.kill(signal);
    return this.ended;
  }
}

/** Waits until `look` finds something. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs = 40_000,
): Promise<T> {
  for (const end = Date.now() + withinMs; Date.now() < end;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Waited in vain: ${what}`);
}

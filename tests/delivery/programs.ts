/** A program of its own that the harness may kill without warning and start again. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { root } from "../../scripts/support/backend";
import { dieWithUs, isAlive } from "../../supabase/stack/processes";

export class Program {
  private child: ChildProcess | undefined;
  private callOff: () => void = () => undefined;
  /** Its last lines, for whoever has to find out why it ended. */
  readonly lines: string[] = [];

  /** @param isReady asked again and again after a start */
  constructor(
    private readonly name: string,
    private readonly args: string[],
    private readonly env: NodeJS.ProcessEnv,
    private readonly isReady: () => Promise<boolean>,
  ) {}

  async start(): Promise<void> {
    const child = spawn(process.execPath, this.args, { cwd: root, env: this.env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        this.lines.push(line);
        if (this.lines.length > 200) this.lines.shift();
      });
    }
    this.callOff = child.pid ? dieWithUs(child.pid, "TERM") : () => undefined;
    for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 25))) {
      if (child.exitCode !== null || child.signalCode !== null) break;
      if (await this.isReady().catch(() => false)) return;
    }
    throw new Error(`${this.name} did not start:\n${this.lines.slice(-20).join("\n")}`);
  }

  /** Ends it as a crash would. @throws if it did not run: then nothing was killed */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child?.pid || !isAlive(child.pid)) throw new Error(`${this.name} did not run any more:\n${this.lines.slice(-20).join("\n")}`);
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    this.callOff();
  }

  async stop(): Promise<void> {
    if (this.child?.pid && this.child.exitCode === null && this.child.signalCode === null) await this.kill();
  }
}

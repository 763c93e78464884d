import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { dieWithUs, stopProcess } from "../../supabase/stack/processes";

export type Child = {
  /** Settles when the process ends: its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
  stop(): Promise<void>;
};

/**
 * Starts a Node program that stops when told and dies with us.
 * @param args of `node`. @param onLine takes its output line by line; without it the output goes to the terminal.
 */
export function startNode(
  args: string[],
  { cwd, env, onLine }: { cwd: string; env: NodeJS.ProcessEnv; onLine?: (line: string, stream: "out" | "err") => void },
): Child {
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd,
    env,
    // A session of its own: Ctrl-C reaches us alone, and we stop the parts in their order.
    detached: true,
    stdio: ["ignore", onLine ? "pipe" : "inherit", onLine ? "pipe" : "inherit"],
  });
  if (onLine) {
    if (child.stdout) createInterface({ input: child.stdout }).on("line", (line) => onLine(line, "out"));
    if (child.stderr) createInterface({ input: child.stderr }).on("line", (line) => onLine(line, "err"));
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on("error", () => resolve(1));
    child.on("exit", (code, signal) => resolve(code ?? signal ?? 1));
  });
  let isRunning = child.pid !== undefined;
  const callOff = child.pid ? dieWithUs(child.pid, "TERM") : () => undefined;
  void ended.then(() => {
    isRunning = false;
    callOff();
  });
  return {
    ended,
    async stop() {
      if (isRunning && child.pid) await stopProcess(child.pid, ["SIGTERM", 6000], ["SIGKILL", 2000]);
    },
  };
}

/**
 * Waits for the end: a signal, or npm going away (it may be killed without passing that on).
 * A second signal ends at once.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    const stop = () => {
      if (isStopping) process.exit(130);
      isStopping = true;
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
    if (process.env.npm_lifecycle_event) {
      const parent = process.ppid;
      setInterval(() => {
        if (process.ppid !== parent && !isStopping) stop();
      }, 1000).unref();
    }
  });
}

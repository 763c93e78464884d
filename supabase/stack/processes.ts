import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** Whether a process with this id exists (also one of another user's). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function ps(field: string, pid: number): string {
  try {
    return execFileSync("ps", ["-o", `${field}=`, "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "";
  }
}

/** The command line of a process, arguments parted by blanks; empty if it cannot be known. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return ps("args", pid);
  }
}

/**
 * A mark that tells a process from a later one that got the same id: its start time as the system keeps it.
 * Empty if the process does not exist.
 */
export function processMark(pid: number): string {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the name in brackets and may hold blanks: count from the last bracket. Start time is field 22.
    return line.slice(line.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return ps("lstart", pid);
  }
}

/** Waits until a process is gone; `false` if it still runs after `milliseconds`. */
export async function waitForExit(pid: number, milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; isAlive(pid);) {
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone.
  }
}

/** Sends the signals in turn, each with its patience in milliseconds, until the process is gone. */
export async function stopProcess(pid: number, ...steps: [NodeJS.Signals, number][]): Promise<void> {
  for (const [name, patience] of steps) {
    signal(pid, name);
    if (await waitForExit(pid, patience)) return;
  }
}

/**
 * Lets a process die with us even when we are killed without a chance to clean up (SIGKILL, crash): a shell waits on a
 * pipe whose other end only we hold, and signals the process when the pipe closes. On Windows there is no such shell;
 * there the next start finds the orphan.
 * @returns a function that calls the watch off.
 */
export function dieWithUs(pid: number, name: "INT" | "TERM"): () => void {
  if (process.platform === "win32") return () => undefined;
  const watcher: ChildProcess = spawn("/bin/sh", ["-c", `read -r _; kill -${name} "$1" 2>/dev/null`, "sh", String(pid)], {
    // Its own session: a Ctrl-C in the terminal goes to every process of the foreground group.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  watcher.on("error", () => undefined);
  watcher.stdin?.on("error", () => undefined);
  (watcher.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return () => {
    watcher.kill("SIGKILL");
  };
}

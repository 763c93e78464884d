import { open, readFile, rm } from "node:fs/promises";
import { isAlive, processMark } from "./processes";

/** Another living stack uses the data folder. */
export class StackRunningError extends Error {
  constructor(
    readonly pid: number,
    folder: string,
  ) {
    super(`A stack is already running on ${folder} (process ${pid}). Stop it first, or use the one that runs.`);
  }
}

type Owner = { pid: number; mark: string };

/** Whether a lock's owner still lives, and is not merely a later process with its number. */
function lives({ pid, mark }: Owner): boolean {
  return isAlive(pid) && (mark === "" || processMark(pid) === mark);
}

/**
 * Takes a folder for this process. A lock that a killed process left behind is taken over.
 * @returns how to give it back, and whether it was taken from a dead process.
 * @throws {StackRunningError} if a living process holds it.
 */
export async function lockFolder(file: string, folder: string): Promise<{ release(): Promise<void>; recovered: boolean }> {
  for (let recovered = false; ; recovered = true) {
    try {
      const handle = await open(file, "wx", 0o600);
      await handle.writeFile(JSON.stringify({ pid: process.pid, mark: processMark(process.pid) } satisfies Owner));
      await handle.close();
      return { recovered, release: () => rm(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = await readOwner(file);
    if (owner && lives(owner)) throw new StackRunningError(owner.pid, folder);
    await rm(file, { force: true });
  }
}

async function readOwner(file: string): Promise<Owner | undefined> {
  // An empty file is one that its owner is just writing.
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text) as Owner;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  return undefined;
}

/** The process that runs a stack on this lock file, if one lives. */
export async function runningOwner(file: string): Promise<number | undefined> {
  const owner = await readOwner(file);
  return owner && lives(owner) ? owner.pid : undefined;
}

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { dataFiles, parseStackEnv, StackRunningError, startStack } from "../../supabase/stack/stack";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Where the embedded stack keeps its data: `DATA_DIR`, or `.data` in the checkout. */
export const dataDir = path.resolve(root, process.env.DATA_DIR ?? ".data");

/** Prints a line for people. */
export const say = (line: string) => process.stdout.write(`${line}\n`);

export type Backend = {
  /** Of the app. The secret key is not in it. */
  env: Record<string, string>;
  /** Of the worker: it reads and deletes files, which the secret key alone may. */
  workerEnv: Record<string, string>;
  isDemo: boolean;
  stop(): Promise<void>;
};

/** Reads `.env` where there is one; what the environment has already wins. */
export function loadDotEnv(): void {
  const file = path.join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

/** What is missing to use a Supabase from outside, in a sentence; `undefined` if nothing. */
export function missingFor(environment: NodeJS.ProcessEnv): string | undefined {
  if (!environment.SUPABASE_URL) return undefined;
  if (!URL.canParse(environment.SUPABASE_URL)) return `SUPABASE_URL is not an address: ${environment.SUPABASE_URL}`;
  if (environment.SUPABASE_PUBLISHABLE_KEY) return undefined;
  return "SUPABASE_URL is set, but SUPABASE_PUBLISHABLE_KEY is not. Set both (docs/deploy.md says where they stand), or neither to start an embedded Supabase.";
}

/**
 * The Supabase to work with: the one that the environment names; else one that runs on our data folder already; else
 * an embedded one, started now with the demo in it.
 * @throws with a sentence for people.
 */
export async function openBackend(log: (line: string) => void): Promise<Backend> {
  const problem = missingFor(process.env);
  if (problem) throw new Error(problem);
  if (process.env.SUPABASE_URL) {
    log(`Using the Supabase at ${process.env.SUPABASE_URL}.`);
    return { env: {}, workerEnv: {}, isDemo: false, stop: () => Promise.resolve() };
  }
  try {
    const stack = await startStack({ dataDir, preferPorts: true, seed: true, log });
    const { SUPABASE_SECRET_KEY, ...env } = stack.env;
    return { env, workerEnv: { SUPABASE_SECRET_KEY }, isDemo: true, stop: () => stack.stop() };
  } catch (error) {
    if (!(error instanceof StackRunningError)) throw error;
    const text = await readFile(dataFiles(dataDir).env, "utf8").catch(() => undefined);
    if (text === undefined) throw error;
    const { SUPABASE_SECRET_KEY, ...env } = parseStackEnv(text);
    log(`Using the stack that process ${error.pid} runs at ${env.SUPABASE_URL}.`);
    return { env, workerEnv: { SUPABASE_SECRET_KEY }, isDemo: true, stop: () => Promise.resolve() };
  }
}

/** Ends with a sentence instead of a stack trace. */
export function giveUp(error: unknown): never {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

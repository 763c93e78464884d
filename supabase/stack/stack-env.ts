import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { generateApiKey } from "@supabase/lite";

/** What a program needs to use the stack; the names are those of the environment. */
export type StackEnv = {
  SUPABASE_URL: string;
  SUPABASE_PUBLISHABLE_KEY: string;
  SUPABASE_SECRET_KEY: string;
  /** Role `postgres`: what migrations and the worker use, never a superuser. */
  DATABASE_URL: string;
  SMTP_URL: string;
  MAIL_WEB_URL: string;
};

export const STACK_ENV_NAMES = [
  "SUPABASE_URL",
  "SUPABASE_PUBLISHABLE_KEY",
  "SUPABASE_SECRET_KEY",
  "DATABASE_URL",
  "SMTP_URL",
  "MAIL_WEB_URL",
] as const satisfies readonly (keyof StackEnv)[];

/** The text of a `stack.env`: one `NAME=value` a line, read alike by shells, by `node --env-file` and by us. */
export function formatStackEnv(env: StackEnv): string {
  return `${STACK_ENV_NAMES.map((name) => `${name}=${env[name]}`).join("\n")}\n`;
}

/**
 * Reads the text of a `stack.env`.
 * @throws naming every variable that is missing.
 */
export function parseStackEnv(text: string): StackEnv {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Z_]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (match) found.set(match[1]!, match[2]!.replace(/^(["'])(.*)\1$/, "$2"));
  }
  const missing = STACK_ENV_NAMES.filter((name) => !found.get(name));
  if (missing.length > 0) throw new Error(`The stack's environment lacks ${missing.join(", ")}.`);
  return Object.fromEntries(STACK_ENV_NAMES.map((name) => [name, found.get(name)])) as StackEnv;
}

/** What makes one data folder's stack different from any other; made once and kept beside the data. */
export type Secrets = {
  jwtSecret: string;
  publishableKey: string;
  secretKey: string;
  adminPassword: string;
  postgresPassword: string;
};

/** A secret that is safe in a URL, a shell and a TOML file. */
export function randomSecret(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/**
 * Reads the secrets in `file`, or makes and writes them (readable by the owner only).
 * @param adminPassword the superuser's password in a cluster that is being made.
 */
export async function readOrMakeSecrets(file: string, adminPassword: string): Promise<Secrets> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text !== undefined) return JSON.parse(text) as Secrets;
  const secrets: Secrets = {
    jwtSecret: randomSecret(48),
    publishableKey: (await generateApiKey("publishable")).key,
    secretKey: (await generateApiKey("secret")).key,
    adminPassword,
    postgresPassword: randomSecret(),
  };
  await writePrivate(file, `${JSON.stringify(secrets, undefined, 2)}\n`);
  return secrets;
}

/** Writes a file that only its owner may read, whole or not at all. */
export async function writePrivate(file: string, text: string): Promise<void> {
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, text, { mode: 0o600 });
  await rename(partial, file);
}

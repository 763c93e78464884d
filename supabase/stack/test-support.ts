import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient } from "@supabase/supabase-js";
import { WebSocket } from "ws";
import { type Stack, type StackOptions, removeData, startStack } from "./stack";

/** A folder for one test, gone after it. Under root, the user that Postgres runs as may pass through. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "frontroom-stack-"));
  if (process.getuid?.() === 0) await chmod(folder, 0o711);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * A stack of its own with a schema of its own.
 * @param migrations file name to SQL.
 */
export async function startScratchStack(
  migrations: Record<string, string>,
  options: Partial<StackOptions> = {},
): Promise<Stack & { folder: string; remove: () => Promise<void> }> {
  const { folder } = await temporaryFolder();
  const migrationsDir = path.join(folder, "migrations");
  await mkdir(migrationsDir);
  for (const [name, sql] of Object.entries(migrations)) await writeFile(path.join(migrationsDir, name), sql);
  const stack = await startStack({ dataDir: path.join(folder, "data"), migrationsDir, ...options });
  return {
    ...stack,
    folder,
    async remove() {
      await stack.stop();
      await removeData(stack.dataDir);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An unmodified client, as a browser or a server would make it. */
export function clientOf(stack: Pick<Stack, "env">, key: "SUPABASE_PUBLISHABLE_KEY" | "SUPABASE_SECRET_KEY" = "SUPABASE_PUBLISHABLE_KEY") {
  return createClient(stack.env.SUPABASE_URL, stack.env[key], {
    auth: { persistSession: false, autoRefreshToken: false },
    // Node 20 has no WebSocket of its own, and the client's type asks for the browser's.
    realtime: { transport: WebSocket as unknown as typeof globalThis.WebSocket },
  });
}

/** An embedded stack for tests: the schema of `supabase/migrations`, the cast of `cast.ts`, and no demo. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { removeData, type Stack, type StackEnv, type StackOptions, startStack } from "../../supabase/stack/stack";
import { installCast } from "./install-cast";

export type TestStack = {
  env: StackEnv;
  /** Superuser. Role `postgres`, which owns the schema, is in `env.DATABASE_URL` and enough for most tests. */
  adminDatabaseUrl: string;
  /** Signs tokens as the Auth server does. */
  jwtSecret: string;
  stop: () => Promise<void>;
};

/** Starts it on free ports and a new folder under the system's temporary one; `stop` removes both. */
export async function startTestStack(): Promise<TestStack> {
  const { stack, stop } = await startStackWithCast();
  return { env: stack.env, adminDatabaseUrl: stack.adminDatabaseUrl, jwtSecret: stack.jwtSecret, stop };
}

/** The same, with options of the stack's own and all that it offers. */
export async function startStackWithCast(
  options: Omit<StackOptions, "dataDir"> = {},
): Promise<{ stack: Stack; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "frontroom-test-"));
  const stack = await startStack({ dataDir, ...options });
  const stop = async () => {
    await stack.stop();
    // Its cluster may stand elsewhere, where the server's user can reach it.
    await removeData(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const client = new pg.Client({ connectionString: stack.env.DATABASE_URL });
    await client.connect();
    await installCast(client).finally(() => client.end());
  } catch (error) {
    await stop();
    throw error;
  }
  return { stack, stop };
}

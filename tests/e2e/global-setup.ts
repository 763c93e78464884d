/**
 * One product for all journeys: an embedded stack with the demo on a fresh data folder, the built app and the worker,
 * on free ports. `E2E_LOG=1` shows what they log. Nothing of it is shared with a product that runs in this checkout.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { keepWorker, startApp, untilAppAnswers } from "../../scripts/support/app";
import { root } from "../../scripts/support/backend";
import { ensureBuild } from "../../scripts/support/build";
import { freePort } from "../../supabase/stack/ports";
import { removeData, startStack } from "../../supabase/stack/stack";

export default async function startProduct(): Promise<() => Promise<void>> {
  await ensureBuild(root, (line) => process.stdout.write(`${line}\n`));
  const dataDir = await mkdtemp(path.join(tmpdir(), "frontroom-e2e-"));
  const stack = await startStack({ dataDir, seed: true });
  const { SUPABASE_SECRET_KEY, ...backend } = stack.env;
  const port = await freePort();
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...backend,
    NODE_ENV: "production",
    PORT: String(port),
    HOST: "127.0.0.1",
    APP_URL: `http://localhost:${port}`,
  };
  const log = (line: string, stream: "out" | "err") => {
    if (stream === "err" || process.env.E2E_LOG) process.stderr.write(`${line}\n`);
  };
  const app = startApp(environment, log);
  await untilAppAnswers(app, port, AbortSignal.timeout(60_000));
  const worker = keepWorker({ ...environment, SUPABASE_SECRET_KEY }, { onLine: log });

  // Inherited by the processes that run the tests.
  process.env.APP_URL = environment.APP_URL ?? "";
  process.env.MAIL_WEB_URL = stack.env.MAIL_WEB_URL;
  process.env.DATABASE_URL = stack.env.DATABASE_URL;
  return async () => {
    await worker.stop();
    await app.stop();
    await stack.stop();
    // Its cluster may stand elsewhere, where the server's user can reach it.
    await removeData(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
}

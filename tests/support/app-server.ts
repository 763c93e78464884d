/** The built app as it runs in production, on a free port. */
import path from "node:path";
import { startNode } from "../../scripts/support/children";
import { untilAppAnswers } from "../../scripts/support/app";
import { ensureBuild } from "../../scripts/support/build";
import { freePort } from "../../supabase/stack/ports";
import type { StackEnv } from "../../supabase/stack/stack";

const root = path.resolve(import.meta.dirname, "../..");

export type AppServer = { url: string; output: () => string; stop: () => Promise<void> };

/** @param environment besides what every app needs */
export async function startAppServer(stack: StackEnv, environment: Record<string, string> = {}): Promise<AppServer> {
  await ensureBuild(root, () => undefined);
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = stack;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let output = "";
  const app = startNode(["server.js"], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(port),
      APP_URL: url,
      SUPABASE_URL,
      SUPABASE_PUBLISHABLE_KEY,
      ...environment,
    },
    onLine: (line) => (output += `${line}\n`),
  });
  await untilAppAnswers(app, port, AbortSignal.timeout(60_000));
  return { url, output: () => output, stop: async () => void (await app.stop()) };
}

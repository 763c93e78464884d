import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { root, say } from "../../scripts/support/backend";
import { ensureBuild } from "../../scripts/support/build";
import { startNode } from "../../scripts/support/children";
import { freePort } from "../../supabase/stack/ports";
import { removeData, type Stack, type StackOptions, startStack } from "../../supabase/stack/stack";

export type Installation = { appUrl: string; stack: Stack; stop: () => Promise<void> };

/** Waits until an HTTP server answers anything at all. */
export async function untilAnswers(url: string): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    if (await fetch(url).catch(() => undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} does not answer.`);
}

/** The built product on an embedded stack of its own with the demo in it, as `npm start` runs it, without the worker. */
export async function startInstallation(options: Pick<StackOptions, "realtimeLimits"> = {}): Promise<Installation> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "frontroom-bench-"));
  const stops: (() => Promise<void>)[] = [() => rm(dataDir, { recursive: true, force: true }), () => removeData(dataDir)];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    await ensureBuild(root, say);
    const stack = await startStack({ dataDir, seed: true, ...options });
    stops.push(() => stack.stop());
    const port = await freePort();
    const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = stack.env;
    const appUrl = `http://127.0.0.1:${port}`;
    const app = startNode(["server.js"], {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: "production",
        HOST: "127.0.0.1",
        PORT: String(port),
        APP_URL: appUrl,
        SUPABASE_URL,
        SUPABASE_PUBLISHABLE_KEY,
      },
      onLine: (line, stream) => stream === "err" && process.stderr.write(`${line}\n`),
    });
    stops.push(() => app.stop());
    await untilAnswers(`${appUrl}/healthz`);
    return { appUrl, stack, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

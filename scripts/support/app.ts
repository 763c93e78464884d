import { appendFileSync, existsSync, mkdirSync, statSync, truncateSync } from "node:fs";
import path from "node:path";
import { paths } from "../../app/lib/paths";
import { choosePort } from "../../supabase/stack/ports";
import { type Backend, dataDir, root, say } from "./backend";
import { type Child, startNode } from "./children";

const APP_PORT = 3000;

/** The app's port: `PORT` if set (and then it must be free), 3000 or, if that is taken, a free one. */
export async function appPort(): Promise<number> {
  const text = process.env.PORT;
  if (text === undefined || text === "") return choosePort({ label: "app", preferred: APP_PORT }, new Set(), say);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`PORT must be a number from 1 to 65535, not "${text}".`);
  return choosePort({ label: "app", fixed: port }, new Set(), say);
}

/** The environment of the app. The secret key stays out of it, also one from outside. */
export function appEnvironment(backend: Backend, port: number, mode: "production" | "development"): NodeJS.ProcessEnv {
  const { SUPABASE_SECRET_KEY: _secret, ...given } = process.env;
  return {
    ...given,
    ...backend.env,
    NODE_ENV: mode,
    PORT: String(port),
    APP_URL: process.env.APP_URL ?? `http://localhost:${port}`,
    ...(backend.isDemo && { IS_DEMO: "1", HOST: process.env.HOST ?? "127.0.0.1" }),
  };
}

/** The environment of the worker beside that app. */
export function workerEnvironment(backend: Backend, app: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { SUPABASE_SECRET_KEY } = process.env;
  return { ...app, ...(SUPABASE_SECRET_KEY && { SUPABASE_SECRET_KEY }), ...backend.workerEnv };
}

/** Writes a program's lines to a file in the data folder, errors to the terminal besides. */
export function fileLog(file: string): { file: string; write: (line: string, stream: "out" | "err") => void } {
  mkdirSync(dataDir, { recursive: true });
  if (existsSync(file) && statSync(file).size > 10_000_000) truncateSync(file);
  return {
    file,
    write(line, stream) {
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
      if (stream === "err") process.stderr.write(`${line}\n`);
    },
  };
}

/** Resolves once the app answers; rejects if it ends before, or on `signal`. */
export async function untilAppAnswers(child: Child, port: number, signal: AbortSignal): Promise<void> {
  let ended: number | string | undefined;
  void child.ended.then((code) => (ended = code));
  for (const end = Date.now() + 60_000; ended === undefined && Date.now() < end;) {
    const answer = await fetch(`http://127.0.0.1:${port}${paths.health()}`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    if (answer) return;
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(ended === undefined ? "The app did not answer within a minute." : "The app did not start.");
}

/** Starts `server.js` on a port. */
export function startApp(env: NodeJS.ProcessEnv, onLine?: (line: string, stream: "out" | "err") => void): Child {
  return startNode(["server.js"], { cwd: root, env, ...(onLine && { onLine }) });
}

/**
 * Starts the worker and, should it end by itself, starts it again after two seconds.
 * @returns nothing to stop if it lacks the database's address or the secret key, or there is no worker in this checkout.
 */
export function keepWorker(
  env: NodeJS.ProcessEnv,
  { watch = false, onLine }: { watch?: boolean; onLine?: (line: string, stream: "out" | "err") => void },
) {
  const program = path.join(root, "worker", "index.ts");
  if (!existsSync(program)) return { stop: () => Promise.resolve() };
  const missing = ["DATABASE_URL", "SUPABASE_SECRET_KEY"].find((name) => !env[name]);
  if (missing) {
    say(`${missing} is not set, so no worker runs here: mails are sent and files deleted only where \`npm run worker\` runs.`);
    return { stop: () => Promise.resolve() };
  }
  let isStopping = false;
  let child: Child;
  const start = () => {
    child = startNode([...(watch ? ["--watch", "--watch-preserve-output"] : []), "--import", "tsx", program], {
      cwd: root,
      env,
      ...(onLine && { onLine }),
    });
    void child.ended.then((code) => {
      if (isStopping) return;
      say(`The worker ended (${code}); starting it again in two seconds.`);
      setTimeout(() => {
        if (!isStopping) start();
      }, 2000);
    });
  };
  start();
  return {
    async stop() {
      isStopping = true;
      await child.stop();
    },
  };
}

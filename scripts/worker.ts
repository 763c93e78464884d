/** `npm run worker`: the worker alone, on the Supabase of the environment or on the embedded one that runs here. */
import { existsSync, readFileSync } from "node:fs";
import { dataFiles, parseStackEnv } from "../supabase/stack/stack";
import { dataDir, giveUp, loadDotEnv } from "./support/backend";

loadDotEnv();
if (!process.env.DATABASE_URL) {
  const { env: file } = dataFiles(dataDir);
  if (!existsSync(file)) giveUp("DATABASE_URL is not set and no embedded stack runs. Set it, or start one with `npm run stack`.");
  const { SUPABASE_SECRET_KEY: _secret, ...env } = parseStackEnv(readFileSync(file, "utf8"));
  Object.assign(process.env, { ...env, ...process.env });
}
await import(new URL("../worker/index.ts", import.meta.url).href);

/** `npm run worker`: the worker alone, on the Supabase of the environment or on the embedded one that runs here. */
import { existsSync, readFileSync } from "node:fs";
import { dataFiles, parseStackEnv } from "../supabase/stack/stack";
import { dataDir, giveUp, loadDotEnv } from "./support/backend";

loadDotEnv();
if (!process.env.DATABASE_URL) {
  const { env: file } = dataFiles(dataDir);
  if (!existsSync(file)) giveUp("DATABASE_URL is not set and no embedded stack runs. Set it, or start one with `npm run stack`.");
  const env = parseStackEnv(readFileSync(file, "utf8"));
  // Where `npm start` and `npm run dev` serve the app unless told otherwise.
  Object.assign(process.env, { APP_URL: "http://localhost:3000", ...env, ...process.env });
}
// Its mails speak the compiled messages; a build has made them, a fresh checkout has not.
if (!existsSync(new URL("../app/lib/i18n/compiled/messages.js", import.meta.url))) {
  const { compileMessages } = await import("./compile-messages.js");
  compileMessages();
}
await import(new URL("../worker/index.ts", import.meta.url).href);

/** `npm run workspace:import -- <file>`: makes a workspace of its export, on the Supabase of the environment or on the embedded one that runs here. */
import { existsSync, readFileSync } from "node:fs";
import { dataFiles, parseStackEnv } from "../supabase/stack/stack";
import { importWorkspace } from "../worker/exports/import-workspace";
import { dataDir, giveUp, loadDotEnv, say } from "./support/backend";

loadDotEnv();
const [file] = process.argv.slice(2);
if (file === undefined) giveUp("Which file? npm run workspace:import -- <file>");
const { env: stackFile } = dataFiles(dataDir);
const running = existsSync(stackFile) ? parseStackEnv(readFileSync(stackFile, "utf8")) : undefined;
// All of one place: a database of here and the files of there would be nobody's workspace.
const env = process.env.DATABASE_URL ? process.env : running;
const { DATABASE_URL: databaseUrl, SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey } = env ?? {};
if (!databaseUrl || !url || !secretKey)
  giveUp("Set DATABASE_URL (of the role postgres), SUPABASE_URL and SUPABASE_SECRET_KEY, or start an embedded stack with `npm run stack`.");
try {
  const { rows, files, accounts } = await importWorkspace(file, { databaseUrl, supabase: { url, secretKey } }, say);
  say(`Imported ${rows} rows and ${files} files; ${accounts} accounts are new and have no password yet.`);
} catch (error) {
  giveUp(error);
}

/** `npm run stack`: the embedded Supabase alone, until Ctrl-C. Other programs find it through `.data/stack.env`. */
import { STACK_ENV_NAMES } from "../supabase/stack/stack-env";
import { dataFiles, startStack } from "../supabase/stack/stack";
import { dataDir, say } from "./support/backend";
import { runUntilStopped } from "./support/run";

await runUntilStopped(async ({ onStop }) => {
  const stack = await startStack({ dataDir, preferPorts: true, seed: true, log: say });
  onStop(() => stack.stop());
  say(`\nThe embedded Supabase is ready. ${dataFiles(dataDir).env} holds:\n`);
  for (const name of STACK_ENV_NAMES) say(`  ${name}=${stack.env[name]}`);
  say("\nCtrl-C stops it.\n");
  return { failure: new Promise<string>(() => undefined) };
});

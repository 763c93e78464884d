/** `npm run stack`: the embedded Supabase alone, until Ctrl-C. Other programs find it through `.data/stack.env`. */
import { STACK_ENV_NAMES } from "../supabase/stack/stack-env";
import { dataFiles, startStack } from "../supabase/stack/stack";
import { dataDir, giveUp, say } from "./support/backend";
import { untilStopped } from "./support/children";

const stopped = untilStopped();
try {
  const stack = await startStack({ dataDir, preferPorts: true, seed: true, log: say });
  say(`\nThe embedded Supabase is ready. ${dataFiles(dataDir).env} holds:\n`);
  for (const name of STACK_ENV_NAMES) say(`  ${name}=${stack.env[name]}`);
  say("\nCtrl-C stops it.\n");
  await stopped;
  say("\nStopping …");
  await stack.stop();
  process.exit(0);
} catch (error) {
  giveUp(error);
}

/** `npm run reset`: removes the embedded Supabase's data. The next start makes it anew, demo included. */
import { removeData } from "../supabase/stack/stack";
import { dataDir, giveUp, say } from "./support/backend";

try {
  await removeData(dataDir);
  say(`Removed the data in ${dataDir}. The next \`npm start\` begins afresh.`);
} catch (error) {
  giveUp(error);
}

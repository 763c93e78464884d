/**
 * Plays the tickets of the last 30 days under a draft of an SLA policy, a few in a transaction, so that its page sees it
 * go on. Enqueued by request_sla_what_if(). Cut off, it goes on where it was.
 */
import { z } from "zod";
import { isConnectionProblem } from "../database";
import { reason } from "../log";
import { type Job } from "./job";

const dataSchema = z.object({ workspace_id: z.uuid(), what_if_id: z.uuid() });

const AT_ONCE = 5;

export const playSlaWhatIf: Job = {
  name: "play-sla-what-if",
  // Long ones: the others must keep their connections.
  lanes: 1,
  async run(data, { database }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const { workspace_id: workspaceId, what_if_id: whatIfId } = parsed.data;
    let tickets = 0;
    try {
      let done: number;
      do {
        const { rows } = await database.executeSql<{ done: number }>("select private.play_sla_what_if($1, $2, $3) as done", [
          workspaceId,
          whatIfId,
          AT_ONCE,
        ]);
        done = rows[0]?.done ?? 0;
        tickets += done;
      } while (done === AT_ONCE);
    } catch (error) {
      // A database that was away is tried again; of anything else whoever waits for it is told.
      if (isConnectionProblem(error)) throw error;
      await database.executeSql("select private.fail_sla_what_if($1, $2)", [workspaceId, whatIfId]);
      return { outcome: "failed", what_if_id: whatIfId, tickets, reason: reason(error) };
    }
    return { outcome: "played", what_if_id: whatIfId, tickets };
  },
};

/**
 * Gives the open tickets of a workspace the SLA policies and calendars that they would get today. Enqueued by
 * recalculate_sla(). Run twice, the second finds nothing to do.
 */
import { z } from "zod";
import { type Job } from "./job";

const dataSchema = z.object({ workspace_id: z.uuid() });

/** In one transaction, so that nobody who writes to one of these tickets waits long. */
const AT_ONCE = 50;

export const recalculateSla: Job = {
  name: "recalculate-sla",
  // Long ones: the others must keep their connections.
  lanes: 1,
  async run(data, { database }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const { workspace_id: workspaceId } = parsed.data;
    let tickets = 0;
    let done: number;
    do {
      const { rows } = await database.executeSql<{ done: number }>("select private.recalculate_sla_tickets($1, $2) as done", [
        workspaceId,
        AT_ONCE,
      ]);
      done = rows[0]?.done ?? 0;
      tickets += done;
    } while (done > 0);
    return { outcome: "recalculated", workspace_id: workspaceId, tickets };
  },
};

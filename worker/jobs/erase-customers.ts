/**
 * Erases the tickets of people whom somebody had erased, one in a transaction, so that nobody who writes elsewhere waits.
 * Enqueued by erase_customers(). Cut off, it goes on where it was; run twice, the second finds nothing.
 */
import { z } from "zod";
import { type Job } from "./job";

const dataSchema = z.object({ workspace_id: z.uuid(), erasure_id: z.uuid() });

export const eraseCustomers: Job = {
  name: "erase-customers",
  lanes: 1,
  async run(data, { database }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const { workspace_id: workspaceId, erasure_id: erasureId } = parsed.data;
    let tickets = 0;
    for (;;) {
      const { rows } = await database.executeSql<{ is_more: boolean }>("select private.erase_next_ticket($1, $2) as is_more", [
        workspaceId,
        erasureId,
      ]);
      if (rows[0]?.is_more !== true) return { outcome: "erased", erasure_id: erasureId, tickets };
      tickets += 1;
    }
  },
};

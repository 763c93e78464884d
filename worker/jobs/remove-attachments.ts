/**
 * Deletes a file that no message has: its message was deleted, it was taken back, or it was never sent. Enqueued by the
 * triggers t80_enqueue_attachment_removal (at once) and t80_enqueue_attachment_expiry (a day after it was announced).
 */
import { z } from "zod";
import { type Job } from "./job";

const dataSchema = z.object({ attachment_id: z.uuid() });

/** Answers the file if it is to be deleted. What was not sent within a day is taken back here, in the same step. */
const claimQuery = `
  with expired as (
    update public.attachments set removed_at = now()
    where attachment_id = $1 and seq is null and removed_at is null and created_at <= now() - interval '1 day'
    returning object_path
  )
  select object_path from expired
  union all
  select object_path from public.attachments where attachment_id = $1 and removed_at is not null`;

/**
 * The row goes last, or nobody would know of the object any more. Within the first day it stays: an upload that was on
 * its way when the file was removed puts the object back, and the job of that day deletes it.
 */
const forgetQuery = `
  delete from public.attachments
  where attachment_id = $1 and removed_at is not null and created_at <= now() - interval '1 day'`;

export const removeAttachments: Job = {
  name: "remove-attachments",
  async run(data, { database, storage }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const attachmentId = parsed.data.attachment_id;
    const { rows } = await database.executeSql<{ object_path: string }>(claimQuery, [attachmentId]);
    const path = rows[0]?.object_path;
    if (path === undefined) return { outcome: "not_removed", attachment_id: attachmentId };
    await storage.remove("attachments", path);
    const { rowCount } = await database.executeSql(forgetQuery, [attachmentId]);
    return { outcome: rowCount ? "forgotten" : "deleted", attachment_id: attachmentId };
  },
};

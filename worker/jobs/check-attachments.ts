/**
 * Looks into a file that was sent, as the app does before it stores one, and takes it out of its message when it is not
 * what was said of it. Enqueued by the trigger t80_enqueue_attachment_check, at once and again after a day.
 */
import { z } from "zod";
import { readContent } from "~/features/rooms/attachment-content.server";
import { type Job } from "./job";

const dataSchema = z.object({ attachment_id: z.uuid() });

type Said = {
  object_path: string;
  content_type: string;
  byte_size: number;
  width: number | null;
  height: number | null;
  is_stored: boolean;
};

const saidQuery = `
  select object_path, content_type, byte_size, width, height, exists (
    select from storage.objects where bucket_id = 'attachments' and name = object_path
  ) as is_stored
  from public.attachments where attachment_id = $1 and seq is not null and removed_at is null`;

export const checkAttachments: Job = {
  name: "check-attachments",
  async run(data, { database, storage }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const about = { attachment_id: parsed.data.attachment_id };
    const { rows } = await database.executeSql<Said>(saidQuery, [about.attachment_id]);
    const said = rows[0];
    if (!said) return { outcome: "attachment_gone", ...about };
    // Asked of the table: Storage's own answer to a wrong key looks the same.
    if (!said.is_stored) return { outcome: "object_gone", ...about };
    const bytes = await storage.read("attachments", said.object_path);
    const content = await readContent(bytes);
    const found = typeof content === "string" ? { contentType: content, width: null, height: null } : content;
    if (
      found.contentType === said.content_type &&
      found.width === said.width &&
      found.height === said.height &&
      bytes.length === said.byte_size
    )
      return { outcome: "as_said", ...about };
    await database.executeSql("select private.remove_sent_attachment($1)", [about.attachment_id]);
    return { outcome: "content_differs", ...about, said: said.content_type, found: found.contentType };
  },
};

/** Mails a transcript to whoever asked for it. Enqueued by the command request_transcript. */
import { z } from "zod";
import { isTimeZone, mergeItems, messageItem, noteItem, timeWriter, type TranscriptItem } from "~/features/rooms/transcript";
import type { TranscriptFormat } from "~/features/rooms/transcript-format";
import { transcriptFile } from "~/features/rooms/transcript-file.server";
import { runInLocale } from "~/lib/i18n/locale.server";
import type { MessageLine, NoteLine, TranscriptHead } from "~/lib/supabase/database-types";
import { type Database } from "../database";
import { type MailAttachment } from "../mail";
import { mailLocale } from "../mails/ticket-confirmation";
import { type Recipient, transcriptMail } from "../mails/transcript";
import { type Job } from "./job";

const dataSchema = z.object({ request_id: z.uuid() });

type Wish = Recipient & {
  ticket_id: string;
  format: TranscriptFormat;
  has_notes: boolean;
  time_zone: string;
  locale: string;
  sent_at: Date | null;
  is_agent: boolean;
};

const wishQuery = `
  select wish.*, to_jsonb(private.logo_line(workspace)) as logo
  from private.transcript_to_send($1) as wish
  join public.tickets as ticket using (ticket_id)
  join public.workspaces as workspace using (workspace_id)`;

/** A mail server takes a mail of 25 MB or so, in which an attachment is a third larger than its file. */
const MAX_BYTES = 15_000_000;
const PAGE = 500;

async function* messages(database: Database, head: TranscriptHead, timeZone: string): AsyncGenerator<TranscriptItem> {
  const writeTime = timeWriter(timeZone);
  for (let after = 0; after < head.last_seq;) {
    const { rows } = await database.executeSql<{ line: MessageLine }>(
      `select to_jsonb(private.message_line(message)) as line from public.messages as message
       where message.room_id = $1 and message.seq > $2 and message.seq <= $3 order by message.seq limit ${PAGE}`,
      [head.room_id, after, head.last_seq],
    );
    if (rows.length === 0) throw new Error("The room could not be read to its end.");
    for (const { line } of rows) yield messageItem(line, writeTime);
    after = rows.at(-1)!.line.seq;
  }
}

async function* notes(database: Database, head: TranscriptHead, timeZone: string): AsyncGenerator<TranscriptItem> {
  const writeTime = timeWriter(timeZone);
  for (let after = 0; ;) {
    const { rows } = await database.executeSql<{ line: NoteLine }>(
      `select to_jsonb(private.note_line(note)) as line from public.internal_notes as note
       where note.room_id = $1 and note.note_seq > $2 order by note.note_seq limit ${PAGE}`,
      [head.room_id, after],
    );
    if (rows.length === 0) return;
    for (const { line } of rows) yield noteItem(line, writeTime);
    after = rows.at(-1)!.line.note_seq;
  }
}

/** The file, or null when it is too large to be mailed. */
async function makeFile(database: Database, head: TranscriptHead, wish: Wish): Promise<MailAttachment | null> {
  const timeZone = isTimeZone(wish.time_zone) ? wish.time_zone : "UTC";
  const said = messages(database, head, timeZone);
  const items = wish.has_notes && wish.is_agent ? mergeItems(said, notes(database, head, timeZone)) : said;
  const file = transcriptFile(wish.format, { head, timeZone, madeAt: new Date() }, items);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of file.chunks) {
    size += chunk.length;
    if (size > MAX_BYTES) return null;
    chunks.push(chunk);
  }
  return { fileName: file.fileName, contentType: file.contentType, content: Buffer.concat(chunks) };
}

export const sendTranscript: Job = {
  name: "send-transcript",
  async run(data, { database, mailer, appUrl, mailFrom }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const requestId = parsed.data.request_id;
    const asked = await database.executeSql<Wish>(wishQuery, [requestId]);
    const wish = asked.rows[0];
    if (!wish) return { outcome: "recipient_gone", request_id: requestId };
    if (wish.sent_at !== null) return { outcome: "sent_before", request_id: requestId };
    const heads = await database.executeSql<{ head: TranscriptHead }>(
      "select to_jsonb(head) as head from private.transcript_head($1) as head",
      [wish.ticket_id],
    );
    const head = heads.rows[0]?.head;
    if (!head) return { outcome: "ticket_gone", request_id: requestId };

    const locale = mailLocale([wish.locale]);
    return runInLocale(locale, async () => {
      const attachment = await makeFile(database, head, wish);
      const mail = transcriptMail({ requestId, head, recipient: wish, attachment, locale, isAgent: wish.is_agent }, { appUrl, mailFrom });
      const delivery = await mailer.send(mail);
      // A worker that ends between these two sends it again, with the same Message-ID.
      if (delivery.outcome === "sent")
        await database.executeSql("update private.transcript_requests set sent_at = now() where request_id = $1", [requestId]);
      return { ...delivery, request_id: requestId, bytes: attachment?.content.length };
    });
  },
};

/** A conversation to make a transcript of, and what stands in the transcript. */
import type { Locale } from "../../app/lib/i18n/locale";
import { runInLocale } from "../../app/lib/i18n/locale.server";
import type { MessageLine, NoteLine, TranscriptHead } from "../../app/lib/supabase/database-types";
import { mergeItems, messageItem, noteItem, timeWriter } from "../../app/features/rooms/transcript";
import { transcriptFile } from "../../app/features/rooms/transcript-file.server";
import type { TranscriptFormat } from "../../app/features/rooms/transcript-format";
import { readPdf } from "./read-pdf";
import { messageOf } from "./room-page";

export const head: TranscriptHead = {
  ticket_id: "t",
  room_id: "r",
  workspace_slug: "acme",
  workspace_name: "Acme & Söhne",
  number: 1042,
  subject: "My invoice shows the wrong address",
  created_at: "2026-07-01T08:00:00.123+00:00",
  last_seq: 3,
  customer_names: ["Carl Jensen"],
  agent_names: ["Sana Iqbal"],
};

export const line = ({ seq = 1, ...changes }: Partial<MessageLine> = {}): MessageLine =>
  messageOf(seq, {
    message_id: "m",
    sender_id: "c",
    sender_name: "Carl Jensen",
    client_id: null,
    body: "Hello",
    created_at: "2026-07-01T08:00:00.123+00:00",
    ...changes,
  });

export const note = (changes: Partial<NoteLine> = {}): NoteLine => ({
  room_id: "r",
  note_seq: 1,
  note_id: "n",
  member_id: "s",
  author_name: "Sana Iqbal",
  client_id: "k",
  body: "Between ourselves",
  created_at: "2026-07-01T08:30:00+00:00",
  author_avatar_id: null,
  ...changes,
});

export async function* each<T>(items: T[]): AsyncGenerator<T> {
  yield* items;
}

/** The whole file in words, as its reader has them. */
export async function read(
  format: TranscriptFormat,
  lines: MessageLine[],
  options: { notes?: NoteLine[]; timeZone?: string; locale?: Locale; subject?: string } = {},
) {
  const { timeZone = "Europe/Berlin", locale = "en", subject = head.subject } = options;
  const bytes = await runInLocale(locale, async () => {
    const writeTime = timeWriter(timeZone);
    const messages = each(lines.map((one) => messageItem(one, writeTime)));
    const items = options.notes ? mergeItems(messages, each(options.notes.map((one) => noteItem(one, writeTime)))) : messages;
    const file = transcriptFile(format, { head: { ...head, subject }, timeZone, madeAt: new Date("2026-11-21T13:00:00Z") }, items);
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.chunks) chunks.push(chunk);
    return Buffer.concat(chunks);
  });
  return format === "pdf" ? (await readPdf(bytes)).text : bytes.toString("utf8");
}

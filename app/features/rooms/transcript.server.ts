/** What the transcript routes answer: the file, or what became of the wish to have it mailed. */
import { Readable } from "node:stream";
import { createReadableStreamFromReadable } from "@remix-run/node";
import { z } from "zod";
import { callDatabase, DatabaseError } from "~/lib/database-errors";
import { getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { movedOrNotFound } from "~/lib/moved-workspace.server";
import type { TranscriptHead } from "~/lib/supabase/database-types";
import type { Session } from "~/lib/supabase/session.server";
import { readNotes, readRoom } from "./rooms.server";
import { isTimeZone, mergeItems, messageItem, noteItem, timeWriter, type TranscriptItem } from "./transcript";
import { transcriptFile } from "./transcript-file.server";
import { type MailOutcome, transcriptFormats } from "./transcript-format";
import { transcriptPolicy } from "./transcript-html";

/** Null when there is no such room for the person. */
async function getHead({ supabase }: Session, ticketId: string): Promise<TranscriptHead | null> {
  const rows = await callDatabase(supabase.rpc("get_transcript_head", { ticket_id: ticketId }));
  return rows[0] ?? null;
}

const PAGE = 200;

/** The room up to its last message at the start: what is written meanwhile is for the next transcript. */
async function* readMessages(session: Session, ticketId: string, head: TranscriptHead, timeZone: string): AsyncGenerator<TranscriptItem> {
  const writeTime = timeWriter(timeZone);
  for (let after = 0; after < head.last_seq;) {
    const page = await readRoom(session, ticketId, { after, pageSize: PAGE });
    // Access that is taken away in the middle breaks the file off, rather than ending it as if it were whole.
    if (!page?.messages.length) throw new Error("The room could not be read to its end.");
    for (const line of page.messages) if (line.seq <= head.last_seq) yield messageItem(line, writeTime);
    after = page.messages.at(-1)!.seq;
  }
}

async function* readNoteItems(session: Session, ticketId: string, timeZone: string): AsyncGenerator<TranscriptItem> {
  const writeTime = timeWriter(timeZone);
  for (let after = 0; ;) {
    const page = await readNotes(session, ticketId, after);
    if (!page?.notes.length) return;
    for (const note of page.notes) yield noteItem(note, writeTime);
    after = page.notes.at(-1)!.note_seq;
  }
}

const wish = z.object({
  format: z.enum(transcriptFormats),
  notes: z.preprocess((value) => value === "1", z.boolean()),
  time_zone: z.preprocess((value) => (typeof value === "string" && isTimeZone(value) ? value : "UTC"), z.string()),
});

const refusal = (status: number, words: string) =>
  new Response(words, { status, headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" } });

/**
 * The GET of a transcript: `format` txt, html or pdf, `time_zone` an IANA name (UTC without), `notes=1` with internal
 * notes. The database gives notes to agents alone, whoever asks.
 */
export async function answerTranscript(session: Session, request: Request, workspaceSlug: string, ticketId: string): Promise<Response> {
  const input = wish.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!input.success) return refusal(400, m.room_not_read());
  const { format, notes, time_zone: timeZone } = input.data;
  let head: TranscriptHead | null;
  try {
    head = (await session.accessToken()) ? await getHead(session, ticketId) : null;
  } catch (error) {
    if (error instanceof DatabaseError && error.status !== 500) return refusal(error.status, error.words);
    throw error;
  }
  // A page that is open may not know that the workspace has another address by now.
  if (head && head.workspace_slug !== workspaceSlug) throw await movedOrNotFound(request);
  if (!head) return refusal(404, m.errors_room_not_found());
  const messages = readMessages(session, ticketId, head, timeZone);
  const items = notes ? mergeItems(messages, readNoteItems(session, ticketId, timeZone)) : messages;
  const file = transcriptFile(format, { head, timeZone, madeAt: new Date() }, items);
  return new Response(createReadableStreamFromReadable(Readable.from(file.chunks)), {
    headers: {
      "Content-Type": file.contentType,
      "Content-Disposition": `attachment; filename="${file.fileName}"`,
      // Should a browser show it nevertheless, it is nobody's page.
      "Content-Security-Policy": `${transcriptPolicy}; sandbox; frame-ancestors 'none'`,
      "Cache-Control": "no-store",
    },
  });
}

type MailAnswer = { ok: boolean; words: string };

/** The POST of a transcript: mails it to the caller's own address. */
export async function mailTranscript(
  session: Session,
  ticketId: string,
  form: FormData,
): Promise<{ status: number; outcome: MailOutcome; answer: MailAnswer }> {
  const input = wish.safeParse(Object.fromEntries(form));
  const refuse = (status: number, words: string) => {
    const outcome: MailOutcome = status === 429 ? "limit" : "failed";
    return { status, outcome, answer: { ok: false, words } };
  };
  if (!input.success) return refuse(422, m.room_not_read());
  if (!(await session.accessToken())) return refuse(401, m.errors_sign_in_required());
  const { format, notes, time_zone } = input.data;
  try {
    const address = await callDatabase(
      session.supabase.rpc("request_transcript", {
        ticket_id: ticketId,
        format,
        include_notes: notes,
        time_zone,
        locale: getLocale(),
      }),
    );
    return { status: 200, outcome: "sent", answer: { ok: true, words: m.room_transcript_sent({ address }) } };
  } catch (error) {
    if (error instanceof DatabaseError && error.status !== 500) return refuse(error.status, error.words);
    throw error;
  }
}

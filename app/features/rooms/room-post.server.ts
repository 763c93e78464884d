/** What the routes of a room answer: pages of lines, and what became of a line that was sent. */
import { z } from "zod";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { MessageLine, NoteLine } from "~/lib/supabase/database-types";
import type { Session } from "~/lib/supabase/session.server";
import { bodyLength, maxBodyLength } from "./body-length";
import { newId } from "./new-id";
import { addNote, readNotes, readRoom, sendMessage } from "./rooms.server";

const maxSeq = 2 ** 31 - 1;
const seqSchema = z.preprocess(
  (value) => (value === null ? undefined : value),
  z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .pipe(z.number().max(maxSeq))
    .optional(),
);

/** `after` or `before` of an address; undefined where it has none, null where it is malformed. */
export function readRange(request: Request): { after?: number; before?: number } | null {
  const query = new URL(request.url).searchParams;
  const after = seqSchema.safeParse(query.get("after"));
  const before = seqSchema.safeParse(query.get("before"));
  if (!after.success || !before.success) return null;
  return { after: after.data, before: before.data };
}

const uuid = z.guid({ error: () => m.room_not_read() });
const postSchema = z.object({
  room_id: uuid,
  client_id: z.preprocess((value) => (value === null || value === "" ? undefined : value), uuid.default(newId)),
  body: z
    .string({ error: () => m.room_not_read() })
    // A form without JavaScript sends line breaks as CR LF. Null characters and halves of characters cannot be stored.
    .transform((body) =>
      body
        .replace(/\r\n?/g, "\n")
        .replaceAll("\0", "")
        .replace(/\p{Surrogate}/gu, "\uFFFD"),
    )
    .refine((body) => bodyLength(body) > 0, { error: () => m.room_empty_body() })
    .refine((body) => bodyLength(body) <= maxBodyLength, { error: () => m.room_too_long() }),
});

export type PostAnswer = { ok: true; line: MessageLine | NoteLine } | { ok: false; status: number; words: string };

/**
 * Sends what a composer posted: fields room_id, body, client_id (made here if absent), and `kind` chooses where.
 *
 * @throws what is not a refusal: the database failing in an unexpected way
 */
export async function postLine(session: Session, form: FormData | URLSearchParams, kind: "message" | "note"): Promise<PostAnswer> {
  const input = postSchema.safeParse({ room_id: form.get("room_id"), client_id: form.get("client_id"), body: form.get("body") });
  if (!input.success) return { ok: false, status: 422, words: input.error.issues[0]?.message ?? m.room_not_read() };
  if (!(await session.accessToken())) return { ok: false, status: 401, words: m.errors_sign_in_required() };
  const { room_id: roomId, client_id: clientId, body } = input.data;
  try {
    const line = await (kind === "note" ? addNote : sendMessage)(session, { roomId, clientId, body });
    return { ok: true, line };
  } catch (error) {
    if (error instanceof DatabaseError && error.status !== 500) return { ok: false, status: error.status, words: error.words };
    throw error;
  }
}

const noStore = { headers: { "Cache-Control": "no-store" } };

function refusal(status: number, words: string): Response {
  return Response.json({ words }, { ...noStore, status });
}

/** The POST of messages and notes: `{ line }`, or `{ words }` with the status of the refusal. */
export async function answerPost(session: Session, request: Request, kind: "message" | "note"): Promise<Response> {
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    return refusal(400, m.room_not_read());
  }
  const answer = await postLine(session, form, kind);
  return answer.ok ? Response.json({ line: answer.line }, noStore) : refusal(answer.status, answer.words);
}

/** The GET of messages and notes: a page as the database gives it, or `{ words }` with a status. */
export async function answerPage(session: Session, request: Request, ticketId: string, kind: "message" | "note"): Promise<Response> {
  const range = readRange(request);
  if (!range) return refusal(400, m.room_not_read());
  if (!(await session.accessToken())) return refusal(401, m.errors_sign_in_required());
  try {
    const page =
      kind === "note" ? await readNotes(session, ticketId, range.after) : await readRoom(session, ticketId, { ...range, pageSize: 100 });
    return page ? Response.json(page, noStore) : refusal(404, m.errors_room_not_found());
  } catch (error) {
    if (error instanceof DatabaseError && error.status !== 500) return refusal(error.status, error.words);
    throw error;
  }
}

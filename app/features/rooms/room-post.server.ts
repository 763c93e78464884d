/** What the routes of a room answer: pages of lines, and what became of a line that was sent or changed. */
import { z } from "zod";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { MessageLine, NoteLine, ReceiptLine } from "~/lib/supabase/database-types";
import type { Session } from "~/lib/supabase/session.server";
import { bodyLength, maxBodyLength } from "./body-length";
import { newId } from "./new-id";
import {
  acknowledgeMessages,
  addNote,
  deleteMessage,
  editMessage,
  readMessageDetails,
  readNotes,
  readRoom,
  sendMessage,
  setReaction,
  type RoomRange,
} from "./rooms.server";

const notRead = { error: () => m.room_not_read() };
const uuid = z.guid(notRead);
const maxSeq = 2 ** 31 - 1;
const seqSchema = z
  .string(notRead)
  .regex(/^\d{1,10}$/, notRead)
  .transform(Number)
  .pipe(z.number().max(maxSeq, notRead));
const changeSchema = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
/** What an address or a form does not have is null there. */
const optional = <Schema extends z.ZodType>(schema: Schema) => z.preprocess((value) => value ?? undefined, schema.optional());

const rangeSchema = z.object({
  after: optional(seqSchema),
  before: optional(seqSchema),
  around: optional(seqSchema),
  changes: optional(changeSchema),
});

/** What part of a room an address asks for; fields are undefined where it says nothing; null for one that is malformed. */
function readRange(request: Request): Omit<RoomRange, "pageSize"> | null {
  const query = new URL(request.url).searchParams;
  const range = rangeSchema.safeParse(Object.fromEntries(Object.keys(rangeSchema.shape).map((name) => [name, query.get(name)])));
  return range.success ? range.data : null;
}

const body = z
  .string(notRead)
  // A form without JavaScript sends line breaks as CR LF. Null characters and halves of characters cannot be stored.
  .transform((text) =>
    text
      .replace(/\r\n?/g, "\n")
      .replaceAll("\0", "")
      .replace(/\p{Surrogate}/gu, "\uFFFD"),
  )
  .refine((text) => bodyLength(text) <= maxBodyLength, { error: () => m.room_too_long() });
const words = body.refine((text) => bodyLength(text) > 0, { error: () => m.room_empty_body() });

const messageSchema = z
  .object({
    room_id: uuid,
    client_id: z.preprocess((value) => (value === null || value === "" ? undefined : value), uuid.default(newId)),
    body,
    reply_to_seq: optional(seqSchema),
    attachment_ids: z.array(uuid).max(100, notRead),
  })
  .refine((message) => message.attachment_ids.length > 0 || bodyLength(message.body) > 0, { error: () => m.room_empty_body() });

const line = { room_id: uuid, seq: seqSchema };
const changeSchemas = {
  "edit-message": z.object({ ...line, body: words }),
  "delete-message": z.object(line),
  "set-reaction": z.object({ ...line, emoji: z.string(notRead).max(100, notRead), is_set: z.enum(["true", "false"], notRead) }),
  "acknowledge-messages": z.object({ room_id: uuid, delivered_seq: seqSchema, read_seq: seqSchema }),
};

type PostAnswer<Answer = Sent> = ({ ok: true } & Answer) | { ok: false; status: number; words: string };

/** Where what cannot be said in its room any more is said: the address of another one, or null. */
type GoOn = (message: { body: string; clientId: string }) => Promise<string | null>;
type Sent = { line: MessageLine | NoteLine } | { movedTo: string };

type Fields = FormData | URLSearchParams;

/** Checks what was posted, does it, and says what became of it. @throws what is not a refusal */
async function attempt<Input, Answer extends object>(
  session: Session,
  input: z.ZodSafeParseResult<Input>,
  act: (input: Input) => Promise<Answer>,
): Promise<PostAnswer<Answer>> {
  if (!input.success) return { ok: false, status: 422, words: input.error.issues[0]?.message ?? m.room_not_read() };
  if (!(await session.accessToken())) return { ok: false, status: 401, words: m.errors_sign_in_required() };
  try {
    return { ok: true, ...(await act(input.data)) };
  } catch (error) {
    if (error instanceof DatabaseError && error.status !== 500) return { ok: false, status: error.status, words: error.words };
    throw error;
  }
}

const pick = (form: Fields, names: string[]) => Object.fromEntries(names.map((name) => [name, form.get(name)]));

/**
 * Sends what a composer posted: fields room_id, body, client_id (made here if absent), for a message also reply_to_seq
 * and any number of attachment_ids.
 *
 * @param goOn asked when the ticket's time is over; its answer is this one's `movedTo`
 * @throws what is not a refusal: the database failing in an unexpected way
 */
export async function postLine(session: Session, form: Fields, kind: "message" | "note", goOn?: GoOn): Promise<PostAnswer> {
  const input = messageSchema.safeParse({
    ...pick(form, ["room_id", "client_id", "body", ...(kind === "message" ? ["reply_to_seq"] : [])]),
    attachment_ids: kind === "message" ? form.getAll("attachment_ids") : [],
  });
  return attempt(
    session,
    input,
    async ({ room_id: roomId, client_id: clientId, body, reply_to_seq: replyToSeq, attachment_ids: attachmentIds }): Promise<Sent> => {
      if (kind === "note") return { line: await addNote(session, { roomId, clientId, body }) };
      try {
        return { line: await sendMessage(session, { roomId, clientId, body, replyToSeq, attachmentIds }) };
      } catch (error) {
        const isOver = error instanceof DatabaseError && error.key === "reopen_window_over";
        const movedTo = isOver && goOn ? await goOn({ body, clientId }) : null;
        if (movedTo === null) throw error;
        return { movedTo };
      }
    },
  );
}

/** Does what a form says about messages that are there: its intent, room_id, and what belongs to the intent. @throws as postLine */
async function postChange(
  session: Session,
  form: Fields,
  intent: keyof typeof changeSchemas,
): Promise<PostAnswer<{ line: MessageLine } | { receipt: ReceiptLine }>> {
  const fields = pick(form, Object.keys(changeSchemas[intent].shape));
  switch (intent) {
    case "edit-message":
      return attempt(session, changeSchemas[intent].safeParse(fields), async ({ room_id: roomId, seq, body }) => ({
        line: await editMessage(session, { roomId, seq, body }),
      }));
    case "delete-message":
      return attempt(session, changeSchemas[intent].safeParse(fields), async ({ room_id: roomId, seq }) => ({
        line: await deleteMessage(session, { roomId, seq }),
      }));
    case "set-reaction":
      return attempt(session, changeSchemas[intent].safeParse(fields), async ({ room_id: roomId, seq, emoji, is_set }) => ({
        line: await setReaction(session, { roomId, seq, emoji, isSet: is_set === "true" }),
      }));
    case "acknowledge-messages":
      return attempt(session, changeSchemas[intent].safeParse(fields), async ({ room_id: roomId, delivered_seq, read_seq }) => ({
        receipt: await acknowledgeMessages(session, { roomId, deliveredSeq: delivered_seq, readSeq: read_seq }),
      }));
  }
}

const noStore = { headers: { "Cache-Control": "no-store" } };

function refusal(status: number, words: string): Response {
  return Response.json({ words }, { ...noStore, status });
}

/**
 * The POST of messages and notes: `{ line }`, `{ movedTo }` or `{ receipt }`, or `{ words }` with the status of the refusal. Of
 * messages the intent says what to do: send-message if there is none.
 */
export async function answerPost(session: Session, request: Request, kind: "message" | "note", goOn?: GoOn): Promise<Response> {
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    return refusal(400, m.room_not_read());
  }
  const intent = form.get("intent") ?? "";
  const isChange = (name: unknown): name is keyof typeof changeSchemas => typeof name === "string" && Object.hasOwn(changeSchemas, name);
  const answer = await (kind === "message" && isChange(intent) ? postChange(session, form, intent) : postLine(session, form, kind, goOn));
  if (!answer.ok) return refusal(answer.status, answer.words);
  const { ok: _ok, ...done } = answer;
  return Response.json(done, noStore);
}

/** The GET of messages and notes: a page as the database gives it, or `{ words }` with a status. */
export async function answerPage(session: Session, request: Request, ticketId: string, kind: "message" | "note"): Promise<Response> {
  const range = readRange(request);
  if (!range) return refusal(400, m.room_not_read());
  if (!(await session.accessToken())) return refusal(401, m.errors_sign_in_required());
  try {
    const page =
      kind === "note"
        ? await readNotes(session, ticketId, range.after)
        : // Whoever catches up has to come back as often as there are pages.
          await readRoom(session, ticketId, { ...range, pageSize: range.changes === undefined ? 100 : 500 });
    return page ? Response.json(page, noStore) : refusal(404, m.errors_room_not_found());
  } catch (error) {
    if (error instanceof DatabaseError && error.status !== 500) return refusal(error.status, error.words);
    throw error;
  }
}

const detailsSchema = z.object({ roomId: uuid, seq: seqSchema });

/** The GET of a message's details, for agents: `{ receipts, versions }`, or `{ words }` with a status. */
export async function answerDetails(session: Session, request: Request, roomId: string): Promise<Response> {
  const asked = detailsSchema.safeParse({ roomId, seq: new URL(request.url).searchParams.get("seq") });
  if (!asked.success) return refusal(400, m.room_not_read());
  if (!(await session.accessToken())) return refusal(401, m.errors_sign_in_required());
  try {
    return Response.json(await readMessageDetails(session, asked.data), noStore);
  } catch (error) {
    if (error instanceof DatabaseError && error.status !== 500) return refusal(error.status, error.words);
    throw error;
  }
}

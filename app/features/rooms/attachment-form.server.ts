/** Files that come in a form, where there is no JavaScript. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { data, type AppLoadContext } from "@remix-run/node";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import { postedForm, refuseWithText } from "~/lib/responses.server";
import type { Session } from "~/lib/supabase/session.server";
import { storeFile, tooLarge } from "./attachment-post.server";
import { BodyTooLong, spool } from "./attachment-spool.server";
import { getAttachmentLimits } from "./attachments.server";
import { readRoom } from "./rooms.server";

/** What all files of a form may have together, and a little for the form around them; `server.js` stops longer bodies. */
const mostBytes = 26 * 1024 * 1024;

/** Room for the text fields of a form, which come before its files. */
const textBytes = 128 * 1024;

type Refused = { status: number; words: string };
export type RoomForm = { form: FormData; refused: Refused | null };

/**
 * What a form of a room asks for. Pages from before the last update send two, the button's last: the other would show a
 * note to the customer.
 */
function settleIntent(form: FormData): FormData {
  const intents = form.getAll("intent");
  if (intents.length > 1) form.set("intent", intents.includes("add-note") ? "add-note" : (intents.at(-1) ?? ""));
  return form;
}

/**
 * The form of a room's composer. Its files are stored, and stand in it as `attachment_ids`. Also one that is refused has
 * its text, so that nobody writes it twice.
 *
 * @throws {Response} 400 for a body that is none, 413 for one that is too long
 */
export async function postedRoomForm(session: Session, request: Request, ticketId: string): Promise<RoomForm> {
  if (!request.headers.get("Content-Type")?.startsWith("multipart/form-data"))
    return { form: settleIntent(await postedForm(request)), refused: null };
  const room = await findRoom(session, ticketId);
  // Whoever has no seat in the room does not get to fill the disk.
  if (typeof room !== "string") return { form: settleIntent(await textOfForm(request)), refused: room };
  const form = settleIntent(await spooledForm(request));
  const files = form.getAll("files").filter((file): file is File => file instanceof File && file.size > 0);
  form.delete("files");
  if (files.length === 0) return { form, refused: null };
  if (form.get("intent") !== "send-message") return { form, refused: { status: 422, words: m.room_note_files() } };
  return { form, refused: await store(session, room, form, files) };
}

/** The id of the ticket's room, or why it cannot be written in. @throws what is not a refusal */
async function findRoom(session: Session, ticketId: string): Promise<string | Refused> {
  if (!(await session.accessToken())) return { status: 401, words: m.errors_sign_in_required() };
  try {
    const room = await readRoom(session, ticketId, { pageSize: 1 });
    return room ? room.room_id : { status: 404, words: m.errors_room_not_found() };
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error: unknown): Refused {
  if (error instanceof DatabaseError && error.status !== 500) return { status: error.status, words: error.words };
  throw error;
}

/** A form up to its first files, which are read and forgotten: a browser shows no answer to what it could not send. */
async function textOfForm(request: Request): Promise<FormData> {
  const type = request.headers.get("Content-Type") ?? "";
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type) ?? [];
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of Readable.fromWeb((request.body ?? new Blob().stream()) as NodeReadableStream) as AsyncIterable<Uint8Array>) {
    if (size < textBytes) chunks.push(chunk);
    size += chunk.length;
    if (size > mostBytes) throw data(null, { status: 413 });
  }
  const isCut = size > textBytes;
  const body = Buffer.concat([
    Buffer.concat(chunks).subarray(0, textBytes),
    Buffer.from(isCut ? `\r\n--${quoted ?? plain ?? ""}--\r\n` : ""),
  ]);
  const form = await postedForm(new Request(request.url, { method: "POST", headers: { "Content-Type": type }, body }));
  form.delete("files");
  return form;
}

async function spooledForm(request: Request): Promise<FormData> {
  try {
    const bytes = await spool(request.body ?? new Blob().stream(), mostBytes);
    return await postedForm(new Request(request.url, { method: "POST", headers: request.headers, body: new Uint8Array(bytes) }));
  } catch (error) {
    if (error instanceof BodyTooLong) throw data(null, { status: 413 });
    throw error;
  }
}

async function store(session: Session, roomId: string, form: FormData, files: File[]): Promise<RoomForm["refused"]> {
  try {
    const limits = await getAttachmentLimits(session, roomId);
    if (files.length > limits.max_attachments_per_message) return { status: 422, words: m.errors_too_many_attachments() };
    const ids = new Set<string>();
    for (const file of files) {
      if (file.size > limits.max_attachment_bytes) return tooLarge(limits.max_attachment_bytes);
      const bytes = Buffer.from(await file.arrayBuffer());
      const clientId = idOf(form.get("client_id"), file.name, bytes);
      const answer = await storeFile(session, { roomId, clientId, name: file.name, bytes });
      if (!answer.ok) return { status: answer.status, words: `${file.name}: ${answer.words}` };
      ids.add(answer.attachment.attachment_id);
    }
    // The same file chosen twice is one.
    for (const id of ids) form.append("attachment_ids", id);
    return null;
  } catch (error) {
    return refusalOf(error);
  }
}

/** The same form sent twice has the same files, and another file in it is another one. */
function idOf(formId: FormDataEntryValue | null, name: string, bytes: Buffer): string {
  const given = typeof formId === "string" && formId !== "" ? formId : crypto.randomUUID();
  const hex = createHash("sha256")
    .update(JSON.stringify([given, name]))
    .update("\0")
    .update(bytes)
    .digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What a page without JavaScript needs to show a refused line again. */
export type RefusedLine = { words: string; text: string; clientId: string; kind: "reply" | "note" };

/**
 * The answer to a line that was refused: the page with the line in its composer, or, where there is no page to show it
 * on, an error page that gives the text back.
 */
export function answerRefusedLine(context: AppLoadContext, form: FormData, { status, words }: Refused) {
  const [text = "", clientId = ""] = [form.get("body"), form.get("client_id")].map((value) => (typeof value === "string" ? value : ""));
  if (status === 401 || status === 404 || status === 503) refuseWithText(context, { status, words, text });
  const kind = form.get("intent") === "add-note" ? "note" : "reply";
  return data<RefusedLine>({ words, text, clientId, kind }, { status });
}

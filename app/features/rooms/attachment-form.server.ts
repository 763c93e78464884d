/** Files that come in a form, where there is no JavaScript. */
import { createHash } from "node:crypto";
import { data } from "@remix-run/node";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import { postedForm } from "~/lib/responses.server";
import type { Session } from "~/lib/supabase/session.server";
import { storeFile, tooLarge } from "./attachment-post.server";
import { BodyTooLong, spool } from "./attachment-spool.server";
import { getAttachmentLimits } from "./attachments.server";
import { readRoom } from "./rooms.server";

/** What all files of a form may have together, and a little for the form around them; `server.js` stops longer bodies. */
const mostBytes = 26 * 1024 * 1024;

export type RoomForm = { form: FormData; refused: { status: number; words: string } | null };

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
 * The form of a room's composer. Its files are stored, and stand in it as `attachment_ids`.
 *
 * @throws {Response} 400 for a body that is none, 413 for one that is too long
 */
export async function postedRoomForm(session: Session, request: Request, ticketId: string): Promise<RoomForm> {
  if (!request.headers.get("Content-Type")?.startsWith("multipart/form-data"))
    return { form: settleIntent(await postedForm(request)), refused: null };
  // Whoever has no seat in the room does not get to fill the disk.
  if (!(await session.accessToken())) return { form: new FormData(), refused: { status: 401, words: m.errors_sign_in_required() } };
  const room = await readRoom(session, ticketId, { pageSize: 1 }).catch(() => null);
  if (!room) return { form: new FormData(), refused: { status: 404, words: m.errors_room_not_found() } };
  const form = settleIntent(await spooledForm(request));
  const files = form.getAll("files").filter((file): file is File => file instanceof File && file.size > 0);
  form.delete("files");
  if (files.length === 0) return { form, refused: null };
  if (form.get("intent") !== "send-message") return { form, refused: { status: 422, words: m.room_note_files() } };
  const refused = await store(session, room.room_id, form, files);
  return { form, refused };
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
    for (const file of files) {
      if (file.size > limits.max_attachment_bytes) return tooLarge(limits.max_attachment_bytes);
      const bytes = Buffer.from(await file.arrayBuffer());
      const clientId = idOf(form.get("client_id"), bytes);
      const answer = await storeFile(session, { roomId, clientId, name: file.name, bytes });
      if (!answer.ok) return { status: answer.status, words: `${file.name}: ${answer.words}` };
      form.append("attachment_ids", answer.attachment.attachment_id);
    }
    return null;
  } catch (error) {
    if (error instanceof DatabaseError && error.status !== 500) return { status: error.status, words: error.words };
    throw error;
  }
}

/** The same form sent twice has the same files, and another file in it is another one. */
function idOf(formId: FormDataEntryValue | null, bytes: Buffer): string {
  const given = typeof formId === "string" && formId !== "" ? formId : crypto.randomUUID();
  const hex = createHash("sha256").update(given).update("\0").update(bytes).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What the routes of a room's files answer. */
import { create as contentDisposition } from "content-disposition";
import { z } from "zod";
import { DatabaseError } from "~/lib/database-errors";
import { formatBytes } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import type { AttachmentLine } from "~/lib/supabase/database-types";
import type { Session } from "~/lib/supabase/session.server";
import { readContent, type ContentRefusal } from "./attachment-content.server";
import { safeFileName } from "./attachment-name.server";
import { isShown } from "./attachment-shown";
import { BodyTooLong, spool } from "./attachment-spool.server";
import { createAttachment, discardAttachment, getAttachment, getAttachmentLimits, openFile } from "./attachments.server";

const noStore = { "Cache-Control": "no-store" };

function refusal(status: number, words: string): Response {
  return Response.json({ words }, { status, headers: noStore });
}

const refusals: Record<ContentRefusal, () => { status: number; words: string }> = {
  empty: () => ({ status: 422, words: m.room_file_empty() }),
  type: () => ({ status: 415, words: m.errors_attachment_type_refused() }),
  dimensions: () => ({ status: 422, words: m.room_file_dimensions() }),
};

export type FileAnswer = { ok: true; attachment: AttachmentLine } | { ok: false; status: number; words: string };

/** Looks into a file, names it and stores it for the person's next message. @throws {DatabaseError} */
export async function storeFile(
  session: Session,
  file: { roomId: string; clientId: string; name: string; bytes: Buffer },
): Promise<FileAnswer> {
  const content = await readContent(file.bytes);
  if (typeof content === "string") return { ok: false, ...refusals[content]() };
  const fileName = safeFileName(file.name, content.contentType);
  const { object_path: _path, ...attachment } = await createAttachment(session, { ...file, fileName, content });
  return { ok: true, attachment };
}

export const tooLarge = (most: number) =>
  ({ ok: false, status: 413, words: most === 0 ? m.room_files_off() : m.room_file_too_large({ limit: formatBytes(most) }) }) as const;

const uploadSchema = z.object({ room_id: z.guid(), client_id: z.guid(), name: z.string().max(1000) });

/**
 * Takes one file in: its bytes are the body, the query says `room_id`, `client_id` and `name`. Answers
 * `{ attachment }`, or `{ words }` with a status. What the request says of the content's type is not even read.
 */
export async function answerUpload(session: Session, request: Request): Promise<Response> {
  const input = uploadSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (request.method !== "POST" || !input.success || !request.body) return refusal(400, m.room_not_read());
  if (!(await session.accessToken())) return refusal(401, m.errors_sign_in_required());
  const { room_id: roomId, client_id: clientId, name } = input.data;
  try {
    const { max_attachment_bytes: most } = await getAttachmentLimits(session, roomId);
    const answer = await take(request, most, (bytes) => storeFile(session, { roomId, clientId, name, bytes }));
    return answer.ok ? Response.json({ attachment: answer.attachment }, { headers: noStore }) : refusal(answer.status, answer.words);
  } catch (error) {
    if (error instanceof DatabaseError && error.status !== 500) return refusal(error.status, error.words);
    throw error;
  }
}

async function take(request: Request, most: number, store: (bytes: Buffer) => Promise<FileAnswer>): Promise<FileAnswer> {
  // What it says of itself saves taking it in; what it really has is counted.
  if (Number(request.headers.get("content-length") ?? 0) > most) return tooLarge(most);
  let bytes: Buffer;
  try {
    bytes = await spool(request.body!, most);
  } catch (error) {
    if (error instanceof BodyTooLong) return tooLarge(most);
    // Cut on the way: whoever sent it is not there to read this.
    return { ok: false, status: 400, words: m.room_not_read() };
  }
  return store(bytes);
}

/**
 * One file to somebody who may read it, asked of the database each time, also by a browser that has it already. What
 * browsers show is answered as the image it is, all else to be saved. It all comes from here: a link to Storage would
 * open without asking, and only here is it certain that no browser guesses what else the bytes could be (the server says
 * `nosniff` with every answer, Storage does not).
 */
export async function answerFile(session: Session, request: Request, attachmentId: string): Promise<Response> {
  try {
    const file = await getAttachment(session, attachmentId);
    if (!file) return notThere();
    const { content_type: contentType, width, height } = file;
    const isImage = isShown({ contentType, width, height }) && !new URL(request.url).searchParams.has("download");
    // A file never changes, so that its id says which bytes they are.
    const tag = `"${file.attachment_id}"`;
    const headers = {
      "Content-Disposition": contentDisposition(file.file_name, { type: isImage ? "inline" : "attachment" }),
      // Opened by itself, an image lies in a page that the browser makes, with styles of its own.
      "Content-Security-Policy": isImage ? "default-src 'none'; style-src 'unsafe-inline'; sandbox" : "default-src 'none'; sandbox",
      // An image is kept by its reader's browser, which asks here before it takes it from there. Not transformed: a
      // compressed answer has no length, and so no progress.
      "Cache-Control": `private, ${isImage ? "no-cache" : "no-store"}, no-transform`,
      ...(isImage && { ETag: tag }),
    };
    if (isImage && isAmong(request.headers.get("if-none-match"), tag)) return new Response(null, { status: 304, headers });
    const isHead = request.method === "HEAD";
    const body = isHead ? null : await openFile(session, file);
    if (!isHead && !body) return notThere();
    return new Response(body, { headers: { ...headers, "Content-Type": contentType, "Content-Length": String(file.byte_size) } });
  } catch (error) {
    if (error instanceof DatabaseError && error.status < 500) return notThere();
    throw error;
  }
}

/** Whether a browser has what is tagged so; what stands between may have marked the tag as weak. */
function isAmong(known: string | null, tag: string): boolean {
  return (known ?? "").split(",").some((each) => each.trim().replace(/^W\//, "") === tag);
}

function notThere(): Response {
  return new Response(m.room_file_gone(), { status: 404, headers: { ...noStore, "Content-Type": "text/plain; charset=utf-8" } });
}

/** Takes a file back that no message has. */
export async function answerDiscard(session: Session, request: Request, attachmentId: string): Promise<Response> {
  const form = await request.formData().catch(() => null);
  if (form?.get("intent") !== "discard-attachment") return refusal(400, m.room_not_read());
  if (!(await session.accessToken())) return refusal(401, m.errors_sign_in_required());
  try {
    await discardAttachment(session, attachmentId);
    return new Response(null, { status: 204, headers: noStore });
  } catch (error) {
    if (error instanceof DatabaseError && error.status !== 500) return refusal(error.status, error.words);
    throw error;
  }
}

/** Every call of the database and of Storage about attached files, with the person's own token. */
import { callDatabase, DatabaseError } from "~/lib/database-errors";
import { reportError } from "~/lib/report-error.server";
import type { AttachmentFile, AttachmentLimits } from "~/lib/supabase/database-types";
import type { Session } from "~/lib/supabase/session.server";
import type { FileContent } from "./attachment-content.server";

const bucket = ({ supabase }: Session) => supabase.storage.from("attachments");

/** @throws {DatabaseError} room_not_found, room_closed */
export async function getAttachmentLimits({ supabase }: Session, roomId: string): Promise<AttachmentLimits> {
  return callDatabase(supabase.rpc("get_attachment_limits", { room_id: roomId }));
}

/**
 * Announces a file and puts its bytes where the database says. The same `clientId` is the same file, so that an
 * attempt whose answer was lost is made again without harm.
 *
 * @throws {DatabaseError} what create_attachment refuses; `storage_unavailable` (503) when Storage does not take it
 */
export async function createAttachment(
  session: Session,
  file: { roomId: string; clientId: string; fileName: string; bytes: Buffer; content: FileContent },
): Promise<AttachmentFile> {
  const { contentType, width, height } = file.content;
  const created = await callDatabase(
    session.supabase.rpc("create_attachment", {
      room_id: file.roomId,
      client_id: file.clientId,
      file_name: file.fileName,
      content_type: contentType,
      byte_size: file.bytes.length,
      width,
      height,
    }),
  );
  const { error } = await bucket(session).upload(created.object_path, file.bytes, {
    contentType: created.content_type,
    // For whoever asks Storage itself: asked each time, and kept by nothing on the way.
    cacheControl: "0",
  });
  // Taken: by an earlier attempt of this file, since nobody else may put anything there.
  if (error && !("statusCode" in error && error.statusCode === "409")) throw storageFailed(error);
  return created;
}

/** A file that the person may read; null for any other, and once its message was deleted. */
export async function getAttachment({ supabase }: Session, attachmentId: string): Promise<AttachmentFile | null> {
  return (await callDatabase(supabase.rpc("get_attachment", { attachment_id: attachmentId })))[0] ?? null;
}

/** @throws {DatabaseError} attachment_not_found */
export async function discardAttachment({ supabase }: Session, attachmentId: string): Promise<void> {
  await callDatabase(supabase.rpc("discard_attachment", { attachment_id: attachmentId }));
}

/** The file's bytes as they come. Null when the file is gone. */
export async function openFile(session: Session, { object_path: path }: AttachmentFile): Promise<ReadableStream | null> {
  const { data, error } = await bucket(session).download(path).asStream();
  if (error) return gone(error);
  return data;
}

function gone(error: Error): null {
  if ("statusCode" in error && error.statusCode === "404") return null;
  // A stream's error says its status alone.
  if ("status" in error && (error.status === 400 || error.status === 404)) return null;
  throw storageFailed(error);
}

function storageFailed(error: Error): DatabaseError {
  reportError(error);
  return new DatabaseError("storage_unavailable", 503, undefined);
}

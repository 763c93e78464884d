/** Every call of the database about messages and notes; files, search and transcripts have theirs beside them: their messages and their internal notes. */
import { callDatabase } from "~/lib/database-errors";
import type { Session } from "~/lib/supabase/session.server";
import type { MessageLine, NoteLine, NotesPage, ReceiptLine, RoomPage, VersionLine } from "~/lib/supabase/database-types";

export type RoomRange = { after?: number; before?: number; around?: number; changes?: number; pageSize?: number };

/**
 * A room's state and a page of messages in order: the newest, those after `after` (to catch up), the newest before
 * `before` (history), or those around `around`; with `changes` also what has changed since that one. Null when there is
 * no such room for the person.
 */
export async function readRoom({ supabase }: Session, ticketId: string, range: RoomRange = {}): Promise<RoomPage | null> {
  const rows = await callDatabase(
    supabase.rpc("read_room", {
      ticket_id: ticketId,
      after_seq: range.after ?? null,
      before_seq: range.before ?? null,
      page_size: range.pageSize ?? 50,
      around_seq: range.around ?? null,
      after_change: range.changes ?? null,
    }),
  );
  return rows[0] ?? null;
}

/** The notes after `after`, in order; null for anybody but the workspace's agents. */
export async function readNotes({ supabase }: Session, ticketId: string, after = 0): Promise<NotesPage | null> {
  const rows = await callDatabase(supabase.rpc("read_notes", { ticket_id: ticketId, after_note_seq: after }));
  return rows[0] ?? null;
}

/**
 * The same `clientId` answers the message that is already there.
 *
 * @throws {DatabaseError} room_not_found, room_closed, too_many_attachments, attachment_not_found, messages_body_length
 */
export async function sendMessage(
  { supabase }: Session,
  message: { roomId: string; body: string; clientId: string; replyToSeq?: number; attachmentIds?: string[] },
): Promise<MessageLine> {
  return callDatabase(
    supabase.rpc("send_message", {
      room_id: message.roomId,
      body: message.body,
      client_id: message.clientId,
      reply_to_seq: message.replyToSeq ?? null,
      attachment_ids: message.attachmentIds ?? [],
    }),
  );
}

/** @throws {DatabaseError} room_not_found, message_not_found, message_deleted, room_closed, edit_window_over, messages_body_length */
export async function editMessage({ supabase }: Session, edit: { roomId: string; seq: number; body: string }): Promise<MessageLine> {
  return callDatabase(supabase.rpc("edit_message", { room_id: edit.roomId, seq: edit.seq, body: edit.body }));
}

/** @throws {DatabaseError} room_not_found, message_not_found, message_deleted, room_closed, edit_window_over */
export async function deleteMessage({ supabase }: Session, message: { roomId: string; seq: number }): Promise<MessageLine> {
  return callDatabase(supabase.rpc("delete_message", { room_id: message.roomId, seq: message.seq }));
}

/** @throws {DatabaseError} room_not_found, message_not_found, message_deleted, room_closed, too_many_reactions, message_reactions_emoji_format */
export async function setReaction(
  { supabase }: Session,
  reaction: { roomId: string; seq: number; emoji: string; isSet: boolean },
): Promise<MessageLine> {
  const { roomId, seq, emoji, isSet } = reaction;
  return callDatabase(supabase.rpc("set_reaction", { room_id: roomId, seq, emoji, is_set: isSet }));
}

/** Never lowers what was acknowledged before. @throws {DatabaseError} room_not_found */
export async function acknowledgeMessages(
  { supabase }: Session,
  receipt: { roomId: string; deliveredSeq: number; readSeq: number },
): Promise<ReceiptLine> {
  const { roomId, deliveredSeq, readSeq } = receipt;
  return callDatabase(supabase.rpc("acknowledge_messages", { room_id: roomId, delivered_seq: deliveredSeq, read_seq: readSeq }));
}

/** Who has a room's messages, by name, and what one of them said before; both empty for anybody but the workspace's agents. */
export async function readMessageDetails(
  { supabase }: Session,
  message: { roomId: string; seq: number },
): Promise<{ receipts: ReceiptLine[]; versions: VersionLine[] }> {
  const { roomId, seq } = message;
  const [receipts, versions] = await Promise.all([
    callDatabase(supabase.rpc("list_receipts", { room_id: roomId })),
    callDatabase(supabase.rpc("list_message_versions", { room_id: roomId, seq })),
  ]);
  return { receipts, versions };
}

/** @throws {DatabaseError} room_not_found, internal_notes_body_length */
export async function addNote({ supabase }: Session, note: { roomId: string; body: string; clientId: string }): Promise<NoteLine> {
  return callDatabase(supabase.rpc("add_note", { room_id: note.roomId, body: note.body, client_id: note.clientId }));
}

/** Every call of the database about rooms: their messages and their internal notes. */
import { callDatabase } from "~/lib/database-errors";
import type { Session } from "~/lib/supabase/session.server";
import type { MessageLine, NoteLine, NotesPage, RoomPage } from "~/lib/supabase/database-types";

/**
 * A room's state and a page of messages in order: the newest, or those after `after` (to catch up), or the newest
 * before `before` (history). Null when there is no such room for the person.
 */
export async function readRoom(
  { supabase }: Session,
  ticketId: string,
  range: { after?: number | null; before?: number | null; pageSize?: number } = {},
): Promise<RoomPage | null> {
  const rows = await callDatabase(
    supabase.rpc("read_room", {
      ticket_id: ticketId,
      after_seq: range.after ?? null,
      before_seq: range.before ?? null,
      page_size: range.pageSize ?? 50,
    }),
  );
  return rows[0] ?? null;
}

/** The notes after `after`, in order; null for anybody but the workspace's agents. */
export async function readNotes({ supabase }: Session, ticketId: string, after = 0): Promise<NotesPage | null> {
  const rows = await callDatabase(supabase.rpc("read_notes", { ticket_id: ticketId, after_note_seq: after }));
  return rows[0] ?? null;
}

/** The same `clientId` answers the message that is already there. @throws {DatabaseError} room_not_found, room_closed, messages_body_length */
export async function sendMessage(
  { supabase }: Session,
  message: { roomId: string; body: string; clientId: string },
): Promise<MessageLine> {
  return callDatabase(supabase.rpc("send_message", { room_id: message.roomId, body: message.body, client_id: message.clientId }));
}

/** @throws {DatabaseError} room_not_found, internal_notes_body_length */
export async function addNote({ supabase }: Session, note: { roomId: string; body: string; clientId: string }): Promise<NoteLine> {
  return callDatabase(supabase.rpc("add_note", { room_id: note.roomId, body: note.body, client_id: note.clientId }));
}

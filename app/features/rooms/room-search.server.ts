/** Search in a room: what the routes of both sides answer. */
import { callDatabase, DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { SearchHit } from "~/lib/supabase/database-types";
import type { Session } from "~/lib/supabase/session.server";
import { maxQueryLength, type SearchPage } from "./room-search";

/** Calls of the database for one answer; each reads 25,000 messages at most. */
const maxCalls = 2;

/**
 * Hits of `?q=`, the newest first, from `?before=` on. Null when there is no such room for the person.
 *
 * @throws {DatabaseError}
 */
export async function searchRoom({ supabase }: Session, request: Request, ticketId: string): Promise<SearchPage | null> {
  const parameters = new URL(request.url).searchParams;
  const query = (parameters.get("q") ?? "").replaceAll("\0", "").trim().slice(0, maxQueryLength);
  const page: SearchPage = { query, messages: [], notes: [], next: readNumber(parameters.get("before")) };
  for (let call = 0; call < maxCalls; call += 1) {
    const rows = await callDatabase(supabase.rpc("search_room", { ticket_id: ticketId, query, before_seq: page.next, page_size: 20 }));
    const found = rows[0];
    if (!found) return null;
    page.messages.push(...found.messages.map(readHit));
    page.notes.push(...found.notes.map(readHit));
    page.next = found.next_before_seq;
    if (page.next === null || page.messages.length > 0) break;
  }
  return page;
}

/** The number of a message in an address; null for anything else. */
export function readNumber(text: string | null): number | null {
  return /^[1-9]\d{0,8}$/.test(text ?? "") ? Number(text) : null;
}

function readHit({ kind, seq, near_seq, sender_name, sender_type, excerpt, created_at }: SearchHit): SearchPage["messages"][number] {
  return {
    kind: kind === "note" ? "note" : "message",
    seq,
    nearSeq: near_seq,
    senderName: sender_name,
    senderType: sender_type,
    excerpt,
    createdAt: created_at,
  };
}

/** The GET of hits: a page of them, or `{ words }` with a status. */
export async function answerHits(session: Session, request: Request, ticketId: string): Promise<Response> {
  const noStore = { "Cache-Control": "no-store" };
  if (!(await session.accessToken())) return Response.json({ words: m.errors_sign_in_required() }, { status: 401, headers: noStore });
  try {
    const page = await searchRoom(session, request, ticketId);
    if (page) return Response.json(page, { headers: noStore });
    return Response.json({ words: m.errors_room_not_found() }, { status: 404, headers: noStore });
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.status === 500) throw error;
    return Response.json({ words: error.words }, { status: error.status, headers: noStore });
  }
}

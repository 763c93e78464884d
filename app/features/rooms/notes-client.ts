/** Internal notes of a room: the desk alone imports this. */
import type { NoteLine, NotesPage } from "~/lib/supabase/database-types";
import type { Line, Me } from "./line";
import { LineFeed, type FeedPage } from "./line-feed";
import { tabOutbox } from "./outbox";

/** A note as the database sends it; null for anything else. */
export function noteLine(payload: unknown): Line | null {
  if (typeof payload !== "object" || payload === null) return null;
  const { note_seq: seq, note_id, member_id, author_name, client_id, body, created_at } = payload as Partial<NoteLine>;
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 1) return null;
  if (![note_id, member_id, author_name, client_id, body, created_at].every((value) => typeof value === "string")) return null;
  return {
    seq,
    id: note_id ?? "",
    senderType: "agent",
    senderId: member_id ?? null,
    senderName: author_name ?? "",
    clientId: client_id ?? null,
    body: body ?? "",
    createdAt: created_at ?? "",
  };
}

/** @param page as the route of the notes answers it; a full page says that there may be more */
export function readNotesPage(page: NotesPage): FeedPage {
  const lines = page.notes.map(noteLine).filter((line): line is Line => line !== null);
  const last = lines.at(-1)?.seq ?? 0;
  return { topic: page.topic, lines, lastSeq: lines.length >= notesPageSize ? last + 1 : last };
}

/** As many notes as the database gives at once. */
const notesPageSize = 200;

export function notesFeed(options: {
  roomId: string;
  me: Me;
  page: NotesPage;
  url: string;
  isVisible?: () => boolean;
}): LineFeed<FeedPage> {
  const { roomId, me, page, url, isVisible } = options;
  return new LineFeed({
    first: readNotesPage(page),
    me,
    roomId,
    url,
    event: "note_created",
    readPage: (json) => readNotesPage(json as NotesPage),
    readLine: noteLine,
    outbox: tabOutbox(`outbox:${roomId}:${me.id}:notes`),
    isVisible,
  });
}

/** Internal notes of a room, and which agents look at it: the desk alone imports this. */
import type { RealtimeConnection } from "~/lib/realtime/connection";
import type { NoteLine, NotesPage } from "~/lib/supabase/database-types";
import { openOutbox } from "./browser-outbox";
import { textLine, type Line, type Me, type Outgoing } from "./line";
import type { FeedPage } from "./feed-options";
import { LineFeed } from "./line-feed";
import { newId } from "./new-id";
import { readMember } from "./presence";
import { PresenceKeeper, ServerClock } from "./presence-keeper";
import { roomRequests } from "./room-requests";

/** A note as the database sends it; null for anything else. */
function noteLine(payload: unknown): Line | null {
  if (typeof payload !== "object" || payload === null) return null;
  const { note_seq: seq, note_id, member_id, author_name, client_id, body, created_at, author_avatar_id } = payload as Partial<NoteLine>;
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 1) return null;
  if (![note_id, member_id, author_name, client_id, body, created_at].every((value) => typeof value === "string")) return null;
  return textLine({
    seq,
    id: note_id ?? "",
    senderType: "agent",
    senderId: member_id ?? null,
    senderName: author_name ?? "",
    senderAvatarId: author_avatar_id ?? null,
    clientId: client_id ?? null,
    body: body ?? "",
    createdAt: created_at ?? "",
  });
}

/** @param page as the route of the notes answers it; a full page says that there may be more */
export function readNotesPage(page: NotesPage): FeedPage {
  const lines = page.notes.map(noteLine).filter((line): line is Line => line !== null);
  const last = lines.at(-1)?.seq ?? 0;
  const lastSeq = lines.length >= notesPageSize ? last + 1 : last;
  // A note is never changed.
  return { topic: page.topic, lines, lastSeq, changeSeq: 0, changes: [], changesTo: 0 };
}

/** As many notes as the database gives at once. */
const notesPageSize = 200;

/** Another agent who has the ticket open. Only the id is said there, and by themselves: a name comes from rows. */
export type Viewer = { memberId: string; isWriting: boolean };

export class NotesClient {
  readonly feed: LineFeed<FeedPage>;
  private viewers: readonly Viewer[] = [];
  private readonly watchers = new Set<() => void>();
  private readonly presence: PresenceKeeper<{ member_id: string }, string>;

  constructor(options: { roomId: string; me: Me; page: NotesPage; url: string; fetch?: typeof fetch; isVisible?: () => boolean }) {
    const { roomId, me, page, url } = options;
    const clock = new ServerClock();
    const key = newId();
    this.presence = new PresenceKeeper({
      about: { member_id: me.id },
      key,
      readWho: readMember,
      clock,
      track: (state) => this.feed.track(state),
      onPeople: (people) =>
        this.show([...people].filter(([id]) => id !== me.id).map(([memberId, { isTyping }]) => ({ memberId, isWriting: isTyping }))),
    });
    this.feed = new LineFeed({
      first: readNotesPage(page),
      me,
      roomId,
      requests: roomRequests({ url, fetch: options.fetch, onServerTime: (time) => clock.heard(time) }),
      event: "note_created",
      presenceKey: key,
      readPage: (json) => readNotesPage(json as NotesPage),
      readLine: noteLine,
      onLines: (lines) => lines.forEach(({ senderId }) => senderId && this.presence.said(senderId)),
      onStatus: (status) => this.presence.setLive(status === "live", this.feed.pushes),
      onPresence: (states) => this.presence.heard(states),
      outbox: openOutbox({ side: "agent", personId: me.id, roomId, kind: "note", url }),
      isVisible: options.isVisible,
    });
  }

  readonly getViewers = (): readonly Viewer[] => this.viewers;

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  start(connection: RealtimeConnection): () => void {
    const stop = this.feed.start(connection);
    return () => {
      stop();
      this.presence.stop();
    };
  }

  wake(): void {
    this.feed.wake();
  }

  /** A key was pressed, in a note or in a reply: the other agents are told, so that two do not answer the same. */
  typed(): void {
    this.presence.typed();
  }

  /** What was written is there. */
  written(): void {
    this.presence.sent();
  }

  send(body: string, clientId: string): void {
    this.written();
    this.feed.sender.send({ body, clientId });
  }

  retry(clientId: string): void {
    this.feed.sender.retry(clientId);
  }

  discard(clientId: string): Outgoing | undefined {
    return this.feed.sender.discard(clientId);
  }

  private show(viewers: readonly Viewer[]): void {
    if (JSON.stringify(viewers) === JSON.stringify(this.viewers)) return;
    this.viewers = viewers;
    this.watchers.forEach((watcher) => watcher());
  }
}

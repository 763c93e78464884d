/** The room of a page: its messages, who is there, and whether it is still open. */
import type { RealtimeConnection } from "~/lib/realtime/connection";
import type { RoomPage, RoomStatus } from "~/lib/supabase/database-types";
import { messageLine, type Line, type Me } from "./line";
import { LineFeed, type FeedPage } from "./line-feed";
import { newId } from "./new-id";
import { tabOutbox } from "./outbox";
import { nobody, PeopleTracker, PresencePacer, type People, type Side } from "./presence";

type MessagesPage = FeedPage & { status: RoomStatus; changeSeq: number };

/** @param page as the route of the messages answers it */
export function readRoomPage(page: RoomPage): MessagesPage {
  return {
    topic: page.topic,
    lastSeq: page.last_seq,
    status: page.status,
    changeSeq: page.change_seq,
    lines: page.messages.map(messageLine).filter((line): line is Line => line !== null),
  };
}

export type RoomClientOptions = {
  side: Side;
  me: Me;
  page: RoomPage;
  /** Of the route that answers and takes messages, without a query. */
  url: string;
  /** Something besides messages happened to the ticket: its status, its agent. */
  onTicketChanged?: () => void;
  fetch?: typeof fetch;
  isVisible?: () => boolean;
};

/** What of a room is not its lines. */
export type RoomState = { people: People; roomStatus: RoomStatus };

export class RoomClient {
  readonly feed: LineFeed<MessagesPage>;
  private onTicketChanged: (() => void) | undefined;
  private state: RoomState;
  private readonly watchers = new Set<() => void>();
  private readonly pacer: PresencePacer;
  private readonly tracker: PeopleTracker;
  private changeSeq: number;
  /** What the server's clock is ahead of this device's, in milliseconds. */
  private serverAhead = 0;
  private paceTimer: ReturnType<typeof setTimeout> | undefined;
  private peopleTimer: ReturnType<typeof setTimeout> | undefined;
  private isLive = false;

  constructor(options: RoomClientOptions) {
    const { side, me, page } = options;
    const presenceKey = newId();
    this.onTicketChanged = options.onTicketChanged;
    this.state = { people: nobody, roomStatus: page.status };
    this.changeSeq = page.change_seq;
    this.pacer = new PresencePacer(side);
    this.tracker = new PeopleTracker(presenceKey);
    this.feed = new LineFeed({
      first: readRoomPage(page),
      me,
      roomId: page.room_id,
      url: options.url,
      event: "message_created",
      presenceKey,
      readPage: (json) => readRoomPage(json as RoomPage),
      readLine: messageLine,
      outbox: tabOutbox(`outbox:${page.room_id}:${me.id}`),
      onPage: ({ status, changeSeq }) => this.compare(status, changeSeq),
      onLines: (lines) => this.ended(lines),
      // What changed stands in the ticket; the fetch brings status and change_seq.
      onEvent: (event) => {
        if (event === "room_changed") void this.feed.sync();
      },
      onStatus: (status) => {
        this.isLive = status === "live";
        if (this.isLive) this.pacer.joined();
        else this.tracker.update({}, this.serverNow());
        this.pace();
        this.showPeople();
      },
      onPresence: (states) => {
        this.tracker.update(states, this.serverNow());
        this.showPeople();
      },
      onServerTime: (time) => {
        // The header has whole seconds.
        const ahead = time + 500 - Date.now();
        if (Math.abs(ahead - this.serverAhead) > 1500) this.serverAhead = ahead;
      },
      fetch: options.fetch,
      isVisible: options.isVisible,
    });
  }

  readonly getState = (): RoomState => this.state;

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  start(connection: RealtimeConnection): () => void {
    const stop = this.feed.start(connection);
    return () => {
      stop();
      this.isLive = false;
      clearTimeout(this.paceTimer);
      clearTimeout(this.peopleTimer);
    };
  }

  /** Says anew what to call; a page's callback is another one in each render. */
  whenTicketChanges(onTicketChanged: (() => void) | undefined): void {
    this.onTicketChanged = onTicketChanged;
  }

  /** A newer page of the loader. */
  take(page: RoomPage): void {
    this.feed.take(readRoomPage(page));
  }

  /** A key was pressed in the composer. */
  typed(): void {
    this.pacer.typed(Date.now());
    this.pace();
  }

  send(body: string, clientId: string): void {
    this.pacer.sent();
    this.feed.send(body, clientId);
  }

  private serverNow(): number {
    return Date.now() + this.serverAhead;
  }

  private pace(): void {
    clearTimeout(this.paceTimer);
    if (!this.isLive) return;
    const now = Date.now();
    const state = this.pacer.take(now, this.serverNow());
    if (state) this.feed.track(state);
    const dueAt = this.pacer.dueAt(now);
    if (dueAt !== null) this.paceTimer = setTimeout(() => this.pace(), dueAt - now + 1);
  }

  private ended(lines: readonly Line[]): void {
    for (const { senderType } of lines) if (senderType !== "system") this.tracker.said(senderType, this.serverNow());
    this.showPeople();
  }

  private showPeople(): void {
    clearTimeout(this.peopleTimer);
    const now = this.serverNow();
    const people = this.tracker.people(now);
    if (JSON.stringify(people) !== JSON.stringify(this.state.people)) this.set({ people });
    const changesAt = this.tracker.changesAt(now);
    if (changesAt !== null) this.peopleTimer = setTimeout(() => this.showPeople(), changesAt - now + 10);
  }

  private compare(roomStatus: RoomStatus, changeSeq: number): void {
    if (roomStatus !== this.state.roomStatus) this.set({ roomStatus });
    if (changeSeq === this.changeSeq) return;
    this.changeSeq = changeSeq;
    this.onTicketChanged?.();
  }

  private set(change: Partial<RoomState>): void {
    this.state = { ...this.state, ...change };
    this.watchers.forEach((watcher) => watcher());
  }
}

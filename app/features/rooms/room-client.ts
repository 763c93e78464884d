/** The room of a page: its messages, up to where they were read, who is there, and whether it is still open. */
import { m } from "~/lib/i18n/messages";
import type { RealtimeConnection } from "~/lib/realtime/connection";
import type { RoomPage, RoomStatus } from "~/lib/supabase/database-types";
import { Acknowledger, type Acknowledged } from "./acknowledger";
import { openOutbox } from "./browser-outbox";
import { messageLine, type Line, type Me, type Outgoing } from "./line";
import { edited, reacted, removed, type PendingEdit } from "./line-edits";
import { LineFeed } from "./line-feed";
import { newId } from "./new-id";
import type { Outbox } from "./outbox";
import { nobody, readSide, type People, type Side } from "./presence";
import { PresenceKeeper, ServerClock } from "./presence-keeper";
import { firstUnread, raise, type Receipt } from "./receipts";
import { readRoomChange, readRoomPage, type MessagesPage } from "./room-page";
import { roomRequests, type Answer, type RoomRequests } from "./room-requests";

export type RoomClientOptions = {
  side: Side;
  me: Me;
  page: RoomPage;
  /** A stretch of history that is shown first. */
  around?: RoomPage | null;
  /** Of the route that answers and takes messages, without a query. */
  url: string;
  /** Something besides messages happened to the ticket: its status, its agent, its participants. */
  onTicketChanged?: () => void;
  outbox?: Outbox;
  fetch?: typeof fetch;
  isVisible?: () => boolean;
};

/** What of a room is not its lines. */
export type RoomState = { people: People; roomStatus: RoomStatus };

/** What became of an edit: `words` say why it was refused, for people. */
export type Outcome = { ok: true } | { ok: false; words: string };

export class RoomClient {
  readonly feed: LineFeed<MessagesPage>;
  private onTicketChanged: (() => void) | undefined;
  private state: RoomState;
  private readonly watchers = new Set<() => void>();
  private readonly requests: RoomRequests;
  private readonly presence: PresenceKeeper<{ side: Side }, Side>;
  private readonly acknowledger: Acknowledger;
  private readonly clock = new ServerClock();
  /** Up to where the reader has scrolled, also while the page was hidden. */
  private seenSeq = 0;
  /** The changes after which the receipts of the last page were, and the status is. */
  private receiptsAt: number;
  private statusAt: number;
  /** Edits go one after another, or the last word would not be the last. */
  private editing: Promise<unknown> = Promise.resolve();
  private changedTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: RoomClientOptions) {
    const { side, me, page, url } = options;
    const first = readRoomPage(page);
    const { clock } = this;
    const key = newId();
    this.onTicketChanged = options.onTicketChanged;
    this.state = { people: nobody, roomStatus: page.status };
    this.receiptsAt = this.statusAt = first.changeSeq;
    this.requests = roomRequests({ url, fetch: options.fetch, onServerTime: (time) => clock.heard(time) });
    this.presence = new PresenceKeeper({
      about: { side },
      key,
      readWho: readSide,
      clock,
      track: (state) => this.feed.track(state),
      onPeople: (people) => this.showPeople(people),
    });
    this.feed = new LineFeed({
      first,
      around: options.around && readRoomPage(options.around),
      me,
      roomId: page.room_id,
      requests: this.requests,
      event: "message_created",
      presenceKey: key,
      readPage: (json) => readRoomPage(json as RoomPage),
      readLine: messageLine,
      outbox: options.outbox ?? openOutbox({ side, personId: me.id, roomId: page.room_id, kind: "message", url }),
      onPage: (newer) => this.takeRest(newer),
      onLines: (lines) => this.heardLines(lines),
      onEvent: (event, payload) => {
        if (event === "room_changed") this.heardChange(payload);
      },
      onStatus: (status) => this.presence.setLive(status === "live", this.feed.pushes),
      onPresence: (states) => this.presence.heard(states),
      isVisible: options.isVisible,
    });
    const { receipts, myReadSeq } = first;
    this.feed.set({ receipts, myReadSeq, firstUnreadSeq: firstUnread(first.lines, first.lastSeq, myReadSeq, me) });
    // That of all agents together says nothing about this one: without an own receipt, what was read was received.
    const own = receipts.find(({ participantId }) => participantId === me.id);
    const known = { deliveredSeq: own?.deliveredSeq ?? myReadSeq, readSeq: myReadSeq };
    this.acknowledger = new Acknowledger(known, (wanted) => this.acknowledge(wanted));
    this.acknowledger.raise({ deliveredSeq: this.lastOfOthers(first.lastSeq) });
  }

  readonly getState = (): RoomState => this.state;

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  start(connection: RealtimeConnection): () => void {
    const stop = this.feed.start(connection);
    const stopAcknowledging = this.acknowledger.start();
    return () => {
      stop();
      stopAcknowledging();
      this.presence.stop();
      clearTimeout(this.changedTimer);
    };
  }

  /** The page may have missed something, or somebody looks at it again. */
  wake(): void {
    this.feed.wake();
    this.readTo(this.seenSeq);
  }

  /** Says anew what to call; a page's callback is another one in each render. */
  whenTicketChanges(onTicketChanged: (() => void) | undefined): void {
    this.onTicketChanged = onTicketChanged;
  }

  /** A newer page of the loader. */
  take(page: RoomPage): void {
    this.feed.take(readRoomPage(page));
  }

  /** Milliseconds since 1970 by the server's clock, whatever this device's says. */
  serverNow(): number {
    return this.clock.now();
  }

  /** A key was pressed in the composer. */
  typed(): void {
    this.presence.typed();
  }

  /** Shows the line at once and sends it as soon as its turn comes. */
  send(body: string, clientId: string, more: Pick<Outgoing, "replyTo" | "attachments"> = {}): void {
    this.presence.sent();
    this.feed.sender.send({ body, clientId, ...more });
  }

  retry(clientId: string): void {
    this.feed.sender.retry(clientId);
  }

  /** @returns the line, so that its text can be put back where it was written */
  discard(clientId: string): Outgoing | undefined {
    return this.feed.sender.discard(clientId);
  }

  loadOlder(): Promise<void> {
    return this.feed.loadOlder();
  }

  loadNewer(): Promise<void> {
    return this.feed.loadNewer();
  }

  jumpTo(seq: number): Promise<boolean> {
    return this.feed.jumpTo(seq);
  }

  backToEnd(): void {
    this.feed.backToEnd();
  }

  edit(seq: number, body: string): Promise<Outcome> {
    return this.change({ seq, change: edited(body, new Date().toISOString()) }, { intent: "edit-message", body });
  }

  remove(seq: number): Promise<Outcome> {
    return this.change({ seq, change: removed(new Date().toISOString()) }, { intent: "delete-message" });
  }

  react(seq: number, emoji: string, isSet: boolean): Promise<Outcome> {
    const { me } = this.options;
    return this.change({ seq, change: reacted(emoji, isSet, me) }, { intent: "set-reaction", emoji, is_set: String(isSet) });
  }

  /** The reader has seen the room up to this line. Counts once the page is visible. */
  readTo(seq: number): void {
    this.seenSeq = Math.max(this.seenSeq, seq);
    if (!(this.options.isVisible?.() ?? true)) return;
    const readSeq = this.lastOfOthers(this.seenSeq);
    if (readSeq <= this.feed.getSnapshot().myReadSeq) return;
    this.feed.set({ myReadSeq: readSeq });
    this.acknowledger.raise({ readSeq });
  }

  private async change(edit: PendingEdit, fields: Record<string, string>): Promise<Outcome> {
    const form = { ...fields, room_id: this.options.page.room_id, seq: String(edit.seq) };
    const answer = await this.feed.edit(edit, () => {
      // Each of them may be done twice: a failure may be an answer that was lost.
      const done = this.editing.then(async () => {
        const first = await this.requests.post(form);
        return first.kind === "failed" ? this.requests.post(form) : first;
      });
      this.editing = done;
      return done;
    });
    if (answer.kind === "ok") return { ok: true };
    const words = { refused: "", signed_out: m.errors_sign_in_required(), failed: m.room_not_changed() };
    return { ok: false, words: answer.kind === "refused" ? answer.words : words[answer.kind] };
  }

  private acknowledge({ deliveredSeq, readSeq }: Acknowledged): Promise<Answer> {
    return this.requests.post({
      intent: "acknowledge-messages",
      room_id: this.options.page.room_id,
      delivered_seq: String(deliveredSeq),
      read_seq: String(readSeq),
    });
  }

  /** The number of the last line that others have said, up to one. What a person says themselves they have read. */
  private lastOfOthers(upTo: number): number {
    const { log, window } = this.feed.getSnapshot();
    const lines = window && upTo < (log.lines[0]?.seq ?? 0) ? window.lines : log.lines;
    return lines.findLast((line) => line.seq <= upTo && line.senderType !== "system" && line.senderId !== this.options.me.id)?.seq ?? 0;
  }

  private heardLines(lines: readonly Line[]): void {
    for (const { senderType } of lines) if (senderType !== "system") this.presence.said(senderType);
    if (lines.some(({ senderType }) => senderType === "system")) this.ticketChanged();
    this.acknowledger.raise({ deliveredSeq: this.lastOfOthers(Infinity) });
  }

  private heardChange(payload: unknown): void {
    const change = readRoomChange(payload);
    if (!change) return void this.feed.sync();
    this.heardReceipt(change.receipt);
    this.feed.hearChange(change);
    if (change.status) this.takeStatus(change.status, change.changeSeq);
    if (["status", "assigned", "participants"].includes(change.kind)) this.ticketChanged();
  }

  private heardReceipt(receipt: Receipt | null): void {
    const { receipts } = this.feed.getSnapshot();
    const raised = receipt ? raise(receipts, receipt) : receipts;
    if (raised !== receipts) this.feed.set({ receipts: raised });
    // Read on another device, or in another tab.
    if (receipt?.participantId === this.options.me.id && receipt.readSeq > this.feed.getSnapshot().myReadSeq)
      this.feed.set({ myReadSeq: receipt.readSeq });
  }

  private takeRest({ status, receipts, changeSeq, myReadSeq }: MessagesPage): void {
    const { feed } = this;
    if (changeSeq >= this.receiptsAt) {
      this.receiptsAt = changeSeq;
      const before = feed.getSnapshot().receipts;
      // Who is not in there any more has left the room.
      const now = receipts.flatMap((one) => raise(before, one).filter(({ participantId }) => participantId === one.participantId));
      if (JSON.stringify(now) !== JSON.stringify(before)) feed.set({ receipts: now });
    }
    if (myReadSeq > feed.getSnapshot().myReadSeq) feed.set({ myReadSeq });
    if (this.takeStatus(status, changeSeq)) this.ticketChanged();
  }

  /** Pushes come late and doubled, and pages cross them: the status after the later change holds. @returns whether it is another one */
  private takeStatus(roomStatus: RoomStatus, changeSeq: number): boolean {
    if (changeSeq < this.statusAt) return false;
    this.statusAt = changeSeq;
    if (roomStatus === this.state.roomStatus) return false;
    this.set({ roomStatus });
    return true;
  }

  /** Several signs of one change come at once. */
  private ticketChanged(): void {
    clearTimeout(this.changedTimer);
    this.changedTimer = setTimeout(() => this.onTicketChanged?.(), 100);
  }

  private showPeople(seen: Map<Side, { isTyping: boolean }>): void {
    const side = (of: Side) => ({ isHere: seen.has(of), isTyping: seen.get(of)?.isTyping ?? false });
    const people = { customer: side("customer"), agent: side("agent") };
    if (JSON.stringify(people) !== JSON.stringify(this.state.people)) this.set({ people });
  }

  private set(change: Partial<RoomState>): void {
    this.state = { ...this.state, ...change };
    this.watchers.forEach((watcher) => watcher());
  }
}

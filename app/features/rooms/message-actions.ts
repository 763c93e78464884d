/**
 * What people do with messages that are there: answer, react, edit, delete; and how far the own ones have come. Without
 * React and beside the list's props: a row that asks for its part alone is drawn anew alone.
 */
import { m } from "~/lib/i18n/messages";
import { bodyLength, maxBodyLength } from "./body-length";
import type { Line, Me, Outgoing } from "./line";
import { lineAt } from "./line-log";
import type { Side } from "./presence";
import { shownDeliveries, type Delivery, type Receipt } from "./receipts";
import type { Outcome, RoomClient } from "./room-client";

/** What a line that is being written answers. */
export type ReplyTo = NonNullable<Outgoing["replyTo"]>;

/** Whether an own message may still be changed; `over` when the time for it has passed. */
export type Change = "may" | "over" | "never";

/** An edit that is being written. `words` say why it could not be saved, or cannot be now. */
export type Editing = { seq: number; text: string; words: string | null };

export type ActionsState = {
  replyTo: ReplyTo | null;
  editing: Editing | null;
  /** What became of something, in words; `isProblem` when it was refused. */
  notice: { words: string; isProblem: boolean } | null;
  dialog: { kind: "delete" | "details" | "react"; seq: number } | null;
  /** By number: at the last own message of each state alone. */
  deliveries: ReadonlyMap<number, Delivery>;
  isOpen: boolean;
  /** Number of the message whose menu the Tab key reaches; the arrow keys move between them. */
  tabStop: number | null;
};

export type RoomNow = { lines: readonly Line[]; shown: readonly Line[]; receipts: readonly Receipt[]; isOpen: boolean };

type ActionsOptions = {
  room: Pick<RoomClient, "edit" | "remove" | "react" | "serverNow">;
  me: Me;
  side: Side;
  editWindowMs: number;
  now: RoomNow;
};

const excerptLength = 160;

export class MessageActions {
  readonly me: Me;
  readonly side: Side;
  readonly editWindowMs: number;
  private state: ActionsState;
  private now: RoomNow;
  /** Edits that another one came before; each is opened again when that has ended. */
  private aside: readonly Editing[] = [];
  private readonly watchers = new Set<() => void>();

  constructor(private readonly options: ActionsOptions) {
    const { me, side, editWindowMs, now } = options;
    this.me = me;
    this.side = side;
    this.editWindowMs = editWindowMs;
    this.now = now;
    this.state = {
      replyTo: null,
      editing: null,
      notice: null,
      dialog: null,
      deliveries: shownDeliveries(now.lines, now.receipts, me),
      isOpen: now.isOpen,
      tabStop: lastWithMenu(now.shown),
    };
  }

  readonly getState = (): ActionsState => this.state;

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** The room as it is now. */
  update(now: RoomNow): void {
    const before = this.now;
    this.now = now;
    const isSame = before.lines === now.lines && before.receipts === now.receipts;
    const deliveries = isSame ? this.state.deliveries : shownDeliveries(now.lines, now.receipts, this.me);
    const { replyTo, editing } = this.state;
    this.set({
      deliveries: isEqual(deliveries, this.state.deliveries) ? this.state.deliveries : deliveries,
      isOpen: now.isOpen,
      tabStop: before.shown === now.shown ? this.state.tabStop : lastWithMenu(now.shown),
      // What is deleted meanwhile, here or on another device, is answered and edited no more.
      replyTo: replyTo && this.line(replyTo.seq)?.deletedAt ? null : replyTo,
      editing: editing && this.line(editing.seq)?.deletedAt ? this.fromAside() : editing,
    });
    // Opened again the room may be; what was typed is kept until then, and can be copied.
    if (this.state.editing && before.isOpen !== now.isOpen)
      this.set({ editing: { ...this.state.editing, words: now.isOpen ? null : m.room_closed() } });
  }

  line(seq: number): Line | undefined {
    return lineAt(this.now.shown, seq) ?? lineAt(this.now.lines, seq);
  }

  mayChange({ senderId, deletedAt, createdAt }: Line): Change {
    if (senderId !== this.me.id || deletedAt !== null || !this.now.isOpen) return "never";
    return this.options.room.serverNow() < Date.parse(createdAt) + this.editWindowMs ? "may" : "over";
  }

  reply({ seq, senderName, body }: Line): void {
    this.set({ replyTo: { seq, senderName, excerpt: body.slice(0, excerptLength) }, notice: null });
  }

  setReply(replyTo: ReplyTo | null): void {
    this.set({ replyTo });
  }

  /** What the line that is being sent answers; the next one answers nothing any more. */
  takeReply(): ReplyTo | undefined {
    const { replyTo } = this.state;
    if (replyTo) this.set({ replyTo: null });
    return replyTo ?? undefined;
  }

  startEdit({ seq, body }: Line): void {
    const { editing } = this.state;
    const again = this.aside.find((one) => one.seq === seq);
    if (editing && editing.seq !== seq && this.line(editing.seq)?.body !== editing.text) this.aside = [editing, ...this.aside];
    this.aside = this.aside.filter((one) => one.seq !== seq);
    this.set({ editing: again ?? (editing?.seq === seq ? editing : { seq, text: body, words: null }), notice: null });
  }

  /** Edits the last own message. @returns false when there is none that may still be changed */
  editLast(): boolean {
    const last = this.now.shown.findLast((line) => line.senderId === this.me.id && line.deletedAt === null);
    if (!last || this.mayChange(last) !== "may") return false;
    this.startEdit(last);
    return true;
  }

  changeEdit(text: string): void {
    const { editing } = this.state;
    if (editing) this.set({ editing: { ...editing, text } });
  }

  cancelEdit(): void {
    this.set({ editing: this.fromAside() });
  }

  /** Shows the edit at once; a refused one is opened again, with what was typed. @returns false when it cannot be saved as it is */
  saveEdit(): boolean {
    const { editing } = this.state;
    const length = bodyLength(editing?.text ?? "");
    if (!editing || length === 0 || length > maxBodyLength) return false;
    const { seq } = editing;
    const text = editing.text.trim();
    this.set({ editing: this.fromAside() });
    if (this.line(seq)?.body !== text)
      void this.options.room.edit(seq, text).then((outcome) => {
        if (!outcome.ok) this.giveBack({ seq, text, words: outcome.words });
      });
    return true;
  }

  private giveBack(refused: Editing): void {
    const { editing } = this.state;
    if (!editing) return this.set({ editing: refused });
    // Begun anew, it began with the refused text.
    if (editing.seq === refused.seq) return this.set({ editing: { ...editing, words: refused.words } });
    this.aside = [...this.aside, refused];
    this.notify(refused.words ?? "", true);
  }

  private fromAside(): Editing | null {
    const [next = null, ...rest] = this.aside.filter(({ seq }) => !this.line(seq)?.deletedAt);
    this.aside = rest;
    return next;
  }

  remove(seq: number): void {
    this.set({ dialog: null, notice: null });
    void this.options.room.remove(seq).then((outcome) => this.tell(outcome));
  }

  react(seq: number, emoji: string, isSet: boolean): void {
    this.set({ notice: null });
    void this.options.room.react(seq, emoji, isSet).then((outcome) => this.tell(outcome));
  }

  open(dialog: ActionsState["dialog"]): void {
    this.set({ dialog });
  }

  notify(words: string, isProblem = false): void {
    this.set({ notice: { words, isProblem } });
  }

  dismissNotice(): void {
    this.set({ notice: null });
  }

  setTabStop(seq: number): void {
    this.set({ tabStop: seq });
  }

  private tell(outcome: Outcome): void {
    if (!outcome.ok) this.notify(outcome.words, true);
  }

  private set(change: Partial<ActionsState>): void {
    const entries = Object.entries(change) as [keyof ActionsState, unknown][];
    if (entries.every(([name, value]) => this.state[name] === value)) return;
    this.state = { ...this.state, ...change };
    this.watchers.forEach((watcher) => watcher());
  }
}

/** Lines that have a menu: what people said and did not take back. */
const hasMenu = ({ senderType, deletedAt }: Line): boolean => senderType !== "system" && deletedAt === null;

const lastWithMenu = (lines: readonly Line[]): number | null => lines.findLast(hasMenu)?.seq ?? null;

const isEqual = (one: ReadonlyMap<number, Delivery>, other: ReadonlyMap<number, Delivery>): boolean =>
  one.size === other.size && [...one].every(([seq, state]) => other.get(seq) === state);

/**
 * Keeps a page's log of lines equal to the server's. Without React, so that tests and benchmarks run the very code of
 * the page.
 *
 * Pushes bring lines fast; fetching makes it certain: after each join, wake and reconnect, and now and then.
 */
import type { ChannelHandle, ChannelStatus, RealtimeConnection } from "~/lib/realtime/connection";
import { stopwatch } from "~/lib/stopwatch";
import type { FeedOptions, FeedPage } from "./feed-options";
import type { FeedSnapshot } from "./feed-snapshot";
import type { Line } from "./line";
import { withEdits, type PendingEdit } from "./line-edits";
import * as logs from "./line-log";
import { LineSender } from "./line-sender";
import type { Answer } from "./room-requests";

/** Milliseconds between two fetches at most: with a live channel, and without one. */
export const pollMs = { live: 15_000, other: 3000 };
const tickMs = 1000;
/** A fetch that takes longer is not waited for. With a tick and the next fetches it stays below the 5 s of `tests/delivery`. */
const hangMs = 3500;
/** A fetch that failed is made again after so long, once. */
const againMs = 250;
/** Without a live channel for so long, though fetching works: it may be so for good. */
const polledMs = 8000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export class LineFeed<Page extends FeedPage> {
  readonly sender: LineSender;
  private log: logs.LineLog;
  private edits: readonly PendingEdit[] = [];
  private snapshot: FeedSnapshot;
  private readonly watchers = new Set<() => void>();
  private topic: string;
  private handle: ChannelHandle | undefined;
  private connection: RealtimeConnection | undefined;
  private ticker: ReturnType<typeof setInterval> | undefined;
  private sinceFetch = stopwatch();
  private sinceLive = stopwatch();
  private syncing: Promise<void> | undefined;
  private syncs = 0;
  private isSyncWanted = false;
  private isRunning = false;
  private jumps = 0;

  constructor(private readonly options: FeedOptions<Page>) {
    const { first, around, requests, roomId, outbox } = options;
    this.topic = first.topic;
    this.log = logs.startLog(first.lines, first.lastSeq, first.changeSeq);
    if (around) this.log = logs.setApart(this.log, around);
    this.snapshot = {
      log: this.log,
      window: null,
      status: "connecting",
      isPolled: false,
      isLoadingOlder: false,
      isLoadingNewer: false,
      problem: null,
      receipts: [],
      firstUnreadSeq: null,
      myReadSeq: 0,
    };
    this.sender = new LineSender({
      roomId,
      requests,
      outbox,
      getLog: () => this.log,
      setLog: (log) => this.setLog(log),
      receive: (payload) => this.receive(payload) !== null,
      onSignedOut: () => this.set({ problem: "signed_out" }),
      onRefused: () => void this.sync(),
    });
    this.set({});
  }

  readonly getSnapshot = (): FeedSnapshot => this.snapshot;

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Joins the topic and keeps up until the returned function is called; may be started again afterwards. */
  start(connection: RealtimeConnection): () => void {
    this.connection = connection;
    this.isRunning = true;
    this.join();
    this.ticker = setInterval(() => this.tick(), tickMs);
    const stopSending = this.sender.start();
    return () => {
      this.isRunning = false;
      clearInterval(this.ticker);
      stopSending();
      this.handle?.leave();
      this.handle = undefined;
    };
  }

  /** The page may have missed something: look now. */
  wake(): void {
    void this.sync();
    this.sender.wake();
  }

  /** Takes in a page that came another way, such as a revalidated loader. */
  take(page: Page): void {
    this.merge(page, Infinity);
    if (logs.isBehind(this.log)) void this.sync();
  }

  /** Says something of oneself to the others; see {@link ChannelHandle.track} for the limit. */
  track(state: Record<string, unknown>): void {
    this.handle?.track(state);
  }

  /** When this page has said something of itself; see {@link ChannelHandle.pushes}. */
  get pushes(): number[] {
    return this.handle?.pushes ?? [];
  }

  /** Takes in a pushed change of what is here already. */
  hearChange(change: { changeSeq: number; lines: readonly Line[]; isWhole: boolean }): void {
    this.setLog(logs.hearChange(this.log, change, this.options.me.id));
    if (logs.isBehind(this.log)) void this.sync();
  }

  /** Shows lines otherwise until the answer is there, and then as it says; a refusal leaves them as they were. */
  async edit(edit: PendingEdit, request: () => Promise<Answer>): Promise<Answer> {
    this.edits = [...this.edits, edit];
    this.set({});
    const answer = await request();
    const line = answer.kind === "ok" ? this.options.readLine((answer.json as { line?: unknown }).line) : null;
    // What else the change touched (lines that quote this one) comes with the push.
    if (line) this.log = logs.amend(this.log, [line], this.options.me.id);
    else void this.sync();
    this.edits = this.edits.filter((one) => one !== edit);
    this.set({});
    return answer;
  }

  /** Fetches what is after the last line until nothing is missing. Calls at the same time share one run. */
  sync(): Promise<void> {
    this.isSyncWanted = true;
    // A request whose connection went away in sleep hangs until its time is up: it is not waited for.
    if (!this.syncing || this.sinceFetch() > hangMs) {
      const run = this.runSync().finally(() => {
        if (this.syncing === run) this.syncing = undefined;
      });
      this.syncing = run;
    }
    return this.syncing;
  }

  async loadOlder(): Promise<void> {
    const { log } = this;
    const shown = log.apart ?? log.lines;
    if (this.snapshot.isLoadingOlder || !logs.hasOlder({ lines: shown })) return;
    this.set({ isLoadingOlder: true });
    const page = await this.fetchPage({ before: shown[0]?.seq });
    if (page) this.log = logs.prepend(this.log, page);
    this.set({ isLoadingOlder: false });
  }

  /** After a jump: what follows the lines that are shown. */
  async loadNewer(): Promise<void> {
    const last = this.log.apart?.at(-1)?.seq;
    if (this.snapshot.isLoadingNewer || last === undefined) return;
    this.set({ isLoadingNewer: true });
    const page = await this.fetchPage({ after: last });
    if (page) this.log = logs.append(this.log, page);
    this.set({ isLoadingNewer: false });
  }

  /** Makes a line one of those that are shown. @returns false when it cannot be had */
  async jumpTo(seq: number): Promise<boolean> {
    const jump = ++this.jumps;
    if (logs.lineAt(this.log.lines, seq)) this.backToEnd();
    else if (!logs.lineAt(this.log.apart ?? [], seq)) {
      const page = await this.fetchPage({ around: seq });
      if (jump !== this.jumps || !page?.lines.some((line) => line.seq === seq)) return false;
      this.setLog(logs.setApart(this.log, page));
    }
    return true;
  }

  /** Shows the live end again. */
  backToEnd(): void {
    this.jumps += 1;
    this.setLog(logs.dropApart(this.log));
  }

  /** Tells those who watch. */
  set(change: Partial<Omit<FeedSnapshot, "log" | "window">>): void {
    const { snapshot, log, edits } = this;
    const next = { ...snapshot, ...change };
    const { isLoadingOlder, isLoadingNewer } = next;
    const lines = withEdits(log.lines, edits);
    const apart = log.apart && withEdits(log.apart, edits);
    this.snapshot = {
      ...next,
      log: lines === log.lines ? log : { ...log, lines },
      window: apart && { lines: apart, isLoadingOlder, isLoadingNewer },
    };
    this.watchers.forEach((watcher) => watcher());
  }

  private join(): void {
    const { onStatus, onPresence, presenceKey } = this.options;
    const listener = {
      onBroadcast: (event: string, payload: unknown) => this.hear(event, payload),
      onStatus: (status: ChannelStatus) => {
        if (this.snapshot.status === "live") this.sinceLive = stopwatch();
        this.set({ status, isPolled: status !== "live" && this.snapshot.isPolled });
        onStatus?.(status);
        // After a refused join too: the topic may have a new name by now.
        if (status !== "connecting") void this.sync();
        if (status === "live") this.wake();
      },
      onPresence,
    };
    this.handle = this.connection?.join(this.topic, listener, presenceKey);
  }

  private moveTo(topic: string): void {
    if (topic === this.topic) return;
    this.topic = topic;
    if (!this.isRunning) return;
    this.handle?.leave();
    this.join();
  }

  private hear(event: string, payload: unknown): void {
    if (event === "topic_moved") return void this.sync();
    if (event !== this.options.event) return this.options.onEvent?.(event, payload);
    if (!this.receive(payload)) void this.sync();
  }

  private receive(payload: unknown): Line | null {
    const line = this.options.readLine(payload);
    if (line) this.setLog(logs.receive(this.log, [line], this.options.me.id));
    if (line && logs.isBehind(this.log)) void this.sync();
    return line;
  }

  private merge(page: Page, since: number): void {
    this.setLog(logs.catchUp(this.log, page, since, this.options.me.id));
    this.moveTo(page.topic);
    this.options.onPage?.(page);
  }

  private tick(): void {
    if (!(this.options.isVisible?.() ?? true)) return;
    const wait = this.snapshot.status === "live" ? pollMs.live : pollMs.other;
    // The next tick would be later than that.
    if (this.sinceFetch() > wait - tickMs) void this.sync();
    this.sender.tick();
  }

  private async runSync(): Promise<void> {
    const number = ++this.syncs;
    let [isMore, mayRetry] = [true, true];
    while (this.isSyncWanted || isMore) {
      this.isSyncWanted = false;
      const { last, changeSeq } = this.log;
      const page = await this.fetchPage({ after: last, changes: changeSeq });
      const isPolled = page !== null && this.snapshot.status !== "live" && this.sinceLive() > polledMs;
      if (isPolled !== this.snapshot.isPolled) this.set({ isPolled });
      // Asked for meanwhile, by a network that is back: again, at once.
      if (!page && this.isSyncWanted) continue;
      // Broken off, as all is at the end of a hole in the network: a moment later. Then it is the ticker's turn, and that
      // of the next run where this one is not waited for any more.
      if (!page && mayRetry && number === this.syncs) {
        mayRetry = false;
        await sleep(againMs);
        continue;
      }
      if (!page) return;
      this.merge(page, changeSeq);
      isMore = logs.isBehind(this.log) && (page.lines.length > 0 || page.changes.length > 0);
    }
  }

  private async fetchPage(query: Record<string, number | undefined>): Promise<Page | null> {
    this.sinceFetch = stopwatch();
    const answer = await this.options.requests.get(query);
    if (answer.kind === "signed_out") this.set({ problem: "signed_out" });
    else if (answer.kind === "refused" && (answer.status === 404 || answer.status === 403)) this.set({ problem: "gone" });
    if (answer.kind !== "ok") return null;
    const page = this.options.readPage(answer.json);
    if (this.snapshot.problem) {
      this.set({ problem: null });
      this.sender.wake();
    }
    return page;
  }

  private setLog(log: logs.LineLog): void {
    if (log === this.log) return;
    const { last } = this.log;
    this.log = log;
    this.set({});
    if (log.last > last) this.options.onLines?.(log.lines.slice(last - log.last));
  }
}

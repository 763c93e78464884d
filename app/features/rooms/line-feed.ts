/**
 * Keeps a page's log of lines equal to the server's, and sends what the person writes. Without React, so that tests
 * and benchmarks run the very code of the page.
 *
 * Pushes bring lines fast; fetching makes it certain: after each join, wake and reconnect, and now and then.
 */
import type { ChannelHandle, ChannelStatus, RealtimeConnection } from "~/lib/realtime/connection";
import type { Line, Me, Outgoing } from "./line";
import * as logs from "./line-log";
import type { Outbox } from "./outbox";

export type FeedPage = { topic: string; lines: Line[]; lastSeq: number };

export type FeedSnapshot = {
  log: logs.LineLog;
  status: ChannelStatus;
  isLoadingOlder: boolean;
  /** `signed_out`: the session has ended. `gone`: the room is not the person's any more. */
  problem: "signed_out" | "gone" | null;
};

export type FeedOptions<Page extends FeedPage> = {
  first: Page;
  me: Me;
  roomId: string;
  /** GET with `after` or `before` answers a page, POST of room_id, client_id and body answers the line. */
  url: string;
  /** The event that carries a line. */
  event: string;
  readPage: (json: unknown) => Page;
  readLine: (payload: unknown) => Line | null;
  onPage?: (page: Page) => void;
  onLines?: (lines: readonly Line[]) => void;
  onEvent?: (event: string, payload: unknown) => void;
  onStatus?: (status: ChannelStatus) => void;
  onPresence?: (states: Record<string, unknown[]>) => void;
  /** Of an answer's Date header: milliseconds since 1970. */
  onServerTime?: (time: number) => void;
  presenceKey?: string;
  outbox?: Outbox;
  fetch?: typeof fetch;
  isVisible?: () => boolean;
};

/** Milliseconds between two fetches while nothing is heard: with a live channel, and without one. */
export const pollMs = { live: 15_000, other: 5000 };
const tickMs = 1000;
const requestMs = 20_000;
const resendMs = [1000, 2000, 5000, 10_000, 15_000];

export class LineFeed<Page extends FeedPage> {
  private snapshot: FeedSnapshot;
  private readonly watchers = new Set<() => void>();
  private topic: string;
  private handle: ChannelHandle | undefined;
  private connection: RealtimeConnection | undefined;
  private ticker: ReturnType<typeof setInterval> | undefined;
  private resendTimer: ReturnType<typeof setTimeout> | undefined;
  private resends = 0;
  private fetchedAt = 0;
  private syncing: Promise<void> | undefined;
  private isSyncWanted = false;
  private isRunning = false;

  constructor(private readonly options: FeedOptions<Page>) {
    this.topic = options.first.topic;
    this.snapshot = {
      log: logs.startLog(options.first.lines, options.first.lastSeq),
      status: "connecting",
      isLoadingOlder: false,
      problem: null,
    };
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
    let { log } = this.snapshot;
    for (const line of this.options.outbox?.load() ?? []) log = logs.enqueue(log, line);
    this.setLog(log);
    this.join();
    this.ticker = setInterval(() => this.tick(), tickMs);
    void this.pump();
    return () => {
      this.isRunning = false;
      clearInterval(this.ticker);
      clearTimeout(this.resendTimer);
      this.handle?.leave();
      this.handle = undefined;
    };
  }

  /** The page may have missed something: look now. */
  wake(): void {
    void this.sync();
    clearTimeout(this.resendTimer);
    void this.pump();
  }

  /** Takes in a page that came another way, such as a revalidated loader. */
  take(page: Page): void {
    this.receive(page.lines, page.lastSeq);
    this.moveTo(page.topic);
    this.options.onPage?.(page);
    if (logs.isBehind(this.snapshot.log)) void this.sync();
  }

  /** Says something of oneself to the others; see {@link ChannelHandle.track} for the limit. */
  track(state: Record<string, unknown>): void {
    this.handle?.track(state);
  }

  /** Fetches what is after the last line until nothing is missing. Calls at the same time share one run. */
  sync(): Promise<void> {
    this.isSyncWanted = true;
    this.syncing ??= this.runSync().finally(() => (this.syncing = undefined));
    return this.syncing;
  }

  async loadOlder(): Promise<void> {
    const { log, isLoadingOlder } = this.snapshot;
    const first = log.lines[0];
    if (isLoadingOlder || !first || !logs.hasOlder(log)) return;
    this.set({ isLoadingOlder: true });
    const page = await this.fetchPage({ before: first.seq });
    this.set({ isLoadingOlder: false, log: page ? logs.prepend(this.snapshot.log, page.lines) : this.snapshot.log });
  }

  /** Shows the line at once and sends it as soon as its turn comes. */
  send(body: string, clientId: string): void {
    this.setLog(logs.enqueue(this.snapshot.log, { clientId, body, writtenAt: new Date().toISOString(), state: "queued" }));
    void this.pump();
  }

  retry(clientId: string): void {
    this.setLog(logs.mark(this.snapshot.log, clientId, "queued"));
    void this.pump();
  }

  /** @returns the text, so that it can be put back where it was written */
  discard(clientId: string): string {
    const body = this.snapshot.log.outgoing.find((line) => line.clientId === clientId)?.body ?? "";
    this.setLog(logs.discard(this.snapshot.log, clientId));
    return body;
  }

  private join(): void {
    this.handle = this.connection?.join(
      this.topic,
      {
        onBroadcast: (event, payload) => this.hear(event, payload),
        onStatus: (status) => {
          this.set({ status });
          this.options.onStatus?.(status);
          // After a refused join too: the topic may have a new name by now.
          if (status !== "connecting") void this.sync();
          if (status === "live") this.wake();
        },
        onPresence: this.options.onPresence,
      },
      this.options.presenceKey,
    );
  }

  private moveTo(topic: string): void {
    if (topic === this.topic) return;
    this.topic = topic;
    if (!this.isRunning) return;
    this.handle?.leave();
    this.join();
  }

  private hear(event: string, payload: unknown): void {
    if (event !== this.options.event) return this.options.onEvent?.(event, payload);
    const line = this.options.readLine(payload);
    if (line) this.receive([line]);
    if (!line || logs.isBehind(this.snapshot.log)) void this.sync();
  }

  private receive(lines: readonly Line[], known = 0): void {
    const before = this.snapshot.log.last;
    this.setLog(logs.receive(this.snapshot.log, lines, this.options.me.id, known));
    const added = this.snapshot.log.lines.filter(({ seq }) => seq > before);
    if (added.length > 0) this.options.onLines?.(added);
  }

  private tick(): void {
    if (!(this.options.isVisible?.() ?? true)) return;
    const wait = this.snapshot.status === "live" ? pollMs.live : pollMs.other;
    if (Date.now() - this.fetchedAt >= wait) void this.sync();
  }

  private async runSync(): Promise<void> {
    let isMore = true;
    while (this.isSyncWanted || isMore) {
      this.isSyncWanted = false;
      const page = await this.fetchPage({ after: this.snapshot.log.last });
      // The ticker tries again.
      if (!page) return;
      this.receive(page.lines, page.lastSeq);
      this.moveTo(page.topic);
      this.options.onPage?.(page);
      isMore = logs.isBehind(this.snapshot.log) && page.lines.length > 0;
    }
  }

  private async request(url: string, init: RequestInit): Promise<Response> {
    const response = await (this.options.fetch ?? fetch)(url, {
      ...init,
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(requestMs),
    });
    const serverTime = Date.parse(response.headers.get("Date") ?? "");
    if (serverTime) this.options.onServerTime?.(serverTime);
    return response;
  }

  private async fetchPage(range: { after: number } | { before: number }): Promise<Page | null> {
    this.fetchedAt = Date.now();
    try {
      const [[name, seq] = []] = Object.entries(range);
      const response = await this.request(`${this.options.url}?${name}=${seq}`, { cache: "no-store" });
      if (response.status === 401) this.set({ problem: "signed_out" });
      else if (response.status === 404 || response.status === 403) this.set({ problem: "gone" });
      if (!response.ok) return null;
      const page = this.options.readPage(await response.json());
      if (this.snapshot.problem) this.set({ problem: null });
      return page;
    } catch {
      return null;
    }
  }

  private async pump(): Promise<void> {
    const next = logs.nextToSend(this.snapshot.log);
    if (!next || !this.isRunning) return;
    this.setLog(logs.mark(this.snapshot.log, next.clientId, "sending"));
    const isDone = await this.post(next);
    if (isDone) {
      this.resends = 0;
      return this.pump();
    }
    this.setLog(logs.mark(this.snapshot.log, next.clientId, "queued"));
    clearTimeout(this.resendTimer);
    this.resendTimer = setTimeout(() => void this.pump(), resendMs[Math.min(this.resends++, resendMs.length - 1)]);
  }

  /** @returns false when it is worth another try: the server may have it, and then knows it by its client id */
  private async post({ clientId, body }: Outgoing): Promise<boolean> {
    try {
      const form = new URLSearchParams({ room_id: this.options.roomId, client_id: clientId, body });
      const response = await this.request(this.options.url, { method: "POST", body: form });
      if (response.status >= 500 || response.status === 408 || response.status === 429) return false;
      const answer = (await response.json()) as { line?: unknown; words?: string };
      const line = response.ok ? this.options.readLine(answer.line) : null;
      if (line) {
        this.receive([line]);
        if (logs.isBehind(this.snapshot.log)) void this.sync();
        return true;
      }
      if (response.ok) return false;
      if (response.status === 401) this.set({ problem: "signed_out" });
      this.setLog(logs.mark(this.snapshot.log, clientId, "failed", answer.words));
      // A refusal says that the room is not as this page thinks.
      void this.sync();
      return true;
    } catch {
      return false;
    }
  }

  private setLog(log: logs.LineLog): void {
    if (log === this.snapshot.log) return;
    if (log.outgoing !== this.snapshot.log.outgoing) this.options.outbox?.save(log.outgoing);
    this.set({ log });
  }

  private set(change: Partial<FeedSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    this.watchers.forEach((watcher) => watcher());
  }
}

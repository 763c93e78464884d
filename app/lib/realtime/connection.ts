/**
 * One socket, shared by everything on a page that listens to a topic. Without React, so that programs can use it too.
 *
 * A push is a hint: whoever listens also fetches from the server after each `live`, because what was sent while
 * the channel was away is not sent again.
 */
import type { RealtimeChannel, RealtimeClient } from "@supabase/realtime-js";
import { accessTokenSource } from "./access-token";
import { PresentMembers } from "./present-members";

/** `connecting` only before the first success. */
export type ChannelStatus = "connecting" | "live" | "reconnecting";

export type ChannelListener = {
  onBroadcast?: (event: string, payload: unknown) => void;
  /** The whole presence of the topic by key; untrusted, since anybody who may be present chooses what they say. */
  onPresence?: (states: Record<string, unknown[]>) => void;
  /** Called soon with the current status and then for each change, `live` after each new join. */
  onStatus?: (status: ChannelStatus) => void;
};

export type ChannelHandle = {
  /** Says something of oneself to the others; at most 5 times in 30 seconds, the sixth closes the channel. */
  track: (state: Record<string, unknown>) => void;
  /** When something was said on this channel, kept by those who say it: the limit is the channel's, however often it was joined. */
  pushes: number[];
  leave: () => void;
};

export type ConnectionOptions = {
  url: string;
  publishableKey: string;
  tokenUrl: string;
  fetch?: typeof fetch;
  /** A WebSocket class, where the runtime has none. */
  transport?: unknown;
};

/** React mounts twice in development and pages follow each other: a channel that is wanted again soon is kept. */
const lingerMs = 1000;
const retryMs = [500, 1000, 2000, 5000, 10_000];

export class RealtimeConnection {
  private readonly hubs = new Map<string, ChannelHub>();
  private readonly accessToken: () => Promise<string>;
  private socket: Promise<RealtimeClient> | undefined;

  constructor(private readonly options: ConnectionOptions) {
    this.accessToken = accessTokenSource({ url: options.tokenUrl, fetch: options.fetch });
  }

  /**
   * Listens to a private topic until `leave`. Rejoins by itself.
   *
   * @param presenceKey under which the others see this page; presence is off without it
   */
  join(topic: string, listener: ChannelListener, presenceKey?: string): ChannelHandle {
    let hub = this.hubs.get(topic);
    if (!hub) {
      hub = new ChannelHub(topic, presenceKey, () => this.open());
      hub.onEmpty = () => this.hubs.delete(topic);
      this.hubs.set(topic, hub);
    }
    return hub.add(listener);
  }

  /** Call after sleep or when the network came back: fetches a token if the old one ended, and reconnects now. */
  async wake(): Promise<void> {
    if (!this.socket) return;
    const socket = await this.socket.catch(() => undefined);
    await socket?.setAuth().catch(() => undefined);
    for (const hub of this.hubs.values()) hub.wake();
  }

  /** Leaves everything and closes the socket. */
  async close(): Promise<void> {
    for (const hub of this.hubs.values()) hub.stop();
    this.hubs.clear();
    const socket = this.socket;
    this.socket = undefined;
    await (await socket?.catch(() => undefined))?.disconnect();
  }

  private open(): Promise<RealtimeClient> {
    this.socket ??= import("./socket").then(({ openSocket }) => openSocket({ ...this.options, accessToken: () => this.accessToken() }));
    // A chunk that did not load (offline) is asked for again at the next attempt.
    this.socket.catch(() => (this.socket = undefined));
    return this.socket.then(async (socket) => {
      // Before the first join: without a token it would be refused.
      await this.accessToken();
      await socket.setAuth();
      return socket;
    });
  }
}

/**
 * Listens to the server's own frames of an event, which the library's types do not name, and takes them from the library:
 * its own reading of presence throws at a key like `constructor`, and then nobody in the room would see who is there.
 */
function onFrame(channel: RealtimeChannel, event: "presence_state" | "presence_diff", listener: (payload: unknown) => void): void {
  const untyped = channel as unknown as {
    channelAdapter: { off: (event: string) => void };
    on: (event: string, filter: object, listener: (payload: unknown) => void) => void;
  };
  untyped.channelAdapter.off(event);
  untyped.on(event, {}, listener);
}

/** A topic: one channel, several listeners. */
class ChannelHub {
  onEmpty: () => void = () => undefined;
  private readonly listeners = new Set<ChannelListener>();
  private readonly pushes: number[] = [];
  private members = new PresentMembers();
  private channel: RealtimeChannel | undefined;
  private status: ChannelStatus = "connecting";
  private attempts = 0;
  private generation = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isStarting = false;

  constructor(
    private readonly topic: string,
    private readonly presenceKey: string | undefined,
    private readonly open: () => Promise<RealtimeClient>,
  ) {}

  add(listener: ChannelListener): ChannelHandle {
    this.listeners.add(listener);
    if (!this.channel && !this.isStarting) {
      clearTimeout(this.timer);
      void this.start();
    }
    // Once whoever listens has what this returns: at a status they speak.
    queueMicrotask(() => {
      if (!this.listeners.has(listener)) return;
      listener.onStatus?.(this.status);
      if (this.status === "live") listener.onPresence?.(this.members.states);
    });
    return {
      pushes: this.pushes,
      track: (state) => {
        if (this.status === "live") void this.channel?.track(state);
      },
      leave: () => {
        if (this.listeners.delete(listener) && this.listeners.size === 0) {
          setTimeout(() => {
            if (this.listeners.size > 0) return;
            this.stop();
            this.onEmpty();
          }, lingerMs);
        }
      },
    };
  }

  wake(): void {
    if (this.channel || this.isStarting) return;
    clearTimeout(this.timer);
    void this.start();
  }

  stop(): void {
    this.generation += 1;
    clearTimeout(this.timer);
    const channel = this.channel;
    this.channel = undefined;
    void channel?.unsubscribe().finally(() => channel.teardown());
  }

  private async start(): Promise<void> {
    this.isStarting = true;
    const generation = ++this.generation;
    const isCurrent = () => generation === this.generation;
    try {
      const socket = await this.open();
      if (!isCurrent()) return;
      // One that is still leaving would be handed out again, and never join.
      if (socket.getChannels().some(({ subTopic }) => subTopic === this.topic)) throw new Error("The topic is still being left.");
      const channel = socket.channel(this.topic, {
        config: {
          private: true,
          presence: this.presenceKey === undefined ? { key: "", enabled: false } : { key: this.presenceKey, enabled: true },
        },
      });
      this.channel = channel;
      channel.on("broadcast", { event: "*" }, (message: { event: string; payload?: unknown }) => {
        if (isCurrent()) this.listeners.forEach((listener) => listener.onBroadcast?.(message.event, message.payload));
      });
      if (this.presenceKey !== undefined) {
        const members = (this.members = new PresentMembers());
        const tell = () => {
          if (isCurrent()) this.listeners.forEach((listener) => listener.onPresence?.(members.states));
        };
        onFrame(channel, "presence_state", (state) => {
          members.replace(state as Parameters<PresentMembers["replace"]>[0]);
          tell();
        });
        onFrame(channel, "presence_diff", (diff) => {
          members.change(diff as Parameters<PresentMembers["change"]>[0]);
          tell();
        });
      }
      channel.subscribe((status) => {
        if (!isCurrent()) return;
        // Strings of the library's enum, which would pull the whole library into this chunk.
        if ((status as string) === "SUBSCRIBED") {
          this.attempts = 0;
          this.say("live");
        } else if ((status as string) === "CLOSED") {
          // By the server: a token that ended, too much presence. The library does not rejoin after that.
          this.channel = undefined;
          this.generation += 1;
          channel.teardown();
          this.retry();
        } else {
          // The library rejoins by itself after an error or a timeout.
          this.retryStatus();
        }
      });
    } catch {
      if (isCurrent()) this.retry();
    } finally {
      this.isStarting = false;
    }
  }

  private retryStatus(): void {
    this.say(this.status === "connecting" ? "connecting" : "reconnecting");
  }

  private retry(): void {
    this.retryStatus();
    const delay = retryMs[Math.min(this.attempts++, retryMs.length - 1)] ?? 10_000;
    // Not all at once after a restart of the server.
    this.timer = setTimeout(() => void this.start(), delay * (0.75 + Math.random() / 2));
  }

  private say(status: ChannelStatus): void {
    // Repeated on purpose: a new join is always worth a fetch.
    this.status = status;
    this.listeners.forEach((listener) => listener.onStatus?.(status));
  }
}

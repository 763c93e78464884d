import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocket } from "ws";
import type { Channel } from "./channel";
import { describe, type Context } from "./context";
import { decodeFrame, encodePush, type InboundFrame, type JsonObject, type OutboundFrame, type Version } from "./framing";
import { join, JoinRefusal } from "./join";
import { Mailbox } from "./mailbox";

const closeGoingAway = 1001;

/**
 * One WebSocket. Its frames are handled in order, and a join holds up all that follow it until it is
 * answered; other pushes wait in their channel's own mailbox.
 */
export class Connection {
  readonly #channels = new Map<string, Channel>();
  readonly #inbox = new Mailbox((error) => this.#log(`frame failed: ${describe(error)}`));
  readonly #aborted = new AbortController();
  #pendingFrames = 0;
  #pendingBytes = 0;
  #lastHeardAt = Date.now();
  #everJoined = false;

  constructor(
    private readonly context: Context,
    private readonly ws: WebSocket,
    readonly version: Version,
    /** The token a join without its own is judged by. */
    readonly token: string,
    /** The request's `x-` headers, which policies may read. */
    readonly headers: Record<string, string>,
    onClose: (connection: Connection) => void,
  ) {
    ws.on("message", (data, isBinary) => this.#receive(data as Buffer, isBinary));
    const heard = (): void => void (this.#lastHeardAt = Date.now());
    ws.on("ping", heard);
    ws.on("pong", heard);
    ws.on("error", (error) => this.#log(`socket error: ${describe(error)}`));
    ws.on("close", () => {
      this.#aborted.abort();
      for (const channel of [...this.#channels.values()]) channel.dispose();
      this.context.joinedSockets.delete(this);
      onClose(this);
    });
  }

  get isClosed(): boolean {
    return this.ws.readyState !== this.ws.OPEN;
  }

  get channelCount(): number {
    return this.#channels.size;
  }

  /** Whether nothing was heard for longer than the idle limit. */
  isIdle(now: number): boolean {
    return now - this.#lastHeardAt > this.context.limits.idleTimeoutMs;
  }

  /** Whether it had channels once and has none left. */
  get isAbandoned(): boolean {
    return this.#everJoined && this.#channels.size === 0;
  }

  /** Sends a frame; a consumer too slow to take it is cut off. */
  send(frame: OutboundFrame): void {
    if (this.ws.readyState !== this.ws.OPEN) return;
    if (this.ws.bufferedAmount > this.context.limits.maxBufferedBytes) {
      this.#log(`cut off: ${this.ws.bufferedAmount} bytes unsent`);
      this.ws.terminate();
      return;
    }
    this.ws.send(frame.data, { binary: frame.binary });
  }

  forget(channel: Channel): void {
    if (this.#channels.get(channel.topic) === channel) this.#channels.delete(channel.topic);
  }

  /** Tells every channel that the server goes away, then closes the socket. */
  disconnect(code: number): void {
    for (const channel of this.#channels.values()) channel.announceDisconnect();
    this.ws.close(code);
  }

  close(code: number): void {
    this.ws.close(code);
  }

  terminate(): void {
    this.ws.terminate();
  }

  #receive(data: Buffer, isBinary: boolean): void {
    this.#lastHeardAt = Date.now();
    const bytes = data.byteLength;
    this.#pendingFrames++;
    this.#pendingBytes += bytes;
    const { maxPendingFrames, maxBufferedBytes } = this.context.limits;
    // Stop reading from a client that pushes faster than it is served: TCP then holds it back.
    if (this.#pendingFrames > maxPendingFrames || this.#pendingBytes > maxBufferedBytes) this.ws.pause();
    const settled = (): void => {
      this.#pendingFrames--;
      this.#pendingBytes -= bytes;
      if (this.ws.isPaused && this.#pendingFrames <= maxPendingFrames / 2 && this.#pendingBytes <= maxBufferedBytes / 2) {
        this.ws.resume();
      }
    };
    this.#inbox.post(() => {
      const frame = decodeFrame(data, isBinary, this.version);
      const channel = frame && frame.event !== "phx_join" ? this.#channels.get(frame.topic) : undefined;
      if (frame && channel) return channel.mailbox.post(() => channel.handle(frame), settled);
      const pending = frame ? this.#handle(frame) : this.#log(`undecodable frame of ${bytes} bytes dropped`);
      if (!pending) return settled();
      return pending.finally(settled);
    });
  }

  /** Handles a frame that is for no joined channel. */
  #handle(frame: InboundFrame): void | Promise<void> {
    if (frame.event === "phx_join") return this.#join(frame);
    const isHeartbeat = frame.topic === "phoenix" && frame.event === "heartbeat";
    if (isHeartbeat || frame.event === "phx_leave") {
      this.#reply({ ...frame, joinRef: isHeartbeat ? null : frame.joinRef }, { status: "ok", response: {} });
    } else {
      this.#reply({ ...frame, joinRef: null }, { status: "error", response: { reason: "unmatched topic" } });
    }
  }

  async #join(frame: InboundFrame): Promise<void> {
    // A second join of a topic replaces the first, whose close carries the first's own reference.
    this.#channels.get(frame.topic)?.close();
    try {
      await join(this.context, this, frame, (channel) => {
        this.#channels.set(channel.topic, channel);
        this.#everJoined = true;
      });
    } catch (error) {
      if (!(error instanceof JoinRefusal)) throw error;
      await this.#refuse(frame, error);
    }
  }

  async #refuse(frame: InboundFrame, { message: reason, options }: JoinRefusal): Promise<void> {
    this.#log(`join of ${JSON.stringify(frame.topic)} refused: ${reason}`);
    if (!options.immediate) {
      // Slows down clients that try again and again.
      const { signal } = this.#aborted;
      await sleep(this.context.limits.joinErrorDelayMs, undefined, { signal }).catch(() => undefined);
    }
    const joinRef = options.immediate ? null : frame.joinRef;
    this.#reply({ ...frame, joinRef }, { status: "error", response: { reason } });
    if (options.closeSocket) this.close(closeGoingAway);
  }

  #reply({ joinRef, ref, topic }: InboundFrame, payload: JsonObject): void {
    this.send(encodePush({ joinRef, ref, topic, event: "phx_reply", payload }, this.version));
  }

  #log(line: string): void {
    this.context.log(`socket: ${line}`);
  }
}

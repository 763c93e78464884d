import { Access, AccessLost, type Grant } from "./access";
import type { Connection } from "./connection";
import { describe, type Context } from "./context";
import { encodePush, isJsonObject, type InboundFrame, type Json, type JsonObject } from "./framing";
import type { OutboundFrame, Ref, Version } from "./framing";
import type { Broadcast, Member, Room } from "./hub";
import type { JoinConfig } from "./join-config";
import { isOversize } from "./limits";
import { Mailbox } from "./mailbox";
import { PresencePushes } from "./presence-pushes";
import { encodeReplayed, type ReplayedMessage } from "./replay";

const postgresChangesUnavailable =
  "Unable to subscribe to changes with given parameters. Postgres Changes is not served by the embedded " +
  "Realtime server. Send broadcasts from the database instead (realtime.send).";

/** What a channel is made of once its join is admitted. */
export interface Admission {
  name: string;
  joinRef: Ref;
  config: JoinConfig;
  grant: Grant;
}

/** One joined topic of one socket. Its pushes are handled one after another, in the order sent. */
export class Channel implements Member {
  readonly mailbox = new Mailbox((error) => this.#log(`push failed: ${describe(error)}`));
  readonly version: Version;
  readonly name: string;
  readonly joinRef: Ref;
  readonly #config: JoinConfig;
  readonly #room: Room;
  readonly #pushes: PresencePushes;
  readonly #access: Access;
  #presenceEnabled: boolean;
  #state: "joining" | "open" | "closed" = "joining";
  /** What arrives before the join is answered. */
  #held: { frame: OutboundFrame; messageId: string | undefined }[] = [];
  #replayedIds = new Set<string>();
  #tokenTimer: NodeJS.Timeout | undefined;
  #readyTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly context: Context,
    private readonly connection: Connection,
    admission: Admission,
  ) {
    this.version = connection.version;
    this.name = admission.name;
    this.joinRef = admission.joinRef;
    this.#config = admission.config;
    const { isPrivate } = admission.config;
    this.#access = new Access(context, admission.name, isPrivate, connection.headers, admission.grant, (line) => this.#log(line));
    this.#presenceEnabled = admission.config.presenceEnabled;
    this.#pushes = new PresencePushes(context.limits);
    this.#room = context.hub.enter(isPrivate, admission.name, this);
  }

  get topic(): string {
    return this.#room.topic;
  }

  get hearsBroadcast(): boolean {
    return this.#access.mayReadBroadcast;
  }

  /** Not before the join is answered: the presence state sent then already holds every change. */
  get seesPresence(): boolean {
    return this.#state === "open" && this.#access.mayReadPresence;
  }

  /** Answers the join made under `ref`, then sends what was replayed, what came meanwhile, and who is present. */
  open(ref: Ref, replayed: ReplayedMessage[]): void {
    const { postgresChanges, replicationReady } = this.#config;
    this.#state = "open";
    const entries = postgresChanges.map((entry) => ({ ...entry, id: stableId(JSON.stringify(entry)) }));
    this.#reply(ref, { status: "ok", response: { postgres_changes: entries } });
    this.#replayedIds = new Set(replayed.map(({ id }) => id));
    for (const message of replayed) {
      const frame = encodeReplayed(message, this.topic, this.joinRef, this.version);
      if (frame) this.connection.send(frame);
    }
    for (const { frame, messageId } of this.#held.splice(0)) this.deliver(frame, messageId);
    this.#armTokenTimer();
    if (this.#presenceEnabled && this.seesPresence) this.#sendPresenceState();
    if (postgresChanges.length > 0) this.#system("postgres_changes", "error", postgresChangesUnavailable);
    if (replicationReady) this.#awaitReplication(Date.now() + this.context.limits.replicationReadyTimeoutMs);
  }

  deliver(frame: OutboundFrame, messageId?: string): void {
    if (this.#state === "joining") this.#held.push({ frame, messageId });
    else if (this.#state === "open" && !(messageId !== undefined && this.#replayedIds.has(messageId))) {
      this.connection.send(frame);
    }
  }

  /** Handles one push of the client. Called through the mailbox only. */
  handle(frame: InboundFrame): void | Promise<void> {
    if (this.#state !== "open") return;
    const { event, ref } = frame;
    if (event === "broadcast") return this.#onBroadcast(frame);
    if (event === "phx_leave") return this.#onLeave(frame);
    const payload = frame.body.kind === "json" ? frame.body.payload : null;
    if (event === "presence") return this.#onPresence(ref, isJsonObject(payload) ? payload : {});
    if (event === "access_token" && isJsonObject(payload)) return this.#onAccessToken(payload["access_token"] ?? null);
    this.#log(`unexpected event ${JSON.stringify(event)}`);
  }

  /** Ends the channel from the server's side: why, then the close. The socket stays. */
  shutdown(message: string): void {
    if (this.#state !== "open") return;
    this.#log(`shutdown: ${message}`);
    this.#system("system", "error", message);
    this.close();
  }

  /** Tells the client that the whole server goes away. */
  announceDisconnect(): void {
    if (this.#state === "open") this.#system("system", "ok", "Server requested disconnect");
  }

  /** Closes the channel and tells the client so, under the reference of this very join. */
  close(): void {
    if (this.#state === "closed") return;
    this.#push("phx_close", {}, this.joinRef);
    this.dispose();
  }

  /** Leaves the room without a word to the client. */
  dispose(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#held = [];
    clearTimeout(this.#tokenTimer);
    clearTimeout(this.#readyTimer);
    this.connection.forget(this);
    this.context.hub.leave(this.#room, this);
  }

  #reply(ref: Ref, payload: JsonObject): void {
    this.#push("phx_reply", payload, ref);
  }

  #onLeave({ joinRef, ref }: InboundFrame): void {
    if (joinRef !== null && joinRef !== this.joinRef) return;
    this.#reply(ref, { status: "ok", response: {} });
    this.close();
  }

  #onBroadcast(frame: InboundFrame): void | Promise<void> {
    const mayWrite = this.#access.mayWriteBroadcast;
    if (mayWrite === true) return this.#sendBroadcast(frame);
    if (mayWrite === false) return;
    return this.#access.askWrite().then(() => {
      if (this.#access.mayWriteBroadcast === true) this.#sendBroadcast(frame);
    });
  }

  #sendBroadcast({ ref, body }: InboundFrame): void {
    if (this.#state !== "open") return;
    let broadcast: Broadcast;
    let bytes: number;
    if (body.kind === "user") {
      broadcast = { kind: "user", message: body.broadcast };
      bytes = body.broadcast.payload.byteLength;
    } else if (body.kind === "json" && isJsonObject(body.payload)) {
      broadcast = { kind: "text", payload: body.payload };
      bytes = body.bytes;
    } else {
      this.#log("broadcast dropped: its payload is not an object");
      return;
    }
    this.context.rates.events.add();
    const isTooLarge = isOversize(bytes, this.context.limits);
    if (!isTooLarge) {
      this.context.hub.broadcast(this.#room.isPrivate, this.name, broadcast, this.#config.self ? undefined : this);
    }
    if (!this.#config.ack) return;
    this.#reply(ref, isTooLarge ? { status: "error", response: "payload_size_exceeded" } : { status: "ok", response: {} });
  }

  #onPresence(ref: Ref, push: JsonObject): void | Promise<void> {
    const event = typeof push["event"] === "string" ? push["event"].toLowerCase() : push["event"];
    if (event === undefined) return this.#reply(ref, { status: "ok", response: {} });
    if (!this.#pushes.admit(Date.now())) return this.shutdown("Client presence rate limit exceeded");
    if (event === "untrack") {
      this.#room.announce(this.#room.presence.untrack(this));
      return this.#reply(ref, { status: "ok", response: {} });
    }
    if (event !== "track") return this.#reply(ref, { status: "error", response: {} });
    const payload = push["payload"] === undefined ? {} : push["payload"];
    if (this.#access.mayWritePresence !== undefined) return this.#track(ref, payload);
    return this.#access.askTrack().then(() => this.#track(ref, payload));
  }

  #track(ref: Ref, payload: Json): void {
    if (this.#state !== "open") return;
    if (this.#access.mayWritePresence !== true) return this.#reply(ref, { status: "error", response: {} });
    if (!isJsonObject(payload)) {
      return this.#reply(ref, { status: "error", response: { reason: "Presence track payload must be a map" } });
    }
    const { presence } = this.context.rates;
    if (!this.#room.presence.isTracked(this, payload)) {
      if (isOversize(Buffer.byteLength(JSON.stringify(payload)), this.context.limits)) {
        return this.shutdown("Track message size exceeded");
      }
      if (presence.isExceeded()) return this.shutdown("Too many presence messages per second");
      presence.add();
      this.#presenceEnabled = true;
      this.#room.announce(this.#room.presence.track(this, this.#config.presenceKey, payload));
    }
    this.#reply(ref, { status: "ok", response: {} });
  }

  async #onAccessToken(token: Json): Promise<void> {
    if (typeof token !== "string" || token.startsWith("sb_") || token === this.#access.token) return;
    await this.#keepAccess(() => this.#access.renew(token, this.#presenceEnabled));
    if (this.#state === "open" && this.#config.postgresChanges.length > 0) {
      this.#system("postgres_changes", "error", postgresChangesUnavailable);
    }
  }

  /** Runs a check of the token: the channel lives on until the next one, or ends with the reason. */
  async #keepAccess(check: () => Promise<void>): Promise<void> {
    try {
      await check();
      if (this.#state === "open") this.#armTokenTimer();
    } catch (error) {
      if (!(error instanceof AccessLost)) throw error;
      this.shutdown(error.message);
    }
  }

  #armTokenTimer(): void {
    clearTimeout(this.#tokenTimer);
    const delay = Math.min(this.context.limits.tokenCheckMs, this.#access.expiresInMs);
    const confirm = (): Promise<void> => this.#keepAccess(() => this.#access.confirm());
    this.#tokenTimer = setTimeout(() => this.mailbox.post(confirm), delay);
  }

  #sendPresenceState(): void {
    const { presence } = this.context.rates;
    if (presence.isExceeded()) return this.shutdown("Too many presence messages per second");
    presence.add();
    this.#push("presence_state", this.#room.presence.state());
  }

  #awaitReplication(deadline: number): void {
    if (this.context.stream.isLive) return this.#system("system", "ok", "Replication connection established");
    if (Date.now() >= deadline) return this.shutdown("Replication connection was not established in time");
    const { replicationReadyPollMs } = this.context.limits;
    this.#readyTimer = setTimeout(() => this.#awaitReplication(deadline), replicationReadyPollMs);
  }

  #system(extension: string, status: string, message: string): void {
    this.#push("system", { extension, status, message, channel: this.name });
  }

  #push(event: string, payload: JsonObject, ref: Ref = null): void {
    const push = { joinRef: this.joinRef, ref, topic: this.topic, event, payload };
    this.connection.send(encodePush(push, this.version));
  }

  #log(line: string): void {
    this.context.log(`channel ${JSON.stringify(this.name)}: ${line}`);
  }
}

/** A number below 2^27 that is the same for the same text. */
function stableId(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (hash * 31 + text.charCodeAt(index)) % 2 ** 27;
  return hash;
}

import { randomBytes } from "node:crypto";
import { LogicalReplicationService, PgoutputPlugin, type Pgoutput } from "pg-logical-replication";
import type pg from "pg";
import { retryDelayMs } from "./database";
import { describe } from "./context";
import type { Broadcast } from "./hub";
import { isOversize, type RealtimeLimits } from "./limits";

const publication = "supabase_realtime_messages_publication";
const jsonbOid = 3802;
const stopTimeoutMs = 1_000;

/**
 * The library confirms one byte past the position it is given, but Postgres waits at shutdown until
 * exactly the position it names is confirmed (else for ever).
 */
function lastByteBefore(lsn: string): string {
  const [upper = "0", lower = "0"] = lsn.split("/");
  const before = BigInt.asUintN(64, (BigInt(`0x${upper}`) << 32n) + BigInt(`0x${lower}`) - 1n);
  return `${(before >> 32n).toString(16)}/${(before & 0xffffffffn).toString(16)}`;
}

/** A committed row of realtime.messages, ready to be delivered. */
export interface MessageRow {
  isPrivate: boolean;
  topic: string;
  broadcast: Broadcast;
}

/** Makes its slot in the session that streams from it: it vanishes with the connection, so WAL never piles up. */
class TemporarySlotPlugin extends PgoutputPlugin {
  constructor(private readonly onError: (error: unknown) => void) {
    super({ protoVersion: 1, publicationNames: [publication] });
  }

  // The library types the answer of this method as any.
  override async start(client: pg.Client, slotName: string): Promise<unknown> {
    await client.query(`CREATE_REPLICATION_SLOT "${slotName}" TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`);
    return super.start(client, slotName, "0/0") as Promise<unknown>;
  }

  override parse(buffer: Buffer): Pgoutput.Message {
    try {
      const message = super.parse(buffer);
      if (message.tag === "relation") {
        for (const column of message.columns) {
          // Payloads travel as text: parsing would cost time and the digits of long numbers.
          if (column.typeOid === jsonbOid) column.parser = (raw: unknown) => raw;
        }
      }
      return message;
    } catch (error) {
      // This runs in the socket's data handler, where an exception would end the process.
      this.onError(error);
      return { tag: "origin", originLsn: null, originName: "" };
    }
  }
}

/**
 * Follows the rows committed to realtime.messages by logical replication and hands them on in commit
 * order. Reconnects for ever; rows committed while it is not live are not seen, as on the real service.
 */
export class DatabaseStream {
  #service: LogicalReplicationService | undefined;
  #isLive = false;
  #isClosed = false;
  #wake: (() => void) | undefined;
  #loop: Promise<void> | undefined;
  readonly #onceLive: (() => void)[] = [];

  constructor(
    private readonly databaseUrl: string,
    private readonly limits: RealtimeLimits,
    private readonly log: (line: string) => void,
    private readonly onRow: (row: MessageRow) => void,
    private readonly onConnected: () => void = () => undefined,
  ) {}

  /** Whether a row committed now will be seen. */
  get isLive(): boolean {
    return this.#isLive;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Resolves when the stream is live, or after `timeoutMs`. */
  async whenLive(timeoutMs: number): Promise<void> {
    if (this.#isLive) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#onceLive.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake?.();
    await this.#stopService();
    await this.#loop;
  }

  async #run(): Promise<void> {
    for (let attempt = 0; !this.#isClosed; attempt++) {
      try {
        await this.#follow(() => (attempt = 0));
      } catch (error) {
        if (!this.#isClosed) this.log(`replication stream lost: ${describe(error)}`);
      }
      this.#isLive = false;
      await this.#stopService();
      if (!this.#isClosed) await this.#pause(retryDelayMs(attempt, this.limits));
    }
  }

  async #follow(onStart: () => void): Promise<void> {
    const service = new LogicalReplicationService(
      { connectionString: this.databaseUrl, application_name: "realtime-stream", keepAlive: true },
      { acknowledge: { auto: false, timeoutSeconds: 10 } },
    );
    this.#service = service;
    service.on("error", (error) => this.log(`replication stream: ${describe(error)}`));
    service.on("start", () => {
      this.#isLive = true;
      onStart();
      this.onConnected();
      for (const resolve of this.#onceLive.splice(0)) resolve();
    });
    service.on("heartbeat", (lsn, _timestamp, shouldRespond) => {
      // Postgres asks when it is about to give up on us, and when it wants to shut down.
      if (shouldRespond) void service.acknowledge(lastByteBefore(lsn));
    });
    service.on("data", (_lsn, message: Pgoutput.Message) => {
      try {
        this.#handle(message);
      } catch (error) {
        this.log(`row not delivered: ${describe(error)}`);
      }
    });
    const plugin = new TemporarySlotPlugin((error) => this.log(`replication message not read: ${describe(error)}`));
    await service.subscribe(plugin, `realtime_${randomBytes(8).toString("hex")}`);
  }

  #handle(message: Pgoutput.Message): void {
    if (message.tag !== "insert") return;
    const { schema, name } = message.relation;
    if (schema !== "realtime" || !/^messages(_|$)/.test(name)) return;
    const { id, topic, event, payload, binary_payload: bytes, private: isPrivate } = message.new as Record<string, unknown>;
    if (typeof id !== "string" || typeof topic !== "string" || typeof event !== "string") return;
    if (typeof isPrivate !== "boolean") return;
    const body = Buffer.isBuffer(bytes) ? bytes : typeof payload === "string" ? Buffer.from(payload) : null;
    if (!body) return;
    if (isOversize(body.byteLength, this.limits)) {
      this.log(`row ${id} dropped: payload of ${body.byteLength} bytes is over the limit`);
      return;
    }
    const encoding = Buffer.isBuffer(bytes) ? "binary" : "json";
    this.onRow({
      isPrivate,
      topic,
      broadcast: { kind: "user", message: { event, encoding, payload: body }, meta: { id } },
    });
  }

  async #stopService(): Promise<void> {
    const service = this.#service;
    this.#service = undefined;
    if (!service) return;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, stopTimeoutMs)));
    // A dead connection may never answer the goodbye.
    await Promise.race([service.stop().catch(() => undefined), timeout]);
    clearTimeout(timer);
    // Late errors of the old connection still need a listener.
    service.removeAllListeners("data");
  }

  async #pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}

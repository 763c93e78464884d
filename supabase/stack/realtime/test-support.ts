import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient, REALTIME_SUBSCRIBE_STATES, type RealtimeChannel, type SupabaseClient } from "@supabase/supabase-js";
import { SignJWT } from "jose";
import pg from "pg";
import { WebSocket } from "ws";
import { bootstrapHash, makeCluster } from "../cluster";
import { freePort } from "../ports";
import { locatePostgres, serverFolder } from "../postgres-binaries";
import { runPostgres, SUPERUSER, type RunningPostgres } from "../postgres";
import { createRealtime, type Realtime, type RealtimeLimits } from "./server";

export const jwtSecret = "a-secret-of-the-tests-with-at-least-32-characters";
export const publishableKey = "sb_publishable_tests";
export type Vsn = "1.0.0" | "2.0.0";
export const bothVersions: Vsn[] = ["1.0.0", "2.0.0"];

/** Rights on topics, which the policies of the tests look up. */
const schema = `
  create table public.topic_rights (
    user_id uuid not null,
    topic text not null,
    extension text not null,
    may_read boolean not null default false,
    may_write boolean not null default false,
    primary key (user_id, topic, extension)
  );
  grant select on public.topic_rights to authenticated;
  create policy "Members read" on realtime.messages for select to authenticated using (
    exists (select from public.topic_rights r where r.user_id = auth.uid()
      and r.topic = realtime.topic() and r.extension = messages.extension and r.may_read));
  create policy "Members write" on realtime.messages for insert to authenticated with check (
    exists (select from public.topic_rights r where r.user_id = auth.uid()
      and r.topic = realtime.topic() and r.extension = messages.extension and r.may_write));
`;

export type Right = "read broadcast" | "write broadcast" | "read presence" | "write presence";

/** Postgres on its own, with the roles and schemas of a Supabase project. */
export class TestDatabase {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    readonly url: string,
    readonly pool: pg.Pool,
    private server: RunningPostgres,
    private readonly start: () => Promise<RunningPostgres>,
  ) {}

  static async create(): Promise<TestDatabase> {
    const binaries = await locatePostgres();
    const name = `realtime-tests-${randomBytes(6).toString("hex")}`;
    const folder = await serverFolder(path.join(tmpdir(), name), binaries.user, name);
    const data = path.join(folder, "data");
    const password = await makeCluster(binaries, data, await bootstrapHash(binaries.version));
    const port = await freePort();
    const start = (): Promise<RunningPostgres> =>
      runPostgres(binaries, { folder: data, port, logFile: path.join(folder, "log"), extra: { fsync: "off" } });
    const server = await start();
    const url = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
    const pool = new pg.Pool({ connectionString: url });
    pool.on("error", () => undefined);
    await pool.query(schema);
    return new TestDatabase(folder, port, url, pool, server, start);
  }

  /** Kills the server without a goodbye. */
  async crash(): Promise<void> {
    process.kill(this.server.pid, "SIGQUIT");
    while (isRunning(this.server.pid)) await pause(10);
  }

  async restart(): Promise<void> {
    this.server = await this.start();
  }

  /** Stops the server in order and answers how long that took, in milliseconds. */
  async stopServer(): Promise<number> {
    const from = Date.now();
    await this.server.stop();
    return Date.now() - from;
  }

  async grant(userId: string, topic: string, ...rights: Right[]): Promise<void> {
    for (const extension of ["broadcast", "presence"] as const) {
      await this.pool.query(
        `insert into public.topic_rights values ($1, $2, $3, $4, $5)
         on conflict (user_id, topic, extension) do update set may_read = excluded.may_read, may_write = excluded.may_write`,
        [userId, topic, extension, rights.includes(`read ${extension}`), rights.includes(`write ${extension}`)],
      );
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A signed token. `expiresIn` is in seconds and may be negative. */
export async function signToken(
  claims: Record<string, unknown>,
  { expiresIn = 3600, secret = jwtSecret, alg = "HS256" }: { expiresIn?: number; secret?: string; alg?: string } = {},
): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + expiresIn;
  return new SignJWT({ exp, ...claims }).setProtectedHeader({ alg, typ: "JWT" }).sign(new TextEncoder().encode(secret));
}

/** A Realtime server behind HTTP, with the clients that talk to it. */
export class TestRealtime {
  readonly log: string[] = [];
  readonly #clients: SupabaseClient[] = [];
  readonly #sockets: WebSocket[] = [];
  readonly #socketsOf = new WeakMap<SupabaseClient, WebSocket[]>();

  private constructor(
    readonly realtime: Realtime,
    readonly http: Server,
    readonly url: string,
    log: string[],
  ) {
    this.log = log;
  }

  static async create(databaseUrl: string, limits: Partial<RealtimeLimits> = {}): Promise<TestRealtime> {
    const log: string[] = [];
    const realtime = await createRealtime({
      databaseUrl,
      jwtSecret,
      apiKeys: { [publishableKey]: await signToken({ role: "anon" }) },
      limits: { joinErrorDelayMs: 100, handshakeErrorDelayMs: 50, maxEventsPerSecond: 10_000, ...limits },
      log: (line) => log.push(line),
    });
    const inner = (url = "/"): string => url.replace(/^\/realtime\/v1/, "");
    const http = createServer((req, res) => {
      req.url = inner(req.url);
      realtime.handleRequest(req, res);
    });
    http.on("upgrade", (req, socket, head) => {
      req.url = inner(req.url);
      realtime.handleUpgrade(req, socket, head);
    });
    const port = await freePort();
    await new Promise<void>((resolve) => http.listen(port, "127.0.0.1", resolve));
    return new TestRealtime(realtime, http, `http://127.0.0.1:${(http.address() as AddressInfo).port}`, log);
  }

  /** An unmodified Supabase client; with a token its channels are judged by that token. */
  async client({ vsn = "2.0.0", token }: { vsn?: Vsn | undefined; token?: string | undefined } = {}): Promise<SupabaseClient> {
    const sockets: WebSocket[] = [];
    const transport = class extends WebSocket {
      constructor(address: string, protocols?: string[]) {
        super(address, protocols);
        sockets.push(this);
      }
    };
    const client = createClient(this.url, publishableKey, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      realtime: { transport: transport as never, vsn, reconnectAfterMs: () => 50 },
      // A callback rather than setAuth(token), as in an app that is signed in.
      ...(token !== undefined && { accessToken: () => Promise.resolve(token) }),
    });
    this.#clients.push(client);
    this.#socketsOf.set(client, sockets);
    if (token !== undefined) await client.realtime.setAuth();
    return client;
  }

  /** Every socket a client has opened so far, the last one being the present one. */
  socketsOf(client: SupabaseClient): WebSocket[] {
    return this.#socketsOf.get(client) ?? [];
  }

  /** A client of a new user with the given rights on a topic. */
  async member(
    database: TestDatabase,
    topic: string,
    rights: Right[],
    vsn?: Vsn,
  ): Promise<{ client: SupabaseClient; userId: string; token: string }> {
    const userId = randomUUID();
    await database.grant(userId, topic, ...rights);
    const token = await signToken({ role: "authenticated", sub: userId });
    return { client: await this.client({ vsn, token }), userId, token };
  }

  /** A socket without a client library, for what a library would never send. */
  async rawSocket(vsn: Vsn = "2.0.0", query = `apikey=${publishableKey}`, headers: Record<string, string> = {}): Promise<RawSocket> {
    const ws = new WebSocket(`${this.url.replace("http", "ws")}/realtime/v1/websocket?${query}&vsn=${vsn}`, { headers });
    this.#sockets.push(ws);
    const raw = new RawSocket(ws);
    await new Promise<void>((resolve, reject) => {
      ws.once("open", resolve);
      ws.once("error", reject);
    });
    return raw;
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.realtime.disconnect()));
    for (const socket of this.#sockets) socket.terminate();
    await this.realtime.close();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }
}

/** Records every frame a socket receives. */
export class RawSocket {
  readonly frames: (string | Buffer)[] = [];
  closeCode: number | undefined;

  constructor(readonly ws: WebSocket) {
    ws.on("message", (data, isBinary) => this.frames.push(isBinary ? (data as Buffer) : (data as Buffer).toString()));
    ws.on("close", (code) => (this.closeCode = code));
  }

  send(...message: unknown[]): void {
    this.ws.send(JSON.stringify(message));
  }

  /** Text frames of vsn 2.0.0, parsed. */
  get messages(): unknown[][] {
    return this.frames.filter((frame) => typeof frame === "string").map((frame) => JSON.parse(frame) as unknown[]);
  }

  /** Joins a topic and answers the reply's payload. */
  async join(topic: string, config: object = {}, ref = "1", extra: object = {}): Promise<unknown> {
    this.send(ref, ref, `realtime:${topic}`, "phx_join", { config, ...extra });
    const isReply = (message: unknown[]): boolean => message[1] === ref && message[3] === "phx_reply";
    await until(() => this.messages.some(isReply));
    return this.messages.find(isReply)?.[4];
  }
}

/** Subscribes and answers once the channel is joined; rejects with the reason when it is refused. */
export async function subscribe(channel: RealtimeChannel): Promise<RealtimeChannel> {
  await new Promise<void>((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED) resolve();
      else reject(error ?? new Error(status));
    });
  });
  return channel;
}

export interface ReceivedBroadcast {
  type: "broadcast";
  event: string;
  payload: Record<string, unknown>;
  meta?: { id: string; replayed?: boolean };
}

/** The broadcasts a channel receives, as its callbacks get them. */
export function collect(channel: RealtimeChannel, event = "*"): ReceivedBroadcast[] {
  const received: ReceivedBroadcast[] = [];
  channel.on("broadcast", { event }, (message) => received.push(message as ReceivedBroadcast));
  return received;
}

type Metas = Record<string, { metas: (Record<string, unknown> & { phx_ref: string })[] }>;

/**
 * Who is present on a channel, kept by the references the server sends. The client's own
 * `presenceState()` loses them in version 2.109 when a member changes or shares its key
 * (supabase-js issue 2565), so that members who left stay in it for ever.
 */
export class PresentMembers {
  readonly #members = new Map<string, { key: string; name: unknown }>();

  /** Call before `subscribe`; the channel must have `presence.enabled`. */
  constructor(channel: RealtimeChannel) {
    const raw = channel as unknown as { on(event: string, filter: object, callback: (payload: never) => void): void };
    raw.on("presence_state", {}, (state: Metas) => {
      this.#members.clear();
      this.#add(state);
    });
    raw.on("presence_diff", {}, ({ joins, leaves }: { joins: Metas; leaves: Metas }) => {
      for (const { metas } of Object.values(leaves)) for (const { phx_ref } of metas) this.#members.delete(phx_ref);
      this.#add(joins);
    });
  }

  /** `key name` of each member, sorted. */
  get names(): string[] {
    return [...this.#members.values()].map(({ key, name }) => `${key} ${String(name)}`).sort();
  }

  #add(state: Metas): void {
    for (const [key, { metas }] of Object.entries(state)) {
      for (const { phx_ref, name } of metas) this.#members.set(phx_ref, { key, name });
    }
  }
}

/** The system messages a channel receives. */
export function collectSystem(channel: RealtimeChannel): Record<string, unknown>[] {
  const received: Record<string, unknown>[] = [];
  channel.on("system", {}, (message: Record<string, unknown>) => received.push(message));
  return received;
}

/** Subscribes and answers the statuses the channel goes through, as they come. */
export function statusesOf(channel: RealtimeChannel): { status: string; reason: string | undefined }[] {
  const statuses: { status: string; reason: string | undefined }[] = [];
  channel.subscribe((status, error) => statuses.push({ status, reason: error?.message }));
  return statuses;
}

export function uniqueTopic(name = "room"): string {
  return `${name}:${randomBytes(4).toString("hex")}`;
}

export async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits until a condition holds; fails after `timeout` milliseconds, long enough for a busy machine. */
export async function until(condition: () => boolean | Promise<boolean>, timeout = 15_000): Promise<void> {
  const deadline = Date.now() + timeout;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${timeout} ms: ${condition.toString()}`);
    await pause(5);
  }
}

/** How long a test waits before it believes that something does not arrive. */
export const quietMs = 250;

import { STATUS_CODES, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocketServer } from "ws";
import { Connection } from "./connection";
import { describe, type Context } from "./context";
import { Database, maintainPartitions } from "./database";
import { DatabaseStream } from "./database-stream";
import { Hub } from "./hub";
import type { Version } from "./framing";
import { TokenError, TokenVerifier } from "./jwt";
import { defaultLimits, type RealtimeLimits } from "./limits";
import { RateCounter } from "./rate-counter";
import { handleRest, policyHeaders } from "./rest";

export type { RealtimeLimits } from "./limits";

const closeIdle = 1000;
const closeServiceRestart = 1012;
const sweepIntervalMs = 5_000;
const startTimeoutMs = 10_000;
const closeGraceMs = 500;

export interface RealtimeOptions {
  /** Connection string of a superuser (or of a role with REPLICATION and BYPASSRLS that may become the API roles). */
  databaseUrl: string;
  /** Secret the tokens are signed with (HS256, HS384, HS512). */
  jwtSecret: string;
  /** The JWT each API key of the new style (`sb_...`) stands for. */
  apiKeys: Record<string, string>;
  limits?: Partial<RealtimeLimits>;
  /** Receives one line per event worth noting, tokens never among them. */
  log?: (line: string) => void;
}

export interface Realtime {
  /** Takes over a WebSocket upgrade whose URL is the path after `/realtime/v1`. */
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers an HTTP request whose URL is the path after `/realtime/v1`. */
  handleRequest(req: IncomingMessage, res: ServerResponse): void;
  /** Disconnects every client (code 1012) and lets go of the database. */
  close(): Promise<void>;
}

/**
 * Starts a Realtime server that speaks the protocol of Supabase Realtime, on one Postgres database.
 * Resolves once rows written to realtime.messages are seen, or after 10 seconds without a database,
 * which it then keeps trying to reach.
 */
export async function createRealtime(options: RealtimeOptions): Promise<Realtime> {
  const log = (line: string): void => options.log?.(oneLine(line));
  const limits: RealtimeLimits = { ...defaultLimits, ...options.limits };
  const events = new RateCounter(limits.maxEventsPerSecond);
  let isEventRateExceeded = false;

  const hub = new Hub(events, () => isEventRateExceeded, log);
  const database = new Database(options.databaseUrl, log);
  const stream = new DatabaseStream(
    options.databaseUrl,
    limits,
    log,
    ({ isPrivate, topic, broadcast }) => {
      if (isEventRateExceeded) return log(`row on ${JSON.stringify(topic)} dropped: too many messages per second`);
      events.add();
      hub.broadcast(isPrivate, topic, broadcast);
    },
    () => {
      log("replication stream is live");
      void maintainPartitions(database, log);
    },
  );
  const context: Context = {
    limits,
    log,
    hub,
    database,
    stream,
    verifier: new TokenVerifier(options.jwtSecret, options.apiKeys),
    rates: {
      events,
      joins: new RateCounter(limits.maxJoinsPerSecond),
      presence: new RateCounter(limits.maxPresenceEventsPerSecond),
    },
    joinedSockets: new Set(),
  };

  const connections = new Set<Connection>();
  let isClosing = false;
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.maxFrameBytes,
    handleProtocols: () => false,
  });
  const timers = [
    setInterval(
      () => {
        const now = Date.now();
        for (const connection of connections) if (connection.isIdle(now)) connection.close(closeIdle);
      },
      Math.min(sweepIntervalMs, limits.idleTimeoutMs),
    ),
    setInterval(() => {
      for (const connection of connections) if (connection.isAbandoned) connection.terminate();
    }, limits.emptySocketSweepMs),
    setInterval(() => void (isEventRateExceeded = events.isExceeded()), limits.eventRateCheckMs),
    setInterval(() => void maintainPartitions(database, log), limits.partitionMaintenanceMs),
  ];

  await maintainPartitions(database, log);
  stream.start();
  await stream.whenLive(startTimeoutMs);

  return {
    handleUpgrade(req, socket, head) {
      socket.on("error", () => socket.destroy());
      void admitSocket(context, req).then(async (admission) => {
        if ("status" in admission) {
          if (admission.error !== undefined) await sleep(limits.handshakeErrorDelayMs, undefined, { ref: false });
          return refuseSocket(socket, admission);
        }
        if (socket.destroyed || isClosing) return void socket.destroy();
        webSockets.handleUpgrade(req, socket, head, (ws) => {
          const { version, token } = admission;
          connections.add(new Connection(context, ws, version, token, policyHeaders(req), (closed) => connections.delete(closed)));
        });
      });
    },
    handleRequest(req, res) {
      void handleRest(context, req, res, innerPath(req));
    },
    async close() {
      isClosing = true;
      for (const timer of timers) clearInterval(timer);
      for (const connection of connections) connection.disconnect(closeServiceRestart);
      const deadline = Date.now() + closeGraceMs;
      while (connections.size > 0 && Date.now() < deadline) await sleep(10);
      for (const connection of connections) connection.terminate();
      await stream.close();
      await database.close();
    },
  };
}

/** What clients choose (topics, for one) must neither forge lines of a log nor flood it. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.slice(0, 1_000).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, " ");
}

/** The request's path inside the server, with or without the public prefix. */
function innerPath(req: IncomingMessage): string {
  return (req.url ?? "/").replace(/^\/realtime\/v1(?=\/|\?|$)/, "").replace(/^\/socket(?=\/websocket)/, "");
}

interface Refusal {
  status: number;
  error?: string;
}

async function admitSocket(context: Context, req: IncomingMessage): Promise<{ version: Version; token: string } | Refusal> {
  const [pathname = "", query = ""] = innerPath(req).split("?", 2);
  if (pathname !== "/websocket") return { status: 404 };
  const params = new URLSearchParams(query);
  const major = /^([12])\.0\.\d+$/.exec(params.get("vsn") ?? "1.0.0")?.[1];
  if (major === undefined) return { status: 403 };
  const header = req.headers["x-api-key"];
  const key = (Array.isArray(header) ? header[0] : header) ?? params.get("apikey") ?? "";
  if (key === "") return { status: 401, error: "API key is missing" };
  const token = context.verifier.resolve(key);
  try {
    await context.verifier.verify(token);
  } catch (error) {
    if (error instanceof TokenError) return { status: error.text.handshakeStatus, error: error.text.handshake };
    context.log(`handshake failed: ${describe(error)}`);
    return { status: 500, error: "Error connecting to Realtime" };
  }
  if (context.joinedSockets.size >= context.limits.maxConcurrentSockets) {
    return { status: 429, error: "Too many connected users" };
  }
  if (context.rates.joins.isExceeded()) return { status: 429, error: "Too many joins per second" };
  return { version: major === "2" ? 2 : 1, token };
}

function refuseSocket(socket: Duplex, { status, error }: Refusal): void {
  const body = error === undefined ? "" : JSON.stringify({ error });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

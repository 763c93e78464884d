/**
 * A proxy that misbehaves on demand, in front of the app and of the stack:
 *
 *   /client/7/realtime/v1/websocket   page 7's socket, to the Realtime process
 *   /client/7/…                       page 7's requests, to the app
 *   /rest/v1/…, /auth/v1/…            the app's requests, to the stack
 *   /…                                anybody else's, to the app
 *
 * It knows HTTP and WebSocket, so that a fault can be exact: this answer after its commit, that page's next three
 * pushes. Faults are objects that are asked about each request, answer and frame; they count for themselves what they hit.
 */
import { Agent, createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";

/** `page`: from a page to the app. `database`: from the app to the stack. */
export type ProxiedRequest = { hop: "page" | "database"; client: number | undefined; method: string; path: string; isSend: boolean };

/** `down` is towards the page. `isPush`: a broadcast, not an answer or a heartbeat. */
export type ProxiedFrame = { client: number; direction: "up" | "down"; isPush: boolean };

export type Fault = {
  /** `refuse` breaks the connection before the request went on; `hold` lets it wait for the fault's end, then breaks it. */
  onRequest?: (request: ProxiedRequest) => "refuse" | "hold" | undefined;
  /** `lose` breaks the connection when the answer is there, whole. */
  onAnswer?: (request: ProxiedRequest, status: number) => "lose" | undefined;
  onFrame?: (frame: ProxiedFrame) => "drop" | "double" | { delayMs: number } | undefined;
  /** Pages whose sockets carry nothing, not even an end, for as long as the fault lasts; then they break. New ones hang. */
  holdsSockets?: readonly number[];
};

export type ProxyTargets = { app: string; stack: string; realtime: string };

type Pair = { client: number; page: WebSocket; server: WebSocket };

export class FaultProxy {
  readonly server: Server;
  /** Sockets that ended because the server behind let go of them. */
  closedByServer = 0;
  /** Sends that the stack has not answered yet. */
  readonly sending = new Set<ProxiedRequest>();
  private readonly answerListeners = new Set<(request: ProxiedRequest, status: number | null) => void>();
  private readonly faults = new Set<Fault>();
  private readonly pairs = new Set<Pair>();
  private readonly held = new Map<Fault, Set<() => void>>();
  private readonly agent = new Agent({ keepAlive: true, timeout: 3000 });
  private readonly sockets = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false });

  constructor(private readonly targets: ProxyTargets) {
    this.server = createServer((request, response) => void this.relay(request, response).catch(() => response.destroy()));
    this.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => this.upgrade(request, socket, head));
    this.server.keepAliveTimeout = 65_000;
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, "127.0.0.1", resolve);
    });
  }

  async close(): Promise<void> {
    for (const fault of [...this.faults]) this.end(fault);
    for (const { page, server } of this.pairs) for (const socket of [page, server]) socket.terminate();
    this.agent.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  begin(fault: Fault): void {
    this.faults.add(fault);
    // Unread, so that a goodbye is not answered either.
    for (const { client, page } of this.pairs) if (fault.holdsSockets?.includes(client)) page.pause();
  }

  end(fault: Fault): void {
    if (!this.faults.delete(fault)) return;
    for (const release of this.held.get(fault) ?? []) release();
    this.held.delete(fault);
    this.cut(fault.holdsSockets ?? []);
  }

  /** Whether a page's sockets carry nothing now. */
  holds(client: number): boolean {
    return [...this.faults].some(({ holdsSockets }) => holdsSockets?.includes(client));
  }

  /** Breaks the sockets of some pages, without a goodbye to either side. @returns how many could be broken */
  cut(clients: readonly number[]): number {
    const found = [...this.pairs].filter(({ client }) => clients.includes(client) && !this.holds(client));
    for (const pair of found) {
      this.pairs.delete(pair);
      pair.page.terminate();
      pair.server.terminate();
    }
    return found.length;
  }

  /** Calls back when the stack answered a send (or failed to, with null). @returns a function that stops it */
  onSendAnswered(listener: (request: ProxiedRequest, status: number | null) => void): () => void {
    this.answerListeners.add(listener);
    return () => this.answerListeners.delete(listener);
  }

  private hold(fault: Fault, release: () => void): void {
    const waiting = this.held.get(fault) ?? new Set();
    this.held.set(fault, waiting.add(release));
  }

  private async relay(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const request = describe(incoming, body);
    for (const fault of this.faults) {
      const verdict = fault.onRequest?.(request);
      if (verdict === "refuse") return void response.destroy();
      if (verdict === "hold") return this.hold(fault, () => response.destroy());
    }
    const isWatched = request.hop === "database" && request.isSend;
    if (isWatched) this.sending.add(request);
    const answer = await this.ask(request, incoming, body).catch(() => null);
    if (isWatched) {
      this.sending.delete(request);
      for (const listener of [...this.answerListeners]) listener(request, answer?.status ?? null);
    }
    if (!answer) return void response.writeHead(502, { "content-length": 0 }).end();
    for (const fault of this.faults) if (fault.onAnswer?.(request, answer.status) === "lose") return void response.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  private ask(request: ProxiedRequest, incoming: IncomingMessage, body: Buffer) {
    return new Promise<{ status: number; headers: string[]; body: Buffer }>((resolve, reject) => {
      const target = request.hop === "page" ? this.targets.app : this.targets.stack;
      const sent = forward(
        target + request.path,
        { method: request.method, agent: this.agent, headers: incoming.headers, setHost: false },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("error", reject);
          answer.on("end", () => {
            // It goes on in one piece.
            const headers = answer.rawHeaders.filter((_, index) => !/^transfer-encoding$/i.test(answer.rawHeaders[index & ~1] ?? ""));
            resolve({ status: answer.statusCode ?? 0, headers, body: Buffer.concat(chunks) });
          });
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    const { client, path } = splitClient(request.url ?? "");
    if (client === undefined) return void socket.destroy();
    for (const fault of this.faults) {
      if (fault.holdsSockets?.includes(client)) return this.hold(fault, () => socket.destroy());
    }
    const server = new WebSocket(this.targets.realtime.replace(/^http/, "ws") + path, { perMessageDeflate: false });
    server.on("error", () => undefined);
    const giveUp = () => void socket.destroy();
    server.once("close", giveUp);
    server.once("open", () => {
      server.off("close", giveUp);
      if (socket.destroyed) return server.terminate();
      this.sockets.handleUpgrade(request, socket, head, (page) => this.join({ client, page, server }));
    });
  }

  private join(pair: Pair): void {
    const { client, page, server } = pair;
    this.pairs.add(pair);
    const relayFrom = (from: WebSocket, to: WebSocket, direction: "up" | "down") =>
      from.on("message", (data: Buffer, isBinary) => {
        const send = () => {
          if (to.readyState === to.OPEN) to.send(data, { binary: isBinary });
        };
        const verdict = this.judge({ client, direction, isPush: direction === "down" && isPush(data, isBinary) });
        if (verdict === "drop") return;
        if (verdict === "double") send();
        if (typeof verdict === "object") return void setTimeout(send, verdict.delayMs);
        send();
      });
    relayFrom(page, server, "up");
    relayFrom(server, page, "down");
    const end = (other: WebSocket) => (code: number) => {
      // The end of one side does not come through a hole; that of the other comes when the hole ends.
      if (this.holds(client)) return;
      // Deleted before: cut from here.
      if (!this.pairs.delete(pair)) return;
      if (other === page) this.closedByServer += 1;
      const isSayable = code === 1000 || (code > 1000 && code < 1015 && ![1004, 1005, 1006].includes(code)) || code >= 3000;
      if (isSayable) other.close(code);
      else other.terminate();
    };
    page.on("error", () => undefined);
    page.on("close", end(server));
    server.on("close", end(page));
  }

  private judge(frame: ProxiedFrame): ReturnType<NonNullable<Fault["onFrame"]>> {
    for (const fault of this.faults) {
      const verdict = fault.onFrame?.(frame);
      if (verdict !== undefined) return verdict;
    }
    return undefined;
  }
}

function splitClient(url: string): { client: number | undefined; path: string } {
  const found = /^\/client\/(\d+)(\/.*)$/.exec(url);
  return found ? { client: Number(found[1]), path: found[2] ?? "/" } : { client: undefined, path: url };
}

function describe(incoming: IncomingMessage, body: Buffer): ProxiedRequest {
  const { client, path } = splitClient(incoming.url ?? "/");
  const method = incoming.method ?? "GET";
  const pathname = path.split("?", 1)[0] ?? "";
  const intent = method === "POST" ? new URLSearchParams(body.toString()).get("intent") : null;
  const hop = client === undefined && /^\/(rest|auth|storage)\/v1\//.test(path) ? "database" : "page";
  const isSend =
    hop === "database"
      ? pathname === "/rest/v1/rpc/send_message"
      : method === "POST" && pathname.endsWith("/messages") && (intent === null || intent === "send-message");
  return { hop, client, method, path, isSend };
}

/** A broadcast on the wire: a binary frame of kind 4, or an array of five whose fourth says so. */
function isPush(data: Buffer, isBinary: boolean): boolean {
  if (isBinary) return data[0] === 4;
  const [, , , event] = JSON.parse(data.toString()) as unknown[];
  return event === "broadcast";
}

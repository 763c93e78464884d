import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Api } from "./api";
import type { AuthExtras } from "./auth";
import { readAuthCall } from "./auth-call";
import { BodyTooLarge, readBody, sendJson, sendText, sendWebResponse, toWebRequest } from "./http";
import { type Claims, verifyJwt } from "./jwt";
import type { Rpc } from "./rpc";
import type { SignedLinks } from "./storage-signed";

/** The Realtime server behind `/realtime/v1`; it sees paths without that prefix. */
export type RealtimeHandler = {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  handleRequest(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
};

/** What a request of the Data API is: whose key it came with, and who its token says it is. */
export type Caller = { role: string; claims: Claims };

export type GatewayOptions = {
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
  api: Api;
  auth: AuthExtras;
  realtime: RealtimeHandler | undefined;
  /** Answers what it fully understands of `POST /rest/v1/rpc/*`; `false` leaves the request to the API server. */
  rpc?: Rpc["answer"];
  /** Lists a folder of a bucket, as JSON; `undefined` leaves the request to the API server. */
  list?: (caller: Caller, bucket: string, body: unknown) => Promise<string | undefined>;
  /** Makes and answers signed links to objects, in place of the API server. */
  links?: SignedLinks;
  /** Bytes an uploaded file may have. */
  uploadLimit: number;
  log: (line: string) => void;
};

const JSON_LIMIT = 10_000_000;
/** Room for the form around an uploaded file. */
const FORM_SLACK = 1_000_000;

const ALLOWED_METHODS = "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT";

function corsHeaders(request: IncomingMessage): Record<string, string> {
  return request.headers.origin === undefined
    ? {}
    : {
        "access-control-allow-origin": "*",
        "access-control-expose-headers":
          "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Location, Server, Transfer-Encoding, Range-Unit, X-Total-Count, Link, X-Supabase-Api-Version, Preference-Applied, WWW-Authenticate",
      };
}

function preflight(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": ALLOWED_METHODS,
    "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "authorization, apikey, content-type",
    "access-control-max-age": "3600",
    "content-length": "0",
    vary: "Access-Control-Request-Headers",
  });
  response.end();
}

/** PostgREST's answers to a token it does not take. */
function refuseToken(
  response: ServerResponse,
  verdict: Exclude<ReturnType<typeof verifyJwt>, { kind: "ok" }>,
  headers: Record<string, string>,
): void {
  const [code, message, details] = {
    malformed: ["PGRST301", verdict.kind === "malformed" ? `Expected 3 parts in JWT; got ${verdict.parts}` : "", null],
    invalid: ["PGRST301", "No suitable key or wrong key type", "None of the keys was able to decode the JWT"],
    expired: ["PGRST303", "JWT expired", null],
    future: ["PGRST303", "JWT issued at future", null],
  }[verdict.kind] as [string, string, string | null];
  sendJson(
    response,
    401,
    { code, details, hint: null, message },
    { ...headers, "www-authenticate": `Bearer error="invalid_token", error_description="${message}"` },
  );
}

const API_ROLES = new Set(["anon", "authenticated", "service_role"]);

/** One HTTP origin for the four services of a project, and nothing else. */
export class Gateway {
  readonly server: Server;

  constructor(private readonly options: GatewayOptions) {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        if (error instanceof BodyTooLarge) {
          sendJson(response, 413, { message: "Request size limit exceeded" }, { ...corsHeaders(request), connection: "close" });
          return;
        }
        this.options.log(`gateway: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        if (response.headersSent) response.destroy();
        else sendJson(response, 500, { message: "An unexpected error occurred" }, corsHeaders(request));
      });
    });
    // Longer than the idle time of clients' connection pools, or a request may meet a connection that is closing.
    this.server.keepAliveTimeout = 65_000;
    this.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const { realtime } = this.options;
      if (!realtime || !request.url?.startsWith("/realtime/v1/")) {
        socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
      }
      request.url = request.url.slice("/realtime/v1".length);
      realtime.handleUpgrade(request, socket, head);
    });
  }

  /** Stops taking requests and waits for those under way, at most `patience` milliseconds. */
  async close(patience = 2000): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeIdleConnections();
      setTimeout(() => this.server.closeAllConnections(), patience).unref();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // No web request can have these methods.
    if (request.method === "TRACE" || request.method === "CONNECT") {
      return sendJson(response, 405, { message: "Method not allowed" }, { connection: "close" });
    }
    let url: URL;
    try {
      url = new URL(request.url ?? "/", "http://gateway");
      decodeURIComponent(url.pathname);
    } catch {
      return sendJson(response, 400, { message: "Bad request" });
    }
    // A path is matched as it will be read: `/rest/v1/../x` has become `/x` here.
    const service = /^\/(rest|auth|storage|realtime)\/v1(?=\/|$)/.exec(url.pathname)?.[1];
    if (!service) return sendJson(response, 404, { message: "no Route matched with those values" }, corsHeaders(request));
    if (request.method === "OPTIONS" && request.headers["access-control-request-method"]) return preflight(request, response);
    switch (service) {
      case "rest":
        return this.rest(request, response, url);
      case "auth":
        return this.auth(request, response, url);
      case "storage":
        return this.storage(request, response, url);
      default:
        return this.realtime(request, response, url);
    }
  }

  private realtime(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const { realtime } = this.options;
    if (!realtime) return sendJson(response, 503, { message: "Realtime is not running" }, corsHeaders(request));
    for (const [name, value] of Object.entries(corsHeaders(request))) response.setHeader(name, value);
    request.url = url.pathname.slice("/realtime/v1".length) + url.search;
    realtime.handleRequest(request, response);
  }

  private async rest(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const body = await readBody(request, JSON_LIMIT);
    const caller = this.identify(request, response, url);
    if (caller === "answered") return;
    if (caller && this.options.rpc && url.pathname.startsWith("/rest/v1/rpc/")) {
      if (await this.options.rpc(request, response, url, caller, body, corsHeaders(request))) return;
    }
    return this.forward(request, response, body);
  }

  /** Who calls; `undefined` leaves the answer (missing or wrong key) to the API server. */
  private identify(request: IncomingMessage, response: ServerResponse, url: URL): Caller | undefined | "answered" {
    const { publishableKey, secretKey, jwtSecret } = this.options;
    const key = request.headers.apikey ?? url.searchParams.get("apikey");
    if (key !== publishableKey && key !== secretKey) return undefined;
    const bearer = /^Bearer\s+(.+)$/.exec(request.headers.authorization ?? "")?.[1]?.trim();
    if (!bearer || bearer.startsWith("sb_")) {
      const role = key === secretKey ? "service_role" : "anon";
      // Secret keys in a browser are refused by the API server.
      if (key === secretKey && /^\s*Mozilla/.test(request.headers["user-agent"] ?? "")) return undefined;
      return { role, claims: { role } };
    }
    const verdict = verifyJwt(bearer, jwtSecret);
    if (verdict.kind !== "ok") {
      refuseToken(response, verdict, corsHeaders(request));
      return "answered";
    }
    const role = verdict.claims.role ?? "anon";
    if (typeof role !== "string" || !API_ROLES.has(role)) {
      const message = `permission denied to set role ${JSON.stringify(role)}`;
      sendJson(response, 403, { code: "42501", details: null, hint: null, message }, corsHeaders(request));
      return "answered";
    }
    return { role, claims: verdict.claims };
  }

  private async auth(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const body = await readBody(request, JSON_LIMIT);
    const { auth, publishableKey, secretKey } = this.options;
    const key = request.headers.apikey ?? url.searchParams.get("apikey");
    const call = readAuthCall(request, url, body);
    if (call && (key === publishableKey || key === secretKey)) {
      const own = await auth.answer(call);
      if (own) return sendJson(response, own.status, own.body, corsHeaders(request));
    }
    const answer = await this.options.api.fetch(toWebRequest(request, "http://gateway", body));
    const isJson = answer.headers.get("content-type")?.includes("application/json");
    if (!call || !answer.ok || !isJson || !/^\/(signup|token|verify|user)$/.test(call.path)) return this.send(request, response, answer);
    const headers = new Headers(answer.headers);
    headers.delete("content-length");
    const completed = JSON.stringify(await auth.complete(call, await answer.json()));
    return this.send(request, response, new Response(completed, { status: answer.status, headers }));
  }

  private async storage(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const upload = (request.method === "POST" || request.method === "PUT") && url.pathname.startsWith("/storage/v1/object/");
    const body = await readBody(request, this.options.uploadLimit + FORM_SLACK);
    if (this.options.links && (await this.signedLink(this.options.links, request, response, url, body))) return;
    const listed = request.method === "POST" ? /^\/storage\/v1\/object\/list\/([^/]+)$/.exec(url.pathname)?.[1] : undefined;
    if (listed !== undefined && this.options.list) {
      const caller = this.identify(request, response, url);
      if (caller === "answered") return;
      const text = caller && (await this.options.list(caller, decodeURIComponent(listed), parseJson(body)));
      if (text !== undefined) return sendText(response, text, corsHeaders(request));
    }
    const isForm = request.headers["content-type"]?.startsWith("multipart/form-data");
    if (!upload || !isForm) return this.forward(request, response, body);
    // supabase-js sends a File or Blob as a form; the Storage server takes only plain bodies.
    const form = await toWebRequest(request, "http://gateway", body)
      .formData()
      .catch(() => undefined);
    const file = [...(form?.entries() ?? [])].map(([, value]) => value).find((value) => typeof value !== "string");
    if (!form || !file) return this.forward(request, response, body);
    const headers = new Headers(toWebRequest(request, "http://gateway", body).headers);
    headers.set("content-type", file.type || "application/octet-stream");
    headers.set("content-length", String(file.size));
    const cacheControl = form.get("cacheControl");
    if (typeof cacheControl === "string") headers.set("cache-control", `max-age=${cacheControl}`);
    const plain = new Request(new URL(request.url ?? "/", "http://gateway"), {
      method: request.method ?? "POST",
      headers,
      body: await file.arrayBuffer(),
    });
    return this.send(request, response, await this.options.api.fetch(plain));
  }

  /** Whether the request was one about signed links; then it is answered. */
  private async signedLink(
    links: SignedLinks,
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    body: Buffer,
  ): Promise<boolean> {
    const [, bucket, name] = /^\/storage\/v1\/object\/sign\/([^/]+)(?:\/(.+))?$/.exec(decodeURIComponent(url.pathname)) ?? [];
    if (bucket === undefined) return false;
    const cors = corsHeaders(request);
    if (request.method === "GET" || request.method === "HEAD") {
      if (name === undefined) return false;
      await links.answer(request, response, bucket, name, url.searchParams, cors);
      return true;
    }
    if (request.method !== "POST") return false;
    const caller = this.identify(request, response, url);
    if (caller === "answered") return true;
    if (!caller) return false;
    if (name === undefined) await links.signMany(response, caller, bucket, parseJson(body), cors);
    else await links.signOne(response, caller, bucket, name, parseJson(body), cors);
    return true;
  }

  private async forward(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    return this.send(request, response, await this.options.api.fetch(toWebRequest(request, "http://gateway", body)));
  }

  private async send(request: IncomingMessage, response: ServerResponse, answer: Response): Promise<void> {
    await sendWebResponse(response, answer, corsHeaders(request));
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : (JSON.parse(body.toString()) as unknown);
  } catch {
    return undefined;
  }
}

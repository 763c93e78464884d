import type { IncomingMessage, ServerResponse } from "node:http";
import { AuthorizationError, checkWrite, type Actor } from "./authorization";
import { describe, type Context } from "./context";
import { isJsonObject, type Json, type JsonObject, type UserBroadcast } from "./framing";
import type { Claims } from "./jwt";
import { isOversize } from "./limits";

const maxBodyBytes = 8_000_000;
const oversize = "Payload size exceeds tenant limit";

/** Answer to a request that ends early. */
class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly body: JsonObject,
  ) {
    super(`HTTP ${status}`);
  }
}

interface BatchMessage {
  topic: string;
  event: string;
  payload: JsonObject;
  isPrivate: boolean;
  id: string | undefined;
}

/** Serves broadcasts over HTTP: `/api/broadcast`, `/api/broadcast/:topic/events/:event`, `/api/ping`. */
export async function handleRest(context: Context, req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
  res.setHeader("access-control-allow-origin", "*");
  res.setHeader("access-control-allow-headers", "authorization, apikey, x-api-key, content-type, x-client-info, x-supabase-api-version");
  res.setHeader("access-control-allow-methods", "GET, POST, OPTIONS");
  try {
    const [pathname = "", query = ""] = path.split("?", 2);
    if (req.method === "OPTIONS") return send(res, 204);
    if (pathname === "/api/ping" && req.method === "GET") return send(res, 200, { message: "Success" });
    if (req.method !== "POST") throw new HttpError(404, { error: "Not found" });
    if (pathname === "/api/broadcast") return await postBatch(context, req, res);
    // Split before decoding: a topic may hold slashes of its own.
    const match = /^\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/.exec(pathname);
    if (!match) throw new HttpError(404, { error: "Not found" });
    const isPrivate = new URLSearchParams(query).get("private") === "true";
    await postSingle(context, req, res, decodePart(match[1]), decodePart(match[2]), isPrivate);
  } catch (error) {
    if (error instanceof HttpError) return send(res, error.status, error.body);
    context.log(`request failed: ${describe(error)}`);
    if (!res.headersSent) send(res, 500, { error: "Internal server error" });
  }
}

async function postBatch(context: Context, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const claims = await authenticate(context, req);
  const body = await readBody(req);
  const messages = validateBatch(context, parseJson(body));
  limitRate(context, res, messages.length);
  const mayWrite = new Map<string, boolean>();
  for (const message of messages) {
    if (message.isPrivate && !mayWrite.has(message.topic)) {
      mayWrite.set(message.topic, await mayBroadcast(context, message.topic, { claims, headers: policyHeaders(req) }));
    }
    // A denied message is dropped in silence; the others go.
    if (message.isPrivate && mayWrite.get(message.topic) !== true) continue;
    context.rates.events.add();
    const { event, payload, id } = message;
    const content: JsonObject = { type: "broadcast", event, payload, ...(id !== undefined && { meta: { id } }) };
    context.hub.broadcast(message.isPrivate, message.topic, { kind: "text", payload: content });
  }
  send(res, 202);
}

async function postSingle(
  context: Context,
  req: IncomingMessage,
  res: ServerResponse,
  topic: string,
  event: string,
  isPrivate: boolean,
): Promise<void> {
  const claims = await authenticate(context, req);
  const message = await readSingle(req, event);
  if (isOversize(message.payload.byteLength, context.limits)) throw new HttpError(422, { errors: { payload: [oversize] } });
  limitRate(context, res, 1);
  if (isPrivate) {
    const { broadcastWrite } = await checkWrite(context.database, topic, { claims, headers: policyHeaders(req) }).catch(
      (error: unknown) => {
        if (!(error instanceof AuthorizationError)) throw error;
        context.log(`write check failed: ${describe(error)}`);
        const texts = { policy: "RLS policy error", canceled: "Query canceled", partition: "Missing messages partition" };
        throw new HttpError(422, { message: texts[error.fault] });
      },
    );
    if (!broadcastWrite) throw new HttpError(403, { message: "Unauthorized" });
  }
  context.rates.events.add();
  context.hub.broadcast(isPrivate, topic, { kind: "user", message });
  send(res, 202);
}

async function readSingle(req: IncomingMessage, event: string): Promise<UserBroadcast> {
  const type = req.headers["content-type"];
  // Without a type nothing is parsed.
  if (type === undefined) {
    await readBody(req);
    return { event, encoding: "json", payload: Buffer.from("{}") };
  }
  const [mediaType = ""] = type.split(";");
  if (mediaType.trim().toLowerCase() === "application/octet-stream") {
    return { event, encoding: "binary", payload: await readBody(req) };
  }
  if (mediaType.trim().toLowerCase() !== "application/json") {
    throw new HttpError(415, { error: "Unsupported Media Type. Use application/json or application/octet-stream" });
  }
  const body = await readBody(req);
  const value = parseJson(body);
  const payload = isJsonObject(value) ? body : Buffer.from(JSON.stringify({ _json: value }));
  return { event, encoding: "json", payload: payload.byteLength === 0 ? Buffer.from("{}") : payload };
}

async function authenticate(context: Context, req: IncomingMessage): Promise<Claims> {
  const bearer = /^bearer\s+(.*)$/i.exec(req.headers.authorization ?? "")?.[1];
  const apikey = req.headers["apikey"];
  const token = bearer ?? (typeof apikey === "string" ? apikey : "");
  try {
    return await context.verifier.verify(context.verifier.resolve(token.trim()));
  } catch {
    throw new HttpError(401, { message: "Unauthorized" });
  }
}

function validateBatch(context: Context, body: Json): BatchMessage[] {
  const list = isJsonObject(body) ? body["messages"] : undefined;
  if (list === undefined || list === null || (Array.isArray(list) && list.length === 0)) {
    throw new HttpError(422, { errors: { messages: ["can't be blank"] } });
  }
  if (!Array.isArray(list)) throw new HttpError(422, { errors: { messages: ["is invalid"] } });
  const errors = list.map((message) => faultsOf(context, message));
  if (errors.some((faults) => Object.keys(faults).length > 0)) throw new HttpError(422, { errors: { messages: errors } });
  return (list as JsonObject[]).map((message) => ({
    topic: message["topic"] as string,
    event: message["event"] as string,
    payload: message["payload"] as JsonObject,
    isPrivate: message["private"] === true || message["private"] === "true",
    id: typeof message["id"] === "string" ? message["id"] : undefined,
  }));
}

function faultsOf(context: Context, message: Json): JsonObject {
  if (!isJsonObject(message)) return { payload: ["is invalid"] };
  const faults: JsonObject = {};
  for (const field of ["topic", "event"]) {
    const value = message[field];
    if (value === undefined || value === null || (typeof value === "string" && value.trim() === "")) {
      faults[field] = ["can't be blank"];
    } else if (typeof value !== "string") faults[field] = ["is invalid"];
  }
  const payload = message["payload"];
  if (payload === undefined || payload === null) faults["payload"] = ["can't be blank"];
  else if (!isJsonObject(payload)) faults["payload"] = ["is invalid"];
  else if (isOversize(Buffer.byteLength(JSON.stringify(payload)), context.limits)) faults["payload"] = [oversize];
  return faults;
}

async function mayBroadcast(context: Context, topic: string, actor: Actor): Promise<boolean> {
  try {
    return (await checkWrite(context.database, topic, actor)).broadcastWrite;
  } catch (error) {
    context.log(`write check failed: ${describe(error)}`);
    return false;
  }
}

function limitRate(context: Context, res: ServerResponse, messages: number): void {
  const { events } = context.rates;
  const average = events.average();
  const limit = events.limitPerSecond;
  res.setHeader("x-rate-rolling", average.toFixed(2));
  res.setHeader("x-rate-limit", limit);
  res.setHeader("x-rate-limit-remaining", Math.max(Math.floor(limit - average), 0));
  if (average >= limit) throw new HttpError(429, { message: "You have exceeded your rate limit" });
  if (average + messages > limit) {
    throw new HttpError(429, { message: "Too many messages to broadcast, please reduce the batch size" });
  }
}

/** The `x-` headers of a request, which policies find in `request.headers`. */
export function policyHeaders(req: IncomingMessage): Record<string, string> {
  const entries = Object.entries(req.headers).filter(([name]) => name.startsWith("x-"));
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]));
}

function decodePart(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? "");
  } catch {
    throw new HttpError(400, { error: "Bad Request" });
  }
}

function parseJson(body: Buffer): Json {
  if (body.byteLength === 0) return {};
  try {
    return JSON.parse(body.toString("utf8")) as Json;
  } catch {
    throw new HttpError(400, { error: "Bad Request" });
  }
}

async function readBody(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    req.on("data", (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes <= maxBodyBytes) chunks.push(chunk);
      // What follows is read and thrown away, so that the sender gets to the answer.
      else reject(new HttpError(413, { error: "Request Entity Too Large" }));
    });
    req.on("end", () => resolve(Buffer.concat(chunks)));
    req.on("error", reject);
  });
}

function send(res: ServerResponse, status: number, body?: JsonObject): void {
  if (body === undefined) {
    res.writeHead(status, status === 204 ? {} : { "content-length": "0" }).end();
    return;
  }
  const text = JSON.stringify(body);
  res.writeHead(status, { "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(text) }).end(text);
}

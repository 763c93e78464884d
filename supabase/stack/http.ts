import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";

export class BodyTooLarge extends Error {}

/**
 * Reads a request's body whole.
 * @param limit bytes. @throws {BodyTooLarge} beyond it.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > limit) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

/** The request as `fetch` knows it. */
export function toWebRequest(request: IncomingMessage, origin: string, body: Buffer): Request {
  const headers = new Headers();
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    headers.append(request.rawHeaders[index]!, request.rawHeaders[index + 1]!);
  }
  const method = request.method ?? "GET";
  return new Request(new URL(request.url ?? "/", origin), {
    method,
    headers,
    ...(method !== "GET" && method !== "HEAD" && { body: new Uint8Array(body) }),
  });
}

/** Writes a `fetch` response out. `extra` headers are added where the response does not set them itself. */
export async function sendWebResponse(response: ServerResponse, answer: Response, extra: Record<string, string>): Promise<void> {
  const headers: Record<string, string | string[]> = { ...extra };
  for (const [name, value] of answer.headers) {
    if (name !== "set-cookie") headers[name] = value;
  }
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) headers["set-cookie"] = cookies;
  response.writeHead(answer.status, headers);
  if (!answer.body) response.end();
  else await pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
}

export function sendJson(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  sendText(response, JSON.stringify(value), headers, status);
}

/** Sends JSON that is text already. */
export function sendText(response: ServerResponse, json: string, headers: Record<string, string> = {}, status = 200): void {
  const body = Buffer.from(json);
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "content-length": body.length, ...headers });
  response.end(body);
}

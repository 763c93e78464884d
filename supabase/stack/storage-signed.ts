import type { IncomingMessage, ServerResponse } from "node:http";
import type pg from "pg";
import { z } from "zod";
import type { Caller } from "./gateway";
import { sendJson } from "./http";
import { signJwt, verifyJwt } from "./jwt";
import { runPipeline } from "./pipeline";
import type { FileStorage } from "./storage-files";

const expiresIn = z.number().int().min(1);
/** What `createSignedUrl` sends; its path stands in the address. */
const oneSchema = z.object({ expiresIn });
/** What `createSignedUrls` sends. */
const manySchema = z.object({ expiresIn, paths: z.array(z.string().min(1)).min(1).max(500) });

const EXPIRED = '"exp" claim timestamp check failed';
const notFound = { statusCode: "404", error: "not_found", message: "Object not found" };

/** Which of some objects the caller may read, as JSON. */
const readableText = `select coalesce(json_agg(name), '[]')::text from storage.objects where bucket_id = $1 and name = any ($2::text[])`;

/** Header values are Latin-1; hosted Storage writes both forms and encodes in either. */
function dispositionOf(download: string): string {
  if (download === "") return "attachment;";
  const name = encodeURIComponent(download);
  return `attachment; filename=${name}; filename*=UTF-8''${name};`;
}

/**
 * Signed links to objects, as hosted Storage makes and answers them. The Storage server has its own: without a
 * `download`, with a field named otherwise than the client reads, and it takes a link for another that it resembles.
 */
export class SignedLinks {
  constructor(private readonly options: { pool: pg.Pool; files: FileStorage; jwtSecret: string; timeout: (role: string) => number }) {}

  /** `POST /object/sign/<bucket>/<name>`: a link to one object that the caller may read. */
  async signOne(response: ServerResponse, caller: Caller, bucket: string, name: string, body: unknown, headers: Record<string, string>) {
    const wish = oneSchema.safeParse(body);
    if (!wish.success) return refuse(response, headers);
    const [signed] = await this.sign(caller, bucket, [name], wish.data.expiresIn, "storage.object.sign");
    if (!signed) return sendJson(response, 400, notFound, headers);
    sendJson(response, 200, { signedURL: signed.link }, headers);
  }

  /** `POST /object/sign/<bucket>`: links to several; those that the caller may not read come without. */
  async signMany(response: ServerResponse, caller: Caller, bucket: string, body: unknown, headers: Record<string, string>) {
    const wish = manySchema.safeParse(body);
    if (!wish.success) return refuse(response, headers);
    const { paths, expiresIn: seconds } = wish.data;
    const links = new Map(
      (await this.sign(caller, bucket, paths, seconds, "storage.object.sign_many")).map(({ name, link }) => [name, link]),
    );
    const answer = paths.map((path) => {
      const signedURL = links.get(path) ?? null;
      return { error: signedURL ? null : "Either the object does not exist or you do not have access to it", path, signedURL };
    });
    sendJson(response, 200, answer, headers);
  }

  private async sign(caller: Caller, bucket: string, names: string[], seconds: number, operation: string) {
    const row = await runPipeline(this.options.pool, [
      {
        name: "storage sign context",
        text: `select set_config('role', $1, true), set_config('request.jwt.claims', $2, true),
          set_config('storage.operation', $3, true), set_config('statement_timeout', $4, true)`,
        values: [caller.role, JSON.stringify(caller.claims), operation, String(this.options.timeout(caller.role))],
      },
      { name: "storage sign", text: readableText, values: [bucket, `{${names.map((name) => JSON.stringify(name)).join(",")}}`] },
    ]);
    const readable = new Set(JSON.parse(row?.[0] ?? "[]") as string[]);
    const iat = Math.floor(Date.now() / 1000);
    return names
      .filter((name) => readable.has(name))
      .map((name) => {
        const token = signJwt({ url: `${bucket}/${name}`, iat, exp: iat + seconds }, this.options.jwtSecret);
        // Not encoded: the client does that to the whole.
        return { name, link: `/object/sign/${bucket}/${name}?token=${token}` };
      });
  }

  /** `GET /object/sign/<bucket>/<name>?token=…&download=…`: the object, to whoever has the link, until it expires. */
  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    bucket: string,
    name: string,
    query: URLSearchParams,
    cors: Record<string, string>,
  ) {
    const token = query.get("token");
    if (token === null) return refuse(response, cors, "querystring must have required property 'token'", "Error");
    const verdict = verifyJwt(token, this.options.jwtSecret);
    if (verdict.kind !== "ok")
      return refuse(response, cors, verdict.kind === "expired" ? EXPIRED : "signature verification failed", "InvalidJWT");
    const { url, exp } = verdict.claims;
    // The leeway that the Data API gives ends here: a link for a minute is one for a minute.
    if (typeof exp !== "number" || exp <= Date.now() / 1000) return refuse(response, cors, EXPIRED, "InvalidJWT");
    if (url !== `${bucket}/${name}`) return refuse(response, cors, "Invalid signature", "InvalidSignature");
    const { metadata, body } = await this.options.files.getObject(bucket, name);
    if (!body) return sendJson(response, 400, notFound, cors);
    const headers: Record<string, string> = {
      ...cors,
      "accept-ranges": "bytes",
      "content-type": metadata.mimetype.includes("text/html") ? "text/plain" : metadata.mimetype,
      etag: metadata.eTag,
      "last-modified": metadata.lastModified.toUTCString(),
      expires: new Date(exp * 1000).toUTCString(),
      "x-robots-tag": "none",
    };
    const download = query.get("download");
    if (download !== null) headers["content-disposition"] = dispositionOf(download);
    if (request.headers["if-none-match"] === metadata.eTag) return void response.writeHead(304, headers).end();
    response.writeHead(200, { ...headers, "content-length": metadata.size });
    response.end(request.method === "HEAD" ? undefined : body);
  }
}

function refuse(
  response: ServerResponse,
  headers: Record<string, string>,
  message = "body must have required property 'expiresIn'",
  error = "Error",
) {
  sendJson(response, 400, { statusCode: "400", error, message }, headers);
}

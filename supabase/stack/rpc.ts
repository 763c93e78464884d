import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import pg from "pg";
import type { StatementTimeouts } from "./api";
import type { StackConfig } from "./config";
import type { Caller } from "./gateway";
import { sendJson } from "./http";
import { ConnectionLost, runPipeline, type PipelineStatement } from "./pipeline";
import { errorAnswer } from "./postgrest-errors";
import { readFunctions, type RpcFunction } from "./rpc-catalog";

export type Rpc = {
  /** Answers a call it fully understands and says so; anything else is left to the API server. */
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    caller: Caller,
    body: Buffer,
    cors: Record<string, string>,
  ): Promise<boolean>;
  reloadSchema(): void;
};

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

const OBJECT = "application/vnd.pgrst.object+json";

/** One statement for everything PostgREST sets before a request. */
const CONTEXT: Pick<PipelineStatement, "name" | "text"> = {
  name: "context",
  text: `select set_config('search_path', $1, true), set_config('role', $2, true), set_config('request.jwt.claims', $3, true),
    set_config('request.method', 'POST', true), set_config('request.path', $4, true), set_config('request.headers', $5, true),
    set_config('request.cookies', $6, true), set_config('statement_timeout', $7, true)`,
};

/**
 * The call as PostgREST writes it: arguments are taken from the JSON body by the database, so that every type is read
 * as the database reads it.
 */
function callText(schema: string, called: RpcFunction, given: RpcFunction["parameters"], maxRows: number): string {
  const target = `${quote(schema)}.${quote(called.name)}`;
  const columns = given.map(({ name, type }) => `${quote(name)} ${type}`).join(", ");
  const args = given.map(({ name }) => `${quote(name)} := pgrst_body.${quote(name)}`).join(", ");
  const source = given.length > 0 ? `(select * from json_to_record($1::json) as _(${columns}) limit 1) pgrst_body, ` : "";
  const call =
    called.returns === "composite"
      ? `lateral ${target}(${args}) pgrst_call`
      : `lateral (select ${target}(${args}) pgrst_scalar) pgrst_call`;
  const value = called.returns === "composite" ? "_postgrest_t" : "_postgrest_t.pgrst_scalar";
  const rows = `json_agg(${value})`;
  const body =
    called.returns === "void"
      ? `count(${value})::text`
      : called.isSet
        ? `coalesce(${rows}, '[]')::text`
        : `coalesce(${rows}->0, 'null')::text`;
  return `with pgrst_source as (select pgrst_call.* from ${source}${call}${called.isSet ? ` limit ${maxRows}` : ""})
    select ${body}, count(*), nullif(current_setting('response.headers', true), ''), nullif(current_setting('response.status', true), '')
    from (select * from pgrst_source) _postgrest_t`;
}

/** Postgres cuts names off after 63 bytes, and two calls that differ in their last arguments would share one. */
function statementName(call: string): string {
  return call.length <= 63 ? call : createHash("sha256").update(call).digest("base64url");
}

type Understood = { called: RpcFunction; given: RpcFunction["parameters"]; wantsObject: boolean };

function understand(
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  schema: string,
  functions: Map<string, RpcFunction>,
): Understood | undefined {
  if (request.method !== "POST") return undefined;
  // Filters, selection and ordering of the result, counts and ranges, other schemas: the API server's part.
  for (const name of url.searchParams.keys()) if (name !== "apikey") return undefined;
  const { prefer, range, accept = "*/*" } = request.headers;
  // The client names the schema in every call, also when it is the usual one.
  const profile = request.headers["content-profile"] ?? schema;
  if (prefer !== undefined || range !== undefined || profile !== schema || request.headers["accept-profile"]) return undefined;
  const wantsObject = accept === OBJECT;
  if (!wantsObject && accept !== "*/*" && accept !== "application/json") return undefined;
  const type = request.headers["content-type"];
  if (type !== undefined && !/^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(type)) return undefined;
  if (type === undefined && body.length > 0) return undefined;
  const name = /^\/rest\/v1\/rpc\/([A-Za-z_][A-Za-z0-9_$]*)$/.exec(url.pathname)?.[1];
  const called = name === undefined ? undefined : functions.get(name);
  if (!called) return undefined;
  let args: unknown;
  try {
    args = body.length === 0 ? {} : JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  if (typeof args !== "object" || args === null || Array.isArray(args)) return undefined;
  const names = new Set(Object.keys(args));
  const given = called.parameters.filter((parameter) => names.has(parameter.name));
  // A name that does not exist or one that is missing: the API server says so, with its hint at similar functions.
  if (given.length !== names.size) return undefined;
  if (called.parameters.some((parameter) => !parameter.hasDefault && !names.has(parameter.name))) return undefined;
  return { called, given, wantsObject };
}

function requestCookies(request: IncomingMessage): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0) cookies[part.slice(0, at).trim()] = part.slice(at + 1).trim();
  }
  return cookies;
}

/** The headers a function asked for through `response.headers`: a JSON array of objects. */
function ownHeaders(text: string | null | undefined): Record<string, string> | undefined {
  if (!text) return {};
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return undefined;
    return Object.fromEntries(
      list.flatMap((each: Record<string, unknown>) => Object.entries(each).map(([name, value]) => [name.toLowerCase(), String(value)])),
    );
  } catch {
    return undefined;
  }
}

/**
 * Calls of functions in one round trip: the API server needs about a dozen for the same. Only plain calls are taken,
 * see {@link understand}; rpc.test.ts holds the answers equal to the API server's, and to PostgREST's where they differ.
 * @param options.pool logs in as `authenticator`, which can do nothing itself: forgetting to assume a role would fail.
 */
export function createRpc({
  pool,
  catalogPool,
  config,
  timeouts,
}: {
  pool: pg.Pool;
  catalogPool: pg.Pool;
  config: StackConfig;
  timeouts: StatementTimeouts;
}): Rpc {
  const schema = config.api.schemas[0] ?? "public";
  const searchPath = [...new Set([schema, ...config.api.extra_search_path])].map(quote).join(", ");
  let functions: Promise<Map<string, RpcFunction>> | undefined;
  let generation = 0;

  /** Asked for once; what failed (the database was away) is asked for again. */
  const knownFunctions = () => {
    functions ??= readFunctions(catalogPool, schema).catch((error: unknown) => {
      functions = undefined;
      throw error;
    });
    return functions;
  };

  return {
    reloadSchema() {
      functions = undefined;
      // Statements that were prepared for the schema as it was are never used again.
      generation += 1;
    },

    async answer(request, response, url, caller, body, cors) {
      const understood = understand(request, url, body, schema, await knownFunctions());
      if (!understood) return false;
      const { called, given, wantsObject } = understood;
      let row: (string | null)[] | undefined;
      try {
        row = await runPipeline(pool, [
          {
            ...CONTEXT,
            values: [
              searchPath,
              caller.role,
              JSON.stringify(caller.claims),
              `/rpc/${called.name}`,
              JSON.stringify(request.headers),
              JSON.stringify(requestCookies(request)),
              String(timeouts(caller.role)),
            ],
          },
          {
            // A plan may have a function's body built in, after a check of the role it was made for.
            name: statementName(`${generation} ${caller.role} ${called.name}(${given.map(({ name }) => name).join()})`),
            text: callText(schema, called, given, config.api.max_rows),
            values: given.length > 0 ? [body.toString()] : [],
          },
        ]);
      } catch (error) {
        if (error instanceof ConnectionLost) {
          const message = "Database connection error. Retrying the connection.";
          sendJson(response, 503, { code: "PGRST000", details: error.message, hint: null, message }, cors);
          return true;
        }
        if (!(error instanceof pg.DatabaseError)) throw error;
        // Nothing was done: the API server may try. The schema changed under us, or the error describes its own answer.
        if (error.code === "0A000" || error.code === "26000" || error.code?.startsWith("PGRST")) return false;
        const answer = errorAnswer(error, caller.role === "anon");
        sendJson(response, answer.status, answer.body, { ...cors, ...answer.headers });
        return true;
      }
      const [text = null, count = "0", headersText, statusText] = row ?? [];
      const headers = ownHeaders(headersText);
      const status = statusText ? Number(statusText) : undefined;
      if (!headers || (status !== undefined && !(status >= 100 && status < 600))) {
        const [code, message] = headers
          ? ["PGRST112", "response.status GUC must be a valid status code"]
          : ["PGRST111", "response.headers GUC must be a JSON array composed of objects with a single key and a string value"];
        sendJson(response, 500, { code, details: null, hint: null, message }, cors);
        return true;
      }
      sendResult(response, { called, wantsObject, text: text ?? "null", count: Number(count), status, headers: { ...cors, ...headers } });
      return true;
    },
  };
}

function sendResult(
  response: ServerResponse,
  result: {
    called: RpcFunction;
    wantsObject: boolean;
    text: string;
    count: number;
    status: number | undefined;
    headers: Record<string, string>;
  },
): void {
  const { called, wantsObject, count } = result;
  const range = { "content-range": count > 0 ? `0-${count - 1}/*` : "*/*" };
  if (called.returns === "void") {
    response.writeHead(result.status ?? 204, { ...range, ...result.headers });
    response.end();
    return;
  }
  let { text } = result;
  if (wantsObject && called.isSet) {
    if (count !== 1) {
      const details = `The result contains ${count} rows`;
      sendJson(
        response,
        406,
        { code: "PGRST116", details, hint: null, message: "Cannot coerce the result to a single JSON object" },
        result.headers,
      );
      return;
    }
    // The text is a JSON array of one element; json_agg puts nothing around it.
    text = text.trim().slice(1, -1);
  }
  const body = Buffer.from(text);
  response.writeHead(result.status ?? 200, {
    "content-type": wantsObject ? `${OBJECT}; charset=utf-8` : "application/json; charset=utf-8",
    "content-length": body.length,
    ...range,
    ...result.headers,
  });
  response.end(body);
}

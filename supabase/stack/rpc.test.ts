import path from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, createApi } from "./api";
import { AuthMail } from "./auth-mail";
import { readConfig } from "./config";
import { signJwt } from "./jwt";
import { createPool } from "./pool";
import { startScratchStack } from "./test-support";

/**
 * The gateway answers plain calls of functions itself. Here the same request goes through the gateway and straight to
 * the API server, and the answers must be equal: status, the headers that clients read, and body. Where the API server
 * differs from PostgREST, the gateway follows PostgREST; those cases say what they expect.
 */

const MIGRATION = `
create type public.mood as enum ('calm', 'cross');
create type public.pair as (left_side integer, right_side text);
create table public.notes (note_id bigint generated always as identity primary key, owner_id uuid not null default auth.uid(),
  body text not null unique, mood public.mood not null default 'calm', tags text[] not null default '{}', extra jsonb, at timestamptz not null default '2026-01-02 03:04:05.678+00', due date, weight numeric(10,2), took interval);
alter table public.notes enable row level security;
create policy "Owners read their notes" on public.notes for select to authenticated using (owner_id = (select auth.uid()));
create policy "Owners write their notes" on public.notes for insert to authenticated with check (owner_id = (select auth.uid()));
insert into public.notes (owner_id, body, mood, tags, extra, due, weight, took) values
  ('00000000-0000-4000-8000-000000000001', 'one', 'cross', '{a,"b c"}', '{"k":[1,2]}', '2026-02-03', 12.50, '90 minutes'),
  ('00000000-0000-4000-8000-000000000001', 'two', 'calm', '{}', null, null, null, null),
  ('00000000-0000-4000-8000-000000000002', 'three', 'calm', '{}', null, null, null, null);

create function public.add(a integer, b integer default 2) returns integer language sql immutable as 'select a + b';
create function public.hello(name text) returns text language sql as $$ select 'hello ' || name $$;
create function public.nothing() returns void language plpgsql as $$ begin end $$;
create function public.write_nothing(body text) returns void language sql as $$ insert into public.notes (body) values (body) $$;
create function public.nullable(a integer default null) returns integer language sql as 'select a';
create function public.big() returns bigint language sql as 'select 9007199254740993::bigint';
create function public.price() returns numeric language sql as 'select 12.50::numeric';
create function public.is_it(flag boolean) returns boolean language sql as 'select not flag';
create function public.moment() returns timestamptz language sql as $$ select '2026-01-02 03:04:05.678+00'::timestamptz $$;
create function public.someone() returns uuid language sql stable as 'select auth.uid()';
create function public.who() returns text language sql stable as 'select current_user::text';
create function public.feel(mood public.mood) returns public.mood language sql as 'select mood';
create function public.ints() returns integer[] language sql as $$ select '{1,2,null}'::integer[] $$;
create function public.join_tags(tags text[]) returns text language sql as $$ select array_to_string(tags, '|') $$;
create function public.total(numbers integer[]) returns bigint language sql as 'select sum(each) from unnest(numbers) as each';
create function public.echo(data jsonb) returns jsonb language sql as 'select data';
create function public.echo_json(data json) returns json language sql as 'select data';
create function public.get_pair() returns public.pair language sql as $$ select (1, 'x')::public.pair $$;
create function public.no_pair() returns public.pair language sql as $$ select null::public.pair $$;
create function public.side(pair public.pair) returns text language sql as 'select (pair).right_side';
create function public.out_args(a integer, out double integer, out word text) language sql as $$ select a * 2, 'w' $$;
create function public.series(n integer) returns setof integer language sql as 'select generate_series(1, n)';
create function public.words(n integer) returns setof text language sql as $$ select 'w' || each from generate_series(1, n) as each $$;
create function public.rows(n integer) returns table (id integer, label text) language sql as $$ select each, 'l' || each from generate_series(1, n) as each $$;
create function public.my_notes() returns setof public.notes language sql stable as 'select * from public.notes order by note_id';
create function public.my_note(body text) returns public.notes language sql stable as 'select * from public.notes n where n.body = $1';
create function public.add_note(body text, mood public.mood default 'calm') returns public.notes language sql as $$ insert into public.notes (body, mood) values (body, mood) returning * $$;
create function public.refuse(code text, words text default 'no_way') returns void language plpgsql as $$
begin raise exception using errcode = code, message = words, detail = 'the detail', hint = 'the hint'; end $$;
create function public.plain_refusal() returns void language plpgsql as $$ begin raise exception 'plainly no'; end $$;
create function public.divide(a integer) returns integer language sql as 'select 1 / a';
create function public.sleeper() returns void language sql as 'select pg_sleep(20)';
create function public.seen(what text) returns text language sql stable as 'select current_setting(what, true)';
create function public.claims() returns jsonb language sql stable as 'select auth.jwt()';
create function public.set_status() returns text language plpgsql as $$
begin perform set_config('response.status', '418', true); perform set_config('response.headers', '[{"X-Kind":"teapot"}]', true); return 'tea'; end $$;
create function public.twice(a integer) returns integer language sql as 'select a * 2';
create function public.twice(a text) returns text language sql as 'select a || a';
create function public.unnamed(json) returns json language sql as 'select $1';
create function public.many(variadic numbers integer[]) returns integer language sql as 'select coalesce(array_length(numbers, 1), 0)';
create function public."Odd Name"(a integer) returns integer language sql as 'select a';
create function public.secret() returns integer language sql as 'select 1';
revoke execute on function public.secret() from public, anon, authenticated;
create schema hidden;
create function hidden.inside() returns integer language sql as 'select 1';
`;

const ONE = "00000000-0000-4000-8000-000000000001";

let stack: Awaited<ReturnType<typeof startScratchStack>>;
let reference: Api;
let pool: pg.Pool;
let tokens: Record<"anon" | "one" | "expired" | "forged" | "service", string | undefined>;

beforeAll(async () => {
  stack = await startScratchStack({ "20260101000000_functions.sql": MIGRATION });
  const config = await readConfig(path.join(import.meta.dirname, "..", "config.toml"));
  pool = createPool({ connectionString: stack.adminDatabaseUrl, max: 1 });
  reference = await createApi({
    databaseUrl: stack.adminDatabaseUrl,
    config,
    jwtSecret: stack.jwtSecret,
    publishableKey: stack.env.SUPABASE_PUBLISHABLE_KEY,
    secretKey: stack.env.SUPABASE_SECRET_KEY,
    mail: new AuthMail(pool, { config, smtpPort: stack.ports.smtp }),
    apiUrl: () => stack.env.SUPABASE_URL,
    storageFolder: `${stack.folder}/storage`,
    statementTimeouts: () => 8000,
    log: () => undefined,
  });
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: ONE, role: "authenticated", aud: "authenticated", exp: now + 3600 };
  tokens = {
    anon: undefined,
    one: signJwt(claims, stack.jwtSecret),
    service: signJwt({ role: "service_role", exp: now + 3600 }, stack.jwtSecret),
    expired: signJwt({ ...claims, exp: now - 100 }, stack.jwtSecret),
    forged: signJwt(claims, "another secret"),
  };
});

afterAll(async () => {
  await reference?.close();
  await pool?.end();
  await stack?.remove();
});

type Call = {
  path: string;
  as?: "anon" | "one" | "expired" | "forged" | "service";
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
};
type Answer = { status: number; type: string | null; range: string | null; body: unknown };

function requestOf(origin: string, { path, as = "anon", method = "POST", body = {}, headers = {} }: Call): Request {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Request(`${origin}/rest/v1/rpc/${path}`, {
    method,
    headers: {
      apikey: stack.env.SUPABASE_PUBLISHABLE_KEY,
      ...(tokens[as] && { authorization: `Bearer ${tokens[as]}` }),
      ...(method === "POST" && { "content-type": "application/json" }),
      ...headers,
    },
    ...(method === "POST" && { body: text }),
  });
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const type = response.headers.get("content-type");
  let body: unknown = text;
  if (type?.includes("json") && text !== "") body = JSON.parse(text);
  return { status: response.status, type: text === "" ? null : type, range: response.headers.get("content-range"), body };
}

async function throughGateway(call: Call): Promise<Answer & { headers: Headers }> {
  const response = await fetch(requestOf(stack.env.SUPABASE_URL, call));
  return { headers: response.headers, ...(await read(response)) };
}

const straight = async (call: Call) => read(await reference.fetch(requestOf("http://reference", call)));

describe("a plain call is answered as the API server answers it", () => {
  const cases: [string, Call][] = [
    ["an integer", { path: "add", body: { a: 1, b: 3 } }],
    ["a default argument", { path: "add", body: { a: 1 } }],
    ["arguments in another order", { path: "add", body: { b: 5, a: 1 } }],
    ["text with quotes and other letters", { path: "hello", body: { name: `O'Brien "ü" 😀 \\ \n` } }],
    ["a null argument", { path: "hello", body: { name: null } }],
    ["a null result", { path: "nullable" }],
    ["an explicit null for a default", { path: "nullable", body: { a: null } }],
    ["a boolean", { path: "is_it", body: { flag: false } }],
    ["a uuid from the token", { path: "someone", as: "one" }],
    ["no uuid without a token", { path: "someone" }],
    ["the role anon", { path: "who" }],
    ["the role authenticated", { path: "who", as: "one" }],
    ["the role service_role", { path: "who", as: "service" }],
    ["an enum", { path: "feel", body: { mood: "cross" } }],
    ["an array result", { path: "ints" }],
    ["a text array argument", { path: "join_tags", body: { tags: ["a", "b c", 'q"t', "x,y"] } }],
    ["an empty array argument", { path: "join_tags", body: { tags: [] } }],
    ["an integer array argument", { path: "total", body: { numbers: [1, 2, 3] } }],
    ["a composite", { path: "get_pair" }],
    ["out parameters", { path: "out_args", body: { a: 4 } }],
    ["a set of integers", { path: "series", body: { n: 3 } }],
    ["an empty set of integers", { path: "series", body: { n: 0 } }],
    ["a set of text", { path: "words", body: { n: 2 } }],
    ["a table", { path: "rows", body: { n: 2 } }],
    ["an empty table", { path: "rows", body: { n: 0 } }],
    ["a set of rows behind row-level security, for a stranger", { path: "my_notes" }],
    ["a set as a single object, one row", { path: "rows", body: { n: 1 }, headers: { accept: "application/vnd.pgrst.object+json" } }],
    ["a set as a single object, no row", { path: "rows", body: { n: 0 }, headers: { accept: "application/vnd.pgrst.object+json" } }],
    ["a set as a single object, two rows", { path: "rows", body: { n: 2 }, headers: { accept: "application/vnd.pgrst.object+json" } }],
    ["a composite as a single object", { path: "get_pair", headers: { accept: "application/vnd.pgrst.object+json" } }],
    ["void", { path: "nothing" }],
    ["a status of its own: PT409", { path: "refuse", body: { code: "PT409" } }],
    ["a status of its own: PT422", { path: "refuse", body: { code: "PT422", words: "other_words" } }],
    ["a missing right as a user (42501)", { path: "refuse", as: "one", body: { code: "42501" } }],
    ["a unique violation (23505)", { path: "add_note", as: "one", body: { body: "one" } }],
    ["a function it may not call", { path: "secret", as: "one" }],
    ["a function of a hidden schema", { path: "inside" }],
    ["a function that does not exist", { path: "no_such_function" }],
    ["a wrong argument name", { path: "add", body: { a: 1, c: 2 } }],
    ["a missing argument", { path: "add", body: { b: 2 } }],
    ["an overloaded function", { path: "twice", body: { a: "x" } }],
    ["a single unnamed parameter", { path: "unnamed", body: { x: 1 } }],
    ["a variadic function", { path: "many", body: { numbers: [1, 2] } }],
    ["a name that must be quoted", { path: "Odd%20Name", body: { a: 1 } }],
    ["GET", { path: "add?a=1&b=4", method: "GET" }],
    ["GET of a volatile function that writes", { path: "write_nothing?body=x", method: "GET", as: "one" }],
    ["selected columns", { path: "rows?select=label", body: { n: 2 } }],
    ["a filter", { path: "rows?id=eq.2", body: { n: 3 } }],
    ["an order and a limit", { path: "rows?order=id.desc&limit=1", body: { n: 3 } }],
    ["Prefer: count", { path: "rows", body: { n: 3 }, headers: { prefer: "count=exact" } }],
    ["Prefer: return=minimal", { path: "rows", body: { n: 3 }, headers: { prefer: "return=minimal" } }],
    ["a Range", { path: "rows", body: { n: 5 }, headers: { range: "0-1" } }],
    ["CSV", { path: "rows", body: { n: 2 }, headers: { accept: "text/csv" } }],
    ["a body that is no JSON", { path: "add", body: "{a:1" }],
    ["a body that is an array", { path: "add", body: [1, 2] }],
    ["a token that has expired", { path: "who", as: "expired" }],
    ["a token of another secret", { path: "who", as: "forged" }],
    ["a profile that is not exposed", { path: "inside", headers: { "content-profile": "hidden" } }],
  ];
  it.each(cases)("%s", async (_name, call) => {
    const expected = await straight(call);
    const { headers: _headers, ...actual } = await throughGateway(call);
    expect(actual).toEqual(expected);
  });
});

describe("where the API server differs from PostgREST, PostgREST is followed", () => {
  const NOTE = {
    note_id: 1,
    owner_id: ONE,
    body: "one",
    mood: "cross",
    tags: ["a", "b c"],
    extra: { k: [1, 2] },
    at: "2026-01-02T03:04:05.678+00:00",
    due: "2026-02-03",
    weight: 12.5,
    took: "01:30:00",
  };
  const error = (code: string, message: string) => ({ code, message, details: "the detail", hint: "the hint" });
  const cases: [string, Call, number, unknown][] = [
    [
      "jsonb is passed and returned as it is, not as text",
      { path: "echo", body: { data: { a: [1, { b: null }] } } },
      200,
      { a: [1, { b: null }] },
    ],
    ["a jsonb array likewise", { path: "echo", body: { data: [1, "2", null] } }, 200, [1, "2", null]],
    ["jsonb null", { path: "echo", body: { data: null } }, 200, null],
    ["json likewise", { path: "echo_json", body: { data: { z: 1, a: 2 } } }, 200, { z: 1, a: 2 }],
    ["a composite argument is an object", { path: "side", body: { pair: { left_side: 3, right_side: "r" } } }, 200, "r"],
    ["a composite that is null has null columns", { path: "no_pair" }, 200, { left_side: null, right_side: null }],
    ["numbers are numbers", { path: "price" }, 200, 12.5],
    ["times are ISO 8601", { path: "moment" }, 200, "2026-01-02T03:04:05.678+00:00"],
    ["a row is JSON as the database writes it", { path: "my_note", as: "one", body: { body: "one" } }, 200, NOTE],
    ["claims are there without a token, too", { path: "claims" }, 200, { role: "anon" }],
    ["P0001 is 400, not 500", { path: "plain_refusal" }, 400, { code: "P0001", message: "plainly no", details: null, hint: null }],
    ["a hint is passed on", { path: "refuse", as: "one", body: { code: "23503" } }, 409, error("23503", "no_way")],
    ["a check violation is 400, not 500", { path: "refuse", body: { code: "23514" } }, 400, error("23514", "no_way")],
    [
      "22012 is 400, not 500",
      { path: "divide", body: { a: 0 } },
      400,
      { code: "22012", message: "division by zero", details: null, hint: null },
    ],
    ["the path is the function's", { path: "seen", body: { what: "request.path" } }, 200, "/rpc/seen"],
    ["the method is POST", { path: "seen", body: { what: "request.method" } }, 200, "POST"],
    ["the search path is that of the API", { path: "seen", body: { what: "search_path" } }, 200, '"public", "extensions"'],
    ["anon may take 3 seconds", { path: "seen", body: { what: "statement_timeout" } }, 200, "3s"],
    ["authenticated may take 8", { path: "seen", as: "one", body: { what: "statement_timeout" } }, 200, "8s"],
    ["service_role may take authenticator's 8", { path: "seen", as: "service", body: { what: "statement_timeout" } }, 200, "8s"],
  ];
  it.each(cases)("%s", async (_name, call, status, body) => {
    const actual = await throughGateway(call);
    expect({ status: actual.status, body: actual.body }).toEqual({ status, body });
  });

  it("keeps the digits of a bigint that JavaScript would lose", async () => {
    const response = await fetch(requestOf(stack.env.SUPABASE_URL, { path: "big" }));
    expect(await response.text()).toBe("9007199254740993");
  });

  it("sets the status and headers that a function asks for", async () => {
    const { status, headers, body } = await throughGateway({ path: "set_status" });
    expect([status, headers.get("x-kind"), body]).toEqual([418, "teapot", "tea"]);
  });

  it("answers a missing right with 401 to a stranger and 403 to a user", async () => {
    const stranger = await throughGateway({ path: "secret" });
    expect([stranger.status, stranger.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect((await throughGateway({ path: "secret", as: "one" })).status).toBe(403);
    expect((await throughGateway({ path: "secret", as: "service" })).status).toBe(200);
  });

  it("refuses a token that is no token", async () => {
    const headers = { authorization: "Bearer nonsense" };
    const { status, body } = await throughGateway({ path: "who", headers });
    expect([status, (body as { code: string }).code]).toEqual([401, "PGRST301"]);
  });

  it("stops a statement at its role's limit", async () => {
    const before = Date.now();
    const { status, body } = await throughGateway({ path: "sleeper" });
    expect([status, (body as { code: string }).code]).toEqual([500, "57014"]);
    expect(Date.now() - before).toBeLessThan(4500);
  });
});

describe("a call is one transaction as its caller", () => {
  it("obeys row-level security: owners see their rows, others none", async () => {
    expect(await throughGateway({ path: "my_notes" })).toMatchObject({ status: 200, body: [] });
    const own = await throughGateway({ path: "my_notes", as: "one" });
    expect((own.body as { body: string }[]).map(({ body }) => body)).toEqual(["one", "two"]);
    const all = await throughGateway({ path: "my_notes", as: "service" });
    expect((all.body as unknown[]).length).toBe(3);
  });

  it("refuses a row the policies refuse and keeps one they allow", async () => {
    const refused = await throughGateway({ path: "write_nothing", body: { body: "by a stranger" } });
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([401, "42501"]);
    expect(await throughGateway({ path: "add_note", as: "one", body: { body: "kept", mood: "cross" } })).toMatchObject({
      status: 200,
      body: { body: "kept", mood: "cross", owner_id: ONE },
    });
    expect((await throughGateway({ path: "my_note", as: "one", body: { body: "kept" } })).body).toMatchObject({ body: "kept" });
  });

  it("leaves nothing of one request to the next on the same connection", async () => {
    const calls = Array.from({ length: 60 }, (_, index) =>
      throughGateway(
        index % 3 === 0 ? { path: "refuse", as: "one", body: { code: "PT409" } } : { path: "who", as: index % 3 === 1 ? "anon" : "one" },
      ),
    );
    const answers = await Promise.all(calls);
    answers.forEach(({ status, body }, index) => {
      if (index % 3 === 0) expect(status).toBe(409);
      else expect(body).toBe(index % 3 === 1 ? "anon" : "authenticated");
    });
  });

  it("follows a schema that changes", async () => {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: stack.env.DATABASE_URL });
    await client.connect();
    try {
      expect((await throughGateway({ path: "add", body: { a: 1 } })).body).toBe(3);
      await client.query("drop function public.add(integer, integer)");
      await client.query("create function public.add(a integer) returns text language sql as $$ select 'now ' || a $$");
      await client.query("grant execute on function public.add(integer) to anon");
      await expect.poll(async () => (await throughGateway({ path: "add", body: { a: 1 } })).body, { timeout: 5000 }).toBe("now 1");
    } finally {
      await client.end();
    }
  });
});

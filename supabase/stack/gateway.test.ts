import { request } from "node:http";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signJwt, verifyJwt } from "./jwt";
import { confirmAddress } from "../../tests/support/mailbox";
import { clientOf, startScratchStack } from "./test-support";

const MIGRATION = `
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
create table public.notes (note_id bigint generated always as identity primary key, owner_id uuid not null default auth.uid(), body text not null);
alter table public.notes enable row level security;
grant select, insert (body) on public.notes to authenticated;
create policy "Owners read" on public.notes for select to authenticated using (owner_id = (select auth.uid()));
create policy "Owners write" on public.notes for insert to authenticated with check (owner_id = (select auth.uid()));
create table public.closed (closed_id integer);
alter table public.closed enable row level security;
create table public.levels (level integer constraint levels_in_range check (level < 10));
create function public.refuse_seven() returns trigger language plpgsql as $$ begin
  if new.level = 7 then raise exception 'not seven' using hint = 'Take six.'; end if; return new; end $$;
create trigger refuse_seven before insert on public.levels for each row execute function public.refuse_seven();
grant select, insert on public.levels to authenticated;
insert into storage.buckets (id, name, public, file_size_limit) values ('papers', 'papers', false, 1000), ('logos', 'logos', true, null);
create policy "Users keep papers" on storage.objects for insert to authenticated with check (bucket_id = 'papers' and owner_id = (select auth.uid())::text);
create policy "Users read their papers" on storage.objects for select to authenticated using (bucket_id = 'papers' and owner_id = (select auth.uid())::text);
`;

let stack: Awaited<ReturnType<typeof startScratchStack>>;

beforeAll(async () => {
  stack = await startScratchStack({ "20260101000000_schema.sql": MIGRATION });
});
afterAll(() => stack?.remove());

async function asAdmin<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: stack.adminDatabaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

const claimsOf = (token: string) => {
  const verdict = verifyJwt(token, stack.jwtSecret);
  if (verdict.kind !== "ok") throw new Error(`The token is ${verdict.kind}.`);
  return verdict.claims;
};

describe("anonymous sign-in, through an unmodified client", () => {
  it("makes a user, a session and a token that all say so", async () => {
    const client = clientOf(stack);
    const { data, error } = await client.auth.signInAnonymously({ options: { data: { display_name: "Ada" } } });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({ is_anonymous: true, role: "authenticated", user_metadata: { display_name: "Ada" }, identities: [] });
    expect(claimsOf(data.session!.access_token)).toMatchObject({
      sub: data.user!.id,
      role: "authenticated",
      aud: "authenticated",
      is_anonymous: true,
      aal: "aal1",
      amr: [{ method: "anonymous" }],
      iss: `${stack.env.SUPABASE_URL}/auth/v1`,
      user_metadata: { display_name: "Ada" },
    });
    expect(await asAdmin("select is_anonymous, email from auth.users where id = $1", [data.user!.id])).toEqual([
      { is_anonymous: true, email: null },
    ]);
    expect((await client.auth.getUser()).data.user).toMatchObject({ id: data.user!.id, is_anonymous: true });
  });

  it("can be refreshed, again and again, and signed out", async () => {
    const client = clientOf(stack);
    const { data: first } = await client.auth.signInAnonymously();
    const { data: second, error } = await client.auth.refreshSession();
    expect(error).toBeNull();
    expect(second.user).toMatchObject({ id: first.user!.id, is_anonymous: true });
    expect(claimsOf(second.session!.access_token)).toMatchObject({
      is_anonymous: true,
      session_id: claimsOf(first.session!.access_token).session_id,
    });
    const { data: third } = await client.auth.refreshSession();
    expect(third.user?.id).toBe(first.user!.id);
    const stale = third.session!.refresh_token;
    expect((await client.auth.signOut()).error).toBeNull();
    expect((await clientOf(stack).auth.refreshSession({ refresh_token: stale })).error).not.toBeNull();
  });

  it("is one user among others: rows are its own", async () => {
    const [ada, bob] = [clientOf(stack), clientOf(stack)];
    await ada.auth.signInAnonymously();
    await bob.auth.signInAnonymously();
    expect((await ada.from("notes").insert({ body: "Ada's" })).error).toBeNull();
    expect((await ada.from("notes").select("body")).data).toEqual([{ body: "Ada's" }]);
    expect((await bob.from("notes").select("body")).data).toEqual([]);
    expect((await clientOf(stack).from("notes").select("body")).error?.code).toBe("42501");
  });

  it("takes many at once", async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => clientOf(stack).auth.signInAnonymously()));
    expect(new Set(answers.map(({ data }) => data.user?.id)).size).toBe(40);
  });
});

describe("a user with an email address", () => {
  it("signs up, confirms the address, signs in, and is not anonymous", async () => {
    const client = clientOf(stack);
    const { data, error } = await client.auth.signUp({ email: "Ann@Example.test", password: "long enough 1" });
    expect(error).toBeNull();
    expect(data.session).toBeNull();
    expect(data.user).toMatchObject({ email: "ann@example.test", is_anonymous: false });
    await confirmAddress(stack.env, "ann@example.test");
    const signedIn = await clientOf(stack).auth.signInWithPassword({ email: "ann@example.test", password: "long enough 1" });
    expect(claimsOf(signedIn.data.session!.access_token)).toMatchObject({
      email: "ann@example.test",
      is_anonymous: false,
      amr: [{ method: "password" }],
    });
    const wrong = await clientOf(stack).auth.signInWithPassword({ email: "ann@example.test", password: "wrong" });
    expect(wrong.error?.code).toBe("invalid_credentials");
    const short = await clientOf(stack).auth.signUp({ email: "bea@example.test", password: "short" });
    expect(short.error?.code).toBe("weak_password");
  });

  it("and a file leave objects in the database, not text in their place: triggers and policies read them", async () => {
    const client = clientOf(stack);
    const { data } = await client.auth.signUp({
      email: "dora@example.test",
      password: "long enough 1",
      options: { data: { display_name: "Dora" } },
    });
    await confirmAddress(stack.env, "dora@example.test");
    await client.auth.signInWithPassword({ email: "dora@example.test", password: "long enough 1" });
    expect(
      await asAdmin(
        "select raw_user_meta_data ->> 'display_name' as name, raw_app_meta_data ->> 'provider' as provider from auth.users where id = $1",
        [data.user!.id],
      ),
    ).toEqual([{ name: "Dora", provider: "email" }]);
    expect(await asAdmin("select email from auth.identities where user_id = $1", [data.user!.id])).toEqual([
      { email: "dora@example.test" },
    ]);
    await client.auth.updateUser({ data: { display_name: "Dora B." } });
    expect(await asAdmin("select raw_user_meta_data ->> 'display_name' as name from auth.users where id = $1", [data.user!.id])).toEqual([
      { name: "Dora B." },
    ]);
    await client.storage.from("papers").upload("dora.txt", new Blob(["12345"]));
    expect(await asAdmin("select metadata ->> 'size' as size from storage.objects where name = 'dora.txt'")).toEqual([{ size: "5" }]);
  });

  it("gets mail, and the catcher shows it", async () => {
    const client = clientOf(stack);
    await client.auth.signUp({ email: "cleo@example.test", password: "long enough 1" });
    await confirmAddress(stack.env, "cleo@example.test");
    await (await fetch(`${stack.env.MAIL_WEB_URL}/api/messages`, { method: "DELETE" })).text();
    expect((await client.auth.resetPasswordForEmail("cleo@example.test")).error).toBeNull();
    const inbox = `${stack.env.MAIL_WEB_URL}/api/messages?to=cleo@example.test`;
    await expect.poll(async () => ((await (await fetch(inbox)).json()) as unknown[]).length, { timeout: 5000 }).toBe(1);
    const [mail] = (await (await fetch(inbox)).json()) as { id: string; subject: string }[];
    expect(mail!.subject).toBe("New password");
    expect(await (await fetch(`${stack.env.MAIL_WEB_URL}/messages/${mail!.id}`)).text()).toContain("sandbox");
    const { html } = (await (await fetch(`${stack.env.MAIL_WEB_URL}/api/messages/${mail!.id}`)).json()) as { html: string };
    expect(html).toContain("http://127.0.0.1:3000/auth/confirm?token_hash=");
  });
});

describe("files", () => {
  it.each([
    ["a Blob", () => new Blob(["the paper"], { type: "text/plain" })],
    ["bytes", () => new TextEncoder().encode("the paper")],
  ])("%s goes up, is listed and comes down, for its owner alone", async (kind, body) => {
    const owner = clientOf(stack);
    const { data: session } = await owner.auth.signInAnonymously();
    const name = `${session.user!.id}/ü and blank/${kind}.txt`;
    const up = await owner.storage.from("papers").upload(name, body(), { contentType: "text/plain" });
    expect(up.error).toBeNull();
    const down = await owner.storage.from("papers").download(name);
    expect([await down.data?.text(), down.data?.type]).toEqual(["the paper", "text/plain"]);
    expect((await owner.storage.from("papers").list(`${session.user!.id}/ü and blank`)).data).toMatchObject([
      { name: `${kind}.txt`, metadata: { size: 9, mimetype: "text/plain" } },
    ]);
    expect((await owner.storage.from("papers").upload(name, body())).error?.message).toMatch(/exists/i);

    const stranger = clientOf(stack);
    await stranger.auth.signInAnonymously();
    expect((await stranger.storage.from("papers").download(name)).error).not.toBeNull();
    expect((await stranger.storage.from("papers").list(`${session.user!.id}/ü and blank`)).data).toEqual([]);
  });

  it("are listed one folder at a time, as hosted Storage lists them", async () => {
    const owner = clientOf(stack);
    await owner.auth.signInAnonymously();
    for (const name of ["l%25st/c.txt", "list/b.txt", "list/a.txt", "list/l_st/x.txt", "list/l_st/y.txt", "lists/z.txt"]) {
      expect((await owner.storage.from("papers").upload(name, new Blob(["x"]))).error).toBeNull();
    }
    const names = async (...args: Parameters<ReturnType<typeof owner.storage.from>["list"]>) =>
      (await owner.storage.from("papers").list(...args)).data?.map(({ name, id }) => (id === null ? `${name}/` : name));
    expect(await names("list")).toEqual(["a.txt", "b.txt", "l_st/"]);
    expect(await names("list/l_st")).toEqual(["x.txt", "y.txt"]);
    expect(await names("list", { limit: 1, offset: 1, sortBy: { column: "name", order: "desc" } })).toEqual(["b.txt"]);
    expect(await names("list", { search: "B" })).toEqual(["b.txt"]);
    expect(await names("li")).toEqual([]);
    expect(await names()).toEqual(expect.arrayContaining(["list/", "lists/"]));
  });

  it("too large for the bucket are refused, as Blob and as bytes", async () => {
    const owner = clientOf(stack);
    await owner.auth.signInAnonymously();
    for (const body of [new Blob(["x".repeat(1001)]), new TextEncoder().encode("x".repeat(1001))]) {
      expect((await owner.storage.from("papers").upload(`big-${typeof body}`, body)).error).not.toBeNull();
    }
    expect((await owner.storage.from("papers").upload("just-right", new Blob(["x".repeat(1000)]))).error).toBeNull();
  });

  it("of a public bucket need no key, others do", async () => {
    const service = clientOf(stack, "SUPABASE_SECRET_KEY");
    expect((await service.storage.from("logos").upload("a.svg", new Blob(["<svg/>"], { type: "image/svg+xml" }))).error).toBeNull();
    expect((await service.storage.from("papers").upload("a.txt", new Blob(["no"]))).error).toBeNull();
    expect(await (await fetch(`${stack.env.SUPABASE_URL}/storage/v1/object/public/logos/a.svg`)).text()).toBe("<svg/>");
    expect((await fetch(`${stack.env.SUPABASE_URL}/storage/v1/object/public/papers/a.txt`)).ok).toBe(false);
  });
});

describe("the origin", () => {
  const get = (path: string, headers: Record<string, string> = {}) => fetch(stack.env.SUPABASE_URL + path, { headers });
  const key = () => ({ apikey: stack.env.SUPABASE_PUBLISHABLE_KEY });

  it.each([
    "/",
    "/_system",
    "/_system/config",
    "/_system/info",
    "/studio",
    "/rest",
    "/rest/v2/notes",
    "/restx/v1/notes",
    "/rest/v1/../../_system/config",
    "/graphql/v1",
    "/functions/v1/x",
    "//rest/v1/notes",
  ])("forwards nothing but the four services: %s", async (path) => {
    const response = await get(path, key());
    expect([response.status, await response.json()]).toEqual([404, { message: "no Route matched with those values" }]);
  });

  it("asks for a key", async () => {
    expect((await get("/rest/v1/notes")).status).toBe(401);
    expect((await get("/rest/v1/notes", { apikey: "sb_publishable_wrong" })).status).toBe(401);
    expect((await get("/auth/v1/settings", key())).status).toBe(200);
    const noKey = await fetch(`${stack.env.SUPABASE_URL}/auth/v1/signup`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(noKey.status).toBe(401);
  });

  it.each([
    ["that has expired", () => signJwt({ role: "authenticated", exp: 1 }, stack.jwtSecret), 401, "PGRST303"],
    ["of another secret", () => signJwt({ role: "service_role", exp: 9e9 }, "guess"), 401, "PGRST301"],
    ["that is unsigned", () => `${btoa('{"alg":"none"}')}.${btoa('{"role":"service_role"}')}.x`, 401, "PGRST301"],
    ["that is none", () => "nonsense", 401, "PGRST301"],
    ["for a role that is none of the API's", () => signJwt({ role: "supabase_admin", exp: 9e9 }, stack.jwtSecret), 403, "42501"],
  ])("refuses a token %s", async (_name, token, status, code) => {
    const response = await get("/rest/v1/notes", { ...key(), authorization: `Bearer ${token()}` });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
    const good = signJwt({ role: "authenticated", sub: crypto.randomUUID(), exp: 9e9 }, stack.jwtSecret);
    expect((await get("/rest/v1/notes", { ...key(), authorization: `Bearer ${good}` })).status).toBe(200);
  });

  it("lets pages of other origins ask, as Supabase does", async () => {
    const preflight = await fetch(`${stack.env.SUPABASE_URL}/rest/v1/rpc/x`, {
      method: "OPTIONS",
      headers: {
        origin: "http://app.test",
        "access-control-request-method": "POST",
        "access-control-request-headers": "apikey,content-type,x-client-info",
      },
    });
    expect(preflight.status).toBe(200);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("access-control-allow-headers")).toBe("apikey,content-type,x-client-info");
    const answer = await get("/rest/v1/notes", { ...key(), origin: "http://app.test" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
  });

  it("refuses a body that is too large", async () => {
    const response = await fetch(`${stack.env.SUPABASE_URL}/rest/v1/rpc/x`, {
      method: "POST",
      headers: key(),
      body: "x".repeat(11_000_000),
    }).catch(() => undefined);
    // The connection may be cut while the rest is still being sent.
    expect(response?.status ?? 413).toBe(413);
    expect((await get("/auth/v1/settings", key())).status).toBe(200);
  });

  it("changes no rights: what the schema grants is all there is, also after requests", async () => {
    const grants = () =>
      asAdmin(
        `select table_schema, table_name, grantee, privilege_type from information_schema.role_table_grants
         where table_schema in ('public', 'storage', 'auth', 'realtime') and grantee in ('anon', 'authenticated', 'service_role') order by 1, 2, 3, 4`,
      );
    const before = await grants();
    for (const path of ["/rest/v1/notes", "/rest/v1/closed", "/rest/v1/rpc/none", "/storage/v1/bucket", "/auth/v1/user"])
      await get(path, key());
    const client = clientOf(stack);
    await client.auth.signInAnonymously();
    await client.from("notes").select();
    expect((await client.from("closed").select()).error?.code).toBe("42501");
    expect(await grants()).toEqual(before);
    expect(before).not.toContainEqual(expect.objectContaining({ table_name: "closed" }));
    expect(before).toContainEqual(expect.objectContaining({ table_name: "notes", grantee: "authenticated", privilege_type: "SELECT" }));
  });

  it("passes errors of the database on as PostgREST does, from tables too", async () => {
    const client = clientOf(stack);
    await client.auth.signInAnonymously();
    const insert = async (level: unknown) => {
      const { error, status } = await client.from("levels").insert({ level });
      return [status, error?.code, error?.message, error?.hint];
    };
    expect(await insert(6)).toEqual([201, undefined, undefined, undefined]);
    expect(await insert(7)).toEqual([400, "P0001", "not seven", "Take six."]);
    expect(await insert(12)).toEqual([400, "23514", 'new row for relation "levels" violates check constraint "levels_in_range"', null]);
    expect(await insert(1e10)).toEqual([400, "22003", expect.stringContaining("out of range"), null]);
  });

  it("sees a table that is made while it runs", async () => {
    const service = clientOf(stack, "SUPABASE_SECRET_KEY");
    const client = new pg.Client({ connectionString: stack.env.DATABASE_URL });
    await client.connect();
    await client.query("create table public.later as select 1 as one; grant select on public.later to service_role");
    await client.end();
    await expect.poll(async () => (await service.from("later").select()).data, { timeout: 5000 }).toEqual([{ one: 1 }]);
  });

  it("gives statements of the Data API their role's limit, too", async () => {
    await asAdmin("create view public.slow as select pg_sleep(20)::text as done; grant select on public.slow to anon");
    await stack.reloadSchema();
    const before = Date.now();
    expect((await clientOf(stack).from("slow").select()).error).not.toBeNull();
    expect(Date.now() - before).toBeLessThan(4500);
  });

  it("refuses methods that no web request can have", async () => {
    const status = await new Promise((resolve, reject) => {
      request(`${stack.env.SUPABASE_URL}/rest/v1/notes`, { method: "TRACE" }, (answer) => resolve(answer.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(405);
  });
});

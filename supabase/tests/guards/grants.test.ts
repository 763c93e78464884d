/** The rights in the database are exactly those of grants.ts, and nothing new is born with any. */
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { as, connect, refusal, rolledBack } from "../../../tests/support/database";
import type { ActorName } from "../../../tests/support/actors";
import { columnGrants, functionGrants, schemaGrants, tableGrants } from "./grants";

let client: pg.Client;
beforeAll(async () => {
  client = await connect(inject("testStack").env.DATABASE_URL, "changes the schema");
});
afterAll(() => client.end());

const grantee = "case grantee when 0 then 'PUBLIC' else grantee::regrole::text end";
const ours = "('public'::regnamespace, 'private'::regnamespace, 'pgboss'::regnamespace)";

async function lines(query: string): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(query);
  return rows.map(({ line }) => line).sort();
}

const readTableGrants = () =>
  lines(`
    select format('%s may %s %s.%s', ${grantee}, string_agg(lower(privilege_type), ', ' order by privilege_type), relnamespace::regnamespace, relname) as line
    from pg_class cross join aclexplode(coalesce(relacl, acldefault('r', relowner)))
    where relnamespace in ${ours} and relkind in ('r', 'p', 'v', 'm', 'f', 'S') and grantee <> relowner
    group by grantee, relnamespace, relname`);

const readColumnGrants = () =>
  lines(`
    select format('%s may %s %s.%s (%s)', ${grantee}, lower(privilege_type), relnamespace::regnamespace, relname, string_agg(attname, ', ' order by attnum)) as line
    from pg_attribute join pg_class on pg_class.oid = attrelid cross join aclexplode(attacl)
    where relnamespace in ${ours} and grantee <> relowner
    group by grantee, privilege_type, relnamespace, relname`);

const readFunctionGrants = () =>
  lines(`
    select format('%s: %s.%s(%s)', ${grantee}, pronamespace::regnamespace, proname, replace(oidvectortypes(proargtypes), 'public.', '')) as line
    from pg_proc cross join aclexplode(coalesce(proacl, acldefault('f', proowner)))
    where pronamespace in ${ours} and grantee <> proowner`);

const readSchemaGrants = () =>
  lines(`
    select format('%s may use %s', ${grantee}, nspname) as line
    from pg_namespace cross join aclexplode(coalesce(nspacl, acldefault('n', nspowner)))
    where oid in ${ours} and grantee <> nspowner and grantee not in ('postgres'::regrole, 'pg_database_owner'::regrole) and privilege_type = 'USAGE'
    union all
    select format('%s may create in %s', ${grantee}, nspname)
    from pg_namespace cross join aclexplode(coalesce(nspacl, acldefault('n', nspowner)))
    where oid in ${ours} and grantee <> nspowner and grantee <> 'postgres'::regrole and privilege_type = 'CREATE'`);

describe("Grants", () => {
  it("of tables are these", async () => expect(await readTableGrants()).toEqual([...tableGrants].sort()));
  it("of columns are these", async () => expect(await readColumnGrants()).toEqual([...columnGrants].sort()));
  it("of functions are these", async () => expect(await readFunctionGrants()).toEqual([...functionGrants].sort()));
  it("of schemas are these", async () => expect(await readSchemaGrants()).toEqual([...schemaGrants].sort()));

  const broken: [string, () => Promise<string[]>][] = [
    ["grant insert on public.tickets to authenticated", readTableGrants],
    ["grant select on public.tickets to anon", readTableGrants],
    ["grant truncate on public.tickets to service_role", readTableGrants],
    ["grant update (subject) on public.tickets to authenticated", readColumnGrants],
    ["grant select (user_id) on public.workspace_members to authenticated", readColumnGrants],
    ["grant execute on function private.enqueue_job(text, jsonb, timestamptz) to authenticated", readFunctionGrants],
    ["grant usage on schema pgboss to authenticated", readSchemaGrants],
    ["grant create on schema private to authenticated", readSchemaGrants],
  ];
  it.each(broken)("are not these after: %s", async (statement, read) => {
    const before = await read();
    await rolledBack(client, async () => {
      await client.query(statement);
      expect(await read()).not.toEqual(before);
    });
  });
});

describe("What a later migration makes", () => {
  const everybody: ActorName[] = ["anon", "olivia", "service_role"];

  it.each(["public", "private"])("a function of %s is run by nobody before a grant, and by signed-in people after it", async (schema) => {
    await rolledBack(client, async () => {
      await client.query(`create function ${schema}.fresh() returns integer language sql set search_path = '' as 'select 1'`);
      for (const actor of everybody) expect(await refusal(as(client, actor, `select ${schema}.fresh()`)), actor).toBe("42501");
      await client.query(`grant execute on function ${schema}.fresh() to authenticated`);
      expect(await as(client, "olivia", `select ${schema}.fresh()`)).toEqual([{ fresh: 1 }]);
    });
  });

  it.each(["public", "private"])("a table of %s is read and written by nobody before a grant", async (schema) => {
    await rolledBack(client, async () => {
      await client.query(`create table ${schema}.fresh (x integer default 1)`);
      for (const actor of everybody) {
        for (const statement of [
          `select from ${schema}.fresh`,
          `insert into ${schema}.fresh default values`,
          `update ${schema}.fresh set x = 2`,
          `delete from ${schema}.fresh`,
          `truncate ${schema}.fresh`,
        ]) {
          expect(await refusal(as(client, actor, statement)), `${actor}: ${statement}`).toBe("42501");
        }
      }
      await client.query(`grant select on ${schema}.fresh to authenticated`);
      expect(await as(client, "olivia", `select from ${schema}.fresh`)).toEqual([]);
    });
  });

  it("is made by the owner of the schema alone", async () => {
    await rolledBack(client, async () => {
      for (const actor of everybody) {
        for (const statement of [
          "create table public.mine (x integer)",
          "create schema mine",
          "create function public.mine() returns integer language sql as 'select 1'",
          "alter table public.tickets disable row level security",
          "set session_replication_role = 'replica'",
        ]) {
          expect(await refusal(as(client, actor, statement)), `${actor}: ${statement}`).toBe("42501");
        }
      }
      await client.query("create table public.mine (x integer)");
    });
  });
});

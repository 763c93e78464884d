/** The files of supabase/migrations: what must not stand in them, and what must agree with other files. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { inboxTopic, notesTopic, roomTopic, teamTopic, userTopic } from "../../../app/lib/realtime/topics";
import { connect } from "../../../tests/support/database";

const folder = path.resolve("supabase/migrations");
const chapters = readdirSync(folder).sort();
const read = (file: string) => readFileSync(path.join(folder, file), "utf8");

/** Without comments and without what stands between quotes, so that words are not taken for statements. */
const statementsOf = (sql: string) =>
  sql
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "")
    .replace(/--[^\n]*/g, "")
    .replace(/'(?:[^']|'')*'/g, "''")
    .split(";")
    .map((statement) => statement.replace(/\s+/g, " ").trim().toLowerCase())
    .filter(Boolean);

/** What a migration may not do on hosted Supabase. */
const forbidden: [string, RegExp][] = [
  ["makes or changes a role", /^(create|alter|drop) (role|user|group)\b/],
  [
    "changes what belongs to Supabase",
    /^(alter|drop|comment on|create|truncate)( or replace| unique| table| function| index| view| materialized| type| concurrently| column| if( not)? exists| only| on| \w+ on)* (auth|storage|realtime)\.\w+/,
  ],
  ["sets who owns something", /\bowner to\b/],
  ["takes an extension outside its schema", /^create extension(?!.* schema extensions)/],
  ["grants something to everybody", /^grant .* to (.*, )?(public|anon, authenticated, service_role)\b(?!\.)/],
  ["ends the transaction it runs in", /^(commit|rollback|begin|start transaction)\b/],
  [
    "takes default rights back in one schema only, which does nothing for functions",
    /^alter default privileges in schema .* from public\b/,
  ],
];

const allowed: [RegExp, RegExp][] = [
  // Policies on Realtime's messages are the one thing that hosted Supabase lets a migration put there.
  [/changes what belongs/, /^(create|alter|drop) policy /],
];

function violations(sql: string): string[] {
  return statementsOf(sql).flatMap((statement) =>
    forbidden
      .filter(
        ([what, pattern]) => pattern.test(statement) && !allowed.some(([of, exception]) => of.test(what) && exception.test(statement)),
      )
      .map(([what]) => `${what}: ${statement.slice(0, 100)}`),
  );
}

describe("Migrations", () => {
  it("have names that give their order, part and topic", () => {
    expect(chapters.length).toBeGreaterThan(10);
    for (const file of chapters) expect(file).toMatch(/^\d{14}_[a-z]+_[a-z_]+\.sql$|^\d{14}_[a-z]+\.sql$/);
    expect(new Set(chapters.map((file) => file.slice(0, 14))).size).toBe(chapters.length);
  });

  it.each(chapters)("%s does only what hosted Supabase allows", (file) => expect(violations(read(file))).toEqual([]));

  it.each(chapters)("%s begins with what it is for and stays readable", (file) => {
    expect(read(file)).toMatch(/^-- [A-Z].{30,}/);
    expect(read(file).split("\n").length).toBeLessThanOrEqual(250);
  });

  it.each([
    "create role intruder",
    "alter role anon bypassrls",
    "comment on table auth.users is 'x'",
    "create index on realtime.messages (topic)",
    "alter table storage.objects enable row level security",
    "create function auth.x() returns int language sql as 'select 1'",
    "alter table public.tickets owner to supabase_admin",
    "create extension citext",
    "grant select on public.tickets to public",
    "alter default privileges in schema public revoke execute on functions from public",
    "commit",
  ])("would be refused: %s", (statement) => expect(violations(`${statement};`)).not.toEqual([]));

  it("hold the queue library's tables exactly as the pinned library makes them", async () => {
    const require = createRequire(import.meta.url);
    const { default: PgBoss } = (await import("pg-boss")) as { default: { getConstructionPlans: (schema: string) => string } };
    const { version } = require("pg-boss/package.json") as { version: string };
    const chapter = read(chapters.find((file) => file.includes("_jobs_queue"))!);
    expect(chapter).toContain(`pg-boss ${version}`);
    // The library wraps its plan in a transaction with a lock; a migration has its own.
    const words = (sql: string) =>
      sql
        .replace(/^--.*$/gm, "")
        .replace(/\s+/g, " ")
        .replaceAll(" ;", ";")
        .trim();
    const plan = words(PgBoss.getConstructionPlans("pgboss"));
    const inner = /^BEGIN; SET LOCAL .*?pg_advisory_xact_lock.*?; (CREATE SCHEMA .*) COMMIT;$/.exec(plan)?.[1];
    expect(inner).toBeDefined();
    expect(words(chapter)).toBe(inner);
  });
});

describe("The database and the app agree on", () => {
  let client: pg.Client;
  beforeAll(async () => {
    client = await connect(inject("testStack").env.DATABASE_URL);
  });
  afterAll(() => client.end());

  const room = "8a000000-0000-4000-8000-00000000000f";
  /** A unique index of some rows refuses as a constraint does, by its name. */
  const constraints = `select conname from pg_constraint
    union all select relname from pg_class join pg_index on indexrelid = pg_class.oid where indisunique and indpred is not null`;

  it("the names of topics", async () => {
    const { rows } = await client.query<{ room: string; notes: string; inbox: string; team: string; person: string }>(
      `select private.topic_name('room', $1, 3, 12) as room, private.topic_name('notes', $1, 3, 12) as notes,
         private.topic_name('inbox', $1, 7) as inbox, private.topic_name('team', $1, 7) as team, private.topic_name('user', $1) as person`,
      [room],
    );
    expect(rows[0]).toEqual({
      room: roomTopic(room, 3, 12),
      notes: notesTopic(room, 3, 12),
      inbox: inboxTopic(room, 7),
      team: teamTopic(room, 7),
      person: userTopic(room),
    });
  });

  it("the keys of refusals: each has words", () => {
    const known = readFileSync("app/lib/database-errors.ts", "utf8");
    const keys = new Set(
      chapters.flatMap((file) => [...read(file).matchAll(/private\.refuse\(\s*\d+,\s*'(\w+)'/g)].map((match) => match[1]!)),
    );
    expect(keys.size).toBeGreaterThan(5);
    for (const key of keys) expect(known).toMatch(new RegExp(`\\b${key}\\b`));
  });

  it("the constraints that a person's input can break: each has words", async () => {
    const known = readFileSync("app/lib/database-errors.ts", "utf8");
    // What commands say of themselves: the names of constraints in the comments of the API's functions.
    const { rows } = await client.query<{ constraint_name: string }>(
      `select distinct conname::text as constraint_name from (${constraints}) as named, pg_proc
       where pronamespace = 'public'::regnamespace and obj_description(pg_proc.oid, 'pg_proc') ~ ('\\m' || conname || '\\M')`,
    );
    expect(rows.length).toBeGreaterThan(5);
    for (const { constraint_name } of rows) expect(known).toMatch(new RegExp(`\\b${constraint_name}\\b`));
  });

  it("no constraint or key that is gone", async () => {
    const known = readFileSync("app/lib/database-errors.ts", "utf8");
    const names = [...known.matchAll(/^ {2}(\w+_(?:key|format|length|reserved|check|type)): /gm)].map((match) => match[1]!);
    expect(names.length).toBeGreaterThan(5);
    const { rows } = await client.query<{ conname: string }>(
      `select conname::text from (${constraints}) as named where conname = any ($1)`,
      [names],
    );
    expect(names.filter((name) => !rows.some(({ conname }) => conname === name))).toEqual([]);
  });
});

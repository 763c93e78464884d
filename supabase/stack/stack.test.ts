import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdirSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { locatePostgres } from "./postgres-binaries";
import { runPostgres } from "./postgres";
import { freePort } from "./ports";
import { isAlive, waitForExit } from "./processes";
import { dataFiles, MigrationFailed, parseStackEnv, removeData, StackRunningError, startStack } from "./stack";
import { temporaryFolder } from "./test-support";

const root = path.resolve(import.meta.dirname, "../..");

const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function folderFor(): Promise<string> {
  const { folder, remove } = await temporaryFolder();
  cleanups.push(remove);
  return folder;
}

/** A stack without our schema, stopped after the test. */
async function start(dataDir: string, options: Partial<Parameters<typeof startStack>[0]> = {}) {
  const lines: string[] = [];
  const stack = await startStack({
    dataDir,
    migrationsDir: path.join(dataDir, "no-migrations"),
    log: (line) => lines.push(line),
    ...options,
  });
  cleanups.push(() => stack.stop());
  return { stack, lines };
}

async function query<T extends pg.QueryResultRow>(connectionString: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** The process id of the Postgres on a data folder that is where it belongs. */
const postgresOf = async (dataDir: string) =>
  Number.parseInt(await readFile(path.join(dataFiles(dataDir).cluster, "postmaster.pid"), "utf8"), 10);

/** `npm run stack` in a process of its own, ready to be ended in unkind ways. */
async function stackProcess(dataDir: string, options: { uid?: number; gid?: number; home?: string } = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", path.join(root, "scripts/stack.ts")], {
    cwd: root,
    env: { PATH: process.env.PATH, NODE_ENV: "production", HOME: options.home ?? process.env.HOME, DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
    ...(options.uid !== undefined && { uid: options.uid, gid: options.gid }),
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exit = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  cleanups.push(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await exit;
  });
  await expect.poll(() => output + (child.exitCode ?? ""), { timeout: 60_000 }).toMatch(/Ctrl-C stops it|^.*\d$/s);
  if (!output.includes("Ctrl-C stops it")) throw new Error(`The stack did not start:\n${output}`);
  return { child, exit, output: () => output };
}

describe("a data folder", () => {
  it("is made once and found again: same data, same keys", async () => {
    const dataDir = path.join(await folderFor(), "with a blank", "data");
    const first = await start(dataDir);
    expect(first.stack.isNew).toBe(true);
    await query(first.stack.env.DATABASE_URL, "create table public.kept as select 7 as number");
    expect(parseStackEnv(await readFile(dataFiles(dataDir).env, "utf8"))).toEqual(first.stack.env);
    expect((await stat(dataFiles(dataDir).env)).mode & 0o077).toBe(0);
    await first.stack.stop();
    expect(existsSync(dataFiles(dataDir).env)).toBe(false);

    const second = await start(dataDir);
    expect(second.stack.isNew).toBe(false);
    expect(second.stack.env.SUPABASE_PUBLISHABLE_KEY).toBe(first.stack.env.SUPABASE_PUBLISHABLE_KEY);
    expect(await query(second.stack.env.DATABASE_URL, "select number from public.kept")).toEqual([{ number: 7 }]);
  });

  it("belongs to one stack at a time, and is not deleted under it", async () => {
    const dataDir = path.join(await folderFor(), "data");
    const { stack } = await start(dataDir);
    await expect(startStack({ dataDir })).rejects.toThrow(StackRunningError);
    await expect(removeData(dataDir)).rejects.toThrow(/already running/);
    await stack.stop();
    await removeData(dataDir);
    expect(existsSync(dataFiles(dataDir).cluster)).toBe(false);
  });

  it("of another PostgreSQL version is refused and kept", async () => {
    const dataDir = path.join(await folderFor(), "data");
    const { stack } = await start(dataDir);
    await stack.stop();
    const version = path.join(dataFiles(dataDir).cluster, "PG_VERSION");
    await writeFile(version, "16\n");
    await expect(startStack({ dataDir })).rejects.toThrow(/made by PostgreSQL 16, and this is 17.*npm run reset/);
    expect(await readFile(version, "utf8")).toBe("16\n");
    expect(existsSync(dataFiles(dataDir).lock)).toBe(false);
  });

  it("stands beside others: two stacks at once, each with its own keys and ports", async () => {
    const folder = await folderFor();
    const [one, two] = await Promise.all([start(path.join(folder, "one")), start(path.join(folder, "two"))]);
    const ports = [one, two].flatMap(({ stack }) => Object.values(stack.ports));
    expect(new Set(ports).size).toBe(8);
    expect(Math.max(...ports)).toBeLessThan(32_768);
    expect(one.stack.jwtSecret).not.toBe(two.stack.jwtSecret);
  });
});

describe("ports", () => {
  it("that are set must be free; the message names the port", async () => {
    const port = await freePort();
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    cleanups.push(() => void other.close());
    const dataDir = path.join(await folderFor(), "data");
    await expect(startStack({ dataDir, ports: { api: port } })).rejects.toThrow(`Port ${port}, set for the API, is in use`);
    await expect(startStack({ dataDir, ports: { database: port } })).rejects.toThrow(`Port ${port}, set for the database, is in use`);
    // Nothing of the failed starts holds the folder.
    const { stack } = await start(dataDir, { ports: { api: await freePort() } });
    expect((await fetch(`${stack.env.SUPABASE_URL}/nothing`)).status).toBe(404);
  });
});

describe("what an earlier run left behind", () => {
  it("an orphaned Postgres is stopped, and its data is there", async () => {
    const dataDir = path.join(await folderFor(), "data");
    const first = await start(dataDir);
    await query(first.stack.env.DATABASE_URL, "create table public.kept as select 7 as number");
    await first.stack.stop();
    const orphan = await runPostgres(await locatePostgres(), {
      folder: dataFiles(dataDir).cluster,
      port: await freePort(),
      logFile: dataFiles(dataDir).postgresLog,
    });
    await writeFile(dataFiles(dataDir).lock, JSON.stringify({ pid: 2 ** 22 + 1, mark: "1" }));
    const second = await start(dataDir);
    expect(isAlive(orphan.pid)).toBe(false);
    expect(second.lines).toContain("An earlier run was killed and left its Postgres running; it has been stopped.");
    expect(await query(second.stack.env.DATABASE_URL, "select number from public.kept")).toEqual([{ number: 7 }]);
  });

  it("a stale postmaster.pid that names a living stranger does not matter", async () => {
    const dataDir = path.join(await folderFor(), "data");
    const first = await start(dataDir);
    await first.stack.stop();
    await writeFile(path.join(dataFiles(dataDir).cluster, "postmaster.pid"), `${process.pid}\n/elsewhere\n`);
    const { stack, lines } = await start(dataDir);
    expect(lines).toContain("An earlier run crashed; Postgres recovers its data.");
    expect(await query(stack.env.DATABASE_URL, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("nothing runs on after the program is killed, and the next start recovers", async () => {
    const dataDir = path.join(await folderFor(), "data");
    const { child, exit } = await stackProcess(dataDir);
    const postgres = await postgresOf(dataDir);
    expect(isAlive(postgres)).toBe(true);
    child.kill("SIGKILL");
    await exit;
    expect(await waitForExit(postgres, 10_000)).toBe(true);
    const { stack } = await start(dataDir, { migrationsDir: path.join(root, "supabase/migrations") });
    expect(await query(stack.env.DATABASE_URL, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("%s stops everything", async (signal) => {
    const dataDir = path.join(await folderFor(), "data");
    const { child, exit } = await stackProcess(dataDir);
    const postgres = await postgresOf(dataDir);
    const env = parseStackEnv(await readFile(dataFiles(dataDir).env, "utf8"));
    expect((await fetch(`${env.SUPABASE_URL}/nothing`)).status).toBe(404);
    child.kill(signal);
    expect(await exit).toEqual([0, null]);
    expect(isAlive(postgres)).toBe(false);
    await expect(fetch(`${env.SUPABASE_URL}/nothing`)).rejects.toThrow();
    expect(existsSync(dataFiles(dataDir).lock)).toBe(false);
  });
});

describe("whoever starts it", () => {
  const isRoot = process.getuid?.() === 0;

  it("an ordinary user, in a home that only it may enter, with blanks in the path", async () => {
    const folder = await folderFor();
    const home = path.join(folder, "home of someone");
    mkdirSync(home);
    const id = (flag: string) => Number(execFileSync("id", isRoot ? [flag, "nobody"] : [flag]));
    const [uid, gid] = [id("-u"), id("-g")];
    if (isRoot) {
      chmodSync(folder, 0o755);
      chownSync(home, uid, gid);
    }
    chmodSync(home, 0o700);
    const dataDir = path.join(home, "my data");
    const { child, exit } = await stackProcess(dataDir, isRoot ? { uid, gid, home } : { home });
    const env = parseStackEnv(await readFile(dataFiles(dataDir).env, "utf8"));
    expect(await query(env.DATABASE_URL, "select current_user::text as name")).toEqual([{ name: "postgres" }]);
    expect((await stat(dataFiles(dataDir).cluster)).uid).toBe(uid);
    child.kill("SIGINT");
    expect(await exit).toEqual([0, null]);
  });

  it("a user whose folder the server's own user cannot enter finds the data elsewhere, and a note about it", async () => {
    const folder = await folderFor();
    chmodSync(folder, 0o700);
    const dataDir = path.join(folder, "data");
    const { stack } = await start(dataDir);
    expect(await query(stack.env.DATABASE_URL, "select 1 as one")).toEqual([{ one: 1 }]);
    await stack.stop();
    const note = await readFile(dataFiles(dataDir).clusterPlace, "utf8").catch(() => undefined);
    // Only root needs another user for Postgres, so only there does its folder have to move.
    expect(note !== undefined).toBe(isRoot);
    const place = note?.split("\n")[0] ?? dataFiles(dataDir).cluster;
    expect((await stat(place)).mode & 0o077).toBe(0);
    await removeData(dataDir);
    expect(existsSync(place)).toBe(false);
  });
});

describe("migrations", () => {
  const write = async (folder: string, files: Record<string, string>) => {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  };

  it("run in order, once, as postgres, who is no superuser, and are recorded as the CLI records them", async () => {
    const folder = await folderFor();
    const migrationsDir = path.join(folder, "migrations");
    await write(migrationsDir, {
      "20260102000000_second.sql": "insert into public.log values (current_user, 2);",
      "20260101000000_first.sql": "create table public.log (who text, number integer);\ninsert into public.log values (current_user, 1);",
      "notes.txt": "not SQL",
    });
    const first = await start(path.join(folder, "data"), { migrationsDir });
    await first.stack.stop();
    const { stack } = await start(path.join(folder, "data"), { migrationsDir });
    expect(await query(stack.env.DATABASE_URL, "select * from public.log order by number")).toEqual([
      { who: "postgres", number: 1 },
      { who: "postgres", number: 2 },
    ]);
    expect(
      await query(
        stack.env.DATABASE_URL,
        "select version, name, cardinality(statements) as count from supabase_migrations.schema_migrations order by 1",
      ),
    ).toEqual([
      { version: "20260101000000", name: "first", count: 2 },
      { version: "20260102000000", name: "second", count: 1 },
    ]);
    expect(
      await query(stack.env.DATABASE_URL, "select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user"),
    ).toEqual([{ rolsuper: false, rolbypassrls: true, rolcreaterole: true }]);
  });

  it("fail whole, with file, line and reason; the next start goes on from there", async () => {
    const folder = await folderFor();
    const migrationsDir = path.join(folder, "migrations");
    const broken = {
      "20260101000000_a.sql": "create table public.a ();",
      "20260102000000_b.sql": "create table public.b ();\n\nselect nonsense;",
    };
    await write(migrationsDir, broken);
    const failure = startStack({ dataDir: path.join(folder, "data"), migrationsDir });
    await expect(failure).rejects.toThrow(MigrationFailed);
    await expect(failure).rejects.toThrow(/20260102000000_b\.sql failed: column "nonsense" does not exist\n {2}line 3: select nonsense;/);
    await write(migrationsDir, { "20260102000000_b.sql": "create table public.b ();" });
    const { stack } = await start(path.join(folder, "data"), { migrationsDir });
    expect(await query(stack.env.DATABASE_URL, "select to_regclass('public.b')::text as b")).toEqual([{ b: "b" }]);
  });

  it("that were edited after they ran are told, never run again; one that comes too early is refused", async () => {
    const folder = await folderFor();
    const migrationsDir = path.join(folder, "migrations");
    await write(migrationsDir, { "20260102000000_b.sql": "create table public.b ();" });
    const first = await start(path.join(folder, "data"), { migrationsDir });
    await first.stack.stop();
    await write(migrationsDir, { "20260102000000_b.sql": "create table public.b (added integer);" });
    const second = await start(path.join(folder, "data"), { migrationsDir });
    expect(second.lines.join("\n")).toMatch(/20260102000000_b\.sql was changed after it had been applied.*npm run reset/);
    await second.stack.stop();
    await write(migrationsDir, { "20260101000000_a.sql": "create table public.a ();" });
    await expect(startStack({ dataDir: path.join(folder, "data"), migrationsDir })).rejects.toThrow(/stands before 20260102000000/);
  });

  it("may write policies in storage and realtime and triggers on some tables of Auth, and nothing else there, as on a hosted project", async () => {
    const { stack } = await start(path.join(await folderFor(), "data"));
    const run = (text: string) => query(stack.env.DATABASE_URL, text);
    await run("create policy p on storage.objects for select to authenticated using (bucket_id = 'x'); drop policy p on storage.objects");
    await run("create policy p on realtime.messages for select to authenticated using (true)");
    await run("create function public.f() returns trigger language plpgsql as $$ begin return new; end $$");
    for (const table of ["users", "sessions"])
      await run(`create trigger t after insert on auth.${table} for each row execute function public.f()`);
    await run("create table public.people (user_id uuid references auth.users)");
    await run("insert into storage.buckets (id, name) values ('b', 'b')");
    for (const text of [
      "alter table storage.objects add column more text",
      "alter table realtime.messages add column more text",
      "alter table auth.users add column more text",
      "create index more on realtime.messages (topic)",
      "create index more on auth.users (phone)",
      "create trigger t after insert on auth.mfa_factors for each row execute function public.f()",
      "comment on table storage.objects is 'ours'",
      "create table realtime.mine ()",
      "drop table storage.objects cascade",
      "create role somebody superuser",
    ]) {
      await expect(run(text), text).rejects.toThrow(/must be owner|permission denied|Only roles with/);
    }
    for (const name of ["citext", "pg_trgm", "btree_gist", "unaccent"]) await run(`create extension ${name} with schema extensions`);
  });
});

/** The demo's workspace as a file, and again as a workspace in an empty database: equal row for row and file for file. */
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeData, startStack, type Stack } from "../../supabase/stack/stack";
import { deleteWorkspaces } from "../../worker/delete-workspaces";
import { openDatabase, type Database } from "../../worker/database";
import { exportWorkspace } from "../../worker/jobs/export-workspace";
import type { JobTools } from "../../worker/jobs/job";
import { removeWorkspaceExport } from "../../worker/jobs/remove-workspace-export";
import { openArchive } from "../../worker/exports/read-archive";
import { openStorage, type Storage } from "../../worker/storage";

type Place = { stack: Stack; client: pg.Client; storage: Storage };

const root = path.resolve(import.meta.dirname, "../..");
let folder: string;
let [demo, empty] = [] as unknown as [Place, Place];
let database: Database;
let tools: JobTools;
let workspaceId: string;
let exportId: string;

async function place(name: string, seed: boolean): Promise<Place> {
  const stack = await startStack({ dataDir: path.join(folder, name), seed });
  const client = new pg.Client({ connectionString: stack.env.DATABASE_URL });
  await client.connect();
  return { stack, client, storage: openStorage({ url: stack.env.SUPABASE_URL, secretKey: stack.env.SUPABASE_SECRET_KEY }) };
}

const rowsOf = async <Row extends pg.QueryResultRow>({ client }: Place, text: string, values: unknown[] = []) =>
  (await client.query<Row>(text, values)).rows;

/** In the name of a member of the demo. */
async function asMember<Row extends pg.QueryResultRow>(email: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const [account] = await rowsOf<{ id: string }>(demo, "select id from auth.users where email = $1", [email]);
  const client = new pg.Client({ connectionString: demo.stack.env.DATABASE_URL });
  await client.connect();
  try {
    await client.query("select set_config('request.jwt.claims', $1, false), set_config('role', 'authenticated', false)", [
      JSON.stringify({ sub: account!.id, role: "authenticated" }),
    ]);
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Files of messages of the demo: letters of several languages, noise that is larger than a part, and one that nobody sent. */
async function addFiles(): Promise<void> {
  const contents = [Buffer.from("Grüße, مرحبا, 👩‍👩‍👧\u2028\n"), randomBytes(18_000_000), Buffer.from([0])];
  for (const [index, content] of contents.entries()) {
    const [file] = await rowsOf<{ object_path: string }>(
      demo,
      `insert into public.attachments (workspace_id, room_id, seq, position, member_id, client_id, file_name, content_type, byte_size)
       select workspace_id, room_id, case when $1 < 2 then 1 end, case when $1 < 2 then $1::integer end,
         (select member_id from public.workspace_members as member where member.workspace_id = room.workspace_id order by member_id limit 1),
         gen_random_uuid(), 'f' || $1 || '.bin', $2, $3
       from public.chat_rooms as room where workspace_id = $4 order by created_at limit 1
       returning object_path`,
      [index, index === 0 ? "text/plain" : "image/png", content.length, workspaceId],
    );
    await demo.storage.write("attachments", file!.object_path, content, index === 0 ? "text/plain" : "image/png");
  }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "frontroom-export-"));
  [demo, empty] = await Promise.all([place("demo", true), place("empty", false)]);
  database = openDatabase(demo.stack.env.DATABASE_URL);
  tools = {
    database,
    storage: demo.storage,
    mailer: { send: () => Promise.reject(new Error("Nothing is mailed.")) },
    appUrl: "",
    mailFrom: "",
  };
  workspaceId = (await rowsOf<{ workspace_id: string }>(demo, "select workspace_id from public.workspaces where slug = 'acme'"))[0]!
    .workspace_id;
  await addFiles();
  await rowsOf(demo, "insert into private.former_slugs (slug, workspace_id) values ('acme-before', $1)", [workspaceId]);
  [{ id: exportId } = { id: "" }] = await asMember<{ id: string }>(
    "olivia@acme.test",
    "select public.request_workspace_export('acme') as id",
  );
});
afterAll(async () => {
  await database.close(0);
  for (const { client, stack } of [demo, empty]) {
    await client.end();
    await stack.stop();
    await removeData(stack.dataDir);
  }
  await rm(folder, { recursive: true, force: true });
});

const fileOf = (name: string) => path.join(folder, name);
const listed = () =>
  asMember<Record<string, string | null>>(
    "olivia@acme.test",
    "select state, rows_total, rows_done, files_total, files_done, byte_size from public.list_workspace_exports('acme')",
  );

/** The program, as somebody runs it. @returns what it said, and how it ended */
async function runImport(file: string): Promise<{ output: string; code: number | null }> {
  const { DATABASE_URL, SUPABASE_URL, SUPABASE_SECRET_KEY } = empty.stack.env;
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/import-workspace.ts", file], {
    cwd: root,
    env: { ...process.env, DATABASE_URL, SUPABASE_URL, SUPABASE_SECRET_KEY },
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { output, code };
}

/** Every row of a workspace in a table, by all columns, as the catalog has them. */
async function everyRow(where: Place, table: string): Promise<string[]> {
  const rows = await rowsOf<{ row: string }>(
    where,
    `select to_jsonb(listed)::text as row from ${table} as listed where workspace_id = $1`,
    [workspaceId],
  );
  return rows.map(({ row }) => row).sort();
}

const tenantTables = `
  select table_schema || '.' || table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
  where column_name = 'workspace_id' and table_schema not in ('pgboss') and table_type = 'BASE TABLE' order by 1`;

const objects = async ({ client, storage }: Place) => {
  const { rows } = await client.query<{ bucket_id: string; name: string; type: string }>(
    "select bucket_id, name, metadata ->> 'mimetype' as type from storage.objects where bucket_id <> 'exports' and starts_with(name, $1) order by 1, 2",
    [workspaceId],
  );
  return Promise.all(
    rows.map(async ({ bucket_id: bucket, name, type }) => {
      return [
        bucket,
        name,
        type,
        createHash("sha256")
          .update(await storage.read(bucket, name))
          .digest("hex"),
      ];
    }),
  );
};

describe("The export of the demo", () => {
  it("is made by the worker, in parts, and says how far it is", async () => {
    expect(await listed()).toEqual([expect.objectContaining({ state: "waiting" })]);
    const result = await exportWorkspace.run({ workspace_id: workspaceId, export_id: exportId }, tools, { isLast: true });
    expect(result).toMatchObject({ outcome: "exported", files: 3 });
    const [line] = await listed();
    expect(line).toMatchObject({
      state: "done",
      files_total: "3",
      files_done: "3",
      rows_done: line!.rows_total,
      byte_size: String(result.bytes),
    });
    const parts = await rowsOf<{ name: string }>(demo, "select name from storage.objects where bucket_id = 'exports' order by name");
    expect(parts.map(({ name }) => name)).toEqual([1, 2].map((part) => `${workspaceId}/${exportId}/${part}`));
    await writeFile(fileOf("acme.zip"), Buffer.concat(await Promise.all(parts.map(({ name }) => demo.storage.read("exports", name)))));
    expect((await readFile(fileOf("acme.zip"))).length).toBe(result.bytes);
  });

  it("holds every table of a workspace but the ones that docs/export-format.md names, and no secret", async () => {
    const archive = await openArchive(fileOf("acme.zip"));
    const unexported = (await rowsOf<{ table_name: string }>(demo, "select table_name from private.unexported_tables()")).map(
      (row) => row.table_name,
    );
    const all = (await rowsOf<{ name: string }>(demo, tenantTables)).map(({ name }) => name);
    expect(archive.names.filter((name) => name.startsWith("tables/"))).toEqual(
      all.filter((name) => !unexported.includes(name)).map((name) => `tables/${name}.jsonl`),
    );
    const documentation = await readFile(path.join(root, "docs/export-format.md"), "utf8");
    expect(unexported.filter((name) => !documentation.includes(`\`${name}\``))).toEqual([]);
    const accounts = (await archive.readAll("accounts.jsonl")).toString();
    expect(accounts).toContain("olivia@acme.test");
    expect(accounts).not.toMatch(/password|\$2[aby]\$|greg@globex\.test/);
    archive.close();
  });

  it("is refused when it was changed on the way, and leaves nothing behind", async () => {
    const bytes = await readFile(fileOf("acme.zip"));
    // Within the content of the large file, which is not compressed.
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    await writeFile(fileOf("changed.zip"), bytes);
    const { output, code } = await runImport(fileOf("changed.zip"));
    expect(output).toMatch(/files\/attachments\/.* (is not what the manifest says|cannot be read)/);
    expect(code).toBe(1);
    expect(await rowsOf(empty, "select from public.workspaces")).toHaveLength(0);
  });

  it("becomes the same workspace in an empty database, row for row and file for file", async () => {
    const { output, code } = await runImport(fileOf("acme.zip"));
    expect(output).toContain("3 files");
    expect(code).toBe(0);
    const unexported = (await rowsOf<{ table_name: string }>(demo, "select table_name from private.unexported_tables()")).map(
      (row) => row.table_name,
    );
    const counts: Record<string, number> = {};
    for (const { name } of await rowsOf<{ name: string }>(demo, tenantTables)) {
      if (unexported.includes(name)) continue;
      const rows = await everyRow(demo, name);
      expect(await everyRow(empty, name), name).toEqual(rows);
      counts[name] = rows.length;
    }
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(Number((await listed())[0]!.rows_total));
    expect(counts).toMatchObject({
      "public.workspaces": 1,
      "private.ticket_counters": 1,
      "private.former_slugs": 1,
      "public.attachments": 3,
    });
    expect(counts["public.audit_entries"]).toBeGreaterThan(10);
    expect(counts["public.messages"]).toBeGreaterThan(10);
    const files = await objects(demo);
    expect(files).toHaveLength(3);
    expect(await objects(empty)).toEqual(files);
    const accounts = `select id, email, email_confirmed_at is not null as is_confirmed, is_anonymous, created_at from auth.users where id in (
      select user_id from public.workspace_members where workspace_id = $1 union select user_id from public.customer_identities where workspace_id = $1) order by id`;
    expect(await rowsOf(empty, accounts, [workspaceId])).toEqual(await rowsOf(demo, accounts, [workspaceId]));
  });

  it("has set nothing going: no mail, no broadcast, no job but for the file that nobody sent", async () => {
    expect(await rowsOf(empty, "select name from pgboss.job")).toEqual([{ name: "remove-attachments" }]);
    expect(await rowsOf(empty, "select from realtime.messages")).toHaveLength(0);
    const passwords = await rowsOf(empty, "select from auth.users where coalesce(encrypted_password, '') <> ''");
    expect(passwords).toHaveLength(0);
  });

  it("goes on with the next number", async () => {
    const open = async (where: Place) => {
      await where.client.query("begin");
      const user = await rowsOf<{ id: string }>(
        where,
        "insert into auth.users (id, is_anonymous) values (gen_random_uuid(), true) returning id",
      );
      await where.client.query("select set_config('request.jwt.claims', $1, true)", [
        JSON.stringify({ sub: user[0]!.id, role: "authenticated" }),
      ]);
      const [ticket] = await rowsOf<{ number: string }>(
        where,
        "select number from public.open_ticket('acme', 'Subject', 'Body', 'next@example.com', 'Next', gen_random_uuid(), null, 'en')",
      );
      await where.client.query("rollback");
      return ticket!.number;
    };
    const next = await open(demo);
    expect(Number(next)).toBeGreaterThan(1002);
    expect(await open(empty)).toBe(next);
  });

  it("is not imported over itself", async () => {
    const { output, code } = await runImport(fileOf("acme.zip"));
    expect(output).toContain('This database has the workspace "acme" already.');
    expect(code).toBe(1);
  });

  it("is removed when its days are over", async () => {
    await removeWorkspaceExport.run({ workspace_id: workspaceId, export_id: exportId }, tools, { isLast: true });
    expect(await rowsOf(demo, "select from storage.objects where bucket_id = 'exports'")).toHaveLength(0);
    expect(await listed()).toEqual([expect.objectContaining({ state: "expired" })]);
  });

  it("is not finished once somebody erased what it would hold", async () => {
    const [asked] = await asMember<{ id: string }>("olivia@acme.test", "select public.request_workspace_export('acme') as id");
    await rowsOf(demo, "select private.drop_workspace_exports($1)", [workspaceId]);
    const result = await exportWorkspace.run({ workspace_id: workspaceId, export_id: asked!.id }, tools, { isLast: false });
    expect(result.outcome).toBe("not_wanted_any_more");
    expect(await rowsOf(demo, "select from storage.objects where bucket_id = 'exports'")).toHaveLength(0);
  });

  it("is gone with all its files seven days after somebody had the workspace deleted, and another one is untouched", async () => {
    const others = async () => ({
      files: await rowsOf(demo, "select name from storage.objects where not starts_with(name, $1) order by 1", [workspaceId]),
      messages: await rowsOf(demo, "select count(*) from public.messages where workspace_id <> $1", [workspaceId]),
    });
    const [globex] = await rowsOf<{ workspace_id: string }>(demo, "select workspace_id from public.workspaces where slug = 'globex'");
    await demo.storage.write("attachments", `${globex!.workspace_id}/kept`, Buffer.from("kept"), "text/plain");
    const before = await others();
    await asMember("olivia@acme.test", "select public.request_workspace_deletion('acme', 'acme')");
    const [asked] = await rowsOf<{ export_id: string }>(demo, "select export_id from private.workspace_exports where state = 'waiting'");
    expect(await deleteWorkspaces(database, demo.storage)).toBe(0);
    await exportWorkspace.run({ workspace_id: workspaceId, export_id: asked!.export_id }, tools, { isLast: true });
    expect(await deleteWorkspaces(database, demo.storage)).toBe(0);
    await rowsOf(
      demo,
      `update public.workspaces set deletion_requested_at = deletion_requested_at - interval '8 days', deletion_at = deletion_at - interval '8 days'
       where workspace_id = $1`,
      [workspaceId],
    );
    expect(await deleteWorkspaces(database, demo.storage)).toBe(1);
    expect(await rowsOf(demo, "select from storage.objects where starts_with(name, $1)", [workspaceId])).toHaveLength(0);
    for (const { name } of await rowsOf<{ name: string }>(demo, tenantTables))
      expect(await everyRow(demo, name), name).toHaveLength({ "private.deleted_workspaces": 1, "private.deleted_slugs": 2 }[name] ?? 0);
    expect(await others()).toEqual(before);
    expect(await deleteWorkspaces(database, demo.storage)).toBe(0);
  });
});

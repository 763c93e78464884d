/**
 * Makes a workspace of its export, in a database that does not have it. docs/export-format.md
 *
 * No trigger fires: nothing is mailed, counted, timed or written to the audit log a second time. So what they would
 * keep right is looked at afterwards: every foreign key, and whose the rows are.
 */
import pg from "pg";
import { openStorage } from "../storage";
import { type ArchiveReader, openArchive } from "./read-archive";
import {
  type Account,
  ACCOUNTS,
  accountSchema,
  FILES,
  filePath,
  fileSchema,
  FORMAT_VERSION,
  MANIFEST,
  type Manifest,
  manifestSchema,
  tablePath,
} from "./format";
import { fileQuery } from "./write-export";

/** The message is for people: what is wrong with the file, or with where it is to go. */
export class ImportRefused extends Error {}

export type ImportTarget = { databaseUrl: string; supabase: { url: string; secretKey: string } };

const AT_ONCE = 200;
const refuse = (words: string): never => {
  throw new ImportRefused(words);
};

/** @returns how much came in. @throws {ImportRefused} before anything is changed, or after all was undone */
export async function importWorkspace(file: string, { databaseUrl, supabase }: ImportTarget, say: (line: string) => void) {
  const archive = await openArchive(file).catch((error: Error) => refuse(`${file} cannot be read as an export: ${error.message}`));
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "frontroom-import" });
  await client.connect();
  const storage = openStorage(supabase);
  const uploaded: { bucket: string; name: string }[] = [];
  try {
    const manifest = await readManifest(archive);
    await checkArchive(archive, manifest);
    say(`The file is whole: "${manifest.workspace.name}" as of ${manifest.exported_at}.`);
    await client.query("begin");
    const columns = await checkTarget(client, manifest);
    await client.query("set local session_replication_role = replica");
    const accounts = await importAccounts(client, archive);
    let rows = 0;
    for (const [table, { rows: expected }] of Object.entries(manifest.tables)) {
      const imported = await importTable(client, archive, manifest.workspace.workspace_id, table, columns.get(table)!);
      if (imported !== expected) refuse(`${table} has ${imported} rows and not ${expected}.`);
      rows += imported;
    }
    await moveAccounts(client, manifest, accounts.moved);
    await checkReferences(client, manifest);
    const files = await importFiles(client, archive, manifest, storage, uploaded);
    // One that was deleted here is back, and has its addresses again.
    await client.query("delete from private.deleted_workspaces where workspace_id = $1", [manifest.workspace.workspace_id]);
    await client.query("delete from private.deleted_slugs where workspace_id = $1", [manifest.workspace.workspace_id]);
    // What a trigger would have asked the worker for: files that no message has are removed in their time.
    await client.query(
      `select private.enqueue_job('remove-attachments', jsonb_build_object('attachment_id', attachment_id), greatest(now(), created_at + interval '1 day'))
       from public.attachments where workspace_id = $1 and (seq is null or removed_at is not null)`,
      [manifest.workspace.workspace_id],
    );
    await client.query("commit");
    return { rows, files, accounts: accounts.created };
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    for (const { bucket, name } of uploaded) await storage.remove(bucket, name);
    throw error;
  } finally {
    archive.close();
    await client.end();
  }
}

async function readManifest(archive: ArchiveReader): Promise<Manifest> {
  const text = await archive.readAll(MANIFEST).catch(() => refuse(`There is no ${MANIFEST} in it: this is no export of a workspace.`));
  let json: unknown;
  try {
    json = JSON.parse(text.toString());
  } catch {
    return refuse(`${MANIFEST} cannot be read.`);
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) return refuse(`${MANIFEST} is not what it should be: ${parsed.error.issues[0]?.path.join(".")}.`);
  if (parsed.data.format_version !== FORMAT_VERSION)
    refuse(`It is of format ${parsed.data.format_version}; this program reads format ${FORMAT_VERSION}.`);
  return parsed.data;
}

/** Every entry is what the manifest says, and nothing else is there. */
async function checkArchive(archive: ArchiveReader, manifest: Manifest): Promise<void> {
  const lists = new Map([
    ...Object.entries(manifest.tables).map(([table, facts]) => [tablePath(table), facts] as const),
    [ACCOUNTS, manifest.accounts] as const,
    [FILES, manifest.files] as const,
  ]);
  const known = new Set([MANIFEST, ...lists.keys()]);
  for (const [path, facts] of lists) await checkEntry(archive, path, facts);
  for await (const lines of archive.lines(FILES, AT_ONCE)) {
    for (const line of lines) {
      const file = fileSchema.parse(JSON.parse(line));
      if (!file.name.startsWith(`${manifest.workspace.workspace_id}/`)) refuse(`${file.name} does not belong to the workspace.`);
      await checkEntry(archive, filePath(file.bucket, file.name), file);
      known.add(filePath(file.bucket, file.name));
    }
  }
  const stranger = archive.names.find((name) => !known.has(name));
  if (stranger !== undefined || archive.names.length !== known.size)
    refuse(`The manifest does not know ${stranger ?? "an entry that is there twice"}.`);
}

async function checkEntry(archive: ArchiveReader, path: string, facts: { bytes: number; sha256: string }): Promise<void> {
  const found = await archive.check(path).catch((error: Error) => refuse(`${path} cannot be read: ${error.message}`));
  if (found.bytes !== facts.bytes || found.sha256 !== facts.sha256)
    refuse(`${path} is not what the manifest says: it was changed, or is not whole.`);
}

/** The database is of the same making and has no such workspace. @returns the columns of each table */
async function checkTarget(client: pg.Client, manifest: Manifest): Promise<Map<string, string[]>> {
  const { workspace_id: workspaceId, slug } = manifest.workspace;
  const { rows } = await client.query<{ version: string; has_it: boolean; has_slug: boolean }>(
    `select (select max(version) from supabase_migrations.schema_migrations) as version,
       exists (select from public.workspaces where workspace_id = $1) as has_it,
       exists (select from public.workspaces where slug = $2)
         or exists (select from private.former_slugs where slug = $2 and workspace_id <> $1)
         or exists (select from private.deleted_slugs where slug = $2 and workspace_id <> $1) as has_slug`,
    [workspaceId, slug],
  );
  const target = rows[0]!;
  if (target.version !== manifest.schema_version)
    refuse(
      `The file was made with schema ${manifest.schema_version}, this database has ${target.version}. Bring both to the same version.`,
    );
  if (target.has_it) refuse(`This database has the workspace "${slug}" already.`);
  if (target.has_slug) refuse(`In this database another workspace is found at "${slug}".`);
  const listed = await client.query<{ table_name: string; column_names: string[] }>(
    "select table_name, column_names from private.export_tables($1)",
    [workspaceId],
  );
  const columns = new Map(listed.rows.map((row) => [row.table_name, row.column_names]));
  for (const table of Object.keys(manifest.tables)) if (!columns.has(table)) refuse(`This database has no table ${table}.`);
  for (const table of columns.keys()) if (!(table in manifest.tables)) refuse(`The table ${table} is missing in the file.`);
  return columns;
}

const quoted = (name: string) => name.split(".").map(pg.escapeIdentifier).join(".");

async function importTable(
  client: pg.Client,
  archive: ArchiveReader,
  workspaceId: string,
  table: string,
  columns: string[],
): Promise<number> {
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  let imported = 0;
  for await (const lines of archive.lines(tablePath(table), AT_ONCE)) {
    const { rowCount } = await client.query(
      `insert into ${quoted(table)} (${list}) overriding system value
       select ${list} from jsonb_populate_recordset(null::${quoted(table)}, $1::jsonb) where workspace_id = $2`,
      [`[${lines.join(",")}]`, workspaceId],
    );
    if (rowCount !== lines.length) refuse(`A row of ${table} belongs to another workspace.`);
    imported += lines.length;
  }
  return imported;
}

/**
 * Accounts that are not there are made with their ids and without a password: their people set one by "forgot
 * password". Who has an account here already, by a confirmed address, keeps it.
 */
async function importAccounts(client: pg.Client, archive: ArchiveReader): Promise<{ created: number; moved: Map<string, string> }> {
  const moved = new Map<string, string>();
  let created = 0;
  for await (const lines of archive.lines(ACCOUNTS, AT_ONCE)) {
    for (const line of lines) {
      const account = accountSchema.parse(JSON.parse(line));
      const { rows } = await client.query<{ id: string; email: string | null; is_confirmed: boolean }>(
        `select id, nullif(email, '') as email, email_confirmed_at is not null as is_confirmed from auth.users
         where id = $1 or lower(email) = lower($2) order by id <> $1 limit 1`,
        [account.user_id, account.email],
      );
      const known = rows[0];
      if (known?.id === account.user_id) {
        if (known.email !== account.email) refuse(`An account of the file has another address here: ${account.user_id}.`);
        continue;
      }
      if (known) {
        if (!account.is_confirmed || !known.is_confirmed) refuse(`${account.email} has an account here whose address is not confirmed.`);
        moved.set(account.user_id, known.id);
        continue;
      }
      await createAccount(client, account);
      created += 1;
    }
  }
  return { created, moved };
}

async function createAccount(client: pg.Client, { user_id: id, email, is_confirmed, is_anonymous, created_at }: Account): Promise<void> {
  // Hosted Auth looks for people by their instance, which the embedded one does not know, and reads empty tokens, not null.
  const { rowCount: hasInstances } = await client.query(
    "select from information_schema.columns where table_schema = 'auth' and table_name = 'users' and column_name = 'instance_id'",
  );
  const [column, value] = hasInstances ? ["instance_id, ", "'00000000-0000-0000-0000-000000000000', "] : ["", ""];
  await client.query(
    `insert into auth.users (${column}id, aud, role, email, email_confirmed_at, is_anonymous, created_at, updated_at, raw_app_meta_data,
       raw_user_meta_data, confirmation_token, recovery_token, email_change, email_change_token_new)
     values (${value}$1, 'authenticated', 'authenticated', $2, case when $3 then $5::timestamptz end, $4, $5::timestamptz, now(),
       case when $4 then '{}' else '{"provider": "email", "providers": ["email"]}' end::jsonb, '{}', '', '', '', '')`,
    [id, email, is_confirmed, is_anonymous, created_at],
  );
  if (email !== null)
    await client.query(
      `insert into auth.identities (id, provider, provider_id, user_id, identity_data, created_at, updated_at)
       values (gen_random_uuid(), 'email', $1::uuid::text, $1,
         jsonb_build_object('sub', $1::uuid::text, 'email', $2::text, 'email_verified', $3::boolean), $4, now())`,
      [id, email, is_confirmed, created_at],
    );
}

/** Columns of the file's tables that name an account. */
const accountColumns = `
  select reference.conrelid::regclass::text as relation, attribute.attname as name
  from pg_constraint as reference
  join pg_attribute as attribute on attribute.attrelid = reference.conrelid and attribute.attnum = reference.conkey[1]
  where reference.contype = 'f' and reference.confrelid = 'auth.users'::regclass and reference.conrelid = any ($1::regclass[])`;

async function moveAccounts(client: pg.Client, manifest: Manifest, moved: Map<string, string>): Promise<void> {
  const { rows } = await client.query<{ relation: string; name: string }>(accountColumns, [Object.keys(manifest.tables)]);
  for (const [from, to] of moved)
    for (const { relation, name } of rows)
      await client.query(
        `update ${relation} set ${pg.escapeIdentifier(name)} = $1 where ${pg.escapeIdentifier(name)} = $2 and workspace_id = $3`,
        [to, from, manifest.workspace.workspace_id],
      );
}

/** Foreign keys are triggers too, so nothing has asked them. */
async function checkReferences(client: pg.Client, manifest: Manifest): Promise<void> {
  const { rows } = await client.query<{ name: string; orphans: string }>(
    `select reference.conname as name, format(
       'select count(*)::text as number from %s as child where child.workspace_id = $1 and %s and not exists (select from %s as parent where %s)',
       reference.conrelid::regclass,
       (select string_agg(format('child.%I is not null', own.attname), ' and ') from unnest(reference.conkey) as key
        join pg_attribute as own on own.attrelid = reference.conrelid and own.attnum = key),
       reference.confrelid::regclass,
       (select string_agg(format('parent.%I = child.%I', theirs.attname, own.attname), ' and ')
        from unnest(reference.conkey, reference.confkey) as key (own, theirs)
        join pg_attribute as own on own.attrelid = reference.conrelid and own.attnum = key.own
        join pg_attribute as theirs on theirs.attrelid = reference.confrelid and theirs.attnum = key.theirs)) as orphans
     from pg_constraint as reference where reference.contype = 'f' and reference.conrelid = any ($1::regclass[])`,
    [Object.keys(manifest.tables)],
  );
  for (const { name, orphans } of rows) {
    const found = await client.query<{ number: string }>(orphans, [manifest.workspace.workspace_id]);
    if (found.rows[0]?.number !== "0") refuse(`${found.rows[0]?.number} rows name something that is not there (${name}).`);
  }
}

async function importFiles(
  client: pg.Client,
  archive: ArchiveReader,
  manifest: Manifest,
  storage: ReturnType<typeof openStorage>,
  uploaded: { bucket: string; name: string }[],
): Promise<number> {
  const { rows } = await client.query(fileQuery(manifest.workspace.workspace_id));
  if (rows.length > 0) refuse("In Storage there are files of this workspace already.");
  let files = 0;
  for await (const lines of archive.lines(FILES, AT_ONCE)) {
    for (const line of lines) {
      const file = fileSchema.parse(JSON.parse(line));
      uploaded.push(file);
      await storage.write(file.bucket, file.name, await archive.readAll(filePath(file.bucket, file.name)), file.content_type);
      files += 1;
    }
  }
  return files;
}

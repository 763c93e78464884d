/** Reads a workspace in one snapshot of the database and writes it as an archive. docs/export-format.md */
import type { Query } from "../database";
import type { Storage } from "../storage";
import { type Archive, type Written } from "./archive";
import { ACCOUNTS, FILES, filePath, type FileLine, FORMAT_VERSION, type ListFacts, MANIFEST, type Manifest, tablePath } from "./format";

/** Rows asked for at once: of the longest messages still a few megabytes. */
const AT_ONCE = 500;

/** Files that are small already, by what their type begins with. */
const dense = /^(image|video|audio)\/|zip|compressed|officedocument|opendocument|pdf/;

export type Progress = { rows: number; files: number };

type Listed = { table_name: string; row_query: string };
type StoredFile = { bucket: string; name: string; content_type: string };

/** Where the files of a workspace lie: in every bucket under its id, but for the exports themselves. */
export const fileQuery = (workspaceId: string) =>
  `select bucket_id as bucket, name, coalesce(metadata ->> 'mimetype', 'application/octet-stream') as content_type
   from storage.objects where bucket_id <> 'exports' and starts_with(name, '${workspaceId}/') order by bucket_id, name`;

/** What there is to do. */
export async function countWorkspace(query: Query, workspaceId: string): Promise<Progress> {
  const tables = await query<Listed>("select table_name, row_query from private.export_tables($1)", [workspaceId]);
  const counts = tables.map(({ row_query: rows }) => `select count(*) as number from (${rows}) as counted`);
  const [rows] = await query<{ total: string }>(`select sum(number)::text as total from (${counts.join(" union all ")}) as counts`);
  const [files] = await query<{ total: string }>(`select count(*)::text as total from (${fileQuery(workspaceId)}) as listed`);
  return { rows: Number(rows?.total ?? 0), files: Number(files?.total ?? 0) };
}

/** The rows of a query, some at a time; none is held after it was given. */
async function* read<Row extends Record<string, unknown>>(query: Query, text: string): AsyncGenerator<Row[]> {
  await query(`declare export_rows no scroll cursor for ${text}`);
  for (;;) {
    const rows = await query<Row>(`fetch ${AT_ONCE} from export_rows`);
    if (rows.length > 0) yield rows;
    if (rows.length < AT_ONCE) break;
  }
  await query("close export_rows");
}

/**
 * Writes everything of a workspace.
 *
 * @param storage.read rejects for a file that is not there any more
 * @param isGone asks, outside of the snapshot, whether a file that could not be read has been deleted meanwhile
 * @param onProgress is told after each step; what it throws ends the writing
 */
export async function writeExport(
  query: Query,
  archive: Archive,
  workspaceId: string,
  {
    storage,
    isGone,
    onProgress,
  }: { storage: Pick<Storage, "read">; isGone: (file: StoredFile) => Promise<boolean>; onProgress: (done: Progress) => Promise<void> },
): Promise<void> {
  const done: Progress = { rows: 0, files: 0 };

  async function addList(path: string, text: string, counts: boolean): Promise<ListFacts> {
    let rows = 0;
    async function* lines() {
      for await (const batch of read<{ line: string }>(query, text)) {
        yield Buffer.from(batch.map(({ line }) => `${line}\n`).join(""));
        rows += batch.length;
        if (counts) done.rows += batch.length;
        await onProgress(done);
      }
    }
    const written = await archive.add(path, lines());
    return { rows, ...written };
  }

  const [about] = await query<{ exported_at: Date; schema_version: string; slug: string; name: string }>(
    `select now() as exported_at, slug, name,
       (select max(version) from supabase_migrations.schema_migrations) as schema_version
     from public.workspaces where workspace_id = $1`,
    [workspaceId],
  );
  if (!about) throw new Error("There is no such workspace any more.");
  const listed = await query<Listed>("select table_name, row_query from private.export_tables($1)", [workspaceId]);
  const tables: Manifest["tables"] = {};
  for (const { table_name: table, row_query: text } of listed) tables[table] = await addList(tablePath(table), text, true);
  const accounts = await addList(
    ACCOUNTS,
    `select row_to_json(account)::text as line from private.export_accounts('${workspaceId}') as account`,
    false,
  );

  const files: string[] = [];
  for await (const batch of read<StoredFile>(query, fileQuery(workspaceId))) {
    for (const file of batch) {
      const written = await addFile(archive, storage, file, isGone);
      if (written) {
        const line: FileLine = { bucket: file.bucket, name: file.name, content_type: file.content_type, ...written };
        files.push(`${JSON.stringify(line)}\n`);
      }
      done.files += 1;
      await onProgress(done);
    }
  }
  const fileList = await archive.add(
    FILES,
    (async function* () {
      yield* files.map((line) => Buffer.from(line));
    })(),
  );

  const manifest: Manifest = {
    format: "frontroom-workspace",
    format_version: FORMAT_VERSION,
    schema_version: about.schema_version,
    exported_at: about.exported_at.toISOString(),
    workspace: { workspace_id: workspaceId, slug: about.slug, name: about.name },
    tables,
    accounts,
    files: { rows: files.length, ...fileList },
  };
  await archive.add(
    MANIFEST,
    (async function* () {
      yield Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
    })(),
  );
  archive.end();
}

/** @returns null when the file was deleted after the snapshot was taken */
async function addFile(
  archive: Archive,
  storage: Pick<Storage, "read">,
  file: StoredFile,
  isGone: (file: StoredFile) => Promise<boolean>,
): Promise<Written | null> {
  let content: Buffer;
  try {
    content = await storage.read(file.bucket, file.name);
  } catch (error) {
    if (await isGone(file)) return null;
    throw error;
  }
  return archive.add(
    filePath(file.bucket, file.name),
    (async function* () {
      yield content;
    })(),
    dense.test(file.content_type),
  );
}

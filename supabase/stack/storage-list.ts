import type pg from "pg";
import { z } from "zod";
import type { Caller } from "./gateway";
import { runPipeline } from "./pipeline";

/** What `storage.from(bucket).list(path, options)` sends. */
const schema = z.object({
  prefix: z.string().default(""),
  limit: z.number().int().min(1).max(1000).default(100),
  offset: z.number().int().min(0).default(0),
  search: z.string().default(""),
  sortBy: z
    .object({
      column: z.enum(["name", "updated_at", "created_at", "last_accessed_at"]).default("name"),
      order: z.enum(["asc", "desc"]).default("asc"),
    })
    .prefault({}),
});

/** One folder: its files by their own names, and each folder below it once, without an id. */
const listText = (column: string, order: "asc" | "desc") => `
  with below as (
    select substr(name, length($2) + 1) as rest, id, updated_at, created_at, last_accessed_at, metadata
    from storage.objects
    where bucket_id = $1 and starts_with(name, $2) and starts_with(lower(substr(name, length($2) + 1)), lower($3))
  ), entries as (
    select distinct split_part(rest, '/', 1) as name, null::uuid as id, null::timestamptz as updated_at,
      null::timestamptz as created_at, null::timestamptz as last_accessed_at, null::jsonb as metadata
    from below where strpos(rest, '/') > 0
    union all
    select rest, id, updated_at, created_at, last_accessed_at, metadata from below where strpos(rest, '/') = 0 and rest <> ''
  ), page as (
    select * from entries order by ${column} ${order} nulls first, name limit $4::integer offset $5::integer
  )
  select coalesce(json_agg(page), '[]')::text from page`;

/**
 * Lists one folder of a bucket as its caller may see it. The Storage server answers with every object below the folder
 * and its whole path; hosted Storage with one level and names relative to it, which is what this does.
 * @param pool of the role `authenticator`. @param body as the client sends it.
 * @returns JSON text, or `undefined` to leave a malformed request to the Storage server.
 */
export async function listFolder(
  pool: pg.Pool,
  caller: Caller,
  bucket: string,
  body: unknown,
  timeout: number,
): Promise<string | undefined> {
  const wish = schema.safeParse(body);
  if (!wish.success) return undefined;
  const { prefix, limit, offset, search, sortBy } = wish.data;
  const folder = prefix.replace(/^\/+|\/+$/g, "");
  const row = await runPipeline(pool, [
    {
      name: "storage context",
      text: `select set_config('role', $1, true), set_config('request.jwt.claims', $2, true),
        set_config('storage.operation', 'storage.object.list', true), set_config('statement_timeout', $3, true)`,
      values: [caller.role, JSON.stringify(caller.claims), String(timeout)],
    },
    {
      name: `storage list ${sortBy.column} ${sortBy.order}`,
      text: listText(sortBy.column, sortBy.order),
      values: [bucket, folder === "" ? "" : `${folder}/`, search, String(limit), String(offset)],
    },
  ]);
  return row?.[0] ?? "[]";
}

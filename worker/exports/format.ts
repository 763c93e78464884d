/** The format of an export, as docs/export-format.md tells it: what writes it and what reads it share this. */
import { z } from "zod";

/** Raised when an older program could not read a file any more. */
export const FORMAT_VERSION = 1;

export const MANIFEST = "manifest.json";
export const ACCOUNTS = "accounts.jsonl";
export const FILES = "files.jsonl";
export const tablePath = (table: string) => `tables/${table}.jsonl`;
export const filePath = (bucket: string, name: string) => `files/${bucket}/${name}`;

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** One list: a line of JSON for each row. */
const listSchema = z.object({ rows: z.number().int().nonnegative(), bytes: z.number().int().nonnegative(), sha256: digest });
export type ListFacts = z.infer<typeof listSchema>;

export const manifestSchema = z.object({
  format: z.literal("frontroom-workspace"),
  format_version: z.number().int(),
  /** The last migration of the database that it was made of: names the columns. */
  schema_version: z.string().regex(/^\d{14}$/),
  exported_at: z.iso.datetime(),
  workspace: z.object({ workspace_id: z.guid(), slug: z.string(), name: z.string() }),
  tables: z.record(z.string().regex(/^(public|private)\.[a-z0-9_]+$/), listSchema),
  accounts: listSchema,
  files: listSchema,
});
export type Manifest = z.infer<typeof manifestSchema>;

/** A line of accounts.jsonl. */
export const accountSchema = z.object({
  user_id: z.guid(),
  email: z.string().nullable(),
  is_confirmed: z.boolean(),
  is_anonymous: z.boolean(),
  created_at: z.string(),
});
export type Account = z.infer<typeof accountSchema>;

/** A line of files.jsonl; the content is `files/<bucket>/<name>`. */
export const fileSchema = z.object({
  bucket: z.string().regex(/^[a-z]+$/),
  name: z.string().min(1),
  content_type: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: digest,
});
export type FileLine = z.infer<typeof fileSchema>;

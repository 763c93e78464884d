import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { splitSqlStatements } from "@supabase/lite";
import pg from "pg";

type Migration = { version: string; name: string; file: string; text: string };

/** A migration that cannot be applied; the message is for people and says which file, which line and why. */
export class MigrationFailed extends Error {}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [] as string[];
    throw error;
  });
  const migrations: Migration[] = [];
  // By name, as the CLI orders them; other files are left alone, as it leaves them.
  for (const file of names.sort()) {
    const match = /^(\d+)_(.*)\.sql$/.exec(file);
    if (match) migrations.push({ version: match[1]!, name: match[2]!, file, text: await readFile(path.join(folder, file), "utf8") });
  }
  return migrations;
}

/** The line (from 1) and text at a position (from 1, in characters) that Postgres reports. */
function lineAt(text: string, position: number): string {
  const before = text.slice(0, Math.max(0, position - 1));
  const number = before.split("\n").length;
  return `line ${number}: ${(text.split("\n")[number - 1] ?? "").trim()}`;
}

function explain(file: string, text: string, error: unknown): string {
  if (!(error instanceof pg.DatabaseError)) return `${file}: ${(error as Error).message}`;
  const parts = [`${file} failed: ${error.message}`];
  if (error.position) parts.push(`  ${lineAt(text, Number(error.position))}`);
  for (const extra of [error.detail, error.hint, error.where]) if (extra) parts.push(`  ${extra}`);
  return parts.join("\n");
}

/**
 * Applies the files of `folder` that the database has not seen, as role `postgres` and as the Supabase CLI would: in
 * order of their names, each in one transaction together with its line in `supabase_migrations.schema_migrations`.
 * Nothing is ever undone or applied again.
 * @returns how many were applied, and warnings for people: files that changed or vanished after they had been applied.
 * @throws {MigrationFailed} when one fails, or stands before one that is applied already.
 */
export async function applyMigrations(client: pg.Client, folder: string): Promise<{ applied: number; warnings: string[] }> {
  const migrations = await readMigrations(folder);
  const { rows } = await client.query<{ version: string; statements: string[] | null }>(
    "select version, statements from supabase_migrations.schema_migrations order by version",
  );
  const known = new Map(rows.map((row) => [row.version, row.statements]));
  const last = rows.at(-1)?.version ?? "";
  const warnings: string[] = [];
  const present = new Set(migrations.map(({ version }) => version));
  for (const version of known.keys()) {
    if (!present.has(version)) warnings.push(`Migration ${version} was applied to this data, but its file is gone.`);
  }
  let applied = 0;
  for (const { version, name, file, text } of migrations) {
    const statements = splitSqlStatements(text);
    const before = known.get(version);
    if (before !== undefined) {
      if (before && JSON.stringify(before) !== JSON.stringify(statements)) {
        warnings.push(`${file} was changed after it had been applied to this data; the database still has the earlier version.`);
      }
      continue;
    }
    if (version < last) {
      throw new MigrationFailed(`${file} is new but stands before ${last}, which this data already has. Give it a later number.`);
    }
    // The CLI does so too: a migration must not see what an earlier one set for its session.
    await client.query("reset all");
    try {
      await client.query("begin");
      await client.query(text);
      await client.query("insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)", [
        version,
        name,
        statements,
      ]);
      await client.query("commit");
    } catch (error) {
      await client.query("rollback");
      throw new MigrationFailed(explain(file, text, error));
    }
    applied += 1;
  }
  await client.query("reset all");
  return { applied, warnings };
}

/**
 * Runs a seed file once per database, as role `postgres` and in one transaction; remembered as the CLI remembers it.
 * @returns whether it ran now.
 */
export async function applySeed(client: pg.Client, file: string): Promise<boolean> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return false;
  const name = `supabase/${path.basename(file)}`;
  const { rowCount } = await client.query("select from supabase_migrations.seed_files where path = $1", [name]);
  if (rowCount) return false;
  try {
    await client.query("begin");
    await client.query(text);
    await client.query("insert into supabase_migrations.seed_files (path, hash) values ($1, $2)", [
      name,
      createHash("sha256").update(text).digest("hex"),
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new MigrationFailed(explain(name, text, error));
  }
  await client.query("reset all");
  // Connections that plan their queries before the daemon comes by would keep what they guess of empty tables.
  await client.query("analyze");
  return true;
}

import type pg from "pg";
import type { StatementTimeouts } from "./api";

/** Milliseconds of a duration as Postgres writes it in a setting: `3s`, `500ms`, `1min`, `8000`. */
export function parseDuration(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*$/.exec(text);
  if (!match) return 0;
  const unit = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] as "s"] ?? 1;
  return Math.round(Number(match[1]) * unit);
}

/**
 * Reads the time limits that `alter role … set statement_timeout` gave the API roles. Assuming a role does not bring its
 * settings along, so whoever assumes it has to apply them, as PostgREST does. A role without one keeps authenticator's.
 */
export async function readTimeouts(pool: pg.Pool): Promise<StatementTimeouts> {
  const { rows } = await pool.query<{ role: string; setting: string }>(
    `select rolname as role, split_part(setting, '=', 2) as setting
     from pg_catalog.pg_roles, unnest(rolconfig) as setting
     where setting like 'statement_timeout=%'`,
  );
  const known = new Map(rows.map(({ role, setting }) => [role, parseDuration(setting)]));
  return (role) => known.get(role) ?? known.get("authenticator") ?? 0;
}

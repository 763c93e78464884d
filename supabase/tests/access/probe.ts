/**
 * Asks what happens when somebody tries something, as text: an outcome.
 *
 * One function in the session tries a statement as a role with claims in a subtransaction that is always rolled back,
 * so that thousands of attempts are a single question to the database and leave nothing behind.
 */
import type pg from "pg";
import { type Actor, actors, type ActorName } from "../../../tests/support/actors";
import * as cast from "../../../tests/support/cast";

export type Attempt = {
  /** Run first as the owner of the schema, for example to put a row in place. */
  before?: string;
  /** A query of one text column (its rows joined, sorted), or with `isCommand` a statement whose row count is told. */
  statement: string;
  isCommand?: boolean;
};

/** In an open transaction, once. */
export async function createProbe(client: pg.Client): Promise<void> {
  await client.query(`
    create function pg_temp.attempt(as_role text, claims text, before text, statement text, is_command boolean)
    returns text language plpgsql as $$
    declare
      answer text;
      changed bigint;
    begin
      if before is not null then
        execute before;
      end if;
      perform set_config('request.jwt.claims', claims, true), set_config('role', as_role, true);
      if is_command then
        execute statement;
        get diagnostics changed = row_count;
        answer := changed || ' rows';
      else
        execute format('select coalesce(string_agg(answer::text, '', '' order by answer::text collate "C"), ''nothing'') from (%s) as asked (answer)', statement)
          into answer;
      end if;
      raise exception using errcode = 'ZZ001', message = answer;
    exception when others then
      return case
        when sqlstate = 'ZZ001' then sqlerrm
        when sqlstate like 'PT%' then sqlstate || ' ' || sqlerrm
        else sqlstate
      end;
    end;
    $$`);
}

const names = new Map<string, string>();
for (const [name, { workspaceId }] of Object.entries(cast.workspaces)) names.set(workspaceId, name);
for (const [name, { userId }] of Object.entries(cast.accounts)) names.set(userId, name);
for (const [name, { memberId }] of Object.entries(cast.members)) names.set(memberId, name);
for (const [name, { teamId }] of Object.entries(cast.teams)) names.set(teamId, name);
for (const [name, { categoryId }] of Object.entries(cast.categories)) names.set(categoryId, name);
for (const [name, { customerId }] of Object.entries(cast.customers)) names.set(customerId, name);
for (const [name, { ticketId }] of Object.entries(cast.tickets)) names.set(ticketId, name);
for (const [name, { roomId }] of Object.entries(cast.tickets)) names.set(roomId, name);

/** Ids of the cast replaced by their names, in sorted lists sorted anew. */
export function named(outcome: string): string {
  const text = outcome.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => names.get(id) ?? id);
  return text.split(", ").sort().join(", ");
}

export type Question = { actor: ActorName | "owner" | Actor; attempt: Attempt };

function tokenOf(actor: Question["actor"]): { role: string; claims: string } {
  if (actor === "owner") return { role: "postgres", claims: "{}" };
  const { role, claims } = typeof actor === "string" ? actors[actor] : actor;
  return { role, claims: JSON.stringify(claims) };
}

/** All questions in one round trip; answers in their order. `owner` is the role that owns the schema: the control. */
export async function ask(client: pg.Client, questions: Question[]): Promise<string[]> {
  const asked = questions.map(({ actor, attempt }) => ({
    ...tokenOf(actor),
    before: attempt.before ?? null,
    statement: attempt.statement,
    is_command: attempt.isCommand ?? false,
  }));
  const { rows } = await client.query<{ outcome: string }>(
    `select pg_temp.attempt(role, claims, before, statement, is_command) as outcome
     from rows from (
       json_to_recordset($1) as (role text, claims text, before text, statement text, is_command boolean)
     ) with ordinality as question (role, claims, before, statement, is_command, position)
     order by position`,
    [JSON.stringify(asked)],
  );
  return rows.map(({ outcome }) => named(outcome));
}

/** Broken variants of the schema's access rules, made from the catalog, so that a new policy has its mutants at once. */
import type pg from "pg";
import { changesOf, conditionChanges } from "./expressions";

export type Mutant = { name: string; statement: string; subject: string };

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

type Policy = { table: string; name: string; cmd: string; qual: string | null; with_check: string | null };

async function policyMutants(client: pg.Client): Promise<Mutant[]> {
  const { rows } = await client.query<Policy>(
    `select schemaname || '.' || tablename as table, policyname as name, cmd, qual, with_check
     from pg_policies where schemaname in ('public', 'private', 'realtime') order by 1, 2`,
  );
  return rows.flatMap(({ table, name, cmd, qual, with_check }) => {
    const target = `policy ${quote(name)} on ${table}`;
    const clause = qual === null ? "with check" : "using";
    const mutant = (what: string, statement: string): Mutant => ({ name: `${table} "${name}": ${what}`, statement, subject: `table ${table}` });
    return [
      mutant("dropped", `drop ${target}`),
      mutant("for visitors instead", `alter ${target} to anon`),
      mutant("for service_role instead", `alter ${target} to service_role`),
      mutant("for everybody", `alter ${target} to public`),
      mutant("another one beside it", `create policy mutant on ${table} for ${cmd} to authenticated ${clause} (true)`),
      ...changesOf(qual ?? with_check ?? "true").map(({ what, text }) => mutant(what, `alter ${target} ${clause} (${text})`)),
    ];
  });
}

async function tableMutants(client: pg.Client): Promise<Mutant[]> {
  const { rows } = await client.query<{ table: string }>(
    `select format('%s.%s', nspname, relname) as table from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname in ('public', 'private') and relkind in ('r', 'p') order by 1`,
  );
  const mutant = (table: string, statement: string): Mutant => ({ name: statement, statement, subject: `table ${table}` });
  return rows.flatMap(({ table }) => [
    mutant(table, `alter table ${table} disable row level security`),
    mutant(table, `grant select on ${table} to anon`),
    mutant(table, `grant select on ${table} to service_role`),
    mutant(table, `revoke select on ${table} from authenticated`),
    ...["insert", "update", "delete", "truncate"].map((operation) =>
      // With a policy that lets the rows through, or the grant alone would change nothing.
      mutant(
        table,
        `grant ${operation}, select on ${table} to authenticated` +
          (operation === "truncate" ? "" : `; create policy mutant on ${table} for all to authenticated using (true) with check (true)`),
      ),
    ),
  ]);
}

type Definition = { label: string; name: string; schema: string; definition: string; body: string };

/** Conditions of everything that decides who the caller is and what is the caller's. */
const predicates = `
  pronamespace = 'private'::regnamespace and (proname ~ '^(my_|may_)' or proname in (
    'room_seat', 'lock_ticket_for_agent', 'get_my_ticket', 'create_workspace', 'send_message', 'add_note', 'open_ticket', 'assign_ticket'))
  or pronamespace = 'public'::regnamespace and proname in ('read_notes', 'list_my_tickets', 'read_room', 'get_ticket', 'list_tickets')`;

async function predicateMutants(client: pg.Client): Promise<Mutant[]> {
  const { rows } = await client.query<Definition>(
    `select oid::regprocedure::text as label, proname as name, pronamespace::regnamespace::text as schema,
       pg_get_functiondef(oid) as definition, prosrc as body
     from pg_proc where ${predicates} order by 1`,
  );
  return rows.flatMap(({ label, name, definition, body }) =>
    conditionChanges(body).map(({ what, text }) => ({
      name: `${label}: ${what}`,
      // A function as replacement, because a body is full of dollars.
      statement: definition.replace(body, () => text),
      subject: `function ${name}`,
    })),
  );
}

async function functionMutants(client: pg.Client): Promise<Mutant[]> {
  const { rows } = await client.query<{ label: string; name: string }>(
    "select oid::regprocedure::text as label, proname as name from pg_proc where pronamespace = 'public'::regnamespace order by 1",
  );
  return rows.flatMap(({ label, name }) => [
    { name: `visitors may run ${label}`, statement: `grant execute on function ${label} to anon`, subject: `function ${name}` },
    { name: `nobody may run ${label}`, statement: `revoke execute on function ${label} from authenticated`, subject: `function ${name}` },
    { name: `${label} with its owner's rights`, statement: `alter function ${label} security definer`, subject: `function ${name}` },
  ]);
}

/** All of them, in the order of the catalog. */
export async function makeMutants(client: pg.Client): Promise<Mutant[]> {
  return [
    ...(await policyMutants(client)),
    ...(await tableMutants(client)),
    ...(await predicateMutants(client)),
    ...(await functionMutants(client)),
  ];
}

/** Broken variants of the schema's access rules, made from the catalog, so that a new policy has its mutants at once. */
import type pg from "pg";
import { changesOf, conditionChanges } from "./expressions";

export type Mutant = { name: string; statement: string; subject: string };

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

type Policy = { table: string; name: string; cmd: string; qual: string | null; with_check: string | null };

async function policyMutants(client: pg.Client): Promise<Mutant[]> {
  const { rows } = await client.query<Policy>(
    `select schemaname || '.' || tablename as table, policyname as name, cmd, qual, with_check
     from pg_policies where schemaname in ('public', 'private', 'realtime', 'storage') order by 1, 2`,
  );
  return rows.flatMap(({ table, name, cmd, qual, with_check }) => {
    const target = `policy ${quote(name)} on ${table}`;
    const clause = qual === null ? "with check" : "using";
    const mutant = (what: string, statement: string): Mutant => ({
      name: `${table} "${name}": ${what}`,
      statement,
      subject: `table ${table}`,
    });
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
  const { rows } = await client.query<{ table: string; schema: string; is_read: boolean }>(
    `select format('%s.%s', nspname, relname) as table, nspname as schema, has_any_column_privilege('authenticated', pg_class.oid, 'select') as is_read
     from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname in ('public', 'private') and relkind in ('r', 'p') order by 1`,
  );
  const mutant = (table: string, statement: string): Mutant => ({ name: statement, statement, subject: `table ${table}` });
  return [
    // Of one table alone it would be refused by those that hang on it.
    mutant("public.messages", "grant truncate on all tables in schema public to authenticated"),
    ...rows.flatMap(({ table, schema, is_read }) => [
      mutant(table, `alter table ${table} disable row level security`),
      ...["anon", "service_role"].map((role) =>
        mutant(table, `grant usage on schema ${schema} to ${role}; grant select on ${table} to ${role}`),
      ),
      is_read ? mutant(table, `revoke all on ${table} from authenticated`) : mutant(table, `grant select on ${table} to authenticated`),
      ...["insert", "update", "delete"].map((operation) =>
        // With a policy that lets the rows through, or the grant alone would change nothing.
        mutant(
          table,
          `grant ${operation}, select on ${table} to authenticated; create policy mutant on ${table} for all to authenticated using (true) with check (true)`,
        ),
      ),
    ]),
  ];
}

type Definition = { label: string; name: string; schema: string; definition: string; body: string; is_predicate: boolean };

/**
 * Everything that decides who the caller is and what is the caller's. What commands do beyond that, and the queries that
 * run under their caller's policies, are for the rule tests.
 */
const predicates = `
  pronamespace = 'private'::regnamespace and (proname ~ '^(my_|may_|sees_)' or proname in (
    'room_seat', 'lock_ticket_for_agent', 'get_my_ticket', 'read_notes', 'search_notes', 'list_receipts', 'list_message_versions',
    'list_participants', 'list_ticket_members', 'list_my_inbox_topics', 'find_access_link'))
  or pronamespace = 'public'::regnamespace and proname = 'list_my_tickets'`;

/** Commands that run with their owner's rights: of these, the refusals. */
const commands = `pronamespace = 'private'::regnamespace and prosecdef and prosrc ~ 'private\\.refuse' and prorettype <> 'trigger'::regtype`;

async function predicateMutants(client: pg.Client): Promise<Mutant[]> {
  const { rows } = await client.query<Definition>(
    `select oid::regprocedure::text as label, proname as name, pronamespace::regnamespace::text as schema,
       pg_get_functiondef(oid) as definition, prosrc as body, (${predicates}) as is_predicate
     from pg_proc where ${predicates} or ${commands} order by 1`,
  );
  return rows.flatMap(({ label, name, definition, body, is_predicate }) =>
    conditionChanges(body)
      .filter(({ what }) => is_predicate || what.startsWith("never refusing"))
      .map(({ what, text }) => ({
        name: `${label}: ${what}`,
        // A function as replacement, because a body is full of dollars.
        statement: definition.replace(body, () => text),
        subject: `function ${name}`,
      })),
  );
}

async function functionMutants(client: pg.Client): Promise<Mutant[]> {
  const { rows } = await client.query<{ label: string; name: string; is_open: boolean }>(
    "select oid::regprocedure::text as label, proname as name, has_function_privilege('anon', oid, 'execute') as is_open from pg_proc where pronamespace = 'public'::regnamespace order by 1",
  );
  return rows.flatMap(({ label, name, is_open }) => [
    is_open
      ? { name: `visitors may not run ${label}`, statement: `revoke execute on function ${label} from anon`, subject: `function ${name}` }
      : { name: `visitors may run ${label}`, statement: `grant execute on function ${label} to anon`, subject: `function ${name}` },
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

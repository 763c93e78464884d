/**
 * `npm run schema:dump`: writes supabase/schema.sql, the whole schema as the catalog has it after all migrations.
 *
 * It is for reading and reviewing (one place shows what a table, policy or right is now) and never run. A test
 * compares it with the database, so that a change of the schema is seen as a change of this file.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { removeData, startStack } from "../supabase/stack/stack";

const SCHEMAS = "('public', 'private')";

type Section = { title: string; query: string };

/** Each answers its lines in a fixed order, as text. */
const sections: Section[] = [
  {
    title: "Types",
    query: `
      select case typtype
        when 'e' then format('create type %s.%I as enum (%s);', nspname, typname,
          (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = pg_type.oid))
        else format(E'create type %s.%I as (\\n%s\\n);', nspname, typname,
          (select string_agg(format('  %I %s', attname, format_type(atttypid, atttypmod)), E',\\n' order by attnum)
           from pg_attribute where attrelid = typrelid and attnum > 0 and not attisdropped))
      end as text
      from pg_type join pg_namespace on pg_namespace.oid = typnamespace left join pg_class on pg_class.oid = typrelid
      where nspname in ${SCHEMAS} and (typtype = 'e' or (typtype = 'c' and relkind = 'c'))
      order by nspname desc, typname`,
  },
  {
    title: "Tables",
    query: `
      select format(E'create table %s.%I (\\n%s\\n);', nspname, relname, concat_ws(E',\\n',
          (select string_agg(format('  %I %s%s%s', attname, format_type(atttypid, atttypmod),
             case when attgenerated = 's' then format(' generated always as %s stored', pg_get_expr(adbin, adrelid))
               when adbin is not null then ' default ' || pg_get_expr(adbin, adrelid) else '' end,
             case when attnotnull then ' not null' else '' end), E',\\n' order by attnum)
           from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
           where attrelid = pg_class.oid and attnum > 0 and not attisdropped),
          (select string_agg(format('  constraint %I %s', conname, pg_get_constraintdef(pg_constraint.oid)), E',\\n'
             order by array_position('{p,u,f,c}'::text[], contype::text), conname)
           from pg_constraint where conrelid = pg_class.oid and contype in ('p', 'u', 'f', 'c'))))
        || coalesce((select string_agg(format(E'\\n%s;', pg_get_indexdef(indexrelid)), '' order by indexrelid::regclass::text)
           from pg_index where indrelid = pg_class.oid and not exists (select from pg_constraint where conindid = indexrelid)), '')
        || coalesce((select string_agg(format(E'\\n%s;', pg_get_triggerdef(pg_trigger.oid)), '' order by tgname)
           from pg_trigger where tgrelid = pg_class.oid and not tgisinternal), '')
        || case when relrowsecurity then format(E'\\nalter table %s.%I enable row level security;', nspname, relname) else '' end
        || coalesce(format(E'\\ncomment on table %s.%I is %L;', nspname, relname, obj_description(pg_class.oid, 'pg_class')), '')
        || coalesce((select string_agg(format(E'\\ncomment on column %s.%I.%I is %L;', nspname, relname, attname, col_description(attrelid, attnum)), '' order by attnum)
           from pg_attribute where attrelid = pg_class.oid and attnum > 0 and col_description(attrelid, attnum) is not null), '') as text
      from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where nspname in ${SCHEMAS} and relkind in ('r', 'p')
      order by nspname desc, relname`,
  },
  {
    title: "Triggers on tables that are not ours",
    query: `
      select pg_get_triggerdef(pg_trigger.oid) || ';' as text
      from pg_trigger join pg_proc on pg_proc.oid = tgfoid
      where pronamespace::regnamespace::text in ${SCHEMAS} and not tgisinternal
        and tgrelid not in (select oid from pg_class where relnamespace::regnamespace::text in ${SCHEMAS})
      order by tgrelid::regclass::text, tgname`,
  },
  {
    title: "Policies",
    query: `
      select format(E'create policy %I on %s.%I as %s for %s to %s%s%s;', policyname, schemaname, tablename, lower(permissive), lower(cmd),
        array_to_string(roles, ', '), E'\\n  using ' || qual, E'\\n  with check ' || with_check) as text
      from pg_policies where schemaname in ('public', 'private', 'realtime', 'storage')
      order by schemaname, tablename, policyname`,
  },
  {
    title: "Functions",
    query: `
      select rtrim(pg_get_functiondef(pg_proc.oid), E'\\n') || ';'
        || coalesce(format(E'\\ncomment on function %s is %L;', pg_proc.oid::regprocedure, obj_description(pg_proc.oid, 'pg_proc')), '') as text
      from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
      where nspname in ${SCHEMAS}
      order by nspname desc, proname, oidvectortypes(proargtypes)`,
  },
  {
    title: "Rights (beside the owner's)",
    query: `
      select format('grant %s on %s to %s;', privilege, object, grantee) as text from (
        select string_agg(lower(privilege_type), ', ' order by privilege_type) as privilege,
          format('table %s.%I', nspname, relname) as object, grantee, relowner as owner
        from pg_class join pg_namespace on pg_namespace.oid = relnamespace cross join aclexplode(coalesce(relacl, acldefault('r', relowner)))
        where nspname in ${SCHEMAS} and relkind in ('r', 'p', 'v', 'm', 'S')
        group by nspname, relname, grantee, relowner
        union all
        select format('%s (%s)', lower(privilege_type), string_agg(quote_ident(attname), ', ' order by attnum)),
          format('table %s.%I', nspname, relname), grantee, relowner
        from pg_attribute join pg_class on pg_class.oid = attrelid join pg_namespace on pg_namespace.oid = relnamespace cross join aclexplode(attacl)
        where nspname in ${SCHEMAS} group by nspname, relname, grantee, relowner, privilege_type
        union all
        select lower(privilege_type), format('function %s.%I(%s)', nspname, proname, oidvectortypes(proargtypes)), grantee, proowner
        from pg_proc join pg_namespace on pg_namespace.oid = pronamespace cross join aclexplode(coalesce(proacl, acldefault('f', proowner)))
        where nspname in ${SCHEMAS}
        union all
        select lower(privilege_type), format('schema %I', nspname), grantee, nspowner
        from pg_namespace cross join aclexplode(coalesce(nspacl, acldefault('n', nspowner))) where nspname in ${SCHEMAS}
      ) as held (privilege, object, grantee_id, owner)
      cross join lateral (select case grantee_id when 0 then 'public' else grantee_id::regrole::text end) as named (grantee)
      where grantee_id <> owner and grantee not in ('postgres', 'pg_database_owner')
      order by grantee, object, privilege`,
  },
];

/** The schema of the database as text; the same for the same schema on every machine. */
export async function dumpSchema(client: pg.ClientBase): Promise<string> {
  const parts = ["-- The schema after all migrations, written by `npm run schema:dump`. For reading; never edited, never run."];
  await client.query("set search_path = ''");
  for (const { title, query } of sections) {
    const { rows } = await client.query<{ text: string }>(query);
    parts.push(`-- ${title} ${"-".repeat(Math.max(3, 100 - title.length))}`, ...rows.map(({ text }) => text));
  }
  await client.query("reset search_path");
  // Rights are single lines that belong together.
  return `${parts.join("\n\n").replace(/(\ngrant [^\n]*;)\n(?=\ngrant )/g, "$1")}\n`;
}

async function main(): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "frontroom-schema-"));
  const stack = await startStack({ dataDir });
  const client = new pg.Client({ connectionString: stack.env.DATABASE_URL });
  try {
    await client.connect();
    const file = path.resolve(import.meta.dirname, "../supabase/schema.sql");
    await writeFile(file, await dumpSchema(client));
    process.stdout.write(`Wrote ${path.relative(process.cwd(), file)}.\n`);
  } finally {
    await client.end();
    await stack.stop();
    // Its cluster may stand elsewhere, where the server's user can reach it.
    await removeData(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) await main();

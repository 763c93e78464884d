/**
 * Rules that hold for the whole schema, read from the catalog, so that a new table or function cannot be forgotten.
 *
 * `offenders` is a query of one text column `offender`; it must find nothing. `broken` are variants of the schema that
 * it must find something in: a guard that cannot fail guards nothing.
 */
export type Guard = { rule: string; offenders: string; broken: string[] };

/** Tables and views of ours, and the one table of Realtime that our policies stand on. */
const relations = `
  select pg_class.oid, nspname as schema, relname as name, format('%s.%s', nspname, relname) as label, relkind as kind,
    relrowsecurity as is_guarded, reloptions as options
  from pg_class join pg_namespace on pg_namespace.oid = relnamespace
  where nspname in ('public', 'private') and relkind in ('r', 'p', 'v', 'm', 'f')`;

const functions = `
  select pg_proc.oid, nspname as schema, proname as name, pg_proc.oid::regprocedure::text as label, prosecdef as is_definer,
    proconfig as settings, prorettype as answer
  from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
  where nspname in ('public', 'private')`;

const policies = `
  select schemaname, tablename, policyname, format('%s.%s: %s', schemaname, tablename, policyname) as label,
    permissive, roles, cmd, qual, with_check
  from pg_policies where schemaname not in ('pg_catalog', 'information_schema')`;

/** A table whose rows belong to a workspace. */
const tenantTables = `
  select relation.* from (${relations}) as relation
  where kind in ('r', 'p') and label <> 'public.workspaces'`;

const foreignKeys = `
  select conname, conrelid, confrelid, conkey, conrelid::regclass::text || '.' || conname as label,
    (select array_agg(attname::text) from pg_attribute where attrelid = conrelid and attnum = any (conkey)) as columns
  from pg_constraint join pg_class on pg_class.oid = conrelid join pg_namespace on pg_namespace.oid = relnamespace
  where contype = 'f' and nspname in ('public', 'private')`;

const newTable = `create table public.forgotten (workspace_id uuid not null references public.workspaces (workspace_id), forgotten_id uuid primary key);`;
const newFunction = (schema: string, rest = "") =>
  `create function ${schema}.forgotten() returns integer language sql ${rest} as 'select 1';`;

export const guards: Guard[] = [
  // Row level security -----------------------------------------------------------------------------------
  {
    rule: "every table has row level security on, also private ones and Realtime's messages with all partitions",
    offenders: `
      select label as offender from (${relations}) as relation where kind in ('r', 'p') and not is_guarded
      union all
      select oid::regclass::text from pg_class where relnamespace = 'realtime'::regnamespace and relname ~ '^messages' and relkind in ('r', 'p') and not relrowsecurity
      union all
      select oid::regclass::text from pg_class where relnamespace = 'storage'::regnamespace and relkind in ('r', 'p') and not relrowsecurity`,
    broken: [newTable, "alter table public.tickets disable row level security", "create table private.forgotten (x integer)"],
  },
  {
    rule: "every policy names its roles, and never PUBLIC, anon or service_role",
    offenders: `select label as offender from (${policies}) as policy where roles <> '{authenticated}'`,
    broken: [
      "create policy broken on public.teams for insert with check (false)",
      "create policy broken on public.teams for insert to anon with check (false)",
      `alter policy "Members read the teams of their workspaces" on public.teams to authenticated, anon`,
    ],
  },
  {
    rule: "a table has one permissive policy for each command, the objects of Storage one for each bucket",
    offenders: `
      select schemaname || '.' || tablename || ' ' || command as offender
      from (${policies}) as policy, unnest(case when cmd = 'ALL' then '{SELECT,INSERT,UPDATE,DELETE}'::text[] else array[cmd] end) as command
      where permissive = 'PERMISSIVE'
      group by schemaname, tablename, command, case when schemaname = 'storage' then substring(coalesce(qual, with_check) from 'bucket_id = ''([a-z]+)''') end
      having count(*) > 1`,
    broken: [
      "create policy broken on public.teams for select to authenticated using (false)",
      "create policy broken on public.teams for all to authenticated using (false)",
      "create policy broken on storage.objects for select to authenticated using (bucket_id = 'exports' and false)",
    ],
  },
  {
    rule: "no policy lets everybody in, or relies on the role alone or on a claim of the token",
    offenders: `
      select label as offender from (${policies}) as policy
      where coalesce(qual, '') in ('true', '(true)') or coalesce(with_check, '') in ('true', '(true)')
        or concat(qual, with_check) !~ 'private\\.(my_|may_)'
        or concat(qual, with_check) ~ 'auth\\.(role|jwt|email)|current_setting|is_anonymous'`,
    broken: [
      "create policy broken on public.customer_identities for select to authenticated using (true)",
      "create policy broken on public.customer_identities for select to authenticated using (auth.uid() is not null)",
      "create policy broken on public.customer_identities for select to authenticated using (workspace_id = any (array(select private.my_workspace_ids())) or (auth.jwt() ->> 'role') = 'admin')",
    ],
  },
  {
    rule: "membership stands in the form that is evaluated once per statement and can use an index",
    offenders: `
      select label as offender from (${policies}) as policy
      where regexp_count(concat(qual, with_check), 'private\\.my_\\w+_ids\\(\\)')
        <> regexp_count(concat(qual, with_check), 'ANY \\(ARRAY\\( ?SELECT private\\.my_\\w+_ids\\(\\)')`,
    broken: [
      "create policy broken on public.customer_identities for select to authenticated using (workspace_id in (select private.my_workspace_ids()))",
    ],
  },
  {
    rule: "what belongs to a ticket is hidden with it: each policy on such a table asks whether the ticket is seen",
    offenders: `
      select distinct label as offender from (${policies}) as policy
      join pg_attribute on attrelid = format('%I.%I', schemaname, tablename)::regclass and attname in ('ticket_id', 'room_id')
      where schemaname = 'public' and concat(qual, with_check) !~ 'private\\.my_hidden_team_ids\\('`,
    broken: [
      "create policy broken on public.internal_notes for select to authenticated using (workspace_id = any (array(select private.my_workspace_ids())))",
      `alter policy "Agents read the clocks of the tickets that they see" on public.sla_clocks using (workspace_id = any (array(select private.my_workspace_ids())))`,
    ],
  },
  {
    rule: "no policy on a table runs a function of ours for each row",
    // A function with a row's column for its argument; those that answer once stand in a select of their own.
    offenders: `
      select label as offender from (${policies}) as policy
      where schemaname = 'public' and concat(qual, with_check) ~ 'private\\.\\w+\\([^)]'`,
    broken: [
      "create policy broken on public.customer_identities for select to authenticated using (private.my_member_id(workspace_id) is not null)",
      `alter policy "Agents read the clocks of the tickets that they see" on public.sla_clocks using ((select private.sees_every_team()) or private.sees_ticket(ticket_id))`,
    ],
  },
  {
    rule: "in auth there is no policy of ours, and in storage each begins with its bucket",
    offenders: `
      select label as offender from (${policies}) as policy
      where schemaname not in ('public', 'private', 'realtime')
        and not (schemaname = 'storage' and tablename = 'objects'
          and coalesce(qual, with_check) ~ '^\\(\\(bucket_id = ''[a-z]+''::text\\) AND [^|]+$' and coalesce(qual, with_check) !~ ' OR ')`,
    broken: [
      "create policy broken on storage.buckets for select to authenticated using (id = 'attachments')",
      "create policy broken on storage.objects for delete to authenticated using (private.may_read_attachment(name))",
      "create policy broken on storage.objects for delete to authenticated using (bucket_id = 'attachments' or private.may_read_attachment(name))",
      "create policy broken on storage.objects for delete to authenticated using (bucket_id = 'attachments' and private.may_read_attachment(name) or owner_id = '')",
    ],
  },
  {
    rule: "each policy of storage is for one operation: a download or an upload with one's own token, never a link",
    // Whoever has a signed link is not asked about any more, so that it would outlive their access.
    offenders: `
      select label as offender from (${policies}) as policy
      where schemaname = 'storage' and concat(qual, with_check) !~ case cmd
        when 'SELECT' then 'AND \\( SELECT private\\.is_storage_operation\\(''object\\.get_authenticated''::text\\)'
        when 'INSERT' then 'AND \\( SELECT private\\.is_storage_operation\\(''object\\.upload''::text\\)'
        else 'never' end`,
    broken: [
      "create policy broken on storage.objects for select to authenticated using (bucket_id = 'attachments' and private.may_read_attachment(name))",
      "create policy broken on storage.objects for select to authenticated using (bucket_id = 'attachments' and (select private.is_storage_operation('object.sign')) and private.may_read_attachment(name))",
      "create policy broken on storage.objects for insert to authenticated with check (bucket_id = 'attachments' and private.may_upload_attachment(name))",
      "create policy broken on storage.objects for update to authenticated using (bucket_id = 'attachments' and (select private.is_storage_operation('object.get_authenticated')) and private.may_read_attachment(name))",
    ],
  },
  {
    rule: "no view reads past row level security",
    offenders: `
      select label as offender from (${relations}) as relation
      where kind in ('m', 'f') or (kind = 'v' and not coalesce(options, '{}') && '{security_invoker=true,security_invoker=on}')`,
    broken: ["create view public.broken as select * from public.tickets", "create materialized view private.broken as select 1 as x"],
  },

  // Functions --------------------------------------------------------------------------------------------
  {
    rule: "no function of the API runs with its owner's rights",
    offenders: `select label as offender from (${functions}) as function where schema = 'public' and is_definer`,
    broken: [newFunction("public", "security definer set search_path = ''")],
  },
  {
    rule: "a function that reads what belongs to tickets with its owner's rights asks whose it is: who sees the ticket, whose it is as a customer, who is an admin",
    // Not those that nobody may call, nor names of topics and link previews, which tell nothing of a ticket's content.
    offenders: `
      select label as offender from (${functions}) as function join pg_proc on pg_proc.oid = function.oid
      where is_definer and has_function_privilege('authenticated', function.oid, 'execute')
        and prosrc ~ '\\mpublic\\.(tickets|chat_rooms|messages|internal_notes|attachments|room_receipts|message_reactions|message_versions|ticket_events|ticket_participants|sla_clocks|sla_events|sla_notices)\\M'
        and prosrc !~ 'private\\.(sees_(ticket|room)|my_hidden_team_ids|room_seat|lock_ticket_for_(agent|requester)|lock_own_message|my_(ticket|room|customer)_ids|lock_(settings|staff|membership)|my_(settings_workspace_id|admin_workspace_ids)|may_see_team)\\('
        and prosrc !~ 'role (<> ''agent''|>= ''admin'')' and prosrc !~ 'identity\\.user_id = '
        and prosrc !~ 'customer_identities\\.user_id = '
        and name not in ('room_topic', 'get_access_link', 'accept_access_link', 'get_portal')`,
    broken: [
      "create function private.broken(x uuid) returns text language sql security definer set search_path = '' as 'select subject from public.tickets where ticket_id = x'; grant execute on function private.broken(uuid) to authenticated",
      "create function private.broken(x uuid) returns bigint language sql security definer set search_path = '' as 'select count(*) from public.messages where room_id = x and workspace_id = any (array(select private.my_workspace_ids()))'; grant execute on function private.broken(uuid) to authenticated",
    ],
  },
  {
    rule: "a function that asks for the caller's membership asks for the second factor that the workspace demands",
    // Not those that only end, say who acts, say of oneself how one is called and looks, lead to setting one up, or say
    // what is hidden.
    offenders: `
      select label as offender from (${functions}) as function join pg_proc on pg_proc.oid = function.oid
      where prosrc ~ '\\muser_id = (\\(select private\\.my_account_id|private\\.my_account_id|caller|\\(select auth\\.uid|auth\\.uid)'
        and prosrc ~ '\\mworkspace_members\\M' and prosrc !~ 'needs_second_factor or \\(select private\\.has_second_factor'
        and name not in (
          'audit_actor', 'end_my_sessions', 'get_my_avatar', 'list_second_factor_demands', 'my_hidden_team_ids', 'remove_my_avatar',
          'set_my_avatar', 'set_my_name', 'ticket_actor')`,
    broken: [
      "create function private.broken() returns setof uuid language sql security definer set search_path = '' as 'select workspace_id from public.workspace_members where user_id = (select private.my_account_id()) and is_active'",
    ],
  },
  {
    rule: "every function has an empty search_path of its own, or a body whose names were bound when it was made",
    offenders: `
      select label as offender from (${functions}) as function join pg_proc on pg_proc.oid = function.oid
      where not coalesce(settings, '{}') && array['search_path=""'] and (prosqlbody is null or is_definer)`,
    broken: [
      newFunction("private"),
      newFunction("public", "set search_path = 'public'"),
      "create function private.broken() returns integer security definer return 1",
    ],
  },
  {
    rule: "every function of the API says what it does",
    offenders: `
      select label as offender from (${functions}) as function
      where schema = 'public' and coalesce(obj_description(oid, 'pg_proc'), '') !~ '^[A-Z].{20,}'`,
    broken: [newFunction("public", "set search_path = ''")],
  },
  {
    rule: "nobody but signed-in people runs a function, and visitors only those that show a portal or look at a link they were mailed",
    offenders: `
      select label || ' by ' || case grant_line.grantee when 0 then 'PUBLIC' else grant_line.grantee::regrole::text end as offender
      from (${functions}) as function
      join pg_proc on pg_proc.oid = function.oid
      cross join aclexplode(coalesce(proacl, acldefault('f', proowner))) as grant_line
      where grant_line.grantee not in (proowner, 'authenticated'::regrole)
        and not (grant_line.grantee = 'anon'::regrole
          and label in (
            'public.get_portal(text)', 'get_portal(text)', 'private.get_portal(text)',
            'public.get_ticket_fields(text)', 'get_ticket_fields(text)', 'private.get_ticket_fields(text)',
            'public.get_access_link(text,text)', 'get_access_link(text,text)', 'private.get_access_link(text,text)',
            'public.get_invitation(text)', 'get_invitation(text)', 'private.get_invitation(text)',
            'public.get_current_slug(text)', 'get_current_slug(text)', 'private.get_current_slug(text)',
            'public.get_picture(uuid)', 'get_picture(uuid)', 'private.get_picture(uuid)',
            'private.refuse(integer,text,text,text)'))`,
    broken: [
      "grant execute on function public.get_desk(text) to anon",
      "grant execute on function public.get_desk(text) to public",
      "grant execute on function private.member_name(uuid, uuid) to service_role",
    ],
  },
  {
    rule: "a trigger function cannot be called by anybody",
    offenders: `
      select label as offender from (${functions}) as function
      where answer = 'trigger'::regtype and has_function_privilege('authenticated', oid, 'execute')`,
    broken: ["grant execute on function private.move_topics() to authenticated"],
  },

  // Tables -----------------------------------------------------------------------------------------------
  {
    rule: "every row of a tenant's table has a workspace",
    offenders: `
      select label as offender from (${tenantTables}) as relation
      where not exists (select from pg_attribute where attrelid = relation.oid and attname = 'workspace_id' and attnotnull and atttypid = 'uuid'::regtype)`,
    broken: ["create table public.forgotten (x integer)", "alter table public.messages alter workspace_id drop not null"],
  },
  {
    rule: "a tenant's table hangs on its workspace, directly or through a key that carries it",
    offenders: `
      select label as offender from (${tenantTables}) as relation
      where not exists (select from (${foreignKeys}) as key where key.conrelid = relation.oid and 'workspace_id' = any (columns))
        -- What is left of a workspace that is gone.
        and label <> 'private.deleted_workspaces'`,
    broken: ["create table public.forgotten (workspace_id uuid not null)"],
  },
  {
    rule: "keys between tenants' tables carry the workspace on both sides, because foreign keys ignore row level security",
    offenders: `
      select label as offender from (${foreignKeys}) as key
      where confrelid in (select oid from (${tenantTables}) as relation) and not exists (
        select from pg_constraint, unnest(pg_constraint.conkey, pg_constraint.confkey) as pair (own, other)
        join pg_attribute as own_column on own_column.attnum = own
        join pg_attribute as other_column on other_column.attnum = other
        where pg_constraint.conname = key.conname and pg_constraint.conrelid = key.conrelid
          and own_column.attrelid = key.conrelid and other_column.attrelid = key.confrelid
          and own_column.attname = 'workspace_id' and other_column.attname = 'workspace_id')`,
    broken: [
      "create table public.forgotten (workspace_id uuid not null references public.workspaces, ticket_id uuid references public.tickets (ticket_id))",
    ],
  },
  {
    rule: "no key is matched only partly: a key with a null part is asked as a whole or not at all",
    // With "match simple" a null in the optional part switches the check off, which is right; a null workspace would too.
    offenders: `
      select label as offender from (${foreignKeys}) as key
      where 'workspace_id' = any (columns) and not exists (
        select from pg_attribute where attrelid = conrelid and attname = 'workspace_id' and attnotnull)`,
    broken: ["alter table public.messages alter workspace_id drop not null"],
  },
  {
    rule: "every foreign key can use an index of its own table",
    offenders: `
      select label as offender from (${foreignKeys}) as key
      where not exists (
        select from pg_index
        where indrelid = conrelid and indisvalid
          and (indpred is null or (cardinality(conkey) > 1 and pg_get_expr(indpred, indrelid) ~ '^\\(\\w+ IS NOT NULL\\)$'))
          and (indkey::int2[])[0:cardinality(conkey) - 1] @> conkey)`,
    broken: ["drop index public.tickets_team_idx", "drop index public.messages_customer_idx"],
  },
  {
    rule: "every unique key of messages and notes contains the room, so that they can be partitioned by it",
    offenders: `
      select indexrelid::regclass::text as offender from pg_index
      where indrelid in ('public.messages'::regclass, 'public.internal_notes'::regclass) and indisunique
        and not exists (select from pg_attribute where attrelid = indrelid and attname = 'room_id' and attnum = any (indkey))`,
    broken: ["create unique index on public.messages (message_id)"],
  },
  {
    rule: "no unique key reaches over workspaces, where it would tell one what another has",
    // Random ids that the database makes itself tell nothing; a slug is public; a room_id belongs to one workspace.
    offenders: `
      select indexrelid::regclass::text as offender
      from pg_index join (${relations}) as relation on relation.oid = indrelid
      where indisunique
        and not exists (
          select from pg_attribute where attrelid = indrelid and attnum = any (indkey) and attname in ('workspace_id', 'room_id', 'customer_id'))
        and not (indnkeyatts = 1 and exists (
          select from pg_attribute join pg_attrdef on adrelid = attrelid and adnum = attnum
          where attrelid = indrelid and attnum = indkey[0] and pg_get_expr(adbin, adrelid) = 'gen_random_uuid()'))
        and indexrelid::regclass::text not in ('workspaces_slug_key', 'private.former_slugs_pkey', 'private.deleted_slugs_pkey')`,
    broken: ["create unique index on public.customers (email)", "create unique index on public.tickets (subject)"],
  },
  {
    rule: "every table says what it is",
    offenders: `
      select label as offender from (${relations}) as relation where coalesce(obj_description(oid, 'pg_class'), '') !~ '^[A-Z].{15,}'`,
    broken: [newTable],
  },
  {
    rule: "every constraint has a name that was chosen, beside primary keys",
    offenders: `
      select conrelid::regclass || '.' || conname as offender
      from pg_constraint join (${relations}) as relation on relation.oid = conrelid
      where contype in ('c', 'f', 'u', 'x') and (conname !~ ('^' || relation.name || '_') or conname ~ '_check\\d*$|_id_(key|fkey)\\d*$')`,
    broken: ["alter table public.teams add check (name <> 'x')", newTable],
  },
  {
    rule: "there is no sequence: its gaps would show other workspaces' volume",
    offenders: `
      select oid::regclass::text as offender from pg_class where relkind = 'S' and relnamespace in ('public'::regnamespace, 'private'::regnamespace)`,
    broken: ["create table private.forgotten (x bigint generated always as identity)"],
  },

  // Triggers ---------------------------------------------------------------------------------------------
  {
    rule: "a trigger's name gives its band and its effect, and its function stands in private",
    offenders: `
      select tgrelid::regclass || '.' || tgname as offender
      from pg_trigger join pg_proc on pg_proc.oid = tgfoid join pg_class on pg_class.oid = tgrelid
      where not tgisinternal and relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'auth'::regnamespace)
        and pronamespace <> 'auth'::regnamespace
        and (tgname !~ '^t(10|30|50|70|80|90)_[a-z_]+$' or pronamespace <> 'private'::regnamespace)`,
    broken: [
      "create trigger broken before insert on public.tickets for each row execute function private.number_ticket()",
      "create trigger t11_broken before insert on public.tickets for each row execute function private.number_ticket()",
    ],
  },
  {
    rule: "whoever writes, an effect on other tables happens: such triggers run with their owner's rights",
    offenders: `
      select label as offender from (${functions}) as function
      where answer = 'trigger'::regtype and not is_definer
        and (select prosrc from pg_proc where pg_proc.oid = function.oid) ~* '\\m(insert into|update|delete from|perform) '`,
    broken: ["alter function private.move_topics() security invoker"],
  },

  // The API ----------------------------------------------------------------------------------------------
  {
    rule: "no answer is jsonb, which would lose its type",
    offenders: `
      select label as offender from (${functions}) as function where schema = 'public' and answer in ('json'::regtype, 'jsonb'::regtype, 'record'::regtype)
        and not exists (select from pg_proc where pg_proc.oid = function.oid and proretset and proallargtypes is not null)`,
    broken: ["create function public.broken() returns jsonb language sql set search_path = '' as 'select null::jsonb'"],
  },
  {
    rule: "no function of the API has a namesake, between which the Data API could not choose",
    offenders: `select name as offender from (${functions}) as function where schema = 'public' group by name having count(*) > 1`,
    broken: ["create function public.get_desk(x integer) returns integer language sql set search_path = '' as 'select 1'"],
  },
];

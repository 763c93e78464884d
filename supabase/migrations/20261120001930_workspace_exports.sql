-- Exports: everything of a workspace in one file, for its owners. docs/export-format.md tells what is in it, and
-- `npm run workspace:import` makes a workspace of it again.
--
-- Which tables belong to a workspace is read from the catalog, so that a new one cannot be forgotten. The worker reads
-- them in one snapshot and puts the file into the private bucket `exports`, in parts: no part is larger than what every
-- Storage takes. Owners alone ask for one and fetch it; both stands in the audit log.

create type public.workspace_export_state as enum ('waiting', 'running', 'done', 'failed', 'expired');

create table private.workspace_exports (
  workspace_id uuid not null,
  export_id uuid not null default gen_random_uuid(),
  requested_by uuid not null,
  requested_at timestamptz not null default now(),
  state public.workspace_export_state not null default 'waiting',
  rows_total bigint not null default 0,
  rows_done bigint not null default 0,
  files_total bigint not null default 0,
  files_done bigint not null default 0,
  noted_at timestamptz not null default now(),
  finished_at timestamptz,
  expires_at timestamptz,
  byte_size bigint,
  part_count integer not null default 0,
  primary key (workspace_id, export_id),
  constraint workspace_exports_workspace_fkey foreign key (workspace_id) references public.workspaces (workspace_id) on delete cascade,
  constraint workspace_exports_member_fkey foreign key (workspace_id, requested_by)
    references public.workspace_members (workspace_id, member_id) on delete cascade
);
comment on table private.workspace_exports is 'Exports that owners asked for. The file lies in the bucket exports as <workspace_id>/<export_id>/<part>, from 1 on, until expires_at.';
comment on column private.workspace_exports.noted_at is 'When the worker last said how far it is.';
create unique index workspace_exports_one_under_way on private.workspace_exports (workspace_id) where state in ('waiting', 'running');
create index workspace_exports_member_idx on private.workspace_exports (workspace_id, requested_by);
alter table private.workspace_exports enable row level security;

create table private.workspace_export_downloads (
  workspace_id uuid not null,
  export_id uuid not null,
  member_id uuid not null,
  opened_at timestamptz not null default now(),
  primary key (workspace_id, export_id, member_id),
  constraint workspace_export_downloads_export_fkey foreign key (workspace_id, export_id)
    references private.workspace_exports (workspace_id, export_id) on delete cascade,
  constraint workspace_export_downloads_member_fkey foreign key (workspace_id, member_id)
    references public.workspace_members (workspace_id, member_id) on delete cascade
);
comment on table private.workspace_export_downloads is 'Who has said to fetch an export, and when: for an hour the parts can be read then, so that none is read without its line in the audit log.';
create index workspace_export_downloads_member_idx on private.workspace_export_downloads (workspace_id, member_id);
alter table private.workspace_export_downloads enable row level security;

-- The bucket -----------------------------------------------------------------------------------------------------

insert into storage.buckets (id, name, public, file_size_limit) values ('exports', 'exports', false, 26214400);

create function private.may_read_export(object_name text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from private.workspace_export_downloads as download
    join private.workspace_exports as export using (workspace_id, export_id)
    join public.workspace_members as member using (workspace_id, member_id)
    where starts_with(object_name, export.workspace_id || '/' || export.export_id || '/')
      and export.state = 'done' and export.expires_at > now() and download.opened_at > now() - interval '1 hour'
      and member.user_id = (select private.my_account_id()) and member.is_active and member.role = 'owner'
      and (not member.needs_second_factor or (select private.has_second_factor())));
$$;
comment on function private.may_read_export(text) is
  'Whether an object is a part of an export that the caller, an owner, has opened within the last hour (open_workspace_export).';
grant execute on function private.may_read_export(text) to authenticated;

create policy "Owners read the exports that they have opened" on storage.objects for select to authenticated
  using (bucket_id = 'exports' and (select private.is_storage_operation('object.get_authenticated')) and private.may_read_export(name));

-- What is in it ---------------------------------------------------------------------------------------------------

create function private.unexported_tables() returns table (table_name text, reason text)
language sql immutable set search_path = '' as $$
  values
    ('private.access_links', 'secrets: whoever has a link asks for a new one'),
    ('private.invitation_secrets', 'secrets: an invitation is sent again'),
    ('private.access_link_requests', 'counts mails for their limits, for a day'),
    ('private.sla_what_ifs', 'tries, kept for a day'),
    ('private.sla_what_if_clocks', 'tries, kept for a day'),
    ('private.deleted_workspaces', 'tells of workspaces that are gone'),
    ('private.deleted_slugs', 'tells of workspaces that are gone'),
    ('private.workspace_exports', 'tells of files that are not in the file'),
    ('private.workspace_export_downloads', 'tells of files that are not in the file');
$$;
comment on function private.unexported_tables() is 'Tables of workspaces that no export holds, and why. docs/export-format.md says the same; a test compares.';

create function private.export_tables(of_workspace_id uuid) returns table (table_name text, row_query text, column_names text[])
language sql stable security definer set search_path = '' as $$
  select described.name, format(
      'select row_to_json(line)::text as line from (select %s from %s where workspace_id = %L order by %s) as line',
      (select string_agg(quote_ident(column_name), ', ' order by position) from unnest(described.names) with ordinality as listed (column_name, position)),
      described.relation, of_workspace_id, described.key_columns),
    described.names
  from (
    select namespace.nspname || '.' || class.relname as name, class.oid::regclass as relation,
      array(
        select attname::text from pg_catalog.pg_attribute
        where attrelid = class.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as names,
      coalesce((
        select string_agg(quote_ident(attribute.attname), ', ' order by key.position)
        from pg_catalog.pg_index as index, unnest(index.indkey::smallint[]) with ordinality as key (attnum, position)
        join pg_catalog.pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attnum = key.attnum
        where index.indrelid = class.oid and index.indisprimary), 'workspace_id') as key_columns
    from pg_catalog.pg_class as class join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
    where namespace.nspname in ('public', 'private') and class.relkind in ('r', 'p') and not class.relispartition
      and exists (select from pg_catalog.pg_attribute where attrelid = class.oid and attname = 'workspace_id' and not attisdropped)
  ) as described
  where described.name not in (select unexported.table_name from private.unexported_tables() as unexported)
  order by described.name;
$$;
comment on function private.export_tables(uuid) is
  'Every table of a workspace that an export holds, with the query of its rows, each as JSON of the columns that are not generated, in the order of the key.';

create function private.export_accounts(of_workspace_id uuid)
returns table (user_id uuid, email text, is_confirmed boolean, is_anonymous boolean, created_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  named text;
begin
  -- Whatever names an account, by a foreign key to it.
  select string_agg(format('select %I from %s where workspace_id = %L', attribute.attname, reference.conrelid::regclass, of_workspace_id), ' union ')
  into named
  from private.export_tables(of_workspace_id) as listed
  join pg_catalog.pg_constraint as reference on reference.conrelid = listed.table_name::regclass
  join pg_catalog.pg_attribute as attribute on attribute.attrelid = reference.conrelid and attribute.attnum = reference.conkey[1]
  where reference.contype = 'f' and reference.confrelid = 'auth.users'::regclass;
  return query execute format(
    'select id, nullif(email, '''')::text, email_confirmed_at is not null, coalesce(is_anonymous, false), created_at
     from auth.users where id in (%s) order by id', named);
end;
$$;
comment on function private.export_accounts(uuid) is 'The accounts that act in a workspace: who they are, without password, second factor or anything else of their own.';

-- Asking for one ---------------------------------------------------------------------------------------------------

select pgboss.create_queue('export-workspace', json_build_object(
  'policy', 'standard', 'retryLimit', 3, 'retryDelay', 30, 'retryBackoff', true, 'expireInSeconds', 21600));
select pgboss.create_queue('remove-workspace-export', json_build_object(
  'policy', 'standard', 'retryLimit', 12, 'retryDelay', 10, 'retryBackoff', true, 'expireInSeconds', 600));

create function private.lock_ownership(of_workspace_slug text) returns public.workspace_members
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
begin
  if me.role <> 'owner' then
    perform private.refuse(403, 'owners_only', 'Only an owner may do this.');
  end if;
  return me;
end;
$$;
comment on function private.lock_ownership(text) is 'As lock_membership(), for owners. Errors: 404 workspace_not_found; 403 owners_only.';

create function private.add_export(me public.workspace_members) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  new_export_id uuid;
begin
  -- A worker that is gone for good never said so.
  update private.workspace_exports set state = 'failed'
  where workspace_id = me.workspace_id and state in ('waiting', 'running') and noted_at < now() - interval '6 hours';
  insert into private.workspace_exports (workspace_id, requested_by) values (me.workspace_id, me.member_id)
  on conflict do nothing returning export_id into new_export_id;
  if new_export_id is not null then
    perform private.write_audit(me.workspace_id, 'created', 'export', new_export_id, '', null, '{}');
    perform private.enqueue_job('export-workspace', jsonb_build_object('workspace_id', me.workspace_id, 'export_id', new_export_id));
  end if;
  return new_export_id;
end;
$$;
comment on function private.add_export(public.workspace_members) is 'Asks for an export in the name of an owner; null when one is under way.';

create function private.request_workspace_export(of_workspace_slug text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant public.workspace_members := private.lock_ownership(of_workspace_slug);
  new_export_id uuid;
begin
  if (select count(*) from private.workspace_exports
      where workspace_id = me.workspace_id and requested_at > now() - interval '1 day' and state <> 'failed') >= 5 then
    perform private.refuse(429, 'too_many_exports', 'At most five in a day.');
  end if;
  new_export_id := private.add_export(me);
  if new_export_id is null then
    perform private.refuse(409, 'export_under_way', 'One is being made already.');
  end if;
  return new_export_id;
end;
$$;
create function public.request_workspace_export(workspace_slug text) returns uuid
language sql volatile set search_path = '' as $$ select private.request_workspace_export(workspace_slug); $$;
comment on function public.request_workspace_export(text) is
  'Has a file made of everything of the workspace, for its owners. Errors: 404 workspace_not_found; 403 owners_only; 409 export_under_way; 429 too_many_exports.';

create type public.workspace_export_line as (
  export_id uuid, requested_at timestamptz, requested_by_name text, state public.workspace_export_state, rows_total bigint, rows_done bigint,
  files_total bigint, files_done bigint, finished_at timestamptz, expires_at timestamptz, byte_size bigint);

create function private.list_workspace_exports(of_workspace_slug text) returns setof public.workspace_export_line
language sql stable security definer set search_path = '' as $$
  select export.export_id, export.requested_at, member.display_name, export.state, export.rows_total, export.rows_done,
    export.files_total, export.files_done, export.finished_at, export.expires_at, export.byte_size
  from public.workspaces as workspace
  join public.workspace_members as me on me.workspace_id = workspace.workspace_id and me.user_id = (select private.my_account_id())
    and me.is_active and me.role = 'owner' and (not me.needs_second_factor or (select private.has_second_factor()))
  join private.workspace_exports as export on export.workspace_id = workspace.workspace_id
  join public.workspace_members as member on member.workspace_id = export.workspace_id and member.member_id = export.requested_by
  where workspace.slug = of_workspace_slug
  order by export.requested_at desc, export.export_id limit 10;
$$;
create function public.list_workspace_exports(workspace_slug text) returns setof public.workspace_export_line
language sql stable set search_path = '' as $$ select * from private.list_workspace_exports(workspace_slug); $$;
comment on function public.list_workspace_exports(text) is 'The last ten exports of a workspace, latest first, and how far they are. Nothing for anybody but its owners.';

create type public.workspace_export_file as (object_folder text, part_count integer, byte_size bigint, finished_at timestamptz);

create function private.open_workspace_export(of_workspace_slug text, of_export_id uuid) returns public.workspace_export_file
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant public.workspace_members := private.lock_ownership(of_workspace_slug);
  file public.workspace_export_file;
begin
  select export.workspace_id || '/' || export.export_id, export.part_count, export.byte_size, export.finished_at into file
  from private.workspace_exports as export
  where export.workspace_id = me.workspace_id and export.export_id = of_export_id and export.state = 'done' and export.expires_at > now();
  if file.object_folder is null then
    perform private.refuse(404, 'export_not_found', 'There is no such export any more. Ask for a new one.');
  end if;
  insert into private.workspace_export_downloads (workspace_id, export_id, member_id) values (me.workspace_id, of_export_id, me.member_id)
  on conflict (workspace_id, export_id, member_id) do update set opened_at = excluded.opened_at;
  perform private.write_audit(me.workspace_id, 'changed', 'export', of_export_id, '', null, '{}');
  return file;
end;
$$;
create function public.open_workspace_export(workspace_slug text, export_id uuid) returns public.workspace_export_file
language sql volatile set search_path = '' as $$ select * from private.open_workspace_export(workspace_slug, export_id); $$;
comment on function public.open_workspace_export(text, uuid) is
  'Lets the caller, an owner, read the parts of an export for an hour, and says in the audit log that they did. Errors: 404 workspace_not_found, export_not_found; 403 owners_only.';

grant execute on function private.request_workspace_export(text), public.request_workspace_export(text), private.list_workspace_exports(text),
  public.list_workspace_exports(text), private.open_workspace_export(text, uuid), public.open_workspace_export(text, uuid) to authenticated;

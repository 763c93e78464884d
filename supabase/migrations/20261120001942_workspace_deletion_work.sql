-- What the worker does of a deletion: asks for the export, deletes the rows some at a time, and writes down the fact.

create function private.list_due_deletions(as_of timestamptz default now()) returns setof uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  closing public.workspaces;
  asking public.workspace_members;
begin
  for closing in
    select * from public.workspaces where deletion_at is not null order by deletion_at for no key update skip locked
  loop
    if exists (
      select from private.workspace_exports
      where workspace_id = closing.workspace_id and requested_at >= closing.deletion_requested_at and state = 'done')
    then
      if closing.deletion_at <= as_of then
        return next closing.workspace_id;
      end if;
    -- None, or it failed, or something was erased since then. While one is under way there will be no other one, unless its
    -- worker is gone for good (add_export).
    elsif not exists (
      select from private.workspace_exports
      where workspace_id = closing.workspace_id and state = 'failed' and noted_at > now() - interval '1 hour')
    then
      select * into asking from public.workspace_members
      where workspace_id = closing.workspace_id and role = 'owner' and is_active order by created_at, member_id limit 1;
      perform private.add_export(asking);
    end if;
  end loop;
end;
$$;
comment on function private.list_due_deletions(timestamptz) is
  'Workspaces whose time has come and of which there is an export since they were closed; asks for one where there is none. For the worker.';

create function private.delete_workspace_rows(of_workspace_id uuid, at_once integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  each_table text;
  gone integer;
begin
  perform from public.workspaces where workspace_id = of_workspace_id and deletion_at <= now() for update;
  if not found then
    perform private.refuse(409, 'workspace_not_closing', 'This workspace is not to be deleted.');
  end if;
  -- Neither triggers nor foreign keys: everything goes, so nothing follows from it, and the catalog knows all of it.
  perform set_config('session_replication_role', 'replica', true);
  for each_table in
    select format('%I.%I', namespace.nspname, class.relname)
    from pg_catalog.pg_class as class join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
    where namespace.nspname in ('public', 'private') and class.relkind in ('r', 'p') and not class.relispartition
      and class.oid not in ('public.workspaces'::regclass, 'private.deleted_workspaces'::regclass, 'private.deleted_slugs'::regclass,
        -- Last: mails to whoever was in it, addresses, and the proof that there was an export.
        'public.workspace_members'::regclass, 'private.former_slugs'::regclass, 'private.workspace_exports'::regclass)
      and exists (select from pg_catalog.pg_attribute where attrelid = class.oid and attname = 'workspace_id' and not attisdropped)
    order by 1
  loop
    execute format(
      'delete from %s where ctid = any (array(select ctid from %s where workspace_id = $1 limit $2))', each_table, each_table)
    using of_workspace_id, at_once;
    get diagnostics gone = row_count;
    exit when gone > 0;
  end loop;
  perform set_config('session_replication_role', 'origin', true);
  return coalesce(gone, 0);
end;
$$;
comment on function private.delete_workspace_rows(uuid, integer) is
  'Deletes some rows of a workspace whose time has come, of one table, and answers how many; 0: only itself is left. Errors: 409 workspace_not_closing.';

create function private.forget_workspace(of_workspace_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant uuid[] := array(
    select ticket_id from public.tickets where workspace_id = of_workspace_id
    union all select chat_room_id from public.tickets where workspace_id = of_workspace_id
    union all select team_id from public.teams where workspace_id = of_workspace_id
    union all select attachment_id from public.attachments where workspace_id = of_workspace_id
    union all select of_workspace_id);
  users constant uuid[] := array(select user_id from public.customer_identities where workspace_id = of_workspace_id);
begin
  perform from public.workspaces where workspace_id = of_workspace_id and deletion_at <= now() for update;
  if not found then
    perform private.refuse(409, 'workspace_not_closing', 'This workspace is not to be deleted.');
  end if;
  perform private.forget_jobs(known);
  delete from auth.users as account
  where account.id = any (users) and account.is_anonymous
    and not exists (select from public.customer_identities where user_id = account.id and workspace_id <> of_workspace_id)
    and not exists (select from public.workspace_members where user_id = account.id);
  -- After the identities, whose end is told to the rooms.
  delete from realtime.messages where split_part(topic, ':', 2) = any (known::text[]);
end;
$$;
comment on function private.forget_workspace(uuid) is
  'Before the rows go: what is known of them elsewhere, in jobs, in what Realtime would tell again, and as identities of customers'' browsers.';

create function private.finish_workspace_deletion(of_workspace_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  closing public.workspaces;
begin
  select * into closing from public.workspaces where workspace_id = of_workspace_id and deletion_at <= now() for update;
  if closing.workspace_id is null then
    perform private.refuse(409, 'workspace_not_closing', 'This workspace is not to be deleted.');
  end if;
  insert into private.deleted_workspaces (workspace_id, requested_at) values (of_workspace_id, closing.deletion_requested_at);
  insert into private.deleted_slugs (workspace_id, slug)
  select of_workspace_id, closing.slug
  union select of_workspace_id, slug from private.former_slugs where workspace_id = of_workspace_id;
  -- By then nothing says any more who was in it.
  perform private.enqueue_job('send-workspace-deletion', jsonb_build_object(
    'address', account.email, 'name', member.display_name, 'workspace_id', of_workspace_id, 'workspace_name', closing.name,
    'locale', closing.default_locale))
  from public.workspace_members as member join auth.users as account on account.id = member.user_id
  where member.workspace_id = of_workspace_id and member.is_active and coalesce(account.email, '') <> '';
  -- With it go its members, the last owner too (keep_an_owner lets nobody else), and what there came meanwhile.
  delete from public.workspaces where workspace_id = of_workspace_id;
end;
$$;
comment on function private.finish_workspace_deletion(uuid) is
  'Deletes the workspace itself and its members, who are told by mail, and writes down that there was one. Errors: 409 workspace_not_closing.';

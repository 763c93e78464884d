-- Deleting a workspace: an owner asks for it by typing its address; for seven days it takes nothing new and any owner
-- may call it off; then the worker deletes its rows and files. Before that there must be an export of what it is at the
-- end, asked for since then and finished: without one nothing is deleted.
--
-- What remains is a fact outside of it: that there was a workspace with this id, until when, and its addresses, which
-- stay taken, because mails and web sites name them. No name, no person.

create table private.deleted_workspaces (
  workspace_id uuid primary key,
  requested_at timestamptz not null,
  deleted_at timestamptz not null default now()
);
comment on table private.deleted_workspaces is 'Workspaces that were deleted: all that is left of one.';
create table private.deleted_slugs (
  workspace_id uuid not null,
  slug text primary key,
  constraint deleted_slugs_workspace_fkey foreign key (workspace_id) references private.deleted_workspaces (workspace_id) on delete cascade
);
comment on table private.deleted_slugs is 'The addresses of deleted workspaces. Nobody else gets them; the workspace itself does, when it is imported again.';
create index deleted_slugs_workspace_idx on private.deleted_slugs (workspace_id);
alter table private.deleted_workspaces enable row level security;
alter table private.deleted_slugs enable row level security;

create function private.workspace_deletion_delay() returns interval
language sql immutable set search_path = '' as $$ select interval '7 days'; $$;
comment on function private.workspace_deletion_delay() is
  'How long a workspace waits before it is deleted. Not longer than an export lasts (finish_workspace_export).';

-- 30: nothing new ---------------------------------------------------------------------------------------------------

create function private.refuse_while_closing() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- People are refused; the system still erases, sweeps and deletes.
  if auth.uid() is not null and exists (
    select from public.workspaces where workspace_id = new.workspace_id and deletion_at is not null)
  then
    perform private.refuse(409, 'workspace_closing', 'This workspace is being closed and takes nothing new.');
  end if;
  return new;
end;
$$;
comment on function private.refuse_while_closing() is 'A workspace that is being closed takes nothing new from people. 409 workspace_closing. Messages ask refuse_message_in_closed_room().';

create trigger t30_refuse_while_closing before insert on public.tickets
  for each row execute function private.refuse_while_closing();
create trigger t30_refuse_while_closing_changed before update on public.tickets
  for each row when (
    new.status <> old.status or new.priority <> old.priority or new.assignee_id is distinct from old.assignee_id
    or new.team_id is distinct from old.team_id or new.subject <> old.subject)
  execute function private.refuse_while_closing();
create trigger t30_refuse_while_closing before update of body, deleted_at on public.messages
  for each row when (new.erased_at is null) execute function private.refuse_while_closing();
create trigger t30_refuse_while_closing before insert on public.internal_notes
  for each row execute function private.refuse_while_closing();
create trigger t30_refuse_while_closing before insert on public.attachments
  for each row execute function private.refuse_while_closing();
create trigger t30_refuse_while_closing before insert on public.ticket_participants
  for each row execute function private.refuse_while_closing();
create trigger t30_refuse_while_closing before insert on public.workspace_invitations
  for each row execute function private.refuse_while_closing();
create trigger t30_refuse_while_closing before insert on public.workspace_members
  for each row execute function private.refuse_while_closing();
create trigger t30_refuse_while_closing before update on public.workspaces
  for each row when (
    old.deletion_at is not null and new.deletion_at is not null
    and to_jsonb(new) - 'epoch'::text is distinct from to_jsonb(old) - 'epoch'::text)
  execute function private.refuse_while_closing();

-- Commands -----------------------------------------------------------------------------------------------------------

select pgboss.create_queue('send-workspace-deletion', json_build_object(
  'policy', 'standard', 'retryLimit', 8, 'retryDelay', 10, 'retryBackoff', true, 'expireInSeconds', 120));

create function private.request_workspace_deletion(of_workspace_slug text, confirmation text) returns timestamptz
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant public.workspace_members := private.lock_ownership(of_workspace_slug);
  due timestamptz;
begin
  if (select deletion_at from public.workspaces where workspace_id = me.workspace_id) is not null then
    perform private.refuse(409, 'workspace_closing', 'This workspace is being closed already.');
  end if;
  if lower(btrim(confirmation)) is distinct from of_workspace_slug then
    perform private.refuse(422, 'confirmation_differs', 'Type the address of the workspace.');
  end if;
  update public.workspaces set deletion_requested_at = now(), deletion_at = now() + private.workspace_deletion_delay()
  where workspace_id = me.workspace_id returning deletion_at into due;
  perform private.write_audit(me.workspace_id, 'created', 'deletion', me.workspace_id, '', null, jsonb_build_object('deletion_at', due));
  -- One that is under way was begun before the last message; then the worker asks for another one.
  perform private.add_export(me);
  perform private.enqueue_job('send-workspace-deletion', jsonb_build_object('workspace_id', workspace_id, 'member_id', member_id))
  from public.workspace_members where workspace_id = me.workspace_id and role = 'owner' and is_active and user_id is not null;
  return due;
end;
$$;
create function public.request_workspace_deletion(workspace_slug text, confirmation text) returns timestamptz
language sql volatile set search_path = '' as $$ select private.request_workspace_deletion(workspace_slug, confirmation); $$;
comment on function public.request_workspace_deletion(text, text) is
  'Has a workspace deleted in seven days, after an export of it, and answers when; it takes nothing new from now on. confirmation is its address. All owners are told by mail. Errors: 404 workspace_not_found; 403 owners_only; 409 workspace_closing (asked for already); 422 confirmation_differs.';

create function private.cancel_workspace_deletion(of_workspace_slug text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant public.workspace_members := private.lock_ownership(of_workspace_slug);
  due constant timestamptz := (select deletion_at from public.workspaces where workspace_id = me.workspace_id);
begin
  if due <= now() then
    perform private.refuse(409, 'deletion_under_way', 'It is being deleted. This cannot be called off any more.');
  end if;
  update public.workspaces set deletion_requested_at = null, deletion_at = null
  where workspace_id = me.workspace_id and deletion_at is not null;
  if found then
    perform private.write_audit(me.workspace_id, 'deleted', 'deletion', me.workspace_id, '', jsonb_build_object('deletion_at', due), null);
  end if;
end;
$$;
create function public.cancel_workspace_deletion(workspace_slug text) returns void
language sql volatile set search_path = '' as $$ select private.cancel_workspace_deletion(workspace_slug); $$;
comment on function public.cancel_workspace_deletion(text) is
  'Calls the deletion of a workspace off; again is the same. Errors: 404 workspace_not_found; 403 owners_only; 409 deletion_under_way.';

grant execute on function private.request_workspace_deletion(text, text), public.request_workspace_deletion(text, text),
  private.cancel_workspace_deletion(text), public.cancel_workspace_deletion(text) to authenticated;

-- Audit log: who changed what about access, roles, settings, policies, assignments; what was deleted and exported.
--
-- Written by triggers in the transaction of the change, whoever makes it: nothing that is on this list can happen without
-- its entry, and no entry without what it tells of. What tickets say on their timelines (status, priority, messages) is
-- not repeated here. Later chapters attach private.record_audit() to their own tables.

create type public.audit_subject as enum (
  'workspace', 'member', 'member_skill', 'team', 'team_member', 'invitation', 'category', 'sla_calendar', 'sla_policy', 'ticket', 'participant',
  'customer_access', 'message', 'transcript', 'ticket_field', 'ticket_field_option', 'export', 'erasure', 'retention', 'deletion');
create type public.audit_action as enum ('created', 'changed', 'deleted');

create table public.audit_entries (
  workspace_id uuid not null,
  entry_id uuid not null default gen_random_uuid(),
  created_at timestamptz not null default clock_timestamp(),
  actor_type public.sender_type not null,
  actor_id uuid,
  actor_name text not null default '',
  action public.audit_action not null,
  subject_kind public.audit_subject not null,
  subject_id uuid not null,
  subject_name text not null default '',
  before jsonb,
  after jsonb,
  primary key (workspace_id, entry_id),
  constraint audit_entries_workspace_fkey foreign key (workspace_id)
    references public.workspaces (workspace_id) on delete cascade
);
comment on table public.audit_entries is 'What was done to a workspace, by whom. Append-only for everybody, owners included.';
comment on column public.audit_entries.actor_id is 'The member or customer; null when the system did it: a job, or somebody at the database itself.';
comment on column public.audit_entries.subject_name is 'What the thing was called then.';
comment on column public.audit_entries.before is 'Of what changed, what was there before; null for something new. after likewise. Names stand beside ids, as they were then.';

-- The log, latest first, keyset-paged: all of it, of one kind of thing, of one person.
create index audit_entries_created_idx on public.audit_entries (workspace_id, created_at desc, entry_id desc);
create index audit_entries_subject_idx on public.audit_entries (workspace_id, subject_kind, created_at desc, entry_id desc);
create index audit_entries_actor_idx on public.audit_entries (workspace_id, actor_id, created_at desc, entry_id desc);

-- 30: nobody changes it --------------------------------------------------------------------------------------

create function private.refuse_audit_change() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- With its workspace it goes.
  if tg_op = 'DELETE' and not exists (select from public.workspaces where workspace_id = old.workspace_id) then
    return old;
  end if;
  -- Names of people of whom everything was erased, and in no other way than by taking them out.
  if tg_op = 'UPDATE' and new is not distinct from private.without_erased(old) then
    return new;
  end if;
  perform private.refuse(403, 'audit_log_is_final', 'What stands in the audit log stays there.');
  return null;
end;
$$;
comment on function private.refuse_audit_change() is
  'Entries are neither changed nor removed, whatever rights somebody has, but that the name of an erased person is taken out (without_erased). 403 audit_log_is_final.';

create trigger t30_refuse_change before update or delete on public.audit_entries
  for each row execute function private.refuse_audit_change();

-- 70: who did what -------------------------------------------------------------------------------------------

create function private.audit_actor(of_workspace_id uuid, out actor_type public.sender_type, out actor_id uuid, out actor_name text)
language sql stable security definer set search_path = '' as $$
  select who.actor_type, who.actor_id, who.actor_name from (
    -- Also one who is just leaving.
    select 1 as rank, 'agent'::public.sender_type as actor_type, member.member_id as actor_id, member.display_name as actor_name
    from public.workspace_members as member
    where member.workspace_id = of_workspace_id and member.user_id = (select auth.uid())
    union all
    (
      select 2, 'customer', customer.customer_id, customer.name
      from public.customer_identities as identity join public.customers as customer using (workspace_id, customer_id)
      where identity.workspace_id = of_workspace_id and identity.user_id = (select auth.uid()) limit 1
    )
    union all
    select 3, 'system', null, ''
  ) as who order by who.rank limit 1;
$$;
comment on function private.audit_actor(uuid) is 'Who acts now in a workspace: a member of it, else a customer of it, else the system.';

create function private.skill_name(of_workspace_id uuid, of_skill_id uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select name from public.workspace_skills where workspace_id = of_workspace_id and skill_id = of_skill_id);
end;
$$;
comment on function private.skill_name(uuid, uuid) is 'What a skill is called; null for none.';

create function private.name_ids(of_workspace_id uuid, row_values jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  select row_values || jsonb_strip_nulls(jsonb_build_object(
    'member', private.member_name(of_workspace_id, (row_values ->> 'member_id')::uuid),
    'assignee', private.member_name(of_workspace_id, (row_values ->> 'assignee_id')::uuid),
    'team', private.team_name(of_workspace_id, (row_values ->> 'team_id')::uuid),
    'sla_calendar', (
      select name from public.sla_calendars
      where workspace_id = of_workspace_id and calendar_id = (row_values ->> 'sla_calendar_id')::uuid),
    'work_calendar', (
      select name from public.sla_calendars
      where workspace_id = of_workspace_id and calendar_id = (row_values ->> 'work_calendar_id')::uuid),
    'skill', private.skill_name(of_workspace_id, (row_values ->> 'skill_id')::uuid)));
$$;
comment on function private.name_ids(uuid, jsonb) is 'Adds to the values of a row what its member_id, assignee_id, team_id, skill_id and calendars are called now.';

create function private.write_audit(
  of_workspace_id uuid, what public.audit_action, kind public.audit_subject, subject_id uuid, subject_name text, before jsonb, after jsonb,
  at timestamptz default clock_timestamp()
) returns void
language sql volatile security definer set search_path = '' as $$
  insert into public.audit_entries (
    workspace_id, created_at, actor_type, actor_id, actor_name, action, subject_kind, subject_id, subject_name, before, after)
  select of_workspace_id, at, who.actor_type, who.actor_id, who.actor_name, what, kind, subject_id, coalesce(subject_name, ''),
    private.name_ids(of_workspace_id, before), private.name_ids(of_workspace_id, after)
  from private.audit_actor(of_workspace_id) as who;
$$;
comment on function private.write_audit(uuid, public.audit_action, public.audit_subject, uuid, text, jsonb, jsonb, timestamptz) is
  'Adds an entry in the name of who acts now. For triggers and commands.';

create function private.record_audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  kind constant public.audit_subject := tg_argv[0];
  key_column constant text := tg_argv[1];
  name_column constant text := tg_argv[2];
  shown constant text[] := string_to_array(tg_argv[3], ',');
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  is_now jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  whole constant jsonb := coalesce(is_now, was);
  of_workspace_id constant uuid := whole ->> 'workspace_id';
  what public.audit_action := case tg_op when 'INSERT' then 'created' when 'DELETE' then 'deleted' else 'changed' end;
begin
  if tg_op = 'DELETE' and not exists (select from public.workspaces where workspace_id = of_workspace_id) then
    return null;
  end if;
  -- Which account somebody has is nobody's business; that there is one is.
  was := was || case when was ? 'user_id' then jsonb_build_object('has_account', was ->> 'user_id' is not null) else '{}' end;
  is_now := is_now || case when is_now ? 'user_id' then jsonb_build_object('has_account', is_now ->> 'user_id' is not null) else '{}' end;
  select jsonb_object_agg(key, was -> key) filter (where was ? key), jsonb_object_agg(key, is_now -> key) filter (where is_now ? key)
  into was, is_now
  from unnest(shown) as key
  where tg_op <> 'UPDATE' or was -> key is distinct from is_now -> key;
  if was is null and is_now is null then
    return null;
  end if;
  if tg_op = 'UPDATE' and exists (
    select from unnest(array['removed_at', 'archived_at', 'revoked_at', 'deleted_at']) as ending
    where was -> ending = 'null' and is_now -> ending <> 'null')
  then
    what := 'deleted';
  end if;
  perform private.write_audit(of_workspace_id, what, kind, (whole ->> key_column)::uuid,
    -- Somebody's place is called by whose it is.
    case name_column when 'member_id' then private.member_name(of_workspace_id, (whole ->> 'member_id')::uuid) else whole ->> name_column end,
    was, is_now);
  return null;
end;
$$;
comment on function private.record_audit() is
  'Writes an entry about a row. Arguments: kind of thing, key column, column with its name or an empty text, and the columns, divided by commas, whose changes are told. An update of none of them tells nothing; one that sets removed_at, archived_at, revoked_at or deleted_at tells of a deletion.';

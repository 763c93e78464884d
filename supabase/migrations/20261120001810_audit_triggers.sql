-- What the audit log tells of the tables of the chapters before it.

-- At the end of the transaction, when it has the owner who made it.
create constraint trigger t70_record_audit_created after insert on public.workspaces deferrable initially deferred
  for each row execute function private.record_audit('workspace', 'workspace_id', 'name', 'slug,name');
create trigger t70_record_audit after update on public.workspaces
  for each row execute function private.record_audit('workspace', 'workspace_id', 'name',
    'slug,name,brand_color,logo_id,icon_id,welcome_text,default_locale,offered_locales,edit_window_seconds,max_attachment_bytes,max_attachments_per_message,reopen_window_seconds,notice_mail_levels,requires_second_factor,sla_calendar_id,sla_reopen_rule,sla_unanswered_rule');
create trigger t70_record_audit after insert or update or delete on public.workspace_members
  for each row execute function private.record_audit('member', 'member_id', 'display_name', 'role,display_name,has_account,deactivated_at,removed_at,max_open_tickets,work_calendar_id,work_hours,work_time_zone,notice_mail_levels');
create trigger t70_record_audit after insert or update or delete on public.teams
  for each row execute function private.record_audit('team', 'team_id', 'name', 'name,is_private,sla_calendar_id,archived_at');
create trigger t70_record_audit after insert or update or delete on public.team_members
  for each row execute function private.record_audit('team_member', 'team_id', 'member_id', 'team_id,member_id,is_lead');
create trigger t70_record_audit after insert or update or delete on public.ticket_categories
  for each row execute function private.record_audit('category', 'category_id', 'name', 'name,description,position,archived_at');
create trigger t70_record_audit after insert or update or delete on public.ticket_fields
  for each row execute function private.record_audit(
    'ticket_field', 'field_id', 'label', 'kind,label,help_text,is_required,category_ids,position,archived_at');
create trigger t70_record_audit after insert or update or delete on public.ticket_field_options
  for each row execute function private.record_audit('ticket_field_option', 'field_id', 'label', 'label,position,archived_at');
create trigger t70_record_audit after insert or update on public.ticket_participants
  for each row execute function private.record_audit('participant', 'ticket_id', '', 'customer_id,joined_at,removed_at');
create trigger t70_record_audit after delete on public.customer_identities
  for each row execute function private.record_audit('customer_access', 'customer_id', '', 'customer_id');

-- Assignments alone; the rest of a ticket is on its timeline.
create function private.record_assignment() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.write_audit(
    new.workspace_id, 'changed', 'ticket', new.ticket_id, '#' || new.number,
    jsonb_build_object('assignee_id', old.assignee_id, 'team_id', old.team_id),
    jsonb_build_object('assignee_id', new.assignee_id, 'team_id', new.team_id), new.changed_at);
  return null;
end;
$$;
comment on function private.record_assignment() is 'Writes to the audit log to whom a ticket was given.';
create trigger t70_record_assignment after update on public.tickets
  for each row when (new.assignee_id is distinct from old.assignee_id or new.team_id is distinct from old.team_id)
  execute function private.record_assignment();

create function private.record_message_deleted() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.write_audit(
    new.workspace_id, 'deleted', 'message', new.room_id, '',
    jsonb_build_object('seq', new.seq, 'sender_name', new.sender_name), null);
  return null;
end;
$$;
comment on function private.record_message_deleted() is 'Writes to the audit log that a message was deleted: whose and which, not what it said.';
create trigger t70_record_message_deleted after update of deleted_at on public.messages
  for each row when (old.deleted_at is null and new.deleted_at is not null and new.erased_at is null)
  execute function private.record_message_deleted();

create function private.record_transcript_requested() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.write_audit(
    new.workspace_id, 'created', 'transcript', new.ticket_id, (select '#' || number from public.tickets where ticket_id = new.ticket_id),
    null, jsonb_build_object('format', new.format, 'has_notes', new.has_notes));
  return null;
end;
$$;
comment on function private.record_transcript_requested() is 'Writes to the audit log that a room left as a file.';
create trigger t70_record_transcript_requested after insert on private.transcript_requests
  for each row execute function private.record_transcript_requested();

-- Calendars and policies: what a version says, not which it is.

create function private.describe_sla_version(kind public.audit_subject, of_workspace_id uuid, version_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select case kind
    when 'sla_calendar' then (
      select jsonb_build_object(
        'time_zone', version.time_zone, 'weekly', private.list_sla_weekly_hours(version_id),
        'special_days', private.list_sla_special_days(version_id))
      from public.sla_calendar_versions as version
      where version.workspace_id = of_workspace_id and version.calendar_version_id = version_id)
    when 'sla_policy' then (
      select (to_jsonb(described) - array['workspace_id', 'policy_version_id', 'policy_id', 'created_at'])
        || jsonb_build_object('targets', private.list_sla_targets(of_workspace_id, version_id))
      from public.sla_policy_versions as described
      where described.workspace_id = of_workspace_id and described.policy_version_id = version_id)
  end;
$$;
comment on function private.describe_sla_version(public.audit_subject, uuid, uuid) is 'All that a version of a calendar or policy says; null for none.';

create function private.record_sla_audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  kind constant public.audit_subject := tg_argv[0];
  was jsonb;
  is_now jsonb;
begin
  if new.current_version_id is distinct from old.current_version_id then
    was := private.describe_sla_version(kind, old.workspace_id, old.current_version_id);
    is_now := private.describe_sla_version(kind, new.workspace_id, new.current_version_id);
  end if;
  if new.name <> old.name then
    was := coalesce(was, '{}') || jsonb_build_object('name', old.name);
    is_now := coalesce(is_now, '{}') || jsonb_build_object('name', new.name);
  end if;
  if to_jsonb(new) -> 'position' is distinct from to_jsonb(old) -> 'position' then
    was := coalesce(was, '{}') || jsonb_build_object('position', to_jsonb(old) -> 'position');
    is_now := coalesce(is_now, '{}') || jsonb_build_object('position', to_jsonb(new) -> 'position');
  end if;
  perform private.write_audit(
    new.workspace_id,
    case when old.current_version_id is null then 'created'
      when new.archived_at is not null and old.archived_at is null then 'deleted' else 'changed' end::public.audit_action,
    kind, (to_jsonb(new) ->> tg_argv[1])::uuid, new.name, was, is_now);
  return null;
end;
$$;
comment on function private.record_sla_audit() is 'Writes what changed of a calendar or a policy. Arguments: kind of thing, key column.';
create trigger t70_record_audit after update on public.sla_calendars
  for each row when (new is distinct from old) execute function private.record_sla_audit('sla_calendar', 'calendar_id');
create trigger t70_record_audit after update on public.sla_policies
  for each row when (new is distinct from old) execute function private.record_sla_audit('sla_policy', 'policy_id');

-- Access: owners and admins read, triggers write. --------------------------------------------------------------

alter table public.audit_entries enable row level security;
grant select on public.audit_entries to authenticated;
create policy "Owners and admins read the audit log of their workspaces" on public.audit_entries for select to authenticated
  using (workspace_id = any (array(select private.my_admin_workspace_ids())));

create type public.audit_change as (field text, was text, is_now text);
create type public.audit_line as (
  entry_id uuid, created_at timestamptz, actor_type public.sender_type, actor_id uuid, actor_name text, action public.audit_action,
  subject_kind public.audit_subject, subject_id uuid, subject_name text, changes public.audit_change[]);

create function public.list_audit_entries(
  workspace_slug text, of_kind public.audit_subject default null, of_actor_id uuid default null, since timestamptz default null,
  until timestamptz default null, before_created_at timestamptz default null, before_entry_id uuid default null, page_size integer default 50
) returns setof public.audit_line
-- Planned with what is asked for, so that each filter has its index.
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  return query
  select entry.entry_id, entry.created_at, entry.actor_type, entry.actor_id, entry.actor_name, entry.action,
    entry.subject_kind, entry.subject_id, entry.subject_name,
    array(
      select row(field, entry.before ->> field, entry.after ->> field)::public.audit_change
      from jsonb_object_keys(coalesce(entry.before, '{}') || coalesce(entry.after, '{}')) as field order by field)
  from public.audit_entries as entry
  where entry.workspace_id = (select workspace.workspace_id from public.workspaces as workspace where workspace.slug = workspace_slug)
    and (of_kind is null or entry.subject_kind = of_kind)
    and (of_actor_id is null or entry.actor_id = of_actor_id)
    and (since is null or entry.created_at >= since)
    and (until is null or entry.created_at < until)
    and (before_created_at is null or (entry.created_at, entry.entry_id) < (before_created_at, before_entry_id))
  order by entry.created_at desc, entry.entry_id desc
  limit least(greatest(page_size, 1), 200);
end;
$$;
comment on function public.list_audit_entries(text, public.audit_subject, uuid, timestamptz, timestamptz, timestamptz, uuid, integer) is
  'The audit log, latest first: of one kind of thing, of one member or customer, in [since, until), from the entry before_created_at and before_entry_id on. Values are text, lists and objects as JSON. Nothing for anybody but owners and admins.';
grant execute on function public.list_audit_entries(text, public.audit_subject, uuid, timestamptz, timestamptz, timestamptz, uuid, integer) to authenticated;

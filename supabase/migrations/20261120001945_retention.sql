-- Retention: tickets that are resolved or closed for longer than an owner or admin says are erased by the worker, as an
-- erasure erases them (chapter erasure). Off until somebody sets it; thirty days at least.

create table private.retention_rules (
  workspace_id uuid not null,
  status public.ticket_status not null,
  after_days integer not null,
  primary key (workspace_id, status),
  constraint retention_rules_workspace_fkey foreign key (workspace_id) references public.workspaces (workspace_id) on delete cascade,
  constraint retention_rules_status_ended check (status in ('resolved', 'closed')),
  constraint retention_rules_after_days_range check (after_days between 30 and 3650)
);
comment on table private.retention_rules is 'After how many days in a status a ticket is erased. No row: never.';
alter table private.retention_rules enable row level security;

create function private.record_retention_audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  of_workspace_id constant uuid := coalesce(new.workspace_id, old.workspace_id);
begin
  if exists (select from public.workspaces where workspace_id = of_workspace_id) then
    perform private.write_audit(
      of_workspace_id, 'changed', 'retention', of_workspace_id, '',
      case when old.after_days is not null then jsonb_build_object(old.status::text || '_days', old.after_days) end,
      case when new.after_days is not null then jsonb_build_object(new.status::text || '_days', new.after_days) end);
  end if;
  return null;
end;
$$;
comment on function private.record_retention_audit() is 'Writes to the audit log after how many days tickets are erased from now on.';
create trigger t70_record_audit after insert or delete on private.retention_rules
  for each row execute function private.record_retention_audit();
create trigger t70_record_audit_changed after update on private.retention_rules
  for each row when (new.after_days <> old.after_days) execute function private.record_retention_audit();

-- Found by how long they rest.
create index tickets_resting_idx on public.tickets (workspace_id, status, coalesce(closed_at, resolved_at))
  where status in ('resolved', 'closed') and erased_at is null;

create type public.retention_days as (resolved_days integer, closed_days integer);
create type public.retention_counts as (resolved_tickets bigint, closed_tickets bigint, messages bigint, files bigint);

create function private.get_retention(of_workspace_slug text) returns public.retention_days
language sql stable security definer set search_path = '' as $$
  select max(rule.after_days) filter (where rule.status = 'resolved'), max(rule.after_days) filter (where rule.status = 'closed')
  from (select private.my_settings_workspace_id(of_workspace_slug) as workspace_id) as mine
  left join private.retention_rules as rule using (workspace_id);
$$;
create function public.get_retention(workspace_slug text) returns public.retention_days
language sql stable set search_path = '' as $$ select * from private.get_retention(workspace_slug); $$;
comment on function public.get_retention(text) is
  'After how many days tickets are erased, by status; null: never. Errors: 404 workspace_not_found; 403 settings_forbidden.';

create function private.preview_retention(of_workspace_slug text, days public.retention_days) returns public.retention_counts
language plpgsql stable security definer set search_path = '' as $$
declare
  mine constant uuid := private.my_settings_workspace_id(of_workspace_slug);
  counts public.retention_counts;
begin
  with due as (
    select ticket.status, ticket.chat_room_id from public.tickets as ticket
    where ticket.workspace_id = mine and ticket.erased_at is null and ticket.status in ('resolved', 'closed')
      and coalesce(ticket.closed_at, ticket.resolved_at)
        < now() - case ticket.status when 'resolved' then days.resolved_days else days.closed_days end * interval '1 day'
  )
  select count(*) filter (where status = 'resolved'), count(*) filter (where status = 'closed'),
    (select count(*) from public.messages as message join due on due.chat_room_id = message.room_id where message.sender_type <> 'system'),
    (select count(*) from public.attachments as attachment join due on due.chat_room_id = attachment.room_id where attachment.removed_at is null)
  into counts from due;
  return counts;
end;
$$;
create function public.preview_retention(workspace_slug text, days public.retention_days) returns public.retention_counts
language sql stable set search_path = '' as $$ select * from private.preview_retention(workspace_slug, days); $$;
comment on function public.preview_retention(text, public.retention_days) is
  'What would be erased at once by these days, and changes nothing. Errors: 404 workspace_not_found; 403 settings_forbidden.';

create function private.save_retention(of_workspace_slug text, days public.retention_days) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  delete from private.retention_rules as rule using (values ('resolved'::public.ticket_status, days.resolved_days), ('closed', days.closed_days)) as wanted (status, after_days)
  where rule.workspace_id = locked_id and rule.status = wanted.status and wanted.after_days is null;
  insert into private.retention_rules (workspace_id, status, after_days)
  select locked_id, wanted.status, wanted.after_days
  from (values ('resolved'::public.ticket_status, days.resolved_days), ('closed', days.closed_days)) as wanted (status, after_days)
  where wanted.after_days is not null
  on conflict (workspace_id, status) do update set after_days = excluded.after_days;
end;
$$;
create function public.save_retention(workspace_slug text, days public.retention_days) returns void
language sql volatile set search_path = '' as $$ select private.save_retention(workspace_slug, days); $$;
comment on function public.save_retention(text, public.retention_days) is
  'Sets after how many days tickets are erased, by status; null: never. Errors: 404 workspace_not_found; 403 settings_forbidden; 23514 retention_rules_after_days_range.';

grant execute on function private.get_retention(text), public.get_retention(text), private.preview_retention(text, public.retention_days),
  public.preview_retention(text, public.retention_days), private.save_retention(text, public.retention_days),
  public.save_retention(text, public.retention_days) to authenticated;

create function private.erase_resting_tickets(at_once integer, at_time timestamptz default now()) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  due record;
  erased jsonb := '{}';
  total integer := 0;
begin
  for due in
    select ticket.workspace_id, ticket.ticket_id, rule.status, rule.after_days
    from private.retention_rules as rule
    join public.tickets as ticket on ticket.workspace_id = rule.workspace_id and ticket.status = rule.status and ticket.erased_at is null
      and ticket.status in ('resolved', 'closed') and coalesce(ticket.closed_at, ticket.resolved_at) < at_time - rule.after_days * interval '1 day'
    order by ticket.chat_room_id limit at_once
  loop
    -- Another worker has it, or somebody writes in it just now: then it rests no more, or the next sweep finds it.
    perform from public.chat_rooms where ticket_id = due.ticket_id for no key update skip locked;
    continue when not found;
    continue when not exists (
      select from public.tickets
      where ticket_id = due.ticket_id and status = due.status and coalesce(closed_at, resolved_at) < at_time - due.after_days * interval '1 day');
    if private.erase_ticket(due.ticket_id) then
      total := total + 1;
      erased := erased || jsonb_build_object(due.workspace_id, coalesce((erased ->> due.workspace_id::text)::integer, 0) + 1);
    end if;
  end loop;
  perform private.write_audit(key::uuid, 'deleted', 'retention', key::uuid, '', null, jsonb_build_object('tickets', value))
  from jsonb_each(erased);
  return total;
end;
$$;
comment on function private.erase_resting_tickets(integer, timestamptz) is
  'Erases tickets that rest for longer than their workspace keeps them, at most so many, and answers how many. Writes to the audit log how many of each workspace. For the worker.';

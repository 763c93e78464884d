-- SLA sweep: breaches that no statement noticed, warnings before, escalations after. The worker calls it every ten
-- seconds. It reads the index of what is next, so that its cost follows what is due, not what there is; it may run
-- twice, at the same time, or late.

-- warning: to the assignee, else the team. breach: to the assignee and the team's leads, else the team, else the owners.
-- escalation: to the owners.
create type public.sla_notice_level as enum ('warning', 'breach', 'escalation');

create table public.sla_notices (
  workspace_id uuid not null,
  ticket_id uuid not null,
  metric public.sla_metric not null,
  sequence integer not null,
  level public.sla_notice_level not null,
  member_id uuid not null,
  created_at timestamptz not null default now(),
  mail_after timestamptz not null default now(),
  mail_claim_id uuid,
  mail_claimed_at timestamptz,
  mail_settled_at timestamptz,
  primary key (workspace_id, ticket_id, metric, sequence, level, member_id),
  constraint sla_notices_clock_fkey foreign key (workspace_id, ticket_id, metric, sequence)
    references public.sla_clocks (workspace_id, ticket_id, metric, sequence),
  constraint sla_notices_member_fkey foreign key (workspace_id, member_id)
    references public.workspace_members (workspace_id, member_id) on delete cascade
);
comment on table public.sla_notices is 'Who was told of a clock, once per level.';
comment on column public.sla_notices.mail_after is 'Its mail goes out from then on: at once when the clock is of an urgent ticket, else when the member works: by their own hours, or by the calendar of the ticket''s team.';
comment on column public.sla_notices.mail_claim_id is 'The mail that it is in: those of one member that are due together have one. mail_claimed_at is since when.';
comment on column public.sla_notices.mail_settled_at is 'When it was mailed, or found to be of no use any more.';
-- What is to be mailed.
create index sla_notices_unsettled_idx on public.sla_notices (mail_after) where mail_settled_at is null;
-- One mail; and when a member was mailed last.
create index sla_notices_claim_idx on public.sla_notices (mail_claim_id) where mail_claim_id is not null;
create index sla_notices_claimed_idx on public.sla_notices (workspace_id, member_id, mail_claimed_at desc) where mail_claimed_at is not null;
-- What a member was told, latest first; and the foreign key.
create index sla_notices_member_idx on public.sla_notices (workspace_id, member_id, created_at desc);

create function private.list_sla_recipients(of_workspace_id uuid, of_ticket_id uuid, level public.sla_notice_level) returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  with people as (
    select member.member_id, member.role = 'owner' as is_owner,
      member.member_id = ticket.assignee_id and private.may_see_team(ticket.workspace_id, member.member_id, ticket.team_id) as is_assignee,
      place.member_id is not null as is_in_team, coalesce(place.is_lead, false) as is_lead
    from public.tickets as ticket
    join public.workspace_members as member on member.workspace_id = ticket.workspace_id and member.is_active
    -- Who cannot sign in cannot help: others are told instead.
    join auth.users as account on account.id = member.user_id and account.email_confirmed_at is not null
    left join public.team_members as place
      on place.workspace_id = ticket.workspace_id and place.team_id = ticket.team_id and place.member_id = member.member_id
    where ticket.workspace_id = of_workspace_id and ticket.ticket_id = of_ticket_id
  )
  select people.member_id from people
  where case level
    when 'warning' then is_assignee or is_in_team and not exists (select from people where is_assignee)
    when 'breach' then is_assignee or is_lead
      or not exists (select from people where is_assignee or is_lead)
        and (is_in_team or is_owner and not exists (select from people where is_in_team))
    when 'escalation' then is_owner
  end;
end;
$$;
comment on function private.list_sla_recipients(uuid, uuid, public.sla_notice_level) is 'Members who are to be told of a ticket''s clock. One who was removed, has no confirmed account, or may not see the ticket, is nobody.';

create function private.team_calendar_version(of_ticket public.tickets) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select calendar.current_version_id
    from public.workspaces as workspace
    left join public.teams as team on team.workspace_id = workspace.workspace_id and team.team_id = of_ticket.team_id
    join public.sla_calendars as calendar
      on calendar.workspace_id = workspace.workspace_id and calendar.calendar_id = coalesce(team.sla_calendar_id, workspace.sla_calendar_id)
    where workspace.workspace_id = of_ticket.workspace_id
  );
end;
$$;
comment on function private.team_calendar_version(public.tickets) is
  'The calendar that a ticket''s people work by: its team''s, else the workspace''s. Null: every hour is a working hour.';

create function private.next_open_hours(of_version_id uuid, at timestamptz) returns tstzrange[]
language plpgsql stable security definer set search_path = '' as $$
declare
  hours tstzmultirange;
  days integer;
begin
  foreach days in array array[8, 64, 400] loop
    hours := private.open_hours(of_version_id, at, at + make_interval(days => days));
    exit when not isempty(hours);
  end loop;
  return array(
    select case when upper(each) = at + make_interval(days => days) then tstzrange(lower(each), null) else each end
    from unnest(hours) as each limit 2);
end;
$$;
comment on function private.next_open_hours(uuid, timestamptz) is
  'The hours in which a version of a calendar is open at a moment or opens next, and those after them if they are near; at most 400 days ahead. Without an end where none is in sight.';

create function private.next_open_at(of_version_id uuid, at timestamptz) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return case
    when of_version_id is null then at
    else coalesce(lower((private.next_open_hours(of_version_id, at))[1]), at)
  end;
end;
$$;
comment on function private.next_open_at(uuid, timestamptz) is
  'The moment itself while a version of a calendar is open, else when it opens next.';

create function private.tell_of_sla_event() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  told constant public.sla_notice_level := case new.kind when 'warn' then 'warning' when 'breach' then 'breach' else 'escalation' end;
  ticket public.tickets;
  mail_at timestamptz;
begin
  select * into ticket from public.tickets as each where each.workspace_id = new.workspace_id and each.ticket_id = new.ticket_id;
  mail_at := case when ticket.priority = 'urgent' then now() else private.next_open_at(private.team_calendar_version(ticket), now()) end;
  insert into public.sla_notices (workspace_id, ticket_id, metric, sequence, level, member_id, mail_after)
  select new.workspace_id, new.ticket_id, new.metric, new.sequence, told, member_id,
    case when ticket.priority = 'urgent' then mail_at else coalesce(private.next_work_at(new.workspace_id, member_id, now()), mail_at) end
  from private.list_sla_recipients(new.workspace_id, new.ticket_id, told) as member_id
  on conflict do nothing;
  perform private.tell_inbox(new.workspace_id, new.ticket_id, ticket.team_id, jsonb_build_object('kind', told));
  return null;
end;
$$;
comment on function private.tell_of_sla_event() is 'Whoever causes a warning, a breach or an escalation: writes down who is told, from when on by mail too, and tells the desks that are open.';

-- At the end of the transaction: a new ticket's clocks are there before it is.
create constraint trigger t90_tell_of_sla_event after insert on public.sla_events
  deferrable initially deferred for each row when (new.kind in ('warn', 'breach', 'escalate'))
  execute function private.tell_of_sla_event();

create function private.sweep_sla_clocks(max_clocks integer default 500, as_of timestamptz default now()) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  clock public.sla_clocks;
  swept integer := 0;
begin
  for clock in
    select * from public.sla_clocks where next_at < as_of order by next_at limit max_clocks
    -- Whoever has one locked notices its breach; the next sweep does what is left of it.
    for update skip locked
  loop
    swept := swept + 1;
    -- One that cannot be done must not keep all others, of other workspaces too, from theirs.
    begin
      if clock.state = 'breached' then
        perform private.record_sla_event(clock, private.sla_event('escalate', as_of));
      elsif clock.due_at < as_of then
        perform private.notice_sla_breach(clock);
      else
        perform private.record_sla_event(clock, private.sla_event('warn', as_of));
      end if;
      set constraints public.t90_tell_of_sla_event immediate;
    exception when others then
      raise warning 'The clock % % of ticket % was not swept: %', clock.metric, clock.sequence, clock.ticket_id, sqlerrm;
      update public.sla_clocks as postponed set next_at = as_of + interval '5 minutes'
      where postponed.workspace_id = clock.workspace_id and postponed.ticket_id = clock.ticket_id
        and postponed.metric = clock.metric and postponed.sequence = clock.sequence;
    end;
  end loop;
  set constraints public.t90_tell_of_sla_event deferred;
  return swept;
end;
$$;
comment on function private.sweep_sla_clocks(integer, timestamptz) is
  'Does what clocks are due for by now: warns, records breaches, escalates; at most max_clocks of them, the most overdue first. What fails is tried again after five minutes. Answers how many; as many as max_clocks: there may be more.';

-- Access: members read who was told. ----------------------------------------------------------------------

alter table public.sla_notices enable row level security;

grant select on public.sla_notices to authenticated;

create policy "Members read the notices of the tickets that they see" on public.sla_notices for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and ((select private.sees_every_team()) or exists (
      select from public.tickets as ticket
      where ticket.ticket_id = sla_notices.ticket_id
        and (ticket.team_id = any (array(select private.my_hidden_team_ids()))) is not true)));

-- Why a ticket is due when it is: its clocks with what happened to them, and the hours that counted.

create type public.sla_event_line as (
  kind public.sla_event_kind, at timestamptz, due_at timestamptz, priority public.ticket_priority, target_seconds integer,
  basis public.sla_basis, breach_cause public.sla_breach_cause, cancel_reason public.sla_cancel_reason, actor_name text, reason text
);
create type public.sla_stretch as (from_at timestamptz, until_at timestamptz);
create type public.sla_special_day_line as (day date, name text, is_open boolean);

create function private.list_sla_stretches(clock public.sla_clocks, until_at timestamptz) returns setof public.sla_stretch
language sql stable security definer set search_path = '' as $$
  with segments as (
    select event.basis, event.calendar_version_id,
      greatest(case event.kind when 'activate' then clock.started_at else event.at end, clock.started_at) as from_at,
      coalesce(lead(event.at) over (order by event.event_number), list_sla_stretches.until_at) as until_at
    from public.sla_events as event
    where event.workspace_id = clock.workspace_id and event.ticket_id = clock.ticket_id and event.metric = clock.metric
      and event.sequence = clock.sequence and event.kind in ('activate', 'retarget')
  )
  select row(lower(hours), upper(hours))::public.sla_stretch
  from unnest((
    select range_agg(case
      when segment.basis = 'calendar' then tstzmultirange(tstzrange(segment.from_at, segment.until_at))
      else private.open_hours(segment.calendar_version_id, segment.from_at, segment.until_at) end)
    from segments as segment where segment.from_at < segment.until_at
  )) as hours
  order by hours limit 200;
$$;
comment on function private.list_sla_stretches(public.sla_clocks, timestamptz) is
  'When a clock''s time counts, or would if it ran, from its start to a moment: by the calendar that it had at each time.';

create function private.list_sla_clock_special_days(clock public.sla_clocks, until_at timestamptz) returns setof public.sla_special_day_line
language sql stable security definer set search_path = '' as $$
  select row(special.date, special.name, own.is_open)::public.sla_special_day_line
  from public.sla_calendar_versions as calendar
  cross join lateral private.list_special_days(
    calendar, (clock.started_at at time zone calendar.time_zone)::date,
    (list_sla_clock_special_days.until_at at time zone calendar.time_zone)::date) as special
  cross join lateral (
    select exists (
      select from public.sla_calendar_exception_hours as hours
      where hours.workspace_id = calendar.workspace_id and hours.calendar_version_id = calendar.calendar_version_id
        and hours.exception_date = special.exception_date and hours.is_yearly = special.is_yearly) as is_open
  ) as own
  where calendar.workspace_id = clock.workspace_id and calendar.calendar_version_id = clock.calendar_version_id
    -- A holiday on a day that would be closed anyway changes nothing.
    and (own.is_open or exists (
      select from public.sla_calendar_hours as weekly
      where weekly.workspace_id = calendar.workspace_id and weekly.calendar_version_id = calendar.calendar_version_id
        and weekly.weekday = extract(isodow from special.date)))
  order by special.date limit 20;
$$;
comment on function private.list_sla_clock_special_days(public.sla_clocks, timestamptz) is
  'Days of a clock''s calendar with hours of their own, or closed, from its start to a moment.';

create function private.get_sla_explanation(workspace_slug text, of_ticket_id uuid)
returns table (
  metric public.sla_metric, sequence integer, state public.sla_clock_state, priority public.ticket_priority, policy_name text,
  calendar_name text, time_zone text, target_seconds integer, basis public.sla_basis, is_due_by_hand boolean,
  started_at timestamptz, running_since timestamptz, consumed_seconds integer, due_at timestamptz, met_at timestamptz,
  met_late_at timestamptz, breached_at timestamptz, breach_cause public.sla_breach_cause, cancel_reason public.sla_cancel_reason,
  stopped_at timestamptz, events public.sla_event_line[], stretches public.sla_stretch[], special_days public.sla_special_day_line[]
)
language sql stable security definer set search_path = '' as $$
  select clock.metric, clock.sequence, clock.state, clock.priority, policy.name,
    calendar.name, calendar_version.time_zone, clock.target_seconds, clock.basis, clock.is_due_by_hand,
    clock.started_at, clock.running_since, clock.consumed_seconds::integer, clock.due_at, clock.met_at,
    clock.met_late_at, clock.breached_at, clock.breach_cause, clock.cancel_reason,
    clock.stopped_at,
    array(
      select row(event.kind, event.at, event.due_at, event.priority, event.target_seconds, event.basis, event.breach_cause,
        event.cancel_reason, event.actor_name, event.reason)::public.sla_event_line
      from public.sla_events as event
      where event.workspace_id = clock.workspace_id and event.ticket_id = clock.ticket_id and event.metric = clock.metric
        and event.sequence = clock.sequence
      order by event.event_number limit 100
    ),
    array(select stretch from private.list_sla_stretches(clock, reach.until_at) as stretch),
    array(select special from private.list_sla_clock_special_days(clock, reach.until_at) as special)
  from (
    select each.workspace_id, each.ticket_id, each.metric, each.sequence from public.tickets as ticket
    join public.workspaces as workspace using (workspace_id)
    join public.sla_clocks as each using (workspace_id, ticket_id)
    where ticket.ticket_id = of_ticket_id and workspace.slug = workspace_slug
      and private.sees_ticket(of_ticket_id)
    -- What is still owed first; of what is over, the latest.
    order by each.stopped_at is not null, each.started_at desc, each.metric, each.sequence desc limit 12
  ) as found
  join public.sla_clocks as clock using (workspace_id, ticket_id, metric, sequence)
  -- As far as it makes sense to draw.
  cross join lateral (
    select least(clock.started_at + interval '92 days', greatest(
      clock.due_at, clock.stopped_at, case when clock.stopped_at is null then now() end)) as until_at
  ) as reach
  join public.sla_policy_versions as policy_version
    on policy_version.workspace_id = clock.workspace_id and policy_version.policy_version_id = clock.policy_version_id
  join public.sla_policies as policy on policy.workspace_id = clock.workspace_id and policy.policy_id = policy_version.policy_id
  left join public.sla_calendar_versions as calendar_version
    on calendar_version.workspace_id = clock.workspace_id and calendar_version.calendar_version_id = clock.calendar_version_id
  left join public.sla_calendars as calendar
    on calendar.workspace_id = clock.workspace_id and calendar.calendar_id = calendar_version.calendar_id
  order by clock.stopped_at is not null, clock.due_at, clock.started_at desc;
$$;

create function public.get_sla_explanation(workspace_slug text, ticket_id uuid)
returns table (
  metric public.sla_metric, sequence integer, state public.sla_clock_state, priority public.ticket_priority, policy_name text,
  calendar_name text, time_zone text, target_seconds integer, basis public.sla_basis, is_due_by_hand boolean,
  started_at timestamptz, running_since timestamptz, consumed_seconds integer, due_at timestamptz, met_at timestamptz,
  met_late_at timestamptz, breached_at timestamptz, breach_cause public.sla_breach_cause, cancel_reason public.sla_cancel_reason,
  stopped_at timestamptz, events public.sla_event_line[], stretches public.sla_stretch[], special_days public.sla_special_day_line[]
)
language sql stable set search_path = '' as $$
  select * from private.get_sla_explanation(workspace_slug, get_sla_explanation.ticket_id);
$$;
comment on function public.get_sla_explanation(text, uuid) is
  'Why a ticket is due when it is, for its agents: its clocks, those still owed first and soonest due, at most 12, with what happened to each (at most 100 events), when its time counted (stretches, at most 200, of at most 92 days), and the days with hours of their own. time_zone: the calendar''s; null where every hour counts. No row: nothing was ever due, or not a ticket of this workspace of the caller.';

grant execute on function private.get_sla_explanation(text, uuid) to authenticated;
grant execute on function public.get_sla_explanation(text, uuid) to authenticated;

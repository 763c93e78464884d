-- What an event makes of a clock. The one place that says so: the engine (next chapter) records events with it, and a
-- clock can be made again from its events with it.

create function private.sla_time_used(clock public.sla_clocks, until_at timestamptz) returns numeric
language plpgsql stable security definer set search_path = '' as $$
begin
  return case
    when clock.running_since is null or until_at <= clock.running_since then 0
    when clock.basis = 'calendar' then extract(epoch from until_at - clock.running_since)
    else private.business_seconds_between(clock.running_since, until_at, clock.calendar_version_id)
  end;
end;
$$;
comment on function private.sla_time_used(public.sla_clocks, timestamptz) is 'Seconds that a clock has counted since running_since, by its own basis and calendar.';

create function private.sla_seconds_to_warning(target_seconds integer, warn_before_seconds integer, consumed_seconds numeric) returns numeric
immutable return target_seconds - coalesce(warn_before_seconds, greatest(target_seconds / 4, 300)) - consumed_seconds;
comment on function private.sla_seconds_to_warning(integer, integer, numeric) is
  'How long after running_since of a clock the assignee is to be warned: the target''s own time before it is due, else when a quarter of the target is left, at least five minutes.';

create function private.apply_sla_event(clock public.sla_clocks, event public.sla_events) returns public.sla_clocks
language plpgsql stable security definer set search_path = '' as $$
declare
  is_owed constant boolean := clock.state in ('running', 'paused');
  warn_after numeric;
  due_after numeric;
  times timestamptz[];
begin
  -- A stop of any kind, and another basis or calendar, first add up what was used by the present ones.
  if clock.running_since is not null and (
    event.kind in ('pause', 'fulfil', 'cancel')
    or event.kind = 'retarget' and (
      event.basis <> clock.basis
      or event.basis = 'business' and event.calendar_version_id is distinct from clock.calendar_version_id)
  ) then
    clock.consumed_seconds := clock.consumed_seconds + private.sla_time_used(clock, event.at);
    clock.running_since := event.at;
  end if;

  if event.kind in ('activate', 'retarget') then
    clock.policy_version_id := event.policy_version_id;
    clock.calendar_version_id := event.calendar_version_id;
    clock.priority := event.priority;
    clock.target_seconds := event.target_seconds;
    clock.basis := event.basis;
    clock.warn_before_seconds := event.warn_before_seconds;
    clock.escalate_after_seconds := event.escalate_after_seconds;
  end if;

  case event.kind
    when 'activate' then
      clock.workspace_id := event.workspace_id;
      clock.ticket_id := event.ticket_id;
      clock.metric := event.metric;
      clock.sequence := event.sequence;
      clock.is_due_by_hand := false;
      clock.state := 'running';
      clock.started_at := event.started_at;
      clock.consumed_seconds := 0;
      clock.running_since := event.started_at;
    when 'backdate' then
      clock.consumed_seconds := 0;
      clock.started_at := event.started_at;
      clock.running_since := event.started_at;
    when 'pause' then
      clock.running_since := null;
      if is_owed and not clock.is_due_by_hand then
        clock.state := 'paused';
        clock.due_at := null;
      end if;
    when 'resume' then
      clock.running_since := event.at;
      clock.stopped_at := null;
      if clock.state in ('paused', 'met') then
        clock.state := 'running';
        clock.met_at := null;
      end if;
    when 'fulfil' then
      clock.running_since := null;
      clock.stopped_at := event.at;
      if is_owed then
        clock.state := 'met';
        clock.met_at := event.at;
      else
        clock.met_late_at := coalesce(clock.met_late_at, event.at);
      end if;
    when 'cancel' then
      clock.running_since := null;
      clock.stopped_at := event.at;
      if is_owed then
        clock.state := 'cancelled';
        clock.cancel_reason := event.cancel_reason;
      end if;
    when 'breach' then
      clock.state := 'breached';
      clock.breached_at := event.at;
      clock.breach_cause := event.breach_cause;
      clock.due_at := event.due_at;
    when 'set_due' then
      clock.is_due_by_hand := event.due_at is not null;
      clock.due_at := event.due_at;
      clock.state := case when event.due_at is null and clock.running_since is null then 'paused' else 'running' end;
    when 'warn' then
      clock.warned_at := event.at;
    when 'escalate' then
      clock.escalated_at := event.at;
    else null;
  end case;

  if clock.state = 'running' and not clock.is_due_by_hand and event.kind in ('activate', 'backdate', 'resume', 'retarget', 'set_due') then
    warn_after := private.sla_seconds_to_warning(clock.target_seconds, clock.warn_before_seconds, clock.consumed_seconds);
    due_after := clock.target_seconds - clock.consumed_seconds;
    if clock.basis = 'calendar' then
      times := array[clock.running_since + make_interval(secs => warn_after::double precision), clock.running_since + make_interval(secs => due_after::double precision)];
    else
      -- Both in one look at the calendar.
      times := private.add_business_times(clock.running_since, array[warn_after, due_after], clock.calendar_version_id);
    end if;
    clock.due_at := times[2];
  end if;
  clock.next_at := case
    when clock.state = 'running' and clock.warned_at is null then least(clock.due_at, coalesce(times[1], private.sla_warn_at(clock)))
    when clock.state = 'running' then clock.due_at
    when clock.state = 'breached' and clock.running_since is not null and clock.escalated_at is null
      -- Not for the time in which nothing was owed: after a reopening it counts anew.
      then greatest(clock.breached_at, clock.running_since) + make_interval(secs => clock.escalate_after_seconds)
  end;
  clock.last_event_number := event.event_number;
  return clock;
end;
$$;
comment on function private.apply_sla_event(public.sla_clocks, public.sla_events) is 'The clock after the event; before its first event it is null.';

create function private.sla_warn_at(clock public.sla_clocks) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
declare
  warn_after constant numeric := private.sla_seconds_to_warning(clock.target_seconds, clock.warn_before_seconds, clock.consumed_seconds);
begin
  return case
    when clock.is_due_by_hand then clock.due_at - make_interval(secs => greatest(extract(epoch from clock.due_at - clock.started_at) / 4, 300)::double precision)
    when clock.basis = 'calendar' then clock.running_since + make_interval(secs => warn_after::double precision)
    else private.add_business_time(clock.running_since, warn_after, clock.calendar_version_id)
  end;
end;
$$;
comment on function private.sla_warn_at(public.sla_clocks) is
  'When the assignee of a running clock''s ticket is to be warned; of one due by hand a quarter of its time before.';

create function private.record_sla_event(clock public.sla_clocks, event public.sla_events) returns public.sla_clocks
language plpgsql volatile security definer set search_path = '' as $$
begin
  event.workspace_id := clock.workspace_id;
  event.ticket_id := clock.ticket_id;
  event.metric := clock.metric;
  event.sequence := clock.sequence;
  event.event_number := clock.last_event_number + 1;
  event.recorded_at := clock_timestamp();
  event.actor_name := coalesce(event.actor_name, '');
  event.reason := coalesce(event.reason, '');
  insert into public.sla_events select event.*;
  clock := private.apply_sla_event(clock, event);
  update public.sla_clocks as kept set (
    policy_version_id, calendar_version_id, priority, target_seconds, basis, warn_before_seconds, escalate_after_seconds,
    is_due_by_hand, state, started_at, consumed_seconds, running_since, due_at, met_at, met_late_at, breached_at, breach_cause,
    cancel_reason, stopped_at, warned_at, escalated_at, next_at, last_event_number) = (
    clock.policy_version_id, clock.calendar_version_id, clock.priority, clock.target_seconds, clock.basis,
    clock.warn_before_seconds, clock.escalate_after_seconds, clock.is_due_by_hand, clock.state, clock.started_at,
    clock.consumed_seconds, clock.running_since, clock.due_at, clock.met_at, clock.met_late_at, clock.breached_at,
    clock.breach_cause, clock.cancel_reason, clock.stopped_at, clock.warned_at, clock.escalated_at, clock.next_at,
    clock.last_event_number)
  where kept.workspace_id = clock.workspace_id and kept.ticket_id = clock.ticket_id
    and kept.metric = clock.metric and kept.sequence = clock.sequence;
  return clock;
end;
$$;
comment on function private.record_sla_event(public.sla_clocks, public.sla_events) is
  'Writes what happened to a clock (only kind, at and what that kind carries need be given) and what it makes of it, and answers the clock. The clock''s ticket, or the clock, is locked by the caller.';

create function private.sla_event(kind public.sla_event_kind, at timestamptz) returns public.sla_events
language plpgsql immutable set search_path = '' as $$
declare
  event public.sla_events;
begin
  event.kind := sla_event.kind;
  event.at := sla_event.at;
  return event;
end;
$$;
comment on function private.sla_event(public.sla_event_kind, timestamptz) is 'An event of which nothing else is said yet.';

create function private.list_differing_sla_clocks(of_workspace_id uuid default null) returns setof public.sla_clocks
language plpgsql stable security definer set search_path = '' as $$
declare
  stored public.sla_clocks;
  made public.sla_clocks;
  event public.sla_events;
begin
  for stored in
    select * from public.sla_clocks where of_workspace_id is null or sla_clocks.workspace_id = of_workspace_id
  loop
    made := null;
    for event in
      select * from public.sla_events as each
      where each.workspace_id = stored.workspace_id and each.ticket_id = stored.ticket_id
        and each.metric = stored.metric and each.sequence = stored.sequence
      order by each.event_number
    loop
      made := private.apply_sla_event(made, event);
    end loop;
    if made is distinct from stored then
      return next stored;
    end if;
  end loop;
end;
$$;
comment on function private.list_differing_sla_clocks(uuid) is
  'Clocks of a workspace, or of all, that are not what their events make of them. There should be none.';

-- SLA engine: what moves a ticket's clocks. All of it follows from the ticket's own columns, by triggers, whoever
-- writes: a message, a command, the API, plain SQL.
--
-- The triggers run before the row is written, because the row carries the due times that come of it. So clocks exist a
-- moment before their ticket, and their foreign keys wait for the end of the transaction. Whoever updates a ticket has
-- its row locked by then, so that two writers take their turns and the second sees the first one's clocks.

create function private.allowed_sla_targets(
  of_workspace_id uuid, of_policy_version_id uuid, of_calendar_version_id uuid, of_priority public.ticket_priority, metrics public.sla_metric[])
returns table (
  metric public.sla_metric, target_seconds integer, basis public.sla_basis, calendar_version_id uuid, warn_before_seconds integer,
  escalate_after_seconds integer)
language sql stable
-- Bound to its tables when it is made, and planned into the query that asks it.
begin atomic
  select target.metric, target.target_seconds,
    -- Without a calendar every hour counts.
    case when of_calendar_version_id is null then 'calendar' else target.basis end,
    case when target.basis = 'business' then of_calendar_version_id end,
    target.warn_before_seconds, version.escalate_after_seconds
  from public.sla_targets as target
  join public.sla_policy_versions as version using (workspace_id, policy_version_id)
  where target.workspace_id = of_workspace_id and target.policy_version_id = of_policy_version_id
    and target.metric = any (metrics) and target.priority = of_priority;
end;
comment on function private.allowed_sla_targets(uuid, uuid, uuid, public.ticket_priority, public.sla_metric[]) is
  'What a version of a policy allows at a priority and by a version of a calendar, for each of these metrics that it has a target for.';

create function private.start_sla_clocks(ticket public.tickets, metrics public.sla_metric[]) returns public.sla_clocks[]
language plpgsql volatile security definer set search_path = '' as $$
declare
  started public.sla_clocks[];
begin
  -- One statement for all of them: every new ticket comes this way.
  with told as (
    insert into public.sla_events as kept (
      workspace_id, ticket_id, metric, sequence, event_number, kind, at, started_at, policy_version_id, calendar_version_id, priority,
      target_seconds, basis, warn_before_seconds, escalate_after_seconds)
    select ticket.workspace_id, ticket.ticket_id, target.metric,
      1 + coalesce((
        select max(earlier.sequence) from public.sla_clocks as earlier
        where earlier.workspace_id = ticket.workspace_id and earlier.ticket_id = ticket.ticket_id and earlier.metric = target.metric), 0),
      1, 'activate', ticket.changed_at,
      case target.metric when 'resolution' then ticket.changed_at else ticket.awaiting_reply_since end,
      ticket.sla_policy_version_id, target.calendar_version_id, ticket.priority,
      target.target_seconds, target.basis, target.warn_before_seconds, target.escalate_after_seconds
    from private.allowed_sla_targets(
      ticket.workspace_id, ticket.sla_policy_version_id, ticket.sla_calendar_version_id, ticket.priority, metrics) as target
    returning kept as event
  ), begun as (
    insert into public.sla_clocks as kept
    select made.* from told cross join lateral private.apply_sla_event(null, told.event) as made
    returning kept as clock
  )
  select coalesce(array_agg(begun.clock), '{}') into started from begun;
  for each in 1 .. cardinality(started) loop
    -- Both are rare: an old wait, and one that begins while the ticket waits for the customer.
    if started[each].due_at < ticket.changed_at then
      started[each] := private.breach_if_past(started[each], ticket.changed_at);
    end if;
    if ticket.status = 'waiting' and started[each].metric = 'resolution' then
      started[each] := private.record_sla_event(started[each], private.sla_event('pause', ticket.changed_at));
    end if;
  end loop;
  return started;
end;
$$;
comment on function private.start_sla_clocks(public.tickets, public.sla_metric[]) is
  'Starts the ticket''s next clock of each of these metrics that its policy has a target for, and answers them: replies from the wait, the resolution from the ticket''s last change.';

create function private.breach_if_past(clock public.sla_clocks, at timestamptz) returns public.sla_clocks
language plpgsql volatile security definer set search_path = '' as $$
declare
  event public.sla_events := private.sla_event('breach', at);
begin
  if clock.state = 'running' and clock.due_at < at
    -- More was used before it stood still than there is now.
    or clock.state in ('running', 'paused') and clock.target_seconds < clock.consumed_seconds and not clock.is_due_by_hand
  then
    event.breach_cause := 'retarget';
    event.due_at := at;
    clock := private.record_sla_event(clock, event);
  end if;
  return clock;
end;
$$;
comment on function private.breach_if_past(public.sla_clocks, timestamptz) is
  'The clock after a change that may have made it due in the past: then it is breached by the change and now, never back-dated.';

create function private.notice_sla_breach(clock public.sla_clocks) returns public.sla_clocks
language plpgsql volatile security definer set search_path = '' as $$
declare
  event public.sla_events := private.sla_event('breach', clock.due_at);
begin
  event.breach_cause := 'overdue';
  event.due_at := clock.due_at;
  return private.record_sla_event(clock, event);
end;
$$;
comment on function private.notice_sla_breach(public.sla_clocks) is 'Writes down that a running clock''s time ran out, when it did.';

create function private.retarget_sla_clocks(ticket public.tickets, is_starting boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  clock public.sla_clocks;
  event public.sla_events;
begin
  for clock in
    select * from public.sla_clocks as owed
    where owed.workspace_id = ticket.workspace_id and owed.ticket_id = ticket.ticket_id and owed.state in ('running', 'paused')
    for update
  loop
    event := private.sla_event('retarget', ticket.changed_at);
    event.policy_version_id := ticket.sla_policy_version_id;
    event.priority := ticket.priority;
    select target.target_seconds, target.basis, target.calendar_version_id, target.warn_before_seconds, target.escalate_after_seconds
    into event.target_seconds, event.basis, event.calendar_version_id, event.warn_before_seconds, event.escalate_after_seconds
    from private.allowed_sla_targets(
      ticket.workspace_id, ticket.sla_policy_version_id, ticket.sla_calendar_version_id, ticket.priority, array[clock.metric]) as target;
    if event.target_seconds is null and not clock.is_due_by_hand then
      event := private.sla_event('cancel', ticket.changed_at);
      event.cancel_reason := 'no_target';
      perform private.record_sla_event(clock, event);
    elsif event.target_seconds is not null and
      (event.policy_version_id, event.calendar_version_id, event.priority, event.target_seconds, event.basis, event.warn_before_seconds, event.escalate_after_seconds)
      is distinct from
      (clock.policy_version_id, clock.calendar_version_id, clock.priority, clock.target_seconds, clock.basis, clock.warn_before_seconds, clock.escalate_after_seconds)
    then
      clock := private.record_sla_event(clock, event);
      if not clock.is_due_by_hand then
        perform private.breach_if_past(clock, ticket.changed_at);
      end if;
    end if;
  end loop;
  if not is_starting then
    return;
  end if;
  if ticket.awaiting_reply_since is not null and ticket.status not in ('resolved', 'closed') and not exists (
    select from public.sla_clocks as begun
    where begun.workspace_id = ticket.workspace_id and begun.ticket_id = ticket.ticket_id
      and begun.metric <> 'resolution' and begun.stopped_at is null
  ) then
    perform private.start_sla_clocks(ticket, array[private.awaited_sla_metric(ticket.is_awaiting_first_response)]);
  end if;
  if ticket.status not in ('resolved', 'closed') and not exists (
    select from public.sla_clocks as begun
    where begun.workspace_id = ticket.workspace_id and begun.ticket_id = ticket.ticket_id
      and begun.metric = 'resolution' and begun.cancel_reason is distinct from 'no_target'
  ) then
    perform private.start_sla_clocks(ticket, array['resolution']::public.sla_metric[]);
  end if;
end;
$$;
comment on function private.retarget_sla_clocks(public.tickets, boolean) is
  'Gives a ticket''s running and paused clocks what its policy and priority allow now: the same start, what is used stays used. Ends those without a target; is_starting: starts those that had none, or had lost it, and have one now.';

create function private.awaited_sla_metric(is_awaiting_first_response boolean) returns public.sla_metric
immutable return case when is_awaiting_first_response then 'first_response' else 'next_response' end::public.sla_metric;
comment on function private.awaited_sla_metric(boolean) is 'Which answer the customer of a ticket waits for.';

create function private.start_sla_clocks() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select matched.policy_version_id, matched.calendar_version_id into new.sla_policy_version_id, new.sla_calendar_version_id
  from private.match_sla_policy(new.workspace_id, new.team_id, new.category_id, new.channel) as matched;
  if new.status in ('resolved', 'closed') or new.spam_at is not null or new.merged_into_ticket_id is not null then
    return new;
  end if;
  return private.with_due_times(new, private.start_sla_clocks(new, array_remove(array[
    case when new.awaiting_reply_since is not null then private.awaited_sla_metric(new.is_awaiting_first_response) end, 'resolution'], null)));
end;
$$;
comment on function private.start_sla_clocks() is 'Gives a new ticket its policy and starts its clocks.';

create function private.with_due_times(ticket public.tickets, clocks public.sla_clocks[]) returns public.tickets
language plpgsql stable security definer set search_path = '' as $$
declare
  clock public.sla_clocks;
begin
  ticket.sla_due_at := null;
  ticket.sla_warn_at := null;
  ticket.reply_due_at := null;
  foreach clock in array clocks loop
    if clock.metric <> 'resolution' then
      ticket.reply_due_at := least(ticket.reply_due_at, clock.due_at);
    end if;
    if clock.due_at < coalesce(ticket.sla_due_at, 'infinity') then
      ticket.sla_due_at := clock.due_at;
      ticket.sla_warn_at := case
        when clock.state <> 'running' then null
        -- What is next of a clock that nobody was warned of is the warning: it need not be computed again.
        when clock.warned_at is null then clock.next_at
        else private.sla_warn_at(clock)
      end;
    end if;
  end loop;
  return ticket;
end;
$$;
comment on function private.with_due_times(public.tickets, public.sla_clocks[]) is
  'The ticket with sla_due_at, sla_warn_at and reply_due_at as these clocks have them, which are those that count.';

create function private.with_due_times(ticket public.tickets) returns public.tickets
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.with_due_times(ticket, array(
    select clock from public.sla_clocks as clock
    where clock.workspace_id = ticket.workspace_id and clock.ticket_id = ticket.ticket_id
      and (clock.running_since is not null or clock.state = 'running')));
end;
$$;
comment on function private.with_due_times(public.tickets) is 'The ticket with its due times as its clocks have them now.';

create trigger t50_start_sla_clocks before insert on public.tickets
  for each row execute function private.start_sla_clocks();

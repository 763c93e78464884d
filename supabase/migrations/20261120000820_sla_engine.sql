-- SLA engine: what moves a ticket's clocks. All of it follows from the ticket's own columns, by triggers, whoever
-- writes: a message, a command, the API, plain SQL.
--
-- The triggers run before the row is written, because the row carries the due times that come of it. So clocks exist a
-- moment before their ticket, and their foreign keys wait for the end of the transaction. Whoever updates a ticket has
-- its row locked by then, so that two writers take their turns and the second sees the first one's clocks.

create function private.sla_target(ticket public.tickets, of_metric public.sla_metric, kind public.sla_event_kind) returns public.sla_events
language plpgsql stable security definer set search_path = '' as $$
declare
  event public.sla_events := private.sla_event(kind, ticket.changed_at);
begin
  event.ticket_id := ticket.ticket_id;
  event.workspace_id := ticket.workspace_id;
  event.metric := of_metric;
  event.priority := ticket.priority;
  event.policy_version_id := ticket.sla_policy_version_id;
  select target.target_seconds,
    -- Without a calendar every hour counts.
    case when ticket.sla_calendar_version_id is null then 'calendar' else target.basis end,
    target.warn_before_seconds, version.escalate_after_seconds,
    case when target.basis = 'business' then ticket.sla_calendar_version_id end
  into event.target_seconds, event.basis, event.warn_before_seconds, event.escalate_after_seconds, event.calendar_version_id
  from public.sla_targets as target
  join public.sla_policy_versions as version using (workspace_id, policy_version_id)
  where target.workspace_id = ticket.workspace_id and target.policy_version_id = ticket.sla_policy_version_id
    and target.metric = of_metric and target.priority = ticket.priority;
  return event;
end;
$$;
comment on function private.sla_target(public.tickets, public.sla_metric, public.sla_event_kind) is
  'An event, of the time at which the ticket last changed, with what the ticket''s policy allows for a metric; target_seconds is null where nothing is due.';

create function private.start_sla_clock(ticket public.tickets, of_metric public.sla_metric, from_at timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  event public.sla_events := private.sla_target(ticket, of_metric, 'activate');
  clock public.sla_clocks;
begin
  if event.target_seconds is null then
    return;
  end if;
  event.started_at := from_at;
  event.sequence := 1 + coalesce((
    select max(earlier.sequence) from public.sla_clocks as earlier
    where earlier.workspace_id = ticket.workspace_id and earlier.ticket_id = ticket.ticket_id and earlier.metric = of_metric), 0);
  clock := private.record_sla_event(null, event);
  clock := private.breach_if_past(clock, ticket.changed_at);
  if of_metric = 'resolution' and ticket.status = 'waiting' then
    perform private.record_sla_event(clock, private.sla_event('pause', ticket.changed_at));
  end if;
end;
$$;
comment on function private.start_sla_clock(public.tickets, public.sla_metric, timestamptz) is
  'Starts the ticket''s next clock of a metric, if its policy has a target for it.';

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
    event := private.sla_target(ticket, clock.metric, 'retarget');
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
    perform private.start_sla_clock(ticket, private.awaited_sla_metric(ticket), ticket.awaiting_reply_since);
  end if;
  if ticket.status not in ('resolved', 'closed') and not exists (
    select from public.sla_clocks as begun
    where begun.workspace_id = ticket.workspace_id and begun.ticket_id = ticket.ticket_id
      and begun.metric = 'resolution' and begun.cancel_reason is distinct from 'no_target'
  ) then
    perform private.start_sla_clock(ticket, 'resolution', ticket.changed_at);
  end if;
end;
$$;
comment on function private.retarget_sla_clocks(public.tickets, boolean) is
  'Gives a ticket''s running and paused clocks what its policy and priority allow now: the same start, what is used stays used. Ends those without a target; is_starting: starts those that had none, or had lost it, and have one now.';

create function private.awaited_sla_metric(ticket public.tickets) returns public.sla_metric
language plpgsql immutable set search_path = '' as $$
begin
  return case when ticket.is_awaiting_first_response then 'first_response' else 'next_response' end;
end;
$$;
comment on function private.awaited_sla_metric(public.tickets) is 'Which answer the customer of a ticket waits for.';

create function private.start_sla_clocks() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select matched.policy_version_id, matched.calendar_version_id into new.sla_policy_version_id, new.sla_calendar_version_id
  from private.match_sla_policy(new.workspace_id, new.team_id, new.category_id, new.channel) as matched;
  if new.status not in ('resolved', 'closed') and new.spam_at is null and new.merged_into_ticket_id is null then
    if new.awaiting_reply_since is not null then
      perform private.start_sla_clock(new, private.awaited_sla_metric(new), new.awaiting_reply_since);
    end if;
    perform private.start_sla_clock(new, 'resolution', new.created_at);
  end if;
  return private.with_due_times(new);
end;
$$;
comment on function private.start_sla_clocks() is 'Gives a new ticket its policy and starts its clocks.';

create function private.with_due_times(ticket public.tickets) returns public.tickets
language plpgsql stable security definer set search_path = '' as $$
begin
  select min(clock.due_at), min(clock.due_at) filter (where clock.metric <> 'resolution'),
    (array_agg(
      -- What is next of a clock that nobody was warned of is the warning: it need not be computed again.
      case when clock.state <> 'running' then null when clock.warned_at is null then clock.next_at else private.sla_warn_at(clock) end
      order by clock.due_at))[1]
  into ticket.sla_due_at, ticket.reply_due_at, ticket.sla_warn_at
  from public.sla_clocks as clock
  where clock.workspace_id = ticket.workspace_id and clock.ticket_id = ticket.ticket_id and (clock.running_since is not null or clock.state = 'running');
  return ticket;
end;
$$;
comment on function private.with_due_times(public.tickets) is 'The ticket with sla_due_at, sla_warn_at and reply_due_at as its clocks have them.';

create trigger t50_start_sla_clocks before insert on public.tickets
  for each row execute function private.start_sla_clocks();

-- What a change of a ticket does to its clocks: the table of moves.

create function private.stop_reply_clock(before public.tickets, after public.tickets) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  is_ended constant boolean := after.status in ('resolved', 'closed');
  is_answered constant boolean := after.response_count > before.response_count
    or is_ended and (select workspace.sla_unanswered_rule from public.workspaces as workspace where workspace.workspace_id = after.workspace_id) = 'counts_as_reply';
  clock public.sla_clocks;
  event public.sla_events := private.sla_event(
    case when is_answered then 'fulfil' else 'cancel' end::public.sla_event_kind, after.changed_at);
begin
  event.cancel_reason := case when is_answered then null when is_ended then 'resolved' else 'no_reply_needed' end::public.sla_cancel_reason;
  for clock in
    select * from public.sla_clocks as owed
    where owed.workspace_id = after.workspace_id and owed.ticket_id = after.ticket_id
      and owed.metric <> 'resolution' and owed.stopped_at is null
    for update
  loop
    perform private.record_sla_event(clock, event);
  end loop;
end;
$$;
comment on function private.stop_reply_clock(public.tickets, public.tickets) is
  'Nobody waits any more: answered, or resolved without an answer, or an agent said that none is needed.';

create function private.move_resolution_clock(before public.tickets, after public.tickets) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  was_ended constant boolean := before.status in ('resolved', 'closed');
  is_ended constant boolean := after.status in ('resolved', 'closed');
  rule constant public.sla_reopen_rule := (
    select workspace.sla_reopen_rule from public.workspaces as workspace where workspace.workspace_id = after.workspace_id);
  clock public.sla_clocks;
begin
  select * into clock from public.sla_clocks as latest
  where latest.workspace_id = after.workspace_id and latest.ticket_id = after.ticket_id and latest.metric = 'resolution'
  order by latest.sequence desc limit 1
  for update;

  if was_ended and not is_ended then
    if rule = 'restart' or rule = 'resume' and (clock.state is null or clock.cancel_reason = 'no_target') then
      perform private.start_sla_clocks(after, array['resolution']::public.sla_metric[]);
    elsif rule = 'resume' and clock.state in ('met', 'breached') then
      clock := private.record_sla_event(clock, private.sla_event('resume', after.changed_at));
      clock := private.breach_if_past(clock, after.changed_at);
      if after.status = 'waiting' then
        perform private.record_sla_event(clock, private.sla_event('pause', after.changed_at));
      end if;
    end if;
  elsif clock.stopped_at is not null or clock.state is null then
    return;
  elsif is_ended then
    perform private.record_sla_event(clock, private.sla_event('fulfil', after.changed_at));
  elsif after.status = 'waiting' then
    perform private.record_sla_event(clock, private.sla_event('pause', after.changed_at));
  elsif before.status = 'waiting' then
    perform private.record_sla_event(clock, private.sla_event('resume', after.changed_at));
  end if;
end;
$$;
comment on function private.move_resolution_clock(public.tickets, public.tickets) is
  'After a change of status: waiting pauses, resolved and closed stop, and reopening does what the workspace has chosen. Time spent resolved is not counted.';

create function private.cancel_sla_clocks(ticket public.tickets) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  clock public.sla_clocks;
  event public.sla_events := private.sla_event('cancel', ticket.changed_at);
begin
  event.cancel_reason := case when ticket.spam_at is not null then 'spam' else 'merged' end::public.sla_cancel_reason;
  for clock in
    select * from public.sla_clocks as owed
    where owed.workspace_id = ticket.workspace_id and owed.ticket_id = ticket.ticket_id and owed.stopped_at is null
    for update
  loop
    perform private.record_sla_event(clock, event);
  end loop;
end;
$$;
comment on function private.cancel_sla_clocks(public.tickets) is 'Nothing is due for spam, nor for a ticket that goes on in another.';

create function private.backdate_reply_clock(ticket public.tickets) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  clock public.sla_clocks;
  event public.sla_events := private.sla_event('backdate', ticket.changed_at);
begin
  event.started_at := ticket.awaiting_reply_since;
  for clock in
    select * from public.sla_clocks as owed
    where owed.workspace_id = ticket.workspace_id and owed.ticket_id = ticket.ticket_id
      and owed.metric <> 'resolution' and owed.state = 'running'
    for update
  loop
    perform private.breach_if_past(private.record_sla_event(clock, event), ticket.changed_at);
  end loop;
end;
$$;
comment on function private.backdate_reply_clock(public.tickets) is
  'The customer has waited since another moment than was known: a message of a merged ticket is older.';

create function private.move_sla_clocks() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  clock public.sla_clocks;
  is_rematched constant boolean :=
    (new.team_id, new.category_id, new.channel) is distinct from (old.team_id, old.category_id, old.channel);
  is_retargeted constant boolean := is_rematched or new.priority <> old.priority
    or new.sla_policy_version_id is distinct from old.sla_policy_version_id
    or new.sla_calendar_version_id is distinct from old.sla_calendar_version_id;
  was_ended constant boolean := old.status in ('resolved', 'closed');
begin
  -- At once by whatever statement notices it, and before what that does.
  for clock in
    select * from public.sla_clocks as late
    where late.workspace_id = new.workspace_id and late.ticket_id = new.ticket_id
      and late.state = 'running' and late.due_at < new.changed_at
    for update
  loop
    perform private.notice_sla_breach(clock);
  end loop;
  if new.spam_at is not null or new.merged_into_ticket_id is not null then
    perform private.cancel_sla_clocks(new);
    return private.with_due_times(new);
  end if;

  if is_rematched then
    select matched.policy_version_id, matched.calendar_version_id into new.sla_policy_version_id, new.sla_calendar_version_id
    from private.match_sla_policy(new.workspace_id, new.team_id, new.category_id, new.channel) as matched;
  end if;
  if old.awaiting_reply_since is not null and new.awaiting_reply_since is null then
    perform private.stop_reply_clock(old, new);
  elsif old.awaiting_reply_since <> new.awaiting_reply_since then
    perform private.backdate_reply_clock(new);
  end if;
  if new.status <> old.status then
    perform private.move_resolution_clock(old, new);
  end if;
  if is_retargeted then
    perform private.retarget_sla_clocks(new, true);
  elsif was_ended and new.status not in ('resolved', 'closed') then
    -- The priority may have changed while the clock that goes on now stood still.
    perform private.retarget_sla_clocks(new, false);
  end if;
  if old.awaiting_reply_since is null and new.awaiting_reply_since is not null and new.status not in ('resolved', 'closed') and not exists (
    select from public.sla_clocks as begun
    where begun.workspace_id = new.workspace_id and begun.ticket_id = new.ticket_id
      and begun.metric <> 'resolution' and begun.started_at = new.awaiting_reply_since and begun.stopped_at is null
  ) then
    perform private.start_sla_clocks(new, array[private.awaited_sla_metric(new.is_awaiting_first_response)]);
  end if;
  return private.with_due_times(new);
end;
$$;
comment on function private.move_sla_clocks() is 'Moves a ticket''s clocks as its change demands, in one order: late ones are noticed, replies stop, the resolution moves, targets change, a new wait starts.';

-- Most changes of a ticket (who looks after it, the last activity) are none of the clocks' business.
create trigger t50_move_sla_clocks before update on public.tickets
  for each row when (
    new.status is distinct from old.status or new.priority is distinct from old.priority
    or new.awaiting_reply_since is distinct from old.awaiting_reply_since
    or new.team_id is distinct from old.team_id or new.category_id is distinct from old.category_id or new.channel is distinct from old.channel
    or new.spam_at is distinct from old.spam_at or new.merged_into_ticket_id is distinct from old.merged_into_ticket_id
    or new.sla_policy_version_id is distinct from old.sla_policy_version_id
    or new.sla_calendar_version_id is distinct from old.sla_calendar_version_id)
  execute function private.move_sla_clocks();

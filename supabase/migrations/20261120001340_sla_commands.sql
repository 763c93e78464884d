-- Commands of agents about what is due.

create function private.set_no_reply_needed(of_ticket_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  ticket constant public.tickets := private.lock_ticket_for_agent(of_ticket_id);
begin
  update public.tickets set awaiting_reply_since = null
  where ticket_id = ticket.ticket_id and awaiting_reply_since is not null;
end;
$$;

create function public.set_no_reply_needed(ticket_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.set_no_reply_needed(ticket_id); $$;
comment on function public.set_no_reply_needed(uuid) is
  'An agent says that the customer''s last words need no answer: nothing is due for them any more. Nothing happens when nobody waits. Errors: 404 ticket_not_found.';

create function private.set_resolution_due(of_ticket_id uuid, new_due_at timestamptz, why text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  ticket public.tickets := private.lock_ticket_for_agent(of_ticket_id);
  clock public.sla_clocks;
  event public.sla_events;
begin
  if new_due_at is not null and coalesce(btrim(why), '') = '' then
    perform private.refuse(422, 'sla_reason_required', 'Say why the ticket is due then.');
  end if;
  if ticket.status in ('resolved', 'closed') then
    perform private.refuse(409, 'ticket_already_resolved', 'A resolved ticket is not due any more.');
  end if;
  if new_due_at <= now() or new_due_at > now() + interval '10 years' then
    perform private.refuse(422, 'sla_due_out_of_range', 'Choose a time in the next ten years.');
  end if;
  -- The row first, as whoever changes the ticket has it.
  select * into ticket from public.tickets where tickets.ticket_id = of_ticket_id for no key update;
  ticket.changed_at := greatest(ticket.changed_at, now());
  select * into clock from public.sla_clocks as latest
  where latest.workspace_id = ticket.workspace_id and latest.ticket_id = ticket.ticket_id and latest.metric = 'resolution'
  order by latest.sequence desc limit 1 for update;
  if clock.state = 'running' and clock.due_at < ticket.changed_at then
    clock := private.notice_sla_breach(clock);
  end if;
  if clock.state is null or clock.state not in ('running', 'paused') then
    perform private.refuse(409, 'sla_not_running', 'Nothing is due for the resolution of this ticket.');
  end if;

  event := private.sla_event('set_due', ticket.changed_at);
  event.due_at := new_due_at;
  event.reason := coalesce(btrim(why), '');
  event.actor_name := (select who.display_name from private.ticket_actor(ticket.workspace_id, ticket.ticket_id) as who);
  clock := private.record_sla_event(clock, event);
  perform private.breach_if_past(clock, ticket.changed_at);
  if new_due_at is null then
    -- The target may be another one by now.
    perform private.retarget_sla_clocks(ticket, false);
  end if;
  ticket := private.with_due_times(ticket);
  update public.tickets set sla_due_at = ticket.sla_due_at, sla_warn_at = ticket.sla_warn_at where tickets.ticket_id = ticket.ticket_id;
end;
$$;

create function public.set_resolution_due(ticket_id uuid, due_at timestamptz, reason text) returns void
language sql volatile set search_path = '' as $$ select private.set_resolution_due(ticket_id, due_at, reason); $$;
comment on function public.set_resolution_due(uuid, timestamptz, text) is
  'An agent, in any role, says when a ticket is to be resolved, instead of its policy; no pause and no priority moves that. Null: as the policy says again. Errors: 404 ticket_not_found; 409 ticket_already_resolved, sla_not_running (no target, or breached already); 422 sla_reason_required, sla_due_out_of_range; 23514 sla_events_reason_length.';

grant execute on function private.set_no_reply_needed(uuid) to authenticated;
grant execute on function public.set_no_reply_needed(uuid) to authenticated;
grant execute on function private.set_resolution_due(uuid, timestamptz, text) to authenticated;
grant execute on function public.set_resolution_due(uuid, timestamptz, text) to authenticated;

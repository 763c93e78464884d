-- Playing a what-if: what happened to a ticket is done again to a copy of it, whose triggers are the engine's.

create function private.play_ticket(ticket public.tickets, copy_number bigint, until_at timestamptz) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  copy_id constant uuid := gen_random_uuid();
  copy_room_id constant uuid := gen_random_uuid();
  opening record;
  happening record;
begin
  select coalesce((
      select each.old_value from public.ticket_events as each
      where each.workspace_id = ticket.workspace_id and each.ticket_id = ticket.ticket_id and each.kind = 'priority_changed'
      order by each.created_at, each.event_id limit 1), ticket.priority::text)::public.ticket_priority as priority,
    coalesce((
      select each.new_value from public.ticket_events as each
      where each.workspace_id = ticket.workspace_id and each.ticket_id = ticket.ticket_id and each.kind = 'ticket_created'
      limit 1), 'open')::public.ticket_status as status,
    (
      select each.sender_type from public.messages as each
      where each.room_id = ticket.chat_room_id and each.sender_type <> 'system' order by each.seq limit 1
    ) = 'customer' as is_by_customer
  into opening;
  insert into public.tickets (
    ticket_id, workspace_id, number, chat_room_id, customer_id, subject, status, priority, channel, category_id, team_id,
    created_at, last_activity_at, awaiting_reply_since)
  values (
    copy_id, ticket.workspace_id, copy_number, copy_room_id, ticket.customer_id, ticket.subject, opening.status, opening.priority, ticket.channel,
    ticket.category_id, ticket.team_id, ticket.created_at, ticket.created_at, case when opening.is_by_customer then ticket.created_at end);
  insert into public.chat_rooms (room_id, workspace_id, ticket_id) values (copy_room_id, ticket.workspace_id, copy_id);

  for happening in
    select told.* from (
      select merged.*, lag(merged.sender_type) over (order by merged.at, merged.rank, merged.seq, merged.place) as before
      from (
        select each.created_at as at, 1 as rank, each.seq, '' as place, each.sender_type, null as kind, null as value, null::public.sender_type as actor_type
        from public.messages as each where each.room_id = ticket.chat_room_id and each.sender_type <> 'system'
        union all
        select each.created_at, 2, 0, each.event_id::text, null, each.kind::text, each.new_value, each.actor_type
        from public.ticket_events as each
        where each.workspace_id = ticket.workspace_id and each.ticket_id = ticket.ticket_id
          and each.kind in ('status_changed', 'priority_changed', 'no_reply_needed')
      ) as merged
      where merged.at <= until_at
    ) as told
    -- What somebody says right after their own words moves no clock.
    where told.sender_type is null or told.sender_type is distinct from told.before
    order by told.at, told.rank, told.seq, told.place limit 2000
  loop
    if happening.sender_type is not null then
      perform private.advance_ticket(ticket.workspace_id, copy_room_id, happening.sender_type, happening.at);
    elsif happening.kind = 'status_changed' then
      update public.tickets set as_of = happening.at, status = happening.value::public.ticket_status,
        -- The customer's own button asks for an answer, without a message.
        awaiting_reply_since = case
          when happening.actor_type = 'customer' and happening.value = 'open' then coalesce(awaiting_reply_since, happening.at)
          else awaiting_reply_since end
      where ticket_id = copy_id and status::text <> happening.value;
    elsif happening.kind = 'priority_changed' then
      update public.tickets set as_of = happening.at, priority = happening.value::public.ticket_priority
      where ticket_id = copy_id and priority::text <> happening.value;
    else
      update public.tickets set as_of = happening.at, awaiting_reply_since = null where ticket_id = copy_id and awaiting_reply_since is not null;
    end if;
  end loop;
  return copy_id;
end;
$$;
comment on function private.play_ticket(public.tickets, bigint, timestamptz) is
  'Does to a new copy of a ticket what happened to it until a moment, and answers the copy''s id; for a transaction that is undone. Team, category and channel are those of now; due times by hand are left out. Of very long histories the first 2000 happenings.';

create function private.play_sla_what_if(of_workspace_id uuid, of_what_if_id uuid, max_tickets integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  what_if private.sla_what_ifs;
  draft public.sla_policy_draft;
  chosen public.tickets[];
  ticket public.tickets;
  copy_id uuid;
  draft_policy_id uuid;
  copy_number bigint := 0;
  is_draft boolean;
  clocks private.sla_what_if_clocks[] := '{}';
begin
  -- As lock_settings() has it: nobody saves anything between the two sides. First, as whoever asks for a what-if does.
  perform from public.workspaces as workspace where workspace.workspace_id = of_workspace_id for no key update;
  select * into what_if from private.sla_what_ifs as each
  where each.workspace_id = of_workspace_id and each.what_if_id = of_what_if_id and each.state in ('waiting', 'running') for update;
  if what_if.what_if_id is null then
    return 0;
  end if;
  draft := jsonb_populate_record(null::public.sla_policy_draft, what_if.draft);
  chosen := array(
    select each from private.list_sla_what_if_tickets(of_workspace_id, what_if.created_at, what_if.last_ticket_id, max_tickets) as each);
  begin
    perform private.restore_sla_settings(of_workspace_id, what_if.settings);
    foreach is_draft in array array[false, true] loop
      if is_draft then
        insert into public.sla_policies (workspace_id, name, position)
        select of_workspace_id, gen_random_uuid()::text, coalesce((
          select replaced.position from public.sla_policies as replaced
          where replaced.workspace_id = of_workspace_id and replaced.policy_id = what_if.policy_id), 2147483647)
        returning policy_id into draft_policy_id;
        update public.sla_policies set current_version_id = private.add_sla_policy_version(of_workspace_id, draft_policy_id, draft)
        where workspace_id = of_workspace_id and policy_id = draft_policy_id;
        update public.sla_policies set archived_at = now() where workspace_id = of_workspace_id and policy_id = what_if.policy_id;
      end if;
      foreach ticket in array chosen loop
        -- Below all real numbers.
        copy_number := copy_number - 1;
        copy_id := private.play_ticket(ticket, copy_number, what_if.created_at);
        clocks := clocks || array(
          select row(
            of_workspace_id, of_what_if_id, ticket.ticket_id, clock.metric, clock.sequence, is_draft,
            clock.state <> 'met', clock.started_at, clock.due_at)::private.sla_what_if_clocks
          from public.sla_clocks as clock
          where clock.workspace_id = of_workspace_id and clock.ticket_id = copy_id
            and (clock.state in ('met', 'breached') or clock.state = 'running' and clock.due_at < what_if.created_at));
      end loop;
    end loop;
    raise exception using errcode = 'FR001';
  exception when sqlstate 'FR001' then null;
  end;
  insert into private.sla_what_if_clocks select each.* from unnest(clocks) as each;
  update private.sla_what_ifs set
    tickets_done = tickets_done + cardinality(chosen), last_ticket_id = coalesce(ticket.ticket_id, last_ticket_id),
    state = case when cardinality(chosen) < max_tickets then 'done' else 'running' end::public.sla_what_if_state
  where workspace_id = of_workspace_id and what_if_id = of_what_if_id;
  return cardinality(chosen);
end;
$$;
comment on function private.play_sla_what_if(uuid, uuid, integer) is
  'Plays the next tickets of a what-if, twice each, keeps what came of it, and answers how many those were; fewer than max_tickets: it is done. What is played is undone.';

create function private.fail_sla_what_if(of_workspace_id uuid, of_what_if_id uuid) returns void
language sql volatile security definer set search_path = '' as $$
  update private.sla_what_ifs set state = 'failed'
  where workspace_id = of_workspace_id and what_if_id = of_what_if_id and state <> 'done';
$$;
comment on function private.fail_sla_what_if(uuid, uuid) is 'Says of a what-if that it will not come to its end.';

-- The life of a ticket, kept by triggers whoever writes: numbering, times, status by message, timeline.
-- Trigger names give their order (t<NN>): 10 fill in, 30 refuse, 50 derive, 70 record, 90 broadcast.

-- 10: numbering ------------------------------------------------------------------------------------------

create function private.number_ticket() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.ticket_counters as counter (workspace_id) values (new.workspace_id)
  on conflict (workspace_id) do update set last_number = counter.last_number + 1
  returning last_number into new.number;
  return new;
end;
$$;
comment on function private.number_ticket() is 'Gives a new ticket the next number of its workspace. A transaction that fails gives the number back.';

create function private.date_ticket() returns trigger
language plpgsql set search_path = '' as $$
declare
  given constant timestamptz := new.as_of;
begin
  new.as_of := null;
  if tg_op = 'INSERT' then
    new.changed_at := new.created_at;
  elsif new is distinct from old then
    new.changed_at := greatest(old.changed_at, coalesce(given, now()));
  end if;
  return new;
end;
$$;
comment on function private.date_ticket() is 'Sets changed_at: the time as of which the writer tells, else now; never before the last change.';

create trigger t10_date_ticket before insert or update on public.tickets
  for each row execute function private.date_ticket();
create trigger t10_number_ticket before insert on public.tickets
  for each row when (new.number is null) execute function private.number_ticket();

-- 30: a closed room takes no messages ------------------------------------------------------------------------

create function private.refuse_message_in_closed_room() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  room record;
begin
  -- Of people: the system still says what happens to the ticket.
  if new.sender_type <> 'system' then
    select chat_room.status, workspace.deletion_at into room
    from public.chat_rooms as chat_room join public.workspaces as workspace using (workspace_id) where chat_room.room_id = new.room_id;
    if room.status = 'closed' then
      perform private.refuse(409, 'room_closed', 'This ticket is closed. Open a new ticket to go on.');
    end if;
    if room.deletion_at is not null then
      perform private.refuse(409, 'workspace_closing', 'This workspace is being closed and takes nothing new.');
    end if;
  end if;
  return new;
end;
$$;
comment on function private.refuse_message_in_closed_room() is 'A closed room takes no message of a person: 409 room_closed; a workspace that is being closed neither: 409 workspace_closing. The system still says what happens to the ticket.';

create trigger t30_refuse_message_in_closed_room before insert on public.messages
  for each row execute function private.refuse_message_in_closed_room();

-- 50: what follows from a ticket's columns ---------------------------------------------------------------------

create function private.derive_ticket_times() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' or new.status is distinct from old.status then
    if new.status in ('resolved', 'closed') then
      new.awaiting_reply_since := null;
      new.resolved_at := coalesce(new.resolved_at, new.changed_at);
    else
      new.resolved_at := null;
    end if;
    new.closed_at := case when new.status = 'closed' then coalesce(new.closed_at, new.changed_at) end;
  end if;
  if tg_op = 'INSERT' or new.assignee_id is distinct from old.assignee_id then
    new.assigned_at := case
      when new.assignee_id is null then null
      when tg_op = 'INSERT' then coalesce(new.assigned_at, new.changed_at)
      else new.changed_at
    end;
  end if;
  new.is_awaiting_first_response := new.awaiting_reply_since is not null and (tg_op = 'INSERT' or old.is_awaiting_first_response);
  return new;
end;
$$;
comment on function private.derive_ticket_times() is
  'Sets resolved_at, closed_at and assigned_at from the status and assignee, and whether the awaited answer is the first.';

create trigger t50_derive_ticket_times before insert or update on public.tickets
  for each row execute function private.derive_ticket_times();

create function private.follow_ticket_status() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.chat_rooms
  set status = case when new.status = 'closed' then 'closed' else 'open' end::public.room_status
  where room_id = new.chat_room_id
    and status <> case when new.status = 'closed' then 'closed' else 'open' end::public.room_status;
  return null;
end;
$$;
comment on function private.follow_ticket_status() is 'Closes the room with its ticket, and opens it again.';

create trigger t50_follow_ticket_status after update of status on public.tickets
  for each row when (new.status is distinct from old.status) execute function private.follow_ticket_status();

-- 50: what a message does to its ticket --------------------------------------------------------------------------

create function private.advance_ticket(of_workspace_id uuid, of_room_id uuid, sender public.sender_type, at timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if sender = 'agent' then
    update public.tickets set
      as_of = at,
      last_activity_at = at,
      first_response_at = coalesce(first_response_at, at),
      response_count = response_count + 1,
      awaiting_reply_since = null,
      status = case when status in ('open', 'in_progress') then 'waiting' else status end
    where chat_room_id = of_room_id and workspace_id = of_workspace_id;
  elsif sender = 'customer' then
    update public.tickets set
      as_of = at,
      last_activity_at = at,
      awaiting_reply_since = coalesce(awaiting_reply_since, at),
      status = case when status in ('waiting', 'resolved') then 'open' else status end
    where chat_room_id = of_room_id and workspace_id = of_workspace_id
      -- The first message of a new ticket changes nothing.
      and (last_activity_at <> at or awaiting_reply_since is null or status in ('waiting', 'resolved'));
  end if;
end;
$$;
comment on function private.advance_ticket(uuid, uuid, public.sender_type, timestamptz) is
  'What a message at some time does to its ticket: an agent''s answers the customer (first response, nobody waits, status waiting); a customer''s waits for an answer and reopens a waiting or resolved ticket.';

create function private.follow_message() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.advance_ticket(new.workspace_id, new.room_id, new.sender_type, new.created_at);
  return null;
end;
$$;
comment on function private.follow_message() is 'A new message moves its ticket on.';

create trigger t50_advance_ticket after insert on public.messages
  for each row execute function private.follow_message();

-- 70: the timeline -------------------------------------------------------------------------------------------------

create function private.record_ticket_events() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  acting record;
begin
  select who.sender_type, who.display_name into acting from private.ticket_actor(new.workspace_id, new.ticket_id) as who;

  if tg_op = 'INSERT' then
    insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, actor_name, new_value, is_internal, created_at)
    values (new.workspace_id, new.ticket_id, 'ticket_created', acting.sender_type, acting.display_name, new.status, false, new.created_at);
    insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, actor_name, new_value, is_internal)
    select new.workspace_id, followed.ticket_id, 'follow_up_opened', acting.sender_type, acting.display_name, new.number::text,
      -- What one of several people opens is no affair of the others.
      followed.customer_id <> new.customer_id
    from public.tickets as followed where followed.workspace_id = new.workspace_id and followed.ticket_id = new.follows_ticket_id;
    return null;
  end if;

  insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, actor_name, old_value, new_value, is_internal)
  select new.workspace_id, new.ticket_id, change.kind, acting.sender_type, acting.display_name,
         change.old_value, change.new_value, change.is_internal
  from (values
    ('status_changed'::public.ticket_event_kind, old.status::text, new.status::text, false),
    ('priority_changed', old.priority::text, new.priority::text, true),
    ('ticket_assigned', private.member_name(new.workspace_id, old.assignee_id), private.member_name(new.workspace_id, new.assignee_id), false),
    ('team_changed', private.team_name(new.workspace_id, old.team_id), private.team_name(new.workspace_id, new.team_id), true),
    ('category_changed', private.category_name(new.workspace_id, old.category_id), private.category_name(new.workspace_id, new.category_id), true)
  ) as change (kind, old_value, new_value, is_internal)
  where change.old_value is distinct from change.new_value;
  -- The wait is over, and it was neither an answer nor an end that ended it. Also where nothing was due: a what-if asks.
  if old.awaiting_reply_since is not null and new.awaiting_reply_since is null and new.response_count = old.response_count
    and new.status not in ('resolved', 'closed') and new.merged_into_ticket_id is null
  then
    insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, actor_name, is_internal)
    values (new.workspace_id, new.ticket_id, 'no_reply_needed', acting.sender_type, acting.display_name, true);
  end if;
  return null;
end;
$$;
comment on function private.record_ticket_events() is
  'Writes an event for each column of a ticket that changed and belongs on its timeline, and for a wait that ended without an answer, in the name of who caused it.';

create function private.ticket_actor(of_workspace_id uuid, of_ticket_id uuid, out sender_type public.sender_type, out display_name text)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
  caller constant uuid := auth.uid();
  member_name text;
begin
  -- One after the other, planned once: this is asked at every change of a ticket.
  select member.display_name into member_name
  from public.workspace_members as member
  where member.workspace_id = of_workspace_id and member.user_id = caller and member.is_active;
  if found and private.sees_ticket(of_ticket_id) then
    select 'agent', member_name into sender_type, display_name;
  else
    select 'customer', customer.name into sender_type, display_name
    from public.tickets as ticket
    join public.customer_identities as identity using (workspace_id, customer_id)
    join public.customers as customer using (workspace_id, customer_id)
    where ticket.workspace_id = of_workspace_id and ticket.ticket_id = of_ticket_id and identity.user_id = caller;
  end if;
  if sender_type is null then
    select 'customer', customer.name into sender_type, display_name
    from public.ticket_participants as participant
    join public.customer_identities as identity using (workspace_id, customer_id)
    join public.customers as customer using (workspace_id, customer_id)
    where participant.workspace_id = of_workspace_id and participant.ticket_id = of_ticket_id and identity.user_id = caller;
  end if;
  if sender_type is null then
    -- Who gives a ticket to a private team does not see it any more, and did it all the same.
    select case when member_name is null then 'system' else 'agent' end, coalesce(member_name, '') into sender_type, display_name;
  end if;
end;
$$;
comment on function private.ticket_actor(uuid, uuid) is
  'Who acts now on the ticket: a member of the workspace who may see it, else its requester or a participant (also one who is just leaving), else another member, else the system.';

create function private.member_name(of_workspace_id uuid, of_member_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select display_name from public.workspace_members where workspace_id = of_workspace_id and member_id = of_member_id;
$$;
comment on function private.member_name(uuid, uuid) is 'What a member is called now; null for nobody.';

create function private.team_name(of_workspace_id uuid, of_team_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select name from public.teams where workspace_id = of_workspace_id and team_id = of_team_id;
$$;
comment on function private.team_name(uuid, uuid) is 'What a team is called now; null for none.';

create trigger t70_record_ticket_created after insert on public.tickets
  for each row execute function private.record_ticket_events();
create trigger t70_record_ticket_changes after update on public.tickets
  for each row when (
    (new.status, new.priority, new.assignee_id, new.team_id, new.category_id) is distinct from (old.status, old.priority, old.assignee_id, old.team_id, old.category_id)
    or old.awaiting_reply_since is not null and new.awaiting_reply_since is null)
  execute function private.record_ticket_events();

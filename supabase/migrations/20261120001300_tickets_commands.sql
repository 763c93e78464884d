-- Commands of tickets: open one (customers), and change status, priority and assignee (agents).
--
-- Customers and agents share one database role and may change different things, so nobody may update the
-- tables; each command checks its caller with the same predicates as the policies. Commands lock the room
-- before the ticket, as sending a message does, so that they cannot block each other in a circle.

create type public.ticket_key as (ticket_id uuid, number bigint, room_id uuid);
comment on type public.ticket_key is 'What opening a ticket answers: where it is, and its number for people.';

-- Open ------------------------------------------------------------------------------------------------

create function private.begin_ticket(
  of_customer public.customers, submission_id uuid, subject text, body text, category_id uuid, follows_ticket_id uuid
) returns public.tickets
language plpgsql volatile security definer set search_path = '' as $$
declare
  ticket public.tickets;
begin
  insert into public.tickets (
    workspace_id, customer_id, submission_id, follows_ticket_id, subject, category_id, team_id, created_at, last_activity_at, awaiting_reply_since)
  values (
    of_customer.workspace_id, of_customer.customer_id, begin_ticket.submission_id, begin_ticket.follows_ticket_id,
    btrim(begin_ticket.subject), begin_ticket.category_id,
    -- What was for a private team alone goes on there.
    (
      select team.team_id from public.tickets as followed join public.teams as team using (workspace_id, team_id)
      where followed.workspace_id = of_customer.workspace_id and followed.ticket_id = begin_ticket.follows_ticket_id
        and team.is_private
    ),
    now(), now(), now())
  returning * into ticket;
  insert into public.chat_rooms (room_id, workspace_id, ticket_id, last_seq, last_customer_seq, created_at)
  values (ticket.chat_room_id, ticket.workspace_id, ticket.ticket_id, 1, 1, now());
  insert into public.messages (room_id, seq, workspace_id, sender_type, customer_id, sender_name, client_id, body, created_at)
  values (
    ticket.chat_room_id, 1, ticket.workspace_id, 'customer', ticket.customer_id, of_customer.name,
    begin_ticket.submission_id, btrim(begin_ticket.body, E' \t\r\n'), now());
  return ticket;
end;
$$;
comment on function private.begin_ticket(public.customers, uuid, text, text, uuid, uuid) is
  'A customer''s new ticket with its room and first message. Checks nobody: for commands that did. One that follows a ticket of a private team is that team''s, also when the team is archived: what few could read is not told to all.';

create function private.open_ticket(
  workspace_slug text, subject text, body text, email text, name text, category_id uuid, locale text, submission_id uuid,
  follows_ticket_id uuid, field_answers public.ticket_field_answer[]
) returns public.ticket_key
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller constant uuid := auth.uid();
  portal_workspace_id uuid;
  ticket_customer public.customers;
  ticket public.tickets;
begin
  -- A token outlives its account.
  if not exists (select from auth.users where id = caller) then
    perform private.refuse(401, 'sign_in_required', 'The browser needs an identity before it can open a ticket.');
  end if;
  select workspace_id into portal_workspace_id from public.workspaces where slug = open_ticket.workspace_slug;
  if portal_workspace_id is null then
    perform private.refuse(404, 'workspace_not_found', 'There is no support portal at this address.');
  end if;
  if open_ticket.category_id is not null and not exists (
    select from public.ticket_categories as category
    where category.workspace_id = portal_workspace_id and category.category_id = open_ticket.category_id and archived_at is null
  ) then
    perform private.refuse(422, 'category_not_found', 'Choose one of the categories that are offered.');
  end if;

  -- One person's forms one after the other, so that two copies of one form find each other.
  perform pg_advisory_xact_lock(hashtextextended('open_ticket:' || caller, 0));

  select customer.* into ticket_customer
  from public.customer_identities as identity join public.customers as customer using (workspace_id, customer_id)
  where identity.user_id = caller and workspace_id = portal_workspace_id and lower(customer.email) = lower(btrim(open_ticket.email))
    -- A customer made by an invitation is of that one ticket: who has its link must not come to others.
    and not exists (
      select from public.ticket_participants as participant
      where participant.workspace_id = portal_workspace_id and participant.customer_id = customer.customer_id)
  order by customer.created_at limit 1;

  if ticket_customer.customer_id is not null then
    select * into ticket from public.tickets as existing
    where existing.workspace_id = portal_workspace_id and existing.customer_id = ticket_customer.customer_id
      and existing.submission_id = open_ticket.submission_id;
    if ticket.ticket_id is not null then
      return (ticket.ticket_id, ticket.number, ticket.chat_room_id);
    end if;
    ticket_customer.name := btrim(open_ticket.name);
    update public.customers as customer set name = ticket_customer.name, locale = open_ticket.locale
    where customer.workspace_id = portal_workspace_id and customer.customer_id = ticket_customer.customer_id
      and (customer.name, customer.locale) is distinct from (ticket_customer.name, open_ticket.locale);
  else
    insert into public.customers (workspace_id, email, name, locale)
    values (portal_workspace_id, btrim(open_ticket.email), btrim(open_ticket.name), open_ticket.locale)
    returning * into ticket_customer;
    insert into public.customer_identities (workspace_id, customer_id, user_id)
    values (portal_workspace_id, ticket_customer.customer_id, caller);
  end if;

  ticket := private.begin_ticket(
    ticket_customer, open_ticket.submission_id, open_ticket.subject, open_ticket.body, open_ticket.category_id,
    -- One that is not the caller's any more: what was written is worth more than where it belongs.
    (
      select followed.ticket_id from public.tickets as followed
      where followed.ticket_id = open_ticket.follows_ticket_id and followed.workspace_id = portal_workspace_id
        and followed.ticket_id in (select private.my_ticket_ids())
    ));
  perform private.answer_ticket_fields(ticket, field_answers);
  return (ticket.ticket_id, ticket.number, ticket.chat_room_id);
end;
$$;

create function public.open_ticket(
  workspace_slug text, subject text, body text, email text, name text, submission_id uuid,
  category_id uuid default null, locale text default 'en', follows_ticket_id uuid default null,
  field_answers public.ticket_field_answer[] default '{}'
) returns public.ticket_key
language sql volatile set search_path = '' as $$
  select * from private.open_ticket(
    workspace_slug, subject, body, email, name, category_id, locale, submission_id, follows_ticket_id, field_answers);
$$;
comment on function public.open_ticket(text, text, text, text, text, uuid, uuid, text, uuid, public.ticket_field_answer[]) is
  'Opens a ticket with its room and first message, and links the caller''s identity to a customer. follows_ticket_id: a ticket of the caller that it goes on with. The same submission_id of the same customer answers the same ticket. Errors: 401 sign_in_required; 404 workspace_not_found; 422 category_not_found; 422 ticket_field_unknown, ticket_field_invalid, ticket_field_too_long, ticket_field_required, with the field as detail; 23514 tickets_subject_length, messages_body_length, customers_email_format, customers_name_length.';

grant execute on function private.open_ticket(text, text, text, text, text, uuid, text, uuid, uuid, public.ticket_field_answer[]) to authenticated;
grant execute on function public.open_ticket(text, text, text, text, text, uuid, uuid, text, uuid, public.ticket_field_answer[]) to authenticated;

-- Change ----------------------------------------------------------------------------------------------

create function private.lock_rooms(of_ticket_ids uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from public.chat_rooms where ticket_id = any (of_ticket_ids) order by room_id for no key update;
end;
$$;
comment on function private.lock_rooms(uuid[]) is 'Before a change of several tickets: rooms before tickets, in one order, as all commands lock them.';

create function private.lock_ticket_for_agent(of_ticket_id uuid) returns public.tickets
language plpgsql volatile security definer set search_path = '' as $$
declare
  ticket public.tickets;
begin
  perform from public.chat_rooms as room
  join public.tickets on tickets.chat_room_id = room.room_id
  where tickets.ticket_id = of_ticket_id and private.sees_ticket(of_ticket_id)
  for no key update of room;
  select * into ticket from public.tickets where ticket_id = of_ticket_id and private.sees_ticket(of_ticket_id);
  if ticket.ticket_id is null then
    perform private.refuse(404, 'ticket_not_found', 'There is no such ticket in your workspaces.');
  end if;
  return ticket;
end;
$$;
comment on function private.lock_ticket_for_agent(uuid) is
  'The ticket, with its room locked, when the caller may see it as an agent; else 404 ticket_not_found, also when it exists elsewhere.';

create function private.set_ticket_status(of_ticket_id uuid, new_status public.ticket_status) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  ticket constant public.tickets := private.lock_ticket_for_agent(of_ticket_id);
begin
  if ticket.erased_at is not null and new_status is distinct from ticket.status then
    perform private.refuse_erased();
  end if;
  update public.tickets set status = new_status where ticket_id = ticket.ticket_id and status <> new_status;
end;
$$;

create function private.set_ticket_priority(of_ticket_id uuid, new_priority public.ticket_priority) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  ticket constant public.tickets := private.lock_ticket_for_agent(of_ticket_id);
begin
  update public.tickets set priority = new_priority where ticket_id = ticket.ticket_id and priority <> new_priority;
end;
$$;

create function private.assign_ticket(of_ticket_id uuid, to_member_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  member public.workspace_members;
  ticket public.tickets;
begin
  -- Before the room, as whoever takes a member's access does before giving the member's tickets to somebody else: so
  -- that none is left with a person who has gone.
  select * into member from public.workspace_members
  where member_id = to_member_id and workspace_id = any (array(select private.my_workspace_ids())) for share;
  ticket := private.lock_ticket_for_agent(of_ticket_id);
  if to_member_id is not null and (member.workspace_id = ticket.workspace_id and member.is_active) is not true then
    perform private.refuse(422, 'member_not_found', 'This person is not a member of the workspace any more.');
  end if;
  update public.tickets set assignee_id = to_member_id
  where ticket_id = ticket.ticket_id and assignee_id is distinct from to_member_id;
end;
$$;

create function private.set_ticket_team(of_ticket_id uuid, to_team_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  ticket public.tickets;
begin
  -- Its assignee before the room, as in assign_ticket(): who may see it in a private team is asked of them.
  perform from public.workspace_members as member join public.tickets as given
    on given.workspace_id = member.workspace_id and given.assignee_id = member.member_id
  where given.ticket_id = of_ticket_id and private.sees_ticket(of_ticket_id) for share of member;
  ticket := private.lock_ticket_for_agent(of_ticket_id);
  if to_team_id is not null and not exists (
    select from public.teams where workspace_id = ticket.workspace_id and team_id = to_team_id and archived_at is null)
  then
    perform private.refuse(422, 'team_not_found', 'There is no such team in this workspace.');
  end if;
  update public.tickets set team_id = to_team_id
  where ticket_id = ticket.ticket_id and team_id is distinct from to_team_id;
  return private.sees_ticket(of_ticket_id);
end;
$$;

create function public.set_ticket_status(ticket_id uuid, status public.ticket_status) returns void
language sql volatile set search_path = '' as $$ select private.set_ticket_status(ticket_id, status); $$;
comment on function public.set_ticket_status(uuid, public.ticket_status) is
  'An agent sets the status; closing closes the room. Errors: 404 ticket_not_found; 409 ticket_erased.';

create function public.set_ticket_priority(ticket_id uuid, priority public.ticket_priority) returns void
language sql volatile set search_path = '' as $$ select private.set_ticket_priority(ticket_id, priority); $$;
comment on function public.set_ticket_priority(uuid, public.ticket_priority) is
  'An agent sets the priority; the due date follows from the same start. Errors: 404 ticket_not_found.';

create function public.assign_ticket(ticket_id uuid, member_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.assign_ticket(ticket_id, member_id); $$;
comment on function public.assign_ticket(uuid, uuid) is
  'An agent gives the ticket to a member, or to nobody (null). Errors: 404 ticket_not_found; 422 member_not_found, assignee_not_in_team (who may not see it).';

create function public.set_ticket_team(ticket_id uuid, team_id uuid) returns boolean
language sql volatile set search_path = '' as $$ select private.set_ticket_team(ticket_id, team_id); $$;
comment on function public.set_ticket_team(uuid, uuid) is
  'An agent gives the ticket to a team, or to none (null). In a private team it is nobody''s where its assignee may not see it. Answers whether the caller still sees it. Errors: 404 ticket_not_found; 422 team_not_found.';

grant execute on function private.set_ticket_status(uuid, public.ticket_status) to authenticated;
grant execute on function private.set_ticket_priority(uuid, public.ticket_priority) to authenticated;
grant execute on function private.assign_ticket(uuid, uuid) to authenticated;
grant execute on function private.set_ticket_team(uuid, uuid), public.set_ticket_team(uuid, uuid) to authenticated;
grant execute on function public.set_ticket_status(uuid, public.ticket_status) to authenticated;
grant execute on function public.set_ticket_priority(uuid, public.ticket_priority) to authenticated;
grant execute on function public.assign_ticket(uuid, uuid) to authenticated;

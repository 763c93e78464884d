-- Commands of participants: add somebody by address, send the link again, remove somebody or leave.
--
-- What an address is known for is never told: inviting it makes a customer of its own, whoever else uses the address.

create type public.participant_line as (
  customer_id uuid, name text, email text, is_requester boolean, invited_at timestamptz, joined_at timestamptz
);

create function private.list_participants(of_ticket_id uuid) returns setof public.participant_line
language sql stable security definer set search_path = '' as $$
  with seen as (
    select ticket.*, mine.is_agent or ticket.customer_id in (select private.my_customer_ids()) as with_email
    from public.tickets as ticket cross join (select private.sees_ticket(of_ticket_id) as is_agent) as mine
    where ticket.ticket_id = of_ticket_id and (mine.is_agent or ticket.ticket_id in (select private.my_ticket_ids()))
  )
  select person.customer_id, customer.name, case when person.with_email then customer.email end,
    person.is_requester, person.invited_at, person.joined_at
  from (
    select workspace_id, customer_id, with_email, true as is_requester, created_at as invited_at, created_at as joined_at from seen
    union all
    select participant.workspace_id, participant.customer_id, seen.with_email, false, participant.invited_at, participant.joined_at
    from seen join public.ticket_participants as participant using (workspace_id, ticket_id)
    where participant.removed_at is null
  ) as person
  join public.customers as customer using (workspace_id, customer_id)
  order by person.is_requester desc, person.invited_at, person.customer_id;
$$;
comment on function private.list_participants(uuid) is
  'Requester and participants of a ticket that the caller may see. Addresses for its agents and its requester alone: participants need not know each other''s.';
grant execute on function private.list_participants(uuid) to authenticated;

create function private.lock_ticket_for_requester(of_ticket_id uuid, out ticket public.tickets, out seat_id uuid, out seat_name text, out may_decide boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare
  seat record;
begin
  select * into ticket from public.tickets where ticket_id = of_ticket_id;
  select * into seat from private.room_seat(ticket.chat_room_id);
  if seat.sender_id is null then
    perform private.refuse(404, 'ticket_not_found', 'There is no such ticket for you.');
  end if;
  perform from public.chat_rooms where room_id = ticket.chat_room_id for no key update;
  select * into ticket from public.tickets where ticket_id = of_ticket_id;
  seat_id := seat.sender_id;
  seat_name := seat.sender_name;
  may_decide := seat.sender_type = 'agent' or seat.sender_id = ticket.customer_id;
end;
$$;
comment on function private.lock_ticket_for_requester(uuid) is
  'The ticket with its room locked, as whom the caller takes part, and whether that is its requester or an agent. 404 ticket_not_found for everybody else.';

create function private.refuse_participant() returns void
language sql volatile set search_path = '' as $$
  select private.refuse(403, 'not_the_requester', 'Only the person who opened the ticket and the agents may do this.');
$$;
comment on function private.refuse_participant() is 'Refuses what only the requester and agents may do: 403 not_the_requester.';

create function private.add_participant(of_ticket_id uuid, participant_email text, participant_name text) returns public.participant_line
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked constant record := private.lock_ticket_for_requester(of_ticket_id);
  address constant text := btrim(participant_email);
  requester public.customers;
  known public.ticket_participants;
  added_customer_id uuid;
begin
  if not locked.may_decide then
    perform private.refuse_participant();
  end if;
  if (locked.ticket).status = 'closed' then
    perform private.refuse(409, 'room_closed', 'This ticket is closed. Reopen it to add people.');
  end if;
  select * into requester from public.customers
  where workspace_id = (locked.ticket).workspace_id and customer_id = (locked.ticket).customer_id;
  if lower(address) = lower(requester.email) then
    perform private.refuse(422, 'participant_is_requester', 'This is the address of the person who opened the ticket.');
  end if;

  select participant.* into known
  from public.ticket_participants as participant join public.customers as customer using (workspace_id, customer_id)
  where participant.workspace_id = requester.workspace_id and participant.ticket_id = of_ticket_id and lower(customer.email) = lower(address);
  added_customer_id := known.customer_id;

  if known.customer_id is null or known.removed_at is not null then
    if (
      select count(*) filter (where removed_at is null) >= 10 or (known.customer_id is null and count(*) >= 30)
      from public.ticket_participants where workspace_id = requester.workspace_id and ticket_id = of_ticket_id
    ) then
      perform private.refuse(422, 'too_many_participants', 'A ticket takes ten people beside the one who opened it.');
    end if;
    if known.customer_id is null then
      insert into public.customers (workspace_id, email, name, locale)
      values (requester.workspace_id, address, btrim(participant_name), requester.locale)
      returning customer_id into added_customer_id;
      insert into public.ticket_participants (workspace_id, ticket_id, customer_id, invited_by_name)
      values (requester.workspace_id, of_ticket_id, added_customer_id, locked.seat_name);
    else
      perform private.refuse_second_mail(known);
      update public.customers set name = btrim(participant_name)
      where workspace_id = known.workspace_id and customer_id = known.customer_id;
      update public.ticket_participants
      set removed_at = null, joined_at = null, invited_by_name = locked.seat_name, invited_at = now(), link_sent_at = now()
      where workspace_id = known.workspace_id and ticket_id = known.ticket_id and customer_id = known.customer_id;
    end if;
  end if;
  return (select line from private.list_participants(of_ticket_id) as line where line.customer_id = added_customer_id);
end;
$$;

create function private.refuse_second_mail(participant public.ticket_participants, as_of timestamptz default now()) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if participant.link_sent_at > as_of - interval '5 minutes' then
    perform private.refuse(429, 'access_link_just_sent', 'A mail went to this address a moment ago. Wait five minutes before the next.');
  end if;
end;
$$;
comment on function private.refuse_second_mail(public.ticket_participants, timestamptz) is 'So that nobody fills a stranger''s mailbox.';

create function private.send_access_link(of_ticket_id uuid, to_customer_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked constant record := private.lock_ticket_for_requester(of_ticket_id);
  participant public.ticket_participants;
begin
  if not locked.may_decide then
    perform private.refuse_participant();
  end if;
  select * into participant from public.ticket_participants as each
  where each.workspace_id = (locked.ticket).workspace_id and each.ticket_id = of_ticket_id and each.customer_id = to_customer_id and each.removed_at is null;
  if participant.customer_id is null then
    perform private.refuse(404, 'participant_not_found', 'This person does not take part in the ticket.');
  end if;
  perform private.refuse_second_mail(participant);
  update public.ticket_participants as each set link_sent_at = now()
  where each.workspace_id = participant.workspace_id and each.ticket_id = of_ticket_id and each.customer_id = to_customer_id;
end;
$$;

create function private.remove_participant(of_ticket_id uuid, gone_customer_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked constant record := private.lock_ticket_for_requester(of_ticket_id);
  ticket_workspace_id constant uuid := (locked.ticket).workspace_id;
begin
  if not locked.may_decide and locked.seat_id <> gone_customer_id then
    perform private.refuse_participant();
  end if;
  update public.ticket_participants as participant set removed_at = now()
  where participant.workspace_id = ticket_workspace_id and participant.ticket_id = of_ticket_id
    and participant.customer_id = gone_customer_id and participant.removed_at is null;
  if not found then
    perform private.refuse(404, 'participant_not_found', 'This person does not take part in the ticket.');
  end if;
  -- The links and the browsers that used them: whoever is added again comes by a new mail.
  update private.access_links as link set revoked_at = now()
  where link.workspace_id = ticket_workspace_id and link.ticket_id = of_ticket_id and link.customer_id = gone_customer_id and link.revoked_at is null;
  delete from public.customer_identities as identity
  where identity.workspace_id = ticket_workspace_id and identity.customer_id = gone_customer_id;
end;
$$;

create function public.add_participant(ticket_id uuid, email text, name text) returns public.participant_line
language sql volatile set search_path = '' as $$ select * from private.add_participant(ticket_id, email, name); $$;
comment on function public.add_participant(uuid, text, text) is
  'The requester or an agent adds somebody to a ticket, who gets access by a mailed link. An address that takes part already is answered as it is. Errors: 403 not_the_requester; 404 ticket_not_found; 409 room_closed; 422 participant_is_requester, too_many_participants (10, and 30 over time); 429 access_link_just_sent (removed a moment ago), too_many_access_links, too_many_invitations; 23514 customers_email_format, customers_name_length.';

create function public.send_access_link(ticket_id uuid, customer_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.send_access_link(ticket_id, customer_id); $$;
comment on function public.send_access_link(uuid, uuid) is
  'The requester or an agent sends a participant another link; earlier ones stay good. Errors: 403 not_the_requester; 404 ticket_not_found, participant_not_found; 429 access_link_just_sent, too_many_access_links, too_many_invitations.';

create function public.remove_participant(ticket_id uuid, customer_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.remove_participant(ticket_id, customer_id); $$;
comment on function public.remove_participant(uuid, uuid) is
  'The requester or an agent removes a participant, or a participant leaves: access, links and open channels end. Errors: 403 not_the_requester; 404 ticket_not_found, participant_not_found.';

grant execute on function private.add_participant(uuid, text, text) to authenticated;
grant execute on function public.add_participant(uuid, text, text) to authenticated;
grant execute on function private.send_access_link(uuid, uuid) to authenticated;
grant execute on function public.send_access_link(uuid, uuid) to authenticated;
grant execute on function private.remove_participant(uuid, uuid) to authenticated;
grant execute on function public.remove_participant(uuid, uuid) to authenticated;

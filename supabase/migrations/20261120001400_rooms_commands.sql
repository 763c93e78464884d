-- Commands of rooms: send a message, add an internal note.

-- Send ------------------------------------------------------------------------------------------------

create function private.room_seat(of_room_id uuid, out workspace_id uuid, out sender_type public.sender_type, out sender_id uuid, out sender_name text)
language sql stable security definer set search_path = '' as $$
  select seat.workspace_id, seat.sender_type, seat.sender_id, seat.sender_name from (
    select 1 as rank, room.workspace_id, 'agent'::public.sender_type as sender_type,
           member.member_id as sender_id, member.display_name as sender_name
    from public.chat_rooms as room
    join public.tickets as ticket on ticket.workspace_id = room.workspace_id and ticket.ticket_id = room.ticket_id
    join public.workspace_members as member on member.workspace_id = room.workspace_id
    where room.room_id = of_room_id and member.user_id = (select private.my_account_id()) and member.is_active
      and (not member.needs_second_factor or (select private.has_second_factor()))
      and (ticket.team_id is null or private.may_see_team(member.workspace_id, member.member_id, ticket.team_id))
    union all
    select 2, ticket.workspace_id, 'customer', customer.customer_id, customer.name
    from public.chat_rooms as room
    join public.tickets as ticket on ticket.workspace_id = room.workspace_id and ticket.ticket_id = room.ticket_id
    join public.customers as customer on customer.workspace_id = ticket.workspace_id and customer.customer_id = ticket.customer_id
    join public.customer_identities as identity
      on identity.workspace_id = customer.workspace_id and identity.customer_id = customer.customer_id
    where room.room_id = of_room_id and identity.user_id = (select auth.uid())
    union all
    select 3, participant.workspace_id, 'customer', customer.customer_id, customer.name
    from public.chat_rooms as room
    join public.ticket_participants as participant on participant.workspace_id = room.workspace_id and participant.ticket_id = room.ticket_id
    join public.customers as customer
      on customer.workspace_id = participant.workspace_id and customer.customer_id = participant.customer_id
    join public.customer_identities as identity
      on identity.workspace_id = customer.workspace_id and identity.customer_id = customer.customer_id
    where room.room_id = of_room_id and identity.user_id = (select auth.uid()) and participant.removed_at is null
  ) as seat order by seat.rank limit 1;
$$;
comment on function private.room_seat(uuid) is
  'As whom the caller takes part in a room: agent who may see it, else its requester, else a participant; nulls for anybody else.';

create function private.send_message(
  of_room_id uuid, message_body text, message_client_id uuid, quoted_seq integer, with_attachment_ids uuid[]
) returns public.message_line
language plpgsql volatile security definer set search_path = '' as $$
declare
  seat record;
  message public.messages;
begin
  select * into seat from private.room_seat(of_room_id);
  if seat.sender_id is null then
    perform private.refuse(404, 'room_not_found', 'There is no such room for you.');
  end if;

  perform from public.chat_rooms where room_id = of_room_id for no key update;
  select * into message from public.messages
  where room_id = of_room_id and sender_id = seat.sender_id and client_id = message_client_id;
  if message.room_id is not null then
    return private.message_line(message);
  end if;
  if quoted_seq is not null and not exists (
    select from public.messages where room_id = of_room_id and seq = quoted_seq and sender_type <> 'system' and deleted_at is null
  ) then
    -- Deleted meanwhile: what was written about it is worth more than the quote.
    quoted_seq := null;
  end if;

  -- A message with files goes where its files are, and opens the ticket again.
  if seat.sender_type = 'customer' and with_attachment_ids = '{}' and exists (
    select from public.tickets as ticket
    where ticket.workspace_id = seat.workspace_id and ticket.chat_room_id = of_room_id
      and ticket.status in ('resolved', 'closed') and private.reopen_until(ticket) < now())
  then
    perform private.refuse(409, 'reopen_window_over', 'This ticket was closed too long ago. Open a follow-up ticket instead.');
  end if;

  message.seq := private.take_seq(of_room_id, seat.sender_type);
  message.message_type := private.attach_files(of_room_id, message.seq, seat.sender_id, with_attachment_ids);
  insert into public.messages (
    room_id, seq, workspace_id, sender_type, customer_id, member_id, sender_name, client_id, message_type, body, reply_to_seq)
  values (
    of_room_id, message.seq, seat.workspace_id, seat.sender_type,
    case seat.sender_type when 'customer' then seat.sender_id end,
    case seat.sender_type when 'agent' then seat.sender_id end,
    seat.sender_name, message_client_id, message.message_type, btrim(message_body, E' \t\r\n'), quoted_seq)
  returning * into message;
  return private.message_line(message);
end;
$$;

create function private.attach_files(to_room_id uuid, to_seq integer, of_sender_id uuid, chosen_ids uuid[]) returns public.message_type
language plpgsql volatile security definer set search_path = '' as $$
declare
  attached integer;
  images integer;
begin
  if cardinality(chosen_ids) = 0 then
    return 'text';
  end if;
  if cardinality(chosen_ids) > (
    select max_attachments_per_message from public.chat_rooms join public.workspaces using (workspace_id) where room_id = to_room_id
  ) then
    perform private.refuse(422, 'too_many_attachments', 'A message may carry fewer files.');
  end if;
  with taken as (
    update public.attachments as attachment set seq = to_seq, position = chosen.position
    from unnest(chosen_ids) with ordinality as chosen (attachment_id, position)
    where attachment.attachment_id = chosen.attachment_id and attachment.room_id = to_room_id
      and attachment.sender_id = of_sender_id and attachment.seq is null and attachment.removed_at is null
      -- What was announced must have arrived, as what it was announced.
      and exists (
        select from storage.objects
        where bucket_id = 'attachments' and name = attachment.object_path
          and metadata ->> 'mimetype' = attachment.content_type and (metadata ->> 'size')::bigint = attachment.byte_size)
    returning attachment.width
  )
  select count(*), count(width) into attached, images from taken;
  if attached <> cardinality(chosen_ids) then
    perform private.refuse(422, 'attachment_not_found', 'A file is not there any more. Attach it again.');
  end if;
  return case when images = attached then 'image' else 'file' end;
end;
$$;
comment on function private.attach_files(uuid, integer, uuid, uuid[]) is
  'Gives a new message the sender''s waiting files, and answers what kind of message that makes it. Errors: 422 too_many_attachments, attachment_not_found.';

create function public.send_message(
  room_id uuid, body text, client_id uuid, reply_to_seq integer default null, attachment_ids uuid[] default '{}'
) returns public.message_line
language sql volatile set search_path = '' as $$
  select * from private.send_message(room_id, body, client_id, reply_to_seq, attachment_ids);
$$;
comment on function public.send_message(uuid, text, uuid, integer, uuid[]) is
  'Sends a message as the agent or customer that the caller is in the room, and answers it with its number. The same client_id of the same sender answers the message that is already there, whatever the rest says. reply_to_seq: a message it quotes. attachment_ids: the caller''s uploaded files, in order. Errors: 404 room_not_found; 409 room_closed, reopen_window_over (a customer''s, without files: follow_up_ticket takes it); 422 too_many_attachments, attachment_not_found; 23514 messages_body_length.';

create function private.add_note(of_room_id uuid, note_body text, note_client_id uuid) returns public.note_line
language plpgsql volatile security definer set search_path = '' as $$
declare
  seat record;
  note public.internal_notes;
begin
  select * into seat from private.room_seat(of_room_id);
  if seat.sender_type is distinct from 'agent' then
    perform private.refuse(404, 'room_not_found', 'There is no such room for you.');
  end if;

  perform from public.chat_rooms where room_id = of_room_id for no key update;
  select * into note from public.internal_notes
  where room_id = of_room_id and member_id = seat.sender_id and client_id = note_client_id;
  if note.room_id is not null then
    return private.note_line(note);
  end if;

  insert into public.internal_notes (room_id, note_seq, workspace_id, member_id, author_name, client_id, body)
  select of_room_id, coalesce(max(note_seq), 0) + 1, seat.workspace_id, seat.sender_id, seat.sender_name,
         note_client_id, btrim(note_body, E' \t\r\n')
  from public.internal_notes where room_id = of_room_id
  returning * into note;
  return private.note_line(note);
end;
$$;

create function public.add_note(room_id uuid, body text, client_id uuid) returns public.note_line
language sql volatile set search_path = '' as $$
  select * from private.add_note(room_id, body, client_id);
$$;
comment on function public.add_note(uuid, text, uuid) is
  'An agent adds an internal note. Numbered and made unique as messages are. Errors: 404 room_not_found (also for the room''s customer); 23514 internal_notes_body_length.';

grant execute on function private.send_message(uuid, text, uuid, integer, uuid[]) to authenticated;
grant execute on function public.send_message(uuid, text, uuid, integer, uuid[]) to authenticated;
grant execute on function private.add_note(uuid, text, uuid) to authenticated;
grant execute on function public.add_note(uuid, text, uuid) to authenticated;

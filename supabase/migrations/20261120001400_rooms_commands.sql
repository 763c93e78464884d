-- Commands of rooms: send a message, add an internal note, and read what is there.

-- Send ------------------------------------------------------------------------------------------------

create function private.room_seat(of_room_id uuid, out workspace_id uuid, out sender_type public.sender_type, out sender_id uuid, out sender_name text)
language sql stable security definer set search_path = '' as $$
  select seat.workspace_id, seat.sender_type, seat.sender_id, seat.sender_name from (
    select 1 as rank, room.workspace_id, 'agent'::public.sender_type as sender_type,
           member.member_id as sender_id, member.display_name as sender_name
    from public.chat_rooms as room
    join public.workspace_members as member on member.workspace_id = room.workspace_id
    where room.room_id = of_room_id and member.user_id = (select auth.uid()) and member.removed_at is null
    union all
    select 2, ticket.workspace_id, 'customer', customer.customer_id, customer.name
    from public.chat_rooms as room
    join public.tickets as ticket on ticket.workspace_id = room.workspace_id and ticket.ticket_id = room.ticket_id
    join public.customers as customer on customer.workspace_id = ticket.workspace_id and customer.customer_id = ticket.customer_id
    join public.customer_identities as identity
      on identity.workspace_id = customer.workspace_id and identity.customer_id = customer.customer_id
    where room.room_id = of_room_id and identity.user_id = (select auth.uid())
  ) as seat order by seat.rank limit 1;
$$;
comment on function private.room_seat(uuid) is 'As whom the caller takes part in a room: agent of its workspace, else its customer; nulls for anybody else.';

create function private.send_message(of_room_id uuid, message_body text, message_client_id uuid) returns public.message_line
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

  update public.chat_rooms set last_seq = last_seq + 1 where room_id = of_room_id returning last_seq into message.seq;
  insert into public.messages (room_id, seq, workspace_id, sender_type, customer_id, member_id, sender_name, client_id, body)
  values (
    of_room_id, message.seq, seat.workspace_id, seat.sender_type,
    case seat.sender_type when 'customer' then seat.sender_id end,
    case seat.sender_type when 'agent' then seat.sender_id end,
    seat.sender_name, message_client_id, btrim(message_body, E' \t\r\n'))
  returning * into message;
  return private.message_line(message);
end;
$$;

create function public.send_message(room_id uuid, body text, client_id uuid) returns public.message_line
language sql volatile set search_path = '' as $$
  select * from private.send_message(room_id, body, client_id);
$$;
comment on function public.send_message(uuid, text, uuid) is
  'Sends a message as the agent or customer that the caller is in the room, and answers it with its number. The same client_id of the same sender answers the message that is already there, whatever the body. Errors: 404 room_not_found; 409 room_closed; 23514 messages_body_length.';

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

grant execute on function private.send_message(uuid, text, uuid) to authenticated;
grant execute on function public.send_message(uuid, text, uuid) to authenticated;
grant execute on function private.add_note(uuid, text, uuid) to authenticated;
grant execute on function public.add_note(uuid, text, uuid) to authenticated;

-- Read ------------------------------------------------------------------------------------------------
-- An empty answer is an unknown or foreign room. Messages are read under the caller's own rights.

create function public.read_room(ticket_id uuid, after_seq integer default null, before_seq integer default null, page_size integer default 50)
returns table (
  room_id uuid, status public.room_status, topic text, last_seq integer, change_seq bigint, messages public.message_line[]
)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
#variable_conflict use_column
begin
  -- Planned with the arguments' values, so that a page is read in the order of the index, however long the room is.
  return query
  select room.room_id, room.status, private.room_topic('room', room.room_id), room.last_seq, room.change_seq,
    coalesce((
      select array_agg(private.message_line(page) order by page.seq)
      from (
        select message.* from public.messages as message
        where message.room_id = room.room_id
          and (after_seq is null or message.seq > after_seq)
          and (before_seq is null or message.seq < before_seq)
        order by case when after_seq is not null then message.seq end, message.seq desc
        limit least(greatest(page_size, 1), 200)
      ) as page
    ), '{}')
  from public.chat_rooms as room
  where room.ticket_id = read_room.ticket_id;
end;
$$;
comment on function public.read_room(uuid, integer, integer, integer) is
  'A room''s state and a page of its messages in order: the newest, or those after after_seq (oldest first, to catch up), or the newest before before_seq (history). page_size 1 to 200. No row: no such room for the caller.';

-- Notes: nobody may select them, so this one decides by itself.
create function private.read_notes(of_ticket_id uuid, after_note_seq integer, page_size integer)
returns table (topic text, notes public.note_line[])
language sql stable security definer set search_path = '' as $$
  select private.room_topic('notes', room.room_id),
    coalesce((
      select array_agg(private.note_line(page) order by page.note_seq)
      from (
        select note.* from public.internal_notes as note
        where note.room_id = room.room_id and note.note_seq > after_note_seq
        order by note.note_seq
        limit least(greatest(page_size, 1), 500)
      ) as page
    ), '{}')
  from public.chat_rooms as room
  where room.ticket_id = of_ticket_id
    and room.workspace_id = any (array(select private.my_workspace_ids()));
$$;

create function public.read_notes(ticket_id uuid, after_note_seq integer default 0, page_size integer default 200)
returns table (topic text, notes public.note_line[])
language sql stable set search_path = '' as $$
  select * from private.read_notes(ticket_id, after_note_seq, page_size);
$$;
comment on function public.read_notes(uuid, integer, integer) is
  'The notes topic of a ticket''s room and its notes after after_note_seq, in order. No row for anybody but the workspace''s agents.';

grant execute on function public.read_room(uuid, integer, integer, integer) to authenticated;
grant execute on function private.read_notes(uuid, integer, integer) to authenticated;
grant execute on function public.read_notes(uuid, integer, integer) to authenticated;

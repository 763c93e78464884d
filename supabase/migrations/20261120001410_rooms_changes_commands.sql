-- Commands that change what is in a room: edit and delete an own message, react, acknowledge what has arrived.
-- Each locks the room before anything else, as sending does.

create function private.lock_own_message(of_room_id uuid, of_seq integer) returns public.messages
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
  select * into message from public.messages where room_id = of_room_id and seq = of_seq and sender_id = seat.sender_id;
  if message.room_id is null then
    perform private.refuse(404, 'message_not_found', 'There is no such message of yours.');
  end if;
  if message.deleted_at is not null then
    perform private.refuse(409, 'message_deleted', 'This message was deleted.');
  end if;
  if (select status from public.chat_rooms where room_id = of_room_id) = 'closed' then
    perform private.refuse(409, 'room_closed', 'This ticket is closed. Open a new ticket to go on.');
  end if;
  if clock_timestamp() >= message.created_at
    + (select edit_window_seconds from public.workspaces where workspace_id = seat.workspace_id) * interval '1 second' then
    perform private.refuse(409, 'edit_window_over', 'The time in which this message could be changed is over.');
  end if;
  return message;
end;
$$;
comment on function private.lock_own_message(uuid, integer) is
  'A message that the caller sent and may still change, with its room locked. Errors: 404 room_not_found, message_not_found; 409 message_deleted, room_closed, edit_window_over.';

create function private.edit_message(of_room_id uuid, of_seq integer, new_body text) returns public.message_line
language plpgsql volatile security definer set search_path = '' as $$
declare
  message public.messages := private.lock_own_message(of_room_id, of_seq);
begin
  update public.messages set body = btrim(new_body, E' \t\r\n')
  where room_id = of_room_id and seq = of_seq and body <> btrim(new_body, E' \t\r\n');
  select * into message from public.messages where room_id = of_room_id and seq = of_seq;
  return private.message_line(message);
end;
$$;

create function private.delete_message(of_room_id uuid, of_seq integer) returns public.message_line
language plpgsql volatile security definer set search_path = '' as $$
declare
  message public.messages := private.lock_own_message(of_room_id, of_seq);
begin
  update public.messages set deleted_at = clock_timestamp() where room_id = of_room_id and seq = of_seq;
  select * into message from public.messages where room_id = of_room_id and seq = of_seq;
  return private.message_line(message);
end;
$$;

create function private.set_reaction(of_room_id uuid, of_seq integer, of_emoji text, is_set boolean) returns public.message_line
language plpgsql volatile security definer set search_path = '' as $$
declare
  max_emoji constant integer := 20;
  seat record;
  message public.messages;
begin
  select * into seat from private.room_seat(of_room_id);
  if seat.sender_id is null then
    perform private.refuse(404, 'room_not_found', 'There is no such room for you.');
  end if;
  perform from public.chat_rooms where room_id = of_room_id for no key update;
  select * into message from public.messages where room_id = of_room_id and seq = of_seq and sender_type <> 'system';
  if message.room_id is null then
    perform private.refuse(404, 'message_not_found', 'There is no such message in this room.');
  end if;
  if message.deleted_at is not null then
    perform private.refuse(409, 'message_deleted', 'This message was deleted.');
  end if;
  if (select status from public.chat_rooms where room_id = of_room_id) = 'closed' then
    perform private.refuse(409, 'room_closed', 'This ticket is closed. Open a new ticket to go on.');
  end if;
  if is_set then
    if (
      select count(distinct emoji) from public.message_reactions where room_id = of_room_id and seq = of_seq and emoji <> of_emoji
    ) >= max_emoji then
      perform private.refuse(422, 'too_many_reactions', 'This message has as many different reactions as it can carry.');
    end if;
    insert into public.message_reactions (room_id, seq, workspace_id, customer_id, member_id, sender_name, emoji)
    values (
      of_room_id, of_seq, seat.workspace_id,
      case seat.sender_type when 'customer' then seat.sender_id end,
      case seat.sender_type when 'agent' then seat.sender_id end,
      seat.sender_name, of_emoji)
    on conflict do nothing;
  else
    delete from public.message_reactions
    where room_id = of_room_id and seq = of_seq and sender_id = seat.sender_id and emoji = of_emoji;
  end if;
  select * into message from public.messages where room_id = of_room_id and seq = of_seq;
  return private.message_line(message);
end;
$$;

create function private.acknowledge_messages(of_room_id uuid, up_to_delivered integer, up_to_read integer) returns public.receipt_line
language plpgsql volatile security definer set search_path = '' as $$
declare
  seat record;
  last integer;
  receipt public.room_receipts;
begin
  select * into seat from private.room_seat(of_room_id);
  if seat.sender_id is null then
    perform private.refuse(404, 'room_not_found', 'There is no such room for you.');
  end if;
  select last_seq into last from public.chat_rooms where room_id = of_room_id for no key update;
  select * into receipt from public.room_receipts where room_id = of_room_id and participant_id = seat.sender_id;
  up_to_read := least(greatest(up_to_read, receipt.read_seq, 0), last);
  up_to_delivered := least(greatest(up_to_delivered, receipt.delivered_seq, up_to_read), last);
  if receipt.room_id is null then
    insert into public.room_receipts (room_id, workspace_id, customer_id, member_id, delivered_seq, read_seq)
    values (
      of_room_id, seat.workspace_id,
      case seat.sender_type when 'customer' then seat.sender_id end,
      case seat.sender_type when 'agent' then seat.sender_id end,
      up_to_delivered, up_to_read)
    returning * into receipt;
  elsif (up_to_delivered, up_to_read) is distinct from (receipt.delivered_seq, receipt.read_seq) then
    update public.room_receipts set delivered_seq = up_to_delivered, read_seq = up_to_read
    where room_id = of_room_id and participant_id = seat.sender_id
    returning * into receipt;
  end if;
  return row(seat.sender_id, seat.sender_type, seat.sender_name, receipt.delivered_seq, receipt.read_seq, receipt.change_seq)::public.receipt_line;
end;
$$;

create function public.edit_message(room_id uuid, seq integer, body text) returns public.message_line
language sql volatile set search_path = '' as $$ select * from private.edit_message(room_id, seq, body); $$;
comment on function public.edit_message(uuid, integer, text) is
  'Changes what an own message says, within the workspace''s edit window; agents can read what it said before. The same text changes nothing. Errors: 404 room_not_found, message_not_found; 409 message_deleted, room_closed, edit_window_over; 23514 messages_body_length.';

create function public.delete_message(room_id uuid, seq integer) returns public.message_line
language sql volatile set search_path = '' as $$ select * from private.delete_message(room_id, seq); $$;
comment on function public.delete_message(uuid, integer) is
  'Empties an own message, within the workspace''s edit window, and takes its files, reactions and versions away; its number stays. Errors: 404 room_not_found, message_not_found; 409 message_deleted, room_closed, edit_window_over.';

create function public.set_reaction(room_id uuid, seq integer, emoji text, is_set boolean) returns public.message_line
language sql volatile set search_path = '' as $$ select * from private.set_reaction(room_id, seq, emoji, is_set); $$;
comment on function public.set_reaction(uuid, integer, text, boolean) is
  'Puts the caller''s emoji to a message, or takes it back. Errors: 404 room_not_found, message_not_found; 409 message_deleted, room_closed; 422 too_many_reactions; 23514 message_reactions_emoji_format.';

create function public.acknowledge_messages(room_id uuid, delivered_seq integer, read_seq integer) returns public.receipt_line
language sql volatile set search_path = '' as $$ select * from private.acknowledge_messages(room_id, delivered_seq, read_seq); $$;
comment on function public.acknowledge_messages(uuid, integer, integer) is
  'Says up to which message the caller''s device has the room, and up to which the caller read it. Only ever rises. Answers the caller''s receipt. Errors: 404 room_not_found.';

grant execute on function private.edit_message(uuid, integer, text) to authenticated;
grant execute on function public.edit_message(uuid, integer, text) to authenticated;
grant execute on function private.delete_message(uuid, integer) to authenticated;
grant execute on function public.delete_message(uuid, integer) to authenticated;
grant execute on function private.set_reaction(uuid, integer, text, boolean) to authenticated;
grant execute on function public.set_reaction(uuid, integer, text, boolean) to authenticated;
grant execute on function private.acknowledge_messages(uuid, integer, integer) to authenticated;
grant execute on function public.acknowledge_messages(uuid, integer, integer) to authenticated;

-- Changes of rooms: everything that is not a new message (an edit, a deletion, a reaction, a receipt) takes the next
-- change_seq of its room, is marked with it, and is sent as `room_changed` with its content. A reader applies the
-- next number, ignores what it has, and fetches the messages above the last one it knows otherwise. So no change
-- can be missed, and the order of arrival does not matter.

-- 30: what an edit and a deletion may be ------------------------------------------------------------------------

create function private.rewrite_message() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if old.deleted_at is not null then
    perform private.refuse(409, 'message_deleted', 'This message was deleted.');
  end if;
  if new.deleted_at is not null then
    new.body := '';
    new.edited_at := null;
    return new;
  end if;
  insert into public.message_versions (room_id, seq, version, workspace_id, body, written_at)
  select new.room_id, new.seq, count(*) + 1, new.workspace_id, old.body, coalesce(old.edited_at, old.created_at)
  from public.message_versions where room_id = new.room_id and seq = new.seq;
  new.edited_at := clock_timestamp();
  return new;
end;
$$;
comment on function private.rewrite_message() is 'Keeps what an edited message said; empties a deleted one, which stays as a tombstone.';

create trigger t30_rewrite_message before update of body, deleted_at on public.messages
  for each row when (new.erased_at is null and (new.body is distinct from old.body or new.deleted_at is distinct from old.deleted_at))
  execute function private.rewrite_message();

-- 50: what goes with a deleted message ----------------------------------------------------------------------------

create function private.empty_deleted_message() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.message_versions where room_id = new.room_id and seq = new.seq;
  delete from public.message_reactions where room_id = new.room_id and seq = new.seq;
  update public.attachments set removed_at = now() where room_id = new.room_id and seq = new.seq and removed_at is null;
  return null;
end;
$$;
comment on function private.empty_deleted_message() is 'Takes away the versions, reactions and files of a deleted message.';

create trigger t50_empty_deleted_message after update of deleted_at on public.messages
  for each row when (old.deleted_at is null and new.deleted_at is not null and new.erased_at is null)
  execute function private.empty_deleted_message();

-- 90: numbering and sending -----------------------------------------------------------------------------------------

create function private.change_message(of_room_id uuid, of_seq integer, change_kind text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  change constant bigint := private.next_change(of_room_id);
  lines jsonb;
begin
  -- Those that quote it show it.
  update public.messages set change_seq = change
  where room_id = of_room_id and (seq = of_seq or (reply_to_seq = of_seq and change_kind <> 'reaction'));
  select jsonb_agg(to_jsonb(private.message_line(changed)) order by changed.seq) into lines
  from public.messages as changed where changed.room_id = of_room_id and changed.change_seq = change
  having count(*) <= 3;
  perform realtime.send(
    jsonb_build_object('kind', change_kind, 'change_seq', change)
      || case when lines is null then '{}' else jsonb_build_object('lines', lines) end,
    'room_changed', private.room_topic('room', of_room_id), true);
end;
$$;
comment on function private.change_message(uuid, integer, text) is
  'Marks a message, and those that quote it, with the room''s next change_seq, and sends them; more than three are left for the readers to fetch.';

create function private.broadcast_message_changed() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.change_message(new.room_id, new.seq, case when new.deleted_at is null then 'edit' else 'delete' end);
  -- The desk's list shows the last message of people, and counts what is unread.
  perform private.tell_inbox(ticket.workspace_id, ticket.ticket_id, ticket.team_id, '{"kind": "changed"}')
  from public.chat_rooms as room join public.tickets as ticket using (workspace_id, ticket_id)
  where room.room_id = new.room_id
    and (new.deleted_at is not null or new.seq = greatest(room.last_customer_seq, room.last_agent_seq));
  return null;
end;
$$;
comment on function private.broadcast_message_changed() is 'Sends an edited or deleted message, and those that quote it, to the room.';

create function private.broadcast_reaction_changed() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  reaction constant public.message_reactions := coalesce(new, old);
begin
  -- Those of a deleted message went with it.
  if exists (
    select from public.messages where room_id = reaction.room_id and seq = reaction.seq and deleted_at is null
  ) then
    perform private.change_message(reaction.room_id, reaction.seq, 'reaction');
  end if;
  return null;
end;
$$;
comment on function private.broadcast_reaction_changed() is 'Sends a message with its reactions as they stand now to the room.';

create function private.number_receipt() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- What nobody else sees changes nothing: an agent who reads what another agent has read.
  if new.member_id is not null and not exists (
    select from private.receipt_lines(new.room_id) as line
    where line.side = 'agent' and line.delivered_seq >= new.delivered_seq and line.read_seq >= new.read_seq
  ) or new.customer_id is not null then
    new.change_seq := private.next_change(new.room_id);
  end if;
  return new;
end;
$$;
comment on function private.number_receipt() is 'Gives a receipt that somebody else sees the next change_seq of its room.';

create function private.broadcast_receipt_changed() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform realtime.send(
    jsonb_build_object('kind', 'read', 'change_seq', new.change_seq, 'receipt', to_jsonb(line)),
    'room_changed', private.room_topic('room', new.room_id), true)
  from private.receipt_lines(new.room_id) as line
  where line.participant_id is not distinct from new.customer_id;
  return null;
end;
$$;
comment on function private.broadcast_receipt_changed() is 'Sends up to where somebody has and has read the room to the others in it.';

create function private.broadcast_unread_changed() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- The list of a member shows what is unread by that member: their other tabs and devices have to hear of it.
  perform private.tell_inbox(
    ticket.workspace_id, ticket.ticket_id, ticket.team_id, jsonb_build_object('kind', 'read', 'member_id', new.member_id))
  from public.chat_rooms as room join public.tickets as ticket using (workspace_id, ticket_id)
  where room.room_id = new.room_id
    and room.last_customer_seq > greatest(old.read_seq, room.last_agent_seq) and new.read_seq > coalesce(old.read_seq, 0);
  return null;
end;
$$;
comment on function private.broadcast_unread_changed() is 'Says to the inbox whose unread messages have become fewer, if any were.';

create trigger t90_broadcast_message_changed after update of body, deleted_at on public.messages
  for each row when (new.erased_at is null and (new.body is distinct from old.body or new.deleted_at is distinct from old.deleted_at))
  execute function private.broadcast_message_changed();
create trigger t90_broadcast_reaction_changed after insert or delete on public.message_reactions
  for each row execute function private.broadcast_reaction_changed();
create trigger t10_number_receipt before insert or update on public.room_receipts
  for each row execute function private.number_receipt();
create trigger t90_broadcast_receipt_created after insert on public.room_receipts
  for each row when (new.change_seq > 0) execute function private.broadcast_receipt_changed();
create trigger t90_broadcast_receipt_changed after update on public.room_receipts
  for each row when (new.change_seq is distinct from old.change_seq) execute function private.broadcast_receipt_changed();
create trigger t90_broadcast_unread_changed after insert or update of read_seq on public.room_receipts
  for each row when (new.member_id is not null)
  execute function private.broadcast_unread_changed();

-- System messages: what happens to a ticket is said in its room too, in the same sequence as what people say, so that
-- it is delivered as surely. The event is the source; only what a customer may know becomes a message.

create function private.say_event_in_room() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  said constant public.system_kind := case
    when new.kind = 'ticket_assigned' and new.old_value is null then 'ticket_assigned'
    when new.kind = 'ticket_assigned' and new.new_value is null then 'ticket_released'
    when new.kind = 'ticket_assigned' then 'ticket_transferred'
    -- What somebody sets is said. What follows from a message (a trigger within the trigger of the message) is known by the
    -- message, but for what ends or begins again.
    when new.kind = 'status_changed'
      and (pg_trigger_depth() < 3 or array[new.old_value, new.new_value] && array['resolved', 'closed']) then 'status_changed'
    when new.kind = 'participant_added' then 'participant_added'
    when new.kind = 'participant_joined' then 'participant_joined'
    when new.kind = 'participant_removed' then 'participant_removed'
  end;
  -- Who gave it to whom, and who had it before, is the desk's own business: customers have this line too.
  is_of_desk constant boolean := new.kind = 'ticket_assigned';
  of_room_id uuid;
begin
  if said is null then
    return null;
  end if;
  select chat_room_id into of_room_id from public.tickets where ticket_id = new.ticket_id;
  insert into public.messages (
    room_id, seq, workspace_id, sender_type, sender_name, message_type, body, system_kind, old_value, new_value)
  values (
    of_room_id, private.take_seq(of_room_id, 'system'), new.workspace_id, 'system',
    case when is_of_desk then '' else new.actor_name end, 'system', '',
    said, case when is_of_desk then null else new.old_value end, new.new_value);
  return null;
end;
$$;
comment on function private.say_event_in_room() is
  'Writes a system message for an event that everybody in the room may know of, in the name of who caused it, or of nobody where that is the desk''s own business.';

create trigger t70_say_event_in_room after insert on public.ticket_events
  for each row when (not new.is_internal) execute function private.say_event_in_room();

-- What follows when somebody is added to a ticket, comes, or goes: whoever writes, the timeline tells it and the room hears it.

-- 70: the timeline -------------------------------------------------------------------------------------------

create function private.record_participant_event() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  kind constant public.ticket_event_kind := tg_argv[0];
  acting record;
  participant_name constant text := (
    select name from public.customers where workspace_id = new.workspace_id and customer_id = new.customer_id);
begin
  select who.sender_type, who.display_name into acting from private.ticket_actor(new.workspace_id, new.ticket_id) as who;
  insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, actor_name, old_value, new_value, is_internal)
  values (
    new.workspace_id, new.ticket_id, kind, acting.sender_type, acting.display_name,
    case kind when 'participant_removed' then participant_name end,
    case when kind <> 'participant_removed' then participant_name end, false);
  return null;
end;
$$;
comment on function private.record_participant_event() is 'Writes the event named by the trigger''s argument, with the participant''s name.';

create trigger t70_record_participant_added after insert on public.ticket_participants
  for each row execute function private.record_participant_event('participant_added');
create trigger t70_record_participant_added_again after update on public.ticket_participants
  for each row when (old.removed_at is not null and new.removed_at is null)
  execute function private.record_participant_event('participant_added');
create trigger t70_record_participant_joined after update on public.ticket_participants
  for each row when (old.joined_at is null and new.joined_at is not null)
  execute function private.record_participant_event('participant_joined');
create trigger t70_record_participant_removed after update on public.ticket_participants
  for each row when (old.removed_at is null and new.removed_at is not null)
  execute function private.record_participant_event('participant_removed');

-- 90: broadcasts ---------------------------------------------------------------------------------------------

create function private.broadcast_participants_changed() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  changed_room_id constant uuid := (select chat_room_id from public.tickets where ticket_id = new.ticket_id);
  topic constant text := private.room_topic('room', changed_room_id);
  is_removal boolean := false;
  change bigint;
begin
  if tg_op = 'UPDATE' then
    is_removal := old.removed_at is null and new.removed_at is not null;
  end if;
  perform private.tell_inbox(new.workspace_id, new.ticket_id, ticket.team_id, '{"kind": "changed"}')
  from public.tickets as ticket where ticket.ticket_id = new.ticket_id;
  update public.chat_rooms set change_seq = change_seq + 1 where room_id = changed_room_id returning change_seq into change;
  perform realtime.send(jsonb_build_object('kind', 'participants', 'change_seq', change), 'room_changed', topic, true);
  if is_removal then
    perform private.send_topic_moved(changed_room_id);
    update public.chat_rooms set epoch = epoch + 1 where room_id = changed_room_id;
  end if;
  return null;
end;
$$;
comment on function private.broadcast_participants_changed() is
  'Tells the room and the inbox. When somebody is removed the room''s topics are renamed, so that a socket that is open hears nothing more; a last topic_moved on each old one tells those who stay.';

create trigger t90_broadcast_participant_added after insert on public.ticket_participants
  for each row execute function private.broadcast_participants_changed();
create trigger t90_broadcast_participants_changed after update on public.ticket_participants
  for each row when (new.removed_at is distinct from old.removed_at or new.joined_at is distinct from old.joined_at)
  execute function private.broadcast_participants_changed();

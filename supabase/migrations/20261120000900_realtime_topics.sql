-- Realtime: which topics there are, who may hear them, and what the database sends on them.
--
-- The table is the truth, the push a hint with content: a client applies the next number, ignores what it has
-- and fetches the gap otherwise. All topics are private. Nobody may broadcast but the database, so no message
-- can be forged; people may only be present. Realtime asks these policies at join and on a new token, so
-- taking access away renames the topics by their epoch.
-- app/lib/realtime/topics.ts builds the same names; a test compares both.

create function private.topic_name(kind text, key uuid, variadic epochs integer[] default '{}') returns text
language sql immutable set search_path = '' as $$
  select kind || ':' || key || case when cardinality(epochs) > 0 then ':' || array_to_string(epochs, '.') else '' end;
$$;
comment on function private.topic_name(text, uuid, integer[]) is
  'Name of a topic: room:<room_id>:<workspace epoch>.<room epoch>, notes:<room_id>:<same>, inbox:<workspace_id>:<workspace epoch>, team:<team_id>:<workspace epoch>, user:<user_id>.';

create function private.room_topic(kind text, of_room_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select private.topic_name(kind, room.room_id, workspace.epoch, room.epoch)
  from public.chat_rooms as room join public.workspaces as workspace using (workspace_id)
  where room.room_id = of_room_id;
$$;
comment on function private.room_topic(text, uuid) is 'Current topic of a room; kind is room or notes. Knowing a name gives no right to join it.';
grant execute on function private.room_topic(text, uuid) to authenticated;

create function private.inbox_topic(of_workspace_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select private.topic_name('inbox', workspace_id, epoch) from public.workspaces where workspace_id = of_workspace_id;
$$;
comment on function private.inbox_topic(uuid) is 'Current topic of a workspace''s ticket list.';
grant execute on function private.inbox_topic(uuid) to authenticated;

create function private.team_topic(of_team_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select private.topic_name('team', team.team_id, workspace.epoch)
  from public.teams as team join public.workspaces as workspace using (workspace_id)
  where team.team_id = of_team_id and team.is_private;
$$;
comment on function private.team_topic(uuid) is
  'Current topic of a private team''s part of the ticket list, of which the workspace''s own says nothing; null for another team.';

create function private.list_my_inbox_topics(of_workspace_id uuid) returns setof text
language sql stable security definer set search_path = '' as $$
  select private.inbox_topic(of_workspace_id) where of_workspace_id in (select private.my_workspace_ids())
  union all
  (
    select private.team_topic(team.team_id) from public.teams as team
    where team.workspace_id = of_workspace_id and team.is_private
      and of_workspace_id in (select private.my_workspace_ids()) and team.team_id not in (select private.my_hidden_team_ids())
    order by team.created_at, team.team_id
  );
$$;
comment on function private.list_my_inbox_topics(uuid) is
  'What tells the caller of all tickets that they may see as an agent of the workspace: its own topic first, then those of its private teams.';
grant execute on function private.list_my_inbox_topics(uuid) to authenticated;

-- Access -----------------------------------------------------------------------------------------------

create function private.may_hear(topic text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  kind constant text := split_part(topic, ':', 1);
  key uuid;
begin
  if split_part(topic, ':', 2) !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then
    return false;
  end if;
  key := split_part(topic, ':', 2);
  return coalesce(case kind
    when 'room' then topic = private.room_topic('room', key)
      and (private.sees_room(key) or key in (select private.my_room_ids()))
    when 'notes' then topic = private.room_topic('notes', key) and private.sees_room(key)
    when 'inbox' then topic = private.inbox_topic(key) and key in (select private.my_workspace_ids())
    when 'team' then topic = private.team_topic(key) and exists (
      select from public.teams
      where team_id = key and is_private and workspace_id in (select private.my_workspace_ids()) and team_id not in (select private.my_hidden_team_ids()))
    when 'user' then topic = private.topic_name('user', key) and key = (select private.my_account_id())
  end, false);
end;
$$;
comment on function private.may_hear(text) is
  'Whether the caller may join the topic: its name must be equal to a current one that is the caller''s. False, never an error, for anything else.';
grant execute on function private.may_hear(text) to authenticated;

create policy "People hear the topics they take part in" on realtime.messages for select to authenticated
  using (
    extension in ('broadcast', 'presence')
    and topic = (select realtime.topic())
    and (select private.may_hear(realtime.topic()))
  );

create policy "People are present in rooms, notes and inboxes they may hear" on realtime.messages for insert to authenticated
  with check (
    extension = 'presence'
    and topic = (select realtime.topic())
    and split_part(realtime.topic(), ':', 1) in ('room', 'notes', 'inbox')
    and (select private.may_hear(realtime.topic()))
  );

-- 90: what the database sends -----------------------------------------------------------------------------

create function private.broadcast_message_created() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform realtime.send(to_jsonb(private.message_line(new)), 'message_created', private.room_topic('room', new.room_id), true);
  return null;
end;
$$;
comment on function private.broadcast_message_created() is 'Sends a new message, as people see it, to its room.';

create function private.broadcast_note_created() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform realtime.send(to_jsonb(private.note_line(new)), 'note_created', private.room_topic('notes', new.room_id), true);
  return null;
end;
$$;
comment on function private.broadcast_note_created() is 'Sends a new internal note to the agents in its room.';

create function private.tell_inbox(of_workspace_id uuid, of_ticket_id uuid, of_team_id uuid, what jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform realtime.send(
    what || jsonb_build_object('ticket_id', of_ticket_id), 'ticket_changed',
    coalesce(case when of_team_id is not null then private.team_topic(of_team_id) end, private.inbox_topic(of_workspace_id)), true);
end;
$$;
comment on function private.tell_inbox(uuid, uuid, uuid, jsonb) is
  'Says that something happened to a ticket to those who may see it: to the workspace''s inbox, or to the private team''s part of it.';

create function private.broadcast_ticket_created() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.tell_inbox(new.workspace_id, new.ticket_id, new.team_id, '{"kind": "created"}');
  return null;
end;
$$;
comment on function private.broadcast_ticket_created() is 'Tells the inbox that there is a new ticket; whoever may see it fetches it.';

create function private.broadcast_ticket_changed() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  change bigint;
begin
  perform private.tell_inbox(new.workspace_id, new.ticket_id, new.team_id, '{"kind": "changed"}');
  if new.team_id is distinct from old.team_id then
    -- It has gone from the lists of those who had it before.
    perform private.tell_inbox(old.workspace_id, old.ticket_id, old.team_id, '{"kind": "changed"}');
  end if;
  if new.status is distinct from old.status or new.assignee_id is distinct from old.assignee_id then
    change := private.next_change(new.chat_room_id);
    perform realtime.send(
      jsonb_build_object(
        'kind', case when new.status is distinct from old.status then 'status' else 'assigned' end,
        'status', new.status, 'change_seq', change),
      'room_changed', private.room_topic('room', new.chat_room_id), true);
  end if;
  return null;
end;
$$;
comment on function private.broadcast_ticket_changed() is 'Tells the inbox that a ticket changed, and its room of a new status or assignee.';

create function private.send_topic_moved(of_room_id uuid) returns void
language sql volatile security definer set search_path = '' as $$
  select realtime.send('{}', 'topic_moved', private.room_topic(kind, of_room_id), true) from unnest(array['room', 'notes']) as kind;
$$;
comment on function private.send_topic_moved(uuid) is 'A last word on the topics of a room that are about to be renamed: whoever may stay fetches the new names.';

create function private.send_inbox_moved(of_workspace_id uuid) returns void
language sql volatile security definer set search_path = '' as $$
  select realtime.send('{}', 'topic_moved', private.inbox_topic(of_workspace_id), true);
$$;
comment on function private.send_inbox_moved(uuid) is 'Has the desks of a workspace ask anew which topics are theirs.';

create function private.move_workspace_topics(of_workspace_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.send_inbox_moved(of_workspace_id);
  -- The rooms where somebody may be listening. Whoever has an older one open finds the new name at the next fetch.
  perform private.send_topic_moved(recent.chat_room_id)
  from (
    select ticket.chat_room_id from public.tickets as ticket
    where ticket.workspace_id = of_workspace_id and ticket.last_activity_at > now() - interval '2 days'
    order by ticket.last_activity_at desc limit 500
  ) as recent;
  update public.workspaces set epoch = epoch + 1 where workspace_id = of_workspace_id;
end;
$$;
comment on function private.move_workspace_topics(uuid) is
  'Renames all topics of a workspace, since somebody may hear less than before; a last topic_moved on the old inbox, and in the rooms of late, tells their listeners.';

create function private.move_topics() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.move_workspace_topics(new.workspace_id);
  return null;
end;
$$;
comment on function private.move_topics() is 'Renames all topics of a workspace when a member lost access, rank or account.';

create function private.move_customer_topics() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  moved constant uuid[] := array(
    select chat_room_id from public.tickets where workspace_id = old.workspace_id and customer_id = old.customer_id
    union
    select tickets.chat_room_id from public.ticket_participants join public.tickets using (workspace_id, ticket_id)
    where ticket_participants.workspace_id = old.workspace_id and ticket_participants.customer_id = old.customer_id);
begin
  perform private.send_topic_moved(room_id) from unnest(moved) as room_id;
  update public.chat_rooms set epoch = epoch + 1 where room_id = any (moved);
  return null;
end;
$$;
comment on function private.move_customer_topics() is
  'Renames the topics of a customer''s rooms when an identity no longer acts for the customer; a last topic_moved on the old ones tells the others.';

create trigger t90_broadcast_ticket_created after insert on public.tickets
  for each row execute function private.broadcast_ticket_created();
create trigger t90_broadcast_ticket_changed after update on public.tickets
  for each row when (new is distinct from old) execute function private.broadcast_ticket_changed();
create trigger t90_broadcast_message_created after insert on public.messages
  for each row execute function private.broadcast_message_created();
create trigger t90_broadcast_note_created after insert on public.internal_notes
  for each row execute function private.broadcast_note_created();
create trigger t90_move_topics after update on public.workspace_members
  for each row when (
    (old.is_active and not new.is_active) or new.role < old.role or new.user_id is distinct from old.user_id)
  execute function private.move_topics();
create trigger t90_move_customer_topics after delete on public.customer_identities
  for each row execute function private.move_customer_topics();

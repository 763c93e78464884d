-- Private teams: what follows when it changes who may see a ticket. Who may is said in tenancy_teams; policies and
-- commands ask it with every statement. Here is what else has to happen in the same transaction, whoever writes: nobody
-- looks after a ticket that they may not see, and open sockets that may hear less lose their topics' names.

-- 30: nobody is given a ticket that they may not see ---------------------------------------------------------------

create function private.keep_assignee_in_sight() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' or new.team_id is distinct from old.team_id then
    -- Whoever makes the team private at this moment waits, or is waited for.
    perform from public.teams where workspace_id = new.workspace_id and team_id = new.team_id for share;
  end if;
  if new.assignee_id is null or private.may_see_team(new.workspace_id, new.assignee_id, new.team_id) then
    return new;
  end if;
  if tg_op = 'INSERT' or new.assignee_id is distinct from old.assignee_id then
    perform private.refuse(422, 'assignee_not_in_team', 'This ticket is of a private team that the person is not in.');
  end if;
  new.assignee_id := null;
  return new;
end;
$$;
comment on function private.keep_assignee_in_sight() is
  'Refuses to give a ticket to a member who may not see it: 422 assignee_not_in_team. A ticket that goes to a private team, or is opened again there, is nobody''s where its assignee may not see it.';

create trigger t30_keep_assignee_in_sight before insert on public.tickets
  for each row when (new.team_id is not null) execute function private.keep_assignee_in_sight();
create trigger t30_keep_assignee_in_sight_changed before update on public.tickets
  for each row when (
    new.team_id is not null and (
      new.team_id is distinct from old.team_id or new.assignee_id is distinct from old.assignee_id
      or new.status is distinct from old.status and old.status in ('resolved', 'closed')))
  execute function private.keep_assignee_in_sight();

create function private.release_hidden_tickets(of_workspace_id uuid, of_team_ids uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- All open ones, so that somebody who is giving one away at this moment is waited for.
  perform private.lock_rooms(array(
    select ticket_id from public.tickets
    where workspace_id = of_workspace_id and team_id = any (of_team_ids) and status in ('open', 'in_progress', 'waiting')));
  update public.tickets set assignee_id = null
  where workspace_id = of_workspace_id and team_id = any (of_team_ids) and status in ('open', 'in_progress', 'waiting')
    and assignee_id is not null and not private.may_see_team(workspace_id, assignee_id, team_id);
end;
$$;
comment on function private.release_hidden_tickets(uuid, uuid[]) is
  'Takes the open tickets of private teams from members who may not see them any more. Resolved and closed ones keep who handled them.';

-- 90: who may hear less hears nothing more, and who may hear more is told -------------------------------------------

create function private.move_hidden_room() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if private.team_topic(new.team_id) is not null then
    perform private.send_topic_moved(new.chat_room_id);
    update public.chat_rooms set epoch = epoch + 1 where room_id = new.chat_room_id;
  end if;
  return null;
end;
$$;
comment on function private.move_hidden_room() is
  'Renames the topics of a ticket''s room when it goes to a private team; a last topic_moved on the old ones tells those who stay.';

create trigger t90_move_hidden_room after update on public.tickets
  for each row when (new.team_id is distinct from old.team_id) execute function private.move_hidden_room();

create function private.follow_team_privacy() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.is_private then
    perform private.release_hidden_tickets(new.workspace_id, array[new.team_id]);
    perform private.move_workspace_topics(new.workspace_id);
  else
    perform private.send_inbox_moved(new.workspace_id);
  end if;
  return null;
end;
$$;
comment on function private.follow_team_privacy() is
  'When a team becomes private, others lose its tickets and all topics of the workspace are renamed; when it is private no more, desks are told to look again.';

create trigger t90_follow_team_privacy after update on public.teams
  for each row when (new.is_private is distinct from old.is_private) execute function private.follow_team_privacy();

create function private.end_places() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  left_behind record;
begin
  -- Not of those who lost all access: their topics have new names already, and their tickets somebody else.
  for left_behind in
    select gone.workspace_id, array_agg(distinct gone.team_id) as team_ids
    from gone join public.workspace_members as member using (workspace_id, member_id)
    where member.is_active and not private.may_see_team(gone.workspace_id, gone.member_id, gone.team_id)
    group by gone.workspace_id
  loop
    perform private.release_hidden_tickets(left_behind.workspace_id, left_behind.team_ids);
    perform private.move_workspace_topics(left_behind.workspace_id);
  end loop;
  return null;
end;
$$;
comment on function private.end_places() is
  'Who leaves a private team loses its open tickets, and all topics of the workspace are renamed, once for a statement.';

create trigger t90_end_places after delete on public.team_members
  referencing old table as gone for each statement execute function private.end_places();
create trigger t90_end_places_changed after update on public.team_members
  referencing old table as gone for each statement execute function private.end_places();

create function private.welcome_places() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.send_inbox_moved(seen.workspace_id)
  from (select distinct come.workspace_id from come join public.teams using (workspace_id, team_id) where teams.is_private) as seen;
  return null;
end;
$$;
comment on function private.welcome_places() is 'Who comes to a private team has more topics than before: their desk, as all others, is told to look again.';

create trigger t90_welcome_places after insert on public.team_members
  referencing new table as come for each statement execute function private.welcome_places();

create function private.follow_role() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.role > old.role then
    perform private.send_inbox_moved(new.workspace_id);
  else
    perform private.release_hidden_tickets(new.workspace_id, array(
      select team_id from public.teams where workspace_id = new.workspace_id and is_private));
  end if;
  return null;
end;
$$;
comment on function private.follow_role() is
  'Owners and admins see all tickets: who becomes one is told to look again, who is one no more loses those of private teams (move_topics() renames the topics).';

create trigger t90_follow_role after update on public.workspace_members
  for each row when (new.role is distinct from old.role) execute function private.follow_role();

-- Commands of owners and admins about teams, and the page on which people and teams are looked after.

create function private.save_team(
  of_workspace_slug text, of_team_id uuid, team_name text, with_member_ids uuid[], with_lead_ids uuid[], for_members_alone boolean
) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  max_teams constant integer := 200;
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  saved_id uuid := of_team_id;
begin
  if of_team_id is null then
    if (select count(*) from public.teams where workspace_id = locked_id and archived_at is null) >= max_teams then
      perform private.refuse(422, 'too_many_teams', 'A workspace has 200 teams at most.');
    end if;
    insert into public.teams (workspace_id, name, is_private) values (locked_id, btrim(team_name), coalesce(for_members_alone, false))
    returning team_id into saved_id;
  else
    -- Whoever gives it a ticket at this moment waits, or is waited for.
    perform from public.teams where workspace_id = locked_id and team_id = of_team_id and archived_at is null for no key update;
    if not found then
      perform private.refuse(404, 'team_not_found', 'There is no such team in this workspace.');
    end if;
  end if;

  if exists (
    select from unnest(with_member_ids || with_lead_ids) as wanted
    where wanted not in (
      select member_id from public.workspace_members where workspace_id = locked_id and removed_at is null))
  then
    perform private.refuse(422, 'member_not_found', 'This person is not a member of the workspace any more.');
  end if;
  delete from public.team_members
  where workspace_id = locked_id and team_id = saved_id and member_id <> all (with_member_ids || with_lead_ids);
  insert into public.team_members as place (workspace_id, team_id, member_id, is_lead)
  select distinct locked_id, saved_id, wanted, wanted = any (with_lead_ids) from unnest(with_member_ids || with_lead_ids) as wanted
  on conflict (workspace_id, team_id, member_id) do update set is_lead = excluded.is_lead where place.is_lead <> excluded.is_lead;
  -- When it has its members: who was put into it keeps the tickets that become private with it.
  update public.teams set name = btrim(team_name), is_private = coalesce(for_members_alone, is_private)
  where workspace_id = locked_id and team_id = of_team_id;
  return saved_id;
end;
$$;
create function public.save_team(
  workspace_slug text, name text, member_ids uuid[] default '{}', lead_ids uuid[] default '{}', team_id uuid default null,
  is_private boolean default null
) returns uuid
language sql volatile set search_path = '' as $$
  select private.save_team(workspace_slug, team_id, name, coalesce(member_ids, '{}'), coalesce(lead_ids, '{}'), is_private);
$$;
comment on function public.save_team(text, text, uuid[], uuid[], uuid, boolean) is
  'Makes a team, or says anew what it is called, who is in it and who leads it (leads are in it), and whether it is private (null: as it was), and answers its id. Open tickets of a private team that were given to somebody who may not see them any more are nobody''s then. Errors: 404 workspace_not_found, team_not_found; 403 settings_forbidden; 422 member_not_found, too_many_teams; 23505 teams_name_key; 23514 teams_name_length.';

create function private.archive_team(of_workspace_slug text, of_team_id uuid, to_team_id uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  handed integer;
begin
  if to_team_id = of_team_id or to_team_id is not null and not exists (
    select from public.teams where workspace_id = locked_id and team_id = to_team_id and archived_at is null)
  then
    perform private.refuse(422, 'team_not_found', 'There is no such team in this workspace.');
  end if;
  -- Nothing goes by its calendar any more.
  update public.teams set archived_at = now(), sla_calendar_id = null where workspace_id = locked_id and team_id = of_team_id and archived_at is null;
  if not found then
    perform private.refuse(404, 'team_not_found', 'There is no such team in this workspace.');
  end if;
  perform private.lock_rooms(array(
    select ticket_id from public.tickets
    where workspace_id = locked_id and team_id = of_team_id and status in ('open', 'in_progress', 'waiting')));
  update public.tickets set team_id = to_team_id
  where workspace_id = locked_id and team_id = of_team_id and status in ('open', 'in_progress', 'waiting');
  get diagnostics handed = row_count;
  return handed;
end;
$$;
create function public.archive_team(workspace_slug text, team_id uuid, reassign_to uuid default null) returns integer
language sql volatile set search_path = '' as $$ select private.archive_team(workspace_slug, team_id, reassign_to); $$;
comment on function public.archive_team(text, uuid, uuid) is
  'Puts a team away; its open tickets go to another team, or to none, also those of a private team. Answers how many. Errors: 404 workspace_not_found, team_not_found; 403 settings_forbidden; 422 team_not_found (reassign_to).';

-- The page -----------------------------------------------------------------------------------------------------

create type public.member_settings_line as (
  member_id uuid, display_name text, avatar_id uuid, email text, role public.member_role, created_at timestamptz, deactivated_at timestamptz,
  has_account boolean, team_ids uuid[], open_tickets integer, may_manage boolean, has_second_factor boolean);
create type public.invitation_line as (
  invitation_id uuid, email text, role public.member_role, team_ids uuid[], invited_by_name text, sent_at timestamptz, expires_at timestamptz);
create type public.team_settings_line as (
  team_id uuid, name text, is_private boolean, member_ids uuid[], lead_ids uuid[], open_tickets integer);

create function private.get_people_settings(of_workspace_slug text)
returns table (
  members public.member_settings_line[], invitations public.invitation_line[], teams public.team_settings_line[],
  requires_second_factor boolean)
language sql stable security definer set search_path = '' as $$
  with mine as (
    select me from public.workspace_members as me join public.workspaces as workspace using (workspace_id)
    where workspace.slug = of_workspace_slug and me.member_id = private.my_member_id(workspace.workspace_id) and me.role >= 'admin'
  ), handled as (
    select ticket.assignee_id, ticket.team_id, count(*)::integer as number
    from public.tickets as ticket
    where ticket.workspace_id = (select (me).workspace_id from mine) and ticket.status in ('open', 'in_progress', 'waiting')
    group by ticket.assignee_id, ticket.team_id
  )
  select
    array(
      select row(
        member.member_id, member.display_name, member.avatar_id, account.email, member.role, member.created_at, member.deactivated_at,
        account.id is not null, array(
          select place.team_id from public.team_members as place
          join public.teams as team on team.workspace_id = place.workspace_id and team.team_id = place.team_id and team.archived_at is null
          where place.workspace_id = member.workspace_id and place.member_id = member.member_id order by team.name),
        coalesce((select sum(number)::integer from handled where assignee_id = member.member_id), 0),
        private.may_manage(me, member, member.role),
        exists (select from auth.mfa_factors as factor where factor.user_id = account.id and factor.status = 'verified')
      )::public.member_settings_line
      from public.workspace_members as member left join auth.users as account on account.id = member.user_id
      where member.workspace_id = (me).workspace_id and member.removed_at is null
      order by member.is_active desc, lower(member.display_name), member.member_id
    ),
    array(
      select row(
        invitation.invitation_id, invitation.email, invitation.role, invitation.team_ids,
        private.member_name(invitation.workspace_id, invitation.invited_by), invitation.sent_at, invitation.expires_at)::public.invitation_line
      from public.workspace_invitations as invitation
      where invitation.workspace_id = (me).workspace_id and invitation.accepted_at is null and invitation.revoked_at is null
      order by invitation.email
    ),
    array(
      select row(
        team.team_id, team.name, team.is_private,
        array(
          select place.member_id from public.team_members as place where place.workspace_id = team.workspace_id and place.team_id = team.team_id),
        array(
          select place.member_id from public.team_members as place
          where place.workspace_id = team.workspace_id and place.team_id = team.team_id and place.is_lead),
        coalesce((select sum(number)::integer from handled where handled.team_id = team.team_id), 0))::public.team_settings_line
      from public.teams as team
      where team.workspace_id = (me).workspace_id and team.archived_at is null
      order by lower(team.name), team.team_id
    ),
    (me).needs_second_factor
  from mine;
$$;
create function public.get_people_settings(workspace_slug text)
returns table (
  members public.member_settings_line[], invitations public.invitation_line[], teams public.team_settings_line[],
  requires_second_factor boolean)
language sql stable set search_path = '' as $$ select * from private.get_people_settings(workspace_slug); $$;
comment on function public.get_people_settings(text) is
  'Members (removed ones aside), open invitations and teams of a workspace, with the addresses of accounts and how many open tickets each has; may_manage: the caller may change this member''s access. requires_second_factor: whether members need one. No row: not an owner or admin of such a workspace.';

grant execute on function private.save_team(text, uuid, text, uuid[], uuid[], boolean), public.save_team(text, text, uuid[], uuid[], uuid, boolean),
  private.archive_team(text, uuid, uuid), public.archive_team(text, uuid, uuid),
  private.get_people_settings(text), public.get_people_settings(text) to authenticated;

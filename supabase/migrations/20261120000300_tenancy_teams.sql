-- Teams: the groups in which a workspace's members work. A ticket may belong to one.

create table public.teams (
  workspace_id uuid not null,
  team_id uuid not null default gen_random_uuid(),
  name text not null,
  is_private boolean not null default false,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (workspace_id, team_id),
  constraint teams_workspace_fkey foreign key (workspace_id) references public.workspaces (workspace_id) on delete cascade,
  constraint teams_name_length check (char_length(btrim(name)) between 1 and 80)
);
comment on table public.teams is 'A group of members that tickets are given to. Archived ones stay on old tickets, and their name is free again.';

comment on column public.teams.is_private is
  'Its tickets, with all that belongs to them, are for its members alone, and for owners and admins.';

-- Asked in every policy about tickets; and whose topic it is.
create index teams_private_idx on public.teams (workspace_id) where is_private;
create index teams_private_topic_idx on public.teams (team_id) where is_private;
create unique index teams_name_key on public.teams (workspace_id, lower(name)) where archived_at is null;

create table public.team_members (
  workspace_id uuid not null,
  team_id uuid not null,
  member_id uuid not null,
  is_lead boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (workspace_id, team_id, member_id),
  constraint team_members_team_fkey foreign key (workspace_id, team_id)
    references public.teams (workspace_id, team_id) on delete cascade,
  constraint team_members_member_fkey foreign key (workspace_id, member_id)
    references public.workspace_members (workspace_id, member_id) on delete cascade
);
comment on table public.team_members is 'Who is in which team. Both keys carry the workspace, so that a team cannot hold a stranger.';

-- For the teams of one member, and for the foreign key.
create index team_members_member_idx on public.team_members (workspace_id, member_id);

-- Predicates -------------------------------------------------------------------------------------------
-- Whose tickets are hidden from whom is said here and nowhere else. Owners and admins see all: they are told of
-- breaches, read the audit log, play what-ifs, and may put themselves into any team. An assignee is no exception:
-- nobody is given a ticket that they may not see (chapter private_teams).

create function private.may_see_team(of_workspace_id uuid, of_member_id uuid, of_team_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return not exists (
    select from public.teams as team where team.workspace_id = of_workspace_id and team.team_id = of_team_id and team.is_private
  ) or exists (
    select from public.workspace_members as member
    where member.workspace_id = of_workspace_id and member.member_id = of_member_id and member.is_active
      and (member.role >= 'admin' or exists (
        select from public.team_members as place
        where place.workspace_id = of_workspace_id and place.team_id = of_team_id and place.member_id = of_member_id)));
end;
$$;
comment on function private.may_see_team(uuid, uuid, uuid) is
  'Whether a member of the workspace may see the tickets of a team (null: of none): a private team''s are for its members, owners and admins.';

create function private.my_hidden_team_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  caller constant uuid := private.my_account_id();
begin
  -- What may_see_team() says, of all teams at once: every policy asks it. A test holds the two to each other.
  return query
  select team.team_id
  from public.workspace_members as me join public.teams as team using (workspace_id)
  where me.user_id = caller and me.is_active and me.role < 'admin' and team.is_private
    and not exists (
      select from public.team_members as place
      where place.workspace_id = me.workspace_id and place.member_id = me.member_id and place.team_id = team.team_id);
end;
$$;
comment on function private.my_hidden_team_ids() is
  'Teams of the caller''s workspaces whose tickets the caller may not see. Used as `(team_id = any (array(select private.my_hidden_team_ids()))) is not true`: a ticket without a team is nobody''s secret.';

create function private.sees_every_team() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return not exists (select from private.my_hidden_team_ids());
end;
$$;
comment on function private.sees_every_team() is
  'Whether nothing is hidden from the caller in any workspace of theirs. Policies on what belongs to tickets ask `(select private.sees_every_team())` first, once per statement, so that most people''s rows cost nothing more; else each row looks its ticket up, by index and in the same query.';

grant execute on function private.my_hidden_team_ids() to authenticated;
grant execute on function private.sees_every_team() to authenticated;

-- Access: as for members, reading only. What a private team is called, and who is in it, is no secret: tickets are given to it.

alter table public.teams enable row level security;
alter table public.team_members enable row level security;

grant select on public.teams, public.team_members to authenticated;

create policy "Members read the teams of their workspaces" on public.teams for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));

create policy "Members read who is in the teams of their workspaces" on public.team_members for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));

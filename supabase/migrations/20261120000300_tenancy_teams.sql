-- Teams: the groups in which a workspace's members work. A ticket may belong to one.

create table public.teams (
  workspace_id uuid not null,
  team_id uuid not null default gen_random_uuid(),
  name text not null,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (workspace_id, team_id),
  constraint teams_workspace_fkey foreign key (workspace_id) references public.workspaces (workspace_id) on delete cascade,
  constraint teams_name_length check (char_length(btrim(name)) between 1 and 80)
);
comment on table public.teams is 'A group of members that tickets are given to. Archived ones stay on old tickets, and their name is free again.';

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

-- Access: as for members, reading only.

alter table public.teams enable row level security;
alter table public.team_members enable row level security;

grant select on public.teams, public.team_members to authenticated;

create policy "Members read the teams of their workspaces" on public.teams for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));

create policy "Members read who is in the teams of their workspaces" on public.team_members for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));

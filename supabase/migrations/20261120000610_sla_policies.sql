-- SLA policies: how soon tickets are to be answered and resolved.
--
-- A workspace has a list of them, in order. A ticket gets the first whose conditions it meets, when it is opened and
-- when something changes that conditions ask for; without one nothing is due. Policies are versioned as calendars are:
-- clocks keep the version they run by. Conditions are by team, category and channel; tags and tiers of customers are not
-- there to be asked for. Commands write them (chapter sla_policy_commands); each workspace begins with one.

create type public.sla_metric as enum ('first_response', 'next_response', 'resolution');
create type public.sla_basis as enum ('business', 'calendar');
-- resume: the resolution clock goes on with what it had. restart: another one begins. first_only: nothing is due any more.
create type public.sla_reopen_rule as enum ('resume', 'restart', 'first_only');
-- Resolving without an answer. cancel: none was due then. counts_as_reply: resolving is the answer.
create type public.sla_unanswered_rule as enum ('cancel', 'counts_as_reply');

alter table public.workspaces
  add column sla_reopen_rule public.sla_reopen_rule not null default 'resume',
  add column sla_unanswered_rule public.sla_unanswered_rule not null default 'cancel';
comment on column public.workspaces.sla_reopen_rule is 'What a reopened ticket''s resolution clock does.';
comment on column public.workspaces.sla_unanswered_rule is 'What resolving means for an answer that is still owed and not late yet.';

create table public.sla_policies (
  workspace_id uuid not null,
  policy_id uuid not null default gen_random_uuid(),
  name text not null,
  position integer not null,
  current_version_id uuid,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (workspace_id, policy_id),
  constraint sla_policies_workspace_fkey foreign key (workspace_id)
    references public.workspaces (workspace_id) on delete cascade,
  constraint sla_policies_name_length check (char_length(btrim(name)) between 1 and 80)
);
comment on table public.sla_policies is 'How soon tickets of some kind are to be answered and resolved. The first in order of position that fits a ticket is the ticket''s.';

create table public.sla_policy_versions (
  workspace_id uuid not null,
  policy_version_id uuid not null default gen_random_uuid(),
  policy_id uuid not null,
  version integer not null,
  calendar_id uuid,
  team_ids uuid[],
  category_ids uuid[],
  channels public.ticket_channel[],
  escalate_after_seconds integer,
  created_at timestamptz not null default now(),
  primary key (workspace_id, policy_version_id),
  constraint sla_policy_versions_version_key unique (workspace_id, policy_id, version),
  constraint sla_policy_versions_policy_key unique (workspace_id, policy_id, policy_version_id),
  constraint sla_policy_versions_policy_fkey foreign key (workspace_id, policy_id)
    references public.sla_policies (workspace_id, policy_id) on delete cascade,
  constraint sla_policy_versions_calendar_fkey foreign key (workspace_id, calendar_id)
    references public.sla_calendars (workspace_id, calendar_id) deferrable initially deferred,
  constraint sla_policy_versions_escalate_after_range check (escalate_after_seconds between 60 and 315360000)
);
comment on table public.sla_policy_versions is 'One state of a policy: its conditions, all of which a ticket has to meet, and its calendar. Never changed.';
comment on column public.sla_policy_versions.calendar_id is 'Null: the team''s calendar, else the workspace''s.';
comment on column public.sla_policy_versions.team_ids is 'One of these; null: any team or none. Likewise category_ids and channels.';
comment on column public.sla_policy_versions.escalate_after_seconds is 'So long after a breach the owners are told; null: never.';
-- The foreign key.
create index sla_policy_versions_calendar_idx on public.sla_policy_versions (workspace_id, calendar_id);

alter table public.sla_policies add constraint sla_policies_current_version_fkey foreign key (workspace_id, policy_id, current_version_id)
  references public.sla_policy_versions (workspace_id, policy_id, policy_version_id) deferrable initially deferred;
-- The foreign key.
create index sla_policies_current_version_idx on public.sla_policies (workspace_id, policy_id, current_version_id);
-- Names are told apart while they are in use.
create unique index sla_policies_name_key on public.sla_policies (workspace_id, name) where archived_at is null;

create table public.sla_targets (
  workspace_id uuid not null,
  policy_version_id uuid not null,
  metric public.sla_metric not null,
  priority public.ticket_priority not null,
  target_seconds integer not null,
  basis public.sla_basis not null,
  warn_before_seconds integer,
  primary key (workspace_id, policy_version_id, metric, priority),
  constraint sla_targets_version_fkey foreign key (workspace_id, policy_version_id)
    references public.sla_policy_versions (workspace_id, policy_version_id) on delete cascade,
  constraint sla_targets_target_range check (target_seconds between 1 and 315360000),
  constraint sla_targets_warn_before_range check (warn_before_seconds between 0 and target_seconds)
);
comment on table public.sla_targets is 'Time allowed by a version of a policy, by metric and priority; no row: nothing is due.';
comment on column public.sla_targets.target_seconds is 'At most ten years.';
comment on column public.sla_targets.warn_before_seconds is 'So much before the due time the assignee is warned; null: a quarter of the target, at least five minutes.';

alter table public.tickets
  add column sla_policy_version_id uuid,
  add column sla_calendar_version_id uuid,
  add constraint tickets_sla_policy_version_fkey foreign key (workspace_id, sla_policy_version_id)
    references public.sla_policy_versions (workspace_id, policy_version_id),
  add constraint tickets_sla_calendar_version_fkey foreign key (workspace_id, sla_calendar_version_id)
    references public.sla_calendar_versions (workspace_id, calendar_version_id);
comment on column public.tickets.sla_policy_version_id is 'The policy that the ticket met when it was opened or last changed; null: none.';
comment on column public.tickets.sla_calendar_version_id is 'The calendar that was the policy''s, the team''s or the workspace''s then.';
-- The foreign keys.
create index tickets_sla_policy_version_idx on public.tickets (workspace_id, sla_policy_version_id);
create index tickets_sla_calendar_version_idx on public.tickets (workspace_id, sla_calendar_version_id);

-- Rules ------------------------------------------------------------------------------------------------

create function private.match_sla_policy(
  of_workspace_id uuid, of_team_id uuid, of_category_id uuid, of_channel public.ticket_channel,
  out policy_version_id uuid, out calendar_version_id uuid)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
  select version.policy_version_id, calendar.current_version_id into policy_version_id, calendar_version_id
  from public.sla_policies as policy
  join public.sla_policy_versions as version
    on version.workspace_id = policy.workspace_id and version.policy_version_id = policy.current_version_id
  join public.workspaces as workspace on workspace.workspace_id = policy.workspace_id
  left join public.teams as team on team.workspace_id = policy.workspace_id and team.team_id = of_team_id
  left join public.sla_calendars as calendar
    on calendar.workspace_id = policy.workspace_id
    and calendar.calendar_id = coalesce(version.calendar_id, team.sla_calendar_id, workspace.sla_calendar_id)
  where policy.workspace_id = of_workspace_id and policy.archived_at is null
    and (version.team_ids is null or of_team_id = any (version.team_ids))
    and (version.category_ids is null or of_category_id = any (version.category_ids))
    and (version.channels is null or of_channel = any (version.channels))
  order by policy.position, policy.policy_id limit 1;
end;
$$;
comment on function private.match_sla_policy(uuid, uuid, uuid, public.ticket_channel) is
  'The current version of the first policy whose conditions such a ticket meets, with the current version of its calendar; nulls: none fits.';

create function private.give_default_sla() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  new_calendar_id constant uuid := gen_random_uuid();
  new_policy_id constant uuid := gen_random_uuid();
  version_id uuid;
begin
  insert into public.sla_calendars (workspace_id, calendar_id, name) values (new.workspace_id, new_calendar_id, 'Business hours');
  insert into public.sla_calendar_versions (workspace_id, calendar_id, version, time_zone)
  values (new.workspace_id, new_calendar_id, 1, 'UTC') returning calendar_version_id into version_id;
  insert into public.sla_calendar_hours (workspace_id, calendar_version_id, weekday, opens_at, closes_at)
  select new.workspace_id, version_id, weekday, '09:00', '17:00' from generate_series(1, 5) as weekday;
  update public.sla_calendars set current_version_id = version_id
  where workspace_id = new.workspace_id and calendar_id = new_calendar_id;
  update public.workspaces set sla_calendar_id = new_calendar_id where workspace_id = new.workspace_id;

  insert into public.sla_policies (workspace_id, policy_id, name, position) values (new.workspace_id, new_policy_id, 'Default', 1);
  insert into public.sla_policy_versions (workspace_id, policy_id, version)
  values (new.workspace_id, new_policy_id, 1) returning policy_version_id into version_id;
  insert into public.sla_targets (workspace_id, policy_version_id, metric, priority, target_seconds, basis)
  select new.workspace_id, version_id, metric, priority, hours * 3600, 'calendar'
  from unnest(array['first_response', 'next_response']::public.sla_metric[]) as metric
  cross join (values
    ('urgent'::public.ticket_priority, 1), ('high', 4), ('medium', 24), ('low', 72)) as target (priority, hours);
  update public.sla_policies set current_version_id = version_id
  where workspace_id = new.workspace_id and policy_id = new_policy_id;
  return null;
end;
$$;
comment on function private.give_default_sla() is
  'A new workspace answers within 1 hour (urgent), 4 (high), 24 (medium) or 72 hours (low) of calendar time; until its owner says otherwise resolving has no target, and work is Monday to Friday, 9 to 17 UTC.';

create trigger t50_give_default_sla after insert on public.workspaces
  for each row execute function private.give_default_sla();

-- Access: members read, commands write. ------------------------------------------------------------------

alter table public.sla_policies enable row level security;
alter table public.sla_policy_versions enable row level security;
alter table public.sla_targets enable row level security;

grant select on public.sla_policies, public.sla_policy_versions, public.sla_targets to authenticated;

create policy "Members read their workspaces' policies" on public.sla_policies for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));
create policy "Members read the versions of their workspaces' policies" on public.sla_policy_versions for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));
create policy "Members read the targets of their workspaces' policies" on public.sla_targets for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));

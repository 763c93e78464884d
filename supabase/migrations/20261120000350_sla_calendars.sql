-- SLA calendars: when a workspace works.
--
-- A calendar is versioned: what runs by it keeps the version it started with. Hours are local wall times, turned into
-- moments day by day, so that a day on which the clocks change has 23 or 25 hours. Hours that end at or before their
-- start cross midnight and belong to the day on which they start; 00:00 to 00:00 is a whole day. A wall time that does
-- not exist is read with the offset before the change, one that there is twice is its second: PostgreSQL's own rule.
-- Commands write them (chapter sla_calendar_commands); each workspace begins with one.

create table public.sla_calendars (
  workspace_id uuid not null,
  calendar_id uuid not null default gen_random_uuid(),
  name text not null,
  current_version_id uuid,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (workspace_id, calendar_id),
  constraint sla_calendars_workspace_fkey foreign key (workspace_id)
    references public.workspaces (workspace_id) on delete cascade,
  constraint sla_calendars_name_length check (char_length(btrim(name)) between 1 and 80)
);
comment on table public.sla_calendars is 'When a workspace, or a part of it, works. Its hours are those of its current version.';

create table public.sla_calendar_versions (
  workspace_id uuid not null,
  calendar_version_id uuid not null default gen_random_uuid(),
  calendar_id uuid not null,
  version integer not null,
  time_zone text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, calendar_version_id),
  constraint sla_calendar_versions_version_key unique (workspace_id, calendar_id, version),
  constraint sla_calendar_versions_calendar_key unique (workspace_id, calendar_id, calendar_version_id),
  constraint sla_calendar_versions_calendar_fkey foreign key (workspace_id, calendar_id)
    references public.sla_calendars (workspace_id, calendar_id) on delete cascade
);
comment on table public.sla_calendar_versions is 'One state of a calendar. Never changed: saving a calendar makes the next version.';
comment on column public.sla_calendar_versions.time_zone is 'A name of the IANA database.';
-- Read by its id alone.
create unique index sla_calendar_versions_version_idx on public.sla_calendar_versions (calendar_version_id);

alter table public.sla_calendars add constraint sla_calendars_current_version_fkey foreign key (workspace_id, calendar_id, current_version_id)
  references public.sla_calendar_versions (workspace_id, calendar_id, calendar_version_id) deferrable initially deferred;
-- The foreign key.
create index sla_calendars_current_version_idx on public.sla_calendars (workspace_id, calendar_id, current_version_id);
-- Names are told apart while they are in use.
create unique index sla_calendars_name_key on public.sla_calendars (workspace_id, name) where archived_at is null;

create table public.sla_calendar_hours (
  workspace_id uuid not null,
  calendar_version_id uuid not null,
  weekday smallint not null,
  opens_at time(0) not null,
  closes_at time(0) not null,
  primary key (workspace_id, calendar_version_id, weekday, opens_at),
  constraint sla_calendar_hours_version_fkey foreign key (workspace_id, calendar_version_id)
    references public.sla_calendar_versions (workspace_id, calendar_version_id) on delete cascade,
  constraint sla_calendar_hours_weekday_range check (weekday between 1 and 7)
);
comment on table public.sla_calendar_hours is 'Opening hours of a weekday, any number of them; none: closed.';
comment on column public.sla_calendar_hours.weekday is '1 Monday to 7 Sunday.';

create table public.sla_calendar_exceptions (
  workspace_id uuid not null,
  calendar_version_id uuid not null,
  exception_date date not null,
  is_yearly boolean not null,
  name text not null default '',
  primary key (workspace_id, calendar_version_id, exception_date, is_yearly),
  constraint sla_calendar_exceptions_version_fkey foreign key (workspace_id, calendar_version_id)
    references public.sla_calendar_versions (workspace_id, calendar_version_id) on delete cascade,
  constraint sla_calendar_exceptions_name_length check (char_length(name) <= 120)
);
comment on table public.sla_calendar_exceptions is
  'Days with hours of their own, instead of their weekday''s; without any the day is closed. One for a date comes before one for every year.';
comment on column public.sla_calendar_exceptions.is_yearly is 'On this day of every year; 29 February in leap years.';

create table public.sla_calendar_exception_hours (
  workspace_id uuid not null,
  calendar_version_id uuid not null,
  exception_date date not null,
  is_yearly boolean not null,
  opens_at time(0) not null,
  closes_at time(0) not null,
  primary key (workspace_id, calendar_version_id, exception_date, is_yearly, opens_at),
  constraint sla_calendar_exception_hours_exception_fkey foreign key (workspace_id, calendar_version_id, exception_date, is_yearly)
    references public.sla_calendar_exceptions (workspace_id, calendar_version_id, exception_date, is_yearly) on delete cascade
);
comment on table public.sla_calendar_exception_hours is 'Opening hours of an exception.';

alter table public.workspaces
  add column sla_calendar_id uuid,
  add constraint workspaces_sla_calendar_fkey foreign key (workspace_id, sla_calendar_id)
    references public.sla_calendars (workspace_id, calendar_id) deferrable initially deferred;
comment on column public.workspaces.sla_calendar_id is 'The calendar of whatever has none of its own.';
alter table public.teams
  add column sla_calendar_id uuid,
  add constraint teams_sla_calendar_fkey foreign key (workspace_id, sla_calendar_id)
    references public.sla_calendars (workspace_id, calendar_id) deferrable initially deferred;
comment on column public.teams.sla_calendar_id is 'The team''s own calendar; null: the workspace''s.';
-- The foreign keys.
create index workspaces_sla_calendar_idx on public.workspaces (workspace_id, sla_calendar_id);
create index teams_sla_calendar_idx on public.teams (workspace_id, sla_calendar_id);

-- Access: members read, commands write. ------------------------------------------------------------------

alter table public.sla_calendars enable row level security;
alter table public.sla_calendar_versions enable row level security;
alter table public.sla_calendar_hours enable row level security;
alter table public.sla_calendar_exceptions enable row level security;
alter table public.sla_calendar_exception_hours enable row level security;

grant select on public.sla_calendars, public.sla_calendar_versions, public.sla_calendar_hours, public.sla_calendar_exceptions,
  public.sla_calendar_exception_hours to authenticated;

create policy "Members read their workspaces' calendars" on public.sla_calendars for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));
create policy "Members read the versions of their workspaces' calendars" on public.sla_calendar_versions for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));
create policy "Members read the hours of their workspaces' calendars" on public.sla_calendar_hours for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));
create policy "Members read the exceptions of their workspaces' calendars" on public.sla_calendar_exceptions for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));
create policy "Members read the hours of exceptions of their workspaces' calendars" on public.sla_calendar_exception_hours for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));

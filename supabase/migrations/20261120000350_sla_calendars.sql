-- SLA calendars: when a workspace works, and how much of that lies between two moments.
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

-- Time -------------------------------------------------------------------------------------------------
-- Planned once: planning again for each call takes as long as the call.

create function private.list_special_days(calendar public.sla_calendar_versions, from_date date, until_date date)
returns table (date date, name text, exception_date date, is_yearly boolean)
language plpgsql stable security definer rows 5 set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
#variable_conflict use_column
begin
  return query
  select distinct on (told.date) told.date, exception.name, exception.exception_date, exception.is_yearly
  from public.sla_calendar_exceptions as exception
  cross join lateral (
    select exception.exception_date as date where not exception.is_yearly
    union all
    select (exception.exception_date + make_interval(years => year - extract(year from exception.exception_date)::integer))::date
    from generate_series(extract(year from from_date)::integer, extract(year from until_date)::integer) as year
    where exception.is_yearly
  ) as told
  where exception.workspace_id = calendar.workspace_id and exception.calendar_version_id = calendar.calendar_version_id
    and told.date between from_date and until_date
    -- A leap day is one in leap years alone.
    and extract(day from told.date) = extract(day from exception.exception_date)
  order by told.date, exception.is_yearly;
end;
$$;
comment on function private.list_special_days(public.sla_calendar_versions, date, date) is
  'Days of a time, both ends included, on which a calendar has hours of its own or is closed, with the exception that says so: one for the date before one for every year.';

create function private.open_hours(of_version_id uuid, from_at timestamptz, until_at timestamptz) returns tstzmultirange
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  calendar public.sla_calendar_versions;
  from_date date;
  until_date date;
begin
  select * into calendar from public.sla_calendar_versions as version where version.calendar_version_id = of_version_id;
  -- From the day before: its hours may cross midnight.
  from_date := (from_at at time zone calendar.time_zone)::date - 1;
  until_date := (until_at at time zone calendar.time_zone)::date;
  return (
    select coalesce(range_agg(tstzrange(hours.opens_at, hours.closes_at)), '{}') * tstzmultirange(tstzrange(from_at, greatest(from_at, until_at)))
    from (
      select (day.date + wall.opens_at) at time zone calendar.time_zone as opens_at,
        (day.date + wall.closes_at + case when wall.closes_at <= wall.opens_at then interval '1 day' else interval '0' end)
          at time zone calendar.time_zone as closes_at
      from (select from_date + number as date from generate_series(0, until_date - from_date) as number) as day
      left join private.list_special_days(calendar, from_date, until_date) as special on special.date = day.date
      cross join lateral (
        select weekly.opens_at, weekly.closes_at from public.sla_calendar_hours as weekly
        where special.exception_date is null and weekly.workspace_id = calendar.workspace_id
          and weekly.calendar_version_id = calendar.calendar_version_id and weekly.weekday = extract(isodow from day.date)
        union all
        select own.opens_at, own.closes_at from public.sla_calendar_exception_hours as own
        where own.workspace_id = calendar.workspace_id and own.calendar_version_id = calendar.calendar_version_id
          and own.exception_date = special.exception_date and own.is_yearly = special.is_yearly
      ) as wall
    ) as hours
    -- A change of the clocks can leave nothing of short hours, or less.
    where hours.opens_at < hours.closes_at
  );
end;
$$;
comment on function private.open_hours(uuid, timestamptz, timestamptz) is
  'When a version of a calendar is open from one moment (included) to another (excluded), as half-open ranges that neither touch nor overlap.';

create function private.business_seconds_between(from_at timestamptz, until_at timestamptz, of_version_id uuid) returns numeric
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(sum(extract(epoch from upper(hours) - lower(hours))), 0)
    from unnest(private.open_hours(of_version_id, from_at, until_at)) as hours
  );
end;
$$;
comment on function private.business_seconds_between(timestamptz, timestamptz, uuid) is
  'Real seconds, to the microsecond, from one moment to another in which the version of the calendar is open; 0 when the second is not later.';

create function private.add_business_time(start_at timestamptz, seconds numeric, of_version_id uuid) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
declare
  looked_until timestamptz := start_at;
  span interval := interval '192 hours';
  remaining numeric := seconds;
  hours tstzrange;
  open_seconds numeric;
begin
  if seconds <= 0 then
    return start_at;
  end if;
  while looked_until < start_at + interval '20 years' loop
    foreach hours in array array(select each from unnest(private.open_hours(of_version_id, looked_until, looked_until + span)) as each) loop
      open_seconds := extract(epoch from upper(hours) - lower(hours));
      if remaining <= open_seconds then
        return lower(hours) + make_interval(secs => remaining::double precision);
      end if;
      remaining := remaining - open_seconds;
    end loop;
    looked_until := looked_until + span;
    span := least(span * 2, interval '12288 hours');
  end loop;
  return null;
end;
$$;
comment on function private.add_business_time(timestamptz, numeric, uuid) is
  'The first moment at which so many seconds have passed in which the version of the calendar is open; the start itself for 0. Due at closing stays at closing. Null when that is not within 20 years.';

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

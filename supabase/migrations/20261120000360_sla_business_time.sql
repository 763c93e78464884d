-- Time by a calendar: when it is open, how much of that lies between two moments, and when so much of it has passed.
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
  wall record;
  day date;
  special_dates date[];
  opens_at timestamptz;
  closes_at timestamptz;
  hours tstzrange[] := '{}';
begin
  select * into calendar from public.sla_calendar_versions as version where version.calendar_version_id = of_version_id;
  -- From the day before: its hours may cross midnight.
  from_date := (from_at at time zone calendar.time_zone)::date - 1;
  until_date := (until_at at time zone calendar.time_zone)::date;
  special_dates := array(select special.date from private.list_special_days(calendar, from_date, until_date) as special);
  for wall in
    select weekly.opens_at, weekly.closes_at, weekly.weekday, null::date as date from public.sla_calendar_hours as weekly
    where weekly.workspace_id = calendar.workspace_id and weekly.calendar_version_id = calendar.calendar_version_id
    union all
    select own.opens_at, own.closes_at, null, special.date
    from private.list_special_days(calendar, from_date, until_date) as special
    join public.sla_calendar_exception_hours as own using (exception_date, is_yearly)
    where cardinality(special_dates) > 0 and own.workspace_id = calendar.workspace_id and own.calendar_version_id = calendar.calendar_version_id
  loop
    -- The first such weekday, and every week from there on.
    day := coalesce(wall.date, from_date + mod(7 + wall.weekday - extract(isodow from from_date)::integer, 7));
    loop
      if wall.date is not null or not day = any (special_dates) then
        opens_at := (day + wall.opens_at) at time zone calendar.time_zone;
        closes_at := (day + wall.closes_at + case when wall.closes_at <= wall.opens_at then interval '1 day' else interval '0' end) at time zone calendar.time_zone;
        -- A change of the clocks can leave nothing of short hours, or less.
        if opens_at < closes_at then
          hours := hours || tstzrange(opens_at, closes_at);
        end if;
      end if;
      day := day + 7;
      exit when wall.date is not null or day > until_date;
    end loop;
  end loop;
  return tstzmultirange(variadic hours) * tstzmultirange(tstzrange(from_at, greatest(from_at, until_at)));
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

create function private.may_be_special(exception_date date, is_yearly boolean, from_date date, until_date date) returns boolean
immutable return case
  when is_yearly then
    -- By the day of the year, and a day more at both ends: leap years move what comes after February.
    mod(367 + extract(doy from exception_date)::integer - extract(doy from from_date)::integer, 366) <= until_date - from_date + 2
  else exception_date between from_date and until_date end;
comment on function private.may_be_special(date, boolean, date, date) is
  'Whether an exception of a calendar may be on a day of a time, both ends included: true where it is, and sometimes where it is not.';

create function private.add_plain_week_times(start_at timestamptz, seconds numeric[], of_version_id uuid) returns timestamptz[]
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  calendar public.sla_calendar_versions;
  from_date date;
  -- Enough for a weekend, and for weeks of 40 hours.
  days constant integer := 4 + ceil(least(4.2 * seconds[cardinality(seconds)], 4e7) / 86400);
  days_after integer[];
  opens time[];
  closes time[];
  after integer;
  opens_on timestamp;
  opens_at timestamptz;
  closes_at timestamptz := '-infinity';
  times timestamptz[] := '{}';
  next integer := 1;
  passed numeric := 0;
  open_seconds numeric;
begin
  select * into calendar from public.sla_calendar_versions as version where version.calendar_version_id = of_version_id;
  -- From the day before: its hours may cross midnight.
  from_date := (start_at at time zone calendar.time_zone)::date - 1;
  if exists (
    select from public.sla_calendar_exceptions as exception
    where exception.workspace_id = calendar.workspace_id and exception.calendar_version_id = calendar.calendar_version_id
      and private.may_be_special(exception.exception_date, exception.is_yearly, from_date, from_date + days)
  ) then
    return null;
  end if;
  select array_agg(weekly.days_after), array_agg(weekly.opens_at), array_agg(weekly.closes_at) into days_after, opens, closes
  from (
    select mod(7 + each.weekday - extract(isodow from from_date)::integer, 7) as days_after, each.opens_at, each.closes_at
    from public.sla_calendar_hours as each
    where each.workspace_id = calendar.workspace_id and each.calendar_version_id = calendar.calendar_version_id
    order by 1, each.opens_at
  ) as weekly;
  for week in 0 .. days / 7 loop
    for each in 1 .. coalesce(cardinality(opens), 0) loop
      after := 7 * week + days_after[each];
      -- That far it was asked for special days.
      if after > days then
        return null;
      end if;
      opens_on := from_date + after + opens[each];
      opens_at := opens_on at time zone calendar.time_zone;
      -- Hours that run into one another, or that open when the clocks leave out the hour, are for who sorts them out.
      if opens_at < closes_at or opens_at at time zone calendar.time_zone <> opens_on then
        return null;
      end if;
      closes_at := (from_date + after + closes[each]
        + case when closes[each] <= opens[each] then interval '1 day' else interval '0' end) at time zone calendar.time_zone;
      if closes_at > greatest(opens_at, start_at) then
        opens_at := greatest(opens_at, start_at);
        open_seconds := extract(epoch from closes_at - opens_at);
        while seconds[next] - passed <= open_seconds loop
          times[next] := opens_at + make_interval(secs => greatest(seconds[next] - passed, 0)::double precision);
          next := next + 1;
        end loop;
        if next > cardinality(seconds) then
          return times;
        end if;
        passed := passed + open_seconds;
      end if;
    end loop;
  end loop;
  return null;
end;
$$;
comment on function private.add_plain_week_times(timestamptz, numeric[], uuid) is
  'What add_business_times answers where it comes of the weekly hours alone and soon, which is mostly; else null.';

create function private.add_business_times(start_at timestamptz, seconds numeric[], of_version_id uuid) returns timestamptz[]
language plpgsql stable security definer set search_path = '' as $$
declare
  times timestamptz[] := '{}';
  next integer := 1;
  passed numeric := 0;
  looked_until timestamptz := start_at;
  -- Enough for a weekend, and for most weeks.
  span interval := interval '96 hours' + make_interval(secs => least(5 * seconds[cardinality(seconds)], 4e7)::double precision);
  hours tstzrange;
  open_seconds numeric;
begin
  if seconds[1] > 0 then
    times := private.add_plain_week_times(start_at, seconds, of_version_id);
    if times is not null then
      return times;
    end if;
    times := '{}';
  end if;
  while next <= cardinality(seconds) and seconds[next] <= 0 loop
    times[next] := start_at;
    next := next + 1;
  end loop;
  while next <= cardinality(seconds) and looked_until < start_at + interval '20 years' loop
    foreach hours in array array(select each from unnest(private.open_hours(of_version_id, looked_until, looked_until + span)) as each) loop
      open_seconds := extract(epoch from upper(hours) - lower(hours));
      while next <= cardinality(seconds) and seconds[next] - passed <= open_seconds loop
        times[next] := lower(hours) + make_interval(secs => (seconds[next] - passed)::double precision);
        next := next + 1;
      end loop;
      exit when next > cardinality(seconds);
      passed := passed + open_seconds;
    end loop;
    looked_until := looked_until + span;
    span := least(span * 2, interval '12288 hours');
  end loop;
  return times;
end;
$$;
comment on function private.add_business_times(timestamptz, numeric[], uuid) is
  'What add_business_time answers for each of several numbers of seconds, ascending, in one look at the calendar.';

create function private.add_business_time(start_at timestamptz, seconds numeric, of_version_id uuid) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return (private.add_business_times(start_at, array[seconds], of_version_id))[1];
end;
$$;
comment on function private.add_business_time(timestamptz, numeric, uuid) is
  'The first moment at which so many seconds have passed in which the version of the calendar is open; the start itself for 0. Due at closing stays at closing. Null when that is not within 20 years.';

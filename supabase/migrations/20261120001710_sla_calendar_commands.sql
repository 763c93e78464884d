-- Commands of owners and admins about calendars. A version is written as it was sent and then looked at: what is wrong
-- with it refuses the whole.

create function private.refuse_overlapping_hours(weekly public.sla_weekly_hours[], special_days public.sla_special_day[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  place text;
begin
  -- In seconds of a week that goes round: Sunday's night shift ends on Monday.
  with hours as (
    select row_number() over () as nth, weekday, opens_in,
      opens_in + mod(86399 + extract(epoch from closes_at - opens_at)::integer, 86400) + 1 as closes_in
    from (
      select each.weekday, each.opens_at, each.closes_at, (each.weekday - 1) * 86400 + extract(epoch from each.opens_at)::integer as opens_in
      from unnest(weekly) as each
    ) as given
  )
  select max(later.weekday)::text into place
  from hours as earlier
  join hours as later on later.nth <> earlier.nth
  cross join (values (0), (604800)) as week (seconds)
  where later.opens_in + week.seconds >= earlier.opens_in and later.opens_in + week.seconds < earlier.closes_in;
  if place is null then
    select special.exception_date::text into place
    from unnest(special_days) as special
    cross join lateral unnest(special.hours) with ordinality as earlier (opens_at, closes_at, nth)
    join lateral unnest(special.hours) with ordinality as later (opens_at, closes_at, nth) on later.nth <> earlier.nth
    where later.opens_at >= earlier.opens_at and (later.opens_at < earlier.closes_at or earlier.closes_at <= earlier.opens_at)
    order by 1 limit 1;
  end if;
  if place is not null then
    perform private.refuse(422, 'sla_hours_overlap', 'Opening hours may touch, not overlap.', place);
  end if;
end;
$$;
comment on function private.refuse_overlapping_hours(public.sla_weekly_hours[], public.sla_special_day[]) is
  'Errors: 422 sla_hours_overlap, with the weekday (1 to 7) or the date as detail; hours that cross midnight reach into the next day.';

create function private.check_sla_hours(draft public.sla_calendar_draft) returns public.sla_calendar_draft
language plpgsql volatile security definer set search_path = '' as $$
declare
  -- The end of a day may be written as 24:00.
  weekly constant public.sla_weekly_hours[] := array(
    select row(each.weekday, each.opens_at, case when each.closes_at = '24:00' then '00:00' else each.closes_at end)::public.sla_weekly_hours
    from unnest(draft.weekly) as each);
  special_days constant public.sla_special_day[] := array(
    select row(each.exception_date, each.is_yearly, each.name, array(
      select row(hours.opens_at, case when hours.closes_at = '24:00' then '00:00' else hours.closes_at end)::public.sla_open_hours
      from unnest(each.hours) as hours))::public.sla_special_day
    from unnest(draft.special_days) as each);
  place text;
begin
  -- The names of the IANA database alone: PostgreSQL takes abbreviations and rules as well.
  if not exists (
    select from pg_catalog.pg_timezone_names as zone
    where zone.name = draft.time_zone and zone.name !~ '^(posix|right)/' and zone.name not in ('Factory', 'localtime', 'posixrules')
  ) then
    perform private.refuse(422, 'sla_time_zone_unknown', 'Choose a time zone of the list, as Europe/Berlin.');
  end if;
  if exists (
    select from unnest(weekly) as each
    where each.weekday not between 1 and 7 or each.opens_at = '24:00' or num_nulls(each.weekday, each.opens_at, each.closes_at) > 0
  ) or exists (
    select from unnest(special_days) as each left join lateral unnest(each.hours) as hours on true
    where num_nulls(each.exception_date, each.is_yearly) > 0 or not each.exception_date between '1970-01-01' and '2200-12-31'
      or hours.opens_at = '24:00' or cardinality(each.hours) > 0 and num_nulls(hours.opens_at, hours.closes_at) > 0
  ) then
    perform private.refuse(422, 'sla_draft_unreadable', 'Weekdays are 1 to 7, dates from 1970 to 2200, hours from 00:00 to 24:00.');
  end if;
  if cardinality(special_days) > 400 then
    perform private.refuse(422, 'too_many_special_days', 'A calendar has at most 400 days with hours of their own.');
  end if;
  select coalesce(day.weekday::text, day.exception_date::text) into place
  from (
    select each.weekday, null::date as exception_date, count(*) as hours from unnest(weekly) as each group by each.weekday
    union all
    select null, each.exception_date, cardinality(each.hours) from unnest(special_days) as each
  ) as day where day.hours > 12 order by 1 limit 1;
  if place is not null then
    perform private.refuse(422, 'too_many_hours', 'A day has at most twelve opening hours.', place);
  end if;
  select max(each.exception_date)::text into place
  from unnest(special_days) as each
  group by each.is_yearly, case when each.is_yearly then to_char(each.exception_date, 'MM-DD') else each.exception_date::text end
  having count(*) > 1 order by 1 limit 1;
  if place is not null then
    perform private.refuse(422, 'sla_special_day_twice', 'This day is there twice.', place);
  end if;
  -- Forms and words know minutes: what they cannot show they would lose.
  select coalesce(day.weekday::text, day.exception_date::text) into place
  from (
    select each.weekday, null::date as exception_date, each.opens_at, each.closes_at from unnest(weekly) as each
    union all
    select null, each.exception_date, hours.opens_at, hours.closes_at from unnest(special_days) as each cross join lateral unnest(each.hours) as hours
  ) as day where extract(second from day.opens_at) + extract(second from day.closes_at) > 0 order by 1 limit 1;
  if place is not null then
    perform private.refuse(422, 'sla_hours_with_seconds', 'Opening hours begin and end at full minutes.', place);
  end if;
  perform private.refuse_overlapping_hours(weekly, special_days);
  return row(draft.name, draft.time_zone, weekly, special_days)::public.sla_calendar_draft;
end;
$$;
comment on function private.check_sla_hours(public.sla_calendar_draft) is
  'The hours of a draft as they are stored. Errors: 422 sla_time_zone_unknown, sla_draft_unreadable, too_many_special_days, too_many_hours, sla_special_day_twice, sla_hours_with_seconds, sla_hours_overlap; where it says, the weekday or the date is the detail.';

create function private.add_sla_calendar_version(of_workspace_id uuid, of_calendar_id uuid, given public.sla_calendar_draft) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  version_id uuid;
  draft constant public.sla_calendar_draft := private.check_sla_hours(given);
begin
  insert into public.sla_calendar_versions (workspace_id, calendar_id, version, time_zone)
  select of_workspace_id, of_calendar_id, coalesce(max(earlier.version), 0) + 1, draft.time_zone
  from public.sla_calendar_versions as earlier
  where earlier.workspace_id = of_workspace_id and earlier.calendar_id = of_calendar_id
  returning calendar_version_id into version_id;
  insert into public.sla_calendar_hours (workspace_id, calendar_version_id, weekday, opens_at, closes_at)
  select of_workspace_id, version_id, each.weekday, each.opens_at, each.closes_at from unnest(draft.weekly) as each;
  insert into public.sla_calendar_exceptions (workspace_id, calendar_version_id, exception_date, is_yearly, name)
  select of_workspace_id, version_id, each.exception_date, each.is_yearly, btrim(coalesce(each.name, '')) from unnest(draft.special_days) as each;
  insert into public.sla_calendar_exception_hours (workspace_id, calendar_version_id, exception_date, is_yearly, opens_at, closes_at)
  select of_workspace_id, version_id, each.exception_date, each.is_yearly, hours.opens_at, hours.closes_at
  from unnest(draft.special_days) as each cross join lateral unnest(each.hours) as hours;

  if isempty(private.open_hours(version_id, now(), now() + interval '366 days')) then
    perform private.refuse(422, 'sla_calendar_never_open', 'There is no open time within a year.');
  end if;
  return version_id;
end;
$$;
comment on function private.add_sla_calendar_version(uuid, uuid, public.sla_calendar_draft) is
  'Writes the next version of a calendar. Errors: 422 sla_time_zone_unknown, sla_draft_unreadable, too_many_special_days, sla_calendar_never_open; 422 too_many_hours, sla_special_day_twice, sla_hours_with_seconds, sla_hours_overlap, with the weekday or the date as detail; 23514 sla_calendar_exceptions_name_length.';

create function private.list_sla_policy_calendars(of_workspace_id uuid, own_calendar_id uuid, of_team_ids uuid[]) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select case when own_calendar_id is not null then array[own_calendar_id] else array(
    select coalesce(team.sla_calendar_id, workspace.sla_calendar_id)
    from public.workspaces as workspace join public.teams as team using (workspace_id)
    where workspace.workspace_id = of_workspace_id and (of_team_ids is null or team.team_id = any (of_team_ids))
    union
    -- Tickets of no team.
    select workspace.sla_calendar_id from public.workspaces as workspace
    where workspace.workspace_id = of_workspace_id and of_team_ids is null
  ) end;
$$;
comment on function private.list_sla_policy_calendars(uuid, uuid, uuid[]) is
  'Calendars that a policy''s targets may be counted by: its own, else those of the teams that it is for, and the workspace''s.';

create function private.refuse_unreachable_target(of_version_id uuid, seconds integer, place text) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.add_business_time(now(), seconds, of_version_id) is null then
    perform private.refuse(
      422, 'sla_target_unreachable', 'The hours are too few for this target: it would not be due within 20 years.', place);
  end if;
end;
$$;
comment on function private.refuse_unreachable_target(uuid, integer, text) is
  'Errors: 422 sla_target_unreachable, with the place as detail, when a target has no due time by a version of a calendar.';

create function private.refuse_unreachable_targets(of_workspace_id uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  longest record;
begin
  -- By calendar: where its longest target is within reach, all are.
  for longest in
    select distinct on (calendar.current_version_id) calendar.current_version_id, target.target_seconds,
      target.metric || '/' || target.priority as place
    from public.sla_policies as policy
    join public.sla_policy_versions as version
      on version.workspace_id = policy.workspace_id and version.policy_version_id = policy.current_version_id
    join public.sla_targets as target
      on target.workspace_id = version.workspace_id and target.policy_version_id = version.policy_version_id and target.basis = 'business'
    join public.sla_calendars as calendar on calendar.workspace_id = policy.workspace_id
      and calendar.calendar_id = any (private.list_sla_policy_calendars(policy.workspace_id, version.calendar_id, version.team_ids))
    where policy.workspace_id = of_workspace_id and policy.archived_at is null
    order by calendar.current_version_id, target.target_seconds desc
  loop
    perform private.refuse_unreachable_target(longest.current_version_id, longest.target_seconds, longest.place);
  end loop;
end;
$$;
comment on function private.refuse_unreachable_targets(uuid) is
  'Errors: 422 sla_target_unreachable, with metric/priority as detail, when a target of a current policy has no due time by a calendar that it may be counted by.';

create function private.save_sla_calendar(
  of_workspace_slug text, draft public.sla_calendar_draft, of_calendar_id uuid, seen_version_id uuid
) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  calendar public.sla_calendars;
  version_id uuid;
begin
  if of_calendar_id is null then
    insert into public.sla_calendars (workspace_id, name) values (locked_id, btrim(draft.name)) returning * into calendar;
  else
    update public.sla_calendars set name = btrim(draft.name)
    where workspace_id = locked_id and calendar_id = of_calendar_id and archived_at is null
    returning * into calendar;
    if calendar.calendar_id is null then
      perform private.refuse(404, 'sla_calendar_not_found', 'There is no such calendar in this workspace.');
    end if;
    if seen_version_id <> calendar.current_version_id then
      perform private.refuse(409, 'sla_version_outdated', 'Somebody else has saved this since you opened it.');
    end if;
  end if;

  version_id := private.add_sla_calendar_version(locked_id, calendar.calendar_id, draft);
  if exists (
    select from public.sla_calendar_versions as before
    where before.calendar_version_id = calendar.current_version_id and before.time_zone = draft.time_zone
      and private.list_sla_weekly_hours(before.calendar_version_id) = private.list_sla_weekly_hours(version_id)
      and private.list_sla_special_days(before.calendar_version_id) = private.list_sla_special_days(version_id)
  ) then
    -- Another name alone is no other version: nothing would be due at another time.
    delete from public.sla_calendar_versions where calendar_version_id = version_id;
  else
    update public.sla_calendars set current_version_id = version_id
    where workspace_id = locked_id and calendar_id = calendar.calendar_id;
    perform private.refuse_unreachable_targets(locked_id);
  end if;
  return calendar.calendar_id;
end;
$$;

create function public.save_sla_calendar(
  workspace_slug text, draft public.sla_calendar_draft, calendar_id uuid default null, seen_version_id uuid default null
) returns uuid
language sql volatile set search_path = '' as $$ select private.save_sla_calendar(workspace_slug, draft, calendar_id, seen_version_id); $$;
comment on function public.save_sla_calendar(text, public.sla_calendar_draft, uuid, uuid) is
  'Makes a calendar, or the next version of one, and answers its id. What runs keeps its version until recalculate_sla(). seen_version_id: what the form was filled from. Errors: those of lock_settings(), add_sla_calendar_version() and refuse_unreachable_targets(); 404 sla_calendar_not_found; 409 sla_version_outdated; 23505 sla_calendars_name_key; 23514 sla_calendars_name_length.';

grant execute on function private.save_sla_calendar(text, public.sla_calendar_draft, uuid, uuid) to authenticated;
grant execute on function public.save_sla_calendar(text, public.sla_calendar_draft, uuid, uuid) to authenticated;

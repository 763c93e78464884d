-- Commands of owners and admins about what runs by which calendar, and what a draft of one would mean.

create function private.archive_sla_calendar(of_workspace_slug text, of_calendar_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  if exists (select from public.workspaces as workspace where workspace.workspace_id = locked_id and workspace.sla_calendar_id = of_calendar_id)
    or exists (select from public.teams as team where team.workspace_id = locked_id and team.sla_calendar_id = of_calendar_id)
    or exists (
      select from public.workspace_members as member
      where member.workspace_id = locked_id and member.work_calendar_id = of_calendar_id and member.removed_at is null)
    or exists (
      select from public.sla_policies as policy
      join public.sla_policy_versions as version
        on version.workspace_id = policy.workspace_id and version.policy_version_id = policy.current_version_id
      where policy.workspace_id = locked_id and policy.archived_at is null and version.calendar_id = of_calendar_id)
  then
    perform private.refuse(409, 'sla_calendar_in_use', 'The workspace, a team, a member or a policy still runs by this calendar.');
  end if;
  update public.sla_calendars set archived_at = now()
  where workspace_id = locked_id and calendar_id = of_calendar_id and archived_at is null;
  if not found then
    perform private.refuse(404, 'sla_calendar_not_found', 'There is no such calendar in this workspace.');
  end if;
end;
$$;

create function public.archive_sla_calendar(workspace_slug text, calendar_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.archive_sla_calendar(workspace_slug, calendar_id); $$;
comment on function public.archive_sla_calendar(text, uuid) is
  'Puts away a calendar that nothing new runs by; what runs keeps it. Errors: 404 workspace_not_found, sla_calendar_not_found; 403 settings_forbidden; 409 sla_calendar_in_use.';

create function private.refuse_unknown_calendar(of_workspace_id uuid, of_calendar_id uuid, place text default null) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (
    select from public.sla_calendars as calendar
    where calendar.workspace_id = of_workspace_id and calendar.calendar_id = of_calendar_id and calendar.archived_at is null
  ) then
    perform private.refuse(404, 'sla_calendar_not_found', 'There is no such calendar in this workspace.', place);
  end if;
end;
$$;
comment on function private.refuse_unknown_calendar(uuid, uuid, text) is
  'Errors: 404 sla_calendar_not_found, with the place as detail, also for one that was put away.';

create type public.sla_team_calendar as (team_id uuid, calendar_id uuid);

create function private.set_sla_calendars(of_workspace_slug text, own_calendar_id uuid, team_calendars public.sla_team_calendar[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  team record;
begin
  if own_calendar_id is not null then
    perform private.refuse_unknown_calendar(locked_id, own_calendar_id);
  end if;
  for team in
    select each.team_id, each.calendar_id, count(*) over (partition by each.team_id) as times,
      exists (select from public.teams as known where known.workspace_id = locked_id and known.team_id = each.team_id and known.archived_at is null) as is_known
    from unnest(team_calendars) as each
  loop
    if team.times > 1 then
      perform private.refuse(422, 'sla_draft_unreadable', 'A team goes by one calendar.', team.team_id::text);
    elsif not team.is_known then
      perform private.refuse(404, 'team_not_found', 'There is no such team in this workspace.', team.team_id::text);
    elsif team.calendar_id is not null then
      perform private.refuse_unknown_calendar(locked_id, team.calendar_id, team.team_id::text);
    end if;
  end loop;

  update public.workspaces set sla_calendar_id = own_calendar_id where workspace_id = locked_id and own_calendar_id is not null;
  update public.teams as known set sla_calendar_id = each.calendar_id
  from unnest(team_calendars) as each where known.workspace_id = locked_id and known.team_id = each.team_id;
  perform private.refuse_unreachable_targets(locked_id);
end;
$$;

create function public.set_sla_calendars(workspace_slug text, calendar_id uuid default null, team_calendars public.sla_team_calendar[] default '{}')
returns void
language sql volatile set search_path = '' as $$ select private.set_sla_calendars(workspace_slug, calendar_id, team_calendars); $$;
comment on function public.set_sla_calendars(text, uuid, public.sla_team_calendar[]) is
  'Says which calendar a workspace runs by where nothing else does (null: as before), and which its teams do (null: the workspace''s; those that are not named: as before): all of it or, where anything is refused, nothing. Errors: 404 workspace_not_found; 403 settings_forbidden; 404 team_not_found, sla_calendar_not_found, 422 sla_draft_unreadable, each with the team as detail, without one for the workspace''s own; 422 sla_target_unreachable.';

create function private.set_sla_options(
  of_workspace_slug text, new_reopen_rule public.sla_reopen_rule, new_unanswered_rule public.sla_unanswered_rule
) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  update public.workspaces
  set sla_reopen_rule = coalesce(new_reopen_rule, sla_reopen_rule), sla_unanswered_rule = coalesce(new_unanswered_rule, sla_unanswered_rule)
  where workspace_id = locked_id;
end;
$$;

create function public.set_sla_options(
  workspace_slug text, reopen_rule public.sla_reopen_rule default null, unanswered_rule public.sla_unanswered_rule default null
) returns void
language sql volatile set search_path = '' as $$ select private.set_sla_options(workspace_slug, reopen_rule, unanswered_rule); $$;
comment on function public.set_sla_options(text, public.sla_reopen_rule, public.sla_unanswered_rule) is
  'Says what reopening does to the time to resolve, and what resolving without an answer means; null: as before. Holds for what happens from then on. Errors: 404 workspace_not_found; 403 settings_forbidden.';

-- What a draft means -----------------------------------------------------------------------------------

create function private.refuse_distant_time(at timestamptz) returns void
language plpgsql stable set search_path = '' as $$
begin
  if not coalesce(at between '1970-01-01' and '2200-12-31', false) then
    perform private.refuse(422, 'sla_draft_unreadable', 'Choose a time between 1970 and 2200.');
  end if;
end;
$$;
comment on function private.refuse_distant_time(timestamptz) is 'Errors: 422 sla_draft_unreadable, for what no calendar is asked about.';

create type public.sla_calendar_preview as (is_open boolean, changes_at timestamptz, day_until timestamptz);

create function private.preview_sla_calendar(of_workspace_slug text, draft public.sla_calendar_draft, as_of timestamptz)
returns public.sla_calendar_preview
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.my_settings_workspace_id(of_workspace_slug);
  preview public.sla_calendar_preview;
  made_id uuid;
  hours tstzmultirange;
begin
  perform private.refuse_distant_time(as_of);
  -- Written, looked at, and undone: it is counted as it will be.
  begin
    insert into public.sla_calendars (workspace_id, name, archived_at)
    values (locked_id, coalesce(nullif(btrim(draft.name), ''), 'Draft'), now()) returning calendar_id into made_id;
    made_id := private.add_sla_calendar_version(locked_id, made_id, draft);
    hours := private.open_hours(made_id, as_of, as_of + interval '366 days');
    preview.is_open := hours @> as_of;
    preview.changes_at := case when not preview.is_open then lower(hours)
      -- Always open: it does not change.
      else (select nullif(upper(each), as_of + interval '366 days') from unnest(hours) as each where each @> as_of) end;
    preview.day_until := private.add_business_time(as_of, 28800, made_id);
    raise exception using errcode = 'FR001';
  exception when sqlstate 'FR001' then
    return preview;
  end;
end;
$$;

create function public.preview_sla_calendar(workspace_slug text, draft public.sla_calendar_draft, at timestamptz default now())
returns setof public.sla_calendar_preview
language sql volatile set search_path = '' as $$ select * from private.preview_sla_calendar(workspace_slug, draft, at); $$;
comment on function public.preview_sla_calendar(text, public.sla_calendar_draft, timestamptz) is
  'What a draft of a calendar would mean at a moment: whether it is open, when that changes (null: never within a year), and when eight hours of open time are over. Nothing is saved. Errors: as save_sla_calendar(), but for the name.';

grant execute on function private.archive_sla_calendar(text, uuid) to authenticated;
grant execute on function public.archive_sla_calendar(text, uuid) to authenticated;
grant execute on function private.set_sla_calendars(text, uuid, public.sla_team_calendar[]) to authenticated;
grant execute on function public.set_sla_calendars(text, uuid, public.sla_team_calendar[]) to authenticated;
grant execute on function private.set_sla_options(text, public.sla_reopen_rule, public.sla_unanswered_rule) to authenticated;
grant execute on function public.set_sla_options(text, public.sla_reopen_rule, public.sla_unanswered_rule) to authenticated;
grant execute on function private.preview_sla_calendar(text, public.sla_calendar_draft, timestamptz) to authenticated;
grant execute on function public.preview_sla_calendar(text, public.sla_calendar_draft, timestamptz) to authenticated;

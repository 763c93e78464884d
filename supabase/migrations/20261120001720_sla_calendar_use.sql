-- Commands of owners and admins about what runs by which calendar, and what a draft of one would mean.

create function private.archive_sla_calendar(of_workspace_slug text, of_calendar_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  if exists (select from public.workspaces as workspace where workspace.workspace_id = locked_id and workspace.sla_calendar_id = of_calendar_id)
    or exists (select from public.teams as team where team.workspace_id = locked_id and team.sla_calendar_id = of_calendar_id)
    or exists (
      select from public.sla_policies as policy
      join public.sla_policy_versions as version
        on version.workspace_id = policy.workspace_id and version.policy_version_id = policy.current_version_id
      where policy.workspace_id = locked_id and policy.archived_at is null and version.calendar_id = of_calendar_id)
  then
    perform private.refuse(409, 'sla_calendar_in_use', 'The workspace, a team or a policy still runs by this calendar.');
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

create function private.refuse_unknown_calendar(of_workspace_id uuid, of_calendar_id uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (
    select from public.sla_calendars as calendar
    where calendar.workspace_id = of_workspace_id and calendar.calendar_id = of_calendar_id and calendar.archived_at is null
  ) then
    perform private.refuse(404, 'sla_calendar_not_found', 'There is no such calendar in this workspace.');
  end if;
end;
$$;
comment on function private.refuse_unknown_calendar(uuid, uuid) is 'Errors: 404 sla_calendar_not_found, also for one that was put away.';

create function private.set_sla_options(
  of_workspace_slug text, new_calendar_id uuid, new_reopen_rule public.sla_reopen_rule, new_unanswered_rule public.sla_unanswered_rule
) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  perform private.refuse_unknown_calendar(locked_id, new_calendar_id);
  update public.workspaces
  set sla_calendar_id = new_calendar_id, sla_reopen_rule = new_reopen_rule, sla_unanswered_rule = new_unanswered_rule
  where workspace_id = locked_id;
  perform private.refuse_unreachable_targets(locked_id);
end;
$$;

create function public.set_sla_options(
  workspace_slug text, calendar_id uuid, reopen_rule public.sla_reopen_rule, unanswered_rule public.sla_unanswered_rule
) returns void
language sql volatile set search_path = '' as $$ select private.set_sla_options(workspace_slug, calendar_id, reopen_rule, unanswered_rule); $$;
comment on function public.set_sla_options(text, uuid, public.sla_reopen_rule, public.sla_unanswered_rule) is
  'Says which calendar a workspace runs by where nothing else does, what reopening does to the time to resolve, and what resolving without an answer means. Holds for what happens from then on. Errors: 404 workspace_not_found, sla_calendar_not_found; 403 settings_forbidden; 422 sla_target_unreachable.';

create function private.set_team_sla_calendar(of_workspace_slug text, of_team_id uuid, new_calendar_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  if new_calendar_id is not null then
    perform private.refuse_unknown_calendar(locked_id, new_calendar_id);
  end if;
  update public.teams set sla_calendar_id = new_calendar_id where workspace_id = locked_id and team_id = of_team_id;
  if not found then
    perform private.refuse(404, 'team_not_found', 'There is no such team in this workspace.');
  end if;
  perform private.refuse_unreachable_targets(locked_id);
end;
$$;

create function public.set_team_sla_calendar(workspace_slug text, team_id uuid, calendar_id uuid default null) returns void
language sql volatile set search_path = '' as $$ select private.set_team_sla_calendar(workspace_slug, team_id, calendar_id); $$;
comment on function public.set_team_sla_calendar(text, uuid, uuid) is
  'Says which calendar a team runs by; null: the workspace''s. Errors: 404 workspace_not_found, team_not_found, sla_calendar_not_found; 403 settings_forbidden; 422 sla_target_unreachable.';

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

create type public.sla_calendar_preview as (
  is_open boolean, changes_at timestamptz, hour_until timestamptz, day_until timestamptz);

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
    preview.hour_until := private.add_business_time(as_of, 3600, made_id);
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
  'What a draft of a calendar would mean at a moment: whether it is open, when that changes (null: never within a year), and when one hour and eight hours of open time are over. Nothing is saved. Errors: as save_sla_calendar(), but for the name.';

grant execute on function private.archive_sla_calendar(text, uuid) to authenticated;
grant execute on function public.archive_sla_calendar(text, uuid) to authenticated;
grant execute on function private.set_sla_options(text, uuid, public.sla_reopen_rule, public.sla_unanswered_rule) to authenticated;
grant execute on function public.set_sla_options(text, uuid, public.sla_reopen_rule, public.sla_unanswered_rule) to authenticated;
grant execute on function private.set_team_sla_calendar(text, uuid, uuid) to authenticated;
grant execute on function public.set_team_sla_calendar(text, uuid, uuid) to authenticated;
grant execute on function private.preview_sla_calendar(text, public.sla_calendar_draft, timestamptz) to authenticated;
grant execute on function public.preview_sla_calendar(text, public.sla_calendar_draft, timestamptz) to authenticated;

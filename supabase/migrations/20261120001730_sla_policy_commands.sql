-- Commands of owners and admins about policies.

create function private.check_sla_policy(of_workspace_id uuid, draft public.sla_policy_draft) returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  target public.sla_target_line;
begin
  if exists (
    select from unnest(draft.targets) as each
    group by each.metric, each.priority having count(*) > 1 or bool_or(num_nulls(each.metric, each.priority, each.basis) > 0)
  ) or array_position(draft.team_ids, null) is not null or array_position(draft.category_ids, null) is not null
    or array_position(draft.channels, null) is not null
    or greatest(cardinality(draft.team_ids), cardinality(draft.category_ids), cardinality(draft.channels)) > 200
  then
    perform private.refuse(422, 'sla_draft_unreadable', 'A target has a metric, a priority and a basis, once; conditions name at most 200.');
  end if;
  if draft.calendar_id is not null then
    perform private.refuse_unknown_calendar(of_workspace_id, draft.calendar_id);
  end if;
  if draft.team_ids = '{}' or draft.category_ids = '{}' or draft.channels = '{}' then
    perform private.refuse(422, 'sla_conditions_empty', 'A condition that names nothing fits no ticket.');
  end if;
  if exists (
    select from unnest(draft.team_ids) as named
    where not exists (select from public.teams as team where team.workspace_id = of_workspace_id and team.team_id = named)
  ) or exists (
    select from unnest(draft.category_ids) as named
    where not exists (
      select from public.ticket_categories as category where category.workspace_id = of_workspace_id and category.category_id = named)
  ) then
    perform private.refuse(422, 'sla_condition_unknown', 'This team or category is not one of the workspace.');
  end if;
  if draft.escalate_after_seconds not between 60 and 315360000 then
    perform private.refuse(422, 'sla_escalation_out_of_range', 'Choose a time from a minute to ten years.');
  end if;
  foreach target in array coalesce(draft.targets, '{}') loop
    if target.target_seconds is null or target.target_seconds not between 1 and 315360000 then
      perform private.refuse(
        422, 'sla_target_out_of_range', 'Choose a time of more than nothing and of at most ten years.', target.metric || '/' || target.priority);
    end if;
    if target.warn_before_seconds not between 0 and target.target_seconds then
      perform private.refuse(
        422, 'sla_warning_out_of_range', 'A warning comes within the time of its target.', target.metric || '/' || target.priority);
    end if;
  end loop;
  -- Where the longest is within reach, all are.
  select each.* into target from unnest(draft.targets) as each where each.basis = 'business' order by each.target_seconds desc limit 1;
  perform private.refuse_unreachable_target(calendar.current_version_id, target.target_seconds, target.metric || '/' || target.priority)
  from public.sla_calendars as calendar
  where target.target_seconds is not null and calendar.workspace_id = of_workspace_id
    and calendar.calendar_id = any (private.list_sla_policy_calendars(of_workspace_id, draft.calendar_id, draft.team_ids));
end;
$$;
comment on function private.check_sla_policy(uuid, public.sla_policy_draft) is
  'Errors: 404 sla_calendar_not_found; 422 sla_conditions_empty, sla_condition_unknown, sla_escalation_out_of_range; 422 sla_draft_unreadable; 422 sla_target_out_of_range, sla_warning_out_of_range and sla_target_unreachable, with metric/priority as detail.';

create function private.add_sla_policy_version(of_workspace_id uuid, of_policy_id uuid, draft public.sla_policy_draft) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  version_id uuid;
begin
  insert into public.sla_policy_versions (
    workspace_id, policy_id, version, calendar_id, team_ids, category_ids, channels, escalate_after_seconds)
  select of_workspace_id, of_policy_id, coalesce(max(earlier.version), 0) + 1, draft.calendar_id,
    draft.team_ids, draft.category_ids, draft.channels, draft.escalate_after_seconds
  from public.sla_policy_versions as earlier
  where earlier.workspace_id = of_workspace_id and earlier.policy_id = of_policy_id
  returning policy_version_id into version_id;
  insert into public.sla_targets (workspace_id, policy_version_id, metric, priority, target_seconds, basis, warn_before_seconds)
  select of_workspace_id, version_id, target.metric, target.priority, target.target_seconds, target.basis, target.warn_before_seconds
  from unnest(draft.targets) as target;
  return version_id;
end;
$$;
comment on function private.add_sla_policy_version(uuid, uuid, public.sla_policy_draft) is
  'Writes the next version of a policy, from a draft that was checked.';

create function private.save_sla_policy(
  of_workspace_slug text, draft public.sla_policy_draft, of_policy_id uuid, seen_version_id uuid
) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  policy public.sla_policies;
  version_id uuid;
begin
  if of_policy_id is null then
    insert into public.sla_policies (workspace_id, name, position)
    select locked_id, btrim(draft.name), coalesce(max(other.position), 0) + 1
    from public.sla_policies as other where other.workspace_id = locked_id and other.archived_at is null
    returning * into policy;
  else
    update public.sla_policies set name = btrim(draft.name)
    where workspace_id = locked_id and policy_id = of_policy_id and archived_at is null
    returning * into policy;
    if policy.policy_id is null then
      perform private.refuse(404, 'sla_policy_not_found', 'There is no such policy in this workspace.');
    end if;
    if seen_version_id <> policy.current_version_id then
      perform private.refuse(409, 'sla_version_outdated', 'Somebody else has saved this since you opened it.');
    end if;
  end if;

  perform private.check_sla_policy(locked_id, draft);
  version_id := private.add_sla_policy_version(locked_id, policy.policy_id, draft);
  if exists (
    select from public.sla_policy_versions as before
    join public.sla_policy_versions as after on after.workspace_id = before.workspace_id and after.policy_version_id = version_id
    where before.workspace_id = locked_id and before.policy_version_id = policy.current_version_id
      and (before.calendar_id, before.team_ids, before.category_ids, before.channels, before.escalate_after_seconds)
        is not distinct from (after.calendar_id, after.team_ids, after.category_ids, after.channels, after.escalate_after_seconds)
      and private.list_sla_targets(locked_id, before.policy_version_id) = private.list_sla_targets(locked_id, version_id)
  ) then
    -- Another name alone is no other version: nothing would be due at another time.
    delete from public.sla_policy_versions where workspace_id = locked_id and policy_version_id = version_id;
  else
    update public.sla_policies set current_version_id = version_id
    where workspace_id = locked_id and policy_id = policy.policy_id;
  end if;
  return policy.policy_id;
end;
$$;

create function public.save_sla_policy(
  workspace_slug text, draft public.sla_policy_draft, policy_id uuid default null, seen_version_id uuid default null
) returns uuid
language sql volatile set search_path = '' as $$ select private.save_sla_policy(workspace_slug, draft, policy_id, seen_version_id); $$;
comment on function public.save_sla_policy(text, public.sla_policy_draft, uuid, uuid) is
  'Makes a policy, the last in the order, or the next version of one, and answers its id. Clocks that run keep theirs until recalculate_sla(). seen_version_id: what the form was filled from. Errors: those of lock_settings() and check_sla_policy(); 404 sla_policy_not_found; 409 sla_version_outdated; 23505 sla_policies_name_key; 23514 sla_policies_name_length.';

create function private.archive_sla_policy(of_workspace_slug text, of_policy_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  update public.sla_policies set archived_at = now()
  where workspace_id = locked_id and policy_id = of_policy_id and archived_at is null;
  if not found then
    perform private.refuse(404, 'sla_policy_not_found', 'There is no such policy in this workspace.');
  end if;
end;
$$;

create function public.archive_sla_policy(workspace_slug text, policy_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.archive_sla_policy(workspace_slug, policy_id); $$;
comment on function public.archive_sla_policy(text, uuid) is
  'Puts a policy away: no ticket gets it any more, clocks that run by it go on until recalculate_sla(). Errors: 404 workspace_not_found, sla_policy_not_found; 403 settings_forbidden.';

create function private.order_sla_policies(of_workspace_slug text, policy_ids uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  if array(
    select policy.policy_id from public.sla_policies as policy
    where policy.workspace_id = locked_id and policy.archived_at is null order by 1
  ) is distinct from array(select given from unnest(policy_ids) as given order by 1) then
    perform private.refuse(409, 'sla_policies_changed', 'The list of policies has changed since you opened it.');
  end if;
  update public.sla_policies as policy set position = given.nth
  from unnest(policy_ids) with ordinality as given (policy_id, nth)
  where policy.workspace_id = locked_id and policy.policy_id = given.policy_id and policy.position <> given.nth;
end;
$$;

create function public.order_sla_policies(workspace_slug text, policy_ids uuid[]) returns void
language sql volatile set search_path = '' as $$ select private.order_sla_policies(workspace_slug, policy_ids); $$;
comment on function public.order_sla_policies(text, uuid[]) is
  'Puts a workspace''s policies, all of them, in an order: a ticket gets the first that fits. Errors: 404 workspace_not_found; 403 settings_forbidden; 409 sla_policies_changed.';

-- What a draft means -----------------------------------------------------------------------------------

create type public.sla_policy_preview as (
  metric public.sla_metric, priority public.ticket_priority, target_seconds integer, basis public.sla_basis, warn_at timestamptz, due_at timestamptz);

create function private.preview_sla_policy(of_workspace_slug text, draft public.sla_policy_draft, of_team_id uuid, as_of timestamptz)
returns setof public.sla_policy_preview
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.my_settings_workspace_id(of_workspace_slug);
  version_id uuid;
  target public.sla_target_line;
  event public.sla_events := private.sla_event('activate', as_of);
  clock public.sla_clocks;
begin
  perform private.check_sla_policy(locked_id, draft);
  perform private.refuse_distant_time(as_of);
  select calendar.current_version_id into version_id
  from public.workspaces as workspace
  left join public.teams as team on team.workspace_id = workspace.workspace_id and team.team_id = of_team_id
  join public.sla_calendars as calendar on calendar.workspace_id = workspace.workspace_id
    and calendar.calendar_id = coalesce(draft.calendar_id, team.sla_calendar_id, workspace.sla_calendar_id)
  where workspace.workspace_id = locked_id;
  event.started_at := as_of;
  event.calendar_version_id := version_id;
  foreach target in array coalesce(draft.targets, '{}') loop
    event.metric := target.metric;
    event.priority := target.priority;
    event.target_seconds := target.target_seconds;
    event.basis := target.basis;
    event.warn_before_seconds := target.warn_before_seconds;
    clock := private.apply_sla_event(null, event);
    return next row(target.metric, target.priority, target.target_seconds, target.basis, private.sla_warn_at(clock), clock.due_at)::public.sla_policy_preview;
  end loop;
end;
$$;

create function public.preview_sla_policy(
  workspace_slug text, draft public.sla_policy_draft, team_id uuid default null, at timestamptz default now()
) returns setof public.sla_policy_preview
language sql volatile set search_path = '' as $$ select * from private.preview_sla_policy(workspace_slug, draft, team_id, at); $$;
comment on function public.preview_sla_policy(text, public.sla_policy_draft, uuid, timestamptz) is
  'By when a ticket opened at a moment, or a message that comes then, would be answered or resolved under a draft, and when its assignee would be warned; for each target. team_id: whose calendar counts where the draft has none. Nothing is saved. Errors: as save_sla_policy(), but for the name.';

grant execute on function private.save_sla_policy(text, public.sla_policy_draft, uuid, uuid) to authenticated;
grant execute on function public.save_sla_policy(text, public.sla_policy_draft, uuid, uuid) to authenticated;
grant execute on function private.archive_sla_policy(text, uuid) to authenticated;
grant execute on function public.archive_sla_policy(text, uuid) to authenticated;
grant execute on function private.order_sla_policies(text, uuid[]) to authenticated;
grant execute on function public.order_sla_policies(text, uuid[]) to authenticated;
grant execute on function private.preview_sla_policy(text, public.sla_policy_draft, uuid, timestamptz) to authenticated;
grant execute on function public.preview_sla_policy(text, public.sla_policy_draft, uuid, timestamptz) to authenticated;

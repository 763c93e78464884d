-- What a what-if is played by: the settings as they were when it was asked for. It takes many transactions, and what is
-- saved between them would stand on one side of the comparison for some tickets and not for others.

create function private.keep_sla_settings(of_workspace_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'calendar_id', workspace.sla_calendar_id, 'reopen_rule', workspace.sla_reopen_rule, 'unanswered_rule', workspace.sla_unanswered_rule,
    'teams', (
      select coalesce(jsonb_agg(jsonb_build_object('team_id', team.team_id, 'calendar_id', team.sla_calendar_id)), '[]')
      from public.teams as team where team.workspace_id = workspace.workspace_id),
    'calendars', (
      select coalesce(jsonb_agg(jsonb_build_object('calendar_id', calendar.calendar_id, 'version_id', calendar.current_version_id)), '[]')
      from public.sla_calendars as calendar where calendar.workspace_id = workspace.workspace_id),
    'policies', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'policy_id', policy.policy_id, 'position', policy.position, 'version_id', policy.current_version_id)), '[]')
      from public.sla_policies as policy where policy.workspace_id = workspace.workspace_id and policy.archived_at is null))
  from public.workspaces as workspace where workspace.workspace_id = of_workspace_id;
$$;
comment on function private.keep_sla_settings(uuid) is
  'What decides which versions a workspace''s tickets get, and its options. Versions themselves never change.';

create function private.restore_sla_settings(of_workspace_id uuid, kept jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.workspaces as workspace
  set sla_calendar_id = was.calendar_id, sla_reopen_rule = was.reopen_rule, sla_unanswered_rule = was.unanswered_rule
  from jsonb_to_record(kept) as was (calendar_id uuid, reopen_rule public.sla_reopen_rule, unanswered_rule public.sla_unanswered_rule)
  where workspace.workspace_id = of_workspace_id
    and (workspace.sla_calendar_id, workspace.sla_reopen_rule, workspace.sla_unanswered_rule)
      is distinct from (was.calendar_id, was.reopen_rule, was.unanswered_rule);
  update public.teams as team set sla_calendar_id = was.calendar_id
  from jsonb_to_recordset(kept -> 'teams') as was (team_id uuid, calendar_id uuid)
  where team.workspace_id = of_workspace_id and team.team_id = was.team_id and team.sla_calendar_id is distinct from was.calendar_id;
  update public.sla_calendars as calendar set current_version_id = was.version_id
  from jsonb_to_recordset(kept -> 'calendars') as was (calendar_id uuid, version_id uuid)
  where calendar.workspace_id = of_workspace_id and calendar.calendar_id = was.calendar_id and calendar.current_version_id <> was.version_id;
  -- First those that came since: one that was put away has its place again.
  update public.sla_policies as policy set archived_at = now()
  where policy.workspace_id = of_workspace_id and policy.archived_at is null and not exists (
    select from jsonb_to_recordset(kept -> 'policies') as was (policy_id uuid) where was.policy_id = policy.policy_id);
  update public.sla_policies as policy
  set position = was.position, current_version_id = was.version_id, archived_at = null,
    -- Another may have its name by now.
    name = case when policy.archived_at is null then policy.name else gen_random_uuid()::text end
  from jsonb_to_recordset(kept -> 'policies') as was (policy_id uuid, position integer, version_id uuid)
  where policy.workspace_id = of_workspace_id and policy.policy_id = was.policy_id
    and (policy.position, policy.current_version_id, policy.archived_at) is distinct from (was.position, was.version_id, null);
end;
$$;
comment on function private.restore_sla_settings(uuid, jsonb) is
  'Puts a workspace''s settings back to what keep_sla_settings() kept; for a transaction that is undone.';

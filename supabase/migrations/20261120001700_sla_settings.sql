-- SLA settings: what owners and admins see of calendars and policies, and what they send to change them.

create type public.sla_open_hours as (opens_at time(0), closes_at time(0));
create type public.sla_weekly_hours as (weekday smallint, opens_at time(0), closes_at time(0));
create type public.sla_special_day as (exception_date date, is_yearly boolean, name text, hours public.sla_open_hours[]);
-- What is saved: the drafts that forms send.
create type public.sla_calendar_draft as (
  name text, time_zone text, weekly public.sla_weekly_hours[], special_days public.sla_special_day[]);
create type public.sla_target_line as (
  metric public.sla_metric, priority public.ticket_priority, target_seconds integer, basis public.sla_basis, warn_before_seconds integer);
create type public.sla_policy_draft as (
  name text, calendar_id uuid, team_ids uuid[], category_ids uuid[], channels public.ticket_channel[], escalate_after_seconds integer,
  targets public.sla_target_line[]);
-- What is shown.
create type public.sla_calendar_line as (
  calendar_id uuid, version_id uuid, name text, time_zone text, weekly public.sla_weekly_hours[], special_days public.sla_special_day[],
  team_names text[], policy_names text[]);
create type public.sla_policy_line as (
  policy_id uuid, version_id uuid, name text, calendar_id uuid, team_ids uuid[], category_ids uuid[], channels public.ticket_channel[],
  escalate_after_seconds integer, targets public.sla_target_line[]);
create type public.sla_team_line as (team_id uuid, name text, calendar_id uuid);

-- Who may ----------------------------------------------------------------------------------------------

create function private.my_settings_workspace_id(of_workspace_slug text) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  found_id uuid;
  my_role public.member_role;
begin
  select workspace.workspace_id, me.role into found_id, my_role
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  where workspace.slug = of_workspace_slug;
  if found_id is null then
    perform private.refuse(404, 'workspace_not_found', 'There is no such workspace of yours.');
  end if;
  if my_role = 'agent' then
    perform private.refuse(403, 'settings_forbidden', 'Owners and admins change the settings of a workspace.');
  end if;
  return found_id;
end;
$$;
comment on function private.my_settings_workspace_id(text) is
  'The workspace whose settings the caller may change, as an owner or admin of it. Errors: 404 workspace_not_found; 403 settings_forbidden.';

create function private.lock_settings(of_workspace_slug text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from public.workspaces as workspace
  where workspace.workspace_id = private.my_settings_workspace_id(of_workspace_slug) for no key update;
  -- Once more: who waited may have been removed meanwhile.
  return private.my_settings_workspace_id(of_workspace_slug);
end;
$$;
comment on function private.lock_settings(text) is
  'As my_settings_workspace_id(), before a change: others who change something about the workspace itself wait. Tickets and messages do not.';

-- Reading ----------------------------------------------------------------------------------------------

create function private.list_sla_weekly_hours(of_version_id uuid) returns public.sla_weekly_hours[]
language sql stable set search_path = '' as $$
  select array(
    select row(hours.weekday, hours.opens_at, hours.closes_at)::public.sla_weekly_hours
    from public.sla_calendar_hours as hours
    join public.sla_calendar_versions as version using (workspace_id, calendar_version_id)
    where version.calendar_version_id = of_version_id
    order by hours.weekday, hours.opens_at);
$$;
comment on function private.list_sla_weekly_hours(uuid) is 'The weekly hours of a version of a calendar, in order.';

create function private.list_sla_special_days(of_version_id uuid) returns public.sla_special_day[]
language sql stable set search_path = '' as $$
  select array(
    select row(special.exception_date, special.is_yearly, special.name, array(
      select row(hours.opens_at, hours.closes_at)::public.sla_open_hours
      from public.sla_calendar_exception_hours as hours
      where hours.workspace_id = special.workspace_id and hours.calendar_version_id = special.calendar_version_id
        and hours.exception_date = special.exception_date and hours.is_yearly = special.is_yearly
      order by hours.opens_at
    ))::public.sla_special_day
    from public.sla_calendar_exceptions as special
    join public.sla_calendar_versions as version using (workspace_id, calendar_version_id)
    where version.calendar_version_id = of_version_id
    order by special.exception_date, special.is_yearly);
$$;
comment on function private.list_sla_special_days(uuid) is 'The days with hours of their own of a version of a calendar, by date.';

create function private.list_sla_targets(of_workspace_id uuid, of_version_id uuid) returns public.sla_target_line[]
language sql stable set search_path = '' as $$
  select array(
    select row(target.metric, target.priority, target.target_seconds, target.basis, target.warn_before_seconds)::public.sla_target_line
    from public.sla_targets as target
    where target.workspace_id = of_workspace_id and target.policy_version_id = of_version_id
    order by target.metric, target.priority);
$$;
comment on function private.list_sla_targets(uuid, uuid) is 'The targets of a version of a policy, by metric and priority.';

create function public.get_sla_settings(workspace_slug text)
returns table (
  workspace_id uuid, calendar_id uuid, reopen_rule public.sla_reopen_rule, unanswered_rule public.sla_unanswered_rule,
  calendars public.sla_calendar_line[], policies public.sla_policy_line[], teams public.sla_team_line[], categories public.category_option[]
)
language sql stable set search_path = '' as $$
  select workspace.workspace_id, workspace.sla_calendar_id, workspace.sla_reopen_rule, workspace.sla_unanswered_rule,
    array(
      select row(
        calendar.calendar_id, calendar.current_version_id, calendar.name, version.time_zone,
        private.list_sla_weekly_hours(version.calendar_version_id), private.list_sla_special_days(version.calendar_version_id),
        array(
          select team.name from public.teams as team
          where team.workspace_id = calendar.workspace_id and team.sla_calendar_id = calendar.calendar_id and team.archived_at is null
          order by team.name),
        array(
          select policy.name from public.sla_policies as policy
          join public.sla_policy_versions as used
            on used.workspace_id = policy.workspace_id and used.policy_version_id = policy.current_version_id
          where policy.workspace_id = calendar.workspace_id and policy.archived_at is null and used.calendar_id = calendar.calendar_id
          order by policy.position)
      )::public.sla_calendar_line
      from public.sla_calendars as calendar
      join public.sla_calendar_versions as version
        on version.workspace_id = calendar.workspace_id and version.calendar_version_id = calendar.current_version_id
      where calendar.workspace_id = workspace.workspace_id and calendar.archived_at is null
      order by lower(calendar.name), calendar.calendar_id
    ),
    array(
      select row(
        policy.policy_id, policy.current_version_id, policy.name, version.calendar_id, version.team_ids, version.category_ids, version.channels,
        version.escalate_after_seconds, private.list_sla_targets(policy.workspace_id, policy.current_version_id)
      )::public.sla_policy_line
      from public.sla_policies as policy
      join public.sla_policy_versions as version
        on version.workspace_id = policy.workspace_id and version.policy_version_id = policy.current_version_id
      where policy.workspace_id = workspace.workspace_id and policy.archived_at is null
      order by policy.position, policy.policy_id
    ),
    array(
      select row(team.team_id, team.name, team.sla_calendar_id)::public.sla_team_line
      from public.teams as team
      where team.workspace_id = workspace.workspace_id and team.archived_at is null order by team.name
    ),
    array(
      select row(category.category_id, category.name, category.description)::public.category_option
      from public.ticket_categories as category
      where category.workspace_id = workspace.workspace_id and category.archived_at is null
      order by category.position, category.name
    )
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  where workspace.slug = workspace_slug and me.role <> 'agent';
$$;
comment on function public.get_sla_settings(text) is
  'Calendars by name, policies in their order, what teams and the workspace run by, and what conditions can ask for: what the pages of SLA settings show. No row: not an owner or admin of such a workspace.';

create function private.count_outdated_sla_tickets(of_workspace_slug text) returns integer
language sql stable security definer set search_path = '' as $$
  -- Once for each kind of ticket, not for each ticket.
  select (
    select coalesce(sum(kind.tickets), 0)::integer
    from (
      select ticket.team_id, ticket.category_id, ticket.channel, ticket.sla_policy_version_id, ticket.sla_calendar_version_id, count(*) as tickets
      from public.tickets as ticket
      where ticket.workspace_id = workspace.workspace_id and ticket.status in ('open', 'in_progress', 'waiting')
        and ticket.spam_at is null and ticket.merged_into_ticket_id is null
      group by 1, 2, 3, 4, 5
    ) as kind
    left join lateral private.match_sla_policy(workspace.workspace_id, kind.team_id, kind.category_id, kind.channel) as matched on true
    where (kind.sla_policy_version_id, kind.sla_calendar_version_id) is distinct from (matched.policy_version_id, matched.calendar_version_id)
  )
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  where workspace.slug = of_workspace_slug and me.role <> 'agent';
$$;

create function public.count_outdated_sla_tickets(workspace_slug text) returns integer
language sql stable set search_path = '' as $$ select private.count_outdated_sla_tickets(workspace_slug); $$;
comment on function public.count_outdated_sla_tickets(text) is
  'How many tickets still to be worked on run by another policy or calendar, or by an earlier version, than they would get today: what recalculate_sla() changes. Null: not an owner or admin of such a workspace.';

grant execute on function private.list_sla_weekly_hours(uuid) to authenticated;
grant execute on function private.list_sla_special_days(uuid) to authenticated;
grant execute on function private.list_sla_targets(uuid, uuid) to authenticated;
grant execute on function public.get_sla_settings(text) to authenticated;
grant execute on function private.count_outdated_sla_tickets(text) to authenticated;
grant execute on function public.count_outdated_sla_tickets(text) to authenticated;

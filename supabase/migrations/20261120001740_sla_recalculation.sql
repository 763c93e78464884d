-- Saved policies and calendars hold for what comes; an owner has open tickets recalculated when that is wanted. The
-- worker does it, a few tickets in a transaction.

select pgboss.create_queue('recalculate-sla', json_build_object(
  'policy', 'standard', 'retryLimit', 5, 'retryDelay', 10, 'retryBackoff', true, 'expireInSeconds', 900));

create function private.recalculate_sla(of_workspace_slug text) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  outdated constant integer := private.count_outdated_sla_tickets(of_workspace_slug);
begin
  if outdated > 0 then
    perform private.enqueue_job('recalculate-sla', jsonb_build_object('workspace_id', locked_id));
  end if;
  return outdated;
end;
$$;

create function public.recalculate_sla(workspace_slug text) returns integer
language sql volatile set search_path = '' as $$ select private.recalculate_sla(workspace_slug); $$;
comment on function public.recalculate_sla(text) is
  'Has a job give the tickets still to be worked on the policies and calendars that they would get today, and answers how many there are: clocks that run keep their start and what is used, and get the new targets; those without one any more end, and what has a target now and had none starts. Ended ones never change. Errors: 404 workspace_not_found; 403 settings_forbidden.';

create function private.is_recalculating_sla(of_workspace_slug text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from pgboss.job as job
    where job.name = 'recalculate-sla' and job.state <= 'active' and job.data ->> 'workspace_id' = me.workspace_id::text)
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  where workspace.slug = of_workspace_slug and me.role <> 'agent';
$$;

create function public.is_recalculating_sla(workspace_slug text) returns boolean
language sql stable set search_path = '' as $$ select private.is_recalculating_sla(workspace_slug); $$;
comment on function public.is_recalculating_sla(text) is
  'Whether a job of recalculate_sla() waits or is under way. Null: not an owner or admin of such a workspace.';

create function private.recalculate_sla_tickets(of_workspace_id uuid, max_tickets integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  outdated record;
  done integer := 0;
  started_at constant timestamptz := clock_timestamp();
begin
  for outdated in
    with kind as materialized (
      select distinct ticket.team_id, ticket.category_id, ticket.channel
      from public.tickets as ticket
      where ticket.workspace_id = of_workspace_id and ticket.status in ('open', 'in_progress', 'waiting')
    ), matched as materialized (
      select kind.*, policy.policy_version_id, policy.calendar_version_id
      from kind
      left join lateral private.match_sla_policy(of_workspace_id, kind.team_id, kind.category_id, kind.channel) as policy on true
    )
    select ticket.ticket_id, ticket.team_id, ticket.category_id, ticket.channel, matched.policy_version_id, matched.calendar_version_id
    from public.tickets as ticket
    join matched on matched.channel = ticket.channel
      and (matched.team_id, matched.category_id) is not distinct from (ticket.team_id, ticket.category_id)
    where ticket.workspace_id = of_workspace_id and ticket.status in ('open', 'in_progress', 'waiting')
      and ticket.spam_at is null and ticket.merged_into_ticket_id is null
      and (ticket.sla_policy_version_id, ticket.sla_calendar_version_id)
        is distinct from (matched.policy_version_id, matched.calendar_version_id)
    order by ticket.ticket_id limit max_tickets
  loop
    update public.tickets as ticket
    set sla_policy_version_id = outdated.policy_version_id, sla_calendar_version_id = outdated.calendar_version_id
    where ticket.ticket_id = outdated.ticket_id
      -- As it was when it was matched: whoever changed it since has had it matched anew.
      and (ticket.team_id, ticket.category_id, ticket.channel) is not distinct from (outdated.team_id, outdated.category_id, outdated.channel)
      and ticket.status in ('open', 'in_progress', 'waiting') and ticket.spam_at is null and ticket.merged_into_ticket_id is null;
    done := done + 1;
    -- So that nobody who writes to one of these waits long.
    exit when clock_timestamp() > started_at + interval '1 second';
  end loop;
  return done;
end;
$$;
comment on function private.recalculate_sla_tickets(uuid, integer) is
  'Gives at most so many tickets still to be worked on the policy and the calendar that they would get today, and answers how many those were, fewer when that takes longer than a second; 0: there are no more.';

grant execute on function private.recalculate_sla(text) to authenticated;
grant execute on function public.recalculate_sla(text) to authenticated;
grant execute on function private.is_recalculating_sla(text) to authenticated;
grant execute on function public.is_recalculating_sla(text) to authenticated;

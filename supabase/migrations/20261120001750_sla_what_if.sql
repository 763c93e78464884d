-- What-if: the tickets of the last 30 days, played again under a draft of a policy. The worker plays them by the engine
-- itself, on copies whose transaction is undone, so that no rule is said a second time.

create type public.sla_what_if_state as enum ('waiting', 'running', 'done', 'failed');
create type public.sla_what_if_outcome as (
  metric public.sla_metric, met_before integer, breached_before integer, met_after integer, breached_after integer);
create type public.sla_what_if_breach as (
  ticket_id uuid, number bigint, subject text, priority public.ticket_priority, metric public.sla_metric, due_at timestamptz, was_breached boolean);

create table private.sla_what_ifs (
  workspace_id uuid not null,
  what_if_id uuid not null default gen_random_uuid(),
  policy_id uuid,
  draft jsonb not null,
  settings jsonb not null,
  created_at timestamptz not null default now(),
  state public.sla_what_if_state not null default 'waiting',
  tickets_total integer not null,
  tickets_done integer not null default 0,
  last_ticket_id uuid,
  primary key (workspace_id, what_if_id),
  constraint sla_what_ifs_workspace_fkey foreign key (workspace_id) references public.workspaces (workspace_id) on delete cascade
);
comment on table private.sla_what_ifs is 'Drafts of policies that are being tried on the tickets of the 30 days before created_at; a workspace''s last five.';
comment on column private.sla_what_ifs.policy_id is 'The policy in whose place the draft is tried; null: as the last one.';
comment on column private.sla_what_ifs.draft is 'A public.sla_policy_draft.';
comment on column private.sla_what_ifs.settings is 'What the workspace ran by when it was asked for, as keep_sla_settings() has it.';
comment on column private.sla_what_ifs.last_ticket_id is 'Tickets up to this one are done.';

create table private.sla_what_if_clocks (
  workspace_id uuid not null,
  what_if_id uuid not null,
  ticket_id uuid not null,
  metric public.sla_metric not null,
  sequence integer not null,
  is_draft boolean not null,
  is_breached boolean not null,
  started_at timestamptz not null,
  due_at timestamptz,
  primary key (workspace_id, what_if_id, ticket_id, metric, sequence, is_draft),
  constraint sla_what_if_clocks_what_if_fkey foreign key (workspace_id, what_if_id)
    references private.sla_what_ifs (workspace_id, what_if_id) on delete cascade,
  constraint sla_what_if_clocks_ticket_fkey foreign key (workspace_id, ticket_id)
    references public.tickets (workspace_id, ticket_id) on delete cascade
);
comment on table private.sla_what_if_clocks is 'Clocks that were met or breached when the tickets were played: by the policies as they are, and with the draft.';
-- The foreign key.
create index sla_what_if_clocks_ticket_idx on private.sla_what_if_clocks (workspace_id, ticket_id);

alter table private.sla_what_ifs enable row level security;
alter table private.sla_what_if_clocks enable row level security;

select pgboss.create_queue('play-sla-what-if', json_build_object(
  'policy', 'standard', 'retryLimit', 8, 'retryDelay', 5, 'retryBackoff', true, 'expireInSeconds', 3600));

create function private.request_sla_what_if(of_workspace_slug text, of_policy_id uuid, draft public.sla_policy_draft) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  made_id uuid;
begin
  perform private.check_sla_policy(locked_id, draft);
  if of_policy_id is not null and not exists (
    select from public.sla_policies as policy
    where policy.workspace_id = locked_id and policy.policy_id = of_policy_id and policy.archived_at is null
  ) then
    perform private.refuse(404, 'sla_policy_not_found', 'There is no such policy in this workspace.');
  end if;
  delete from private.sla_what_ifs as old
  where old.workspace_id = locked_id and old.what_if_id not in (
    select kept.what_if_id from private.sla_what_ifs as kept where kept.workspace_id = locked_id order by kept.created_at desc limit 4);
  insert into private.sla_what_ifs (workspace_id, policy_id, draft, settings, tickets_total)
  select locked_id, of_policy_id, to_jsonb(draft), private.keep_sla_settings(locked_id), count(*) from private.list_sla_what_if_tickets(locked_id, now(), null, null)
  returning what_if_id into made_id;
  perform private.enqueue_job('play-sla-what-if', jsonb_build_object('workspace_id', locked_id, 'what_if_id', made_id));
  return made_id;
end;
$$;

create function private.list_sla_what_if_tickets(of_workspace_id uuid, until_at timestamptz, after_ticket_id uuid, max_tickets integer)
returns setof public.tickets
language sql stable security definer set search_path = '' as $$
  select * from public.tickets as ticket
  where ticket.workspace_id = of_workspace_id and ticket.created_at > until_at - interval '30 days' and ticket.created_at <= until_at
    -- Says nothing more, and has an index.
    and ticket.last_activity_at > until_at - interval '30 days'
    and ticket.spam_at is null and ticket.merged_into_ticket_id is null
    and (after_ticket_id is null or ticket.ticket_id > after_ticket_id)
  order by ticket.ticket_id limit max_tickets;
$$;
comment on function private.list_sla_what_if_tickets(uuid, timestamptz, uuid, integer) is
  'Tickets opened in the 30 days before a moment, in order, without spam and those that went on in another.';

create function public.request_sla_what_if(workspace_slug text, policy_id uuid, draft public.sla_policy_draft) returns uuid
language sql volatile set search_path = '' as $$ select private.request_sla_what_if(workspace_slug, policy_id, draft); $$;
comment on function public.request_sla_what_if(text, uuid, public.sla_policy_draft) is
  'Has a job play the tickets opened in the last 30 days under a draft, in the place of policy_id (null: as a new policy, the last), beside the settings as they are now, whatever is saved meanwhile, and answers the id of what get_sla_what_if() tells of. Nothing is saved. Errors: 404 workspace_not_found, sla_policy_not_found; 403 settings_forbidden; those of check_sla_policy().';

create function private.get_sla_what_if(of_workspace_slug text, of_what_if_id uuid)
returns table (
  what_if_id uuid, created_at timestamptz, state public.sla_what_if_state, tickets_total integer, tickets_done integer,
  outcomes public.sla_what_if_outcome[], breaches public.sla_what_if_breach[], breach_count integer
)
language sql stable security definer set search_path = '' as $$
  select what_if.what_if_id, what_if.created_at,
    -- Its job is gone by then.
    case when what_if.state in ('waiting', 'running') and what_if.created_at < now() - interval '3 hours' then 'failed' else what_if.state end,
    what_if.tickets_total, what_if.tickets_done,
    array(
      select row(
        clock.metric, count(*) filter (where not clock.is_draft and not clock.is_breached), count(*) filter (where not clock.is_draft and clock.is_breached),
        count(*) filter (where clock.is_draft and not clock.is_breached), count(*) filter (where clock.is_draft and clock.is_breached)
      )::public.sla_what_if_outcome
      from private.sla_what_if_clocks as clock
      where clock.workspace_id = what_if.workspace_id and clock.what_if_id = what_if.what_if_id
      group by clock.metric order by clock.metric
    ),
    array(
      select row(
        ticket.ticket_id, ticket.number, ticket.subject, ticket.priority, clock.metric, clock.due_at, coalesce(before.is_breached, false)
      )::public.sla_what_if_breach
      from private.sla_what_if_clocks as clock
      join public.tickets as ticket on ticket.workspace_id = clock.workspace_id and ticket.ticket_id = clock.ticket_id
      left join private.sla_what_if_clocks as before
        -- Of the same wait: where a policy has no target for some, they are numbered differently.
        on (before.workspace_id, before.what_if_id, before.ticket_id, before.metric, before.started_at, before.is_draft)
          = (clock.workspace_id, clock.what_if_id, clock.ticket_id, clock.metric, clock.started_at, false)
      where clock.workspace_id = what_if.workspace_id and clock.what_if_id = what_if.what_if_id and clock.is_draft and clock.is_breached
      order by coalesce(before.is_breached, false), clock.due_at desc, ticket.number, clock.metric limit 200
    ),
    (
      select count(*)::integer from private.sla_what_if_clocks as clock
      where clock.workspace_id = what_if.workspace_id and clock.what_if_id = what_if.what_if_id and clock.is_draft and clock.is_breached
    )
  from private.sla_what_ifs as what_if
  join public.workspaces as workspace on workspace.workspace_id = what_if.workspace_id and workspace.slug = of_workspace_slug
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  where what_if.what_if_id = of_what_if_id and me.role <> 'agent';
$$;

create function public.get_sla_what_if(workspace_slug text, what_if_id uuid)
returns table (
  what_if_id uuid, created_at timestamptz, state public.sla_what_if_state, tickets_total integer, tickets_done integer,
  outcomes public.sla_what_if_outcome[], breaches public.sla_what_if_breach[], breach_count integer
)
language sql stable set search_path = '' as $$ select * from private.get_sla_what_if(workspace_slug, what_if_id); $$;
comment on function public.get_sla_what_if(text, uuid) is
  'How far playing has come, how many clocks were met and breached by the policies as they are and with the draft, and at most 200 that the draft would have breached, first those that the policies as they are would not (was_breached). Clocks that neither ended nor fell due are not counted. No row: unknown, or not an owner or admin of such a workspace.';

grant execute on function private.request_sla_what_if(text, uuid, public.sla_policy_draft) to authenticated;
grant execute on function public.request_sla_what_if(text, uuid, public.sla_policy_draft) to authenticated;
grant execute on function private.get_sla_what_if(text, uuid) to authenticated;
grant execute on function public.get_sla_what_if(text, uuid) to authenticated;

-- Mails of notices. With every sweep the worker has those that are due put into mails, one for each member, and a job
-- sends it. Nobody is mailed more often than every five minutes, but for urgent tickets; what was not sent within two
-- hours is put into another mail.

select pgboss.create_queue('send-sla-notices', json_build_object(
  'policy', 'standard', 'retryLimit', 8, 'retryDelay', 10, 'retryBackoff', true, 'expireInSeconds', 120));

-- Whose level is not among these has no mail of it (chapter notice_choices).
alter table public.workspaces add column notice_mail_levels public.sla_notice_level[] not null default '{warning,breach,escalation}';
comment on column public.workspaces.notice_mail_levels is 'Which notices are mailed to members who have not chosen otherwise.';
alter table public.workspace_members add column notice_mail_levels public.sla_notice_level[];
comment on column public.workspace_members.notice_mail_levels is 'Which notices are mailed to the member; null: as the workspace says.';

create function private.sorted_levels(levels public.sla_notice_level[]) returns public.sla_notice_level[]
language sql immutable set search_path = '' as $$
  select case when levels is not null then array(select distinct level from unnest(levels) as level where level is not null order by level) end;
$$;
comment on function private.sorted_levels(public.sla_notice_level[]) is 'Each level once, in order; null for null.';

create type public.sla_notice_line as (
  ticket_id uuid, number bigint, subject text, customer_name text, level public.sla_notice_level, metric public.sla_metric,
  due_at timestamptz, time_zone text);

create function private.renew_sla_notices(as_of timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Of no use any more: done meanwhile, or told of at a higher level.
  update public.sla_notices as notice set mail_settled_at = as_of
  from public.sla_clocks as clock
  where notice.mail_settled_at is null and notice.mail_after <= as_of
    and (clock.workspace_id, clock.ticket_id, clock.metric, clock.sequence)
      = (notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence)
    and (clock.stopped_at is not null or notice.level = 'warning' and clock.state = 'breached'
      or notice.level = 'breach' and clock.escalated_at is not null and exists (
        select from public.sla_notices as higher
        where (higher.workspace_id, higher.ticket_id, higher.metric, higher.sequence, higher.member_id)
          = (notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence, notice.member_id)
          and higher.level = 'escalation' and private.wants_notice_mail(higher.workspace_id, higher.member_id, higher.level)));
  -- The ticket may be somebody else's by now.
  with due as (
    select distinct notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence, notice.level, notice.mail_after
    from public.sla_notices as notice
    where notice.mail_settled_at is null and notice.mail_after <= as_of and notice.mail_claim_id is null
      and notice.created_at < as_of
  ), told as (
    select due.*, recipient.member_id from due
    cross join lateral private.list_sla_recipients(due.workspace_id, due.ticket_id, due.level) as recipient (member_id)
  ), gone as (
    update public.sla_notices as notice set mail_settled_at = as_of
    from due
    where (notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence, notice.level)
        = (due.workspace_id, due.ticket_id, due.metric, due.sequence, due.level)
      and notice.mail_settled_at is null and notice.mail_claim_id is null
      and not exists (select from told where told.ticket_id = due.ticket_id and told.level = due.level and told.member_id = notice.member_id)
  )
  insert into public.sla_notices (workspace_id, ticket_id, metric, sequence, level, member_id, mail_after)
  select told.workspace_id, told.ticket_id, told.metric, told.sequence, told.level, told.member_id, told.mail_after from told
  on conflict do nothing;
  -- The notice stays; whoever does not want it by mail has none.
  update public.sla_notices set mail_settled_at = as_of
  where mail_settled_at is null and mail_after <= as_of and not private.wants_notice_mail(workspace_id, member_id, level);
  -- Who is not at work now, by hours of their own that they have or have changed since, has theirs when they are.
  update public.sla_notices as notice set mail_after = waiting.next_at
  from (
    select due.workspace_id, due.ticket_id, due.metric, due.sequence, due.level, due.member_id,
      private.next_work_at(due.workspace_id, due.member_id, as_of) as next_at
    from public.sla_notices as due join public.sla_clocks as clock using (workspace_id, ticket_id, metric, sequence)
    where due.mail_settled_at is null and due.mail_after <= as_of and clock.priority <> 'urgent'
      and (due.mail_claimed_at is null or due.mail_claimed_at < as_of - interval '2 hours')
  ) as waiting
  where waiting.next_at > as_of
    and (notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence, notice.level, notice.member_id)
      = (waiting.workspace_id, waiting.ticket_id, waiting.metric, waiting.sequence, waiting.level, waiting.member_id);
end;
$$;
comment on function private.renew_sla_notices(timestamptz) is
  'Before notices are mailed: settles what is of no use any more, gives those of a ticket that went to somebody else to whom they are for now, settles those that their member does not want by mail, and puts off those of members who do not work now.';

create function private.queue_sla_notice_mails(as_of timestamptz default now()) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  addressee record;
  new_claim_id uuid;
  queued integer := 0;
begin
  -- One at a time: two sweeps would put the same notices into two mails.
  if not pg_try_advisory_xact_lock(hashtextextended('queue_sla_notice_mails', 0)) then
    return 0;
  end if;
  perform private.renew_sla_notices(as_of);
  for addressee in
    select notice.workspace_id, notice.member_id
    from public.sla_notices as notice
    join public.sla_clocks as clock using (workspace_id, ticket_id, metric, sequence)
    where notice.mail_settled_at is null and notice.mail_after <= as_of
      and (notice.mail_claimed_at is null or notice.mail_claimed_at < as_of - interval '2 hours')
      and (notice.level <> 'warning' or clock.state = 'running' and private.sla_warn_at(clock) <= as_of)
    group by notice.workspace_id, notice.member_id
    having bool_or(clock.priority = 'urgent') or not exists (
      select from public.sla_notices as recent
      where recent.workspace_id = notice.workspace_id and recent.member_id = notice.member_id and recent.mail_claimed_at > as_of - interval '5 minutes')
  loop
    new_claim_id := gen_random_uuid();
    update public.sla_notices as notice set mail_claim_id = new_claim_id, mail_claimed_at = as_of
    from public.sla_clocks as clock
    where notice.workspace_id = addressee.workspace_id and notice.member_id = addressee.member_id
      and (clock.workspace_id, clock.ticket_id, clock.metric, clock.sequence)
        = (notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence)
      and notice.mail_settled_at is null and notice.mail_after <= as_of
      and (notice.mail_claimed_at is null or notice.mail_claimed_at < as_of - interval '2 hours')
      and (notice.level <> 'warning' or clock.state = 'running' and private.sla_warn_at(clock) <= as_of);
    perform private.enqueue_job('send-sla-notices', jsonb_build_object('claim_id', new_claim_id));
    queued := queued + 1;
  end loop;
  return queued;
end;
$$;
comment on function private.queue_sla_notice_mails(timestamptz) is
  'Puts the notices that are to be mailed by now into mails, one for each member, has them sent, and answers how many those are. A warning of a clock that is paused, or due later by now, waits.';

create function private.list_claimed_sla_notices(of_claim_id uuid) returns setof public.sla_notice_line
language sql stable security definer set search_path = '' as $$
  select notice.ticket_id, ticket.number, ticket.subject, customer.name, notice.level, notice.metric, clock.due_at, coalesce(calendar.time_zone, 'UTC')
  from public.sla_notices as notice
  join public.sla_clocks as clock using (workspace_id, ticket_id, metric, sequence)
  join public.tickets as ticket on ticket.workspace_id = notice.workspace_id and ticket.ticket_id = notice.ticket_id
  join public.customers as customer on customer.workspace_id = ticket.workspace_id and customer.customer_id = ticket.customer_id
  left join public.sla_calendar_versions as calendar
    on calendar.workspace_id = ticket.workspace_id and calendar.calendar_version_id = private.team_calendar_version(ticket)
  where notice.mail_claim_id = of_claim_id and notice.mail_settled_at is null
    -- Done since, or given to a private team of others.
    and clock.stopped_at is null and private.may_see_team(ticket.workspace_id, notice.member_id, ticket.team_id)
  order by notice.level desc, clock.due_at, ticket.number;
$$;
comment on function private.list_claimed_sla_notices(uuid) is
  'What a mail tells of, most pressing first. time_zone: of the calendar that the ticket''s people work by.';

create function private.settle_sla_notices(of_claim_id uuid) returns void
language sql volatile security definer set search_path = '' as $$
  update public.sla_notices set mail_settled_at = now() where mail_claim_id = of_claim_id and mail_settled_at is null;
$$;
comment on function private.settle_sla_notices(uuid) is 'A mail is out, or there is nobody whom it could go to.';

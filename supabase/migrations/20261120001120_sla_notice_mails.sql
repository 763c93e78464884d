-- Mails of notices: what a member is to be told at one time goes into one mail, and each notice into one mail only.

create type public.sla_notice_line as (
  ticket_id uuid, number bigint, subject text, customer_name text, level public.sla_notice_level, metric public.sla_metric,
  due_at timestamptz, time_zone text);

create function private.claim_sla_notices(of_workspace_id uuid, of_member_id uuid, as_of timestamptz default now())
returns setof public.sla_notice_line
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Of no use any more: done meanwhile, due at another time, or told of at a higher level.
  update public.sla_notices as notice set mail_settled_at = as_of
  from public.sla_clocks as clock
  where notice.workspace_id = of_workspace_id and notice.member_id = of_member_id and notice.mail_settled_at is null
    and (clock.workspace_id, clock.ticket_id, clock.metric, clock.sequence)
      = (notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence)
    and (clock.stopped_at is not null
      or notice.level = 'warning' and (clock.state <> 'running' or private.sla_warn_at(clock) > as_of)
      or exists (
        select from public.sla_notices as higher
        where (higher.workspace_id, higher.ticket_id, higher.metric, higher.sequence, higher.member_id)
          = (notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence, notice.member_id)
          and higher.level > notice.level));
  return query
  with claimed as (
    update public.sla_notices as notice set mail_claimed_at = as_of
    where notice.workspace_id = of_workspace_id and notice.member_id = of_member_id and notice.mail_settled_at is null
      and notice.mail_after <= as_of
      and (notice.mail_claimed_at is null or notice.mail_claimed_at < as_of - interval '2 minutes')
    returning notice.*
  )
  select claimed.ticket_id, ticket.number, ticket.subject, customer.name, claimed.level, claimed.metric, clock.due_at,
    coalesce(calendar.time_zone, 'UTC')
  from claimed
  join public.sla_clocks as clock using (workspace_id, ticket_id, metric, sequence)
  join public.tickets as ticket on ticket.workspace_id = claimed.workspace_id and ticket.ticket_id = claimed.ticket_id
  join public.customers as customer on customer.workspace_id = ticket.workspace_id and customer.customer_id = ticket.customer_id
  left join public.sla_calendar_versions as calendar
    on calendar.workspace_id = ticket.workspace_id and calendar.calendar_version_id = private.team_calendar_version(ticket)
  order by claimed.level desc, clock.due_at, ticket.number;
end;
$$;
comment on function private.claim_sla_notices(uuid, uuid, timestamptz) is
  'What a member is to be mailed of at a moment, most pressing first; until it is settled nobody else mails it, for two minutes. time_zone: of the calendar that the ticket''s people work by.';

create function private.settle_sla_notices(of_workspace_id uuid, of_member_id uuid, claimed_at timestamptz, is_mailed boolean) returns void
language sql volatile security definer set search_path = '' as $$
  update public.sla_notices set mail_claimed_at = null, mail_settled_at = case when is_mailed then now() end
  where workspace_id = of_workspace_id and member_id = of_member_id and mail_claimed_at = claimed_at and mail_settled_at is null;
$$;
comment on function private.settle_sla_notices(uuid, uuid, timestamptz, boolean) is 'A mail of what was claimed at a moment is out, or could not be sent: then it is to be tried again.';

-- SLA clocks: what runs for a ticket, and the events that made it so.
--
-- A ticket has one clock for its first response, one for each later wait of the customer, and one for its resolution.
-- Events are append-only and tell all: a clock is its events applied in order (private.apply_sla_event()), which
-- private.list_differing_sla_clocks() checks. A breach is a fact: written once, never taken back.

-- running: towards its due time. paused: the ticket waits for the customer. met, cancelled: ended. breached: was due;
-- it goes on until it is stopped, so that what is still owed shows.
create type public.sla_clock_state as enum ('running', 'paused', 'met', 'breached', 'cancelled');
create type public.sla_event_kind as enum (
  'activate', 'pause', 'resume', 'fulfil', 'breach', 'retarget', 'backdate', 'set_due', 'warn', 'escalate', 'cancel');
-- overdue: the time ran out. retarget: a change made it due in the past.
create type public.sla_breach_cause as enum ('overdue', 'retarget');
create type public.sla_cancel_reason as enum ('resolved', 'no_reply_needed', 'no_target', 'spam', 'merged');

create table public.sla_clocks (
  workspace_id uuid not null,
  ticket_id uuid not null,
  metric public.sla_metric not null,
  sequence integer not null,
  policy_version_id uuid not null,
  calendar_version_id uuid,
  priority public.ticket_priority not null,
  target_seconds integer not null,
  basis public.sla_basis not null,
  warn_before_seconds integer,
  escalate_after_seconds integer,
  is_due_by_hand boolean not null default false,
  state public.sla_clock_state not null,
  started_at timestamptz not null,
  consumed_seconds numeric not null,
  running_since timestamptz,
  due_at timestamptz,
  met_at timestamptz,
  met_late_at timestamptz,
  breached_at timestamptz,
  breach_cause public.sla_breach_cause,
  cancel_reason public.sla_cancel_reason,
  stopped_at timestamptz,
  warned_at timestamptz,
  escalated_at timestamptz,
  next_at timestamptz,
  last_event_number integer not null,
  primary key (workspace_id, ticket_id, metric, sequence),
  constraint sla_clocks_has_calendar check (basis = 'calendar' or calendar_version_id is not null),
  -- At the end of the transaction: a ticket's clocks are written before the ticket is (chapter sla_engine).
  constraint sla_clocks_ticket_fkey foreign key (workspace_id, ticket_id)
    references public.tickets (workspace_id, ticket_id) deferrable initially deferred,
  constraint sla_clocks_policy_version_fkey foreign key (workspace_id, policy_version_id)
    references public.sla_policy_versions (workspace_id, policy_version_id),
  constraint sla_clocks_calendar_version_fkey foreign key (workspace_id, calendar_version_id)
    references public.sla_calendar_versions (workspace_id, calendar_version_id)
);
comment on table public.sla_clocks is 'What is, or was, due for a ticket: its events, added up.';
comment on column public.sla_clocks.sequence is 'Counts a ticket''s clocks of one metric from 1.';
comment on column public.sla_clocks.priority is 'The ticket''s, of which the target is.';
comment on column public.sla_clocks.is_due_by_hand is 'An agent set the due time: no pause and no other target moves it. It goes on towards it while the ticket waits.';
comment on column public.sla_clocks.consumed_seconds is 'Time used up to running_since, or altogether when it does not run; by its basis and calendar.';
comment on column public.sla_clocks.running_since is 'Null while it does not run. A breached clock runs until it is stopped.';
comment on column public.sla_clocks.due_at is 'Null while paused; of an ended clock what it was at the end.';
comment on column public.sla_clocks.met_late_at is 'When what had been due was done after all; the state stays breached.';
comment on column public.sla_clocks.warned_at is 'Once for each clock, also when its due time moves afterwards.';
comment on column public.sla_clocks.stopped_at is 'Null while the ticket still owes it.';
comment on column public.sla_clocks.next_at is 'When somebody has to be warned, it is breached, or the owners have to be told, whichever comes next; null: never.';

-- For the sweep: what has to be done by now, however many clocks there are.
create index sla_clocks_next_idx on public.sla_clocks (next_at) where next_at is not null;
-- Foreign keys, and the open tickets that a new version would change.
create index sla_clocks_policy_version_idx on public.sla_clocks (workspace_id, policy_version_id);
create index sla_clocks_calendar_version_idx on public.sla_clocks (workspace_id, calendar_version_id);

create table public.sla_events (
  workspace_id uuid not null,
  ticket_id uuid not null,
  metric public.sla_metric not null,
  sequence integer not null,
  event_number integer not null,
  kind public.sla_event_kind not null,
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  due_at timestamptz,
  policy_version_id uuid,
  calendar_version_id uuid,
  priority public.ticket_priority,
  target_seconds integer,
  basis public.sla_basis,
  warn_before_seconds integer,
  escalate_after_seconds integer,
  breach_cause public.sla_breach_cause,
  cancel_reason public.sla_cancel_reason,
  actor_name text not null default '',
  reason text not null default '',
  primary key (workspace_id, ticket_id, metric, sequence, event_number),
  -- At the end of the transaction: an event is written before what it makes of its clock. That the versions it names
  -- exist is for the clock to say, which has them from its events.
  constraint sla_events_clock_fkey foreign key (workspace_id, ticket_id, metric, sequence)
    references public.sla_clocks (workspace_id, ticket_id, metric, sequence) deferrable initially deferred,
  constraint sla_events_reason_length check (char_length(reason) <= 500)
);
comment on table public.sla_events is 'What happened to a clock, in order of event_number; append-only.';
comment on column public.sla_events.at is 'When it happened. recorded_at is when that was written: a breach is noticed within a minute.';
comment on column public.sla_events.started_at is 'Of activate and backdate: from when the clock counts.';
comment on column public.sla_events.due_at is 'Of breach: what was due. Of set_due: the time that an agent set; null: computed again.';
comment on column public.sla_events.target_seconds is 'Of activate and retarget, with policy, calendar, priority and basis: what the clock runs by from then on.';
comment on column public.sla_events.reason is 'Of set_due: the agent''s words.';

-- Access: agents read, triggers and commands write. Customers are told by the ticket's reply_due_at. -----------

alter table public.sla_clocks enable row level security;
alter table public.sla_events enable row level security;

grant select on public.sla_clocks, public.sla_events to authenticated;

create policy "Agents read the clocks of the tickets that they see" on public.sla_clocks for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and ((select private.sees_every_team()) or exists (
      select from public.tickets as ticket
      where ticket.ticket_id = sla_clocks.ticket_id
        and (ticket.team_id = any (array(select private.my_hidden_team_ids()))) is not true)));
create policy "Agents read what happened to the clocks that they see" on public.sla_events for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and ((select private.sees_every_team()) or exists (
      select from public.tickets as ticket
      where ticket.ticket_id = sla_events.ticket_id
        and (ticket.team_id = any (array(select private.my_hidden_team_ids()))) is not true)));

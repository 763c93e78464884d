-- Tickets: one request of one customer, and what happened to it. Every ticket has one room (chapter rooms).
--
-- A ticket is read by the workspace's agents and by its customers, so none of the columns that may be read is internal. Its customers
-- are the requester, who opened it, and the participants (CC), who were added by address and came by a mailed link.

-- Types ------------------------------------------------------------------------------------------------

-- waiting: for the customer. resolved: answered, reopened by the next customer message. closed: read-only, and opened again by its requester within the workspace's time, or by an agent.
create type public.ticket_status as enum ('open', 'in_progress', 'waiting', 'resolved', 'closed');
create type public.ticket_priority as enum ('low', 'medium', 'high', 'urgent');
create type public.ticket_channel as enum ('web', 'widget', 'mobile', 'email', 'phone', 'api');
create type public.ticket_event_kind as enum (
  'ticket_created', 'status_changed', 'priority_changed', 'ticket_assigned', 'team_changed',
  'participant_added', 'participant_joined', 'participant_removed', 'follow_up_opened', 'no_reply_needed', 'field_changed',
  'category_changed');
create type public.sender_type as enum ('customer', 'agent', 'system');

-- Tables -----------------------------------------------------------------------------------------------

create table public.ticket_categories (
  workspace_id uuid not null,
  category_id uuid not null default gen_random_uuid(),
  name text not null,
  description text not null default '',
  position integer not null default 0,
  archived_at timestamptz,
  primary key (workspace_id, category_id),
  constraint ticket_categories_workspace_fkey foreign key (workspace_id)
    references public.workspaces (workspace_id) on delete cascade,
  constraint ticket_categories_name_length check (char_length(btrim(name)) between 1 and 60),
  constraint ticket_categories_description_length check (char_length(description) <= 200)
);
comment on table public.ticket_categories is 'What a workspace''s form offers as category. Archived ones stay on old tickets.';
create unique index ticket_categories_name_key on public.ticket_categories (workspace_id, lower(name)) where archived_at is null;

create table private.ticket_counters (
  workspace_id uuid primary key,
  last_number bigint not null default 1001,
  constraint ticket_counters_workspace_fkey foreign key (workspace_id)
    references public.workspaces (workspace_id) on delete cascade
);
comment on table private.ticket_counters is
  'The last ticket number of each workspace. Apart from workspaces, because it changes with every ticket; not a sequence, because gaps would show other tenants'' volume.';

create table public.tickets (
  ticket_id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null,
  number bigint not null,
  chat_room_id uuid not null default gen_random_uuid(),
  customer_id uuid not null,
  submission_id uuid,
  follows_ticket_id uuid,
  subject text not null,
  status public.ticket_status not null default 'open',
  priority public.ticket_priority not null default 'medium',
  channel public.ticket_channel not null default 'web',
  category_id uuid,
  team_id uuid,
  assignee_id uuid,
  created_at timestamptz not null default now(),
  as_of timestamptz,
  changed_at timestamptz not null default now(),
  last_activity_at timestamptz not null default now(),
  assigned_at timestamptz,
  first_response_at timestamptz,
  response_count integer not null default 0,
  resolved_at timestamptz,
  closed_at timestamptz,
  spam_at timestamptz,
  erased_at timestamptz,
  merged_into_ticket_id uuid,
  awaiting_reply_since timestamptz,
  is_awaiting_first_response boolean not null default false,
  reply_due_at timestamptz,
  sla_due_at timestamptz,
  sla_warn_at timestamptz,
  constraint tickets_workspace_ticket_key unique (workspace_id, ticket_id),
  constraint tickets_number_key unique (workspace_id, number),
  constraint tickets_submission_key unique (workspace_id, customer_id, submission_id),
  constraint tickets_customer_fkey foreign key (workspace_id, customer_id)
    references public.customers (workspace_id, customer_id),
  constraint tickets_follows_fkey foreign key (workspace_id, follows_ticket_id)
    references public.tickets (workspace_id, ticket_id),
  constraint tickets_merged_into_fkey foreign key (workspace_id, merged_into_ticket_id)
    references public.tickets (workspace_id, ticket_id),
  constraint tickets_category_fkey foreign key (workspace_id, category_id)
    references public.ticket_categories (workspace_id, category_id),
  constraint tickets_team_fkey foreign key (workspace_id, team_id) references public.teams (workspace_id, team_id),
  constraint tickets_assignee_fkey foreign key (workspace_id, assignee_id)
    references public.workspace_members (workspace_id, member_id),
  constraint tickets_merged_into_other check (merged_into_ticket_id <> ticket_id),
  constraint tickets_subject_length check (char_length(btrim(subject)) between 1 and 200)
);
comment on table public.tickets is 'One request of one customer. Tickets are closed, never removed.';
comment on column public.tickets.number is 'For people (#1042); counts up in each workspace. URLs use ticket_id.';
comment on column public.tickets.submission_id is 'Made by the form, so that sending it twice opens one ticket.';
comment on column public.tickets.follows_ticket_id is 'The earlier ticket that this one goes on with.';
comment on column public.tickets.as_of is 'Set by an update that tells of the past (an import, a message with its own time); never kept.';
comment on column public.tickets.changed_at is 'When the row came to say what it says: at the as_of of the last update, else when that was made. Never goes back.';
comment on column public.tickets.response_count is 'Messages of agents so far.';
comment on column public.tickets.erased_at is 'When all that it was about was erased (chapter erasure); what can be counted of it stays.';
comment on column public.tickets.spam_at is 'When it was found to be spam; nothing is due then.';
comment on column public.tickets.merged_into_ticket_id is 'The ticket in which this one goes on; nothing is due here then.';
comment on column public.tickets.awaiting_reply_since is
  'Time of the oldest customer message without an answer; null while nobody waits. Setting it to null without an answer says that none is needed.';
comment on column public.tickets.is_awaiting_first_response is 'Whether that answer will be the first: nothing has ended the wait that the ticket began with.';
comment on column public.tickets.reply_due_at is 'When the awaited answer is due, or was; null while none is.';
comment on column public.tickets.sla_due_at is
  'The earliest due time of the ticket''s clocks that run, also of those that are over it (chapter sla_clocks); null while none does.';
comment on column public.tickets.sla_warn_at is
  'From when on what is due at sla_due_at is due soon: the time at which its assignee is warned; null when it is over, and while nothing is due.';

-- The desk's list, newest activity first, keyset-paged: all of a workspace, and only those still to be worked on.
create index tickets_activity_idx on public.tickets (workspace_id, last_activity_at desc, ticket_id desc);
create index tickets_active_idx on public.tickets (workspace_id, last_activity_at desc, ticket_id desc)
  where status in ('open', 'in_progress', 'waiting');
-- "Mine".
create index tickets_mine_idx on public.tickets (workspace_id, assignee_id, last_activity_at desc, ticket_id desc)
  where status in ('open', 'in_progress', 'waiting');
-- The foreign key: a member that is taken away must not scan all tickets.
create index tickets_assignee_idx on public.tickets (workspace_id, assignee_id);
-- A customer's tickets, and the foreign key.
create index tickets_customer_idx on public.tickets (workspace_id, customer_id, created_at desc);
-- Foreign keys: a team or category that is taken away must not scan all tickets.
create index tickets_team_idx on public.tickets (workspace_id, team_id);
create index tickets_category_idx on public.tickets (workspace_id, category_id);
create index tickets_follows_idx on public.tickets (workspace_id, follows_ticket_id) where follows_ticket_id is not null;
create index tickets_merged_into_idx on public.tickets (workspace_id, merged_into_ticket_id) where merged_into_ticket_id is not null;
-- The same by what is due next; then, latest activity first, those for which nothing is.
create index tickets_due_idx on public.tickets (workspace_id, coalesce(sla_due_at, 'infinity'), last_activity_at desc, ticket_id desc)
  where status in ('open', 'in_progress', 'waiting');
-- For the foreign key to chat_rooms (chapter rooms).
create index tickets_chat_room_idx on public.tickets (workspace_id, chat_room_id);

create table public.ticket_events (
  event_id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null,
  ticket_id uuid not null,
  kind public.ticket_event_kind not null,
  actor_type public.sender_type not null,
  actor_name text not null default '',
  old_value text,
  new_value text,
  is_internal boolean not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint ticket_events_ticket_fkey foreign key (workspace_id, ticket_id)
    references public.tickets (workspace_id, ticket_id)
);
comment on table public.ticket_events is 'What happened to a ticket, append-only, written by a trigger whoever causes it. Its timeline.';
comment on column public.ticket_events.old_value is 'Status, priority, the name of a member, team, category or participant, or the number of a follow-up, as it was then; of a field what was answered before, and what it is called.';
comment on column public.ticket_events.is_internal is 'Not for the customer: priority, team, category and fields'' changes, and that no reply was needed.';

-- A ticket's timeline in order.
create index ticket_events_ticket_idx on public.ticket_events (workspace_id, ticket_id, created_at);

create table public.ticket_participants (
  workspace_id uuid not null,
  ticket_id uuid not null,
  customer_id uuid not null,
  invited_by_name text not null,
  invited_at timestamptz not null default now(),
  link_sent_at timestamptz not null default now(),
  joined_at timestamptz,
  removed_at timestamptz,
  primary key (workspace_id, ticket_id, customer_id),
  constraint ticket_participants_customer_key unique (workspace_id, customer_id),
  constraint ticket_participants_ticket_fkey foreign key (workspace_id, ticket_id)
    references public.tickets (workspace_id, ticket_id),
  constraint ticket_participants_customer_fkey foreign key (workspace_id, customer_id)
    references public.customers (workspace_id, customer_id)
);
comment on table public.ticket_participants is
  'Customers who take part in a ticket beside its requester (CC). Each invitation makes a customer of its own, which belongs to this ticket alone: whoever gets hold of the link reaches nothing else, and nobody learns from inviting an address whether it is known.';
comment on column public.ticket_participants.link_sent_at is 'When a mail with an access link was last asked for.';
comment on column public.ticket_participants.joined_at is 'When the link was first used; null while the person has not come.';
comment on column public.ticket_participants.removed_at is 'Set when the person left or was removed. The row stays for the history.';

-- Predicates -------------------------------------------------------------------------------------------

create function private.my_ticket_ids() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select tickets.ticket_id
  from public.customer_identities
  join public.tickets using (workspace_id, customer_id)
  where customer_identities.user_id = (select auth.uid())
  union all
  select ticket_participants.ticket_id
  from public.customer_identities
  join public.ticket_participants using (workspace_id, customer_id)
  where customer_identities.user_id = (select auth.uid()) and ticket_participants.removed_at is null;
$$;
comment on function private.my_ticket_ids() is 'Tickets in which the caller takes part as a customer: requester or participant.';
grant execute on function private.my_ticket_ids() to authenticated;

create function private.sees_ticket(of_ticket_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (
    select from public.tickets as ticket join public.workspace_members as me using (workspace_id)
    where ticket.ticket_id = of_ticket_id and me.user_id = (select private.my_account_id()) and me.is_active
      and (not me.needs_second_factor or (select private.has_second_factor()))
      and (ticket.team_id is null or private.may_see_team(me.workspace_id, me.member_id, ticket.team_id)));
end;
$$;
comment on function private.sees_ticket(uuid) is 'Whether the caller may see a ticket as an agent: a member of its workspace, from whom its team''s tickets are not hidden.';
grant execute on function private.sees_ticket(uuid) to authenticated;

create function private.category_name(of_workspace_id uuid, of_category_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select name from public.ticket_categories where workspace_id = of_workspace_id and category_id = of_category_id;
$$;
comment on function private.category_name(uuid, uuid) is 'What a category is called now; null for none.';

create function private.refuse_erased() returns void
language sql volatile set search_path = '' as $$
  select private.refuse(409, 'ticket_erased', 'What this ticket was about was erased. It stays as it is.');
$$;
comment on function private.refuse_erased() is 'Refuses to go on with a ticket whose content is gone: 409 ticket_erased.';

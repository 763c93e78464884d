-- Rooms: the conversation of a ticket. Messages are what customer and agents both see; internal notes are rows
-- of another table, so that no missing condition can ever show one to a customer.
--
-- messages.seq is dense in its room: a reader that has 1..n and sees n+2 knows that n+1 is missing and fetches
-- it. The number is taken under the room's row lock, so a smaller one is always committed before a larger one.
-- Every unique key of messages and notes contains room_id, so that both can be partitioned by it later.

-- Types ------------------------------------------------------------------------------------------------

create type public.room_status as enum ('open', 'closed');
create type public.message_type as enum ('text', 'image', 'file', 'system');
create type public.system_kind as enum (
  'ticket_assigned', 'ticket_transferred', 'ticket_released', 'status_changed',
  'participant_added', 'participant_joined', 'participant_removed');

-- Tables -----------------------------------------------------------------------------------------------

create table public.chat_rooms (
  room_id uuid primary key,
  workspace_id uuid not null,
  ticket_id uuid not null,
  status public.room_status not null default 'open',
  last_seq integer not null default 0,
  last_customer_seq integer not null default 0,
  last_agent_seq integer not null default 0,
  change_seq bigint not null default 0,
  epoch integer not null default 1,
  created_at timestamptz not null default now(),
  constraint chat_rooms_workspace_room_key unique (workspace_id, room_id),
  -- ticket_id first: a room is looked up by its ticket alone.
  constraint chat_rooms_ticket_key unique (ticket_id, workspace_id),
  constraint chat_rooms_ticket_fkey foreign key (workspace_id, ticket_id)
    references public.tickets (workspace_id, ticket_id) deferrable initially deferred
);
comment on table public.chat_rooms is 'The room of a ticket. Its row is the lock under which messages are numbered.';
comment on column public.chat_rooms.last_seq is 'seq of the newest message; 0 in an empty room.';
comment on column public.chat_rooms.last_customer_seq is 'seq of the newest message of a customer; with last_agent_seq it says whether something is unread.';
comment on column public.chat_rooms.change_seq is 'Counts what happened to the room besides new messages, so that a reader notices a missed change.';
comment on column public.chat_rooms.epoch is 'Part of the room''s topics. Raised when one person loses access to this room.';

-- Each points at the other; whichever is inserted first waits for the end of the transaction.
alter table public.tickets add constraint tickets_chat_room_fkey foreign key (workspace_id, chat_room_id)
  references public.chat_rooms (workspace_id, room_id) deferrable initially deferred;

create table public.messages (
  room_id uuid not null,
  seq integer not null,
  workspace_id uuid not null,
  message_id uuid not null default gen_random_uuid(),
  sender_type public.sender_type not null,
  customer_id uuid,
  member_id uuid,
  sender_id uuid generated always as (coalesce(customer_id, member_id)) stored,
  sender_name text not null,
  client_id uuid,
  message_type public.message_type not null default 'text',
  body text not null,
  created_at timestamptz not null default clock_timestamp(),
  edited_at timestamptz,
  deleted_at timestamptz,
  erased_at timestamptz,
  change_seq bigint not null default 0,
  reply_to_seq integer,
  system_kind public.system_kind,
  old_value text,
  new_value text,
  primary key (room_id, seq),
  constraint messages_message_key unique (room_id, message_id),
  constraint messages_client_key unique (room_id, sender_id, client_id),
  constraint messages_room_fkey foreign key (workspace_id, room_id) references public.chat_rooms (workspace_id, room_id),
  constraint messages_customer_fkey foreign key (workspace_id, customer_id)
    references public.customers (workspace_id, customer_id),
  constraint messages_member_fkey foreign key (workspace_id, member_id)
    references public.workspace_members (workspace_id, member_id),
  constraint messages_sender_matches_type check (
    (sender_type = 'customer' and customer_id is not null and member_id is null)
    or (sender_type = 'agent' and member_id is not null and customer_id is null)
    or (sender_type = 'system' and customer_id is null and member_id is null)),
  constraint messages_system_matches_type check (
    (sender_type = 'system') = (system_kind is not null) and (sender_type = 'system') = (message_type = 'system')),
  constraint messages_reply_is_older check (reply_to_seq < seq),
  -- Files speak for themselves, a system message by its kind, and what was deleted says nothing.
  constraint messages_body_length check (
    char_length(btrim(body)) between case when message_type = 'text' and deleted_at is null then 1 else 0 end and 10000)
);
comment on table public.messages is 'What customer and agents say to each other, numbered without gaps in each room.';
comment on column public.messages.sender_id is 'customer_id or member_id, whichever sent it; null for the system.';
comment on column public.messages.sender_name is 'The name as it was when the message was sent.';
comment on column public.messages.client_id is 'Made by the sender''s device before sending; the same id from the same sender is the same message.';

comment on column public.messages.change_seq is 'The room''s change_seq when this message last changed (edit, deletion, reaction, or such a change of the message it quotes); 0: never.';
comment on column public.messages.deleted_at is 'Set on a tombstone: the row keeps its number, and nothing of what it said.';
comment on column public.messages.erased_at is 'Set when it was emptied with all that is known of its ticket or its sender (chapter erasure): nothing follows from that singly.';
comment on column public.messages.reply_to_seq is 'The message it quotes, in the same room. Without a foreign key: send_message() checks it, and messages are never removed.';
comment on column public.messages.old_value is 'Of a system message: what it was before, as in ticket_events.';

-- What changed since a reader last looked.
create index messages_change_idx on public.messages (room_id, change_seq) where change_seq > 0;
-- Who quotes a message that changes.
create index messages_reply_idx on public.messages (room_id, reply_to_seq) where reply_to_seq is not null;
-- Foreign keys.
create index messages_room_idx on public.messages (workspace_id, room_id);
create index messages_customer_idx on public.messages (workspace_id, customer_id) where customer_id is not null;
create index messages_member_idx on public.messages (workspace_id, member_id) where member_id is not null;

create table public.internal_notes (
  room_id uuid not null,
  note_seq integer not null,
  workspace_id uuid not null,
  note_id uuid not null default gen_random_uuid(),
  member_id uuid not null,
  author_name text not null,
  client_id uuid not null,
  body text not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (room_id, note_seq),
  constraint internal_notes_note_key unique (room_id, note_id),
  constraint internal_notes_client_key unique (room_id, member_id, client_id),
  constraint internal_notes_room_fkey foreign key (workspace_id, room_id) references public.chat_rooms (workspace_id, room_id),
  constraint internal_notes_member_fkey foreign key (workspace_id, member_id)
    references public.workspace_members (workspace_id, member_id),
  constraint internal_notes_body_length check (char_length(btrim(body)) between 1 and 10000)
);
comment on table public.internal_notes is
  'What agents say among themselves in a room. Its own table, its own numbering (taken under the room''s lock; no counter on chat_rooms, which customers read) and its own topic.';

-- Foreign keys.
create index internal_notes_room_idx on public.internal_notes (workspace_id, room_id);
create index internal_notes_member_idx on public.internal_notes (workspace_id, member_id);

-- Predicates -------------------------------------------------------------------------------------------

create function private.my_room_ids() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select tickets.chat_room_id
  from public.customer_identities
  join public.tickets using (workspace_id, customer_id)
  where customer_identities.user_id = (select auth.uid())
  union all
  select tickets.chat_room_id
  from public.customer_identities
  join public.ticket_participants as participant using (workspace_id, customer_id)
  join public.tickets on tickets.workspace_id = participant.workspace_id and tickets.ticket_id = participant.ticket_id
  where customer_identities.user_id = (select auth.uid()) and participant.removed_at is null;
$$;
comment on function private.my_room_ids() is 'Rooms in which the caller takes part as a customer.';
grant execute on function private.my_room_ids() to authenticated;

create function private.sees_room(of_room_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (
    select from public.chat_rooms as room
    join public.tickets as ticket on ticket.workspace_id = room.workspace_id and ticket.ticket_id = room.ticket_id
    join public.workspace_members as me on me.workspace_id = room.workspace_id
    where room.room_id = of_room_id and me.user_id = (select private.my_account_id()) and me.is_active
      and (not me.needs_second_factor or (select private.has_second_factor()))
      and (ticket.team_id is null or private.may_see_team(me.workspace_id, me.member_id, ticket.team_id)));
end;
$$;
comment on function private.sees_room(uuid) is 'Whether the caller may see a room, its messages and its notes as an agent.';
grant execute on function private.sees_room(uuid) to authenticated;

-- Numbering: both lock the room's row until the end of the transaction, so numbers are committed in their order. ---

create function private.take_seq(of_room_id uuid, for_sender_type public.sender_type) returns integer
language sql volatile security definer set search_path = '' as $$
  update public.chat_rooms set
    last_seq = last_seq + 1,
    last_customer_seq = case for_sender_type when 'customer' then last_seq + 1 else last_customer_seq end,
    last_agent_seq = case for_sender_type when 'agent' then last_seq + 1 else last_agent_seq end
  where room_id = of_room_id
  returning last_seq;
$$;
comment on function private.take_seq(uuid, public.sender_type) is 'The number of the room''s next message; insert it in the same transaction.';

create function private.next_change(of_room_id uuid) returns bigint
language sql volatile security definer set search_path = '' as $$
  update public.chat_rooms set change_seq = change_seq + 1 where room_id = of_room_id returning change_seq;
$$;
comment on function private.next_change(uuid) is 'Counts a change of the room that is not a new message, and answers its number.';

-- Access: reading only; commands write. ------------------------------------------------------------------
-- A note is not even asked for: whoever may select from a table may have the planner estimate its rows, which no
-- policy hides. Agents get notes from public.read_notes(). And a room is read by named columns, without the system's:
-- each note locks its room, so that the room's xmax would tell the customer of it.

alter table public.chat_rooms enable row level security;
alter table public.messages enable row level security;
alter table public.internal_notes enable row level security;

grant select on public.messages to authenticated;
grant select (room_id, workspace_id, ticket_id, status, last_seq, last_customer_seq, last_agent_seq, change_seq, epoch, created_at)
  on public.chat_rooms to authenticated;

create policy "Agents read the rooms of the tickets that they see, customers their own" on public.chat_rooms for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
      and ((select private.sees_every_team()) or exists (
        select from public.tickets as ticket
        where ticket.workspace_id = chat_rooms.workspace_id and ticket.chat_room_id = chat_rooms.room_id
          and (ticket.team_id = any (array(select private.my_hidden_team_ids()))) is not true))
    or room_id = any (array(select private.my_room_ids()))
  );

create policy "Agents read the messages of the tickets that they see, customers their rooms'" on public.messages for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
      and ((select private.sees_every_team()) or exists (
        select from public.tickets as ticket
        where ticket.workspace_id = messages.workspace_id and ticket.chat_room_id = messages.room_id
          and (ticket.team_id = any (array(select private.my_hidden_team_ids()))) is not true))
    or room_id = any (array(select private.my_room_ids()))
  );

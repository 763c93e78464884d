-- Receipts: how far each participant's devices have a room's messages (delivered), and how far they were read.
--
-- Customers see of all agents together one receipt without a name: who looks into a ticket without taking part in
-- it is the workspace's affair. Everybody selects the own receipts; read_room() and list_receipts() show what is due
-- of the others'.

create table public.room_receipts (
  room_id uuid not null,
  workspace_id uuid not null,
  customer_id uuid,
  member_id uuid,
  participant_id uuid generated always as (coalesce(customer_id, member_id)) stored,
  delivered_seq integer not null default 0,
  read_seq integer not null default 0,
  change_seq bigint not null default 0,
  primary key (room_id, participant_id),
  constraint room_receipts_room_fkey foreign key (workspace_id, room_id) references public.chat_rooms (workspace_id, room_id),
  constraint room_receipts_customer_fkey foreign key (workspace_id, customer_id)
    references public.customers (workspace_id, customer_id),
  constraint room_receipts_member_fkey foreign key (workspace_id, member_id)
    references public.workspace_members (workspace_id, member_id),
  constraint room_receipts_one_participant check (num_nonnulls(customer_id, member_id) = 1),
  constraint room_receipts_read_is_delivered check (read_seq between 0 and delivered_seq)
);
comment on table public.room_receipts is 'Up to which message a room was delivered to, and read by, each participant. Numbers only rise.';
comment on column public.room_receipts.change_seq is 'The room''s change_seq when the receipt last rose.';

-- Foreign keys.
create index room_receipts_room_idx on public.room_receipts (workspace_id, room_id);
create index room_receipts_customer_idx on public.room_receipts (workspace_id, customer_id) where customer_id is not null;
create index room_receipts_member_idx on public.room_receipts (workspace_id, member_id) where member_id is not null;

alter table public.room_receipts enable row level security;

grant select on public.room_receipts to authenticated;

create policy "People read their own receipts, agents in the rooms that they see" on public.room_receipts for select to authenticated
  using (
    customer_id = any (array(select private.my_customer_ids()))
    or member_id = any (array(select private.my_member_ids()))
      and ((select private.sees_every_team()) or exists (
        select from public.tickets as ticket
        where ticket.workspace_id = room_receipts.workspace_id and ticket.chat_room_id = room_receipts.room_id
          and (ticket.team_id = any (array(select private.my_hidden_team_ids()))) is not true))
  );

create type public.receipt_line as (
  participant_id uuid, side public.sender_type, name text, delivered_seq integer, read_seq integer, change_seq bigint
);

create function private.receipt_lines(of_room_id uuid) returns setof public.receipt_line
language sql stable security definer set search_path = '' as $$
  select receipt.participant_id, 'customer'::public.sender_type, customer.name, receipt.delivered_seq, receipt.read_seq, receipt.change_seq
  from public.room_receipts as receipt join public.customers as customer using (workspace_id, customer_id)
  where receipt.room_id = of_room_id
  union all
  select null, 'agent', '', max(receipt.delivered_seq), max(receipt.read_seq), max(receipt.change_seq)
  from public.room_receipts as receipt
  where receipt.room_id = of_room_id and receipt.member_id is not null
  having count(*) > 0;
$$;
comment on function private.receipt_lines(uuid) is
  'The receipts of a room as everybody in it may see them: each customer''s, and one for all agents together. Checks nobody: for callers that did.';

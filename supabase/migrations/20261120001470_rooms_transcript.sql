-- Transcripts: a room as a file, for whoever takes part in it. Lines are read as the room's page reads them
-- (read_room, read_notes); here is what stands above them, and the command that mails a transcript.
--
-- It is mailed to the caller's own address and to no other: a free address would make every room a way to send
-- strangers mail of one's choice. A requester's address is typed and proves nothing, so theirs waits for an agent's
-- answer, and an address gets ten a day. The worker asks again, when it sends, whether the person still takes part.

create type public.transcript_format as enum ('txt', 'html', 'pdf');

-- Above the lines --------------------------------------------------------------------------------------------

create function private.transcript_head(of_ticket_id uuid)
returns table (
  ticket_id uuid, room_id uuid, workspace_slug text, workspace_name text, number bigint, subject text, created_at timestamptz, last_seq integer,
  customer_names text[], agent_names text[]
)
language sql stable security definer set search_path = '' as $$
  select ticket.ticket_id, room.room_id, workspace.slug, workspace.name, ticket.number, ticket.subject, ticket.created_at, room.last_seq,
    array[customer.name] || array(
      select distinct message.sender_name from public.messages as message
      where message.room_id = room.room_id and message.sender_type = 'customer' and message.sender_name <> customer.name
      order by 1
    ),
    array(
      select distinct message.sender_name from public.messages as message
      where message.room_id = room.room_id and message.sender_type = 'agent' order by 1
    )
  from public.tickets as ticket
  join public.workspaces as workspace using (workspace_id)
  join public.customers as customer using (workspace_id, customer_id)
  join public.chat_rooms as room on room.workspace_id = ticket.workspace_id and room.room_id = ticket.chat_room_id
  where ticket.ticket_id = of_ticket_id;
$$;
comment on function private.transcript_head(uuid) is
  'What stands above a transcript: whose it is, and everybody who wrote in the room. Asks nobody who they are; callers do.';

create function private.get_transcript_head(of_ticket_id uuid)
returns table (
  ticket_id uuid, room_id uuid, workspace_slug text, workspace_name text, number bigint, subject text, created_at timestamptz, last_seq integer,
  customer_names text[], agent_names text[]
)
language sql stable security definer set search_path = '' as $$
  select head.* from private.transcript_head(of_ticket_id) as head
  where (private.room_seat(head.room_id)).sender_id is not null;
$$;

create function public.get_transcript_head(ticket_id uuid)
returns table (
  ticket_id uuid, room_id uuid, workspace_slug text, workspace_name text, number bigint, subject text, created_at timestamptz, last_seq integer,
  customer_names text[], agent_names text[]
)
language sql stable set search_path = '' as $$
  select * from private.get_transcript_head(get_transcript_head.ticket_id);
$$;
comment on function public.get_transcript_head(uuid) is
  'What stands above the transcript of a ticket''s room. No row: no such room for the caller.';

grant execute on function private.get_transcript_head(uuid) to authenticated;
grant execute on function public.get_transcript_head(uuid) to authenticated;

-- Mailed -------------------------------------------------------------------------------------------------------

select pgboss.create_queue('send-transcript', json_build_object(
  'policy', 'standard', 'retryLimit', 6, 'retryDelay', 10, 'retryBackoff', true, 'expireInSeconds', 300));

create table private.transcript_requests (
  request_id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null,
  ticket_id uuid not null,
  customer_id uuid,
  member_id uuid,
  format public.transcript_format not null,
  has_notes boolean not null,
  time_zone text not null,
  locale text not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  constraint transcript_requests_ticket_fkey foreign key (workspace_id, ticket_id)
    references public.tickets (workspace_id, ticket_id) on delete cascade,
  constraint transcript_requests_customer_fkey foreign key (workspace_id, customer_id)
    references public.customers (workspace_id, customer_id) on delete cascade,
  constraint transcript_requests_member_fkey foreign key (workspace_id, member_id)
    references public.workspace_members (workspace_id, member_id) on delete cascade,
  constraint transcript_requests_one_person check ((customer_id is null) <> (member_id is null)),
  constraint transcript_requests_notes_for_agents check (not has_notes or member_id is not null),
  constraint transcript_requests_time_zone_format check (time_zone ~ '^[A-Za-z0-9_+/-]{1,64}$'),
  constraint transcript_requests_locale_format check (locale ~ '^[a-z]{2}(-[A-Z]{2})?$')
);
comment on table private.transcript_requests is
  'Transcripts that somebody asked to have mailed: what the worker sends, and what the limit counts. Those of a month ago are removed by the next request.';
alter table private.transcript_requests enable row level security;

-- Foreign keys; the first also counts a person's requests for a ticket.
create index transcript_requests_ticket_idx on private.transcript_requests (workspace_id, ticket_id, created_at);
create index transcript_requests_customer_idx on private.transcript_requests (workspace_id, customer_id) where customer_id is not null;
create index transcript_requests_member_idx on private.transcript_requests (workspace_id, member_id) where member_id is not null;
-- What is a month old.
create index transcript_requests_created_idx on private.transcript_requests (created_at);

create function private.request_transcript(
  of_ticket_id uuid, wanted_format public.transcript_format, with_notes boolean, in_time_zone text, in_locale text
) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  of_room_id constant uuid := (select chat_room_id from public.tickets where ticket_id = of_ticket_id);
  seat record;
  address text;
  new_request_id uuid;
begin
  select * into seat from private.room_seat(of_room_id);
  if seat.sender_id is null then
    perform private.refuse(404, 'ticket_not_found', 'There is no such ticket for you.');
  end if;
  if with_notes and seat.sender_type <> 'agent' then
    perform private.refuse(403, 'notes_for_agents', 'Internal notes are for agents.');
  end if;
  if seat.sender_type = 'agent' then
    select email into address from auth.users where id = auth.uid();
  else
    select email into address from public.customers where workspace_id = seat.workspace_id and customer_id = seat.sender_id;
  end if;
  if coalesce(address, '') = '' then
    perform private.refuse(409, 'no_mail_address', 'There is no email address that it could be sent to.');
  end if;
  -- Participants came by a mail to theirs.
  if seat.sender_id = (select customer_id from public.tickets where ticket_id = of_ticket_id)
    and not exists (select from public.messages where room_id = of_room_id and sender_type = 'agent') then
    perform private.refuse(409, 'not_answered_yet', 'It is mailed once an agent has answered. It can be downloaded at any time.');
  end if;

  -- Requests for an address one after the other, so that two at once are counted.
  perform pg_advisory_xact_lock(hashtextextended('request_transcript:' || seat.workspace_id || lower(address), 0));
  if (
    select count(*) from private.transcript_requests as request
    where request.workspace_id = seat.workspace_id and request.ticket_id = of_ticket_id
      and request.created_at > now() - interval '1 hour'
      and coalesce(request.customer_id, request.member_id) = seat.sender_id
  ) >= 5 or (
    seat.sender_type = 'customer' and (
      select count(*) from private.transcript_requests as request join public.customers as customer using (workspace_id, customer_id)
      where request.workspace_id = seat.workspace_id and lower(customer.email) = lower(address) and request.created_at > now() - interval '1 day'
    ) >= 10
  ) then
    perform private.refuse(429, 'too_many_transcripts', 'At most five an hour for one ticket, and ten a day for a customer''s address. Download it instead, or try again later.');
  end if;

  delete from private.transcript_requests where created_at < now() - interval '30 days';
  insert into private.transcript_requests (workspace_id, ticket_id, customer_id, member_id, format, has_notes, time_zone, locale)
  values (
    seat.workspace_id, of_ticket_id,
    case seat.sender_type when 'customer' then seat.sender_id end,
    case seat.sender_type when 'agent' then seat.sender_id end,
    wanted_format, with_notes, in_time_zone, in_locale)
  returning request_id into new_request_id;
  perform private.enqueue_job('send-transcript', jsonb_build_object('request_id', new_request_id));
  return address;
end;
$$;

create function public.request_transcript(
  ticket_id uuid, format public.transcript_format, include_notes boolean default false, time_zone text default 'UTC', locale text default 'en'
) returns text
language sql volatile set search_path = '' as $$
  select private.request_transcript(ticket_id, format, include_notes, time_zone, locale);
$$;
comment on function public.request_transcript(uuid, public.transcript_format, boolean, text, text) is
  'Has the transcript of a ticket''s room mailed to the caller''s own address, which it answers. Errors: 404 ticket_not_found; 403 notes_for_agents; 409 no_mail_address, not_answered_yet (a requester, whose address is not proved); 429 too_many_transcripts (five an hour for a ticket and person, ten a day for a customer''s address). A time zone or locale that is no name fails by a constraint.';

grant execute on function private.request_transcript(uuid, public.transcript_format, boolean, text, text) to authenticated;
grant execute on function public.request_transcript(uuid, public.transcript_format, boolean, text, text) to authenticated;

-- What the worker sends: where it goes to now. No row: the person does not take part any more, or has no address.
create function private.transcript_to_send(of_request_id uuid)
returns table (
  ticket_id uuid, format public.transcript_format, has_notes boolean, time_zone text, locale text, created_at timestamptz,
  sent_at timestamptz, is_agent boolean, recipient_name text, recipient_address text, brand_color text
)
language sql stable security definer set search_path = '' as $$
  select request.ticket_id, request.format, request.has_notes, request.time_zone, request.locale, request.created_at,
    request.sent_at, request.member_id is not null, coalesce(member.display_name, customer.name), coalesce(account.email, customer.email),
    workspace.brand_color
  from private.transcript_requests as request
  join public.workspaces as workspace using (workspace_id)
  join public.tickets as ticket using (workspace_id, ticket_id)
  left join public.customers as customer
    on customer.workspace_id = request.workspace_id and customer.customer_id = request.customer_id
    and (customer.customer_id = ticket.customer_id or exists (
      select from public.ticket_participants as participant
      where participant.workspace_id = ticket.workspace_id and participant.ticket_id = ticket.ticket_id
        and participant.customer_id = customer.customer_id and participant.removed_at is null))
  left join public.workspace_members as member
    on member.workspace_id = request.workspace_id and member.member_id = request.member_id and member.is_active
    and private.may_see_team(member.workspace_id, member.member_id, ticket.team_id)
  left join auth.users as account on account.id = member.user_id
  where request.request_id = of_request_id and coalesce(account.email, customer.email, '') <> '';
$$;
comment on function private.transcript_to_send(uuid) is 'A requested transcript and whom it goes to, for the worker.';

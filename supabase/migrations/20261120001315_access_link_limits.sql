-- How many mails with an access link may be asked for. The address is only typed: nobody knows whether its owner wants
-- any, so that neither one mailbox can be filled nor one sender write to many.

create table private.access_link_requests (
  workspace_id uuid not null,
  ticket_id uuid not null,
  customer_id uuid not null,
  asked_at timestamptz not null default clock_timestamp(),
  address text not null,
  asked_by uuid,
  primary key (workspace_id, ticket_id, customer_id, asked_at),
  constraint access_link_requests_participant_fkey foreign key (workspace_id, ticket_id, customer_id)
    references public.ticket_participants (workspace_id, ticket_id, customer_id)
);
comment on table private.access_link_requests is
  'Each mail with an access link that was asked for in the last 24 hours: to which address, in lower case, and by whom. Only to be counted.';
comment on column private.access_link_requests.asked_by is 'The user; null when the service asked.';

create index access_link_requests_address_idx on private.access_link_requests (workspace_id, address, asked_at);
create index access_link_requests_asked_by_idx on private.access_link_requests (asked_by, asked_at);
create index access_link_requests_asked_at_idx on private.access_link_requests (asked_at);

alter table private.access_link_requests enable row level security;

create function private.limit_access_links() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  per_address constant integer := 5;
  per_customer constant integer := 20;
  per_agent constant integer := 100;
  caller constant uuid := auth.uid();
  caller_is_agent constant boolean := new.workspace_id in (select private.my_workspace_ids());
  to_address constant text := (
    select lower(email) from public.customers where workspace_id = new.workspace_id and customer_id = new.customer_id);
begin
  -- One caller after the other, and one for each address: two at the same moment would both still see room.
  perform pg_advisory_xact_lock(hashtextextended(format('access-link-to %s %s', new.workspace_id, to_address), 0));
  perform pg_advisory_xact_lock(hashtextextended(format('access-link-by %s', caller), 0));
  delete from private.access_link_requests where asked_at <= now() - interval '24 hours';

  if (select count(*) from private.access_link_requests where workspace_id = new.workspace_id and address = to_address) >= per_address then
    perform private.refuse(429, 'too_many_access_links', 'Several mails went to this address today. Try again tomorrow.');
  end if;
  if (select count(*) from private.access_link_requests where asked_by = caller)
    >= (case when caller_is_agent then per_agent else per_customer end)
  then
    perform private.refuse(429, 'too_many_invitations', 'You have asked for many invitations today. Try again tomorrow.');
  end if;
  insert into private.access_link_requests (workspace_id, ticket_id, customer_id, address, asked_by)
  values (new.workspace_id, new.ticket_id, new.customer_id, to_address, caller);
  return null;
end;
$$;
comment on function private.limit_access_links() is
  'At most 5 mails to one address of a workspace, 20 asked for by a customer''s browser and 100 by an agent, in any 24 hours. 429 too_many_access_links, too_many_invitations.';

create trigger t10_limit_access_links after insert on public.ticket_participants
  for each row execute function private.limit_access_links();
create trigger t10_limit_access_links_again after update on public.ticket_participants
  for each row when (new.link_sent_at is distinct from old.link_sent_at)
  execute function private.limit_access_links();

-- Access links: how a person whose address somebody else typed gets access, namely by a mail to that address.
--
-- The worker makes the secret while it writes the mail; here is only its hash, so that neither this table nor the queue
-- opens anything. A link is of one customer, and so of one ticket in one workspace. It may be used on several
-- devices until it expires or the person is removed. Using it links the browser's identity to the customer.

create table private.access_links (
  workspace_id uuid not null,
  secret_hash bytea not null,
  ticket_id uuid not null,
  customer_id uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '30 days',
  revoked_at timestamptz,
  primary key (workspace_id, secret_hash),
  constraint access_links_participant_fkey foreign key (workspace_id, ticket_id, customer_id)
    references public.ticket_participants (workspace_id, ticket_id, customer_id),
  constraint access_links_secret_hash_length check (octet_length(secret_hash) = 32)
);
comment on table private.access_links is 'The links that were mailed: the SHA-256 of each secret, whose it is and until when. Written by the worker.';

-- The foreign key, and taking back all links of a person.
create index access_links_participant_idx on private.access_links (workspace_id, ticket_id, customer_id);

alter table private.access_links enable row level security;

-- 80: the mail, whenever one is asked for ----------------------------------------------------------------------

select pgboss.create_queue('send-access-link', json_build_object(
  'policy', 'standard', 'retryLimit', 8, 'retryDelay', 10, 'retryBackoff', true, 'expireInSeconds', 120));

create function private.enqueue_access_link() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.enqueue_job('send-access-link', jsonb_build_object(
    'ticket_id', new.ticket_id, 'customer_id', new.customer_id, 'link_sent_at', new.link_sent_at));
  return null;
end;
$$;
comment on function private.enqueue_access_link() is 'A participant who was added, or asked for another link, gets it by mail.';

create trigger t80_enqueue_access_link after insert on public.ticket_participants
  for each row execute function private.enqueue_access_link();
create trigger t80_enqueue_access_link_again after update on public.ticket_participants
  for each row when (new.link_sent_at is distinct from old.link_sent_at)
  execute function private.enqueue_access_link();

-- Use ---------------------------------------------------------------------------------------------------------
-- Unknown, expired, revoked, of a removed person and of another workspace answer the same.

create function private.find_access_link(workspace_slug text, secret text) returns private.access_links
language sql stable security definer set search_path = '' as $$
  select link.*
  from private.access_links as link
  join public.workspaces as workspace using (workspace_id)
  join public.ticket_participants as participant using (workspace_id, ticket_id, customer_id)
  where workspace.slug = find_access_link.workspace_slug
    and link.secret_hash = sha256(convert_to(find_access_link.secret, 'UTF8'))
    and link.expires_at > now()
    and link.revoked_at is null
    and participant.removed_at is null;
$$;
comment on function private.find_access_link(text, text) is 'The link with this secret in this workspace, if it still opens anything; else nulls.';

create function private.get_access_link(workspace_slug text, secret text) returns table (number bigint, invited_by_name text)
language sql stable security definer set search_path = '' as $$
  select ticket.number, participant.invited_by_name
  from private.find_access_link(workspace_slug, secret) as link
  join public.ticket_participants as participant using (workspace_id, ticket_id, customer_id)
  join public.tickets as ticket on ticket.workspace_id = link.workspace_id and ticket.ticket_id = link.ticket_id;
$$;

create function public.get_access_link(workspace_slug text, secret text) returns table (number bigint, invited_by_name text)
language sql stable set search_path = '' as $$
  select * from private.get_access_link(workspace_slug, secret);
$$;
comment on function public.get_access_link(text, text) is
  'Which ticket an access link opens, without opening it: looking changes nothing, so that a mail scanner does nothing. No row: it opens none.';

create function private.accept_access_link(workspace_slug text, secret text) returns public.ticket_key
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller constant uuid := auth.uid();
  link private.access_links := private.find_access_link(workspace_slug, secret);
  ticket public.tickets;
begin
  -- A token outlives its account.
  if not exists (select from auth.users where id = caller) then
    perform private.refuse(401, 'sign_in_required', 'The browser needs an identity before it can take part.');
  end if;
  select * into ticket from public.tickets where ticket_id = link.ticket_id;
  perform from public.chat_rooms where room_id = ticket.chat_room_id for no key update;
  -- Asked again under the lock, which whoever removes the person holds too.
  link := private.find_access_link(workspace_slug, secret);
  if link.customer_id is null then
    perform private.refuse(404, 'access_link_not_valid', 'This link does not work, or not any more. Ask for a new one.');
  end if;

  insert into public.customer_identities (workspace_id, customer_id, user_id)
  values (link.workspace_id, link.customer_id, caller)
  on conflict do nothing;
  update public.ticket_participants set joined_at = now()
  where workspace_id = link.workspace_id and ticket_id = link.ticket_id and customer_id = link.customer_id and joined_at is null;
  return (ticket.ticket_id, ticket.number, ticket.chat_room_id);
end;
$$;

create function public.accept_access_link(workspace_slug text, secret text) returns public.ticket_key
language sql volatile set search_path = '' as $$
  select * from private.accept_access_link(workspace_slug, secret);
$$;
comment on function public.accept_access_link(text, text) is
  'Links the caller''s identity to the person a link was mailed to, who has joined by that, and answers the ticket. Doing it again changes nothing. Errors: 401 sign_in_required; 404 access_link_not_valid (unknown, expired, revoked or of another workspace: all the same).';

grant execute on function private.get_access_link(text, text) to anon, authenticated;
grant execute on function public.get_access_link(text, text) to anon, authenticated;
grant execute on function private.accept_access_link(text, text) to authenticated;
grant execute on function public.accept_access_link(text, text) to authenticated;

-- Customers: who writes to a workspace, and which identities may act for them.
--
-- A customer needs no account. The first ticket gives the browser an anonymous Supabase identity and links it
-- to a new customer. A typed email address proves nothing: it never links an identity to a customer that
-- exists. So one address may stand at several customers until a proof (an access link, a code) joins them.
-- This table is read by the customers themselves: what only agents may know belongs in another one.

create table public.customers (
  workspace_id uuid not null,
  customer_id uuid not null default gen_random_uuid(),
  email text,
  name text not null,
  locale text not null default 'en',
  created_at timestamptz not null default now(),
  erased_at timestamptz,
  -- customer_id first: the policy looks customers up by it alone.
  primary key (customer_id, workspace_id),
  constraint customers_workspace_fkey foreign key (workspace_id) references public.workspaces (workspace_id) on delete cascade,
  constraint customers_email_format check (email ~ '^[^@,;<>"()[:space:]]+@[^@,;<>"()[:space:]]+\.[^@,;<>"()[:space:].]+$' and char_length(email) <= 254),
  constraint customers_name_length check (char_length(btrim(name)) between 1 and 100),
  constraint customers_locale_format check (locale ~ '^[a-z]{2}(-[A-Z]{2})?$')
);
comment on table public.customers is 'A person who writes to a workspace. Not unique by email: an address is a claim until it is proved.';
comment on column public.customers.erased_at is 'When all that was known of the person was erased (chapter erasure).';

-- The customer context of the desk: other customers with the same address.
create index customers_email_idx on public.customers (workspace_id, lower(email));

create table public.customer_identities (
  workspace_id uuid not null,
  customer_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, customer_id, user_id),
  constraint customer_identities_customer_fkey foreign key (workspace_id, customer_id)
    references public.customers (workspace_id, customer_id) on delete cascade,
  constraint customer_identities_user_fkey foreign key (user_id) references auth.users (id) on delete cascade
);
comment on table public.customer_identities is 'Which auth users act for a customer: each browser''s anonymous one, later a verified account.';

-- Finds the customers of the caller, in every policy.
create index customer_identities_user_id_idx on public.customer_identities (user_id);

-- Predicates -------------------------------------------------------------------------------------------

create function private.my_customer_ids() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select customer_id from public.customer_identities where user_id = (select auth.uid());
$$;
comment on function private.my_customer_ids() is 'Customers the caller acts for, in any workspace.';
grant execute on function private.my_customer_ids() to authenticated;

-- Access: agents read the customers of their workspaces, a customer reads the own record (chapter tickets says which). Links between
-- identities and customers are read by nobody: they are account ids.

alter table public.customers enable row level security;
alter table public.customer_identities enable row level security;

grant select on public.customers to authenticated;

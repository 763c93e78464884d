-- Tenancy: workspaces, their members, and the predicates every later policy is built from.
--
-- A workspace is one company. Its members are the people of its desk. Nobody else sees anything of it,
-- except what its portal shows (chapter screens_portal). A member is never removed from the table: tickets
-- and messages keep pointing at who handled them; `removed_at` ends the access, `deactivated_at` pauses it.

-- Types ------------------------------------------------------------------------------------------------

-- Weakest first, so that `role >= 'admin'` reads as it is said.
create type public.member_role as enum ('agent', 'admin', 'owner');

-- Slugs: where a workspace is found, /support/<slug> -------------------------------------------------------------------

create function private.is_slug_well_formed(slug text) returns boolean
language sql immutable set search_path = '' as $$ select slug ~ '^[a-z0-9](-?[a-z0-9]){2,39}$'; $$;
comment on function private.is_slug_well_formed(text) is '3 to 40 lower-case letters and digits, with single hyphens between them.';

create function private.is_slug_reserved(slug text) returns boolean
language sql immutable set search_path = '' as $$
  select slug = any (array[
    'about', 'account', 'admin', 'agent', 'agents', 'api', 'app', 'assets', 'auth', 'billing', 'blog', 'contact',
    'dashboard', 'desk', 'docs', 'health', 'healthz', 'help', 'home', 'inbox', 'legal', 'locale', 'login', 'logout',
    'mail', 'new', 'portal', 'pricing', 'privacy', 'public', 'security', 'settings', 'sign-in', 'sign-out',
    'sign-up', 'signin', 'signup', 'static', 'status', 'support', 'system', 'terms', 'theme', 'ticket', 'tickets', 'token',
    'widget', 'workspace', 'workspaces', 'www']);
$$;
comment on function private.is_slug_reserved(text) is 'Whether the product itself may want this name.';

-- Tables -----------------------------------------------------------------------------------------------

create table public.workspaces (
  workspace_id uuid primary key default gen_random_uuid(),
  slug text not null,
  name text not null,
  brand_color text not null default '#0f766e',
  logo_id uuid,
  logo_width integer,
  logo_height integer,
  icon_id uuid,
  welcome_text text not null default '',
  default_locale text not null default 'en',
  offered_locales text[] not null default '{en,de,es,fr,ja,ar}',
  edit_window_seconds integer not null default 900,
  max_attachment_bytes integer not null default 10485760,
  max_attachments_per_message integer not null default 10,
  reopen_window_seconds integer not null default 1209600,
  requires_second_factor boolean not null default false,
  epoch integer not null default 1,
  created_at timestamptz not null default now(),
  deletion_requested_at timestamptz,
  deletion_at timestamptz,
  constraint workspaces_logo_is_whole check (num_nulls(logo_id, logo_width, logo_height) in (0, 3)),
  constraint workspaces_deletion_is_whole check ((deletion_requested_at is null) = (deletion_at is null)),
  constraint workspaces_slug_key unique (slug),
  constraint workspaces_slug_format check (private.is_slug_well_formed(slug)),
  constraint workspaces_slug_reserved check (not private.is_slug_reserved(slug)),
  constraint workspaces_name_length check (char_length(btrim(name)) between 1 and 80),
  constraint workspaces_brand_color_format check (brand_color ~ '^#[0-9a-f]{6}$'),
  constraint workspaces_welcome_text_length check (char_length(welcome_text) <= 500),
  constraint workspaces_default_locale_format check (default_locale ~ '^[a-z]{2}(-[A-Z]{2})?$'),
  constraint workspaces_offered_locales_format check (
    cardinality(offered_locales) between 1 and 20 and array_to_string(offered_locales, ',', '') ~ '^[a-z]{2}(-[A-Z]{2})?(,[a-z]{2}(-[A-Z]{2})?)*$'),
  constraint workspaces_edit_window_range check (edit_window_seconds between 0 and 31536000),
  constraint workspaces_max_attachment_range check (max_attachment_bytes between 0 and 26214400),
  constraint workspaces_max_attachments_range check (max_attachments_per_message between 0 and 20),
  constraint workspaces_reopen_window_range check (reopen_window_seconds between 0 and 315360000)
);
comment on table public.workspaces is 'One company and its support portal at /support/<slug>.';
comment on column public.workspaces.offered_locales is 'The languages that its portal can be had in; the default one is always among them.';
comment on column public.workspaces.logo_id is 'A picture (chapter pictures), with its sides in pixels, so that a page keeps its place.';
comment on column public.workspaces.icon_id is 'A picture of its own for small places; without one a logo may stand in (shown_icon_id).';
comment on column public.workspaces.epoch is
  'Part of every Realtime topic of the workspace. Raised when access is taken away, which renames the topics: Realtime asks the policies only at join.';
comment on column public.workspaces.deletion_at is
  'From when on the worker deletes the workspace, which takes nothing new until then; null: nobody has asked for that (chapter workspace_deletion).';
comment on column public.workspaces.edit_window_seconds is 'For so long after sending, people may edit and delete their own messages; 0: never.';
comment on column public.workspaces.max_attachment_bytes is 'Size of one attached file; 0: no attachments. The web server takes 25 MiB at most.';
comment on column public.workspaces.reopen_window_seconds is 'For so long after closing, a customer may reopen the ticket; then a follow-up ticket is the way.';
comment on column public.workspaces.requires_second_factor is 'Whether members see the workspace by an account with a second factor alone (chapter second_factor_demand).';
comment on column public.workspaces.brand_color is 'Six lower-case hex digits with #. The app derives readable shades from it.';

create table public.workspace_members (
  workspace_id uuid not null,
  member_id uuid not null default gen_random_uuid(),
  user_id uuid,
  role public.member_role not null default 'agent',
  display_name text not null,
  avatar_id uuid,
  created_at timestamptz not null default now(),
  deactivated_at timestamptz,
  removed_at timestamptz,
  needs_second_factor boolean not null default false,
  is_active boolean not null generated always as (deactivated_at is null and removed_at is null) stored,
  primary key (workspace_id, member_id),
  constraint workspace_members_user_key unique (workspace_id, user_id),
  constraint workspace_members_workspace_fkey foreign key (workspace_id)
    references public.workspaces (workspace_id) on delete cascade,
  constraint workspace_members_user_fkey foreign key (user_id) references auth.users (id) on delete set null,
  constraint workspace_members_display_name_length check (char_length(btrim(display_name)) between 1 and 80)
);
comment on table public.workspace_members is
  'The people of a desk. member_id is what others may see of a person; user_id (the account) is for the database.';
comment on column public.workspace_members.user_id is 'Null when the account was deleted; the name on old messages stays.';
comment on column public.workspace_members.avatar_id is 'The person''s face, a picture (chapter member_avatars); null: initials stand for it.';
comment on column public.workspace_members.deactivated_at is 'Set while the person has no access, but keeps role and teams.';
comment on column public.workspace_members.removed_at is 'Set when the person lost access for good. The row stays for the history; an invitation brings it back.';
comment on column public.workspace_members.is_active is 'Whether the person has access. Every predicate asks this, and the next.';
comment on column public.workspace_members.needs_second_factor is 'As the workspace demands, so that predicates know without a look there: the member has access by an account with a second factor alone.';

-- Finds the memberships of the caller, in every policy.
create index workspace_members_user_id_idx on public.workspace_members (user_id);

-- Predicates -------------------------------------------------------------------------------------------
-- Used as `workspace_id = any (array(select private.my_workspace_ids()))`: evaluated once per statement and
-- able to use an index. They are definers because the tables they read are themselves guarded by them.

create function private.my_account_id() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  caller constant uuid := auth.uid();
  claims constant jsonb := auth.jwt();
begin
  if caller is null then
    return null;
  end if;
  -- A token outlives the session it was made for. Auth names the session in every token that it makes; one without
  -- was made by whoever holds the project's key.
  if claims ? 'session_id' and not exists (
    select from auth.sessions
    where id = (claims ->> 'session_id')::uuid and user_id = caller and (not_after is null or not_after > now()))
  then
    perform private.refuse(401, 'sign_in_required', 'This session has ended.');
  end if;
  if claims ->> 'aal' is distinct from 'aal2' and exists (
    select from auth.mfa_factors where user_id = caller and status = 'verified')
  then
    perform private.refuse(403, 'second_factor_required', 'This account asks for a code of its authenticator app as well.');
  end if;
  return caller;
end;
$$;
comment on function private.my_account_id() is
  'The caller''s user id, for whatever belongs to an account; null for a visitor. Errors: 401 sign_in_required when the session of the token has ended; 403 second_factor_required when the account has a verified second factor and the token was given without it.';

create function private.has_second_factor() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from auth.mfa_factors where user_id = auth.uid() and status = 'verified');
end;
$$;
comment on function private.has_second_factor() is
  'Whether the caller''s account has a verified second factor; that the session has shown it my_account_id() asks. Predicates about members ask it where needs_second_factor says so, once for a statement.';

create function private.my_workspace_ids() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select workspace_id from public.workspace_members
  where user_id = (select private.my_account_id()) and is_active and (not needs_second_factor or (select private.has_second_factor()));
$$;
comment on function private.my_workspace_ids() is 'Workspaces in which the caller is an active member, in any role.';

create function private.my_admin_workspace_ids() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select workspace_id from public.workspace_members
  where user_id = (select private.my_account_id()) and is_active and role >= 'admin'
    and (not needs_second_factor or (select private.has_second_factor()));
$$;
comment on function private.my_admin_workspace_ids() is 'Workspaces in which the caller is an active owner or admin.';

create function private.my_member_id(of_workspace_id uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select member_id from public.workspace_members
  where workspace_id = of_workspace_id and user_id = (select private.my_account_id()) and is_active
    and (not needs_second_factor or (select private.has_second_factor()));
$$;
comment on function private.my_member_id(uuid) is 'The caller''s member_id in the workspace, null when not an active member.';

create function private.my_verified_user_id() returns uuid
language sql stable security definer set search_path = '' as $$
  select id from auth.users where id = (select private.my_account_id()) and email_confirmed_at is not null;
$$;
comment on function private.my_verified_user_id() is
  'The caller''s user id when the account has a confirmed email address, else null. A customer''s browser identity has none.';

grant execute on function private.my_workspace_ids() to authenticated;
grant execute on function private.my_admin_workspace_ids() to authenticated;
grant execute on function private.my_member_id(uuid) to authenticated;

-- Access -----------------------------------------------------------------------------------------------
-- No insert, update or delete for anybody: commands do that. Customers and visitors read nothing here; what
-- a portal shows of its workspace comes from public.get_portal().

alter table public.workspaces enable row level security;
alter table public.workspace_members enable row level security;

grant select on public.workspaces to authenticated;
grant select (workspace_id, member_id, role, display_name, avatar_id, created_at, deactivated_at, removed_at, is_active) on public.workspace_members to authenticated;

create policy "Members read their workspaces" on public.workspaces for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));

create policy "Members read the members of their workspaces" on public.workspace_members for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));

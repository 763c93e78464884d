-- Settings of the workspace itself: what it is called, where it is found, how its portal looks, what its limits are.

-- The address --------------------------------------------------------------------------------------------------

create table private.former_slugs (
  slug text primary key,
  workspace_id uuid not null,
  retired_at timestamptz not null default now(),
  constraint former_slugs_workspace_fkey foreign key (workspace_id) references public.workspaces (workspace_id) on delete cascade
);
comment on table private.former_slugs is
  'Addresses that a workspace had before. Links in mails and on web sites name them, so they lead to the workspace still, and to no other one ever.';
create index former_slugs_workspace_idx on private.former_slugs (workspace_id);
alter table private.former_slugs enable row level security;

create function private.keep_former_slug() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Asked after the unique key was: whoever had the address a moment ago has written it down by now.
  if exists (select from private.former_slugs where slug = new.slug and workspace_id <> new.workspace_id)
    or exists (select from private.deleted_slugs where slug = new.slug) then
    raise unique_violation using constraint = 'workspaces_slug_key', table = 'workspaces', schema = 'public',
      message = 'duplicate key value violates unique constraint "workspaces_slug_key"';
  end if;
  delete from private.former_slugs where slug = new.slug;
  if tg_op = 'UPDATE' then
    insert into private.former_slugs (slug, workspace_id) values (old.slug, old.workspace_id);
  end if;
  return null;
end;
$$;
comment on function private.keep_former_slug() is
  'Keeps the address that a workspace gives up, and refuses one that another workspace had, also one that was deleted. 23505 workspaces_slug_key.';
create trigger t30_keep_former_slug after insert on public.workspaces
  for each row execute function private.keep_former_slug();
create trigger t30_keep_former_slug_changed after update of slug on public.workspaces
  for each row when (new.slug <> old.slug) execute function private.keep_former_slug();

create function private.get_current_slug(workspace_slug text) returns text
language sql stable security definer set search_path = '' as $$
  select workspace.slug from private.former_slugs as former join public.workspaces as workspace using (workspace_id)
  where former.slug = lower(workspace_slug);
$$;
create function public.get_current_slug(workspace_slug text) returns text
language sql stable set search_path = '' as $$ select private.get_current_slug(workspace_slug); $$;
comment on function public.get_current_slug(text) is 'Where the workspace is found now that had this address before; null when none had.';
grant execute on function private.get_current_slug(text), public.get_current_slug(text) to anon, authenticated;

create type public.slug_state as enum ('free', 'taken', 'reserved', 'malformed');

create function private.check_slug(wanted_slug text, of_workspace_slug text) returns public.slug_state
language plpgsql stable security definer set search_path = '' as $$
declare
  wanted constant text := lower(btrim(wanted_slug));
begin
  if private.my_verified_user_id() is null then
    perform private.refuse(403, 'account_required', 'Sign in with an account whose email address is confirmed.');
  end if;
  return case
    when not private.is_slug_well_formed(wanted) then 'malformed'
    when private.is_slug_reserved(wanted) then 'reserved'
    when exists (select from public.workspaces where slug = wanted and slug is distinct from of_workspace_slug) then 'taken'
    when exists (
      select from private.former_slugs as former join public.workspaces as owner using (workspace_id)
      where former.slug = wanted and owner.slug is distinct from of_workspace_slug) then 'taken'
    when exists (select from private.deleted_slugs where slug = wanted) then 'taken'
    else 'free'
  end;
end;
$$;
create function public.check_slug(slug text, workspace_slug text default null) returns public.slug_state
language sql stable set search_path = '' as $$ select private.check_slug(slug, workspace_slug); $$;
comment on function public.check_slug(text, text) is
  'Whether a workspace could be found at this address, a new one or that of workspace_slug, whose own present and former addresses are free for it. Errors: 403 account_required.';
grant execute on function private.check_slug(text, text), public.check_slug(text, text) to authenticated;

-- Languages ----------------------------------------------------------------------------------------------------

create function private.offer_default_locale() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.offered_locales := array(
    select locale from unnest(new.offered_locales || new.default_locale) with ordinality as offered (locale, nth)
    group by locale order by min(nth));
  return new;
end;
$$;
comment on function private.offer_default_locale() is 'Each language once, the default one among them.';
create trigger t10_offer_default_locale before insert or update of default_locale, offered_locales on public.workspaces
  for each row execute function private.offer_default_locale();

-- The settings -------------------------------------------------------------------------------------------------

create type public.workspace_draft as (
  name text, slug text, brand_color text, welcome_text text, default_locale text, edit_window_seconds integer,
  max_attachment_bytes integer, max_attachments_per_message integer, reopen_window_seconds integer, offered_locales text[],
  notice_mail_levels public.sla_notice_level[]);

create function public.get_workspace_settings(workspace_slug text) returns setof public.workspace_draft
language sql stable set search_path = '' as $$
  select workspace.name, workspace.slug, workspace.brand_color, workspace.welcome_text, workspace.default_locale, workspace.edit_window_seconds,
    workspace.max_attachment_bytes, workspace.max_attachments_per_message, workspace.reopen_window_seconds, workspace.offered_locales,
    workspace.notice_mail_levels
  from public.workspaces as workspace
  where workspace.slug = workspace_slug and workspace.workspace_id = any (array(select private.my_admin_workspace_ids()));
$$;
comment on function public.get_workspace_settings(text) is 'What save_workspace_settings() can change. No row: not an owner or admin of such a workspace.';

create function private.save_workspace_settings(of_workspace_slug text, draft public.workspace_draft) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  saved_slug text;
begin
  update public.workspaces as workspace set
    name = btrim(coalesce(draft.name, workspace.name)),
    slug = lower(btrim(coalesce(draft.slug, workspace.slug))),
    brand_color = lower(coalesce(draft.brand_color, workspace.brand_color)),
    welcome_text = btrim(coalesce(draft.welcome_text, workspace.welcome_text), E' \t\r\n'),
    default_locale = coalesce(draft.default_locale, workspace.default_locale),
    offered_locales = coalesce(draft.offered_locales, workspace.offered_locales),
    notice_mail_levels = coalesce(private.sorted_levels(draft.notice_mail_levels), workspace.notice_mail_levels),
    edit_window_seconds = coalesce(draft.edit_window_seconds, workspace.edit_window_seconds),
    max_attachment_bytes = coalesce(draft.max_attachment_bytes, workspace.max_attachment_bytes),
    max_attachments_per_message = coalesce(draft.max_attachments_per_message, workspace.max_attachments_per_message),
    reopen_window_seconds = coalesce(draft.reopen_window_seconds, workspace.reopen_window_seconds)
  where workspace.workspace_id = locked_id
  returning workspace.slug into saved_slug;
  return saved_slug;
end;
$$;
create function public.save_workspace_settings(workspace_slug text, draft public.workspace_draft) returns text
language sql volatile set search_path = '' as $$ select private.save_workspace_settings(workspace_slug, draft); $$;
comment on function public.save_workspace_settings(text, public.workspace_draft) is
  'Changes what is not null in the draft, and answers where the workspace is found from now on; its former address leads there. Errors: 404 workspace_not_found; 403 settings_forbidden; 23505 workspaces_slug_key; 23514 any constraint of workspaces.';

grant execute on function public.get_workspace_settings(text), private.save_workspace_settings(text, public.workspace_draft),
  public.save_workspace_settings(text, public.workspace_draft) to authenticated;

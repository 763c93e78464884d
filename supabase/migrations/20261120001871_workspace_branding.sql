-- How a workspace looks beside its colour: a logo at the head of its portal, and an icon for the browser's tab and the
-- desk's list of workspaces. Without an icon of its own a logo that is about as wide as high stands in for it.

alter table public.workspaces
  add constraint workspaces_logo_fkey foreign key (workspace_id, logo_id) references private.pictures (workspace_id, picture_id),
  add constraint workspaces_icon_fkey foreign key (workspace_id, icon_id) references private.pictures (workspace_id, picture_id);
create index workspaces_logo_idx on public.workspaces (workspace_id, logo_id);
create index workspaces_icon_idx on public.workspaces (workspace_id, icon_id);
create trigger t80_remove_former_pictures after update of logo_id, icon_id on public.workspaces
  for each row when (old.logo_id is distinct from new.logo_id or old.icon_id is distinct from new.icon_id)
  execute function private.remove_former_pictures();

create type public.workspace_picture as enum ('logo', 'icon');

create function private.set_workspace_picture(of_workspace_slug text, kind public.workspace_picture, content text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  added record;
begin
  added := private.add_picture(locked_id, kind::text, content);
  case kind
    when 'logo' then
      update public.workspaces set logo_id = added.picture_id, logo_width = added.width, logo_height = added.height
      where workspace_id = locked_id;
    when 'icon' then
      update public.workspaces set icon_id = added.picture_id where workspace_id = locked_id;
  end case;
  return added.picture_id;
end;
$$;
create function public.set_workspace_picture(workspace_slug text, kind public.workspace_picture, content text) returns uuid
language sql volatile set search_path = '' as $$ select private.set_workspace_picture(workspace_slug, kind, content); $$;
comment on function public.set_workspace_picture(text, public.workspace_picture, text) is
  'Gives a workspace a logo or an icon, a picture as base64, in the place of the one before, and answers its id. Errors: 404 workspace_not_found; 403 settings_forbidden; 413 picture_too_large; 415 picture_type_refused; 422 picture_dimensions; 409 workspace_closing.';

create function private.remove_workspace_picture(of_workspace_slug text, kind public.workspace_picture) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  update public.workspaces set
    logo_id = case when kind <> 'logo' then logo_id end,
    logo_width = case when kind <> 'logo' then logo_width end,
    logo_height = case when kind <> 'logo' then logo_height end,
    icon_id = case when kind <> 'icon' then icon_id end
  where workspace_id = locked_id;
end;
$$;
create function public.remove_workspace_picture(workspace_slug text, kind public.workspace_picture) returns void
language sql volatile set search_path = '' as $$ select private.remove_workspace_picture(workspace_slug, kind); $$;
comment on function public.remove_workspace_picture(text, public.workspace_picture) is
  'Takes the logo or the icon of a workspace away; again is the same. Errors: 404 workspace_not_found; 403 settings_forbidden; 409 workspace_closing.';

create type public.workspace_pictures as (logo public.logo_line, own_icon_id uuid, icon_id uuid);
create function public.get_workspace_pictures(workspace_slug text) returns setof public.workspace_pictures
language sql stable set search_path = '' as $$
  select private.logo_line(workspace), workspace.icon_id, private.shown_icon_id(workspace)
  from public.workspaces as workspace
  where workspace.slug = workspace_slug and workspace.workspace_id = any (array(select private.my_admin_workspace_ids()));
$$;
comment on function public.get_workspace_pictures(text) is
  'The logo, the icon of its own, and the icon that is shown. No row: not an owner or admin of such a workspace.';

grant execute on function private.set_workspace_picture(text, public.workspace_picture, text), public.set_workspace_picture(text, public.workspace_picture, text),
  private.remove_workspace_picture(text, public.workspace_picture), public.remove_workspace_picture(text, public.workspace_picture),
  public.get_workspace_pictures(text) to authenticated;

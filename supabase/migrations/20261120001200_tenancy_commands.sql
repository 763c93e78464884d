-- Commands of tenancy: create a workspace.

create type public.workspace_key as (workspace_id uuid, slug text);

create function private.create_workspace(workspace_name text, workspace_slug text, member_name text)
returns public.workspace_key
language plpgsql volatile security definer set search_path = '' as $$
declare
  owner_id constant uuid := private.my_verified_user_id();
  created public.workspace_key;
begin
  if owner_id is null then
    perform private.refuse(403, 'account_required', 'Sign in with an account whose email address is confirmed.');
  end if;

  insert into public.workspaces (name, slug) values (btrim(workspace_name), lower(btrim(workspace_slug)))
  returning workspace_id, slug into created;
  insert into public.workspace_members (workspace_id, user_id, role, display_name)
  values (created.workspace_id, owner_id, 'owner', btrim(member_name));
  insert into public.teams (workspace_id, name) values (created.workspace_id, 'Support');
  insert into public.team_members (workspace_id, team_id, member_id, is_lead)
  select teams.workspace_id, teams.team_id, workspace_members.member_id, true
  from public.teams join public.workspace_members using (workspace_id)
  where workspace_id = created.workspace_id;
  insert into public.ticket_categories (workspace_id, name, position) values
    (created.workspace_id, 'Question', 1),
    (created.workspace_id, 'Problem', 2),
    (created.workspace_id, 'Billing', 3);
  return created;
end;
$$;

create function public.create_workspace(workspace_name text, workspace_slug text, member_name text)
returns public.workspace_key
language sql volatile set search_path = '' as $$
  select * from private.create_workspace(workspace_name, workspace_slug, member_name);
$$;
comment on function public.create_workspace(text, text, text) is
  'Creates a workspace with the caller as its owner, a first team and three categories. Errors: 403 account_required; 23505 workspaces_slug_key (taken); 23514 workspaces_slug_format, workspaces_slug_reserved, workspaces_name_length, workspace_members_display_name_length.';

grant execute on function private.create_workspace(text, text, text) to authenticated;
grant execute on function public.create_workspace(text, text, text) to authenticated;

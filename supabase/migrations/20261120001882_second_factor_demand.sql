-- A workspace that demands two-step sign-in: members whose accounts have no second factor see nothing of it until they
-- have set one up. The predicates ask (tenancy_workspaces); here is who demands it, and what follows at once.

create function private.take_second_factor_demand() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Whoever demands it at this moment waits, or is waited for. Without a workspace its key refuses the row.
  perform from public.workspaces where workspace_id = new.workspace_id for share;
  new.needs_second_factor := exists (
    select from public.workspaces where workspace_id = new.workspace_id and requires_second_factor);
  return new;
end;
$$;
comment on function private.take_second_factor_demand() is 'Who becomes a member is held to what the workspace demands.';
create trigger t30_take_second_factor_demand before insert on public.workspace_members
  for each row execute function private.take_second_factor_demand();

create function private.follow_second_factor_demand() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.workspace_members set needs_second_factor = new.requires_second_factor where workspace_id = new.workspace_id;
  if new.requires_second_factor then
    perform private.move_workspace_topics(new.workspace_id);
  else
    perform private.send_inbox_moved(new.workspace_id);
  end if;
  return null;
end;
$$;
comment on function private.follow_second_factor_demand() is
  'Holds all members to what the workspace demands from now on. Whoever has no second factor loses the next statement by it, and open sockets by the topics'' new names.';
create trigger t90_follow_second_factor_demand after update on public.workspaces
  for each row when (new.requires_second_factor is distinct from old.requires_second_factor)
  execute function private.follow_second_factor_demand();

create function private.follow_taken_factor() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from auth.mfa_factors where user_id = new.user_id and status = 'verified') then
    perform private.move_workspace_topics(member.workspace_id)
    from (
      select workspace_id from public.workspace_members
      where user_id = new.user_id and is_active and needs_second_factor order by workspace_id) as member;
  end if;
  return null;
end;
$$;
comment on function private.follow_taken_factor() is
  'Renames the topics of workspaces that demand a second factor when the account of a member has none any more, so that their open sockets hear nothing more.';
-- Auth takes a factor out and lowers the sessions that had shown it in one transaction, whoever asks for it. Its table
-- of factors takes no trigger on a hosted project, that of sessions does; at the transaction's end, because the order
-- of the two is Auth's.
create constraint trigger t90_follow_taken_factor after update on auth.sessions deferrable initially deferred
  for each row when (old.aal = 'aal2' and new.aal is distinct from old.aal)
  execute function private.follow_taken_factor();

create function private.set_second_factor_demand(of_workspace_slug text, is_demanded boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  if not exists (
    select from public.workspace_members
    where workspace_id = locked_id and member_id = private.my_member_id(locked_id) and role = 'owner')
  then
    perform private.refuse(403, 'settings_forbidden', 'Only owners may change this.');
  end if;
  if is_demanded and not private.has_second_factor() then
    perform private.refuse(409, 'own_second_factor_missing', 'Set up two-step sign-in for your own account first.');
  end if;
  update public.workspaces set requires_second_factor = is_demanded
  where workspace_id = locked_id and requires_second_factor is distinct from is_demanded;
end;
$$;
create function public.set_second_factor_demand(workspace_slug text, is_demanded boolean) returns void
language sql volatile set search_path = '' as $$ select private.set_second_factor_demand(workspace_slug, is_demanded); $$;
comment on function public.set_second_factor_demand(text, boolean) is
  'An owner says whether members need a second factor; whoever has none sees nothing of the workspace from the next statement on, until they have set one up. Errors: 404 workspace_not_found; 403 settings_forbidden; 409 own_second_factor_missing.';

create type public.second_factor_demand as (slug text, name text);
create function private.list_second_factor_demands() returns setof public.second_factor_demand
language sql stable security definer set search_path = '' as $$
  select workspace.slug, workspace.name
  from public.workspace_members as me join public.workspaces as workspace using (workspace_id)
  where me.user_id = (select private.my_account_id()) and me.is_active and me.needs_second_factor
    and not (select private.has_second_factor())
  order by workspace.name, workspace.workspace_id;
$$;
create function public.list_second_factor_demands() returns setof public.second_factor_demand
language sql stable set search_path = '' as $$ select * from private.list_second_factor_demands(); $$;
comment on function public.list_second_factor_demands() is
  'Workspaces that the caller would see as a member if their account had a second factor, by name: what leads them to set one up.';

grant execute on function private.set_second_factor_demand(text, boolean), public.set_second_factor_demand(text, boolean),
  private.list_second_factor_demands(), public.list_second_factor_demands() to authenticated;

-- Commands about members: their role, a pause, their going, and who owns the workspace.
--
-- Who may: an owner everything; an admin what concerns members of lower rank than admin, giving ranks lower than admin;
-- everybody may leave, or step down. What each role may do is told on one page from this.
-- Who loses access loses it with the statement (all predicates read is_active and role), and open sockets with it: the
-- topics are renamed (move_topics() in realtime_topics).

-- 30: the last owner cannot vanish ---------------------------------------------------------------------------

create function private.keep_an_owner() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- One after the other: two owners who go at once would each still see the other. With its workspace the last one goes.
  perform from public.workspaces where workspace_id = old.workspace_id for no key update;
  if found and not exists (
    select from public.workspace_members
    where workspace_id = old.workspace_id and role = 'owner' and is_active and user_id is not null)
  then
    perform private.refuse(409, 'last_owner', 'A workspace needs an owner. Make somebody else one first.');
  end if;
  return null;
end;
$$;
comment on function private.keep_an_owner() is
  'A workspace keeps at least one active owner with an account, whoever changes or deletes members or accounts. 409 last_owner.';

create trigger t30_keep_an_owner after update on public.workspace_members
  for each row when (
    old.role = 'owner' and old.is_active and old.user_id is not null
    and not (new.role = 'owner' and new.is_active and new.user_id is not null))
  execute function private.keep_an_owner();
create trigger t30_keep_an_owner_deleted after delete on public.workspace_members
  for each row when (old.role = 'owner' and old.is_active and old.user_id is not null)
  execute function private.keep_an_owner();

-- Who may ----------------------------------------------------------------------------------------------------

create function private.lock_membership(of_workspace_slug text) returns public.workspace_members
language plpgsql volatile security definer set search_path = '' as $$
declare
  me public.workspace_members;
begin
  perform from public.workspaces where slug = of_workspace_slug
    and workspace_id = any (array(select private.my_workspace_ids())) for no key update;
  select member.* into me
  from public.workspace_members as member join public.workspaces as workspace using (workspace_id)
  where workspace.slug = of_workspace_slug and member.member_id = private.my_member_id(workspace.workspace_id);
  if me.member_id is null then
    perform private.refuse(404, 'workspace_not_found', 'There is no such workspace of yours.');
  end if;
  return me;
end;
$$;
comment on function private.lock_membership(text) is
  'The caller as member of the workspace, whose row is locked: who is in it and as what is changed by one at a time. Errors: 404 workspace_not_found.';

create function private.may_manage(me public.workspace_members, whom public.workspace_members, new_role public.member_role)
returns boolean language sql immutable set search_path = '' as $$
  select me.role = 'owner'
    or me.role = 'admin' and whom.role < 'admin' and new_role < 'admin'
    or me.member_id = whom.member_id and new_role <= me.role;
$$;
comment on function private.may_manage(public.workspace_members, public.workspace_members, public.member_role) is
  'Whether a member may make another one what new_role says: owners everything, admins what is lower than they are, everybody less of themselves.';

create function private.find_managed_member(me public.workspace_members, of_member_id uuid, new_role public.member_role)
returns public.workspace_members
language plpgsql volatile security definer set search_path = '' as $$
declare
  whom public.workspace_members;
begin
  select * into whom from public.workspace_members
  where workspace_id = me.workspace_id and member_id = of_member_id and removed_at is null for no key update;
  if whom.member_id is null then
    perform private.refuse(404, 'member_not_found', 'This person is not a member of the workspace any more.');
  end if;
  if not private.may_manage(me, whom, coalesce(new_role, whom.role)) then
    perform private.refuse(403, 'rank_too_low', 'Owners may do this; admins may with agents.');
  end if;
  return whom;
end;
$$;
comment on function private.find_managed_member(public.workspace_members, uuid, public.member_role) is
  'A member, locked, whom the given one may make what new_role says (null: the same). Errors: 404 member_not_found; 403 rank_too_low.';

-- Role ---------------------------------------------------------------------------------------------------------

create function private.set_member_role(of_workspace_slug text, of_member_id uuid, new_role public.member_role) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
  whom constant public.workspace_members := private.find_managed_member(me, of_member_id, new_role);
begin
  update public.workspace_members set role = new_role
  where workspace_id = whom.workspace_id and member_id = whom.member_id and role <> new_role;
end;
$$;
create function public.set_member_role(workspace_slug text, member_id uuid, role public.member_role) returns void
language sql volatile set search_path = '' as $$ select private.set_member_role(workspace_slug, member_id, role); $$;
comment on function public.set_member_role(text, uuid, public.member_role) is
  'Makes a member owner, admin or agent, from the next statement on. Errors: 404 workspace_not_found, member_not_found; 403 rank_too_low; 409 last_owner.';

create function private.transfer_ownership(of_workspace_slug text, to_member_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
  whom public.workspace_members;
begin
  if me.role <> 'owner' then
    perform private.refuse(403, 'rank_too_low', 'Only an owner can hand the workspace over.');
  end if;
  whom := private.find_managed_member(me, to_member_id, 'owner');
  if not whom.is_active or whom.user_id is null then
    perform private.refuse(409, 'member_not_active', 'This person cannot sign in at present.');
  end if;
  update public.workspace_members set role = 'owner' where workspace_id = me.workspace_id and member_id = whom.member_id;
  update public.workspace_members set role = 'admin'
  where workspace_id = me.workspace_id and member_id = me.member_id and whom.member_id <> me.member_id;
end;
$$;
create function public.transfer_ownership(workspace_slug text, member_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.transfer_ownership(workspace_slug, member_id); $$;
comment on function public.transfer_ownership(text, uuid) is
  'Makes a member owner and the caller, an owner, admin. Errors: 404 workspace_not_found, member_not_found; 403 rank_too_low; 409 member_not_active.';

-- Access -------------------------------------------------------------------------------------------------------

create function private.hand_over_tickets(from_member public.workspace_members, to_member_id uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  handed integer;
begin
  perform private.lock_rooms(array(
    select ticket_id from public.tickets
    where workspace_id = from_member.workspace_id and assignee_id = from_member.member_id and status in ('open', 'in_progress', 'waiting')));
  update public.tickets set assignee_id = case when private.may_see_team(workspace_id, to_member_id, team_id) then to_member_id end
  where workspace_id = from_member.workspace_id and assignee_id = from_member.member_id and status in ('open', 'in_progress', 'waiting');
  get diagnostics handed = row_count;
  return handed;
end;
$$;
comment on function private.hand_over_tickets(public.workspace_members, uuid) is
  'Gives a member''s open tickets to another one, or to nobody (null, and where the other may not see them), and answers how many. Resolved and closed ones keep who handled them.';

create function private.end_membership(of_workspace_slug text, of_member_id uuid, to_member_id uuid, is_for_good boolean) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
  whom constant public.workspace_members := private.find_managed_member(me, of_member_id, null);
begin
  -- Who leaves by choice does not decide who gets the work.
  if to_member_id is not null and (
    to_member_id = whom.member_id or me.role = 'agent' or not exists (
      select from public.workspace_members
      where workspace_id = me.workspace_id and member_id = to_member_id and is_active for share))
  then
    perform private.refuse(422, 'member_not_found', 'This person is not a member of the workspace any more.');
  end if;
  update public.workspace_members as member
  set deactivated_at = case when is_for_good then member.deactivated_at else coalesce(member.deactivated_at, now()) end,
    removed_at = case when is_for_good then now() end
  where member.workspace_id = whom.workspace_id and member.member_id = whom.member_id;
  if is_for_good then
    delete from public.team_members where workspace_id = whom.workspace_id and member_id = whom.member_id;
  end if;
  return private.hand_over_tickets(whom, to_member_id);
end;
$$;
comment on function private.end_membership(text, uuid, uuid, boolean) is
  'Takes a member''s access, for a while or for good, and gives the open tickets to somebody else in the same transaction.';

create function public.deactivate_member(workspace_slug text, member_id uuid, reassign_to uuid default null) returns integer
language sql volatile set search_path = '' as $$ select private.end_membership(workspace_slug, member_id, reassign_to, false); $$;
comment on function public.deactivate_member(text, uuid, uuid) is
  'Pauses a member''s access, who keeps role and teams; their open tickets go to reassign_to, or to nobody. Answers how many. Errors: 404 workspace_not_found, member_not_found; 422 member_not_found (reassign_to); 403 rank_too_low; 409 last_owner.';

create function public.remove_member(workspace_slug text, member_id uuid, reassign_to uuid default null) returns integer
language sql volatile set search_path = '' as $$ select private.end_membership(workspace_slug, member_id, reassign_to, true); $$;
comment on function public.remove_member(text, uuid, uuid) is
  'Takes a member''s access for good, and their places in teams; their open tickets go to reassign_to, or to nobody. Answers how many. Errors: as deactivate_member().';

create function public.leave_workspace(workspace_slug text) returns integer
language sql volatile set search_path = '' as $$
  select private.end_membership(workspace_slug, (
    select private.my_member_id(workspace.workspace_id) from public.workspaces as workspace where workspace.slug = workspace_slug), null, true);
$$;
comment on function public.leave_workspace(text) is
  'The caller goes; open tickets of the caller are nobody''s then. Answers how many. Errors: 404 workspace_not_found; 409 last_owner.';

create function private.reactivate_member(of_workspace_slug text, of_member_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
  whom constant public.workspace_members := private.find_managed_member(me, of_member_id, null);
begin
  update public.workspace_members set deactivated_at = null
  where workspace_id = whom.workspace_id and member_id = whom.member_id and deactivated_at is not null;
end;
$$;
create function public.reactivate_member(workspace_slug text, member_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.reactivate_member(workspace_slug, member_id); $$;
comment on function public.reactivate_member(text, uuid) is
  'Gives a deactivated member the access back. Errors: 404 workspace_not_found, member_not_found (also a removed one: invite again); 403 rank_too_low.';

grant execute on function private.set_member_role(text, uuid, public.member_role), public.set_member_role(text, uuid, public.member_role),
  private.transfer_ownership(text, uuid), public.transfer_ownership(text, uuid),
  private.end_membership(text, uuid, uuid, boolean), public.deactivate_member(text, uuid, uuid), public.remove_member(text, uuid, uuid),
  public.leave_workspace(text), private.reactivate_member(text, uuid), public.reactivate_member(text, uuid) to authenticated;

-- Accepting an invitation. Unknown, expired, used and revoked links all answer the same.

create function private.find_invitation(secret text) returns public.workspace_invitations
language sql stable security definer set search_path = '' as $$
  select invitation.*
  from private.invitation_secrets as known
  join public.workspace_invitations as invitation using (workspace_id, invitation_id)
  where known.secret_hash = sha256(convert_to(secret, 'UTF8'))
    and invitation.expires_at > now() and invitation.accepted_at is null and invitation.revoked_at is null
    -- What its sender may not offer any more is not offered.
    and exists (
      select from public.workspace_members as sender
      where sender.workspace_id = invitation.workspace_id and sender.member_id = invitation.invited_by and sender.is_active
        and (sender.role = 'owner' or sender.role = 'admin' and invitation.role < 'admin'));
$$;
comment on function private.find_invitation(text) is 'The invitation with this secret, if it can still be accepted; else nulls.';

create function private.get_invitation(secret text)
returns table (
  workspace_name text, brand_color text, logo public.logo_line, icon_id uuid, email text, role public.member_role, invited_by_name text, expires_at timestamptz, is_for_caller boolean)
language sql stable security definer set search_path = '' as $$
  select workspace.name, workspace.brand_color, private.logo_line(workspace), private.shown_icon_id(workspace), invitation.email, invitation.role,
    private.member_name(invitation.workspace_id, invitation.invited_by), invitation.expires_at,
    exists (select from auth.users where id = private.my_verified_user_id() and lower(users.email) = invitation.email)
  from private.find_invitation(secret) as invitation
  join public.workspaces as workspace using (workspace_id);
$$;
create function public.get_invitation(secret text)
returns table (
  workspace_name text, brand_color text, logo public.logo_line, icon_id uuid, email text, role public.member_role, invited_by_name text, expires_at timestamptz, is_for_caller boolean)
language sql stable set search_path = '' as $$ select * from private.get_invitation(secret); $$;
comment on function public.get_invitation(text) is
  'What an invitation offers, and whether the caller''s account has its address; looking changes nothing. No row: it offers nothing (any more).';

create function private.accept_invitation(secret text, member_name text) returns public.workspace_key
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller constant uuid := private.my_verified_user_id();
  invitation public.workspace_invitations;
  member public.workspace_members;
  joined public.workspace_key;
begin
  if caller is null then
    perform private.refuse(403, 'account_required', 'Sign in with an account whose email address is confirmed.');
  end if;
  perform from public.workspaces where workspace_id = (private.find_invitation(secret)).workspace_id for no key update;
  -- Asked again under the lock, which whoever revokes it, or accepts it twice, holds too.
  invitation := private.find_invitation(secret);
  if invitation.invitation_id is null then
    perform private.refuse(404, 'invitation_not_valid', 'This invitation does not work, or not any more. Ask for a new one.');
  end if;
  if not exists (select from auth.users where id = caller and lower(email) = invitation.email) then
    perform private.refuse(403, 'invitation_for_other_address', 'This invitation is for another address than that of your account.');
  end if;

  insert into public.workspace_members as existing (workspace_id, user_id, role, display_name)
  values (invitation.workspace_id, caller, invitation.role, btrim(member_name))
  -- Who was a member before is the same person still.
  on conflict (workspace_id, user_id) do update
    set role = case when existing.is_active then greatest(existing.role, excluded.role) else excluded.role end,
      display_name = excluded.display_name, removed_at = null, deactivated_at = null
  returning * into member;
  insert into public.team_members (workspace_id, team_id, member_id)
  select team.workspace_id, team.team_id, member.member_id
  from public.teams as team where team.workspace_id = invitation.workspace_id and team.team_id = any (invitation.team_ids) and team.archived_at is null
  on conflict do nothing;
  update public.workspace_invitations set accepted_at = now(), accepted_by = member.member_id
  where workspace_id = invitation.workspace_id and invitation_id = invitation.invitation_id;
  select workspace_id, slug into joined from public.workspaces where workspace_id = invitation.workspace_id;
  return joined;
end;
$$;
create function public.accept_invitation(secret text, member_name text) returns public.workspace_key
language sql volatile set search_path = '' as $$ select * from private.accept_invitation(secret, member_name); $$;
comment on function public.accept_invitation(text, text) is
  'Makes the caller, whose confirmed address is the invitation''s, a member. Once. Errors: 403 account_required, invitation_for_other_address; 404 invitation_not_valid (unknown, expired, used, revoked, or its sender may not offer it any more: all the same); 23514 workspace_members_display_name_length.';

grant execute on function private.get_invitation(text), public.get_invitation(text) to anon, authenticated;
grant execute on function private.accept_invitation(text, text), public.accept_invitation(text, text) to authenticated;

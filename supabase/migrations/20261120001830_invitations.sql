-- Invitations: how somebody becomes a member. By mail to one address, for one workspace, once, for seven days.
--
-- As with access links, the worker makes the secret while it writes the mail, and here is only its hash. A mail that is
-- sent again has another secret, and the one before opens nothing any more. Only an account with this confirmed address
-- may accept, so that neither a forwarded mail nor a guessed secret makes a member.

create table public.workspace_invitations (
  workspace_id uuid not null,
  invitation_id uuid not null default gen_random_uuid(),
  email text not null,
  role public.member_role not null,
  team_ids uuid[] not null default '{}',
  invited_by uuid not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '7 days',
  accepted_at timestamptz,
  accepted_by uuid,
  revoked_at timestamptz,
  primary key (workspace_id, invitation_id),
  constraint workspace_invitations_workspace_fkey foreign key (workspace_id)
    references public.workspaces (workspace_id) on delete cascade,
  constraint workspace_invitations_invited_by_fkey foreign key (workspace_id, invited_by)
    references public.workspace_members (workspace_id, member_id),
  constraint workspace_invitations_accepted_by_fkey foreign key (workspace_id, accepted_by)
    references public.workspace_members (workspace_id, member_id),
  constraint workspace_invitations_email_format check (email = lower(btrim(email)) and char_length(email) <= 254 and email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'),
  constraint workspace_invitations_teams_count check (cardinality(team_ids) <= 50)
);
comment on table public.workspace_invitations is 'Who was asked to become a member, by whom, and what became of it.';
comment on column public.workspace_invitations.team_ids is 'Teams that the person is put into; those that are gone by then are passed over.';
comment on column public.workspace_invitations.sent_at is 'When a mail was last asked for. Its link works until expires_at.';

-- One open invitation for an address.
create unique index workspace_invitations_open_key on public.workspace_invitations (workspace_id, email)
  where accepted_at is null and revoked_at is null;
-- The foreign keys.
create index workspace_invitations_invited_by_idx on public.workspace_invitations (workspace_id, invited_by);
create index workspace_invitations_accepted_by_idx on public.workspace_invitations (workspace_id, accepted_by) where accepted_by is not null;

create table private.invitation_secrets (
  workspace_id uuid not null,
  invitation_id uuid not null,
  secret_hash bytea not null,
  primary key (workspace_id, invitation_id),
  constraint invitation_secrets_invitation_fkey foreign key (workspace_id, invitation_id)
    references public.workspace_invitations (workspace_id, invitation_id) on delete cascade,
  constraint invitation_secrets_hash_length check (octet_length(secret_hash) = 32)
);
comment on table private.invitation_secrets is 'The SHA-256 of the secret in the last mail of each invitation. Written by the worker.';
-- Whose secret it is.
create index invitation_secrets_hash_idx on private.invitation_secrets (secret_hash);
alter table private.invitation_secrets enable row level security;

-- Access: owners and admins read; commands write. ------------------------------------------------------------------

alter table public.workspace_invitations enable row level security;
grant select on public.workspace_invitations to authenticated;
create policy "Owners and admins read the invitations of their workspaces" on public.workspace_invitations for select to authenticated
  using (workspace_id = any (array(select private.my_admin_workspace_ids())));

create trigger t70_record_audit after insert or update on public.workspace_invitations
  for each row execute function private.record_audit('invitation', 'invitation_id', 'email', 'email,role,sent_at,accepted_at,revoked_at');

-- 80: the mail, whenever one is asked for ----------------------------------------------------------------------------

select pgboss.create_queue('send-invitation', json_build_object(
  'policy', 'standard', 'retryLimit', 8, 'retryDelay', 10, 'retryBackoff', true, 'expireInSeconds', 120));

create function private.enqueue_invitation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.enqueue_job('send-invitation', jsonb_build_object(
    'workspace_id', new.workspace_id, 'invitation_id', new.invitation_id, 'sent_at', new.sent_at));
  return null;
end;
$$;
comment on function private.enqueue_invitation() is 'An invitation, and another mail of it, goes out by the worker.';
create trigger t80_enqueue_invitation after insert on public.workspace_invitations
  for each row execute function private.enqueue_invitation();
create trigger t80_enqueue_invitation_again after update on public.workspace_invitations
  for each row when (new.sent_at is distinct from old.sent_at) execute function private.enqueue_invitation();

-- Invite ---------------------------------------------------------------------------------------------------------------

create function private.lock_staff(of_workspace_slug text, for_role public.member_role) returns public.workspace_members
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
begin
  if me.role = 'agent' then
    perform private.refuse(403, 'settings_forbidden', 'Owners and admins change the settings of a workspace.');
  end if;
  if me.role <> 'owner' and for_role >= me.role then
    perform private.refuse(403, 'rank_too_low', 'Owners may do this; admins may with agents.');
  end if;
  return me;
end;
$$;
comment on function private.lock_staff(text, public.member_role) is
  'As lock_membership(), for an owner, or for an admin where for_role is lower than admin. Errors: 404 workspace_not_found; 403 settings_forbidden, rank_too_low.';

create function private.invite_member(of_workspace_slug text, to_email text, as_role public.member_role, into_team_ids uuid[]) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  per_day constant integer := 100;
  me constant public.workspace_members := private.lock_staff(of_workspace_slug, as_role);
  address constant text := lower(btrim(to_email));
  made uuid;
begin
  if exists (
    select from public.workspace_members as member join auth.users as account on account.id = member.user_id
    where member.workspace_id = me.workspace_id and member.removed_at is null and lower(account.email) = address)
  then
    perform private.refuse(409, 'already_a_member', 'Somebody with this address is a member already.');
  end if;
  if exists (
    select from unnest(into_team_ids) as wanted
    where wanted not in (select team_id from public.teams where workspace_id = me.workspace_id and archived_at is null))
  then
    perform private.refuse(404, 'team_not_found', 'There is no such team in this workspace.');
  end if;
  if (
    select count(*) from public.workspace_invitations
    where workspace_id = me.workspace_id and sent_at > now() - interval '24 hours') >= per_day
  then
    perform private.refuse(429, 'too_many_invitations', 'You have asked for many invitations today. Try again tomorrow.');
  end if;
  update public.workspace_invitations set revoked_at = now()
  where workspace_id = me.workspace_id and email = address and accepted_at is null and revoked_at is null and expires_at <= now();
  insert into public.workspace_invitations (workspace_id, email, role, team_ids, invited_by)
  values (me.workspace_id, address, as_role, coalesce(into_team_ids, '{}'), me.member_id)
  returning invitation_id into made;
  return made;
end;
$$;
create function public.invite_member(workspace_slug text, email text, role public.member_role, team_ids uuid[] default '{}') returns uuid
language sql volatile set search_path = '' as $$ select private.invite_member(workspace_slug, email, role, team_ids); $$;
comment on function public.invite_member(text, text, public.member_role, uuid[]) is
  'Asks somebody by mail to become a member, and answers the invitation. Errors: 404 workspace_not_found, team_not_found; 403 settings_forbidden, rank_too_low; 409 already_a_member; 429 too_many_invitations (a hundred mails a day for a workspace); 23505 workspace_invitations_open_key (asked already); 23514 workspace_invitations_email_format.';

create function private.lock_invitation(of_workspace_slug text, of_invitation_id uuid) returns public.workspace_invitations
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant public.workspace_members := private.lock_staff(of_workspace_slug, 'agent');
  invitation public.workspace_invitations;
begin
  select * into invitation from public.workspace_invitations
  where workspace_id = me.workspace_id and invitation_id = of_invitation_id and accepted_at is null and revoked_at is null for update;
  if invitation.invitation_id is null then
    perform private.refuse(404, 'invitation_not_found', 'This invitation was accepted or taken back already.');
  end if;
  -- What one may not offer one may not renew or take back either.
  perform private.lock_staff(of_workspace_slug, invitation.role);
  return invitation;
end;
$$;
comment on function private.lock_invitation(text, uuid) is
  'An open invitation of the caller''s workspace, locked; an expired one is open. Errors: those of lock_staff(); 404 invitation_not_found.';

create function private.resend_invitation(of_workspace_slug text, of_invitation_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  invitation constant public.workspace_invitations := private.lock_invitation(of_workspace_slug, of_invitation_id);
begin
  if invitation.sent_at > now() - interval '1 minute' and invitation.expires_at > now() then
    perform private.refuse(429, 'invitation_just_sent', 'A mail went out a moment ago. Wait a minute.');
  end if;
  update public.workspace_invitations set sent_at = clock_timestamp(), expires_at = clock_timestamp() + interval '7 days'
  where workspace_id = invitation.workspace_id and invitation_id = invitation.invitation_id;
end;
$$;
create function public.resend_invitation(workspace_slug text, invitation_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.resend_invitation(workspace_slug, invitation_id); $$;
comment on function public.resend_invitation(text, uuid) is
  'Sends another mail, with another link, for seven days more; the link before ends. Errors: 404 workspace_not_found, invitation_not_found; 403 settings_forbidden, rank_too_low; 429 invitation_just_sent (within a minute).';

create function private.revoke_invitation(of_workspace_slug text, of_invitation_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  invitation constant public.workspace_invitations := private.lock_invitation(of_workspace_slug, of_invitation_id);
begin
  update public.workspace_invitations set revoked_at = now()
  where workspace_id = invitation.workspace_id and invitation_id = invitation.invitation_id;
end;
$$;
create function public.revoke_invitation(workspace_slug text, invitation_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.revoke_invitation(workspace_slug, invitation_id); $$;
comment on function public.revoke_invitation(text, uuid) is
  'Takes an invitation back: its link opens nothing any more. Errors: 404 workspace_not_found, invitation_not_found; 403 settings_forbidden, rank_too_low.';

grant execute on function private.invite_member(text, text, public.member_role, uuid[]), public.invite_member(text, text, public.member_role, uuid[]),
  private.resend_invitation(text, uuid), public.resend_invitation(text, uuid),
  private.revoke_invitation(text, uuid), public.revoke_invitation(text, uuid) to authenticated;

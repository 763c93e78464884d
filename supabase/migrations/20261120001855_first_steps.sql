-- First steps: how far a new workspace has come, for the page that leads its owner from the name to the first answer.

create function private.get_first_steps(of_workspace_slug text)
returns table (colleague_count integer, invitation_count integer, ticket_id uuid, ticket_subject text, is_answered boolean)
language sql stable security definer set search_path = '' as $$
  select
    (
      select count(*)::integer from public.workspace_members as member
      where member.workspace_id = workspace.workspace_id and member.is_active and member.user_id <> (select auth.uid())
    ),
    (
      select count(*)::integer from public.workspace_invitations as invitation
      where invitation.workspace_id = workspace.workspace_id and invitation.accepted_at is null and invitation.revoked_at is null
        and invitation.expires_at > now()
    ),
    first.ticket_id, first.subject, first.first_response_at is not null
  from public.workspaces as workspace
  left join lateral (
    select ticket.ticket_id, ticket.subject, ticket.first_response_at from public.tickets as ticket
    where ticket.workspace_id = workspace.workspace_id order by ticket.number limit 1
  ) as first on true
  where workspace.slug = of_workspace_slug and workspace.workspace_id = any (array(select private.my_admin_workspace_ids()));
$$;
create function public.get_first_steps(workspace_slug text)
returns table (colleague_count integer, invitation_count integer, ticket_id uuid, ticket_subject text, is_answered boolean)
language sql stable set search_path = '' as $$ select * from private.get_first_steps(workspace_slug); $$;
comment on function public.get_first_steps(text) is
  'Other active members, invitations that can still be accepted, and the first ticket of a workspace (null: none yet) with whether an agent has answered it. No row: not an owner or admin of such a workspace.';

grant execute on function private.get_first_steps(text), public.get_first_steps(text) to authenticated;

-- Which notices come by mail: what a workspace says for everybody, and what each member chooses instead. The notice itself
-- is there either way; whether a mail tells of it is asked when the mail is made (renew_sla_notices).

create function private.wants_notice_mail(of_workspace_id uuid, of_member_id uuid, of_level public.sla_notice_level) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select of_level = any (coalesce(member.notice_mail_levels, workspace.notice_mail_levels))
    from public.workspace_members as member join public.workspaces as workspace using (workspace_id)
    where member.workspace_id = of_workspace_id and member.member_id = of_member_id);
end;
$$;
comment on function private.wants_notice_mail(uuid, uuid, public.sla_notice_level) is
  'Whether notices of a level are mailed to a member: as they chose, else as the workspace says.';

create type public.notice_mail_choice as (own_levels public.sla_notice_level[], default_levels public.sla_notice_level[]);

create function private.get_my_notice_mails(of_workspace_slug text) returns setof public.notice_mail_choice
language sql stable security definer set search_path = '' as $$
  select member.notice_mail_levels, workspace.notice_mail_levels
  from public.workspaces as workspace join public.workspace_members as member using (workspace_id)
  where workspace.slug = of_workspace_slug and member.member_id = private.my_member_id(workspace.workspace_id);
$$;
create function public.get_my_notice_mails(workspace_slug text) returns setof public.notice_mail_choice
language sql stable set search_path = '' as $$ select * from private.get_my_notice_mails(workspace_slug); $$;
comment on function public.get_my_notice_mails(text) is
  'Which notices are mailed to the caller: own_levels as they chose, null where they have not, and what the workspace says. No row: no such workspace of the caller.';

create function private.set_my_notice_mails(of_workspace_slug text, levels public.sla_notice_level[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
begin
  update public.workspace_members set notice_mail_levels = private.sorted_levels(levels)
  where workspace_id = me.workspace_id and member_id = me.member_id;
end;
$$;
create function public.set_my_notice_mails(workspace_slug text, levels public.sla_notice_level[] default null) returns void
language sql volatile set search_path = '' as $$ select private.set_my_notice_mails(workspace_slug, levels); $$;
comment on function public.set_my_notice_mails(text, public.sla_notice_level[]) is
  'Which notices are mailed to the caller; null: as the workspace says, an empty list: none. Errors: 404 workspace_not_found.';

grant execute on function private.get_my_notice_mails(text), public.get_my_notice_mails(text),
  private.set_my_notice_mails(text, public.sla_notice_level[]), public.set_my_notice_mails(text, public.sla_notice_level[]) to authenticated;

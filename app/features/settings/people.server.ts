/** Every call of the database about who works in a workspace: members, invitations, teams. */
import { callDatabase } from "~/lib/database-errors";
import type { MemberRole } from "~/lib/supabase/database-types";
import type { Session } from "~/lib/supabase/session.server";
import type { MemberWork, MemberWorkDraft, PeopleSettings } from "~/lib/supabase/workspace-types";

/** Members, open invitations and teams of a workspace; null for anybody but its owners and admins. */
export async function getPeopleSettings({ supabase }: Session, workspaceSlug: string): Promise<PeopleSettings | null> {
  const rows = await callDatabase(supabase.rpc("get_people_settings", { workspace_slug: workspaceSlug }));
  return rows[0] ?? null;
}

/** What a member (null: the caller) can do, takes, and when they work; null: not the caller's to see. */
export async function getMemberWork({ supabase }: Session, workspaceSlug: string, memberId: string | null): Promise<MemberWork | null> {
  const rows = await callDatabase(supabase.rpc("get_member_work", { workspace_slug: workspaceSlug, member_id: memberId }));
  return rows[0] ?? null;
}

/** @throws {DatabaseError} rank_too_low, settings_forbidden, too_many_skills, sla_calendar_not_found, sla_time_zone_unknown, sla_hours_… */
export async function saveMemberWork(
  { supabase }: Session,
  workspaceSlug: string,
  memberId: string | null,
  draft: Partial<MemberWorkDraft>,
): Promise<void> {
  await callDatabase(supabase.rpc("save_member_work", { workspace_slug: workspaceSlug, draft, member_id: memberId }));
}

/** @throws {DatabaseError} already_a_member, workspace_invitations_open_key, rank_too_low, too_many_invitations, … */
export async function inviteMember(
  { supabase }: Session,
  workspaceSlug: string,
  invited: { email: string; role: MemberRole; teamIds: string[] },
): Promise<void> {
  const { email, role, teamIds } = invited;
  await callDatabase(supabase.rpc("invite_member", { workspace_slug: workspaceSlug, email, role, team_ids: teamIds }));
}

/** @throws {DatabaseError} invitation_not_found, invitation_just_sent, rank_too_low */
export async function resendInvitation({ supabase }: Session, workspaceSlug: string, invitationId: string): Promise<void> {
  await callDatabase(supabase.rpc("resend_invitation", { workspace_slug: workspaceSlug, invitation_id: invitationId }));
}

/** @throws {DatabaseError} invitation_not_found, rank_too_low */
export async function revokeInvitation({ supabase }: Session, workspaceSlug: string, invitationId: string): Promise<void> {
  await callDatabase(supabase.rpc("revoke_invitation", { workspace_slug: workspaceSlug, invitation_id: invitationId }));
}

/** @throws {DatabaseError} member_not_found, rank_too_low, last_owner */
export async function setMemberRole({ supabase }: Session, workspaceSlug: string, memberId: string, role: MemberRole): Promise<void> {
  await callDatabase(supabase.rpc("set_member_role", { workspace_slug: workspaceSlug, member_id: memberId, role }));
}

/** Whether members need a second factor. @throws {DatabaseError} settings_forbidden, own_second_factor_missing */
export async function setSecondFactorDemand({ supabase }: Session, workspaceSlug: string, isDemanded: boolean): Promise<void> {
  await callDatabase(supabase.rpc("set_second_factor_demand", { workspace_slug: workspaceSlug, is_demanded: isDemanded }));
}

/** Makes a member owner, and the caller admin. @throws {DatabaseError} member_not_found, member_not_active, rank_too_low */
export async function transferOwnership({ supabase }: Session, workspaceSlug: string, memberId: string): Promise<void> {
  await callDatabase(supabase.rpc("transfer_ownership", { workspace_slug: workspaceSlug, member_id: memberId }));
}

/**
 * Takes a member's access, for a while or for good.
 *
 * @param reassignTo who gets the open tickets; null: nobody
 * @returns how many tickets that were
 * @throws {DatabaseError} member_not_found (404 about the member, 422 about reassignTo), rank_too_low, last_owner
 */
export async function endMembership(
  { supabase }: Session,
  workspaceSlug: string,
  ended: { memberId: string; reassignTo: string | null; isForGood: boolean },
): Promise<number> {
  const command = ended.isForGood ? "remove_member" : "deactivate_member";
  const { memberId, reassignTo } = ended;
  return callDatabase(supabase.rpc(command, { workspace_slug: workspaceSlug, member_id: memberId, reassign_to: reassignTo }));
}

/** @throws {DatabaseError} member_not_found, rank_too_low */
export async function reactivateMember({ supabase }: Session, workspaceSlug: string, memberId: string): Promise<void> {
  await callDatabase(supabase.rpc("reactivate_member", { workspace_slug: workspaceSlug, member_id: memberId }));
}

/**
 * Makes a team, or says anew what it is called, who is in it and who sees its tickets.
 *
 * @param team.teamId null for a new team
 * @param team.isPrivate only its members, owners and admins do; null: as it was
 * @throws {DatabaseError} team_not_found, member_not_found, too_many_teams, teams_name_key, teams_name_length
 */
export async function saveTeam(
  { supabase }: Session,
  workspaceSlug: string,
  team: { teamId: string | null; name: string; memberIds: string[]; leadIds: string[]; isPrivate: boolean | null },
): Promise<void> {
  const { teamId, name, memberIds, leadIds, isPrivate } = team;
  await callDatabase(
    supabase.rpc("save_team", {
      workspace_slug: workspaceSlug,
      name,
      member_ids: memberIds,
      lead_ids: leadIds,
      team_id: teamId,
      is_private: isPrivate,
    }),
  );
}

/**
 * Puts a team away.
 *
 * @param reassignTo the team that gets its open tickets; null: none
 * @returns how many tickets that were
 * @throws {DatabaseError} team_not_found (404 about the team, 422 about reassignTo)
 */
export async function archiveTeam(
  { supabase }: Session,
  workspaceSlug: string,
  teamId: string,
  reassignTo: string | null,
): Promise<number> {
  return callDatabase(supabase.rpc("archive_team", { workspace_slug: workspaceSlug, team_id: teamId, reassign_to: reassignTo }));
}

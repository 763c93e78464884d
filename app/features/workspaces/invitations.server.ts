/** Every call of the database about the invitation that somebody has come with. */
import { callDatabase } from "~/lib/database-errors";
import type { WorkspaceKey } from "~/lib/supabase/database-types";
import type { Session } from "~/lib/supabase/session.server";
import type { Invitation } from "~/lib/supabase/workspace-types";

/** What an invitation offers, to anybody who has its link; null when it offers nothing (any more). Looking changes nothing. */
export async function getInvitation({ supabase }: Session, secret: string): Promise<Invitation | null> {
  const rows = await callDatabase(supabase.rpc("get_invitation", { secret }));
  return rows[0] ?? null;
}

/** @throws {DatabaseError} invitation_not_valid, invitation_for_other_address, account_required, workspace_members_display_name_length */
export async function acceptInvitation({ supabase }: Session, accepted: { link: string; name: string }): Promise<WorkspaceKey> {
  return callDatabase(supabase.rpc("accept_invitation", { secret: accepted.link, member_name: accepted.name }));
}

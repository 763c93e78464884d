/** Every call of the database about SLA policies. */
import { callDatabase } from "~/lib/database-errors";
import type { Session } from "~/lib/supabase/session.server";
import type { SlaPolicyDraft, SlaPolicyPreview, SlaWhatIf } from "~/lib/supabase/sla-types";

/**
 * Writes a new version of a policy, or a new policy at the end of the order.
 *
 * @param policy.seenVersionId the version that was edited, so that nobody overwrites what somebody else saved meanwhile
 * @returns the policy's id
 * @throws {DatabaseError} sla_version_outdated, sla_policies_name_key, sla_target_unreachable, …
 */
export async function saveSlaPolicy(
  session: Session,
  workspaceSlug: string,
  policy: { draft: SlaPolicyDraft; policyId: string | null; seenVersionId: string | null },
): Promise<string> {
  return callDatabase(
    session.supabase.rpc("save_sla_policy", {
      workspace_slug: workspaceSlug,
      draft: policy.draft,
      policy_id: policy.policyId,
      seen_version_id: policy.seenVersionId,
    }),
  );
}

/** @throws {DatabaseError} sla_policy_not_found */
export async function archiveSlaPolicy(session: Session, workspaceSlug: string, policyId: string): Promise<void> {
  await callDatabase(session.supabase.rpc("archive_sla_policy", { workspace_slug: workspaceSlug, policy_id: policyId }));
}

/** @param policyIds all of the workspace's, the first to be tried first. @throws {DatabaseError} sla_policies_changed */
export async function orderSlaPolicies(session: Session, workspaceSlug: string, policyIds: string[]): Promise<void> {
  await callDatabase(session.supabase.rpc("order_sla_policies", { workspace_slug: workspaceSlug, policy_ids: policyIds }));
}

/**
 * When a ticket that is opened now, or a message that arrives now, would be due.
 *
 * @param teamId whose calendar counts where the draft has none
 * @throws {DatabaseError} as saving the draft would
 */
export async function previewSlaPolicy(
  session: Session,
  workspaceSlug: string,
  draft: SlaPolicyDraft,
  teamId: string | null,
): Promise<SlaPolicyPreview[]> {
  return callDatabase(session.supabase.rpc("preview_sla_policy", { workspace_slug: workspaceSlug, draft, team_id: teamId }));
}

/** Has the worker give all open tickets today's policies and hours. @returns how many it will look at */
export async function recalculateSla(session: Session, workspaceSlug: string): Promise<number> {
  return callDatabase(session.supabase.rpc("recalculate_sla", { workspace_slug: workspaceSlug }));
}

/** Whether the worker is still at that, or has not begun; null for those who may not know. */
export async function isRecalculatingSla(session: Session, workspaceSlug: string): Promise<boolean | null> {
  return callDatabase(session.supabase.rpc("is_recalculating_sla", { workspace_slug: workspaceSlug }));
}

/**
 * Has the worker play the last 30 days again by a draft.
 *
 * @param policyId the policy whose place it takes; null: it comes last
 * @returns what `getSlaWhatIf` wants
 * @throws {DatabaseError} as saving the draft would
 */
export async function requestSlaWhatIf(
  session: Session,
  workspaceSlug: string,
  policyId: string | null,
  draft: SlaPolicyDraft,
): Promise<string> {
  return callDatabase(session.supabase.rpc("request_sla_what_if", { workspace_slug: workspaceSlug, policy_id: policyId, draft }));
}

/** How far that is, and what came out; null for one that is not there. */
export async function getSlaWhatIf(session: Session, workspaceSlug: string, whatIfId: string): Promise<SlaWhatIf | null> {
  const rows = await callDatabase(session.supabase.rpc("get_sla_what_if", { workspace_slug: workspaceSlug, what_if_id: whatIfId }));
  return rows[0] ?? null;
}

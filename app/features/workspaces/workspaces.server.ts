/** Every call of the database about workspaces, their portal and their desk. */
import { callDatabase } from "~/lib/database-errors";
import type { Session } from "~/lib/supabase/session.server";
import type { Desk, Portal, WorkspaceKey, WorkspaceLine } from "~/lib/supabase/database-types";
import type { FirstSteps, SecondFactorDemand, SlugState } from "~/lib/supabase/workspace-types";

/** What a visitor sees of a workspace; null when there is none of that name. */
export async function getPortal({ supabase }: Session, workspaceSlug: string): Promise<Portal | null> {
  const rows = await callDatabase(supabase.rpc("get_portal", { workspace_slug: workspaceSlug }));
  return rows[0] ?? null;
}

/** The frame of the desk; null for anybody who is not a member. */
export async function getDesk({ supabase }: Session, workspaceSlug: string): Promise<Desk | null> {
  const rows = await callDatabase(supabase.rpc("get_desk", { workspace_slug: workspaceSlug }));
  return rows[0] ?? null;
}

/** @returns null: not an owner or admin of such a workspace */
export async function getFirstSteps({ supabase }: Session, workspaceSlug: string): Promise<FirstSteps | null> {
  const rows = await callDatabase(supabase.rpc("get_first_steps", { workspace_slug: workspaceSlug }));
  return rows[0] ?? null;
}

/** The workspaces of the person that wait for the account to have a second factor. */
export async function listSecondFactorDemands({ supabase }: Session): Promise<SecondFactorDemand[]> {
  return callDatabase(supabase.rpc("list_second_factor_demands"));
}

/** The workspaces the person of the session is a member of. */
export async function listMyWorkspaces({ supabase }: Session): Promise<WorkspaceLine[]> {
  return callDatabase(supabase.rpc("list_my_workspaces"));
}

/** @throws {DatabaseError} account_required, workspaces_slug_key, workspaces_slug_reserved, … */
export async function createWorkspace(
  { supabase }: Session,
  workspace: { name: string; slug: string; memberName: string },
): Promise<WorkspaceKey> {
  return callDatabase(
    supabase.rpc("create_workspace", {
      workspace_name: workspace.name,
      workspace_slug: workspace.slug,
      member_name: workspace.memberName,
    }),
  );
}

/** The caller goes; their open tickets are nobody's then. @throws {DatabaseError} workspace_not_found, last_owner */
export async function leaveWorkspace({ supabase }: Session, workspaceSlug: string): Promise<void> {
  await callDatabase(supabase.rpc("leave_workspace", { workspace_slug: workspaceSlug }));
}

/**
 * Whether a workspace could be found at an address.
 *
 * @param ofSlug the workspace that wants it, whose own addresses are free for it; null: a new one
 * @throws {DatabaseError} account_required
 */
export async function checkSlug({ supabase }: Session, slug: string, ofSlug: string | null): Promise<SlugState> {
  return callDatabase(supabase.rpc("check_slug", { slug, workspace_slug: ofSlug }));
}

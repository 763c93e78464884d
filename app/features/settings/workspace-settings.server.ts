/** The settings of the workspace itself: reading them, and the post of their form. */
import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { callDatabase, DatabaseError, fieldErrors } from "~/lib/database-errors";
import { forgetLanguages } from "~/lib/i18n/request-locale.server";
import { ownFields } from "~/lib/own-fields";
import type { Session } from "~/lib/supabase/session.server";
import type { WorkspaceDraft } from "~/lib/supabase/workspace-types";
import { fieldOfWorkspaceSettingsError, workspaceFields, workspaceSettingsSchema } from "./workspace-settings-schema";

/** What owners and admins can change about a workspace; null for anybody else. */
export async function getWorkspaceSettings({ supabase }: Session, workspaceSlug: string): Promise<WorkspaceDraft | null> {
  const rows = await callDatabase(supabase.rpc("get_workspace_settings", { workspace_slug: workspaceSlug }));
  return rows[0] ?? null;
}

/** @returns where the workspace is found from now on. @throws {DatabaseError} workspaces_slug_key, settings_forbidden, … */
async function saveWorkspaceSettings({ supabase }: Session, workspaceSlug: string, draft: Partial<WorkspaceDraft>): Promise<string> {
  return callDatabase(supabase.rpc("save_workspace_settings", { workspace_slug: workspaceSlug, draft }));
}

const lists = ["offered_locales", "notice_mail_levels"];

/**
 * Saves what was changed in the form, and leaves the rest to whoever else changes it meanwhile.
 *
 * @returns where the workspace is found now, or the answer with its HTTP status
 */
export async function saveWorkspaceForm(
  session: Session,
  workspaceSlug: string,
  posted: FormData,
): Promise<{ slug: string } | { result: SubmissionResult; status: number }> {
  const own = ownFields(
    posted,
    Object.keys(workspaceFields.shape).filter((name) => !lists.includes(name)),
  );
  for (const name of lists) for (const value of posted.getAll(name).slice(0, 50)) if (typeof value === "string") own.append(name, value);
  const submission = parseWithZod(own, { schema: workspaceSettingsSchema });
  if (submission.status !== "success") return { result: submission.reply(), status: 422 };
  try {
    const slug = await saveWorkspaceSettings(session, workspaceSlug, submission.value);
    forgetLanguages(slug);
    return { slug };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const { "": formErrors, ...errors } = fieldErrors(error, fieldOfWorkspaceSettingsError);
    return { result: submission.reply({ formErrors, fieldErrors: errors }), status: error.status };
  }
}

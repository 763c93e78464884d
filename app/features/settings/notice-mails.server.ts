/** Which notices somebody gets by mail. */
import { callDatabase } from "~/lib/database-errors";
import type { Session } from "~/lib/supabase/session.server";
import type { NoticeMailChoice } from "~/lib/supabase/workspace-types";
import { noticeLevels } from "~/features/workspaces/notice-words";

/** @returns null: no such workspace of the caller */
export async function getMyNoticeMails({ supabase }: Session, workspaceSlug: string): Promise<NoticeMailChoice | null> {
  const rows = await callDatabase(supabase.rpc("get_my_notice_mails", { workspace_slug: workspaceSlug }));
  return rows[0] ?? null;
}

/**
 * @returns whether the form was this one; what it does not know of levels is passed over
 * @throws {DatabaseError} workspace_not_found
 */
export async function setMyNoticeMails({ supabase }: Session, workspaceSlug: string, posted: FormData): Promise<boolean> {
  if (posted.get("intent") !== "set-my-notice-mails") return false;
  const chosen = posted.getAll("levels");
  const levels = posted.get("notice_source") === "own" ? noticeLevels.filter((level) => chosen.includes(level)) : null;
  await callDatabase(supabase.rpc("set_my_notice_mails", { workspace_slug: workspaceSlug, levels }));
  return true;
}

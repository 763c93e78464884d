/** A workspace's logo and icon: reading which there are, and the posts of their forms. */
import { z } from "zod";
import { callDatabase, DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import { postedPicture } from "~/lib/posted-picture.server";
import type { Session } from "~/lib/supabase/session.server";
import type { WorkspacePictureKind, WorkspacePictures } from "~/lib/supabase/workspace-types";

/** @returns null: not an owner or admin of such a workspace */
export async function getWorkspacePictures({ supabase }: Session, workspaceSlug: string): Promise<WorkspacePictures | null> {
  const rows = await callDatabase(supabase.rpc("get_workspace_pictures", { workspace_slug: workspaceSlug }));
  return rows[0] ?? null;
}

const kinds = z.enum(["logo", "icon"]);
export type PictureRefusal = { kind: WorkspacePictureKind; words: string[] };

/**
 * @returns null: it is done; `refusal` otherwise, with its HTTP status; undefined: the form is not one of pictures
 * @throws {DatabaseError} what has nothing to do with the picture
 */
export async function saveWorkspacePicture(
  { supabase }: Session,
  workspaceSlug: string,
  posted: FormData,
): Promise<{ refusal: PictureRefusal; status: number } | null | undefined> {
  const kind = kinds.safeParse(posted.get("kind")).data;
  const intent = posted.get("intent");
  if (!kind || (intent !== "set-workspace-picture" && intent !== "remove-workspace-picture")) return undefined;
  try {
    if (intent === "remove-workspace-picture") {
      await callDatabase(supabase.rpc("remove_workspace_picture", { workspace_slug: workspaceSlug, kind }));
      return null;
    }
    const content = await postedPicture(posted);
    if (content === "") return { refusal: { kind, words: [m.common_picture_required()] }, status: 422 };
    await callDatabase(supabase.rpc("set_workspace_picture", { workspace_slug: workspaceSlug, kind, content }));
    return null;
  } catch (error) {
    if (!(error instanceof DatabaseError) || [401, 404, 500].includes(error.status)) throw error;
    return { refusal: { kind, words: [error.words] }, status: error.status };
  }
}

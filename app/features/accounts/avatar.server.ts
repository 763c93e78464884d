/** The face of an account: which it is, and the posts of its form. */
import { callDatabase, DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import { postedPicture } from "~/lib/posted-picture.server";
import type { MyAvatar } from "~/lib/supabase/account-types";
import type { Session } from "~/lib/supabase/session.server";

/** @returns null: the person is in no workspace, where anybody would see a face */
export async function getMyAvatar({ supabase }: Session): Promise<MyAvatar | null> {
  const rows = await callDatabase(supabase.rpc("get_my_avatar"));
  return rows[0] ?? null;
}

/**
 * @returns null: it is done; `words` why not, with the HTTP status; undefined: the form is another one
 * @throws {DatabaseError} sign_in_required, second_factor_required
 */
export async function saveMyAvatar(
  { supabase }: Session,
  posted: FormData,
): Promise<{ words: string[]; status: number } | null | undefined> {
  const intent = posted.get("intent");
  if (intent === "remove-my-avatar") {
    await callDatabase(supabase.rpc("remove_my_avatar"));
    return null;
  }
  if (intent !== "set-my-avatar") return undefined;
  const content = await postedPicture(posted);
  if (content === "") return { words: [m.common_picture_required()], status: 422 };
  try {
    await callDatabase(supabase.rpc("set_my_avatar", { content }));
    return null;
  } catch (error) {
    if (!(error instanceof DatabaseError) || ![413, 415, 422].includes(error.status)) throw error;
    return { words: [error.words], status: error.status };
  }
}

import type { ActionFunctionArgs } from "@remix-run/node";
import { answerUpload } from "~/features/rooms/attachment-post.server";
import { getSession } from "~/lib/supabase/session.server";

/** Takes in one file for a message that is being written. */
export async function action(args: ActionFunctionArgs) {
  return answerUpload(getSession("desk", args), args.request);
}

export function loader() {
  return new Response(null, { status: 405, headers: { Allow: "POST" } });
}

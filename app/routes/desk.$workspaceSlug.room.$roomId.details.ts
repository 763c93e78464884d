import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerDetails } from "~/features/rooms/room-post.server";
import { getSession } from "~/lib/supabase/session.server";

/** Data only: who has read a message (`seq`), and what it said before it was edited. 401 without a session. */
export async function loader(args: LoaderFunctionArgs) {
  return answerDetails(getSession("desk", args), args.request, args.params.roomId ?? "");
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerHits } from "~/features/rooms/room-search.server";
import { getSession } from "~/lib/supabase/session.server";

/** Data only: what is found in the room. 401 without a session. */
export async function loader(args: LoaderFunctionArgs) {
  return answerHits(getSession("portal", args), args.request, args.params.ticketId ?? "");
}

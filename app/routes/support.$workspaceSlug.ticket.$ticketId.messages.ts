import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { answerPage, answerPost } from "~/features/rooms/room-post.server";
import { getSession } from "~/lib/supabase/session.server";

/** Messages after, before or around a number, in order, and what changed since a change. */
export async function loader(args: LoaderFunctionArgs) {
  return answerPage(getSession("portal", args), args.request, args.params.ticketId ?? "", "message");
}

export async function action(args: ActionFunctionArgs) {
  return answerPost(getSession("portal", args), args.request, "message");
}

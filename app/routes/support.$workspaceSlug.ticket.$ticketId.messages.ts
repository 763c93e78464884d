import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { answerPage, answerPost } from "~/features/rooms/room-post.server";
import { followUpTicket } from "~/features/tickets/tickets.server";
import { paths } from "~/lib/paths";
import { getSession } from "~/lib/supabase/session.server";

/** Messages after, before or around a number, in order, and what changed since a change. */
export async function loader(args: LoaderFunctionArgs) {
  return answerPage(getSession("portal", args), args.request, args.params.ticketId ?? "", "message");
}

export async function action(args: ActionFunctionArgs) {
  const { workspaceSlug = "", ticketId = "" } = args.params;
  const session = getSession("portal", args);
  return answerPost(session, args.request, "message", async (message) => {
    const opened = await followUpTicket(session, ticketId, message);
    return opened && paths.chat(workspaceSlug, opened.ticket_id);
  });
}

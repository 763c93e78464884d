import type { LoaderFunctionArgs } from "@remix-run/node";
import { deskAnswer } from "~/features/accounts/accounts.server";
import { getSlaExplanation } from "~/features/tickets/tickets.server";
import { getSession } from "~/lib/supabase/session.server";

/** Data only: why a ticket is due when it is. 401 without a session, as the list's data. */
export async function loader(args: LoaderFunctionArgs) {
  const session = getSession("desk", args);
  if (!(await session.accessToken())) return Response.json(null, { status: 401 });
  const { workspaceSlug = "", ticketId = "" } = args.params;
  const clocks = await deskAnswer(args.request, getSlaExplanation(session, workspaceSlug, ticketId));
  return Response.json(clocks, { headers: { "Cache-Control": "no-store" } });
}

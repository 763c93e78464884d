import type { LoaderFunctionArgs } from "@remix-run/node";
import { deskFound } from "~/features/accounts/accounts.server";
import { getTicket } from "~/features/tickets/tickets.server";
import { getSession } from "~/lib/supabase/session.server";

/** Data only: what changes about a ticket beside its room. 401 without a session, as the list's data. */
export async function loader(args: LoaderFunctionArgs) {
  const session = getSession("desk", args);
  if (!(await session.accessToken())) return Response.json(null, { status: 401 });
  const { workspaceSlug = "", ticketId = "" } = args.params;
  const ticket = await deskFound(args.request, getTicket(session, workspaceSlug, ticketId));
  return Response.json(ticket, { headers: { "Cache-Control": "no-store" } });
}

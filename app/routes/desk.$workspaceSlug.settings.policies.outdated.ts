import type { LoaderFunctionArgs } from "@remix-run/node";
import { deskFound } from "~/features/accounts/accounts.server";
import { countOutdatedSlaTickets } from "~/features/settings/sla-settings.server";
import { getSession } from "~/lib/supabase/session.server";

/** Data only: how many open tickets do not run by today's policies and hours. 401 without a session, 404 for those who may not know. */
export async function loader(args: LoaderFunctionArgs) {
  const session = getSession("desk", args);
  if (!(await session.accessToken())) return Response.json(null, { status: 401 });
  const count = await deskFound(args.request, countOutdatedSlaTickets(session, args.params.workspaceSlug ?? ""));
  return Response.json({ count }, { headers: { "Cache-Control": "no-store" } });
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { deskFound } from "~/features/accounts/accounts.server";
import { isRecalculatingSla } from "~/features/settings/sla-policies.server";
import { countOutdatedSlaTickets } from "~/features/settings/sla-settings.server";
import { getSession } from "~/lib/supabase/session.server";

/** Data only: how many open tickets do not run by today's policies and hours, and whether that is being changed. 401 without a session, 404 for those who may not know. */
export async function loader(args: LoaderFunctionArgs) {
  const session = getSession("desk", args);
  if (!(await session.accessToken())) return Response.json(null, { status: 401 });
  const { workspaceSlug = "" } = args.params;
  // One after the other: where nothing is at work any more, the number is the last one.
  const isUnderWay = await deskFound(args.request, isRecalculatingSla(session, workspaceSlug));
  const count = await deskFound(args.request, countOutdatedSlaTickets(session, workspaceSlug));
  return Response.json({ count, isUnderWay }, { headers: { "Cache-Control": "no-store" } });
}

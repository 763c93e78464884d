import type { ActionFunctionArgs } from "@remix-run/node";
import { deskAnswer, deskFound } from "~/features/accounts/accounts.server";
import { previewTyped } from "~/features/settings/policy-actions.server";
import { getSlaSettings } from "~/features/settings/sla-settings.server";
import { postedForm } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";

/** Data only: when something would be due by what is typed; 422 with what is wrong with it, by field. 401 without a session. */
export async function action(args: ActionFunctionArgs) {
  const session = getSession("desk", args);
  if (!(await session.accessToken())) return Response.json(null, { status: 401 });
  const { workspaceSlug = "" } = args.params;
  const posted = await postedForm(args.request);
  const settings = await deskFound(args.request, getSlaSettings(session, workspaceSlug));
  const answer = await deskAnswer(args.request, previewTyped(session, workspaceSlug, settings, posted));
  return Response.json(answer, { status: "errors" in answer ? answer.status : 200, headers: { "Cache-Control": "no-store" } });
}

import type { ActionFunctionArgs } from "@remix-run/node";
import { deskAnswer } from "~/features/accounts/accounts.server";
import { previewCalendar } from "~/features/settings/calendar-form.server";
import { postedForm } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";

/** Data only. 401 without a session: the form stays as it is typed. */
export async function action(args: ActionFunctionArgs) {
  const session = getSession("desk", args);
  if (!(await session.accessToken())) return Response.json(null, { status: 401 });
  const posted = await postedForm(args.request);
  return Response.json(await deskAnswer(args.request, previewCalendar(session, args.params.workspaceSlug ?? "", posted)));
}

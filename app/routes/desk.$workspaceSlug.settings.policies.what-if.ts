import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { deskAnswer, deskFound } from "~/features/accounts/accounts.server";
import { tryTyped } from "~/features/settings/policy-actions.server";
import { getSlaWhatIf } from "~/features/settings/sla-policies.server";
import { postedForm } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";

const headers = { "Cache-Control": "no-store" };

/** Data only: how far trying a draft is (`id`), and what came out. 401 without a session. */
export async function loader(args: LoaderFunctionArgs) {
  const session = getSession("desk", args);
  if (!(await session.accessToken())) return Response.json(null, { status: 401 });
  const id = new URL(args.request.url).searchParams.get("id") ?? "";
  const whatIf = await deskFound(args.request, getSlaWhatIf(session, args.params.workspaceSlug ?? "", id));
  return Response.json({ whatIf }, { headers });
}

/** Data only: has what is typed tried, in place of `policy`; 422 with what is wrong with it, by field. */
export async function action(args: ActionFunctionArgs) {
  const session = getSession("desk", args);
  if (!(await session.accessToken())) return Response.json(null, { status: 401 });
  const policyId = new URL(args.request.url).searchParams.get("policy");
  const posted = await postedForm(args.request);
  const answer = await deskAnswer(args.request, tryTyped(session, args.params.workspaceSlug ?? "", policyId, posted));
  return Response.json(answer, { status: "errors" in answer ? answer.status : 200, headers });
}

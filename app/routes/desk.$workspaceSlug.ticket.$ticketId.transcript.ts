import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { requireAccount } from "~/features/accounts/accounts.server";
import { answerTranscript, mailTranscript } from "~/features/rooms/transcript.server";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";

/** The room as a file. */
export async function loader(args: LoaderFunctionArgs) {
  const { workspaceSlug = "", ticketId = "" } = args.params;
  return answerTranscript(await requireAccount(args), args.request, workspaceSlug, ticketId);
}

/** The same by mail. */
export async function action(args: ActionFunctionArgs) {
  const { workspaceSlug = "", ticketId = "" } = args.params;
  const { status, outcome, answer } = await mailTranscript(getSession("desk", args), ticketId, await postedForm(args.request));
  // Without JavaScript a browser comes from the page and wants one back.
  if (args.request.headers.get("Sec-Fetch-Dest") === "document")
    return redirect(paths.deskTicket(workspaceSlug, ticketId, { transcript: outcome }), 303);
  return Response.json(answer, { status, headers: { "Cache-Control": "no-store" } });
}

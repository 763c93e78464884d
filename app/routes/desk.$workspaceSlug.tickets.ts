import type { LoaderFunctionArgs } from "@remix-run/node";
import { deskAnswer } from "~/features/accounts/accounts.server";
import { readListPage } from "~/features/tickets/ticket-list.server";
import { getSession } from "~/lib/supabase/session.server";

/** Data only. 401 without a session: a page that is open stays open, so it is not sent to the sign-in page. */
export async function loader(args: LoaderFunctionArgs) {
  const session = getSession("desk", args);
  if (!(await session.accessToken())) return Response.json(null, { status: 401 });
  const page = await deskAnswer(
    args.request,
    readListPage(session, args.params.workspaceSlug ?? "", new URL(args.request.url).searchParams),
  );
  return Response.json(page, { headers: { "Cache-Control": "no-store" } });
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { checkSlug } from "~/features/workspaces/workspaces.server";
import { DatabaseError } from "~/lib/database-errors";
import { getSession } from "~/lib/supabase/session.server";

/** Data only: whether a workspace could have an address. 401 without a session, 403 for an account that is not confirmed. */
export async function loader(args: LoaderFunctionArgs) {
  const session = getSession("desk", args);
  if (!(await session.accessToken())) return Response.json(null, { status: 401 });
  const asked = new URL(args.request.url).searchParams;
  try {
    const state = await checkSlug(session, asked.get("slug") ?? "", asked.get("of"));
    return Response.json({ state }, { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    if (error instanceof DatabaseError && error.status < 500) return Response.json(null, { status: error.status });
    throw error;
  }
}

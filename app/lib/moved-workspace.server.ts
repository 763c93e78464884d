/** Addresses that a workspace has given up: links in mails and on web sites name them still. */
import { data, redirect } from "@remix-run/node";
import { callDatabase } from "./database-errors";
import { visitor } from "./supabase/visitor.server";

/** A page of a workspace: the side, the workspace's address, the rest of the path. */
const placePattern = /^\/(support|desk)\/([a-z0-9-]{3,40})((?:\/.*)?)$/i;

/** The page a request is about, also where only its data was asked for. */
export function pageOf(request: Request): URL {
  const url = new URL(request.url);
  url.pathname = url.pathname.replace(/\.data$/, "").replace(/\/_root$/, "/");
  url.searchParams.delete("_routes");
  return url;
}

/**
 * What is thrown for a page of a workspace that is not there: a redirect to the same page of the workspace that had
 * this address before, else a 404.
 *
 * For now, not for good: the workspace may take its former address again, and browsers would not ask any more. A form
 * is sent again as it is.
 */
export async function movedOrNotFound(request: Request): Promise<Response | ReturnType<typeof data>> {
  return (await movedPage(request)) ?? data(null, { status: 404 });
}

/** The redirect alone, for pages that answer nothing for a workspace that is not there; null: none had this address before. */
export async function movedPage(request: Request): Promise<Response | null> {
  const { pathname, search } = pageOf(request);
  const [, side, slug, rest] = placePattern.exec(pathname) ?? [];
  const current = slug && (await callDatabase(visitor.rpc("get_current_slug", { workspace_slug: slug })).catch(() => null));
  if (!current) return null;
  return redirect(`/${side}/${current}${rest}${search}`, request.method === "GET" ? 302 : 307);
}

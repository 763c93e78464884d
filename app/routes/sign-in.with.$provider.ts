import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { startSignInWith } from "~/features/accounts/providers.server";
import { paths } from "~/lib/paths";
import { safeReturnTo } from "~/lib/return-to";
import { siteOrigin } from "~/lib/site-origin.server";
import { getSession } from "~/lib/supabase/session.server";

export async function loader(args: LoaderFunctionArgs) {
  const next = safeReturnTo(new URL(args.request.url).searchParams.get("next"), paths.desks());
  const place = await startSignInWith(getSession("desk", args), args.params.provider ?? "", siteOrigin(args.request), next);
  return redirect(place ?? paths.signIn(next, undefined, 1), { status: 303, headers: { "Cache-Control": "no-store" } });
}

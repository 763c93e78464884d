import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { sessionState } from "~/features/accounts/accounts.server";
import { finishSignInWith } from "~/features/accounts/providers.server";
import { paths } from "~/lib/paths";
import { safeReturnTo } from "~/lib/return-to";
import { getSession } from "~/lib/supabase/session.server";

/** From another site, by which somebody signs in. A code that this browser did not ask for is worth nothing: its proof is in a cookie. */
export async function loader(args: LoaderFunctionArgs) {
  const query = new URL(args.request.url).searchParams;
  const next = safeReturnTo(query.get("next"), paths.desks());
  const session = getSession("desk", args);
  const isSignedIn = await finishSignInWith(session, query.get("code") ?? "");
  if (!isSignedIn) return redirect(paths.signIn(next, undefined, 1), 303);
  return redirect((await sessionState(session)).kind === "code_required" ? paths.signInCode(next) : next, 303);
}

import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { signOut } from "~/features/accounts/accounts.server";
import { paths } from "~/lib/paths";
import { safeReturnTo } from "~/lib/return-to";
import { getSession } from "~/lib/supabase/session.server";

export function loader() {
  return redirect(paths.desks(), 303);
}

/** A post only: a link, or an image in somebody's mail, must not end a session. */
export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData().catch(() => null);
  await signOut(getSession("desk", args));
  return redirect(safeReturnTo(form?.get("next"), paths.signIn()), 303);
}

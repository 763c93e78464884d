/** How somebody is called, and in which language the desk speaks to them. */
import { redirect } from "@remix-run/node";
import { isAuthRetryableFetchError } from "@supabase/supabase-js";
import { callDatabase } from "~/lib/database-errors";
import { deskLocales } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { Session } from "~/lib/supabase/session.server";
import type { Profile } from "./account-schema";
import { type Refusal, requireLivingSession } from "./accounts.server";

/** @throws a redirect to the sign-in page, or to that of the code, for whoever has to go there first */
export async function readProfile(request: Request, session: Session): Promise<Profile> {
  const { user_metadata: known } = await requireLivingSession(request, session);
  return {
    name: typeof known.display_name === "string" ? known.display_name : "",
    locale: deskLocales.find((locale) => locale === known.locale) ?? "auto",
  };
}

/** @returns null, or the refusal @throws {DatabaseError} sign_in_required, second_factor_required */
export async function saveProfile({ supabase }: Session, { name, locale }: Profile): Promise<Refusal | null> {
  // First what the database decides: it refuses a session that is worth nothing.
  await callDatabase(supabase.rpc("set_my_name", { name }));
  const { error } = await supabase.auth.updateUser({ data: { display_name: name, locale: locale === "auto" ? null : locale } });
  if (!error) {
    // The tokens tell the name.
    await supabase.auth.refreshSession();
    return null;
  }
  if (isAuthRetryableFetchError(error) || (error.status ?? 500) >= 500) return { "": [m.errors_database_unavailable()] };
  throw redirect(paths.signIn(paths.account()), 303);
}

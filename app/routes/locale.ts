import { data, redirect, type ActionFunctionArgs } from "@remix-run/node";
import { isLocale } from "~/lib/i18n/locale";
import { serializeChoice } from "~/lib/i18n/locale.server";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { safeReturnTo } from "~/lib/return-to";
import { accountLocale } from "~/lib/supabase/account-locale.server";
import { getSession } from "~/lib/supabase/session.server";

export function loader() {
  return redirect(paths.home());
}

/** The language switch: a plain form post, so that it works without JavaScript. What an account has chosen changes with it. */
export async function action(args: ActionFunctionArgs) {
  const { request } = args;
  const form = await postedForm(request);
  const locale = form.get("locale");
  if (!isLocale(locale)) throw data(null, { status: 400 });
  const isSecure = new URL(request.url).protocol === "https:";
  const returnTo = safeReturnTo(form.get("return_to"));
  if (returnTo.startsWith(paths.desks()) && (await accountLocale(request.headers.get("Cookie") ?? undefined)))
    await getSession("desk", args).supabase.auth.updateUser({ data: { locale } });
  return redirect(returnTo, {
    status: 303,
    headers: { "Set-Cookie": serializeChoice("locale", locale, isSecure) },
  });
}

import { data, redirect, type ActionFunctionArgs } from "@remix-run/node";
import { isLocale } from "~/lib/i18n/locale";
import { serializeChoice } from "~/lib/i18n/locale.server";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { safeReturnTo } from "~/lib/return-to";

export function loader() {
  return redirect(paths.home());
}

/** The language switch: a plain form post, so that it works without JavaScript. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await postedForm(request);
  const locale = form.get("locale");
  if (!isLocale(locale)) throw data(null, { status: 400 });
  const isSecure = new URL(request.url).protocol === "https:";
  return redirect(safeReturnTo(form.get("return_to")), {
    status: 303,
    headers: { "Set-Cookie": serializeChoice("locale", locale, isSecure) },
  });
}

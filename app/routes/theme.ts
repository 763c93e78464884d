import { data, redirect, type ActionFunctionArgs } from "@remix-run/node";
import { serializeChoice } from "~/lib/i18n/locale.server";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { safeReturnTo } from "~/lib/return-to";

export function loader() {
  return redirect(paths.home());
}

/** The theme switch: a plain form post, so that it works without JavaScript. `system` forgets the choice. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await postedForm(request);
  const theme = form.get("theme");
  if (theme !== "light" && theme !== "dark" && theme !== "system") throw data(null, { status: 400 });
  const isSecure = new URL(request.url).protocol === "https:";
  const cookie = serializeChoice("theme", theme === "system" ? "" : theme, isSecure);
  return redirect(safeReturnTo(form.get("return_to")), { status: 303, headers: { "Set-Cookie": cookie } });
}

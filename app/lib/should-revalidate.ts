import type { ShouldRevalidateFunctionArgs } from "@remix-run/react";

/**
 * When a layout that stays on the page while people move about below it loads its data anew: when it is another one,
 * and after a change that was made. A change that was refused or did not get through changes nothing; loading then
 * would only put the page, and what is being typed there, at the mercy of the network.
 *
 * @param isSame whether the address after the navigation shows the same thing here as before
 */
export function revalidatesWhen(args: ShouldRevalidateFunctionArgs, isSame: boolean): boolean {
  if (!isSame) return true;
  const { formMethod, currentUrl, nextUrl, defaultShouldRevalidate } = args;
  const isChange = formMethod !== undefined && formMethod !== "GET";
  if (!isChange && currentUrl.href !== nextUrl.href) return false;
  const result: unknown = args.actionResult;
  if (isChange && typeof result === "object" && result !== null && "ok" in result && result.ok === false) return false;
  return defaultShouldRevalidate;
}

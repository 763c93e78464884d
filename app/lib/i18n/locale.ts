/** Locales: which exist and who is offered which, which one this request or browser page is in, how each is written. */
import { baseLocale, getLocale, locales, type Locale } from "./compiled/runtime.js";

export { baseLocale, getLocale, locales, type Locale };

/** The desk, with its settings and mails to members, speaks fewer languages than what customers see (./domains.ts). */
export const deskLocales = ["en", "de"] as const satisfies readonly Locale[];

/** Each language in its own words: whoever looks for theirs can read it. */
export const localeNames: Record<Locale, string> = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  fr: "Français",
  ja: "日本語",
  ar: "العربية",
};

const rightToLeft = new Set(["ar", "fa", "he", "ur"]);

/** True for a tag the product is translated to (`de`, not `de-AT` and not `xx`). */
export function isLocale(value: unknown): value is Locale {
  return (locales as readonly unknown[]).includes(value);
}

/**
 * The locale as dates and numbers are written in it. Arabic is with the digits 0 to 9: ticket numbers and what people
 * type stand beside them, and which digits "ar" means differs between the server and older browsers.
 */
export const formatTag = (locale: Locale): string => (locale === "ar" ? "ar-u-nu-latn" : locale);

/** The `dir` of a page in that locale. */
export function directionOf(locale: string): "ltr" | "rtl" {
  return rightToLeft.has(locale.split("-")[0] ?? "") ? "rtl" : "ltr";
}

/** The languages that the page at a path can be had in. Also for the path of its data (`/desk/acme.data`). */
export function localesAt(pathname: string): readonly Locale[] {
  return /^\/(desk|join|sign-in|sign-up|sign-out|forgot-password|new-password|auth)(\.data)?(\/|$)/.test(pathname) ? deskLocales : locales;
}

/** The languages that a portal can be had in: what its workspace offers of those there are; all of them where that is not known. */
export function portalLocales(offered: readonly string[] | undefined): readonly Locale[] {
  const known = locales.filter((locale) => offered?.some((tag) => offeredLocale(tag, [locale])));
  return known.length > 0 ? known : locales;
}

/** The offered locale that a tag asks for: `de` for `de`, `de-AT` and `DE`; undefined when there is none. */
export function offeredLocale(tag: string | null | undefined, offered: readonly Locale[]): Locale | undefined {
  const wanted = tag?.toLowerCase();
  return (
    offered.find((locale) => locale.toLowerCase() === wanted) ??
    offered.find((locale) => locale.toLowerCase().split("-")[0] === wanted?.split("-")[0])
  );
}

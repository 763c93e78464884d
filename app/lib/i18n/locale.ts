/** Locales: which exist, which one this request or browser page is in, how each is written. */
import { baseLocale, getLocale, locales, type Locale } from "./compiled/runtime.js";

export { baseLocale, getLocale, locales, type Locale };

/** Each language in its own words: whoever looks for theirs can read it. */
export const localeNames: Record<Locale, string> = {
  en: "English",
  de: "Deutsch",
};

const rightToLeft = new Set(["ar", "fa", "he", "ur"]);

/** True for a tag the product is translated to (`de`, not `de-AT` and not `xx`). */
export function isLocale(value: unknown): value is Locale {
  return (locales as readonly unknown[]).includes(value);
}

/** The `dir` of a page in that locale. */
export function directionOf(locale: string): "ltr" | "rtl" {
  return rightToLeft.has(locale.split("-")[0] ?? "") ? "rtl" : "ltr";
}

/**
 * The best locale for an `Accept-Language` header: by quality, exact tag before language.
 *
 * @returns undefined when none of the wanted languages exists here
 */
export function negotiateLocale(acceptLanguage: string | null | undefined): Locale | undefined {
  if (!acceptLanguage) return undefined;
  const wanted = acceptLanguage
    .slice(0, 1000)
    .split(",")
    .map((part, index) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((value) => value !== undefined);
      return { tag: tag.trim().toLowerCase(), quality: quality === undefined ? 1 : Number(quality), index };
    })
    .filter(({ tag, quality }) => tag !== "" && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index);
  for (const { tag } of wanted) {
    const exact = locales.find((locale) => locale.toLowerCase() === tag);
    if (exact) return exact;
    const language = tag.split("-")[0];
    const close = locales.find((locale) => locale.toLowerCase().split("-")[0] === language);
    if (close) return close;
  }
  return undefined;
}

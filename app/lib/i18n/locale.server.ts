/** The locale of a request, kept per request: two people asked at once never see each other's language. */
import { AsyncLocalStorage } from "node:async_hooks";
import { overwriteGetLocale } from "./compiled/runtime.js";
import { baseLocale, offeredLocale, type Locale } from "./locale";

const storage = new AsyncLocalStorage<Locale>();

overwriteGetLocale(() => storage.getStore() ?? baseLocale);

const oneYear = 60 * 60 * 24 * 365;

/** Runs `run`, and everything it awaits or schedules, in that locale. */
export function runInLocale<T>(locale: Locale, run: () => T): T {
  return storage.run(locale, run);
}

/** A plain cookie: its value is a word, so it stays readable for whoever looks at it. */
export function serializeChoice(name: "locale" | "theme", value: string, isSecure: boolean): string {
  const lifetime = value === "" ? "Max-Age=0" : `Max-Age=${oneYear}`;
  return `${name}=${value}; Path=/; ${lifetime}; SameSite=Lax; HttpOnly${isSecure ? "; Secure" : ""}`;
}

/** Reads one plain cookie out of a `Cookie` header. */
export function readChoice(cookieHeader: string | null | undefined, name: string): string | undefined {
  for (const part of (cookieHeader ?? "").split(";")) {
    const [key, value] = part.split("=", 2);
    if (key?.trim() === name) return value?.trim();
  }
  return undefined;
}

/**
 * The best of the offered locales for an `Accept-Language` header: by quality, exact tag before language.
 *
 * @returns undefined when none of the wanted languages is offered
 */
export function negotiateLocale(acceptLanguage: string | null | undefined, offered: readonly Locale[]): Locale | undefined {
  if (!acceptLanguage) return undefined;
  const wanted = acceptLanguage
    .slice(0, 1000)
    .split(",")
    .map((part, index) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((value) => value !== undefined);
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality), index };
    })
    .filter(({ tag, quality }) => tag !== "" && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index);
  for (const { tag } of wanted) {
    const found = offeredLocale(tag, offered);
    if (found) return found;
  }
  return undefined;
}

export type LanguageWishes = {
  /** What a signed-in person chose for their account. */
  account?: string | null | undefined;
  /** The `Cookie` header, with what was chosen in this browser. */
  cookie?: string | null | undefined;
  acceptLanguage?: string | null | undefined;
};

/**
 * The locale that a person wants: the account's choice, else the choice in this browser (cookie `locale`), else what
 * the browser asks for. A choice that is not offered here counts for nothing here.
 *
 * @returns undefined when they want none of the offered ones: then it is for the workspace to say
 */
export function wantedLocale(wishes: LanguageWishes, offered: readonly Locale[]): Locale | undefined {
  return (
    offeredLocale(wishes.account, offered) ??
    offeredLocale(readChoice(wishes.cookie, "locale"), offered) ??
    negotiateLocale(wishes.acceptLanguage, offered)
  );
}

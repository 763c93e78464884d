/** The locale of a request, kept per request: two people asked at once never see each other's language. */
import { AsyncLocalStorage } from "node:async_hooks";
import { overwriteGetLocale } from "./compiled/runtime.js";
import { baseLocale, isLocale, negotiateLocale, type Locale } from "./locale";

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
 * The locale for a request: the person's choice (cookie `locale`), else what the browser asks for, else
 * `fallback` (a workspace's own language), else English.
 */
export function resolveLocale(
  headers: { cookie?: string | null | undefined; acceptLanguage?: string | null | undefined },
  fallback?: Locale,
): Locale {
  const chosen = readChoice(headers.cookie, "locale");
  if (isLocale(chosen)) return chosen;
  return negotiateLocale(headers.acceptLanguage) ?? fallback ?? baseLocale;
}

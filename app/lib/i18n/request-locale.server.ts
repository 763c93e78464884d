/** In which locale a request is answered. */
import { createClient } from "@supabase/supabase-js";
import WebSocket from "ws";
import { env } from "~/lib/env.server";
import type { Database } from "~/lib/supabase/database-types";
import { baseLocale, isLocale, localesAt, offeredLocale, type Locale } from "./locale";
import { wantedLocale, type LanguageWishes } from "./locale.server";

export type AskedFor = LanguageWishes & {
  /** The address from the path on, with its query. */
  url: string;
};

const keptMs = 60_000;
const maxKept = 500;
const patienceMs = 2_000;
const defaultLocales = new Map<string, { locale: string | undefined; until: number }>();

const visitor = createClient<Database>(env.SUPABASE_URL, env.SUPABASE_PUBLISHABLE_KEY, {
  auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  // Node 20 has no WebSocket of its own, and the client wants one even where it is not used.
  realtime: { transport: WebSocket as never },
});

/**
 * The locale for a request: what the person wants, else the language of the workspace that the address belongs to, else
 * English. Routes that a page asks for later (`/__manifest`) come in the page's own language, which their version names.
 *
 * @param now milliseconds since 1970
 */
export async function requestLocale({ url, ...wishes }: AskedFor, now: number): Promise<Locale> {
  const [pathname = "", query] = url.split("?", 2);
  if (pathname === "/__manifest") {
    const ofPage = new URLSearchParams(query).get("version")?.split("-").at(-1);
    if (isLocale(ofPage)) return ofPage;
  }
  const offered = localesAt(pathname);
  const wanted = wantedLocale(wishes, offered);
  if (wanted) return wanted;
  const slug = /^\/(?:support|desk)\/([a-z0-9-]{1,40})(?=[/.]|$)/.exec(pathname)?.[1];
  return (slug && offeredLocale(await defaultLocaleOf(slug, now), offered)) || baseLocale;
}

/** A workspace's own language; undefined when there is no such workspace, or that cannot be told now. */
async function defaultLocaleOf(slug: string, now: number): Promise<string | undefined> {
  const known = defaultLocales.get(slug);
  if (known && known.until > now) return known.locale;
  const { data, error } = await visitor.rpc("get_portal", { workspace_slug: slug }).abortSignal(AbortSignal.timeout(patienceMs));
  // A page in English is better than none.
  if (error) return known?.locale;
  const locale = data[0]?.default_locale;
  defaultLocales.delete(slug);
  defaultLocales.set(slug, { locale, until: now + keptMs });
  if (defaultLocales.size > maxKept) defaultLocales.delete(defaultLocales.keys().next().value ?? "");
  return locale;
}

/** In which locale a request is answered. */
import { createClient } from "@supabase/supabase-js";
import WebSocket from "ws";
import { env } from "~/lib/env.server";
import type { Database } from "~/lib/supabase/database-types";
import { baseLocale, isLocale, localesAt, offeredLocale, portalLocales, type Locale } from "./locale";
import { wantedLocale, type LanguageWishes } from "./locale.server";

export type AskedFor = LanguageWishes & {
  /** The address from the path on, with its query. */
  url: string;
};

const keptMs = 60_000;
const maxKept = 500;
const patienceMs = 2_000;
type Languages = { own: string | undefined; offered: readonly string[] | undefined };

const languages = new Map<string, Languages & { until: number }>();

const visitor = createClient<Database>(env.SUPABASE_URL, env.SUPABASE_PUBLISHABLE_KEY, {
  auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  // Node 20 has no WebSocket of its own, and the client wants one even where it is not used.
  realtime: { transport: WebSocket as never },
});

/**
 * The locale for a request: what the person wants, of what a portal offers, else the language of the workspace that the
 * address belongs to, else English. Routes that a page asks for later (`/__manifest`) come in the page's own language, which their version names.
 *
 * @param now milliseconds since 1970
 */
export async function requestLocale({ url, ...wishes }: AskedFor, now: number): Promise<Locale> {
  const [pathname = "", query] = url.split("?", 2);
  if (pathname === "/__manifest") {
    const ofPage = new URLSearchParams(query).get("version")?.split("-").at(-1);
    if (isLocale(ofPage)) return ofPage;
  }
  const spoken = localesAt(pathname);
  const [, place, slug] = /^\/(support|desk)\/([a-z0-9-]{1,40})(?=[/.]|$)/.exec(pathname) ?? [];
  if (slug === undefined) return wantedLocale(wishes, spoken) ?? baseLocale;
  if (place === "desk") {
    const wanted = wantedLocale(wishes, spoken);
    return wanted ?? offeredLocale((await languagesOf(slug, now)).own, spoken) ?? baseLocale;
  }
  const { own, offered } = await languagesOf(slug, now);
  const ofPortal = portalLocales(offered);
  return wantedLocale(wishes, ofPortal) ?? offeredLocale(own, ofPortal) ?? ofPortal[0] ?? baseLocale;
}

/** What is known of a workspace's languages is asked anew: they were changed. */
export const forgetLanguages = (slug: string): boolean => languages.delete(slug);

/** A workspace's own language and those of its portal; undefined when there is no such workspace, or that cannot be told now. */
async function languagesOf(slug: string, now: number): Promise<Languages> {
  const known = languages.get(slug);
  if (known && known.until > now) return known;
  const { data, error } = await visitor.rpc("get_portal", { workspace_slug: slug }).abortSignal(AbortSignal.timeout(patienceMs));
  // A page in English is better than none.
  if (error) return known ?? { own: undefined, offered: undefined };
  const read = { own: data[0]?.default_locale, offered: data[0]?.offered_locales };
  languages.delete(slug);
  languages.set(slug, { ...read, until: now + keptMs });
  if (languages.size > maxKept) languages.delete(languages.keys().next().value ?? "");
  return read;
}

/** The language that somebody has chosen for their account, as their session's cookie tells it. */
import { combineChunks, parseCookieHeader } from "@supabase/ssr";
import { sessionCookieName } from "./session.server";

const prefix = "base64-";

/** Read, not verified: nothing but a language depends on it. @returns undefined without a session or a choice */
export async function accountLocale(cookieHeader: string | undefined): Promise<string | undefined> {
  const name = sessionCookieName("desk");
  if (!cookieHeader?.includes(name)) return undefined;
  const cookies = new Map(parseCookieHeader(cookieHeader).map((cookie) => [cookie.name, cookie.value]));
  const stored = await combineChunks(name, (key) => cookies.get(key));
  if (!stored?.startsWith(prefix)) return undefined;
  try {
    const session = JSON.parse(Buffer.from(stored.slice(prefix.length), "base64url").toString()) as {
      user?: { user_metadata?: { locale?: unknown } };
    };
    const locale = session.user?.user_metadata?.locale;
    return typeof locale === "string" ? locale : undefined;
  } catch {
    return undefined;
  }
}

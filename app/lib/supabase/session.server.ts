/**
 * Sessions. The desk and the portal each have their own, in a cookie of its own, so that an agent who tries the
 * portal stays signed in at the desk. Cookies do not know ports, so their names carry the stack they belong to.
 *
 * The app never decides from a session who someone is: it hands the person's token to the database, which
 * verifies and decides. That is why reading the token from the cookie is enough here.
 */
import { createHash } from "node:crypto";
import type { AppLoadContext } from "@remix-run/node";
import { createServerClient, parseCookieHeader, serializeCookieHeader } from "@supabase/ssr";
import type { SupabaseClient } from "@supabase/supabase-js";
import WebSocket from "ws";
import { env } from "~/lib/env.server";
import "~/lib/load-context";
import type { Database } from "./database-types";

export type SessionKind = "desk" | "portal";

export type Session = {
  /** Acts as the person of the cookie, or as a visitor without one. */
  supabase: SupabaseClient<Database>;
  /** A token that is valid for a while yet, with its end in seconds since 1970; null without a session. */
  accessToken(): Promise<{ accessToken: string; expiresAt: number } | null>;
};

const stackName = createHash("sha256").update(env.SUPABASE_URL).digest("hex").slice(0, 8);
export const sessionCookieName = (kind: SessionKind): string => `frontroom-${kind}-${stackName}`;
const sessionsOfRequests = new WeakMap<AppLoadContext, Partial<Record<SessionKind, Session>>>();

/**
 * The session of a request. All loaders of one request share it, so that they do not race to refresh one token.
 * Cookies that change on the way are sent with the response by `server.js`, from `context.responseHeaders`.
 */
export function getSession(kind: SessionKind, { request, context }: { request: Request; context: AppLoadContext }): Session {
  const sessions = sessionsOfRequests.get(context) ?? {};
  sessionsOfRequests.set(context, sessions);
  return (sessions[kind] ??= openSession(kind, request, context.responseHeaders));
}

function openSession(kind: SessionKind, request: Request, responseHeaders: Headers): Session {
  const supabase = createServerClient<Database>(env.SUPABASE_URL, env.SUPABASE_PUBLISHABLE_KEY, {
    cookieOptions: {
      name: sessionCookieName(kind),
      path: "/",
      httpOnly: true,
      sameSite: "lax",
      secure: env.APP_URL?.startsWith("https:") ?? false,
      maxAge: 400 * 24 * 60 * 60,
    },
    cookies: {
      getAll: () => parseCookieHeader(request.headers.get("Cookie") ?? "").map(({ name, value }) => ({ name, value: value ?? "" })),
      setAll: (cookies) => {
        for (const { name, value, options } of cookies) {
          responseHeaders.append("Set-Cookie", serializeCookieHeader(name, value, options));
        }
      },
    },
    // Auth keeps it with the session, and people recognise their devices by it.
    global: { headers: { "User-Agent": request.headers.get("User-Agent") ?? "" } },
    // Node 20 has no WebSocket of its own, and the client wants one even where it is not used.
    realtime: { transport: WebSocket as never },
  });
  return {
    supabase,
    async accessToken() {
      const { data } = await supabase.auth.getSession();
      if (!data.session) return null;
      return { accessToken: data.session.access_token, expiresAt: data.session.expires_at ?? 0 };
    },
  };
}

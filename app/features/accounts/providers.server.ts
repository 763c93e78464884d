/** Signing in by another site (OAuth), where the Auth server offers it. */
import type { Provider } from "@supabase/supabase-js";
import { env } from "~/lib/env.server";
import { paths } from "~/lib/paths";
import type { Session } from "~/lib/supabase/session.server";
import { providerNames, type ProviderName } from "./provider-names";

const keptMs = 60_000;
const patienceMs = 2_000;
let kept: { names: ProviderName[]; until: number } = { names: [], until: 0 };

/** Which are on, as the Auth server says; none while it does not answer. */
export async function listProviders(now = Date.now()): Promise<ProviderName[]> {
  if (kept.until > now) return kept.names;
  try {
    const answer = await fetch(`${env.SUPABASE_URL}/auth/v1/settings`, {
      headers: { apikey: env.SUPABASE_PUBLISHABLE_KEY },
      signal: AbortSignal.timeout(patienceMs),
    });
    const { external } = (await answer.json()) as { external?: Record<string, unknown> };
    const names = (Object.keys(providerNames) as ProviderName[]).filter((name) => external?.[name] === true);
    kept = { names, until: now + keptMs };
  } catch {
    // A page without the buttons is better than none.
  }
  return kept.names;
}

/** The address to go to; what proves that this browser began goes into a cookie. Null for a provider that is not on. */
export async function startSignInWith({ supabase }: Session, provider: string, origin: string, next: string): Promise<string | null> {
  if (!(await listProviders()).some((name) => name === provider)) return null;
  const { data, error } = await supabase.auth.signInWithOAuth({
    provider: provider as Provider,
    options: { redirectTo: origin + paths.authCallback(next), skipBrowserRedirect: true },
  });
  return error ? null : data.url;
}

/** @returns whether the code was one that this browser had asked for, and is a session now */
export async function finishSignInWith({ supabase }: Session, code: string): Promise<boolean> {
  const { error } = await supabase.auth.exchangeCodeForSession(code);
  return error === null;
}

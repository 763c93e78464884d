/** Password and address of an account. */
import { createClient, type AuthError, type User } from "@supabase/supabase-js";
import { isAuthRetryableFetchError } from "@supabase/supabase-js";
import WebSocket from "ws";
import { env } from "~/lib/env.server";
import { m } from "~/lib/i18n/messages";
import type { Session } from "~/lib/supabase/session.server";
import { endOtherSessions } from "./sessions.server";
import type { Refusal } from "./accounts.server";

/** Whether an account signs in by a password at all: by another site alone it has none. */
export const hasPassword = (user: User): boolean =>
  !user.identities?.length || user.identities.some(({ provider }) => provider === "email");

/**
 * Whether it is the account's password: whoever sits down at a desk that is signed in cannot take the account along.
 *
 * @returns null, or the refusal
 */
export async function checkPassword(email: string, password: string): Promise<Refusal | null> {
  // A session of its own, which nobody gets.
  const { auth } = createClient(env.SUPABASE_URL, env.SUPABASE_PUBLISHABLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: WebSocket as never },
  });
  const { error } = await auth.signInWithPassword({ email, password });
  if (!error) {
    await auth.signOut({ scope: "local" });
    return null;
  }
  return generally(error) ?? { current_password: [m.account_password_wrong()] };
}

/**
 * A new password, which ends all other sessions: first on open sockets too, then at Auth.
 *
 * @throws {DatabaseError} sign_in_required, second_factor_required
 */
export async function setPassword(session: Session, password: string): Promise<Refusal | null> {
  await endOtherSessions(session);
  const { error } = await session.supabase.auth.updateUser({ password });
  if (!error) return null;
  if (error.code === "same_password") return { password: [m.account_password_same()] };
  if (error.code === "weak_password") return { password: [m.auth_password_weak()] };
  return generally(error) ?? { "": [m.account_not_changed()] };
}

/** Mails to both addresses; the new one counts when both have confirmed. */
export async function requestEmailChange({ supabase }: Session, email: string, returnUrl: string): Promise<Refusal | null> {
  const { error } = await supabase.auth.updateUser({ email }, { emailRedirectTo: returnUrl });
  if (!error) return null;
  if (error.code === "email_exists") return { email: [m.account_email_taken()] };
  if (error.code === "email_address_invalid" || error.code === "validation_failed") return { email: [m.errors_email_format()] };
  return generally(error) ?? { "": [m.account_not_changed()] };
}

function generally(error: AuthError): Refusal | null {
  if (error.status === 429) return { "": [m.auth_too_many_tries()] };
  if (isAuthRetryableFetchError(error) || (error.status ?? 500) >= 500) return { "": [m.errors_database_unavailable()] };
  return null;
}

/** Codes of an authenticator app as the second factor of an account (TOTP). */
import { isAuthRetryableFetchError, type AuthError } from "@supabase/supabase-js";
import encodeQR from "qr";
import { m } from "~/lib/i18n/messages";
import type { Session } from "~/lib/supabase/session.server";
import type { Refusal } from "./accounts.server";

export type Factor = { factorId: string; name: string; createdAt: string };
/** A factor that is being set up: its secret as text, as an address that apps understand, and as a picture of that. */
export type Enrolment = { factorId: string; secret: string; uri: string; picture: { size: number; path: string } };

/** The verified ones, the first first. @throws {Error} when Auth does not answer */
export async function listFactors({ supabase }: Session): Promise<Factor[]> {
  const { data, error } = await supabase.auth.mfa.listFactors();
  if (error) throw error;
  return data.totp.map(({ id, friendly_name: name, created_at: createdAt }) => ({ factorId: id, name: name ?? "", createdAt }));
}

/** Begins to set up a factor; what was begun and not finished before is forgotten. */
export async function enrollFactor({ supabase }: Session, name: string): Promise<{ enrolment: Enrolment } | { refusal: Refusal }> {
  const { data: known } = await supabase.auth.mfa.listFactors();
  for (const { id, status } of known?.all ?? []) if (status === "unverified") await supabase.auth.mfa.unenroll({ factorId: id });
  const { data, error } = await supabase.auth.mfa.enroll({ factorType: "totp", friendlyName: name, issuer: m.common_app_name() });
  if (error) return { refusal: refusalOf(error, "name") };
  return { enrolment: enrolmentOf({ factorId: data.id, secret: data.totp.secret, uri: data.totp.uri }) };
}

/** Draws the picture: with the image policy of our pages it has to be a part of the page, and Auth's own is markup. */
export function enrolmentOf(given: Omit<Enrolment, "picture">): Enrolment {
  const rows = encodeQR(given.uri, "raw", { ecc: "medium", border: 2 });
  const path = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return { ...given, picture: { size: rows.length, path } };
}

/**
 * Checks a code. The session has its second factor then; a factor that was being set up is verified.
 *
 * @returns null, or the refusal
 */
export async function verifyCode({ supabase }: Session, factorId: string, code: string): Promise<Refusal | null> {
  const { error } = await supabase.auth.mfa.challengeAndVerify({ factorId, code });
  return error ? refusalOf(error, "code") : null;
}

export async function removeFactor({ supabase }: Session, factorId: string): Promise<Refusal | null> {
  const { error } = await supabase.auth.mfa.unenroll({ factorId });
  if (error) return refusalOf(error, "");
  // The tokens know what the account asks for.
  await supabase.auth.refreshSession();
  return null;
}

function refusalOf(error: AuthError, field: string): Refusal {
  const words: Record<string, () => string> = {
    mfa_verification_failed: m.account_code_wrong,
    mfa_factor_name_conflict: m.account_factor_name_taken,
    too_many_enrolled_mfa_factors: m.account_too_many_factors,
    insufficient_aal: m.errors_second_factor_required,
  };
  if (error.status === 429) return { "": [m.auth_too_many_tries()] };
  if (isAuthRetryableFetchError(error) || (error.status ?? 500) >= 500) return { "": [m.errors_database_unavailable()] };
  const known = words[error.code ?? ""];
  return known ? { [field]: [known()] } : { "": [m.account_factor_gone()] };
}

/** What is confirmed by a link in a mail: an address, its change, a new password. */
import { isAuthRetryableFetchError } from "@supabase/supabase-js";
import { z } from "zod";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { safeReturnTo } from "~/lib/return-to";
import { siteOrigin } from "~/lib/site-origin.server";
import type { Session } from "~/lib/supabase/session.server";
import type { Refusal } from "./accounts.server";

const linkSchema = z.object({ token_hash: z.string().min(1).max(200), type: z.enum(["signup", "recovery", "email_change"]) });
export type MailedLink = { tokenHash: string; type: z.infer<typeof linkSchema>["type"]; next: string };

/** A link's parts, out of its address or a form; null for what is none of ours. `next` stays on this site. */
export function readMailedLink(request: Request, given: URLSearchParams | FormData): MailedLink | null {
  const parsed = linkSchema.safeParse({ token_hash: given.get("token_hash"), type: given.get("type") });
  if (!parsed.success) return null;
  return { tokenHash: parsed.data.token_hash, type: parsed.data.type, next: ownPath(request, given.get("next")) };
}

/** Auth hands back the whole address that it was given. */
function ownPath(request: Request, next: unknown): string {
  if (typeof next !== "string" || !URL.canParse(next)) return safeReturnTo(next, paths.desks());
  const { origin, pathname, search } = new URL(next);
  return origin === siteOrigin(request) ? safeReturnTo(pathname + search, paths.desks()) : paths.desks();
}

/**
 * Uses a link up.
 *
 * @returns where to go on; `half` when the other mailbox has to confirm as well; `gone` for one that is not worth anything
 */
export async function spendMailedLink(
  { supabase }: Session,
  { tokenHash, type, next }: MailedLink,
): Promise<{ to: string } | "half" | "gone"> {
  const { data, error } = await supabase.auth.verifyOtp({ type, token_hash: tokenHash });
  if (error) {
    if (isAuthRetryableFetchError(error) || (error.status ?? 500) >= 500) throw error;
    return "gone";
  }
  if (type === "recovery") return { to: paths.newPassword() };
  if (type === "signup") return { to: next };
  return data.session ? { to: paths.accountSecurity({ done: "email-changed" }) } : "half";
}

/** The mail of a sign-up once more. The answer is the same for any address. */
export async function resendConfirmation({ supabase }: Session, email: string, returnUrl: string): Promise<Refusal | null> {
  const { error } = await supabase.auth.resend({ type: "signup", email, options: { emailRedirectTo: returnUrl } });
  return error && isUnreachable(error) ? { "": [m.errors_database_unavailable()] } : null;
}

/** Mails a link to a new password, if the address has an account. The answer is the same for any address. */
export async function requestNewPassword({ supabase }: Session, email: string, returnUrl: string): Promise<Refusal | null> {
  const { error } = await supabase.auth.resetPasswordForEmail(email, { redirectTo: returnUrl });
  return error && isUnreachable(error) ? { "": [m.errors_database_unavailable()] } : null;
}

const isUnreachable = (error: { status?: number | undefined }) => isAuthRetryableFetchError(error) || (error.status ?? 500) >= 500;

/** Accounts of the desk: sign up, sign in, sign out, and who may go on. */
import { data, redirect, type AppLoadContext } from "@remix-run/node";
import { isAuthRetryableFetchError, type AuthError, type User } from "@supabase/supabase-js";
import { DatabaseError } from "~/lib/database-errors";
import { getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { movedOrNotFound, pageOf } from "~/lib/moved-workspace.server";
import { paths } from "~/lib/paths";
import { keepsText, orStatus } from "~/lib/responses.server";
import { safeReturnTo } from "~/lib/return-to";
import { getSession, type Session } from "~/lib/supabase/session.server";
import type { SignIn, SignUp } from "./account-schema";

type RequestArgs = { request: Request; context: AppLoadContext };

/** Why the Auth server did not do it: errors in words, at the field they belong to ("" is the whole form). */
export type Refusal = Record<string, string[]>;

/**
 * Signs in; the cookies follow with the response.
 *
 * @returns null; `confirm_email` when the password is right and the address is not confirmed; or the refusal: the same
 *   words for an unknown address and a wrong password
 */
export async function signIn({ supabase }: Session, account: SignIn): Promise<Refusal | "confirm_email" | null> {
  const { error } = await supabase.auth.signInWithPassword(account);
  if (!error) return null;
  if (error.code === "email_not_confirmed") return "confirm_email";
  return generalRefusal(error) ?? { "": [m.auth_wrong_email_or_password()] };
}

/**
 * Makes an account. Whoever already has one and types its password is signed in instead: that is what they came for.
 *
 * @returns `signed_in`; `confirm_email` where Auth wants the address confirmed first (also for an address that
 *   has an account, so that nobody learns of it); or the refusal
 */
export async function signUp(
  { supabase }: Session,
  account: SignUp,
  returnUrl: string,
): Promise<{ outcome: "signed_in" | "confirm_email" } | { refusal: Refusal }> {
  const { data: answer, error } = await supabase.auth.signUp({
    email: account.email,
    password: account.password,
    options: { data: { display_name: account.name, locale: getLocale() }, emailRedirectTo: returnUrl },
  });
  if (!error) {
    if (answer.session) return { outcome: "signed_in" };
    const { error: signInError } = await supabase.auth.signInWithPassword(account);
    return { outcome: signInError ? "confirm_email" : "signed_in" };
  }
  if (error.code === "weak_password") return { refusal: { password: [m.auth_password_weak()] } };
  if (error.code === "email_address_invalid" || error.code === "validation_failed")
    return { refusal: { email: [m.errors_email_format()] } };
  const general = generalRefusal(error);
  if (general) return { refusal: general };
  const { error: signInError } = await supabase.auth.signInWithPassword(account);
  if (!signInError) return { outcome: "signed_in" };
  return { refusal: generalRefusal(signInError) ?? { email: [m.auth_sign_up_refused()] } };
}

/** What has nothing to do with the account: too many tries, or no answer from the Auth server. */
function generalRefusal(error: AuthError): Refusal | null {
  if (error.status === 429) return { "": [m.auth_too_many_tries()] };
  if (isAuthRetryableFetchError(error) || (error.status ?? 500) >= 500) return { "": [m.errors_database_unavailable()] };
  return null;
}

type SessionState = { kind: "none" } | { kind: "signed_in" | "code_required"; user: User };

/**
 * What this browser's session is worth, by the Auth server. One that has ended is forgotten: a page that went by the
 * cookie alone would send people to the desk, which sends them back.
 *
 * @returns `code_required` when the account has a second factor that this session has not given
 */
export async function sessionState(session: Session): Promise<SessionState> {
  if (!(await session.accessToken())) return { kind: "none" };
  const { auth } = session.supabase;
  const { data: answer, error } = await auth.getUser();
  if (error) {
    if (isAuthRetryableFetchError(error) || (error.status ?? 0) >= 500) throw data(null, { status: 503 });
    await auth.signOut({ scope: "local" });
    return { kind: "none" };
  }
  const hasFactor = answer.user.factors?.some(({ status }) => status === "verified") ?? false;
  return { kind: hasFactor && (await readClaims(session)).aal !== "aal2" ? "code_required" : "signed_in", user: answer.user };
}

/**
 * The account, as Auth knows it, for pages about the account itself.
 *
 * @throws a redirect to the sign-in page, or to that of the code, for whoever has to go there first
 */
export async function requireLivingSession(request: Request, session: Session): Promise<User> {
  const state = await sessionState(session);
  if (state.kind === "signed_in") return state.user;
  throw redirect(state.kind === "none" ? paths.signIn(wayBack(request)) : paths.signInCode(wayBack(request)), 303);
}

/** Ends this browser's session; other devices stay signed in. */
export async function signOut({ supabase }: Session): Promise<void> {
  await supabase.auth.signOut({ scope: "local" });
}

/** The path of a request as a way back after signing in; a post leads back to the page it came from. */
export function wayBack(request: Request): string {
  const { pathname, search } = pageOf(request);
  return safeReturnTo(pathname + search, paths.desks());
}

/**
 * The desk's session of somebody who is signed in.
 *
 * @throws a redirect to the sign-in page, with the way back, for anybody else; a 401 where the answer is to give back
 *   what somebody wrote
 */
export async function requireAccount(args: RequestArgs): Promise<Session> {
  const session = getSession("desk", args);
  if (!(await session.accessToken())) {
    if (keepsText(args.context)) throw data(null, { status: 401 });
    throw redirect(paths.signIn(wayBack(args.request)), 303);
  }
  return session;
}

/**
 * Awaits a call of the database for a page of the desk.
 *
 * @throws a redirect to the sign-in page when the session has ended meanwhile, or wants the account's second factor; the
 *   database's status as a response when it refuses otherwise; a redirect to the same page where the workspace has moved
 */
export function deskAnswer<T>(request: Request, call: Promise<T>): Promise<T> {
  return orStatus(
    call.catch(async (error: unknown) => {
      if (!(error instanceof DatabaseError)) throw error;
      if (error.status === 401) throw redirect(paths.signIn(wayBack(request)), 303);
      if (error.key === "second_factor_required") throw redirect(paths.signInCode(wayBack(request)), 303);
      if (error.key === "workspace_not_found") throw await movedOrNotFound(request);
      throw error;
    }),
  );
}

/** As deskAnswer, for what must be there. @throws also a 404 when it is not */
export async function deskFound<T>(request: Request, call: Promise<T | null>): Promise<T> {
  const row = await deskAnswer(request, call);
  if (row === null) throw await movedOrNotFound(request);
  return row;
}

/**
 * What the token says about its owner, to greet them and to fill in their name. Read, not verified: nothing may
 * be decided by it.
 */
export async function readOwnProfile(session: Session): Promise<{ name: string; email: string }> {
  const { email, user_metadata } = await readClaims(session);
  const name = user_metadata?.display_name;
  return { name: typeof name === "string" ? name.slice(0, 80) : "", email: typeof email === "string" ? email : "" };
}

/** Whether the session was opened by a link in a mail, a quarter of an hour ago at most. */
export async function cameByMail(session: Session): Promise<boolean> {
  const { amr } = await readClaims(session);
  const since = Date.now() / 1000 - 900;
  return Array.isArray(amr) && amr.some(({ method, timestamp }: AuthMethod) => method === "otp" && Number(timestamp) > since);
}

type AuthMethod = { method?: unknown; timestamp?: unknown };
type Claims = { email?: unknown; aal?: unknown; amr?: unknown; user_metadata?: { display_name?: unknown } };

async function readClaims(session: Session): Promise<Claims> {
  const token = await session.accessToken();
  try {
    return JSON.parse(Buffer.from(token?.accessToken.split(".")[1] ?? "", "base64url").toString()) as Claims;
  } catch {
    return {};
  }
}

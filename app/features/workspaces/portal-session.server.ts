/**
 * The portal's visitors: reading a portal whatever became of their session, and giving a browser the identity
 * that its tickets will belong to.
 */
import { isAuthRetryableFetchError, type AuthError } from "@supabase/supabase-js";
import { DatabaseError } from "~/lib/database-errors";
import type { Portal } from "~/lib/supabase/database-types";
import type { Session } from "~/lib/supabase/session.server";
import { getPortal } from "./workspaces.server";

/** What the browser got from the Auth server when it signed itself in. */
export type TokenPair = { accessToken: string; refreshToken: string };

const maxRemembered = 200;
const remembered = new Map<string, Portal>();

/**
 * A workspace's portal; null when there is none of that name.
 *
 * A session that the database does not accept any more (its keys changed, its user is gone) is dropped: the
 * portal is public, so nobody should be kept out by an old cookie. And while the database cannot be reached, the
 * last known portal is shown, so that a form that could not be saved comes back with what was typed in it.
 *
 * @throws {DatabaseError} database_unavailable, when nothing is known of the portal either
 */
export function readPortal(session: Session, workspaceSlug: string): Promise<Portal | null> {
  return orRemembered(session, remembered, workspaceSlug, () => getPortal(session, workspaceSlug));
}

/**
 * Reads what is public of a workspace, as readPortal() does.
 *
 * @param known what was read before, by workspace
 * @throws {DatabaseError} database_unavailable, when nothing is known of it
 */
export async function orRemembered<T>(
  session: Session,
  known: Map<string, T>,
  workspaceSlug: string,
  read: () => Promise<T | null>,
): Promise<T | null> {
  try {
    const answer = await withoutDeadSession(session, read);
    known.delete(workspaceSlug);
    if (answer !== null) {
      known.set(workspaceSlug, answer);
      if (known.size > maxRemembered) known.delete(known.keys().next().value ?? "");
    }
    return answer;
  } catch (error) {
    const last = known.get(workspaceSlug);
    if (last !== undefined && error instanceof DatabaseError && error.status === 503) return last;
    throw error;
  }
}

/**
 * Whether this browser has an identity, so that there may be tickets of its own.
 *
 * @throws {DatabaseError} database_unavailable, when that cannot be told now
 */
export async function hasIdentity({ supabase }: Session): Promise<boolean> {
  const { data, error } = await supabase.auth.getSession();
  // Not the same as "no": whoever is given a new identity now would lose the tickets of the old one.
  if (error && isAuthRetryableFetchError(error)) throw identityError(error);
  return data.session !== null;
}

/**
 * Runs a command as the browser's identity, giving it one first if it has none. A session that turns out to be
 * dead is replaced and the command runs once more.
 *
 * @param offered tokens the browser fetched itself; ignored when it has a session, or when Auth does not know them
 * @throws {DatabaseError} database_unavailable, too_many_identities, and what the command throws
 */
export async function asCustomer<T>(session: Session, offered: TokenPair | null, command: () => Promise<T>): Promise<T> {
  await ensureIdentity(session, offered);
  return withoutDeadSession(session, async (isSecondTry) => {
    if (isSecondTry) await ensureIdentity(session, null);
    return command();
  });
}

async function ensureIdentity(session: Session, offered: TokenPair | null): Promise<void> {
  if (await hasIdentity(session)) return;
  const { auth } = session.supabase;
  if (offered) {
    // Asks Auth who the tokens belong to; a forged or foreign pair leaves the visitor without a session.
    const { data } = await auth.setSession({ access_token: offered.accessToken, refresh_token: offered.refreshToken });
    if (data.session) return;
  }
  const { error } = await auth.signInAnonymously();
  if (error) throw identityError(error);
}

async function withoutDeadSession<T>({ supabase }: Session, run: (isSecondTry: boolean) => Promise<T>): Promise<T> {
  try {
    return await run(false);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.key !== "sign_in_required") throw error;
    await supabase.auth.signOut({ scope: "local" });
    return run(true);
  }
}

function identityError(error: AuthError): DatabaseError {
  if (error.status === 429) return new DatabaseError("too_many_identities", 429, undefined);
  if (isAuthRetryableFetchError(error)) return new DatabaseError("database_unavailable", 503, undefined);
  return new DatabaseError("unexpected", 500, undefined);
}

/** Where an account is signed in. */
import Bowser from "bowser";
import { callDatabase } from "~/lib/database-errors";
import type { SessionLine } from "~/lib/supabase/account-types";
import type { Session } from "~/lib/supabase/session.server";

/** What a session is used by; empty where its browser does not say. */
export type Device = { browser: string; system: string; isSmall: boolean };

export type SignedInAt = Omit<SessionLine, "user_agent"> & { device: Device };

/** @throws {DatabaseError} sign_in_required, second_factor_required */
export async function listMySessions({ supabase }: Session): Promise<SignedInAt[]> {
  const lines = await callDatabase(supabase.rpc("list_my_sessions"));
  return lines.map(({ user_agent: userAgent, ...line }) => ({ ...line, device: deviceOf(userAgent) }));
}

/** Ends one session at once. @returns how many: none where it has ended already. @throws as listMySessions */
export async function endSession({ supabase }: Session, sessionId: string): Promise<number> {
  return callDatabase(supabase.rpc("end_session", { session_id: sessionId }));
}

/** Ends all sessions but the one given, at once. @returns how many. @throws as listMySessions */
export async function endOtherSessions({ supabase }: Session): Promise<number> {
  return callDatabase(supabase.rpc("end_other_sessions"));
}

/** By what browsers say of themselves: enough to be recognised by their owner, and no proof of anything. */
export function deviceOf(userAgent: string): Device {
  if (userAgent === "") return { browser: "", system: "", isSmall: false };
  const { browser, os, platform } = Bowser.parse(userAgent);
  return { browser: browser.name ?? "", system: os.name ?? "", isSmall: platform.type === "mobile" };
}

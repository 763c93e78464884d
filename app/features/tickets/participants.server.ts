/** Every call of the database about the people of a ticket, and the links by which they come. */
import { callDatabase } from "~/lib/database-errors";
import type { AccessLink, ParticipantLine, TicketKey } from "~/lib/supabase/database-types";
import type { Session } from "~/lib/supabase/session.server";

/** What a link opens, which stays as it is; null for one that opens nothing (any more). */
export async function getAccessLink({ supabase }: Session, workspaceSlug: string, secret: string): Promise<AccessLink | null> {
  const rows = await callDatabase(supabase.rpc("get_access_link", { workspace_slug: workspaceSlug, secret }));
  return rows[0] ?? null;
}

/** Uses it: this browser takes part from now on. @throws {DatabaseError} sign_in_required, access_link_not_valid */
export async function acceptAccessLink({ supabase }: Session, workspaceSlug: string, secret: string): Promise<TicketKey> {
  return callDatabase(supabase.rpc("accept_access_link", { workspace_slug: workspaceSlug, secret }));
}

/** @throws {DatabaseError} what the command refuses, or a constraint of the field */
export async function addParticipant(
  { supabase }: Session,
  ticketId: string,
  person: { email: string; name: string },
): Promise<ParticipantLine> {
  return callDatabase(supabase.rpc("add_participant", { ticket_id: ticketId, ...person }));
}

/** Removes somebody; oneself is leaving. @throws {DatabaseError} not_the_requester, participant_not_found */
export async function removeParticipant({ supabase }: Session, ticketId: string, customerId: string): Promise<void> {
  await callDatabase(supabase.rpc("remove_participant", { ticket_id: ticketId, customer_id: customerId }));
}

/** @throws {DatabaseError} not_the_requester, participant_not_found, access_link_just_sent, too_many_access_links, too_many_invitations */
export async function sendAccessLink({ supabase }: Session, ticketId: string, customerId: string): Promise<void> {
  await callDatabase(supabase.rpc("send_access_link", { ticket_id: ticketId, customer_id: customerId }));
}

/** What a customer sees of the own tickets. A visitor without an identity has none, which is not an error. */
import { data } from "@remix-run/node";
import { hasIdentity } from "~/features/workspaces/portal-session.server";
import { DatabaseError } from "~/lib/database-errors";
import { movedOrNotFound, movedPage } from "~/lib/moved-workspace.server";
import { orStatus } from "~/lib/responses.server";
import type { MyTicket, MyTicketLine } from "~/lib/supabase/database-types";
import type { Session } from "~/lib/supabase/session.server";
import { getMyTicket, listMyTickets } from "./tickets.server";

const notSignedIn = (error: unknown) => error instanceof DatabaseError && error.key === "sign_in_required";

/**
 * The tickets of this browser, latest activity first; empty for a new visitor.
 *
 * @throws a redirect where the workspace has another address by now: a page that is open asks by the old one, which
 *   has no tickets
 */
export async function findMyTickets(session: Session, request: Request, workspaceSlug: string): Promise<MyTicketLine[]> {
  const tickets = await ticketsAt(session, workspaceSlug);
  const moved = tickets.length === 0 && (await hasIdentity(session)) ? await movedPage(request) : null;
  if (moved) throw moved;
  return tickets;
}

async function ticketsAt(session: Session, workspaceSlug: string): Promise<MyTicketLine[]> {
  if (!(await hasIdentity(session))) return [];
  try {
    return await listMyTickets(session, workspaceSlug);
  } catch (error) {
    if (notSignedIn(error)) return [];
    throw error;
  }
}

/**
 * One of them.
 *
 * @throws a 404 response: unknown, malformed, somebody else's or another workspace's, told apart by nothing; a redirect
 *   where the workspace has another address by now, which a page that is open does not know
 */
export async function findMyTicket(session: Session, request: Request, workspaceSlug: string, ticketId: string): Promise<MyTicket> {
  if (!(await hasIdentity(session))) throw data(null, { status: 404 });
  const ticket = await orStatus(
    getMyTicket(session, workspaceSlug, ticketId).catch((error: unknown) => {
      if (notSignedIn(error)) return null;
      throw error;
    }),
  );
  if (!ticket) throw await movedOrNotFound(request);
  return ticket;
}

/** Name and address as given on the latest ticket, so that nobody types them twice; null without one. */
export async function findMyContact(session: Session, workspaceSlug: string): Promise<{ name: string; email: string } | null> {
  const [latest] = await ticketsAt(session, workspaceSlug);
  const ticket = latest ? await getMyTicket(session, workspaceSlug, latest.ticket_id) : null;
  return ticket ? { name: ticket.my_name, email: ticket.my_email ?? "" } : null;
}

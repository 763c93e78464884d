/** Changes from the header of a ticket, and of its people. */
import { addParticipant, removeParticipant, sendAccessLink } from "./participants.server";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { Session } from "~/lib/supabase/session.server";
import { ticketChangeSchema, type ChangeAnswer, type TicketChange } from "./ticket-header-schema";
import { assignTicket, setTicketPriority, setTicketStatus } from "./tickets.server";

/**
 * Reads one of the header's forms and does what it says.
 *
 * @returns the answer and its HTTP status: 422 for a form that says nothing known, the database's own for a refusal
 */
export async function changeTicket(session: Session, ticketId: string, form: FormData): Promise<{ answer: ChangeAnswer; status: number }> {
  const change = ticketChangeSchema.safeParse(Object.fromEntries(form));
  if (!change.success) return { answer: { ok: false, words: m.desk_intent_unknown() }, status: 422 };
  try {
    await applyChange(session, ticketId, change.data);
    return { answer: { ok: true }, status: 200 };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { answer: { ok: false, words: error.words }, status: error.status };
  }
}

async function applyChange(session: Session, ticketId: string, change: TicketChange): Promise<void> {
  switch (change.intent) {
    case "set-ticket-status":
      return setTicketStatus(session, ticketId, change.status);
    case "set-ticket-priority":
      return setTicketPriority(session, ticketId, change.priority);
    case "assign-ticket":
      return assignTicket(session, ticketId, change.member_id);
    case "add-participant":
      await addParticipant(session, ticketId, { email: change.email, name: change.name });
      return;
    case "remove-participant":
      return removeParticipant(session, ticketId, change.customer_id);
    case "send-access-link":
      return sendAccessLink(session, ticketId, change.customer_id);
  }
}

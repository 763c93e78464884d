/** Changes from the header of a ticket, of its people, of its answers, and of its due time. */
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { Session } from "~/lib/supabase/session.server";
import type { TicketActionAnswer } from "./my-ticket-action";
import { actOnParticipants, readParticipantAction } from "./participant-actions.server";
import { actOnResolutionDue, readResolutionDue } from "./resolution-due.server";
import { actOnTicketFields, isFieldsForm } from "./ticket-fields.server";
import { ticketChangeSchema, type TicketChange } from "./ticket-header-schema";
import { assignTicket, setNoReplyNeeded, setTicketCategory, setTicketPriority, setTicketStatus, setTicketTeam } from "./tickets.server";

/**
 * Reads one of the header's forms and does what it says.
 *
 * @returns the answer and its HTTP status: 422 for a form that says nothing known, the database's own for a refusal;
 *   `isHidden` when the agent does not see the ticket any more
 */
export async function changeTicket(
  session: Session,
  workspaceSlug: string,
  ticketId: string,
  form: FormData,
): Promise<{ answer: TicketActionAnswer; status: number; isHidden?: boolean }> {
  const asked = readParticipantAction(form);
  if (asked) return actOnParticipants(session, ticketId, asked);
  if (isFieldsForm(form)) return actOnTicketFields(session, workspaceSlug, ticketId, form);
  const askedDue = readResolutionDue(form);
  if (askedDue) return actOnResolutionDue(session, ticketId, askedDue);
  const change = ticketChangeSchema.safeParse(Object.fromEntries(form));
  if (!change.success) return { answer: { ok: false, words: m.desk_intent_unknown() }, status: 422 };
  try {
    const isSeen = await applyChange(session, ticketId, change.data);
    return { answer: { ok: true }, status: 200, isHidden: isSeen === false };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { answer: { ok: false, words: error.words }, status: error.status };
  }
}

async function applyChange(session: Session, ticketId: string, change: TicketChange): Promise<boolean | void> {
  switch (change.intent) {
    case "set-ticket-status":
      return setTicketStatus(session, ticketId, change.status);
    case "set-ticket-priority":
      return setTicketPriority(session, ticketId, change.priority);
    case "set-no-reply-needed":
      return setNoReplyNeeded(session, ticketId);
    case "assign-ticket":
      return assignTicket(session, ticketId, change.member_id);
    case "set-ticket-category":
      return setTicketCategory(session, ticketId, change.category_id);
    case "set-ticket-team":
      return setTicketTeam(session, ticketId, change.team_id);
  }
}

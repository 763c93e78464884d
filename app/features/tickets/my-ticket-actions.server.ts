/** What a customer does about an own ticket: its people, and whether it goes on. */
import * as z from "zod";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { Session } from "~/lib/supabase/session.server";
import type { TicketActionAnswer } from "./my-ticket-action";
import { actOnParticipants, readParticipantAction } from "./participant-actions.server";
import { closeTicket, reopenTicket } from "./tickets.server";

const endingSchema = z.enum(["close-ticket", "reopen-ticket"]);

/** Does what a form says. @throws what is not a refusal */
export async function actOnMyTicket(
  session: Session,
  ticketId: string,
  form: FormData,
): Promise<{ answer: TicketActionAnswer; status: number }> {
  const asked = readParticipantAction(form);
  if (asked) return actOnParticipants(session, ticketId, asked);
  const ending = endingSchema.safeParse(form.get("intent"));
  if (!ending.success) return { answer: { ok: false, words: m.room_not_read() }, status: 422 };
  try {
    await (ending.data === "close-ticket" ? closeTicket : reopenTicket)(session, ticketId);
    return { answer: { ok: true }, status: 200 };
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.status >= 500) throw error;
    return { answer: { ok: false, words: error.words }, status: error.status };
  }
}

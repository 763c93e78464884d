/** What is done about the people of a ticket: the same forms in the portal and at the desk. */
import * as z from "zod";
import { DatabaseError, fieldErrors } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { Session } from "~/lib/supabase/session.server";
import type { TicketActionAnswer } from "./my-ticket-action";
import { addParticipant, removeParticipant, sendAccessLink } from "./participants.server";

const person = { customer_id: z.guid() };
const oneLine = z.string().transform((text) => text.replace(/\s+/gu, " ").trim());

const participantActionSchema = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("add-participant"), email: oneLine, name: oneLine }),
  z.object({ intent: z.literal("remove-participant"), ...person }),
  z.object({ intent: z.literal("leave-ticket"), ...person }),
  z.object({ intent: z.literal("send-access-link"), ...person }),
]);
type ParticipantAction = z.infer<typeof participantActionSchema>;

const fieldByKey = {
  customers_email_format: "email",
  participant_is_requester: "email",
  too_many_participants: "email",
  access_link_just_sent: "email",
  too_many_access_links: "email",
  too_many_invitations: "email",
  customers_name_length: "name",
};

/** What a form says about a ticket's people; null for one that is about something else. */
export function readParticipantAction(form: FormData): ParticipantAction | null {
  return participantActionSchema.safeParse(Object.fromEntries(form)).data ?? null;
}

/** Does it. @returns the answer with its HTTP status. @throws what is not a refusal */
export async function actOnParticipants(
  session: Session,
  ticketId: string,
  asked: ParticipantAction,
): Promise<{ answer: TicketActionAnswer; status: number }> {
  const typed = asked.intent === "add-participant" ? { email: asked.email, name: asked.name } : undefined;
  if (typed && (typed.email === "" || typed.name === "")) {
    const errors = {
      ...(typed.email === "" && { email: m.portal_error_email_required() }),
      ...(typed.name === "" && { name: m.portal_people_name_required() }),
    };
    return { answer: { ok: false, errors, typed }, status: 422 };
  }
  try {
    return { answer: { ok: true, words: await act(session, ticketId, asked) }, status: 200 };
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.status === 500) throw error;
    const errors = typed ? fieldErrors(error, fieldByKey) : {};
    const [email, name] = [errors.email?.join(" "), errors.name?.join(" ")];
    if (typed && (email || name)) return { answer: { ok: false, errors: { email, name }, typed }, status: error.status };
    return { answer: { ok: false, words: error.words, typed }, status: error.status };
  }
}

async function act(session: Session, ticketId: string, asked: ParticipantAction): Promise<string> {
  switch (asked.intent) {
    case "add-participant":
      return m.portal_people_added({ name: (await addParticipant(session, ticketId, { email: asked.email, name: asked.name })).name });
    case "remove-participant":
    case "leave-ticket":
      await removeParticipant(session, ticketId, asked.customer_id);
      return m.portal_people_removed();
    case "send-access-link":
      await sendAccessLink(session, ticketId, asked.customer_id);
      return m.portal_people_resent();
  }
}

/** What an agent answers to the form's own fields in the customer's stead. */
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { Session } from "~/lib/supabase/session.server";
import type { FieldsRefusal, TicketActionAnswer } from "./my-ticket-action";
import { fieldName, isOffered, readAnswers } from "./ticket-fields";
import { getTicket, setTicketFields } from "./tickets.server";

/** Whether a post is this form's. */
export const isFieldsForm = (form: FormData): boolean => form.get("intent") === "set-ticket-fields";

/** Saves the answers, or says what is wrong with which, with the HTTP status. */
export async function actOnTicketFields(
  session: Session,
  workspaceSlug: string,
  ticketId: string,
  form: FormData,
): Promise<{ answer: TicketActionAnswer; status: number }> {
  const ids = new Set(form.getAll("field_ids"));
  const textsOf = (name: string) => form.getAll(name).filter((value): value is string => typeof value === "string");
  try {
    const ticket = await getTicket(session, workspaceSlug, ticketId);
    const fields = (ticket?.fields ?? []).filter((field) => isOffered(field) && ids.has(field.field_id));
    const typed = Object.fromEntries(fields.map(({ field_id }) => [fieldName(field_id), textsOf(fieldName(field_id))]));
    const refuse = (refusal: Omit<FieldsRefusal, "typed">, status: number) => ({
      answer: { ok: false as const, fields: { typed, ...refusal } },
      status,
    });
    const { answers, errors } = readAnswers(fields, textsOf, () => false);
    if (Object.keys(errors).length > 0) return refuse({ errors }, 422);
    try {
      await setTicketFields(session, ticketId, answers);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      const field = error.key.startsWith("ticket_field_") ? error.cause?.details : undefined;
      return field
        ? refuse({ errors: { [fieldName(field)]: [error.words] } }, error.status)
        : refuse({ errors: {}, words: error.words }, error.status);
    }
    return { answer: { ok: true, words: m.desk_fields_saved() }, status: 200 };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { answer: { ok: false, words: error.words }, status: error.status };
  }
}

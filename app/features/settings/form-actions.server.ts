/** What is done on the page of the form with a press of a button. */
import { z } from "zod";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { Session } from "~/lib/supabase/session.server";
import { changeForm } from "./forms.server";
import type { OrderAnswer } from "./use-list-order";

const changeSchema = z.discriminatedUnion("intent", [
  z.object({
    intent: z.enum(["order-categories", "order-ticket-fields"]),
    ids: z
      .string()
      .max(10_000)
      .transform((text) => text.split(","))
      .pipe(z.array(z.uuid())),
  }),
  z.object({
    intent: z.enum(["archive-category", "restore-category", "archive-ticket-field", "restore-ticket-field"]),
    id: z.uuid(),
  }),
]);

/**
 * Reads one of the page's forms and does what it says.
 *
 * @returns the answer with its HTTP status: 422 for a form that says nothing known, the database's own for a refusal;
 *   `done`: what the page is to say after it was done
 */
export async function postFormChange(
  session: Session,
  workspaceSlug: string,
  posted: FormData,
): Promise<{ answer: OrderAnswer; status: number; done?: "archived" | "restored" }> {
  const change = changeSchema.safeParse(Object.fromEntries(posted));
  if (!change.success) return { answer: { ok: false, words: m.desk_intent_unknown() }, status: 422 };
  const order = "ids" in change.data ? change.data.ids.join(",") : undefined;
  try {
    await changeForm(session, workspaceSlug, change.data);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { answer: { ok: false, words: error.words, order }, status: error.status };
  }
  if (order !== undefined) return { answer: { ok: true, order }, status: 200 };
  return { answer: { ok: true }, status: 200, done: change.data.intent.startsWith("archive") ? "archived" : "restored" };
}

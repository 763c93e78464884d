/** Setting by hand when a ticket is to be resolved, from a form. */
import * as z from "zod";
import { DatabaseError, fieldErrors } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { Session } from "~/lib/supabase/session.server";
import type { TicketActionAnswer } from "./my-ticket-action";
import { setResolutionDue } from "./tickets.server";

const schema = z.object({
  intent: z.literal("set-resolution-due"),
  /** As the field has it: a wall time without a zone. */
  due: z.string().default(""),
  /** The moment that it names where it was typed; empty without JavaScript. */
  due_at: z.string().default(""),
  reason: z.string().default(""),
  take_back: z.string().optional(),
});
type ResolutionDue = z.infer<typeof schema>;

const fieldByKey = { sla_due_out_of_range: "due", sla_reason_required: "reason", sla_events_reason_length: "reason" };

/** What a form says about a ticket's due time; null for one that is about something else. */
export const readResolutionDue = (form: FormData): ResolutionDue | null => schema.safeParse(Object.fromEntries(form)).data ?? null;

/** The moment meant; null for what is no time. A wall time alone is UTC's. */
export function meantMoment({ due, due_at }: Pick<ResolutionDue, "due" | "due_at">): string | null {
  const text = due_at === "" ? `${due}Z` : due_at;
  const time = /^\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/.test(text) ? new Date(text) : null;
  return time === null || Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** Does it. @returns the answer with its HTTP status. @throws what is not a refusal */
export async function actOnResolutionDue(
  session: Session,
  ticketId: string,
  asked: ResolutionDue,
): Promise<{ answer: TicketActionAnswer; status: number }> {
  const typed = { due: asked.due, reason: asked.reason };
  const dueAt = asked.take_back === undefined ? meantMoment(asked) : null;
  if (asked.take_back === undefined && dueAt === null) {
    const errors = { due: m.desk_set_due_time_required(), reason: asked.reason.trim() === "" ? m.errors_sla_reason_required() : undefined };
    return { answer: { ok: false, due: { errors, typed } }, status: 422 };
  }
  try {
    await setResolutionDue(session, ticketId, dueAt, asked.reason);
    return { answer: { ok: true, words: dueAt === null ? m.desk_set_due_taken_back() : m.desk_set_due_saved() }, status: 200 };
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.status === 500) throw error;
    const errors = fieldErrors(error, fieldByKey);
    const due = { errors: { due: errors.due?.join(" "), reason: errors.reason?.join(" ") }, typed, words: errors[""]?.join(" ") };
    return { answer: { ok: false, due }, status: error.status };
  }
}

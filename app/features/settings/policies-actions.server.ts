/** What is done on the page of the policies. */
import { z } from "zod";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { paths } from "~/lib/paths";
import type { Session } from "~/lib/supabase/session.server";
import type { PoliciesAnswer } from "./policies-answer";
import { archiveSlaPolicy, orderSlaPolicies, recalculateSla } from "./sla-policies.server";
import { setSlaOptions } from "./sla-settings.server";

const changeSchema = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("order-sla-policies"), policy_ids: z.string().min(1) }),
  z.object({ intent: z.literal("archive-sla-policy"), policy_id: z.string() }),
  z.object({
    intent: z.literal("set-sla-options"),
    reopen_rule: z.enum(["resume", "restart", "first_only"]),
    unanswered_rule: z.enum(["cancel", "counts_as_reply"]),
    seen_reopen_rule: z.string().optional(),
    seen_unanswered_rule: z.string().optional(),
  }),
  z.object({ intent: z.literal("recalculate-sla") }),
]);

type Change = z.infer<typeof changeSchema>;
type Next = Parameters<typeof paths.policies>[1];

/**
 * Reads one of the page's forms and does what it says.
 *
 * @returns the answer and its HTTP status: 422 for a form that says nothing known, the database's own for a refusal;
 *   `next`: what the page is to say after it was done, where it does not show by itself
 */
export async function changePolicies(
  session: Session,
  workspaceSlug: string,
  form: FormData,
): Promise<{ answer: PoliciesAnswer; status: number; next?: Next }> {
  const change = changeSchema.safeParse(Object.fromEntries(form));
  if (!change.success) return { answer: { ok: false, words: m.desk_intent_unknown() }, status: 422 };
  const order = change.data.intent === "order-sla-policies" ? change.data.policy_ids : undefined;
  try {
    const { next, recalculating } = await apply(session, workspaceSlug, change.data);
    return { answer: { ok: true, order, recalculating }, status: 200, next };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { answer: { ok: false, words: error.words, order }, status: error.status };
  }
}

async function apply(session: Session, workspaceSlug: string, change: Change): Promise<{ next?: Next; recalculating?: number }> {
  switch (change.intent) {
    case "order-sla-policies":
      await orderSlaPolicies(session, workspaceSlug, change.policy_ids.split(","));
      return {};
    case "archive-sla-policy":
      await archiveSlaPolicy(session, workspaceSlug, change.policy_id);
      return { next: { saved: "archived" } };
    case "set-sla-options": {
      // Only what was changed here: somebody else may have changed the other one since.
      const reopenRule = change.reopen_rule === change.seen_reopen_rule ? null : change.reopen_rule;
      const unansweredRule = change.unanswered_rule === change.seen_unanswered_rule ? null : change.unanswered_rule;
      await setSlaOptions(session, workspaceSlug, { reopenRule, unansweredRule });
      return { next: { saved: "options" } };
    }
    case "recalculate-sla":
      return { recalculating: await recalculateSla(session, workspaceSlug) };
  }
}

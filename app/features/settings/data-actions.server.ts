/** What is done on the pages about a workspace's data with a press of a button. */
import { z } from "zod";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { Session } from "~/lib/supabase/session.server";
import type { DataAnswer } from "./data-answer";
import {
  cancelWorkspaceDeletion,
  eraseCustomers,
  previewRetention,
  requestWorkspaceDeletion,
  requestWorkspaceExport,
  saveRetention,
} from "./data-settings.server";

export type DataOutcome = { done: "export" | "deletion" | "cancelled" | "retention" | "erased" } | { answer: DataAnswer; status: number };

/** An empty field: never. */
const days = z
  .string()
  .trim()
  .transform((text) => (text === "" ? null : Number(text)))
  .pipe(z.number().int().min(30).max(3650).nullable());

const change = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("request-workspace-export") }),
  z.object({ intent: z.literal("request-workspace-deletion"), confirmation: z.string().max(200) }),
  z.object({ intent: z.literal("cancel-workspace-deletion") }),
  z.object({ intent: z.enum(["preview-retention", "save-retention"]), resolved_days: days, closed_days: days }),
  z.object({ intent: z.literal("erase-customers"), customer_id: z.array(z.guid()).min(1).max(50), confirmation: z.string().max(300) }),
]);

const text = (posted: FormData, name: string): string => {
  const value = posted.get(name);
  return typeof value === "string" ? value : "";
};

/** Reads one of the forms and does what it says. @returns what the next page is to say, or the answer with its HTTP status */
export async function changeData(session: Session, workspaceSlug: string, posted: FormData): Promise<DataOutcome> {
  const intent = text(posted, "intent");
  const typed = { resolved_days: text(posted, "resolved_days"), closed_days: text(posted, "closed_days") };
  const refused = (words: string, status: number): DataOutcome => ({ answer: { ok: false, words, intent, typed }, status });
  const read = change.safeParse({ ...Object.fromEntries(posted), customer_id: posted.getAll("customer_id") });
  if (!read.success) return refused(intent.endsWith("-retention") ? m.errors_retention_days_range() : m.desk_intent_unknown(), 422);
  try {
    const wanted = read.data;
    switch (wanted.intent) {
      case "request-workspace-export":
        await requestWorkspaceExport(session, workspaceSlug);
        return { done: "export" };
      case "request-workspace-deletion":
        await requestWorkspaceDeletion(session, workspaceSlug, wanted.confirmation);
        return { done: "deletion" };
      case "cancel-workspace-deletion":
        await cancelWorkspaceDeletion(session, workspaceSlug);
        return { done: "cancelled" };
      case "erase-customers":
        await eraseCustomers(session, workspaceSlug, { customerIds: wanted.customer_id, confirmation: wanted.confirmation });
        return { done: "erased" };
      case "preview-retention": {
        const { resolved_days, closed_days } = wanted;
        const counts = await previewRetention(session, workspaceSlug, { resolved_days, closed_days });
        return { answer: { ok: true, words: "", intent, typed, counts }, status: 200 };
      }
      case "save-retention": {
        const { resolved_days, closed_days } = wanted;
        await saveRetention(session, workspaceSlug, { resolved_days, closed_days });
        return { done: "retention" };
      }
    }
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return refused(error.words, error.status);
  }
}

/** The posts of the forms of a category and of a field. */
import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { DatabaseError, fieldErrors } from "~/lib/database-errors";
import { ownFields } from "~/lib/own-fields";
import { ownListFields } from "~/lib/own-list-fields";
import type { Session } from "~/lib/supabase/session.server";
import { categorySchema, fieldOfCategoryError } from "./category-schema";
import { saveCategory, saveTicketField } from "./forms.server";
import { fieldOfTicketFieldError, ticketFieldLists, ticketFieldNames, ticketFieldSchema } from "./ticket-field-schema";

type Refused = { result: SubmissionResult; status: number };
type Reply = (options?: { formErrors?: string[]; fieldErrors?: Record<string, string[]> }) => SubmissionResult;

/** @returns null when it is saved; else why not, with the HTTP status. */
async function saved(save: () => Promise<void>, reply: Reply, fieldOfError: Record<string, string>): Promise<Refused | null> {
  try {
    await save();
    return null;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const { "": formErrors, ...errors } = fieldErrors(error, fieldOfError);
    return { result: reply({ formErrors, fieldErrors: errors }), status: error.status };
  }
}

/** @param categoryId null for a new one */
export function saveCategoryForm(
  session: Session,
  workspaceSlug: string,
  categoryId: string | null,
  posted: FormData,
): Promise<Refused | null> {
  const submission = parseWithZod(ownFields(posted, Object.keys(categorySchema.shape)), { schema: categorySchema });
  if (submission.status !== "success") return Promise.resolve({ result: submission.reply(), status: 422 });
  const { value } = submission;
  const reply: Reply = (options) => submission.reply(options);
  return saved(() => saveCategory(session, workspaceSlug, { categoryId, ...value }), reply, fieldOfCategoryError);
}

/** @param fieldId null for a new one. A button that adds, moves or takes away an option answers 200 with the form. */
export function saveTicketFieldForm(
  session: Session,
  workspaceSlug: string,
  fieldId: string | null,
  posted: FormData,
): Promise<Refused | null> {
  const own = ownListFields(posted, { names: ticketFieldNames, lists: ticketFieldLists });
  for (const value of posted.getAll("category_ids").slice(0, 60)) if (typeof value === "string") own.append("category_ids", value);
  const submission = parseWithZod(own, { schema: ticketFieldSchema });
  if (submission.status !== "success")
    return Promise.resolve({ result: submission.reply(), status: submission.status === "error" ? 422 : 200 });
  const { value } = submission;
  const reply: Reply = (options) => submission.reply(options);
  return saved(() => saveTicketField(session, workspaceSlug, fieldId, value), reply, fieldOfTicketFieldError);
}

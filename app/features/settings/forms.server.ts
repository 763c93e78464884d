/** Every call of the database about the form of a new ticket as owners and admins make it. */
import { callDatabase } from "~/lib/database-errors";
import type { FormSettings, TicketFieldDraft } from "~/lib/supabase/form-types";
import type { Session } from "~/lib/supabase/session.server";

/** Categories and fields; null for anybody who may not change them. */
export async function getFormSettings({ supabase }: Session, workspaceSlug: string): Promise<FormSettings | null> {
  const rows = await callDatabase(supabase.rpc("get_form_settings", { workspace_slug: workspaceSlug }));
  return rows[0] ?? null;
}

/** @param category.categoryId null for a new one. @throws {DatabaseError} ticket_categories_name_key, too_many_categories, … */
export async function saveCategory(
  { supabase }: Session,
  workspaceSlug: string,
  category: { categoryId: string | null; name: string; description: string },
): Promise<void> {
  const { categoryId, name, description } = category;
  await callDatabase(supabase.rpc("save_category", { workspace_slug: workspaceSlug, name, description, category_id: categoryId }));
}

/** @param fieldId null for a new one. @throws {DatabaseError} ticket_fields_label_key, too_many_ticket_fields, list_changed, … */
export async function saveTicketField(
  { supabase }: Session,
  workspaceSlug: string,
  fieldId: string | null,
  draft: TicketFieldDraft,
): Promise<void> {
  await callDatabase(supabase.rpc("save_ticket_field", { workspace_slug: workspaceSlug, draft, field_id: fieldId }));
}

/** What is pressed in the lists. @throws {DatabaseError} list_changed, category_not_found, ticket_field_not_found, too_many_…, …_key */
export async function changeForm({ supabase }: Session, workspaceSlug: string, change: FormChange): Promise<void> {
  const workspace = { workspace_slug: workspaceSlug };
  switch (change.intent) {
    case "order-categories":
      return void (await callDatabase(supabase.rpc("order_categories", { ...workspace, category_ids: change.ids })));
    case "order-ticket-fields":
      return void (await callDatabase(supabase.rpc("order_ticket_fields", { ...workspace, field_ids: change.ids })));
    case "archive-category":
      return void (await callDatabase(supabase.rpc("archive_category", { ...workspace, category_id: change.id })));
    case "restore-category":
      return void (await callDatabase(supabase.rpc("restore_category", { ...workspace, category_id: change.id })));
    case "archive-ticket-field":
      return void (await callDatabase(supabase.rpc("archive_ticket_field", { ...workspace, field_id: change.id })));
    case "restore-ticket-field":
      return void (await callDatabase(supabase.rpc("restore_ticket_field", { ...workspace, field_id: change.id })));
  }
}

export type FormChange =
  | { intent: "order-categories" | "order-ticket-fields"; ids: string[] }
  | { intent: "archive-category" | "restore-category" | "archive-ticket-field" | "restore-ticket-field"; id: string };

/** What the API of the database takes and answers about the form of a new ticket: its categories, its own fields, and answers. */
import type { Timestamp } from "./database-types";

export type TicketFieldKind = "text" | "long_text" | "number" | "date" | "choice" | "choices" | "checkbox";
export type TicketFieldOption = { option_id: string; label: string };

/**
 * A field with what is answered, as text: words, a number with a point, a date as 2026-12-31, ids of options, or "true"
 * for a ticked box. Empty: no answer.
 */
export type TicketFieldAnswer = { field_id: string; answers: string[] };

/** A field that a form asks, with what a ticket has answered to it. */
export type TicketFieldLine = {
  field_id: string;
  kind: TicketFieldKind;
  label: string;
  help_text: string;
  is_required: boolean;
  /** Asked for tickets of one of these; null: for every ticket. */
  category_ids: string[] | null;
  options: TicketFieldOption[];
  answers: string[];
  archived_at: Timestamp | null;
};

export type TicketFieldDraft = {
  kind: TicketFieldKind;
  label: string;
  help_text: string;
  is_required: boolean;
  category_ids: string[] | null;
  /** Without an id a new one. */
  options: { option_id: string | null; label: string }[];
};

export type CategoryLine = { category_id: string; name: string; description: string; archived_at: Timestamp | null };
export type FormSettings = { categories: CategoryLine[]; fields: TicketFieldLine[]; archived_fields: TicketFieldLine[] };

/** The functions of the API about them. */
export type FormFunctions = {
  archive_category: { Args: { workspace_slug: string; category_id: string }; Returns: undefined };
  archive_ticket_field: { Args: { workspace_slug: string; field_id: string }; Returns: undefined };
  get_form_settings: { Args: { workspace_slug: string }; Returns: FormSettings[] };
  get_ticket_fields: { Args: { workspace_slug: string }; Returns: TicketFieldLine[] };
  order_categories: { Args: { workspace_slug: string; category_ids: string[] }; Returns: undefined };
  order_ticket_fields: { Args: { workspace_slug: string; field_ids: string[] }; Returns: undefined };
  restore_category: { Args: { workspace_slug: string; category_id: string }; Returns: undefined };
  restore_ticket_field: { Args: { workspace_slug: string; field_id: string }; Returns: undefined };
  save_category: {
    Args: { workspace_slug: string; name: string; description?: string; category_id?: string | null };
    Returns: string;
  };
  save_ticket_field: { Args: { workspace_slug: string; draft: TicketFieldDraft; field_id?: string | null }; Returns: string };
  set_ticket_fields: { Args: { ticket_id: string; field_answers: TicketFieldAnswer[] }; Returns: undefined };
};

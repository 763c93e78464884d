/** The form of a field of the ticket form, checked alike in the browser and on the server. */
import { z } from "zod";
import { m } from "~/lib/i18n/messages";
import type { TicketFieldDraft, TicketFieldLine } from "~/lib/supabase/form-types";
import { fieldKinds, isChoice } from "./ticket-field-words";

/** As the database has it; lengths in characters. */
export const ticketFieldLimits = { label: 100, help_text: 300, options: 50, option: 100, categories: 50 };

/** The fields by themselves, as they are typed. */
export const ticketFieldFields = z.object({
  kind: z.enum(fieldKinds),
  label: z
    .string({ error: () => m.settings_field_label_required() })
    .trim()
    .min(1, { error: () => m.settings_field_label_required() })
    .max(ticketFieldLimits.label, { error: () => m.errors_text_length() }),
  help_text: z
    .string()
    .trim()
    .max(ticketFieldLimits.help_text, { error: () => m.errors_text_length() })
    .default(""),
  is_required: z.boolean().default(false),
  category_ids: z.array(z.uuid()).max(ticketFieldLimits.categories).default([]),
  options: z
    .array(
      z.object({
        option_id: z.uuid().optional(),
        label: z
          .string()
          .trim()
          .max(ticketFieldLimits.option, { error: () => m.errors_text_length() })
          .default(""),
      }),
    )
    .max(ticketFieldLimits.options, { error: () => m.errors_field_options() })
    .default([]),
});

export type TicketFieldForm = z.input<typeof ticketFieldFields>;

/** Gives the draft that the database takes. */
export const ticketFieldSchema = ticketFieldFields.transform((form, context): TicketFieldDraft => {
  const { category_ids, options, ...same } = form;
  const wrong = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
  // A row that nobody filled is none; without JavaScript there are some whatever the kind.
  const filled = isChoice(form.kind) ? options.filter(({ option_id, label }) => option_id !== undefined || label !== "") : [];
  if (isChoice(form.kind) && filled.length === 0) wrong(["options"], m.settings_field_options_required());
  const words = filled.map(({ label }) => label.toLowerCase());
  filled.forEach((option, index) => {
    const path = ["options", options.indexOf(option), "label"];
    if (option.label === "") wrong(path, m.settings_field_option_required());
    else if (words.indexOf(option.label.toLowerCase()) < index) wrong(path, m.settings_field_option_twice());
  });
  return {
    ...same,
    category_ids: category_ids.length === 0 ? null : category_ids,
    options: filled.map(({ option_id, label }) => ({ option_id: option_id ?? null, label })),
  };
});

/** What the form begins as: of a new field with two options to fill. */
export function toTicketFieldForm(field: TicketFieldLine | null): TicketFieldForm {
  if (!field)
    return { kind: "text", label: "", help_text: "", is_required: false, category_ids: [], options: [{ label: "" }, { label: "" }] };
  const { kind, label, help_text, is_required, category_ids, options } = field;
  return { kind, label, help_text, is_required, category_ids: category_ids ?? [], options };
}

/** Every name that an input of the form may have. Boxes of categories have one name, so they are read apart. */
export const ticketFieldNames = /^(kind|label|help_text|is_required|options\[\d{1,2}\]\.(option_id|label))$/;
export const ticketFieldLists = /^options$/;

/** Which field a refusal of the database belongs to. */
export const fieldOfTicketFieldError: Record<string, string> = {
  ticket_fields_label_key: "label",
  ticket_fields_label_length: "label",
  ticket_fields_help_text_length: "help_text",
  ticket_field_kind_fixed: "kind",
  category_not_found: "category_ids",
  ticket_field_without_options: "options",
  too_many_ticket_field_options: "options",
  ticket_field_option_twice: "options",
  ticket_field_options_label_length: "options",
};

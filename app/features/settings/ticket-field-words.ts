/** What the fields of a form are called. */
import { m } from "~/lib/i18n/messages";
import type { TicketFieldKind } from "~/lib/supabase/form-types";

export const fieldKindNames: Record<TicketFieldKind, () => string> = {
  text: m.settings_field_kind_text,
  long_text: m.settings_field_kind_long_text,
  number: m.settings_field_kind_number,
  date: m.settings_field_kind_date,
  choice: m.settings_field_kind_choice,
  choices: m.settings_field_kind_choices,
  checkbox: m.settings_field_kind_checkbox,
};

/** In the order in which they are offered. */
export const fieldKinds = Object.keys(fieldKindNames) as TicketFieldKind[];

export const isChoice = (kind: TicketFieldKind): boolean => kind === "choice" || kind === "choices";

import { getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import type { CategoryOption } from "~/lib/supabase/database-types";
import type { TicketFieldLine } from "~/lib/supabase/form-types";
import { TicketFieldControl } from "./ticket-field-control";
import { fieldName } from "./ticket-fields";

/**
 * What the form asks of its own; what belongs to a category is shown while that is chosen (see CategoryStyles).
 *
 * @param props.focusOn the name of the field that is wrong and comes first
 * @param props.stateOf what stands in a field, and what is wrong with it
 */
export function OwnTicketFields(props: {
  fields: readonly TicketFieldLine[];
  categories: readonly CategoryOption[];
  focusOn: string | undefined;
  stateOf: (name: string) => { id: string; answers: readonly string[]; errors: readonly string[] | undefined };
}) {
  const { fields, categories, focusOn, stateOf } = props;
  return fields.map((field) => {
    const name = fieldName(field.field_id);
    const only = categories.filter(({ category_id }) => field.category_ids?.includes(category_id));
    // Of categories that are all put away: nobody can choose one.
    if (field.category_ids !== null && only.length === 0) return null;
    const names = new Intl.ListFormat(getLocale(), { type: "conjunction" }).format(only.map((one) => one.name));
    return (
      <div key={field.field_id} data-only={field.category_ids === null ? undefined : only.map((one) => one.category_id).join(" ")}>
        <TicketFieldControl
          {...stateOf(name)}
          field={field}
          isRequired={field.is_required}
          autoFocus={focusOn === name}
          note={only.length > 0 ? <span data-only-words="">{m.portal_field_only_for({ names })}</span> : undefined}
        />
      </div>
    );
  });
}

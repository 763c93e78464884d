import { getInputProps, type FieldMetadata, type FormMetadata } from "@conform-to/react";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { Button } from "~/components/ui/button";
import { Input } from "~/components/ui/input";
import { m } from "~/lib/i18n/messages";
import { FieldErrors } from "./field-errors";
import { ticketFieldLimits, type TicketFieldForm } from "./ticket-field-schema";
import { useListFocus } from "./use-list-focus";
import type { RefObject } from "react";

/** What there is to choose from: added, renamed, moved and taken away, also without JavaScript. */
export function TicketFieldOptions(props: {
  form: FormMetadata<TicketFieldForm>;
  field: FieldMetadata<TicketFieldForm["options"], TicketFieldForm>;
  element: RefObject<HTMLFormElement>;
}) {
  const { form, field, element } = props;
  const focus = useListFocus(element);
  const rows = field.getFieldList();
  return (
    <fieldset className="flex min-w-0 flex-col gap-2" aria-describedby={`${field.id}-hint`}>
      <legend className="text-sm font-medium">{m.settings_field_options()}</legend>
      <p id={`${field.id}-hint`} className="text-sm text-pretty text-muted-foreground">
        {m.settings_field_options_hint()}
      </p>
      <FieldErrors id={`${field.id}-errors`} errors={field.errors ?? []} />
      <ol className="flex flex-col gap-2">
        {rows.map((row, index) => {
          const { option_id, label } = row.getFieldset();
          const number = index + 1;
          const { key: _idKey, ...idProps } = getInputProps(option_id, { type: "hidden" });
          const { key: _labelKey, ...labelProps } = getInputProps(label, { type: "text" });
          const moves = [
            { to: index - 1, label: m.settings_field_option_up({ number }), icon: ArrowUp, isPossible: index > 0 },
            { to: index + 1, label: m.settings_field_option_down({ number }), icon: ArrowDown, isPossible: index < rows.length - 1 },
          ];
          return (
            <li key={row.key} className="flex flex-col gap-1">
              <div className="flex items-center gap-1">
                <input {...idProps} key={option_id.key} />
                <Input
                  {...labelProps}
                  key={label.key}
                  aria-label={m.settings_field_option({ number })}
                  autoComplete="off"
                  dir="auto"
                  className="w-full"
                />
                {moves.map(({ to, label: words, icon: Icon, isPossible }) => (
                  <Button
                    key={words}
                    {...(isPossible ? form.reorder.getButtonProps({ name: field.name, from: index, to }) : { type: "button" as const })}
                    variant="ghost"
                    size="icon-sm"
                    aria-label={words}
                    aria-disabled={!isPossible || undefined}
                    className="text-muted-foreground"
                  >
                    <Icon aria-hidden="true" />
                  </Button>
                ))}
                <Button
                  {...form.remove.getButtonProps({ name: field.name, index })}
                  type="submit"
                  variant="ghost"
                  size="icon-sm"
                  aria-label={m.settings_field_option_remove({ number })}
                  className="text-muted-foreground"
                  onClick={() => focus.afterRemoving(field.name, index)}
                >
                  <Trash2 aria-hidden="true" />
                </Button>
              </div>
              <FieldErrors id={label.errorId} errors={label.errors ?? []} />
            </li>
          );
        })}
      </ol>
      <Button
        {...form.insert.getButtonProps({ name: field.name, defaultValue: { label: "" } })}
        type="submit"
        variant="outline"
        size="sm"
        data-add={field.name}
        disabled={rows.length >= ticketFieldLimits.options}
        className="self-start"
        onClick={() => focus.afterAdding(field.name, rows.length)}
      >
        <Plus aria-hidden="true" />
        {m.settings_field_option_add()}
      </Button>
    </fieldset>
  );
}

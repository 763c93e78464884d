import { getCollectionProps, getFormProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form, Link } from "@remix-run/react";
import { useRef } from "react";
import { CheckboxField } from "~/components/forms/checkbox-field";
import { SelectField } from "~/components/forms/select-field";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { TextareaField } from "~/components/forms/textarea-field";
import { buttonVariants } from "~/components/ui/button-variants";
import { Checkbox } from "~/components/ui/checkbox";
import { m } from "~/lib/i18n/messages";
import type { CategoryLine, TicketFieldKind, TicketFieldLine } from "~/lib/supabase/form-types";
import { useHydrated } from "~/lib/use-hydrated";
import type { FormAnswer } from "./category-form";
import { FieldErrors } from "./field-errors";
import { FormRefusal } from "~/components/forms/form-refusal";
import { TicketFieldOptions } from "./ticket-field-options";
import { ticketFieldFields, ticketFieldSchema, toTicketFieldForm } from "./ticket-field-schema";
import { fieldKindNames, fieldKinds, isChoice } from "./ticket-field-words";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";

/**
 * What a field asks, how it is answered, and for which tickets.
 *
 * @param props.field null for a new one
 * @param props.categories those that are offered, and those that the field is asked for
 */
export function TicketFieldForm(props: {
  field: TicketFieldLine | null;
  categories: CategoryLine[];
  answer: FormAnswer | undefined;
  cancelUrl: string;
}) {
  const { field, categories, answer, cancelUrl } = props;
  const element = useRef<HTMLFormElement>(null);
  const isHydrated = useHydrated();
  const [form, fields] = useForm({
    id: "ticket-field",
    lastResult: answer?.result,
    defaultValue: toTicketFieldForm(field),
    constraint: getZodConstraint(ticketFieldFields),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: ticketFieldSchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  useRefusalFocus(element, answer, answer?.result.status === "error");
  const kind = (fields.kind.value ?? "text") as TicketFieldKind;
  const names = new Map(categories.map(({ category_id, name }) => [category_id, name]));
  const boxes = getCollectionProps(fields.category_ids, { type: "checkbox", options: [...names.keys()] });
  return (
    <Form ref={element} method="post" {...getFormProps(form)} className="flex max-w-2xl flex-col gap-6">
      {/* Enter saves; without it, it would press the first button of a list. */}
      <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      <FormRefusal id={form.errorId} words={form.errors} isSignedOut={answer?.isSignedOut} />
      <TextField field={fields.label} label={m.settings_field_label()} hint={m.settings_field_label_hint()} autoComplete="off" dir="auto" />
      {field ? (
        <div className="text-sm">
          <input type="hidden" name="kind" value={field.kind} />
          <p className="font-medium">{m.settings_field_kind()}</p>
          <p className="mt-1">
            {fieldKindNames[field.kind]()} <span className="text-muted-foreground">· {m.settings_field_kind_hint()}</span>
          </p>
        </div>
      ) : (
        <SelectField
          field={fields.kind}
          label={m.settings_field_kind()}
          hint={m.settings_field_kind_hint()}
          options={fieldKinds.map((value) => ({ value, label: fieldKindNames[value]() }))}
          className="max-w-md"
        />
      )}
      {/* Without JavaScript nobody can tell which kind is chosen. */}
      {isChoice(kind) || (!isHydrated && !field) ? <TicketFieldOptions form={form} field={fields.options} element={element} /> : null}
      <TextareaField field={fields.help_text} label={m.settings_field_help()} hint={m.settings_field_help_hint()} rows={2} dir="auto" />
      <div>
        <CheckboxField field={fields.is_required} label={m.settings_field_required()} />
        <p className="mt-1 ps-7 text-sm text-muted-foreground">{m.settings_field_required_hint()}</p>
      </div>
      {names.size === 0 ? null : (
        <fieldset className="min-w-0">
          <legend className="text-sm font-medium">{m.settings_field_categories()}</legend>
          <div className="mt-1.5 flex flex-wrap gap-2">
            {boxes.map(({ key: _key, ...box }) => (
              <label
                key={box.value}
                className="flex min-h-9 max-w-full cursor-pointer items-center gap-2 rounded-md border border-border px-3 py-1.5 text-sm hover:bg-hover has-checked:border-primary has-checked:bg-primary-soft"
              >
                <Checkbox {...box} />
                <span dir="auto" className="min-w-0 wrap-anywhere">
                  {names.get(box.value ?? "")}
                </span>
              </label>
            ))}
          </div>
          <p className="mt-1.5 text-sm text-muted-foreground">{m.settings_field_categories_hint()}</p>
          <FieldErrors id={fields.category_ids.errorId} errors={fields.category_ids.errors ?? []} />
        </fieldset>
      )}
      <div className="flex flex-wrap gap-3">
        <SubmitButton>{m.settings_save()}</SubmitButton>
        <Link to={cancelUrl} className={buttonVariants({ variant: "ghost" })}>
          {m.settings_cancel()}
        </Link>
      </div>
    </Form>
  );
}

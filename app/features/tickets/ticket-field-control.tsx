import type { ReactNode } from "react";
import { Checkbox } from "~/components/ui/checkbox";
import { errorId, Field, fieldAria, hintId } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { NativeSelect } from "~/components/ui/native-select";
import { Textarea } from "~/components/ui/textarea";
import { m } from "~/lib/i18n/messages";
import type { TicketFieldLine } from "~/lib/supabase/form-types";
import { fieldName } from "./ticket-fields";

/**
 * A field of a workspace's own, as whatever answers it. Works without JavaScript.
 *
 * @param props.id of the input, or of the first one
 * @param props.answers what stands in it at first
 * @param props.isRequired in this form
 * @param props.marksOptional says so beside what is not required
 * @param props.note stands under the help text
 */
export function TicketFieldControl(props: {
  field: TicketFieldLine;
  id: string;
  answers: readonly string[];
  errors: readonly string[] | undefined;
  isRequired: boolean;
  marksOptional?: boolean;
  autoFocus?: boolean;
  note?: ReactNode;
}) {
  const { field, id, answers, errors, isRequired, marksOptional = true, autoFocus, note } = props;
  const isMarked = marksOptional && !isRequired;
  const { kind, help_text, options } = field;
  const name = fieldName(field.field_id);
  const label = <bdi>{field.label}</bdi>;
  const hint =
    help_text === "" && !note ? undefined : (
      <>
        {help_text === "" ? null : <bdi>{help_text}</bdi>} {note}
      </>
    );
  const aria = { ...fieldAria(id, { hint, errors }), name, autoFocus, autoComplete: "off", "aria-required": isRequired || undefined };
  const [first = ""] = answers;

  if (kind === "choices" || kind === "checkbox") {
    const boxes = kind === "checkbox" ? [{ option_id: "true", label: field.label }] : options;
    const list = boxes.map((option, index) => (
      <label key={option.option_id} className="flex min-h-6 cursor-pointer items-start gap-2.5 py-1 text-sm">
        <Checkbox
          {...(index === 0 ? aria : { name })}
          value={option.option_id}
          defaultChecked={answers.includes(option.option_id)}
          // A group says itself that it is needed.
          aria-required={undefined}
          required={undefined}
          className="mt-px"
        />
        <span className="min-w-0 flex-1 wrap-anywhere">
          <bdi>{option.label}</bdi>
        </span>
        {kind === "checkbox" && isMarked ? <span className="text-xs text-muted-foreground">{m.common_optional()}</span> : null}
      </label>
    ));
    const below = (
      <>
        {hint ? (
          <p id={hintId(id)} className="text-sm text-muted-foreground">
            {hint}
          </p>
        ) : null}
        {errors?.length ? (
          <p id={errorId(id)} className="text-sm font-medium text-danger-ink">
            {errors.join(" ")}
          </p>
        ) : null}
      </>
    );
    if (kind === "checkbox")
      return (
        <div className="flex min-w-0 flex-col gap-1">
          {list}
          {below}
        </div>
      );
    return (
      <fieldset className="flex min-w-0 flex-col gap-1">
        <legend className="flex w-full items-baseline justify-between gap-3 text-sm font-medium">
          <span className="min-w-0 wrap-anywhere">{label}</span>
          {isMarked ? <span className="text-xs font-normal text-muted-foreground">{m.common_optional()}</span> : null}
        </legend>
        {list}
        {below}
      </fieldset>
    );
  }
  return (
    <Field id={id} label={label} hint={hint} errors={errors} isOptional={isMarked}>
      {kind === "choice" ? (
        <NativeSelect {...aria} defaultValue={first}>
          <option value="">{m.portal_field_choose()}</option>
          {options.map((option) => (
            <option key={option.option_id} value={option.option_id}>
              {option.label}
            </option>
          ))}
        </NativeSelect>
      ) : kind === "long_text" ? (
        <Textarea {...aria} defaultValue={first} rows={3} dir="auto" />
      ) : kind === "date" ? (
        <Input {...aria} type="date" defaultValue={first} min="1900-01-01" max="2200-12-31" className="max-w-56" />
      ) : (
        <Input {...aria} defaultValue={first} inputMode={kind === "number" ? "decimal" : undefined} dir="auto" />
      )}
    </Field>
  );
}

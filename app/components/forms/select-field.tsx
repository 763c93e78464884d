import { getSelectProps, type FieldMetadata } from "@conform-to/react";
import type { ReactNode, SelectHTMLAttributes } from "react";
import { Field } from "~/components/ui/field";
import { NativeSelect } from "~/components/ui/native-select";

/**
 * One of several, bound to a conform field; the browser's own select, so that it works without JavaScript.
 *
 * @param props.placeholder the words of the empty choice; without it the first option is chosen
 */
export function SelectField(
  props: {
    field: FieldMetadata<string | undefined>;
    label: ReactNode;
    options: readonly { value: string; label: string }[];
    placeholder?: string;
    hint?: ReactNode;
    className?: string;
  } & Omit<SelectHTMLAttributes<HTMLSelectElement>, "className">,
) {
  const { field, label, options, placeholder, hint, className, ...rest } = props;
  const { key: _key, ...bound } = getSelectProps(field, { ariaDescribedBy: hint ? field.descriptionId : undefined });
  return (
    <Field id={field.id} label={label} hint={hint} errors={field.errors} isOptional={!field.required} className={className}>
      <NativeSelect key={field.key} {...bound} {...rest}>
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}

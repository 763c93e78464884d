import { getInputProps, type FieldMetadata } from "@conform-to/react";
import type { InputHTMLAttributes, ReactNode } from "react";
import { Field } from "~/components/ui/field";
import { Input } from "~/components/ui/input";

/** A line of text bound to a conform field: label, hint and errors are tied to it. Required unless the schema says otherwise. */
export function TextField(
  props: {
    field: FieldMetadata<string | undefined>;
    label: ReactNode;
    hint?: ReactNode;
    type?: "text" | "email" | "password" | "url" | "tel" | "search";
    className?: string;
  } & Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "className">,
) {
  const { field, label, hint, type = "text", className, ...rest } = props;
  const { key: _key, ...bound } = getInputProps(field, { type, ariaDescribedBy: hint ? field.descriptionId : undefined });
  return (
    <Field id={field.id} label={label} hint={hint} errors={field.errors} isOptional={!field.required} className={className}>
      {/* conform's key makes a reset of the form remount the input. */}
      <Input key={field.key} {...bound} {...rest} />
    </Field>
  );
}

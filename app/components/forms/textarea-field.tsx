import { getTextareaProps, type FieldMetadata } from "@conform-to/react";
import type { ReactNode, TextareaHTMLAttributes } from "react";
import { Field } from "~/components/ui/field";
import { Textarea } from "~/components/ui/textarea";

/** Several lines of text bound to a conform field. */
export function TextareaField(
  props: { field: FieldMetadata<string | undefined>; label: ReactNode; hint?: ReactNode; className?: string } & Omit<
    TextareaHTMLAttributes<HTMLTextAreaElement>,
    "className"
  >,
) {
  const { field, label, hint, className, ...rest } = props;
  const { key: _key, ...bound } = getTextareaProps(field, { ariaDescribedBy: hint ? field.descriptionId : undefined });
  return (
    <Field id={field.id} label={label} hint={hint} errors={field.errors} isOptional={!field.required} className={className}>
      <Textarea key={field.key} {...bound} {...rest} />
    </Field>
  );
}

import { getInputProps, type FieldMetadata } from "@conform-to/react";
import type { ReactNode } from "react";
import { Checkbox } from "~/components/ui/checkbox";
import { errorId } from "~/components/ui/field";

/** Yes or no, bound to a conform field; the words stand beside the box and can be clicked. */
export function CheckboxField({ field, label }: { field: FieldMetadata<boolean | undefined>; label: ReactNode }) {
  const { key: _key, type: _type, ...bound } = getInputProps(field, { type: "checkbox" });
  return (
    <div className="flex flex-col gap-1.5">
      <label className="flex cursor-pointer items-start gap-2.5 text-sm">
        <Checkbox key={field.key} {...bound} className="mt-0.5" />
        <span>{label}</span>
      </label>
      {field.errors?.length ? (
        <p id={errorId(field.id)} className="text-sm font-medium text-danger-ink">
          {field.errors.join(" ")}
        </p>
      ) : null}
    </div>
  );
}

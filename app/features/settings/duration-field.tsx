import type { FieldMetadata } from "@conform-to/react";
import { DurationInput } from "./duration-input";
import type { DurationUnit } from "./duration-parts";

/** A length of time with its name over it and what it means under it. */
export function DurationField(props: {
  amount: FieldMetadata<string | undefined>;
  unit: FieldMetadata<DurationUnit | undefined>;
  label: string;
  hint: string;
}) {
  const { hint, ...input } = props;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {/* Number and unit are each called by it as well. */}
      <p aria-hidden="true" className="text-sm font-medium">
        {input.label}
      </p>
      <DurationInput {...input} className="max-w-56" />
      <p className="text-sm text-pretty text-muted-foreground">{hint}</p>
    </div>
  );
}

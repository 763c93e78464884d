import { getSelectProps, type FieldMetadata } from "@conform-to/react";
import { NativeSelect } from "~/components/ui/native-select";
import type { SlaBasis } from "~/lib/supabase/sla-types";
import { basisName } from "./policy-words";

const bases = ["business", "calendar"] as const satisfies readonly SlaBasis[];

/** By what a length of time is counted. */
export function BasisSelect({ field, label }: { field: FieldMetadata<SlaBasis | undefined>; label: string }) {
  const { key, ...bound } = getSelectProps(field);
  return (
    <NativeSelect key={key} {...bound} aria-label={label}>
      {bases.map((basis) => (
        <option key={basis} value={basis}>
          {basisName(basis)}
        </option>
      ))}
    </NativeSelect>
  );
}

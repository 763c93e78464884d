import { getInputProps, type FieldMetadata } from "@conform-to/react";
import { useState } from "react";
import { Field, fieldAria } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { m } from "~/lib/i18n/messages";
import { useHydrated } from "~/lib/use-hydrated";
import { brandColorPattern } from "./brand-contrast";
import { BrandSample } from "./brand-sample";

/** The colour of the portal: as digits, and to be picked where there is JavaScript; with what becomes of it. */
export function BrandColorField({ field, workspaceName }: { field: FieldMetadata<string>; workspaceName: string }) {
  const [color, setColor] = useState(field.initialValue ?? "");
  const isHydrated = useHydrated();
  const hint = m.settings_workspace_color_hint();
  const { key: _key, defaultValue: _default, ...bound } = getInputProps(field, { type: "text" });
  return (
    <div className="flex flex-col gap-3">
      <Field id={field.id} label={m.settings_workspace_color()} hint={hint} errors={field.errors}>
        <div className="flex gap-2">
          {isHydrated ? (
            <input
              type="color"
              aria-label={m.settings_workspace_color_pick()}
              value={brandColorPattern.test(color) ? color.toLowerCase() : "#000000"}
              onChange={({ currentTarget }) => setColor(currentTarget.value)}
              className="size-10 shrink-0 cursor-pointer rounded-md border border-input bg-surface p-1 shadow-xs"
            />
          ) : null}
          <Input
            {...bound}
            {...fieldAria(field.id, { hint, errors: field.errors })}
            value={color}
            onChange={({ currentTarget }) => setColor(currentTarget.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="ltr"
            className="max-w-36 font-mono"
          />
        </div>
      </Field>
      <BrandSample color={color.trim()} workspaceName={workspaceName} />
    </div>
  );
}

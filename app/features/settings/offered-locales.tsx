import { getCollectionProps, type FieldMetadata } from "@conform-to/react";
import { Checkbox } from "~/components/ui/checkbox";
import { localeNames, locales } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { FieldErrors } from "./field-errors";

/**
 * Which languages the portal can be had in. The default one is among them whether it is ticked or not.
 *
 * @param props.ownLocale the default language as it is saved
 */
export function OfferedLocales({ field, ownLocale }: { field: FieldMetadata<string[] | undefined>; ownLocale: string }) {
  const boxes = getCollectionProps(field, { type: "checkbox", options: [...locales] });
  const names: Record<string, string> = localeNames;
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{m.settings_workspace_languages()}</legend>
      <input type="hidden" name="has_languages" value="1" />
      <div className="flex flex-wrap gap-2">
        {boxes.map(({ key: _key, ...box }) => (
          <label
            key={box.value}
            lang={box.value}
            className="flex min-h-9 cursor-pointer items-center gap-2 rounded-md border border-border px-3 py-1.5 text-sm hover:bg-hover has-checked:border-primary has-checked:bg-primary-soft"
          >
            <Checkbox {...box} />
            {names[box.value ?? ""]}
            {box.value === ownLocale ? (
              <span lang="" className="text-xs text-muted-foreground">
                {m.settings_workspace_language_default()}
              </span>
            ) : null}
          </label>
        ))}
      </div>
      <FieldErrors id={field.errorId} errors={field.errors} />
    </fieldset>
  );
}

import { getCollectionProps, type FieldMetadata } from "@conform-to/react";
import { Checkbox } from "~/components/ui/checkbox";
import { m } from "~/lib/i18n/messages";

/** Which values of one attribute fit; none chosen: any. Nothing at all where there is nothing to choose from. */
export function ConditionBoxes(props: {
  field: FieldMetadata<string[]>;
  legend: string;
  options: readonly { value: string; label: string }[];
}) {
  const { field, legend } = props;
  // One that is gone meanwhile is still a condition, and can be taken away.
  const known = new Set(props.options.map(({ value }) => value));
  const gone = [field.initialValue ?? []].flat().filter((value): value is string => typeof value === "string" && !known.has(value));
  const options = [...props.options, ...gone.map((value) => ({ value, label: m.settings_policy_condition_gone() }))];
  if (options.length === 0) return null;
  const labels = new Map(options.map(({ value, label }) => [value, label]));
  const boxes = getCollectionProps(field, { type: "checkbox", options: options.map(({ value }) => value) });
  const isAny = !Array.isArray(field.value) ? !field.value : field.value.length === 0;
  return (
    <fieldset className="min-w-0">
      <legend className="flex w-full items-baseline justify-between gap-3 text-sm font-medium">
        {legend}
        {isAny ? <span className="text-xs font-normal text-muted-foreground">{m.settings_policy_any()}</span> : null}
      </legend>
      <div className="mt-1.5 flex flex-wrap gap-2">
        {boxes.map(({ key: _key, ...box }) => (
          <label
            key={box.value}
            className="flex min-h-9 max-w-full cursor-pointer items-center gap-2 rounded-md border border-border px-3 py-1.5 text-sm hover:bg-hover has-checked:border-primary has-checked:bg-primary-soft"
          >
            <Checkbox {...box} />
            <span dir="auto" className="min-w-0 wrap-anywhere">
              {labels.get(box.value ?? "")}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

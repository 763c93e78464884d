import { useId } from "react";

/**
 * One of few, each with a sentence of what it means: radio buttons.
 *
 * @param props.isLegendHidden for those who look, as a heading above says the same
 */
export function ChoiceGroup<Value extends string>(props: {
  name: string;
  legend: string;
  isLegendHidden?: boolean;
  value: Value;
  choices: readonly { value: Value; label: string; text: string }[];
}) {
  const { name, legend, isLegendHidden = false, value, choices } = props;
  const id = useId();
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className={isLegendHidden ? "sr-only" : "mb-2 text-sm font-medium"}>{legend}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="flex cursor-pointer items-start gap-3 rounded-md border border-border px-3 py-2.5 text-sm hover:bg-hover has-checked:border-primary has-checked:bg-primary-soft"
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            defaultChecked={choice.value === value}
            aria-describedby={`${id}-${choice.value}`}
            className="mt-0.5 size-4 shrink-0 accent-primary"
          />
          <span className="min-w-0">
            <span className="block font-medium">{choice.label}</span>
            <span id={`${id}-${choice.value}`} className="block text-pretty text-muted-foreground">
              {choice.text}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

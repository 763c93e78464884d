import { getInputProps, getSelectProps, type FieldMetadata } from "@conform-to/react";
import { errorId } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { NativeSelect } from "~/components/ui/native-select";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { durationUnits, type DurationUnit } from "./duration-parts";

const unitNames: Record<DurationUnit, () => string> = {
  minutes: m.settings_policy_unit_minutes,
  hours: m.settings_policy_unit_hours,
  days: m.settings_policy_unit_days,
};

/**
 * A length of time: a number and its unit.
 *
 * @param props.label says what it is the length of, for those who do not see where it stands
 * @param props.units that are offered; one that is chosen already stays
 * @param props.errors besides the form's own, such as those of a draft that was only tried
 */
export function DurationInput(props: {
  amount: FieldMetadata<string | undefined>;
  unit: FieldMetadata<DurationUnit | undefined>;
  label: string;
  units?: readonly DurationUnit[];
  placeholder?: string;
  errors?: readonly string[] | undefined;
  className?: string;
}) {
  const { amount, unit, label, units = durationUnits, placeholder, className } = props;
  const errors = amount.errors ?? props.errors;
  const { key: amountKey, ...amountProps } = getInputProps(amount, { type: "text" });
  const { key: unitKey, ...unitProps } = getSelectProps(unit);
  const offered = durationUnits.filter((name) => units.includes(name) || name === unit.value);
  return (
    <div className={cn("flex min-w-0 flex-col gap-1", className)}>
      <div className="flex gap-1.5">
        <Input
          key={amountKey}
          {...amountProps}
          inputMode="decimal"
          autoComplete="off"
          aria-label={label}
          placeholder={placeholder}
          aria-invalid={errors?.length ? true : undefined}
          aria-describedby={errors?.length ? errorId(amount.id) : undefined}
          className="flex-1 tabular-nums"
        />
        <NativeSelect key={unitKey} {...unitProps} aria-label={m.settings_policy_unit({ label })} className="w-22 shrink-0">
          {offered.map((name) => (
            <option key={name} value={name}>
              {unitNames[name]()}
            </option>
          ))}
        </NativeSelect>
      </div>
      {errors?.length ? (
        <p id={errorId(amount.id)} className="text-sm font-medium text-pretty text-danger-ink">
          {errors.join(" ")}
        </p>
      ) : null}
    </div>
  );
}

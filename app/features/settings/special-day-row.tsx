import { getInputProps, type FieldMetadata, type FormMetadata } from "@conform-to/react";
import { Plus, Trash2 } from "lucide-react";
import { memo } from "react";
import { Button } from "~/components/ui/button";
import { Checkbox } from "~/components/ui/checkbox";
import { Input } from "~/components/ui/input";
import { m } from "~/lib/i18n/messages";
import { isDay } from "./calendar-dates";
import { nextHours } from "./calendar-hours";
import type { CalendarForm, CalendarValue } from "./calendar-schema";
import { dayWords, yearlyWords } from "./calendar-words";
import { HoursList } from "./hours-list";
import type { ListFocus } from "./use-list-focus";

/**
 * A day with hours of its own: its date, its name, whether it comes every year, and when it is open, if at all.
 *
 * There may be hundreds, and each key typed anywhere draws the form anew: a row is drawn again when its `state` is
 * another one, which holds all that it shows.
 */
export const SpecialDayRow = memo(
  Row,
  (before, after) => before.state === after.state && before.index === after.index && before.field.key === after.field.key,
);

function Row(props: {
  form: FormMetadata<CalendarForm>;
  field: FieldMetadata<CalendarForm["specialDays"][number], CalendarForm>;
  list: string;
  index: number;
  value: CalendarValue["specialDays"][number];
  errors: Record<string, string[]>;
  state: string;
  focus: ListFocus;
}) {
  const { form, field, list, index, value, errors, focus } = props;
  const { date, name, isYearly, hours } = field.getFieldset();
  const day =
    value.name ||
    (isDay(value.date)
      ? value.isYearly
        ? yearlyWords(value.date)
        : dayWords(value.date)
      : m.settings_calendar_special_day_number({ number: index + 1 }));
  const wrong = [...new Set([...(date.errors ?? []), ...(errors[date.name] ?? []), ...(name.errors ?? [])])];
  const describedBy = wrong.length > 0 ? `${field.id}-errors` : undefined;
  const { key: _dateKey, ...dateProps } = getInputProps(date, { type: "date" });
  const { key: _nameKey, ...nameProps } = getInputProps(name, { type: "text" });
  const { key: _yearlyKey, type: _type, ...yearlyProps } = getInputProps(isYearly, { type: "checkbox" });
  return (
    <li className="py-3">
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{day}</legend>
        <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 gap-y-2 sm:grid-cols-[9.5rem_minmax(0,1fr)_auto_auto] sm:gap-x-3">
          <Input
            key={date.key}
            {...dateProps}
            aria-label={m.settings_calendar_date()}
            aria-invalid={wrong.length > 0 || undefined}
            aria-describedby={describedBy}
            min="1970-01-01"
            max="2199-12-31"
            className="px-2 tabular-nums"
          />
          <Button
            {...form.remove.getButtonProps({ name: list, index })}
            type="submit"
            variant="ghost"
            size="icon-sm"
            aria-label={m.settings_calendar_remove_day({ day })}
            className="text-muted-foreground sm:order-last"
            onClick={() => focus.afterRemoving(list, index)}
          >
            <Trash2 aria-hidden="true" />
          </Button>
          <Input
            key={name.key}
            {...nameProps}
            aria-label={m.settings_calendar_day_name()}
            aria-describedby={describedBy}
            placeholder={m.settings_calendar_day_name()}
            autoComplete="off"
            className="max-sm:col-span-2"
          />
          <label className="flex min-h-6 cursor-pointer items-center gap-2 text-sm">
            <Checkbox key={isYearly.key} {...yearlyProps} />
            {m.settings_calendar_every_year()}
          </label>
        </div>
        {wrong.length > 0 ? (
          <p id={`${field.id}-errors`} className="text-sm font-medium text-danger-ink">
            {wrong.join(" ")}
          </p>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 sm:ps-[10.25rem]">
          {value.hours.length === 0 ? <p className="text-sm text-muted-foreground">{m.settings_calendar_closed_all_day()}</p> : null}
          <HoursList form={form} hours={hours} day={day} errors={errors} onRemoved={(place) => focus.afterRemoving(hours.name, place)} />
          <Button
            {...form.insert.getButtonProps({ name: hours.name, defaultValue: nextHours(value.hours) })}
            type="submit"
            variant="ghost"
            size="sm"
            data-add={hours.name}
            aria-label={m.settings_calendar_add_hours_on({ day })}
            className="px-2 text-muted-foreground"
            onClick={() => focus.afterAdding(hours.name, value.hours.length)}
          >
            <Plus aria-hidden="true" />
            {m.settings_calendar_add_hours()}
          </Button>
        </div>
      </fieldset>
    </li>
  );
}

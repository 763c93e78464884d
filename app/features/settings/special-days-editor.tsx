import type { FormMetadata } from "@conform-to/react";
import { Plus } from "lucide-react";
import { Button } from "~/components/ui/button";
import { m } from "~/lib/i18n/messages";
import type { CalendarForm, CalendarValue } from "./calendar-schema";
import { FieldErrors } from "./field-errors";
import { SpecialDayRow } from "./special-day-row";
import type { ListFocus } from "./use-list-focus";

/** Holidays and other days with hours of their own. */
export function SpecialDaysEditor(props: {
  form: FormMetadata<CalendarForm>;
  value: CalendarValue;
  errors: Record<string, string[]>;
  focus: ListFocus;
}) {
  const { form, value, errors, focus } = props;
  const { specialDays } = form.getFieldset();
  const rows = specialDays.getFieldList();
  const wrong = Object.entries({ ...form.allErrors, ...errors });
  return (
    <>
      <FieldErrors id={`${specialDays.id}-errors`} errors={[...(specialDays.errors ?? []), ...(errors.specialDays ?? [])]} />
      {rows.length > 0 ? (
        <ul className="divide-y divide-border">
          {rows.map((field, index) => {
            const day = value.specialDays[index] ?? { date: "", name: "", isYearly: false, hours: [] };
            return (
              <SpecialDayRow
                key={field.key}
                form={form}
                field={field}
                list={specialDays.name}
                index={index}
                value={day}
                errors={errors}
                state={JSON.stringify([day, wrong.filter(([name]) => name.startsWith(`${field.name}.`))])}
                focus={focus}
              />
            );
          })}
        </ul>
      ) : (
        <p className="rounded-lg bg-sunken px-4 py-3 text-sm text-muted-foreground">{m.settings_calendar_no_special_days()}</p>
      )}
      <Button
        {...form.insert.getButtonProps({ name: specialDays.name, defaultValue: {} })}
        type="submit"
        variant="outline"
        size="sm"
        data-add={specialDays.name}
        className="self-start"
        onClick={() => focus.afterAdding(specialDays.name, rows.length)}
      >
        <Plus aria-hidden="true" />
        {m.settings_calendar_add_day()}
      </Button>
    </>
  );
}

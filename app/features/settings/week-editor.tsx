import type { FormMetadata } from "@conform-to/react";
import { Copy, Plus } from "lucide-react";
import { DisclosureMenu } from "~/components/disclosure-menu";
import { Button } from "~/components/ui/button";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import { nextHours } from "./calendar-hours";
import { dayFields, withCopiedDay, type CalendarForm, type CalendarValue, type DayField } from "./calendar-schema";
import { weekdayName } from "./calendar-words";
import { DayBar } from "./day-bar";
import { FieldErrors } from "./field-errors";
import { HoursList } from "./hours-list";
import type { ListFocus } from "./use-list-focus";

const columns = "md:grid md:grid-cols-[6.5rem_minmax(0,1fr)_auto] md:gap-x-4 xl:grid-cols-[6.5rem_minmax(0,1fr)_11rem_9.75rem]";
const copyTargets = [
  ["workdays", m.settings_calendar_copy_workdays],
  ["all", m.settings_calendar_copy_all],
] as const;

/** The seven days, each with its hours, its drawing, and what can be done with it. */
export function WeekEditor(props: {
  form: FormMetadata<CalendarForm>;
  value: CalendarValue;
  errors: Record<string, string[]>;
  focus: ListFocus;
}) {
  const { form, value, errors, focus } = props;
  const fields = form.getFieldset();
  const copy = (from: DayField, to: "workdays" | "all") => form.update({ value: withCopiedDay(value, from, to) });
  return (
    <>
      <FieldErrors id={`${form.id}-week-errors`} errors={[...(form.allErrors.week ?? []), ...(errors.week ?? [])]} />
      <div className="divide-y divide-border">
        <HourScale />
        {dayFields.map((dayField, index) => {
          const hours = fields[dayField];
          const day = weekdayName(index + 1);
          const dayBefore = value[dayFields[(index + 6) % 7]!];
          return (
            <fieldset key={dayField} className={`flex flex-col gap-2 py-3 ${columns}`}>
              <legend className="sr-only">{day}</legend>
              <div className="flex items-center justify-between gap-2 md:h-10">
                <span aria-hidden="true" className="text-sm font-medium">
                  {day}
                </span>
                <div className="w-32 md:hidden">
                  <DayBar day={value[dayField]} dayBefore={dayBefore} />
                </div>
              </div>
              <div className="flex min-w-0 flex-col gap-2">
                {value[dayField].length === 0 ? (
                  <p className="text-sm text-muted-foreground md:leading-10">{m.settings_calendar_closed()}</p>
                ) : null}
                <HoursList
                  form={form}
                  hours={hours}
                  day={day}
                  errors={errors}
                  onRemoved={(place) => focus.afterRemoving(hours.name, place)}
                />
              </div>
              <div className="hidden h-10 flex-col justify-center xl:flex">
                <DayBar day={value[dayField]} dayBefore={dayBefore} />
              </div>
              <div className="flex items-center gap-1 md:h-10 md:justify-end">
                <Button
                  {...form.insert.getButtonProps({ name: hours.name, defaultValue: nextHours(value[dayField]) })}
                  type="submit"
                  variant="outline"
                  size="sm"
                  data-add={hours.name}
                  aria-label={m.settings_calendar_add_hours_on({ day })}
                  onClick={() => focus.afterAdding(hours.name, value[dayField].length)}
                >
                  <Plus aria-hidden="true" />
                  {m.settings_calendar_add_hours()}
                </Button>
                <DisclosureMenu
                  accessibleName={m.settings_calendar_copy({ day })}
                  label={<Copy aria-hidden="true" />}
                  summaryClassName={`${buttonVariants({ variant: "ghost", size: "icon-sm" })} text-muted-foreground`}
                  className="[&>div]:w-max"
                >
                  {copyTargets.map(([to, words]) => (
                    <button
                      key={to}
                      type="submit"
                      name="intent"
                      value={`copy-day:${dayField}:${to}`}
                      formNoValidate
                      className="flex h-9 w-full cursor-pointer items-center rounded-sm px-2.5 text-sm hover:bg-hover"
                      onClick={(event) => {
                        event.preventDefault();
                        copy(dayField, to);
                        const menu = event.currentTarget.closest("details");
                        menu?.removeAttribute("open");
                        menu?.querySelector("summary")?.focus();
                      }}
                    >
                      {words()}
                    </button>
                  ))}
                </DisclosureMenu>
              </div>
            </fieldset>
          );
        })}
      </div>
    </>
  );
}

/** The hours above the drawings. */
function HourScale() {
  return (
    <div aria-hidden="true" className={`hidden pb-1.5 text-xs text-muted-foreground tabular-nums xl:grid ${columns}`}>
      <span className="col-start-3 flex justify-between">
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour} className="flex w-0 justify-center">
            {hour}
          </span>
        ))}
      </span>
    </div>
  );
}

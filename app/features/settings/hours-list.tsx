import { getInputProps, type FieldMetadata, type FormMetadata } from "@conform-to/react";
import { X } from "lucide-react";
import { Button } from "~/components/ui/button";
import { Input } from "~/components/ui/input";
import { m } from "~/lib/i18n/messages";
import { toCalendarValue, type CalendarForm } from "./calendar-schema";
import { endWords } from "./calendar-words";
import { FieldErrors } from "./field-errors";

type HoursField = FieldMetadata<CalendarForm["day1"], CalendarForm>;

/** The hours of a day, one line each. `day` is its name, for those who cannot see where an input stands. */
export function HoursList(props: {
  form: FormMetadata<CalendarForm>;
  hours: HoursField;
  day: string;
  errors: Record<string, string[]>;
  onRemoved: (index: number) => void;
}) {
  const { form, hours, day, errors, onRemoved } = props;
  const listErrors = [...(hours.errors ?? []), ...(errors[hours.name] ?? [])];
  return (
    <>
      {hours.getFieldList().map((item, index) => {
        const { opens, closes } = item.getFieldset();
        const typed = toCalendarValue({ day1: [item.value] }).day1[0];
        const wrong = [...new Set([...(opens.errors ?? []), ...(closes.errors ?? [])])];
        return (
          <div key={item.key} className="flex flex-col gap-1">
            <div className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
              {[opens, closes].map((field, place) => {
                const { key: _key, ...bound } = getInputProps(field, { type: "time" });
                return (
                  <span key={place} className="flex items-center gap-1.5">
                    {place === 1 ? (
                      <span aria-hidden="true" className="text-muted-foreground">
                        {"–"}
                      </span>
                    ) : null}
                    <Input
                      key={field.key}
                      {...bound}
                      aria-label={place === 0 ? m.settings_calendar_opens({ day }) : m.settings_calendar_closes({ day })}
                      aria-describedby={
                        [wrong.length > 0 ? `${item.id}-errors` : "", listErrors.length > 0 ? `${hours.id}-errors` : ""]
                          .filter(Boolean)
                          .join(" ") || undefined
                      }
                      className="w-29 px-2 tabular-nums"
                    />
                  </span>
                );
              })}
              <Button
                {...form.remove.getButtonProps({ name: hours.name, index })}
                type="submit"
                variant="ghost"
                size="icon-sm"
                aria-label={m.settings_calendar_remove_hours({ day, opens: typed?.opens ?? "", closes: typed?.closes ?? "" })}
                className="text-muted-foreground"
                onClick={() => onRemoved(index)}
              >
                <X aria-hidden="true" />
              </Button>
              {typed && endWords(typed) ? <span className="text-sm text-muted-foreground">{endWords(typed)}</span> : null}
            </div>
            {wrong.length > 0 ? (
              <p id={`${item.id}-errors`} className="text-sm font-medium text-danger-ink">
                {wrong.join(" ")}
              </p>
            ) : null}
          </div>
        );
      })}
      <FieldErrors id={`${hours.id}-errors`} errors={[...new Set(listErrors)]} />
    </>
  );
}

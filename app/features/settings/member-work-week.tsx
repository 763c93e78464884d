import { Input } from "~/components/ui/input";
import { m } from "~/lib/i18n/messages";
import { weekdayName } from "./calendar-words";
import { partName, weekdays, type DayPart } from "./member-work-values";

/** When somebody works on each day of the week, in parts: before and after the break. */
export function MemberWorkWeek({ week, describedBy }: { week: DayPart[][]; describedBy: string }) {
  return (
    <div className="divide-y divide-border">
      {weekdays.map((weekday, index) => {
        const day = weekdayName(weekday);
        return (
          <fieldset
            key={weekday}
            aria-describedby={describedBy}
            className="flex flex-col gap-2 py-3 sm:grid sm:grid-cols-[7rem_minmax(0,1fr)] sm:items-center"
          >
            <legend className="sr-only">{day}</legend>
            <span aria-hidden="true" className="text-sm font-medium">
              {day}
            </span>
            <div className="flex flex-wrap gap-x-6 gap-y-2">
              {week[index]?.map(({ opens, closes }, part) => (
                <span key={part} className="flex items-center gap-2">
                  {(["opens", "closes"] as const).map((end) => (
                    <Input
                      key={end}
                      type="time"
                      name={partName(weekday, part, end)}
                      defaultValue={end === "opens" ? opens : closes}
                      aria-label={(end === "opens" ? m.settings_work_from : m.settings_work_until)({ day, part: part + 1 })}
                      className="w-30"
                    />
                  ))}
                </span>
              ))}
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}

import type { RefObject } from "react";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { Checkbox } from "~/components/ui/checkbox";
import { m } from "~/lib/i18n/messages";
import { dayWords, yearlyWords } from "./calendar-words";
import { foundDaySchema, isAmong, type FoundDay, type FoundDays } from "./found-days";

/** What a file of holidays holds, to be looked through before any of it comes into the form. */
export function FoundDaysList(props: {
  headingRef: RefObject<HTMLHeadingElement>;
  found: FoundDays;
  there: readonly { date: string; isYearly: boolean }[];
  onTake: (days: FoundDay[]) => void;
  onDismiss: () => void;
}) {
  const { headingRef, found, there, onTake, onDismiss } = props;
  const offered = found.days.filter((day) => !isAmong(day, there));
  const known = found.days.length - offered.length;
  const besides = [
    known > 0 ? m.settings_calendar_found_known({ count: known }) : null,
    found.timed > 0 ? m.settings_calendar_found_timed({ count: found.timed }) : null,
    found.past > 0 ? m.settings_calendar_found_past({ count: found.past }) : null,
    found.unreadable > 0 ? m.settings_calendar_found_unreadable({ count: found.unreadable }) : null,
  ].filter((words) => words !== null);
  return (
    <div className="flex flex-col gap-3 rounded-md bg-sunken p-4">
      <div>
        <h4 ref={headingRef} tabIndex={-1} className="text-sm font-semibold outline-none">
          {offered.length === 0
            ? m.settings_calendar_found_none({ file: found.fileName })
            : m.settings_calendar_found({ count: offered.length, file: found.fileName })}
        </h4>
        {besides.length > 0 ? <p className="mt-0.5 text-sm text-pretty text-muted-foreground">{besides.join(" ")}</p> : null}
      </div>
      {offered.length > 0 ? (
        <ul className="grid max-h-80 gap-x-6 overflow-y-auto sm:grid-cols-2" tabIndex={0} aria-label={m.settings_calendar_found_list()}>
          {offered.map((day) => (
            <li key={`${day.date} ${day.isYearly}`}>
              <label className="flex min-h-9 cursor-pointer items-center gap-2.5 text-sm">
                <Checkbox name="found" value={JSON.stringify(day)} defaultChecked />
                <span className="min-w-0 flex-1 py-1">
                  <span className="block truncate font-medium">{day.name || m.settings_calendar_unnamed()}</span>
                  <span className="block text-muted-foreground tabular-nums">
                    {day.isYearly ? yearlyWords(day.date) : dayWords(day.date)}
                  </span>
                </span>
                {day.isYearly ? <Badge tone="info">{m.settings_calendar_every_year()}</Badge> : null}
              </label>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {offered.length > 0 ? (
          <Button
            type="submit"
            name="intent"
            value="take-found-days"
            formNoValidate
            size="sm"
            onClick={(event) => {
              event.preventDefault();
              const boxes = event.currentTarget.form?.querySelectorAll<HTMLInputElement>('input[name="found"]:checked') ?? [];
              onTake([...boxes].map((box) => foundDaySchema.parse(JSON.parse(box.value))));
            }}
          >
            {m.settings_calendar_found_take()}
          </Button>
        ) : null}
        <Button
          type="submit"
          name="intent"
          value="forget-found-days"
          formNoValidate
          variant={offered.length === 0 ? "outline" : "ghost"}
          size="sm"
          onClick={(event) => {
            event.preventDefault();
            onDismiss();
          }}
        >
          {offered.length === 0 ? m.common_close() : m.settings_calendar_found_dismiss()}
        </Button>
      </div>
    </div>
  );
}

import { FileUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { fieldAria, hintId, errorId } from "~/components/ui/field";
import { m } from "~/lib/i18n/messages";
import { FoundDaysList } from "./found-days-list";
import { maxIcsBytes, type FoundDay, type FoundDays } from "./found-days";

/**
 * Holidays from a file: it is read by the server, what was found is shown, and taken into the form when that is wanted.
 *
 * @param props.answered another one after each post
 * @param props.there the special days of the form as they are typed
 * @param props.onTake with JavaScript the form takes them by itself
 */
export function IcsImport(props: {
  id: string;
  errors: readonly string[] | undefined;
  found: FoundDays | undefined;
  answered: unknown;
  there: readonly { date: string; isYearly: boolean }[];
  onTake: (days: FoundDay[]) => void;
}) {
  const { id, errors: told = [], found, there, onTake } = props;
  const [isTooLarge, setIsTooLarge] = useState(false);
  const [done, setDone] = useState<FoundDays>();
  const input = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = found === done ? undefined : found;
  useEffect(() => {
    // It was read, or cannot be: sending it once more with everything else would be of no use.
    if (input.current) input.current.value = "";
  }, [props.answered]);
  useEffect(() => {
    if (!found) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.parentElement?.parentElement?.scrollIntoView({ block: "nearest" });
  }, [found]);
  const errors = isTooLarge ? [m.settings_calendar_ics_too_large()] : told;
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-dashed border-input p-4">
      <div className="flex flex-col gap-1.5">
        <label htmlFor={id} className="flex items-center gap-2 text-sm font-medium [&_svg]:size-4 [&_svg]:text-muted-foreground">
          <FileUp aria-hidden="true" />
          {m.settings_calendar_ics()}
        </label>
        <p id={hintId(id)} className="text-sm text-pretty text-muted-foreground">
          {m.settings_calendar_ics_hint()}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <input
          ref={input}
          type="file"
          name="ics"
          accept=".ics,text/calendar"
          {...fieldAria(id, { hint: true, errors })}
          className="min-w-0 text-sm text-muted-foreground file:me-3 file:h-8 file:cursor-pointer file:rounded-md file:border-0 file:bg-hover file:px-3 file:text-sm file:font-medium file:text-foreground hover:file:bg-pressed max-sm:w-full"
          onChange={({ currentTarget }) => {
            const isTooLargeNow = (currentTarget.files?.[0]?.size ?? 0) > maxIcsBytes;
            setIsTooLarge(isTooLargeNow);
            // More than the server takes would cost the whole form an error page.
            if (isTooLargeNow) currentTarget.value = "";
          }}
        />
        <SubmitButton name="intent" value="read-ics" variant="outline" size="sm" formNoValidate>
          {m.settings_calendar_ics_read()}
        </SubmitButton>
      </div>
      {errors.length > 0 ? (
        <p id={errorId(id)} role="alert" className="text-sm font-medium text-danger-ink">
          {errors.join(" ")}
        </p>
      ) : null}
      {shown ? (
        <FoundDaysList
          headingRef={heading}
          found={shown}
          there={there}
          onTake={(days) => {
            setDone(shown);
            onTake(days);
            input.current?.focus();
          }}
          onDismiss={() => {
            setDone(shown);
            input.current?.focus();
          }}
        />
      ) : null}
    </div>
  );
}

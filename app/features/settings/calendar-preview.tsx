import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import type { CalendarPreview as Preview } from "./calendar-answer";
import { previewWords } from "./calendar-words";

/**
 * What the calendar in the form means at this moment: open or closed, and where eight working hours end.
 *
 * @param props.isWhole false while something of it is not typed yet
 */
export function CalendarPreview({ answer, isWhole }: { answer: Preview | undefined; isWhole: boolean }) {
  return (
    <div role="status" aria-live="polite" className="min-w-0 flex-1 basis-64 text-sm">
      {answer?.ok && isWhole ? (
        <PreviewLines answer={answer} />
      ) : (
        <p className="text-muted-foreground">
          {answer && isWhole ? m.settings_calendar_preview_refused() : m.settings_calendar_preview_missing()}
        </p>
      )}
    </div>
  );
}

function PreviewLines({ answer }: { answer: Extract<Preview, { ok: true }> }) {
  const words = previewWords(answer.preview, answer.timeZone, answer.now);
  return (
    <>
      <p className="flex items-center gap-2 font-medium">
        <span
          aria-hidden="true"
          className={cn("size-2.5 shrink-0 rounded-full", answer.preview.is_open ? "bg-success" : "border-2 border-muted-foreground")}
        />
        {words.state}
      </p>
      <p className="text-muted-foreground sm:ps-4.5">
        {words.day}{" "}
        <span className="max-sm:hidden">{m.settings_calendar_preview_zone({ zone: answer.timeZone.replaceAll("_", " ") })}</span>
      </p>
    </>
  );
}

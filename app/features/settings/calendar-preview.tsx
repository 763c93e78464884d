import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import type { CalendarPreview as Preview } from "./calendar-answer";
import { previewWords } from "./calendar-words";
import { PreviewAge } from "./preview-age";
import type { LiveCalendarPreview } from "./use-calendar-preview";

/** What the calendar in the form means at this moment: open or closed, and where eight working hours end. */
export function CalendarPreview({ live }: { live: LiveCalendarPreview }) {
  const { answer, isWhole, isNews } = live;
  const hasFailed = live.state === "failed" && isWhole;
  const lines = answer?.ok && isWhole ? answer : null;
  return (
    // Only what comes of typing is told, not each minute that goes by.
    <div role="status" aria-live={isNews ? "polite" : "off"} className="min-w-0 flex-1 basis-64 text-sm">
      {lines ? (
        <PreviewLines answer={lines} isDim={live.state === "looking"} />
      ) : hasFailed ? null : (
        <p className="text-muted-foreground">
          {answer && isWhole ? m.settings_calendar_preview_refused() : m.settings_calendar_preview_missing()}
        </p>
      )}
      {lines || hasFailed ? (
        <PreviewAge
          now={lines?.now ?? null}
          timeZone={lines?.timeZone ?? "UTC"}
          hasFailed={hasFailed}
          onRetry={live.retry}
          className="text-xs sm:ms-4.5"
        />
      ) : null}
    </div>
  );
}

function PreviewLines({ answer, isDim }: { answer: Extract<Preview, { ok: true }>; isDim: boolean }) {
  const words = previewWords(answer.preview, answer.timeZone, answer.now);
  return (
    <div className={cn("transition-opacity motion-reduce:transition-none", isDim && "opacity-60")}>
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
    </div>
  );
}

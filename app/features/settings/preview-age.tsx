import { Button } from "~/components/ui/button";
import { cn } from "~/lib/cn";
import { formatDate } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";

/**
 * Of when a preview is; and, where it could not be made anew, that it may be another one by now, with a way to try again.
 *
 * @param props.now when it was made, in milliseconds since 1970; null where there is none
 * @param props.timeZone in which that is said
 */
export function PreviewAge(props: { now: number | null; timeZone: string; hasFailed: boolean; onRetry: () => void; className?: string }) {
  const { now, timeZone, hasFailed, onRetry, className } = props;
  const time = now === null ? null : formatDate(new Date(now), "time", { timeZone });
  if (!hasFailed) {
    return time === null ? null : (
      // The server's and the browser's spelling of a time may differ by a version of Unicode's data.
      <span className={cn("text-muted-foreground", className)} suppressHydrationWarning>
        {m.settings_preview_at({ time })}
      </span>
    );
  }
  return (
    <span className={cn("text-warning-ink", className)}>
      <span className="font-medium text-pretty">{time === null ? m.settings_preview_failed() : m.settings_preview_stale({ time })}</span>{" "}
      <Button variant="link" size="sm" className="inline h-auto min-h-6 px-0 py-0" onClick={onRetry}>
        {m.settings_preview_retry()}
      </Button>
    </span>
  );
}

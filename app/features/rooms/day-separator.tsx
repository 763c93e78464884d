import { formatDate } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";

/** Stands above the first line of a day. */
export function DaySeparator({ at, timeZone }: { at: string; timeZone: string | undefined }) {
  return (
    <p className="mt-6 flex justify-center">
      <span className="rounded-full border border-border bg-background px-3 py-0.5 text-xs font-medium text-muted-foreground shadow-xs">
        {dayWords(at, timeZone)}
      </span>
    </p>
  );
}

/** The server writes the date alone: it knows neither the reader's day nor when the page will be read. */
function dayWords(at: string, timeZone: string | undefined): string {
  const date = new Date(at);
  if (timeZone === undefined) {
    const today = new Date();
    const yesterday = new Date(today);
    yesterday.setDate(today.getDate() - 1);
    if (date.toDateString() === today.toDateString()) return m.room_today();
    if (date.toDateString() === yesterday.toDateString()) return m.room_yesterday();
    if (date.getFullYear() === today.getFullYear()) return formatDate(at, "day");
  }
  return formatDate(at, "date", { timeZone });
}

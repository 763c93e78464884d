import { Clock } from "lucide-react";
import { formatDate } from "~/lib/i18n/format";
import { useHydrated } from "~/lib/use-hydrated";
import { cn } from "~/lib/cn";
import { dueState, dueWords, type DueState } from "./ticket-due";

const inks: Record<DueState, string> = {
  later: "text-muted-foreground",
  soon: "text-warning-ink",
  overdue: "text-danger-ink",
};

/** How long until the awaited answer is due; nothing while nobody waits. */
export function DueCountdown(props: { due: string | null; since: string | null; now: number; className?: string }) {
  const { due, since, now, className } = props;
  const isHydrated = useHydrated();
  if (due === null) return null;
  const state = dueState({ due, since }, now);
  return (
    <span
      // The server's and the browser's spelling of units may differ by a version of Unicode's data.
      key={isHydrated ? "browser" : "server"}
      data-due={state}
      title={formatDate(due, "full", { timeZone: isHydrated ? undefined : "UTC" })}
      className={cn("inline-flex shrink-0 items-center gap-1 text-xs font-medium whitespace-nowrap tabular-nums", inks[state], className)}
      suppressHydrationWarning
    >
      <Clock aria-hidden="true" className="size-3.5" />
      {dueWords(due, now)}
    </span>
  );
}

import { Clock } from "lucide-react";
import { formatDate } from "~/lib/i18n/format";
import { useHydrated } from "~/lib/use-hydrated";
import { cn } from "~/lib/cn";
import type { TicketLine } from "~/lib/supabase/database-types";
import { dueState, dueWords, type DueState } from "./ticket-due";

const inks: Record<DueState, string> = {
  later: "text-muted-foreground",
  soon: "text-warning-ink",
  overdue: "text-danger-ink",
};

type DueTicket = Pick<TicketLine, "sla_due_at" | "reply_due_at" | "awaiting_reply_since" | "created_at">;

/** How long until what is due first, an answer or the resolution; nothing while nothing is. */
export function DueCountdown({ ticket, now, className }: { ticket: DueTicket; now: number; className?: string }) {
  const { sla_due_at: due, reply_due_at, awaiting_reply_since, created_at } = ticket;
  const isHydrated = useHydrated();
  if (due === null) return null;
  const since = due === reply_due_at ? awaiting_reply_since : created_at;
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

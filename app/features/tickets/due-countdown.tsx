import { Clock, Hourglass, TriangleAlert, type LucideIcon } from "lucide-react";
import { formatDate } from "~/lib/i18n/format";
import { useHydrated } from "~/lib/use-hydrated";
import { cn } from "~/lib/cn";
import type { TicketLine } from "~/lib/supabase/database-types";
import { dueState, dueWords, type DueState } from "./ticket-due";

const looks: Record<DueState, { ink: string; Icon: LucideIcon }> = {
  later: { ink: "text-muted-foreground", Icon: Clock },
  soon: { ink: "text-warning-ink", Icon: Hourglass },
  overdue: { ink: "text-danger-ink", Icon: TriangleAlert },
};

type DueTicket = Pick<TicketLine, "sla_due_at" | "sla_warn_at">;

/** How long until what is due first, an answer or the resolution; nothing while nothing is. */
export function DueCountdown({ ticket, now, className }: { ticket: DueTicket; now: number; className?: string }) {
  const isHydrated = useHydrated();
  if (ticket.sla_due_at === null) return null;
  const times = { due: ticket.sla_due_at, warnAt: ticket.sla_warn_at };
  const state = dueState(times, now);
  const { ink, Icon } = looks[state];
  return (
    <span
      // The server's and the browser's spelling of units may differ by a version of Unicode's data.
      key={isHydrated ? "browser" : "server"}
      data-due={state}
      title={formatDate(times.due, "full", { timeZone: isHydrated ? undefined : "UTC" })}
      className={cn("inline-flex shrink-0 items-center gap-1 text-xs font-medium whitespace-nowrap tabular-nums", ink, className)}
      suppressHydrationWarning
    >
      <Icon aria-hidden="true" className="size-3.5" />
      {dueWords(times, now)}
    </span>
  );
}

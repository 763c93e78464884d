import { cn } from "~/lib/cn";
import type { TicketStatus } from "~/lib/supabase/database-types";

const inks: Record<TicketStatus, string> = {
  open: "text-info-ink",
  in_progress: "text-primary-ink",
  waiting: "text-warning-ink",
  resolved: "text-success-ink",
  closed: "text-muted-foreground",
};

/** A ring that fills as the ticket goes on. Decoration: say the status in words beside it. */
export function StatusIcon({ status, className }: { status: TicketStatus; className?: string }) {
  const isDone = status === "resolved" || status === "closed";
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" fill="none" className={cn("size-4 shrink-0", inks[status], className)}>
      <circle
        cx="8"
        cy="8"
        r="6"
        stroke="currentColor"
        strokeWidth="1.6"
        fill={isDone ? "currentColor" : "none"}
        strokeDasharray={status === "waiting" ? "2.4 2.3" : undefined}
      />
      {status === "in_progress" ? <path d="M8 4.6a3.4 3.4 0 0 1 0 6.8z" fill="currentColor" /> : null}
      {isDone ? (
        <path d="m5.4 8.2 1.8 1.8 3.500-3.800" className="stroke-surface" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
      ) : null}
    </svg>
  );
}

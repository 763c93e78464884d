import type { TicketPriority } from "~/lib/supabase/database-types";
import { cn } from "~/lib/cn";

const bars: Record<Exclude<TicketPriority, "urgent">, number> = { low: 1, medium: 2, high: 3 };

/** Bars that rise with the priority; urgent is a filled sign. Decoration: say the priority in words beside it. */
export function PriorityIcon({ priority, className }: { priority: TicketPriority; className?: string }) {
  if (priority === "urgent") {
    return (
      <svg aria-hidden="true" viewBox="0 0 16 16" className={cn("size-4 shrink-0 text-danger-ink", className)}>
        <rect x="1.5" y="1.5" width="13" height="13" rx="3.5" fill="currentColor" />
        <path d="M8 4.5v4.25M8 11.4v.1" className="stroke-surface" strokeWidth="1.8" strokeLinecap="round" fill="none" />
      </svg>
    );
  }
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="currentColor"
      className={cn("size-4 shrink-0", priority === "high" ? "text-warning-ink" : "text-muted-foreground", className)}
    >
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          x={2 + bar * 4.5}
          y={10 - bar * 3.5}
          width="3"
          height={4 + bar * 3.5}
          rx="1"
          opacity={bar < bars[priority] ? 1 : 0.3}
        />
      ))}
    </svg>
  );
}

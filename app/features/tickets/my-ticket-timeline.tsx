import { Time } from "~/components/ui/time";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import type { EventLine } from "~/lib/supabase/database-types";
import { isolated, statusName, toStatus } from "./ticket-words";

/** What happened, as the customer is told it; null for what is not told. */
export function myEventWords(event: EventLine): string | null {
  const name = isolated(event.actor_name);
  switch (event.kind) {
    case "ticket_created":
      return event.actor_type === "agent" ? m.portal_event_created_by({ name }) : m.portal_event_created();
    case "status_changed": {
      const status = toStatus(event.new_value);
      if (!status) return null;
      return event.actor_type === "agent"
        ? m.portal_event_status_by({ name, status: statusName(status) })
        : m.portal_event_status({ status: statusName(status) });
    }
    case "ticket_assigned":
      return event.new_value === null ? m.portal_event_unassigned() : m.portal_event_assigned({ name: isolated(event.new_value) });
    case "priority_changed":
    case "team_changed":
      return null;
  }
}

/** The public events of a ticket in order, the first on top. */
export function MyTicketTimeline({ events, className }: { events: readonly EventLine[]; className?: string }) {
  const told = events.flatMap((event) => {
    const words = myEventWords(event);
    return words === null ? [] : [{ event, words }];
  });
  return (
    <ol className={cn("flex flex-col", className)}>
      {told.map(({ event, words }) => (
        <li key={event.event_id} className="group relative flex gap-4 pb-5 last:pb-0">
          <span
            aria-hidden="true"
            className="relative mt-1.75 flex size-2.5 shrink-0 justify-center rounded-full bg-border group-last:bg-primary"
          >
            <span className="absolute top-4 h-[calc(100%+1.25rem)] w-px bg-border group-last:hidden" />
          </span>
          <div className="flex min-w-0 flex-1 flex-col gap-x-4 sm:flex-row sm:items-baseline sm:justify-between">
            <p className="min-w-0 text-sm wrap-anywhere">{words}</p>
            <Time value={event.created_at} style="datetime" className="shrink-0 text-sm text-muted-foreground" />
          </div>
        </li>
      ))}
    </ol>
  );
}

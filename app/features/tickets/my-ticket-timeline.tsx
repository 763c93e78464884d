import { Time } from "~/components/ui/time";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import type { EventLine } from "~/lib/supabase/database-types";
import { participantEventWords } from "~/lib/i18n/participant-words";
import { isolated } from "~/lib/i18n/isolated";
import { statusName, toStatus } from "./ticket-words";

/** What happened, as the requester is told it, or somebody who was added; null for what is not told. */
export function myEventWords(event: EventLine, isRequester = true): string | null {
  const name = isolated(event.actor_name);
  switch (event.kind) {
    case "ticket_created":
      if (event.actor_type === "agent") return m.portal_event_created_by({ name });
      return isRequester ? m.portal_event_created() : m.portal_event_created_by_requester({ name });
    case "status_changed": {
      const status = toStatus(event.new_value);
      if (!status) return null;
      return event.actor_type === "agent"
        ? m.portal_event_status_by({ name, status: statusName(status) })
        : m.portal_event_status({ status: statusName(status) });
    }
    case "ticket_assigned":
      return event.new_value === null ? m.portal_event_unassigned() : m.portal_event_assigned({ name: isolated(event.new_value) });
    case "participant_added":
    case "participant_joined":
    case "participant_removed":
      return participantEventWords({ ...event, kind: event.kind }, event.actor_type === "system" ? m.portal_event_system() : name);
    case "follow_up_opened":
      return m.common_event_follow_up({ number: event.new_value ?? "" });
    case "priority_changed":
    case "category_changed":
    case "team_changed":
    case "no_reply_needed":
    case "field_changed":
      return null;
  }
}

/** The public events of a ticket in order, the first on top. */
export function MyTicketTimeline(props: { events: readonly EventLine[]; isRequester?: boolean; className?: string }) {
  const { events, isRequester, className } = props;
  const told = events.flatMap((event) => {
    const words = myEventWords(event, isRequester);
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

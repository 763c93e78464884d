import { Time } from "~/components/ui/time";
import { m } from "~/lib/i18n/messages";
import { priorityName, toPriority } from "~/lib/i18n/priority-words";
import type { EventLine } from "~/lib/supabase/database-types";
import { participantEventWords } from "~/lib/i18n/participant-words";
import { isolated } from "~/lib/i18n/isolated";
import { statusName, toStatus } from "./ticket-words";

/** What happened, as agents are told it: all of it. */
function eventWords(event: EventLine): string {
  const actor = isolated(event.actor_type === "system" ? m.desk_system() : event.actor_name);
  const named = event.new_value === null ? null : isolated(event.new_value);
  switch (event.kind) {
    case "ticket_created":
      return m.desk_event_created({ actor });
    case "status_changed": {
      const status = toStatus(event.new_value);
      return m.desk_event_status({ actor, value: status ? statusName(status) : (named ?? "") });
    }
    case "priority_changed": {
      const priority = toPriority(event.new_value);
      return m.desk_event_priority({ actor, value: priority ? priorityName(priority) : (named ?? "") });
    }
    case "ticket_assigned":
      if (event.new_value === event.actor_name) return m.desk_event_taken({ actor });
      return named === null ? m.desk_event_unassigned({ actor }) : m.desk_event_assigned({ actor, value: named });
    case "participant_added":
    case "participant_joined":
    case "participant_removed":
      return participantEventWords({ ...event, kind: event.kind }, actor);
    case "follow_up_opened":
      return m.common_event_follow_up({ number: event.new_value ?? "" });
    case "no_reply_needed":
      return m.desk_event_no_reply_needed({ actor });
    case "field_changed":
      return event.old_value === null
        ? m.desk_event_field_answered({ actor, field: named ?? "" })
        : m.desk_event_field_changed({ actor, field: named ?? "", value: isolated(event.old_value) });
    case "category_changed":
      return named === null ? m.desk_event_category_none({ actor }) : m.desk_event_category({ actor, value: named });
    case "team_changed":
      return named === null ? m.desk_event_team_none({ actor }) : m.desk_event_team({ actor, value: named });
  }
}

/** Every event of a ticket, the latest on top. */
export function TicketTimeline({ events }: { events: readonly EventLine[] }) {
  return (
    <ol className="flex flex-col">
      {events.toReversed().map((event) => (
        <li key={event.event_id} className="group relative flex gap-3 pb-4 last:pb-0">
          <span
            aria-hidden="true"
            className="relative mt-1.5 flex size-2 shrink-0 justify-center rounded-full bg-pressed group-first:bg-primary"
          >
            <span className="absolute top-3 h-[calc(100%+1.75rem)] w-px bg-border group-last:hidden" />
          </span>
          <div className="min-w-0 flex-1">
            <p className="wrap-anywhere">{eventWords(event)}</p>
            <Time value={event.created_at} className="text-xs text-muted-foreground" />
          </div>
        </li>
      ))}
    </ol>
  );
}

/** What a system message says, in words: in rooms and in their transcripts alike. */
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import type { SystemKind, TicketStatus } from "~/lib/supabase/database-types";

const statusNames: Record<TicketStatus, () => string> = {
  open: m.common_status_open,
  in_progress: m.common_status_in_progress,
  waiting: m.common_status_waiting,
  resolved: m.common_status_resolved,
  closed: m.common_status_closed,
};

const isStatus = (value: string): value is TicketStatus => Object.hasOwn(statusNames, value);

/**
 * @param who did it; "" where nobody did, or nobody that is named
 * @returns a sentence without a full stop
 */
export function systemWords(system: { kind: SystemKind; oldValue: string | null; newValue: string | null }, who: string): string {
  const value = system.newValue ?? system.oldValue ?? "";
  const name = isolated(who);
  const person = isolated(value);
  const isNamed = who !== "";
  switch (system.kind) {
    // Who gave it to whom is the desk's own business: customers read this too.
    case "ticket_assigned":
    case "ticket_transferred":
      return m.room_system_assigned({ person });
    case "ticket_released":
      return m.room_system_released();
    case "status_changed":
      return statusWords(system, isNamed ? name : null);
    case "participant_added":
      return isNamed ? m.common_event_person_added({ actor: name, name: person }) : m.room_system_added({ person });
    case "participant_joined":
      return m.common_event_person_joined({ name: value === "" ? name : person });
    case "participant_removed":
      if (who === value) return m.common_event_person_left({ name });
      return isNamed ? m.common_event_person_removed({ actor: name, name: person }) : m.room_system_removed({ person });
  }
}

/** @param name null where nobody is named */
function statusWords({ oldValue, newValue }: { oldValue: string | null; newValue: string | null }, name: string | null): string {
  if (newValue === "closed") return name ? m.room_system_closed_by({ name }) : m.room_system_closed();
  if (newValue === "resolved") return name ? m.room_system_resolved_by({ name }) : m.room_system_resolved();
  if (oldValue === "closed" || oldValue === "resolved") return name ? m.room_system_reopened_by({ name }) : m.room_system_reopened();
  const status = newValue && isStatus(newValue) ? statusNames[newValue]() : (newValue ?? "");
  return name ? m.room_system_status_by({ name, status }) : m.room_system_status({ status });
}

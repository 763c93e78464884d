/** What a system message says, in words: in rooms and in their transcripts alike. */
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

/** Keeps a name's own reading direction to itself. */
const isolated = (name: string) => `\u2068${name}\u2069`;

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
    case "ticket_assigned":
      if (who === value) return m.room_system_taken({ name });
      return isNamed ? m.room_system_assigned_by({ name, person }) : m.room_system_assigned({ person });
    case "ticket_transferred":
      if (who === value) return m.room_system_taken({ name });
      return isNamed ? m.room_system_transferred_by({ name, person }) : m.room_system_transferred({ person });
    case "ticket_released":
      return isNamed ? m.room_system_released_by({ name }) : m.room_system_released();
    case "status_changed": {
      const status = isStatus(value) ? statusNames[value]() : value;
      return isNamed ? m.room_system_status_by({ name, status }) : m.room_system_status({ status });
    }
    case "participant_added":
      return isNamed ? m.common_event_person_added({ actor: name, name: person }) : m.room_system_added({ person });
    case "participant_joined":
      return m.common_event_person_joined({ name: value === "" ? name : person });
    case "participant_removed":
      if (who === value) return m.common_event_person_left({ name });
      return isNamed ? m.common_event_person_removed({ actor: name, name: person }) : m.room_system_removed({ person });
  }
}

import { m } from "./messages";
import type { EventLine } from "~/lib/supabase/database-types";
import { isolated } from "./isolated";

type ParticipantEvent = Pick<EventLine, "actor_name" | "old_value" | "new_value"> & {
  kind: "participant_added" | "participant_joined" | "participant_removed";
};

/** Who came and went, in words that customers and agents read alike. `actor` is who did it, as the reader may know them. */
export function participantEventWords(event: ParticipantEvent, actor: string): string {
  const name = isolated(event.new_value ?? event.old_value ?? "");
  switch (event.kind) {
    case "participant_added":
      return m.common_event_person_added({ actor, name });
    case "participant_joined":
      return m.common_event_person_joined({ name });
    case "participant_removed":
      return event.actor_name === event.old_value ? m.common_event_person_left({ name }) : m.common_event_person_removed({ actor, name });
  }
}

/** Mutants that change nothing anybody could notice, by name, with the reason. A stale entry fails the run. */

const onlyLocks = "It says which room is locked before the check; the check itself is the next statement, and a refusal ends the lock.";

const onlySpeed = "It spares those from whom nothing is hidden the question about each row, which answers the same.";

export const equivalents: Record<string, string> = {
  "private.lock_ticket_for_agent(uuid): true instead of tickets.chat_room_id = room.room_id": onlyLocks,
  "private.lock_ticket_for_agent(uuid): true instead of tickets.ticket_id = of_ticket_id": onlyLocks,
  "private.lock_ticket_for_agent(uuid): true instead of private.sees_ticket(of_ticket_id)": onlyLocks,
  ...Object.fromEntries(
    [
      'public.attachments "People read the files of messages they read, and their own that',
      'public.chat_rooms "Agents read the rooms of the tickets that they see, customers t',
      "public.customers \"Agents read their workspaces' customers, customers themselves",
      'public.message_reactions "Agents read the reactions in the rooms that they see, customers',
      'public.messages "Agents read the messages of the tickets that they see, customer',
      'public.room_receipts "People read their own receipts, agents in the rooms that they s',
      'public.sla_clocks "Agents read the clocks of the tickets that they see',
      'public.sla_events "Agents read what happened to the clocks that they see',
      'public.sla_notices "Members read the notices of the tickets that they see',
      'public.ticket_field_values "Agents read what the tickets that they see answered',
      "public.ticket_events \"Agents read their tickets' events, customers the public ones",
      'public.ticket_participants "Agents read the participants of the tickets that they see',
    ].map((policy) => [`${policy}": false instead of SELECT private.sees_every_team() AS sees_every_team`, onlySpeed]),
  ),
};

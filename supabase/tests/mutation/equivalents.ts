/** Mutants that change nothing anybody could notice, by name, with the reason. A stale entry fails the run. */

const onlyLocks = "It says which room is locked before the check; the check itself is the next statement, and a refusal ends the lock.";

export const equivalents: Record<string, string> = {
  "private.lock_ticket_for_agent(uuid): true instead of tickets.chat_room_id = room.room_id": onlyLocks,
  "private.lock_ticket_for_agent(uuid): true instead of tickets.ticket_id = of_ticket_id": onlyLocks,
  "private.lock_ticket_for_agent(uuid): true instead of private.sees_ticket(of_ticket_id)": onlyLocks,
};

/**
 * Names of the Realtime topics, as `private.topic_name()` in the database makes them (a test compares both).
 * A page normally receives the current name from the database; epochs change when access is taken away.
 */

type Epoch = number;

/** Messages and presence of a ticket's room: its customer and the workspace's agents. */
export function roomTopic(roomId: string, workspaceEpoch: Epoch, roomEpoch: Epoch): string {
  return `room:${roomId}:${workspaceEpoch}.${roomEpoch}`;
}

/** Internal notes of a room, and which agents look at it: agents only. */
export function notesTopic(roomId: string, workspaceEpoch: Epoch, roomEpoch: Epoch): string {
  return `notes:${roomId}:${workspaceEpoch}.${roomEpoch}`;
}

/** Changes of a workspace's ticket list, without those of private teams: agents only. */
export function inboxTopic(workspaceId: string, workspaceEpoch: Epoch): string {
  return `inbox:${workspaceId}:${workspaceEpoch}`;
}

/** Changes of the tickets of a private team, of which the workspace's inbox says nothing: its members, owners and admins. */
export function teamTopic(teamId: string, workspaceEpoch: Epoch): string {
  return `team:${teamId}:${workspaceEpoch}`;
}

/** What concerns one account alone. */
export function userTopic(userId: string): string {
  return `user:${userId}`;
}

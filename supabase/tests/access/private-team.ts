/**
 * What the matrix adds to the cast: Billing is private, and Dora's ticket is its. Ben is in it, Adam too, who as an admin
 * would see it anyway, as Olivia does, who owns the workspace. Sana and Mia, agents of the same workspace, are outside.
 *
 * What that left behind is taken back, but in the audit log: topics are called as in the other rows, and no timeline tells
 * of it.
 */
import { teams, tickets } from "../../../tests/support/cast";

export const putPrivateTeam = `
  update public.teams set is_private = true where team_id = '${teams.billing.teamId}';
  update public.tickets set team_id = '${teams.billing.teamId}' where ticket_id = '${tickets.dora.ticketId}';
  delete from public.ticket_events where kind = 'team_changed';
  update public.workspaces set epoch = 1;
  update public.chat_rooms set epoch = 1;
  set constraints all immediate;
  set constraints all deferred`;

/** Who sees what is Billing's, of those who work at Acme. */
export const insiders = ["olivia", "adam", "ben"] as const;

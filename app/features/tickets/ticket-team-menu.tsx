import { Lock, UsersRound } from "lucide-react";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import type { DeskTicket, TeamLine } from "~/lib/supabase/database-types";
import { TicketHeaderMenu } from "./ticket-header-menu";

/** What a team is called among those that a ticket can be given to. */
function teamLabel({ name, is_private: isPrivate, is_hidden: isHidden }: TeamLine): string {
  if (isHidden) return m.desk_team_hidden({ name });
  return isPrivate ? m.desk_team_private({ name }) : name;
}

const icon = (isPrivate: boolean) =>
  isPrivate ? (
    <Lock aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />
  ) : (
    <UsersRound aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />
  );

/** Whose ticket it is. Nothing at all in a workspace without teams. */
export function TicketTeamMenu({ ticket }: { ticket: DeskTicket }) {
  const { teams } = useDesk();
  if (teams.length === 0 && ticket.team_id === null) return null;
  return (
    <TicketHeaderMenu
      ticketId={ticket.ticket_id}
      intent="set-ticket-team"
      name="team_id"
      value={ticket.team_id ?? ""}
      accessibleName={(value) => m.desk_change_team({ value })}
      // One that was put away keeps its tickets.
      unknown={{ value: ticket.team_id ?? "", label: ticket.team_name ?? "", icon: icon(ticket.seen_by !== null) }}
      choices={[
        ...teams.map((team) => ({ value: team.team_id, label: teamLabel(team), short: team.name, icon: icon(team.is_private) })),
        { value: "", label: m.desk_no_team(), icon: icon(false) },
      ]}
    />
  );
}

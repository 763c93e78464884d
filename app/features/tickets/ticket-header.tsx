import { Link } from "@remix-run/react";
import { ArrowLeft, CircleDashed, PanelRight } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar } from "~/components/ui/avatar";
import { buttonVariants } from "~/components/ui/button-variants";
import { VisuallyHidden } from "~/components/ui/visually-hidden";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { priorityName, ticketPriorities } from "~/lib/i18n/priority-words";
import type { DeskTicket } from "~/lib/supabase/database-types";
import { DueCountdown } from "./due-countdown";
import { NoReplyNeeded } from "./no-reply-needed";
import { PriorityIcon } from "./priority-icon";
import { StatusIcon } from "./status-icon";
import { TicketHeaderMenu } from "./ticket-header-menu";
import { TicketTeamMenu } from "./ticket-team-menu";
import { statusName, ticketStatuses } from "./ticket-words";

/**
 * Above a room: which ticket it is, and what can be changed about it.
 *
 * @param props.tools beside the number: what else can be done with the room
 * @param props.listUrl back to the list, for screens that show one pane at a time
 * @param props.panel the address that shows the details, or, when they are shown, the room
 */
export function TicketHeader(props: {
  ticket: DeskTicket;
  now: number;
  listUrl: string;
  panel: { url: string; isOpen: boolean };
  /** The details, with why it is due when it is. */
  whyUrl: string;
  tools?: ReactNode;
}) {
  const { ticket, now, listUrl, panel } = props;
  return (
    <header className="relative z-10 shrink-0 border-b border-border bg-surface px-3 py-2.5 sm:px-4">
      <div className="flex items-center gap-2">
        <Link
          to={listUrl}
          aria-label={m.desk_back_to_list()}
          className={buttonVariants({ variant: "ghost", size: "icon-sm", className: "-ms-1.5 lg:hidden" })}
        >
          <ArrowLeft aria-hidden="true" className="rtl:rotate-180" />
        </Link>
        <h1 dir="auto" className="min-w-0 flex-1 truncate text-begin-as-page font-semibold tracking-tight" title={ticket.subject}>
          {ticket.subject}
        </h1>
        <span className="shrink-0 text-sm text-muted-foreground tabular-nums">#{ticket.number}</span>
        {props.tools}
        <Link
          to={panel.url}
          replace
          preventScrollReset
          aria-label={panel.isOpen ? m.desk_back_to_room() : m.desk_details()}
          aria-current={panel.isOpen ? "true" : undefined}
          className={buttonVariants({
            variant: "ghost",
            size: "icon-sm",
            className: "-me-1.5 aria-[current]:bg-hover min-[1400px]:hidden",
          })}
        >
          <PanelRight aria-hidden="true" className="rtl:rotate-180" />
        </Link>
      </div>
      <div className="@container mt-2 flex flex-wrap items-center gap-1.5">
        <StatusMenu ticket={ticket} />
        <PriorityMenu ticket={ticket} />
        <TicketTeamMenu ticket={ticket} />
        <AssigneeMenu ticket={ticket} />
        <NoReplyNeeded key={ticket.ticket_id} ticketId={ticket.ticket_id} awaitingSince={ticket.awaiting_reply_since} />
        {ticket.sla_due_at === null ? null : (
          <Link
            to={props.whyUrl}
            replace
            preventScrollReset
            title={m.desk_why()}
            className="ms-auto flex h-8 items-center rounded-md px-1.5 hover:bg-hover"
          >
            <DueCountdown ticket={ticket} now={now} />
            <VisuallyHidden>{m.desk_why()}</VisuallyHidden>
          </Link>
        )}
      </div>
    </header>
  );
}

function StatusMenu({ ticket }: { ticket: DeskTicket }) {
  return (
    <TicketHeaderMenu
      ticketId={ticket.ticket_id}
      intent="set-ticket-status"
      name="status"
      value={ticket.status}
      accessibleName={(value) => m.desk_change_status({ value })}
      choices={ticketStatuses.map((status) => ({ value: status, label: statusName(status), icon: <StatusIcon status={status} /> }))}
    />
  );
}

function PriorityMenu({ ticket }: { ticket: DeskTicket }) {
  return (
    <TicketHeaderMenu
      ticketId={ticket.ticket_id}
      intent="set-ticket-priority"
      name="priority"
      value={ticket.priority}
      accessibleName={(value) => m.desk_change_priority({ value })}
      choices={ticketPriorities.map((priority) => ({
        value: priority,
        label: priorityName(priority),
        icon: <PriorityIcon priority={priority} />,
      }))}
    />
  );
}

function AssigneeMenu({ ticket }: { ticket: DeskTicket }) {
  const desk = useDesk();
  const nobody = {
    value: "",
    label: m.desk_nobody(),
    icon: <CircleDashed aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />,
  };
  const able = desk.members.filter(({ member_id: id }) => ticket.seen_by?.includes(id) ?? true);
  // Oneself first: taking a ticket is what is done most.
  const members = able
    .filter((member) => member.member_id === desk.member_id)
    .concat(able.filter((member) => member.member_id !== desk.member_id));
  return (
    <TicketHeaderMenu
      ticketId={ticket.ticket_id}
      intent="assign-ticket"
      name="member_id"
      value={ticket.assignee_id ?? ""}
      accessibleName={(value) => m.desk_change_assignee({ value })}
      unknown={nobody}
      choices={[
        ...members.map((member) => ({
          value: member.member_id,
          label: member.member_id === desk.member_id ? m.desk_me({ name: member.display_name }) : member.display_name,
          icon: <Avatar name={member.display_name} seed={member.member_id} pictureId={member.avatar_id} size="xs" />,
        })),
        nobody,
      ]}
    />
  );
}

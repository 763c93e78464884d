import { Link, NavLink } from "@remix-run/react";
import { Badge } from "~/components/ui/badge";
import { LineIcon } from "~/components/ui/line-icon";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { MyTicketLine } from "~/lib/supabase/database-types";
import { statusName, statusTone } from "./ticket-words";

const tabClass =
  "inline-flex h-8 flex-1 items-center justify-center rounded-sm px-4 text-sm font-medium text-muted-foreground hover:text-foreground aria-[current=page]:bg-surface aria-[current=page]:text-foreground aria-[current=page]:shadow-xs sm:flex-none";

/**
 * Which ticket this is, how it stands, and the way between its chat and its details.
 *
 * @param props.isCompact for the chat: the conversation needs the height more
 */
export function MyTicketHeader(props: {
  workspaceSlug: string;
  ticket: Pick<MyTicketLine, "ticket_id" | "number" | "subject" | "status">;
  isCompact?: boolean;
}) {
  const { workspaceSlug, ticket, isCompact = false } = props;
  return (
    <header className="flex shrink-0 flex-col gap-3 sm:flex-row sm:items-end sm:justify-between sm:gap-6">
      <div className="min-w-0">
        <div className="flex items-center gap-2 text-sm text-muted-foreground">
          <Link
            to={paths.portal(workspaceSlug)}
            prefetch="intent"
            className="-ms-1 inline-flex items-center gap-1 rounded-sm py-1 pe-1 hover:text-foreground"
          >
            <LineIcon className="size-4 rtl:-scale-x-100">
              <path d="M10 3.500 5.500 8l4.500 4.500" />
            </LineIcon>
            {m.portal_my_tickets()}
          </Link>
          <span aria-hidden="true">/</span>
          <span className="tabular-nums">{m.portal_ticket_number({ number: ticket.number })}</span>
          <Badge tone={statusTone[ticket.status]} hasDot>
            {statusName(ticket.status)}
          </Badge>
        </div>
        <h1
          dir="auto"
          className={`mt-1 text-begin-as-page font-semibold tracking-tight wrap-anywhere ${isCompact ? "line-clamp-1 text-lg" : "text-2xl sm:text-3xl"}`}
        >
          {ticket.subject}
        </h1>
      </div>
      <nav aria-label={m.portal_ticket_views()} className="flex shrink-0 rounded-md bg-hover p-1">
        <NavLink to={paths.chat(workspaceSlug, ticket.ticket_id)} prefetch="intent" className={tabClass}>
          {m.portal_ticket_chat()}
        </NavLink>
        <NavLink to={paths.ticket(workspaceSlug, ticket.ticket_id)} end prefetch="intent" className={tabClass}>
          {m.portal_ticket_details()}
        </NavLink>
      </nav>
    </header>
  );
}

import { Link } from "@remix-run/react";
import { Badge } from "~/components/ui/badge";
import { Card } from "~/components/ui/card";
import { CountBadge } from "~/components/ui/count-badge";
import { EmptyState } from "~/components/ui/empty-state";
import { LineIcon } from "~/components/ui/line-icon";
import { Time } from "~/components/ui/time";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { MyTicketLine } from "~/lib/supabase/database-types";
import { useTabBadge } from "~/lib/use-tab-badge";
import { statusName, statusTone } from "./ticket-words";
import { useFreshList } from "./use-fresh-list";

/** The tickets of this browser; each leads to its chat, where things go on. */
export function MyTicketList({ workspaceSlug, tickets }: { workspaceSlug: string; tickets: readonly MyTicketLine[] }) {
  useFreshList(tickets.length > 0);
  useTabBadge(tickets.reduce((sum, { unread_count: unread }) => sum + unread, 0));
  return (
    <section aria-labelledby="my-tickets" className="flex flex-col gap-3">
      <div className="flex items-baseline justify-between gap-4 px-1">
        <h2 id="my-tickets" className="text-base font-semibold tracking-tight">
          {m.portal_my_tickets()}
        </h2>
        {tickets.length > 0 ? <p className="text-sm text-muted-foreground">{m.portal_my_tickets_here()}</p> : null}
      </div>
      <Card className="overflow-hidden">
        {tickets.length === 0 ? (
          <EmptyState icon={<ChatIcon />} title={m.portal_no_tickets_title()} text={m.portal_no_tickets_text()} className="py-10" />
        ) : (
          <ul className="divide-y divide-border">
            {tickets.map((ticket) => (
              <TicketRow key={ticket.ticket_id} workspaceSlug={workspaceSlug} ticket={ticket} />
            ))}
          </ul>
        )}
      </Card>
    </section>
  );
}

function TicketRow({ workspaceSlug, ticket }: { workspaceSlug: string; ticket: MyTicketLine }) {
  const unread = ticket.unread_count;
  return (
    <li>
      <Link
        to={paths.chat(workspaceSlug, ticket.ticket_id)}
        prefetch="intent"
        className="group flex items-center gap-4 px-4 py-3.5 transition-colors hover:bg-hover focus-visible:-outline-offset-2 sm:px-5"
      >
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span dir="auto" className={cn("truncate text-begin-as-page", unread > 0 ? "font-semibold" : "font-medium")}>
            {ticket.subject}
          </span>
          <span className="flex flex-wrap gap-x-2 text-sm text-muted-foreground">
            <span className="tabular-nums">{m.portal_ticket_number({ number: ticket.number })}</span>
            <span aria-hidden="true">·</span>
            <Time value={ticket.last_activity_at} />
          </span>
        </span>
        <CountBadge count={unread} name={m.common_unread_messages({ count: unread })} />
        <Badge tone={statusTone[ticket.status]} hasDot>
          {statusName(ticket.status)}
        </Badge>
        <LineIcon className="size-4 shrink-0 text-muted-foreground max-sm:hidden rtl:-scale-x-100">
          <path d="m6 3.500 4.500 4.500L6 12.500" />
        </LineIcon>
      </Link>
    </li>
  );
}

function ChatIcon() {
  return (
    <LineIcon grid={24} strokeWidth={1.6}>
      <path d="M20.500 11.500a8 8 0 0 1-11.600 7.100L4 20l1.400-4.900a8 8 0 1 1 15.100-3.600Z" />
    </LineIcon>
  );
}

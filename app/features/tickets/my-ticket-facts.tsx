import type { ReactNode } from "react";
import { Time } from "~/components/ui/time";
import { m } from "~/lib/i18n/messages";
import type { MyTicket } from "~/lib/supabase/database-types";
import { statusName } from "./ticket-words";

/** What a ticket is, fact by fact: status, number, who looks after it, when and by whom it was opened. `children` are further facts. */
export function MyTicketFacts({ ticket, children }: { ticket: MyTicket; children?: ReactNode }) {
  return (
    <dl className="flex flex-col gap-4 text-sm">
      <Fact name={m.portal_fact_status()}>{statusName(ticket.status)}</Fact>
      <Fact name={m.portal_fact_number()}>{m.portal_ticket_number({ number: ticket.number })}</Fact>
      <Fact name={m.portal_fact_agent()}>{ticket.agent_name ?? m.portal_fact_agent_none()}</Fact>
      {ticket.category_name ? <Fact name={m.portal_field_category()}>{ticket.category_name}</Fact> : null}
      {children}
      <Fact name={m.portal_fact_opened()}>
        <Time value={ticket.created_at} style="datetime" />
      </Fact>
      <Fact name={m.portal_fact_from()}>{ticket.customer_name}</Fact>
      {ticket.customer_email ? <Fact name={m.portal_field_email()}>{ticket.customer_email}</Fact> : null}
    </dl>
  );
}

export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="mt-0.5 font-medium wrap-anywhere">
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}

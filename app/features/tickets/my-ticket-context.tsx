import { Card } from "~/components/ui/card";
import { OpeningHours } from "~/features/workspaces/opening-hours";
import { m } from "~/lib/i18n/messages";
import type { MyTicket } from "~/lib/supabase/database-types";
import { MyTicketFacts } from "./my-ticket-facts";
import { promiseWords } from "./my-ticket-promise";

/** Beside the room where there is space for it: until when we answer, and what the ticket is. */
export function MyTicketContext({ ticket, isLate }: { ticket: MyTicket; isLate: boolean }) {
  const { title, text } = promiseWords(ticket, isLate);
  return (
    <aside aria-label={m.portal_ticket_details()} className="hidden w-72 shrink-0 flex-col gap-4 overflow-y-auto lg:flex">
      <Card className="p-5">
        <h2 className="font-semibold text-pretty">{title}</h2>
        <p className="mt-1 text-sm text-pretty text-muted-foreground">{text}</p>
        {ticket.awaiting_reply_since === null ? null : (
          <OpeningHours opening={ticket.opening} promisedBy={ticket.reply_due_at} className="mt-3" />
        )}
      </Card>
      <Card className="p-5">
        <MyTicketFacts ticket={ticket} />
      </Card>
      {ticket.participants.length > 1 ? (
        <Card className="p-5 text-sm">
          <h2 className="font-semibold">{m.portal_people()}</h2>
          <ul className="mt-2 flex flex-col gap-1">
            {ticket.participants.map(({ customer_id: id, name }) => (
              <li key={id} className="wrap-anywhere">
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </aside>
  );
}

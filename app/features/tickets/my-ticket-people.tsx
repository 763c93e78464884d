import { CardTitle, Card } from "~/components/ui/card";
import { m } from "~/lib/i18n/messages";
import type { MyTicket } from "~/lib/supabase/database-types";
import { AddPersonForm } from "./add-person-form";
import type { TicketActionAnswer } from "./my-ticket-action";
import { PeopleList } from "./people-list";

/** Who takes part in an own ticket; its requester adds and removes people. */
export function MyTicketPeople({ ticket, answer }: { ticket: MyTicket; answer: TicketActionAnswer | undefined }) {
  const isRequester = ticket.my_customer_id === ticket.customer_id;
  return (
    <Card className="p-5 sm:p-6">
      <CardTitle>{m.portal_people()}</CardTitle>
      <PeopleList people={ticket.participants} myId={ticket.my_customer_id} mayDecide={isRequester} className="mt-2" />
      {isRequester && ticket.status !== "closed" ? (
        <details className="group mt-2" open={(answer && !answer.ok && answer.typed !== undefined) || undefined}>
          <summary className="min-h-6 cursor-pointer rounded-sm py-1 text-sm font-medium text-primary-ink">{m.portal_people_add()}</summary>
          <div className="mt-3">
            <AddPersonForm answer={answer} />
          </div>
        </details>
      ) : null}
    </Card>
  );
}

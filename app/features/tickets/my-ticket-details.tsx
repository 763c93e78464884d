import { Link } from "@remix-run/react";
import { MessageText } from "~/components/message-text";
import type { ReactNode } from "react";
import { buttonVariants } from "~/components/ui/button-variants";
import { Card, CardTitle } from "~/components/ui/card";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { MyTicket } from "~/lib/supabase/database-types";
import { MyTicketFacts } from "./my-ticket-facts";
import { MyTicketPromise } from "./my-ticket-promise";
import { MyTicketTimeline } from "./my-ticket-timeline";

/** A ticket as its customer reads it: what we promise, what was asked, what happened. */
export function MyTicketDetails(props: { workspaceSlug: string; ticket: MyTicket; isLate: boolean; transcript: ReactNode }) {
  const { workspaceSlug, ticket, isLate, transcript } = props;
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_19rem]">
      <div className="flex min-w-0 flex-col gap-5">
        <MyTicketPromise
          ticket={ticket}
          isLate={isLate}
          action={
            ticket.status === "closed" ? (
              <Link to={paths.newTicket(workspaceSlug)} prefetch="intent" className={`${buttonVariants()} max-sm:w-full`}>
                {m.portal_open_ticket()}
              </Link>
            ) : (
              <Link to={paths.chat(workspaceSlug, ticket.ticket_id)} prefetch="intent" className={`${buttonVariants()} max-sm:w-full`}>
                {m.portal_go_to_chat()}
              </Link>
            )
          }
        />
        <Card className="p-5 sm:p-6">
          <CardTitle>{m.portal_description()}</CardTitle>
          <MessageText text={ticket.description} className="mt-3" />
        </Card>
        <Card className="p-5 sm:p-6">
          <CardTitle>{m.portal_timeline()}</CardTitle>
          <MyTicketTimeline events={ticket.events} isRequester={ticket.my_customer_id === ticket.customer_id} className="mt-4" />
        </Card>
      </div>
      <div className="flex min-w-0 flex-col gap-5">
        <Card className="p-5 sm:p-6">
          <CardTitle className="sr-only">{m.portal_ticket_details()}</CardTitle>
          <MyTicketFacts ticket={ticket} />
        </Card>
        <Card className="p-5 sm:p-6">{transcript}</Card>
      </div>
    </div>
  );
}

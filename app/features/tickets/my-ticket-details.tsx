import { Link } from "@remix-run/react";
import { MessageText } from "~/components/message-text";
import type { ReactNode } from "react";
import { Alert } from "~/components/ui/alert";
import { buttonVariants } from "~/components/ui/button-variants";
import { Card, CardTitle } from "~/components/ui/card";
import type { TicketActionAnswer } from "./my-ticket-action";
import { MyTicketPeople } from "./my-ticket-people";
import { ClosedTicketWays, CloseTicketForm } from "./ticket-ending";
import { formatDate } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { MyTicket } from "~/lib/supabase/database-types";
import { AnswerWords } from "./answer-words";
import { Fact, MyTicketFacts } from "./my-ticket-facts";
import { MyTicketPromise } from "./my-ticket-promise";
import { MyTicketTimeline } from "./my-ticket-timeline";

/** A ticket as its customer reads it: what we promise, what was asked, what happened. */
export function MyTicketDetails(props: {
  workspaceSlug: string;
  ticket: MyTicket;
  isLate: boolean;
  mayReopen: boolean;
  answer: TicketActionAnswer | undefined;
  transcript: ReactNode;
}) {
  const { workspaceSlug, ticket, isLate, mayReopen, answer, transcript } = props;
  const isRequester = ticket.my_customer_id === ticket.customer_id;
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_19rem]">
      <div className="flex min-w-0 flex-col gap-5">
        <MyTicketPromise
          ticket={ticket}
          isLate={isLate}
          action={
            ticket.status === "closed" ? (
              <ClosedTicketWays workspaceSlug={workspaceSlug} ticketId={ticket.ticket_id} mayReopen={mayReopen} />
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
          <MyTicketTimeline events={ticket.events} isRequester={isRequester} className="mt-4" />
        </Card>
      </div>
      <div className="flex min-w-0 flex-col gap-5">
        {answer?.words ? (
          <Alert tone={answer.ok ? "success" : "danger"} isUrgent={!answer.ok}>
            {answer.words}
          </Alert>
        ) : null}
        <MyTicketPeople ticket={ticket} answer={answer} />
        <Card className="p-5 sm:p-6">
          <CardTitle className="sr-only">{m.portal_ticket_details()}</CardTitle>
          <MyTicketFacts ticket={ticket}>
            {ticket.fields.map((field) => (
              <Fact key={field.field_id} name={<bdi>{field.label}</bdi>}>
                <AnswerWords field={field} />
              </Fact>
            ))}
          </MyTicketFacts>
          {ticket.follows_ticket_id === null ? null : (
            <Link to={paths.ticket(workspaceSlug, ticket.follows_ticket_id)} className="mt-4 block text-sm underline underline-offset-4">
              {m.portal_follows({ number: ticket.follows_number ?? "" })}
            </Link>
          )}
          {isRequester && ticket.status !== "closed" ? (
            <div className="mt-5 border-t border-border pt-5">
              <CloseTicketForm action={paths.ticketActions(workspaceSlug, ticket.ticket_id)} />
            </div>
          ) : null}
          {mayReopen && ticket.reopen_until !== null ? (
            <p className="mt-4 text-sm text-muted-foreground">
              {m.portal_reopen_until({ day: formatDate(ticket.reopen_until, "date", { timeZone: "UTC" }) })}
            </p>
          ) : null}
        </Card>
        <Card className="p-5 sm:p-6">{transcript}</Card>
      </div>
    </div>
  );
}

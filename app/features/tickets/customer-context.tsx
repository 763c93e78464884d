import { Link, useActionData } from "@remix-run/react";
import type { ReactNode } from "react";
import { Avatar } from "~/components/ui/avatar";
import { ScrollArea } from "~/components/ui/scroll-area";
import { Time } from "~/components/ui/time";
import { AddPersonForm } from "./add-person-form";
import { PeopleList } from "./people-list";
import { formatNumber } from "~/lib/i18n/format";
import { getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { metricName } from "~/lib/i18n/sla-words";
import { paths } from "~/lib/paths";
import type { DeskTicket, TicketChannel } from "~/lib/supabase/database-types";
import { StatusIcon } from "./status-icon";
import type { TicketActionAnswer } from "./my-ticket-action";
import { TicketCategoryMenu } from "./ticket-category-menu";
import { TicketFieldsSection } from "./ticket-fields-section";
import { TicketTimeline } from "./ticket-timeline";
import { statusName } from "./ticket-words";

const channelNames: Record<TicketChannel, () => string> = {
  web: m.desk_channel_web,
  widget: m.desk_channel_widget,
  mobile: m.desk_channel_mobile,
  email: m.desk_channel_email,
  phone: m.desk_channel_phone,
  api: m.desk_channel_api,
};

/** "German" for `de`, in the current language; the tag itself where it names none. */
function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(getLocale(), { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/**
 * What is known about the customer and the ticket, beside the room.
 *
 * @param props.due what is due for it, and why
 */
export function CustomerContext({ ticket, workspaceSlug, due }: { ticket: DeskTicket; workspaceSlug: string; due: ReactNode }) {
  const answer = useActionData<TicketActionAnswer>();
  return (
    <ScrollArea aria-label={m.desk_details()} className="flex-1 text-sm">
      <section aria-label={m.desk_customer()} className="border-b border-border p-4">
        <div className="flex items-center gap-3">
          <Avatar name={ticket.customer_name} size="md" />
          <div className="min-w-0">
            <h2 className="truncate font-semibold">{ticket.customer_name}</h2>
            {ticket.customer_email === null ? null : (
              <a
                href={`mailto:${encodeURIComponent(ticket.customer_email)}`}
                className="block truncate rounded-xs text-muted-foreground underline-offset-4 hover:text-foreground hover:underline"
              >
                {ticket.customer_email}
              </a>
            )}
          </div>
        </div>
        <dl className="mt-4 grid gap-2">
          <Fact name={m.desk_customer_language()}>
            <span suppressHydrationWarning>{languageName(ticket.customer_locale)}</span>
          </Fact>
          <Fact name={m.desk_customer_since()}>
            <Time value={ticket.customer_since} style="date" />
          </Fact>
        </dl>
      </section>

      <Section title={m.desk_ticket()}>
        <dl className="grid gap-2">
          <Fact name={m.desk_number()}>#{ticket.number}</Fact>
          <Fact name={m.desk_category()}>
            <TicketCategoryMenu ticket={ticket} />
          </Fact>
          <Fact name={m.desk_channel()}>{channelNames[ticket.channel]()}</Fact>
          <Fact name={m.desk_created()}>
            <Time value={ticket.created_at} style="datetime" />
          </Fact>
          <Fact name={metricName("first_response")}>
            {ticket.first_response_at === null ? m.desk_not_yet() : <Time value={ticket.first_response_at} style="datetime" />}
          </Fact>
          {ticket.follows_ticket_id === null ? null : (
            <Fact name={m.desk_follows()}>
              <Link to={paths.deskTicket(workspaceSlug, ticket.follows_ticket_id)} className="underline underline-offset-4">
                #{ticket.follows_number}
              </Link>
            </Fact>
          )}
          {ticket.follow_ups.length === 0 ? null : (
            <Fact name={m.desk_follow_ups()}>
              {ticket.follow_ups.map((next) => (
                <Link
                  key={next.ticket_id}
                  to={paths.deskTicket(workspaceSlug, next.ticket_id)}
                  className="me-2 underline underline-offset-4"
                >
                  #{next.number}
                </Link>
              ))}
            </Fact>
          )}
          <Fact name={m.desk_messages()}>{formatNumber(ticket.message_count)}</Fact>
        </dl>
      </Section>

      {ticket.fields.length === 0 ? null : (
        <Section title={m.desk_fields()}>
          <TicketFieldsSection ticket={ticket} refused={answer && !answer.ok ? answer.fields : undefined} />
        </Section>
      )}

      <Section title={m.desk_due()}>{due}</Section>

      <Section title={m.portal_people()}>
        <PeopleList people={ticket.participants} myId={null} mayDecide className="-mt-2" />
        {ticket.status === "closed" ? null : (
          <details className="mt-1" open={(answer && !answer.ok && answer.typed !== undefined) || undefined}>
            <summary className="min-h-6 cursor-pointer rounded-sm py-1 font-medium text-primary-ink">{m.portal_people_add()}</summary>
            <div className="mt-3">
              <AddPersonForm answer={answer} />
            </div>
          </details>
        )}
      </Section>

      <Section title={m.desk_other_tickets()}>
        {ticket.other_tickets.length === 0 ? (
          <p className="text-muted-foreground">{m.desk_no_other_tickets()}</p>
        ) : (
          <ul className="-mx-2 flex flex-col">
            {ticket.other_tickets.map((other) => (
              <li key={other.ticket_id}>
                <Link
                  to={paths.deskTicket(workspaceSlug, other.ticket_id)}
                  prefetch="intent"
                  className="flex items-center gap-2 rounded-md px-2 py-1.5 hover:bg-hover"
                >
                  <StatusIcon status={other.status} />
                  <span className="sr-only">{statusName(other.status)}</span>
                  <span className="min-w-0 flex-1 truncate">{other.subject}</span>
                  <span className="shrink-0 text-xs text-muted-foreground tabular-nums">#{other.number}</span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>

      <Section title={m.desk_timeline()} isLast>
        <TicketTimeline events={ticket.events} />
      </Section>
    </ScrollArea>
  );
}

function Section({ title, isLast = false, children }: { title: string; isLast?: boolean; children: ReactNode }) {
  return (
    <section aria-label={title} className={isLast ? "p-4" : "border-b border-border p-4"}>
      <h3 className="mb-3 text-xs font-semibold text-muted-foreground">{title}</h3>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-2">
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}

import { Fragment, type ReactNode } from "react";
import { Card } from "~/components/ui/card";
import { LineIcon } from "~/components/ui/line-icon";
import { Time } from "~/components/ui/time";
import { ZonedTime } from "~/components/ui/zoned-time";
import { OpeningHours } from "~/features/workspaces/opening-hours";
import { m } from "~/lib/i18n/messages";
import type { MyTicket } from "~/lib/supabase/database-types";

type Ticket = Pick<MyTicket, "status" | "awaiting_reply_since" | "reply_due_at" | "opening">;

/** Whose turn it is, and until when we answer: the one thing a waiting customer wants to know. */
export function MyTicketPromise({ ticket, isLate, action }: { ticket: Ticket; isLate: boolean; action: ReactNode }) {
  const { title, text } = promiseWords(ticket, isLate);
  const isWaitingForUs = ticket.awaiting_reply_since !== null;
  return (
    <Card className="flex flex-col gap-4 p-5 sm:flex-row sm:items-center sm:justify-between sm:gap-6 sm:p-6">
      <div className="flex min-w-0 items-start gap-4">
        <span
          aria-hidden="true"
          className={`grid size-10 shrink-0 place-items-center rounded-full ${isLate ? "bg-warning-soft text-warning-ink" : isWaitingForUs ? "bg-primary-soft text-primary-ink" : "bg-success-soft text-success-ink"}`}
        >
          <LineIcon grid={20} strokeWidth={1.6} className="size-5">
            {isWaitingForUs ? (
              <path d="M10 5.500V10l3 2M10 2.500a7.500 7.500 0 1 1 0 15 7.500 7.500 0 0 1 0-15Z" />
            ) : (
              <path d="m4.500 10.500 3.500 3.500 7.500-8" />
            )}
          </LineIcon>
        </span>
        <div className="min-w-0">
          <h2 className="font-semibold text-pretty">{title}</h2>
          <p className="mt-0.5 text-sm text-pretty text-muted-foreground">{text}</p>
          {isWaitingForUs ? <OpeningHours opening={ticket.opening} promisedBy={ticket.reply_due_at} className="mt-2" /> : null}
        </div>
      </div>
      <div className="shrink-0">{action}</div>
    </Card>
  );
}

/** What we promise at this moment, in words: a title and a sentence. */
export function promiseWords(
  { status, awaiting_reply_since: since, reply_due_at: dueAt, opening }: Ticket,
  isLate: boolean,
): { title: ReactNode; text: ReactNode } {
  if (status === "closed") return { title: m.portal_promise_closed(), text: m.portal_promise_closed_text() };
  if (status === "resolved") return { title: m.portal_promise_resolved(), text: m.portal_promise_resolved_text() };
  if (!since) return { title: m.portal_promise_your_turn(), text: m.portal_promise_your_turn_text() };
  // Nothing is promised for tickets of this kind.
  if (!dueAt) return { title: m.portal_promise_received(), text: m.portal_promise_received_text() };
  const at = <ZonedTime value={dueAt} timeZone={opening.time_zone} />;
  if (isLate) return { title: m.portal_promise_late(), text: withTime(m.portal_promise_late_text, at) };
  return { title: withTime(m.portal_promise_by, at), text: withTime(m.portal_promise_by_text, <Time value={dueAt} />) };
}

/** A sentence with an element where its time belongs, wherever a language puts it. */
function withTime(sentence: (inputs: { time: string }) => string, time: ReactNode): ReactNode {
  const [before, after] = sentence({ time: "\u0000" }).split("\u0000");
  return (
    <Fragment>
      {before}
      {time}
      {after}
    </Fragment>
  );
}

import { Link } from "@remix-run/react";
import { ChevronRight } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "~/components/ui/button";
import { Skeleton } from "~/components/ui/skeleton";
import { m } from "~/lib/i18n/messages";
import type { DeskTicket } from "~/lib/supabase/database-types";
import { useHydrated } from "~/lib/use-hydrated";
import { DueCountdown } from "./due-countdown";
import type { DueRefusal } from "./my-ticket-action";
import { ResolutionDueForm } from "./resolution-due-form";
import { SlaClock } from "./sla-clock";
import type { WhyDue } from "./use-why-due";

/**
 * What is due for a ticket, why then, and setting it by hand.
 *
 * @param props.whyUrl this page with the reasons, where there is no JavaScript
 * @param props.refused what became of the form in a page without JavaScript
 */
export function TicketDueSection(props: { ticket: DeskTicket; now: number; why: WhyDue; whyUrl: string; refused: DueRefusal | undefined }) {
  const { ticket, now, why, whyUrl, refused } = props;
  const isHydrated = useHydrated();
  const { clocks, isAsked } = why;
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isAsked) details.current?.scrollIntoView({ block: "start" });
  }, [isAsked]);
  const owed = clocks?.filter((clock) => clock.stopped_at === null) ?? [];
  const over = clocks?.filter((clock) => clock.stopped_at !== null) ?? [];
  const resolution = owed.find((clock) => clock.metric === "resolution" && clock.state !== "breached");
  return (
    <>
      {ticket.sla_due_at === null ? (
        <p className="text-muted-foreground">{m.desk_due_none()}</p>
      ) : (
        <DueCountdown ticket={ticket} now={now} className="text-sm [&_svg]:size-4" />
      )}
      <details
        ref={details}
        className="group/why mt-2 scroll-mt-16"
        open={why.isOpen || refused !== undefined}
        onToggle={(event) => why.setOpen(event.currentTarget.open)}
      >
        <summary className="-mx-1 inline-flex min-h-6 cursor-pointer list-none items-center gap-1 rounded-sm px-1 py-0.5 font-medium text-primary-ink [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden="true"
            className="size-4 transition-transform group-open/why:rotate-90 motion-reduce:transition-none rtl:-scale-x-100"
          />
          {m.desk_why()}
        </summary>
        <div className="mt-3 flex flex-col gap-5" aria-busy={clocks === null && !why.hasFailed}>
          {clocks === null && why.hasFailed ? (
            <div role="alert" className="flex flex-wrap items-center gap-2">
              <p>{m.desk_why_failed()}</p>
              <Button variant="outline" size="sm" onClick={why.load}>
                {m.desk_why_retry()}
              </Button>
            </div>
          ) : null}
          {clocks === null && !why.hasFailed ? <Waiting url={isHydrated ? null : whyUrl} /> : null}
          {clocks?.length === 0 ? <p className="text-muted-foreground">{m.desk_why_none()}</p> : null}
          {owed.map((clock) => (
            <SlaClock key={`${clock.metric} ${clock.sequence}`} clock={clock} now={now} />
          ))}
          {resolution ? <ResolutionDueForm ticketId={ticket.ticket_id} clock={resolution} refused={refused} /> : null}
          {over.length > 0 ? (
            <details open={owed.length === 0}>
              <summary className="min-h-6 cursor-pointer rounded-sm py-0.5 text-muted-foreground">
                {m.desk_why_earlier({ count: over.length })}
              </summary>
              <div className="mt-3 flex flex-col gap-5">
                {over.map((clock) => (
                  <SlaClock key={`${clock.metric} ${clock.sequence}`} clock={clock} now={now} />
                ))}
              </div>
            </details>
          ) : null}
        </div>
      </details>
    </>
  );
}

/** The place of what is loaded; without JavaScript the way to it. */
function Waiting({ url }: { url: string | null }) {
  if (url !== null) {
    return (
      <Link to={url} className="underline underline-offset-4">
        {m.desk_why_show()}
      </Link>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <Skeleton className="h-4 w-32" />
      <Skeleton className="h-2.5 w-full" />
      <Skeleton className="h-4 w-48" />
    </div>
  );
}

import { useFetcher, type FetcherWithComponents } from "@remix-run/react";
import { BellOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { DisclosureMenu } from "~/components/disclosure-menu";
import { SubmitButton } from "~/components/forms/submit-button";
import { toast } from "~/components/ui/toaster";
import { m } from "~/lib/i18n/messages";
import type { TicketActionAnswer } from "./my-ticket-action";

/** Ends the customer's wait without an answer. It cannot be taken back, so that is said before. */
export function NoReplyNeeded({ ticketId, awaitingSince }: { ticketId: string; awaitingSince: string | null }) {
  const place = useRef<HTMLSpanElement>(null);
  const fetcher = useFetcher<TicketActionAnswer>({ key: `set-no-reply-needed:${ticketId}` });
  const answer = fetcher.data;
  useEffect(() => {
    if (answer?.ok) toast.success(m.desk_no_reply_done());
    else if (answer) toast.error(m.desk_change_failed(), { description: answer.words });
  }, [answer]);
  const isOver = awaitingSince === null;
  useEffect(() => {
    // The pressed button is gone: one goes on with what stands beside it.
    if (isOver && answer?.ok && document.activeElement === document.body)
      place.current?.parentElement?.querySelector<HTMLElement>("summary")?.focus();
  }, [isOver, answer]);
  return (
    <>
      <span ref={place} hidden />
      {isOver ? null : <Menu key={awaitingSince} fetcher={fetcher} />}
    </>
  );
}

function Menu({ fetcher }: { fetcher: FetcherWithComponents<unknown> }) {
  return (
    <DisclosureMenu
      label={
        <>
          <BellOff aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />
          <span className="@max-lg:sr-only">{m.desk_no_reply_needed()}</span>
        </>
      }
      accessibleName={m.desk_no_reply_needed()}
      summaryClassName="flex h-8 cursor-pointer items-center gap-1.5 rounded-md border border-border bg-surface px-2 text-[0.8125rem] font-medium select-none group-open:bg-hover hover:bg-hover"
    >
      <fetcher.Form method="post" className="flex w-64 max-w-[70vw] flex-col items-start gap-3 p-2.5 text-sm">
        <p className="text-pretty text-muted-foreground">{m.desk_no_reply_text()}</p>
        <SubmitButton size="sm" variant="outline" name="intent" value="set-no-reply-needed" isPending={fetcher.state !== "idle"}>
          {m.desk_no_reply_confirm()}
        </SubmitButton>
      </fetcher.Form>
    </DisclosureMenu>
  );
}

import { Form, Link } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

/**
 * The ways on from a closed ticket: open it again while that is possible, or follow it up.
 *
 * @param props.mayReopen decided by the server, so that page and browser say the same
 * @param props.back "chat" to come back to the room
 */
export function ClosedTicketWays(props: { workspaceSlug: string; ticketId: string; mayReopen: boolean; back?: "chat"; size?: "sm" }) {
  const { workspaceSlug, ticketId, mayReopen, back, size } = props;
  return (
    <div className="flex flex-wrap gap-2">
      {mayReopen ? (
        <Form method="post" action={paths.ticketActions(workspaceSlug, ticketId)} preventScrollReset>
          {back ? <input type="hidden" name="back" value={back} /> : null}
          <SubmitButton variant="outline" size={size} name="intent" value="reopen-ticket">
            {m.portal_reopen()}
          </SubmitButton>
        </Form>
      ) : null}
      <Link
        to={paths.newTicket(workspaceSlug, { follows: ticketId })}
        prefetch="intent"
        className={buttonVariants({ variant: mayReopen ? "ghost" : "outline", size })}
      >
        {m.portal_follow_up()}
      </Link>
    </div>
  );
}

/** Closing is one press: it can be taken back. */
export function CloseTicketForm({ action }: { action: string }) {
  return (
    <Form method="post" action={action} preventScrollReset>
      <SubmitButton variant="outline" size="sm" name="intent" value="close-ticket">
        {m.portal_close()}
      </SubmitButton>
    </Form>
  );
}

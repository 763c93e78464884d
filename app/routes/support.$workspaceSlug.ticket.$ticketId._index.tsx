import { data, redirect, type ActionFunctionArgs } from "@remix-run/node";
import { useActionData, useRouteLoaderData } from "@remix-run/react";
import { CardTitle } from "~/components/ui/card";
import { TranscriptForm } from "~/features/rooms/transcript-form";
import { TranscriptOutcome } from "~/features/rooms/transcript-outcome";
import type { TicketActionAnswer } from "~/features/tickets/my-ticket-action";
import { actOnMyTicket } from "~/features/tickets/my-ticket-actions.server";
import { MyTicketDetails } from "~/features/tickets/my-ticket-details";
import { usePortal } from "~/features/workspaces/portal-data";
import { PortalPageError } from "~/features/workspaces/portal-page-error";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";
import type { loader as ticketLoader } from "./support.$workspaceSlug.ticket.$ticketId";

export async function action(args: ActionFunctionArgs) {
  const { workspaceSlug = "", ticketId = "" } = args.params;
  const form = await postedForm(args.request);
  const { answer, status } = await actOnMyTicket(getSession("portal", args), ticketId, form);
  if (answer.ok) {
    if (form.get("intent") === "leave-ticket") throw redirect(paths.portal(workspaceSlug), 303);
    if (form.get("back") === "chat") throw redirect(paths.chat(workspaceSlug, ticketId), 303);
    // A page without JavaScript is loaded anew, so that going back does not send the form again.
    if (args.request.headers.get("Sec-Fetch-Dest") === "document") throw redirect(paths.ticket(workspaceSlug, ticketId), 303);
  }
  return data<TicketActionAnswer>(answer, { status });
}

/** Everything shown here came with the layout, in one call. */
export default function MyTicketPage() {
  const data = useRouteLoaderData<typeof ticketLoader>("routes/support.$workspaceSlug.ticket.$ticketId");
  const answer = useActionData<TicketActionAnswer>();
  const { portal } = usePortal();
  if (!data) return null;
  return (
    <>
      <TranscriptOutcome />
      <MyTicketDetails
        workspaceSlug={portal.slug}
        ticket={data.ticket}
        isLate={data.isLate}
        mayReopen={data.mayReopen}
        answer={answer}
        transcript={
          <>
            <CardTitle className="mb-2">{m.room_transcript()}</CardTitle>
            <TranscriptForm url={paths.transcript(portal.slug, data.ticket.ticket_id)} />
          </>
        }
      />
    </>
  );
}

export function ErrorBoundary() {
  return <PortalPageError />;
}

import { useRouteLoaderData } from "@remix-run/react";
import { CardTitle } from "~/components/ui/card";
import { TranscriptForm } from "~/features/rooms/transcript-form";
import { TranscriptOutcome } from "~/features/rooms/transcript-outcome";
import { MyTicketDetails } from "~/features/tickets/my-ticket-details";
import { usePortal } from "~/features/workspaces/portal-data";
import { PortalPageError } from "~/features/workspaces/portal-page-error";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { loader as ticketLoader } from "./support.$workspaceSlug.ticket.$ticketId";

/** Everything shown here came with the layout, in one call. */
export default function MyTicketPage() {
  const data = useRouteLoaderData<typeof ticketLoader>("routes/support.$workspaceSlug.ticket.$ticketId");
  const { portal } = usePortal();
  if (!data) return null;
  return (
    <>
      <TranscriptOutcome />
      <MyTicketDetails
        workspaceSlug={portal.slug}
        ticket={data.ticket}
        isLate={data.isLate}
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

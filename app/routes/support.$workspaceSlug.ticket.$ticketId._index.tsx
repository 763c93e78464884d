import { useRouteLoaderData } from "@remix-run/react";
import { MyTicketDetails } from "~/features/tickets/my-ticket-details";
import { usePortal } from "~/features/workspaces/portal-data";
import { PortalPageError } from "~/features/workspaces/portal-page-error";
import type { loader as ticketLoader } from "./support.$workspaceSlug.ticket.$ticketId";

/** Everything shown here came with the layout, in one call. */
export default function MyTicketPage() {
  const data = useRouteLoaderData<typeof ticketLoader>("routes/support.$workspaceSlug.ticket.$ticketId");
  const { portal } = usePortal();
  if (!data) return null;
  return <MyTicketDetails workspaceSlug={portal.slug} ticket={data.ticket} isLate={data.isLate} />;
}

export function ErrorBoundary() {
  return <PortalPageError />;
}

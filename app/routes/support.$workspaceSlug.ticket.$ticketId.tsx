import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Outlet, useLoaderData, useMatches, useRevalidator, type ShouldRevalidateFunction } from "@remix-run/react";
import { useUnsentKeeper } from "~/features/rooms/use-unsent-keeper";
import { MyTicketContext } from "~/features/tickets/my-ticket-context";
import { MyTicketHeader } from "~/features/tickets/my-ticket-header";
import { promiseWords } from "~/features/tickets/my-ticket-promise";
import { findMyTicket } from "~/features/tickets/my-tickets.server";
import { usePortal } from "~/features/workspaces/portal-data";
import { PortalPageError } from "~/features/workspaces/portal-page-error";
import { m } from "~/lib/i18n/messages";
import { useTurn } from "~/lib/use-turn";
import { getSession } from "~/lib/supabase/session.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${m.portal_ticket_number({ number: data.ticket.number })} ${data.ticket.subject}` : m.common_error_404_title() },
  { name: "robots", content: "noindex" },
];

export async function loader(args: LoaderFunctionArgs) {
  const { workspaceSlug = "", ticketId = "" } = args.params;
  const ticket = await findMyTicket(getSession("portal", args), args.request, workspaceSlug, ticketId);
  // Decided here, so that the page in the browser says the same as the one from the server.
  return {
    ticket,
    isLate: ticket.reply_due_at !== null && Date.parse(ticket.reply_due_at) < Date.now(),
    mayReopen: ticket.reopen_until !== null && Date.parse(ticket.reopen_until) > Date.now(),
  };
}

/** Between details and chat things happen, so both show the ticket as it is; a message sent says by itself what it changed. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formAction, currentUrl, nextUrl, defaultShouldRevalidate }) => {
  if (formAction?.includes("/messages")) return false;
  return defaultShouldRevalidate || currentUrl.pathname !== nextUrl.pathname;
};

export default function MyTicketLayout() {
  const { ticket, isLate } = useLoaderData<typeof loader>();
  const { revalidate } = useRevalidator();
  // A promise that is not kept is not shown as one.
  useTurn(isLate ? null : ticket.reply_due_at, () => {
    // Without a network the page would be gone instead.
    if (navigator.onLine) revalidate();
  });
  useUnsentKeeper("customer");
  const { portal } = usePortal();
  const isRoom = useMatches().some(({ id }) => id.endsWith(".chat"));
  return (
    <div className={isRoom ? "flex min-h-0 flex-1 flex-col gap-3" : "flex flex-col gap-6"}>
      <MyTicketHeader workspaceSlug={portal.slug} ticket={ticket} isCompact={isRoom} />
      {isRoom && ticket.awaiting_reply_since !== null ? (
        <p className="-mt-1 truncate text-sm text-muted-foreground lg:hidden">{promiseWords(ticket, isLate).title}</p>
      ) : null}
      {isRoom ? (
        <div className="flex min-h-0 flex-1 gap-5">
          <Outlet />
          <MyTicketContext ticket={ticket} isLate={isLate} />
        </div>
      ) : (
        <Outlet />
      )}
    </div>
  );
}

export function ErrorBoundary() {
  return <PortalPageError />;
}

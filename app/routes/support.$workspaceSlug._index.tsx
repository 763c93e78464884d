import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useUnsentKeeper } from "~/features/rooms/use-unsent-keeper";
import { MyTicketList } from "~/features/tickets/my-ticket-list";
import { findMyTickets } from "~/features/tickets/my-tickets.server";
import { usePortal } from "~/features/workspaces/portal-data";
import { PortalPageError } from "~/features/workspaces/portal-page-error";
import { PortalWelcome } from "~/features/workspaces/portal-welcome";
import { m } from "~/lib/i18n/messages";
import { orStatus } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";
import type { loader as portalLoader } from "./support.$workspaceSlug";

export const meta: MetaFunction<typeof loader, { "routes/support.$workspaceSlug": typeof portalLoader }> = ({ matches }) => {
  const portal = matches.find(({ id }) => id === "routes/support.$workspaceSlug")?.data?.portal;
  return portal
    ? [
        { title: m.portal_title({ name: portal.name }) },
        { name: "description", content: portal.welcome_text || m.portal_welcome_text({ name: portal.name }) },
      ]
    : [];
};

export async function loader(args: LoaderFunctionArgs) {
  return { tickets: await orStatus(findMyTickets(getSession("portal", args), args.request, args.params.workspaceSlug ?? "")) };
}

export default function PortalHomePage() {
  const { tickets } = useLoaderData<typeof loader>();
  useUnsentKeeper("customer");
  const { portal, usualReply } = usePortal();
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-10 sm:gap-14">
      <PortalWelcome portal={portal} usualReply={usualReply} />
      <MyTicketList workspaceSlug={portal.slug} tickets={tickets} />
    </div>
  );
}

export function ErrorBoundary() {
  return <PortalPageError />;
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData, useNavigation, useParams, useRouteLoaderData, type ShouldRevalidateFunction } from "@remix-run/react";
import { DeskPanes } from "~/components/desk-panes";
import { PageError } from "~/components/page-error";
import { deskAnswer, requireAccount } from "~/features/accounts/accounts.server";
import { TicketList } from "~/features/tickets/ticket-list";
import { readListPage } from "~/features/tickets/ticket-list.server";
import { TicketRoomSkeleton } from "~/features/tickets/ticket-room-skeleton";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { revalidatesWhen } from "~/lib/should-revalidate";
import type { loader as frameLoader } from "./desk.$workspaceSlug";

/** The list, beside whatever is open. It has no address of its own: view and search are the query of its pages. */
export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  return deskAnswer(args.request, readListPage(session, args.params.workspaceSlug ?? "", new URL(args.request.url).searchParams));
}

/** From ticket to ticket the list stays; another view, search or order and a change load it anew. */
export const shouldRevalidate: ShouldRevalidateFunction = (args) => {
  const { currentParams, nextParams, currentUrl, nextUrl } = args;
  const listOf = ({ searchParams }: URL) =>
    ["view", "search", "order", "after_due", "before_at", "before_id"].map((name) => searchParams.get(name) ?? "").join("\n");
  return revalidatesWhen(args, currentParams.workspaceSlug === nextParams.workspaceSlug && listOf(currentUrl) === listOf(nextUrl));
};

const ticketPath = /\/ticket\/([^/]+)$/;

export default function InboxLayout() {
  const page = useLoaderData<typeof loader>();
  const frame = useRouteLoaderData<typeof frameLoader>("routes/desk.$workspaceSlug");
  const { slug } = useDesk();
  const { ticketId } = useParams();
  const navigation = useNavigation();
  // On the way to another ticket its place is shown at once; a form of this page is not on the way anywhere.
  const nextTicketId =
    navigation.state === "loading" && !navigation.formData ? ticketPath.exec(navigation.location.pathname)?.[1] : undefined;
  const isOnTheWay = nextTicketId !== undefined && nextTicketId !== ticketId;
  return (
    <DeskPanes
      current={ticketId !== undefined || isOnTheWay ? "room" : "list"}
      list={<TicketList workspaceSlug={slug} page={page} portalUrl={frame?.portalUrl ?? paths.portal(slug)} />}
      room={isOnTheWay ? <TicketRoomSkeleton /> : <Outlet />}
    />
  );
}

export function ErrorBoundary() {
  return <PageError home={paths.desks()} homeLabel={m.desk_to_desks()} />;
}

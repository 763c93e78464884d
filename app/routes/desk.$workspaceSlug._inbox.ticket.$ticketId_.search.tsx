import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useParams } from "@remix-run/react";
import { PageError } from "~/components/page-error";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { searchRoom } from "~/features/rooms/room-search.server";
import { SearchPage } from "~/features/rooms/search-page";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

export const meta: MetaFunction = () => [{ title: `${m.room_search()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  return deskFound(args.request, searchRoom(session, args.request, args.params.ticketId ?? ""));
}

/** Where there is no JavaScript; the room has this search in it. */
export default function SearchTicketRoom() {
  const page = useLoaderData<typeof loader>();
  const { workspaceSlug = "", ticketId = "" } = useParams();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-5">
      <SearchPage
        found={page}
        roomUrl={paths.deskTicket(workspaceSlug, ticketId)}
        messageUrl={(message) => paths.deskTicket(workspaceSlug, ticketId, { message })}
        moreUrl={paths.deskSearch(workspaceSlug, ticketId, { q: page.query, before: page.next ?? undefined })}
      />
    </div>
  );
}

export function ErrorBoundary() {
  const { workspaceSlug = "" } = useParams();
  return <PageError home={paths.inbox(workspaceSlug)} homeLabel={m.desk_back_to_list()} />;
}

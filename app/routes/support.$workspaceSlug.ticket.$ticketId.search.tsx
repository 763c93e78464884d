import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useParams } from "@remix-run/react";
import { searchRoom } from "~/features/rooms/room-search.server";
import { SearchPage } from "~/features/rooms/search-page";
import { PortalPageError } from "~/features/workspaces/portal-page-error";
import { paths } from "~/lib/paths";
import { found } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";

export async function loader(args: LoaderFunctionArgs) {
  return found(searchRoom(getSession("portal", args), args.request, args.params.ticketId ?? ""));
}

/** Where there is no JavaScript; the room has this search in it. */
export default function SearchMyRoom() {
  const page = useLoaderData<typeof loader>();
  const { workspaceSlug = "", ticketId = "" } = useParams();
  return (
    <SearchPage
      found={page}
      roomUrl={paths.chat(workspaceSlug, ticketId)}
      messageUrl={(message) => paths.chat(workspaceSlug, ticketId, { message })}
      moreUrl={paths.chatSearch(workspaceSlug, ticketId, { q: page.query, before: page.next ?? undefined })}
    />
  );
}

export function ErrorBoundary() {
  return <PortalPageError />;
}

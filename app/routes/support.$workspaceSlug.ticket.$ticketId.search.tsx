import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useParams } from "@remix-run/react";
import { searchRoom } from "~/features/rooms/room-search.server";
import { SearchPage } from "~/features/rooms/search-page";
import { PortalPageError } from "~/features/workspaces/portal-page-error";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { found } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";
import type { loader as ticketLoader } from "./support.$workspaceSlug.ticket.$ticketId";

export const meta: MetaFunction<typeof loader, { "routes/support.$workspaceSlug.ticket.$ticketId": typeof ticketLoader }> = ({
  matches,
}) => {
  const ticket = matches.find(({ id }) => id === "routes/support.$workspaceSlug.ticket.$ticketId")?.data?.ticket;
  return [{ title: ticket ? `${m.room_search()} · ${ticket.subject}` : m.room_search() }, { name: "robots", content: "noindex" }];
};

export async function loader(args: LoaderFunctionArgs) {
  return found(searchRoom(getSession("portal", args), args.request, args.params.ticketId ?? ""));
}

/** Where there is no JavaScript; the room has this search in it. */
export default function SearchMyRoom() {
  const page = useLoaderData<typeof loader>();
  const { workspaceSlug = "", ticketId = "" } = useParams();
  return (
    <SearchPage
      heading="h2"
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

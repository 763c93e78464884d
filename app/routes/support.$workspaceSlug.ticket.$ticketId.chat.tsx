import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useParams, useRevalidator, useRouteLoaderData } from "@remix-run/react";
import { LockKeyhole } from "lucide-react";
import type { ReactNode } from "react";
import { answerRefusedLine, postedRoomForm } from "~/features/rooms/attachment-form.server";
import { newId } from "~/features/rooms/new-id";
import { ClosedTicketWays } from "~/features/tickets/ticket-ending";
import { followUpTicket } from "~/features/tickets/tickets.server";
import { Room } from "~/features/rooms/room";
import { postLine } from "~/features/rooms/room-post.server";
import { readStretch } from "~/features/rooms/room-stretch.server";
import { readRoom } from "~/features/rooms/rooms.server";
import { usePortal } from "~/features/workspaces/portal-data";
import { PortalPageError } from "~/features/workspaces/portal-page-error";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { RealtimeProvider } from "~/lib/realtime/realtime-provider";
import { found } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";
import type { loader as ticketLoader } from "./support.$workspaceSlug.ticket.$ticketId";

export async function loader(args: LoaderFunctionArgs) {
  const [session, { ticketId = "" }] = [getSession("portal", args), args.params];
  const [page, stretch] = await Promise.all([found(readRoom(session, ticketId)), found(readStretch(session, args.request, ticketId))]);
  return { page, ...stretch, nextClientId: newId() };
}

/** Without JavaScript a message is a plain form post; with it, the page sends by the route beside this one. */
export async function action(args: ActionFunctionArgs) {
  const { workspaceSlug = "", ticketId = "" } = args.params;
  const session = getSession("portal", args);
  const { form, refused } = await postedRoomForm(session, args.request, ticketId);
  const goOn = async (message: { body: string; clientId: string }) => {
    const opened = await followUpTicket(session, ticketId, message);
    return opened && paths.chat(workspaceSlug, opened.ticket_id);
  };
  const answer = refused ? { ok: false as const, ...refused } : await postLine(session, form, "message", goOn);
  if (answer.ok) throw redirect("movedTo" in answer ? answer.movedTo : paths.chat(workspaceSlug, ticketId), 303);
  return answerRefusedLine(args.context, form, answer);
}

/** The room keeps itself up to date. */
export const shouldRevalidate = () => false;

export default function Chat() {
  const { page, around, openAt, nextClientId } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { ticketId = "" } = useParams();
  const { portal, realtime } = usePortal();
  const revalidator = useRevalidator();
  const shown = useRouteLoaderData<typeof ticketLoader>("routes/support.$workspaceSlug.ticket.$ticketId");
  if (!shown) return null;
  const { ticket, mayReopen } = shown;
  // What the requester writes opens a ticket that follows this one.
  const isOver = ticket.reopen_until !== null && !mayReopen;
  return (
    <RealtimeProvider {...realtime} tokenUrl={paths.portalToken(portal.slug)}>
      <Room
        key={ticketId}
        me={{ id: ticket.my_customer_id, name: ticket.my_name }}
        page={page}
        endpoints={{ messages: paths.chatMessages(portal.slug, ticketId) }}
        form={
          refused ? { clientId: refused.clientId || nextClientId, text: refused.text, error: refused.words } : { clientId: nextClientId }
        }
        around={around}
        openAt={openAt}
        links={{
          files: paths.chatFiles(portal.slug, ticketId),
          hits: paths.chatHits(portal.slug, ticketId),
          search: paths.chatSearch(portal.slug, ticketId),
          message: (message) => paths.chat(portal.slug, ticketId, { message }),
          older: (before) => paths.chat(portal.slug, ticketId, { before }),
          newest: paths.chat(portal.slug, ticketId),
        }}
        onTicketChanged={() => revalidator.revalidate()}
        isOver={isOver}
        closed={
          isOver ? (
            <p className="px-2 pt-1.5 text-sm text-muted-foreground">{m.room_is_over()}</p>
          ) : (
            <ClosedRoom>
              <ClosedTicketWays workspaceSlug={portal.slug} ticketId={ticketId} mayReopen={mayReopen} back="chat" size="sm" />
            </ClosedRoom>
          )
        }
        className="rounded-xl border border-border bg-background"
      />
    </RealtimeProvider>
  );
}

function ClosedRoom({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-xl bg-sunken px-4 py-3 text-sm text-muted-foreground">
      <p className="flex items-center gap-2">
        <LockKeyhole aria-hidden="true" className="size-4 shrink-0" />
        {m.room_closed()}
      </p>
      {children}
    </div>
  );
}

export function ErrorBoundary() {
  return <PortalPageError />;
}

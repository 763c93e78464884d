import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import {
  isRouteErrorResponse,
  useActionData,
  useLoaderData,
  useLocation,
  useParams,
  useSearchParams,
  type ClientActionFunctionArgs,
  type ShouldRevalidateFunction,
} from "@remix-run/react";
import { PageError } from "~/components/page-error";
import { Alert } from "~/components/ui/alert";
import { deskAnswer, deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { answerRefusedLine, postedRoomForm, type RefusedLine } from "~/features/rooms/attachment-form.server";
import { DeskRoom } from "~/features/rooms/desk-room";
import { newId } from "~/features/rooms/new-id";
import { postLine } from "~/features/rooms/room-post.server";
import { readStretch } from "~/features/rooms/room-stretch.server";
import { readNotes, readRoom } from "~/features/rooms/rooms.server";
import { TranscriptMenu } from "~/features/rooms/transcript-menu";
import { TranscriptOutcome } from "~/features/rooms/transcript-outcome";
import { CustomerContext } from "~/features/tickets/customer-context";
import { TicketHeader } from "~/features/tickets/ticket-header";
import type { TicketActionAnswer } from "~/features/tickets/my-ticket-action";
import { changeTicket } from "~/features/tickets/ticket-header.server";
import { readListQuery, toInboxQuery } from "~/features/tickets/ticket-list-query";
import { getSlaExplanation, getTicket } from "~/features/tickets/tickets.server";
import { dueTurns } from "~/features/tickets/ticket-due";
import { TicketDueSection } from "~/features/tickets/ticket-due-section";
import { useFreshTicket } from "~/features/tickets/use-fresh-ticket";
import { useNow } from "~/features/tickets/use-now";
import { useWhyDue } from "~/features/tickets/use-why-due";
import { useDesk } from "~/features/workspaces/desk-context";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { revalidatesWhen } from "~/lib/should-revalidate";
import { getSession } from "~/lib/supabase/session.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `#${data.ticket.number} ${data.ticket.subject} · ${m.common_app_name()}` : m.common_app_name() },
];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "", ticketId = "" } = args.params;
  const isWhyAsked = new URL(args.request.url).searchParams.get("why") === "1";
  const [ticket, page, stretch, notes, clocks] = await Promise.all([
    deskFound(args.request, getTicket(session, workspaceSlug, ticketId)),
    deskFound(args.request, readRoom(session, ticketId)),
    deskFound(args.request, readStretch(session, args.request, ticketId)),
    deskFound(args.request, readNotes(session, ticketId)),
    isWhyAsked ? deskAnswer(args.request, getSlaExplanation(session, workspaceSlug, ticketId)) : null,
  ]);
  return { ticket, page, ...stretch, notes, clocks, now: Date.now(), nextClientId: newId() };
}

export async function action(args: ActionFunctionArgs) {
  const session = getSession("desk", args);
  const { form, refused } = await postedRoomForm(session, args.request, args.params.ticketId ?? "");
  const intent = form.get("intent");
  const here = new URL(args.request.url);
  const back = () => redirect(here.pathname + here.search, 303);
  if (intent === "send-message" || intent === "add-note") {
    const posted = refused ? { ok: false as const, ...refused } : await postLine(session, form, intent === "add-note" ? "note" : "message");
    return posted.ok ? back() : answerRefusedLine(args.context, form, posted);
  }
  // Words rather than a redirect to the sign-in page: the page keeps what is being typed.
  if (!(await session.accessToken())) return data<TicketActionAnswer>({ ok: false, words: m.errors_sign_in_required() }, { status: 401 });
  const { workspaceSlug = "", ticketId = "" } = args.params;
  const { answer, status, isHidden } = await changeTicket(session, workspaceSlug, ticketId, form);
  // It was given to a private team of others.
  if (isHidden) return redirect(paths.inbox(workspaceSlug, toInboxQuery(readListQuery(here.searchParams))), 303);
  // A page without JavaScript is loaded anew, so that going back does not send the form again.
  if (answer.ok && !args.request.url.endsWith(".data") && args.request.headers.get("Sec-Fetch-Dest") === "document") return back();
  return data(answer, { status });
}

/** A change that does not get through is said in words; the page, with what is being typed, stays. */
export async function clientAction({ serverAction }: ClientActionFunctionArgs): Promise<TicketActionAnswer | RefusedLine> {
  try {
    return await serverAction<typeof action>();
  } catch (error) {
    if (error instanceof Response) throw error;
    return { ok: false, words: isRouteErrorResponse(error) ? m.errors_unexpected() : m.common_error_offline_text() };
  }
}

/** The details beside the room are in the page already. */
export const shouldRevalidate: ShouldRevalidateFunction = (args) =>
  revalidatesWhen(args, args.currentParams.ticketId === args.nextParams.ticketId);

export default function TicketPage() {
  const { ticket } = useLoaderData<typeof loader>();
  return <OpenTicket key={ticket.ticket_id} />;
}

function OpenTicket() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<TicketActionAnswer | RefusedLine>();
  const [answer, refused] = answered && "text" in answered ? [null, answered] : [answered, null];
  const desk = useDesk();
  const ticket = useFreshTicket(desk.slug, loaded.ticket);
  const [parameters] = useSearchParams();
  const query = toInboxQuery(readListQuery(parameters));
  const isPanelOpen = parameters.get("panel") === "details";
  const { ticket_id: ticketId } = ticket;
  const now = useNow(loaded.now, dueTurns([ticket]));
  const why = useWhyDue(desk.slug, ticket, loaded.clocks);
  const whyUrl = paths.deskTicket(desk.slug, ticketId, { ...query, panel: "details", why: 1 });
  const refusedDue = answer && !answer.ok ? answer.due : undefined;
  const details = (
    <CustomerContext
      ticket={ticket}
      workspaceSlug={desk.slug}
      due={<TicketDueSection ticket={ticket} now={now} why={why} whyUrl={whyUrl} refused={refusedDue} />}
    />
  );
  return (
    <div className="flex min-h-0 min-w-0 flex-1">
      <section aria-label={ticket.subject} className="flex min-h-0 min-w-0 flex-1 flex-col">
        <TicketHeader
          ticket={ticket}
          now={now}
          whyUrl={whyUrl}
          listUrl={paths.inbox(desk.slug, query)}
          panel={{ isOpen: isPanelOpen, url: paths.deskTicket(desk.slug, ticketId, isPanelOpen ? query : { ...query, panel: "details" }) }}
          tools={<TranscriptMenu url={paths.deskTranscript(desk.slug, ticketId)} />}
        />
        <TranscriptOutcome className="rounded-none" />
        {answer && !answer.ok && answer.words ? (
          <Alert tone="danger" isUrgent className="rounded-none">
            {answer.words}
          </Alert>
        ) : null}
        <div className={cn("min-h-0 flex-1 flex-col", isPanelOpen ? "hidden min-[1400px]:flex" : "flex")}>
          <DeskRoom
            me={{ id: desk.member_id, name: desk.display_name }}
            page={loaded.page}
            around={loaded.around}
            openAt={loaded.openAt}
            links={{
              files: paths.deskFiles(desk.slug, ticketId),
              hits: paths.deskHits(desk.slug, ticketId),
              search: paths.deskSearch(desk.slug, ticketId),
              message: (message) => paths.deskTicket(desk.slug, ticketId, { message }),
              older: (before) => paths.deskTicket(desk.slug, ticketId, { ...query, before }),
              newest: paths.deskTicket(desk.slug, ticketId, query),
            }}
            notes={loaded.notes}
            endpoints={{
              messages: paths.deskMessages(desk.slug, ticketId),
              notes: paths.deskNotes(desk.slug, ticketId),
              details: paths.deskMessageDetails(desk.slug, loaded.page.room_id),
            }}
            form={{ clientId: refused?.clientId || loaded.nextClientId, refused }}
            customerName={ticket.customer_name}
            isCustomerAlone={ticket.participants.every((person) => person.is_requester)}
          />
        </div>
        {isPanelOpen ? <div className="flex min-h-0 flex-1 flex-col min-[1400px]:hidden">{details}</div> : null}
      </section>
      <aside aria-label={m.desk_details()} className="hidden min-h-0 w-80 shrink-0 flex-col border-s border-border min-[1400px]:flex">
        {details}
      </aside>
    </div>
  );
}

export function ErrorBoundary() {
  const { workspaceSlug = "" } = useParams();
  const { search } = useLocation();
  return <PageError home={paths.inbox(workspaceSlug) + search} homeLabel={m.desk_back_to_list()} />;
}

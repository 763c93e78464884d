import { Link, useLocation, useParams } from "@remix-run/react";
import { useReducer, useState, type KeyboardEvent } from "react";
import { LiveRegion } from "~/components/live-region";
import { Button } from "~/components/ui/button";
import { buttonVariants } from "~/components/ui/button-variants";
import { ScrollArea } from "~/components/ui/scroll-area";
import { m } from "~/lib/i18n/messages";
import { paths, type InboxQuery } from "~/lib/paths";
import { useHydrated } from "~/lib/use-hydrated";
import { fetchData } from "./fetch-data";
import { useInbox } from "./inbox-provider";
import { TicketListEmpty } from "./ticket-list-empty";
import { TicketListHead } from "./ticket-list-head";
import { dueTurns } from "./ticket-due";
import { isSameList, listOrder, toInboxQuery, toOlderQuery } from "./ticket-list-query";
import { TicketListRow } from "./ticket-list-row";
import { reduceList, startList } from "./ticket-list-state";
import type { ListPage } from "./ticket-list.server";
import { useNow } from "./use-now";

type ListProps = { workspaceSlug: string; page: ListPage; portalUrl: string };

/** The list pane: views, search, tickets. */
export function TicketList(props: ListProps) {
  const { page } = props;
  return (
    <>
      <TicketListHead workspaceSlug={props.workspaceSlug} query={page} />
      {/* Another view, search or order is another list, with its own pages and place. */}
      <Lines key={`${page.view} ${page.search ?? ""} ${page.order} ${page.isOlder}`} {...props} />
    </>
  );
}

function Lines({ workspaceSlug, page, portalUrl }: ListProps) {
  const { livePage } = useInbox();
  const [list, dispatch] = useReducer(reduceList, { lines: page.tickets, order: listOrder(page) }, startList);
  const [seen, setSeen] = useState({ page, livePage });
  if (seen.page !== page || seen.livePage !== livePage) {
    setSeen({ page, livePage });
    if (seen.page !== page) dispatch({ type: "refreshed", firstPage: page.tickets });
    // An older page, opened by its address, stays what it is.
    if (livePage && seen.livePage !== livePage && !page.isOlder && isSameList(livePage, page))
      dispatch({ type: "refreshed", firstPage: livePage.tickets });
  }
  const now = useNow(page.now, dueTurns(list.lines));
  const { ticketId } = useParams();
  const query = toInboxQuery(page);
  const last = list.lines.at(-1);
  const newest = list.lines.find((line) => list.arrivedIds.has(line.ticket_id));

  return (
    <ScrollArea aria-label={m.desk_tickets()} className="flex-1" onKeyDown={moveFocus}>
      <LiveRegion message={newest ? m.desk_new_ticket_arrived({ subject: newest.subject }) : ""} />
      {page.isOlder ? (
        <Link to={paths.inbox(workspaceSlug, query)} className={buttonVariants({ variant: "ghost", size: "sm", className: "m-2 flex" })}>
          {listOrder(page) === "due" ? m.desk_back_to_first() : m.desk_back_to_newest()}
        </Link>
      ) : null}
      {list.lines.length === 0 ? (
        <TicketListEmpty query={page} workspaceSlug={workspaceSlug} portalUrl={portalUrl} />
      ) : (
        <ul>
          {list.lines.map((line) => (
            <TicketListRow
              key={line.ticket_id}
              line={line}
              to={paths.deskTicket(workspaceSlug, line.ticket_id, query)}
              isCurrent={line.ticket_id === ticketId}
              hasArrived={list.arrivedIds.has(line.ticket_id)}
              now={now}
            />
          ))}
        </ul>
      )}
      {list.hasMore && last ? (
        <LoadOlder
          workspaceSlug={workspaceSlug}
          query={toOlderQuery(page, last)}
          words={listOrder(page) === "due" ? m.desk_load_further() : m.desk_load_more()}
          onLoaded={(older) => dispatch({ type: "older_loaded", page: older.tickets })}
        />
      ) : null}
    </ScrollArea>
  );
}

/** A button that adds the next page; a link to it where there is no JavaScript. */
function LoadOlder(props: { workspaceSlug: string; query: InboxQuery; words: string; onLoaded: (page: ListPage) => void }) {
  const { workspaceSlug, query, words, onLoaded } = props;
  const { markSignedOut } = useInbox();
  const isHydrated = useHydrated();
  const { pathname } = useLocation();
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");
  const look = buttonVariants({ variant: "ghost", size: "sm", className: "w-full" });

  async function load() {
    setState("loading");
    const page = await fetchData<ListPage>(paths.deskTickets(workspaceSlug, query));
    if (page === "signed_out") markSignedOut();
    setState(typeof page === "string" ? "failed" : "idle");
    if (typeof page !== "string") onLoaded(page);
  }

  return (
    <div className="p-3 text-center">
      {isHydrated ? (
        <Button variant="ghost" size="sm" className="w-full" isPending={state === "loading"} onClick={() => void load()}>
          {words}
        </Button>
      ) : (
        <Link to={`${pathname}${paths.inbox(workspaceSlug, query).replace(/^[^?]*/, "")}`} className={look}>
          {words}
        </Link>
      )}
      {state === "failed" ? (
        <p role="alert" className="mt-1 text-sm text-danger-ink">
          {m.desk_load_more_failed()}
        </p>
      ) : null}
    </div>
  );
}

/** Arrow keys, or J and K, move from ticket to ticket while the list has the focus; Home and End to its ends. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("a[data-ticket]")];
  const focused = rows.findIndex((row) => row === document.activeElement);
  const current = focused === -1 ? rows.findIndex((row) => row.getAttribute("aria-current") === "page") : focused;
  const target = { ArrowDown: current + 1, j: current + 1, ArrowUp: current - 1, k: current - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (target === undefined) return;
  const row = rows[Math.min(Math.max(target, 0), rows.length - 1)];
  if (!row) return;
  event.preventDefault();
  row.focus();
}

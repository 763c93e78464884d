import { Form, Link, useLocation, useParams, useSubmit } from "@remix-run/react";
import { Search, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { cn } from "~/lib/cn";
import { formatNumber } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { InboxView, TicketCounts } from "~/lib/supabase/database-types";
import { useInbox } from "./inbox-provider";
import { ListOrderMenu } from "./list-order-menu";
import { inboxViews, mayBeByDue, toInboxQuery, type ListQuery } from "./ticket-list-query";

const viewNames: Record<InboxView, () => string> = {
  active: m.desk_view_active,
  mine: m.desk_view_mine,
  unassigned: m.desk_view_unassigned,
  done: m.desk_view_done,
  all: m.desk_view_all,
};

const countOf = (counts: TicketCounts, view: InboxView): number | null =>
  view === "active" || view === "mine" || view === "unassigned" ? counts[view] : null;

/** The views with their live counts, and the search in the one that is open. */
export function TicketListHead({ workspaceSlug, query }: { workspaceSlug: string; query: ListQuery }) {
  const { counts } = useInbox();
  // Beside an open ticket, the ticket's subject is the page's first heading.
  const Heading = useParams().ticketId === undefined ? "h1" : "h2";
  return (
    <div className="shrink-0 border-b border-border">
      <Heading className="sr-only">{m.desk_inbox()}</Heading>
      <div className="flex items-center gap-1 p-2.5 pb-0.5">
        <SearchForm query={query} />
        {mayBeByDue(query.view) ? <ListOrderMenu query={query} /> : null}
      </div>
      <nav aria-label={m.desk_views()} className="[scrollbar-width:none] overflow-x-auto px-2">
        <ul className="flex w-max min-w-full">
          {inboxViews.map((view) => {
            const count = countOf(counts, view);
            return (
              <li key={view}>
                <Link
                  to={paths.inbox(workspaceSlug, toInboxQuery({ ...query, view }))}
                  prefetch="intent"
                  preventScrollReset
                  aria-current={view === query.view ? "page" : undefined}
                  className={cn(
                    "-mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent px-2 text-[0.8125rem] font-medium text-muted-foreground outline-offset-[-3px]",
                    "hover:text-foreground aria-[current=page]:border-primary aria-[current=page]:text-foreground",
                  )}
                >
                  {viewNames[view]()}
                  {count === null || count === 0 ? null : (
                    <span className="text-xs text-muted-foreground tabular-nums">{formatNumber(count)}</span>
                  )}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
    </div>
  );
}

/** Searches while one types, and on Enter where there is no JavaScript. An open ticket stays open. */
function SearchForm({ query }: { query: ListQuery }) {
  const { pathname } = useLocation();
  const submit = useSubmit();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  // The way back and the tabs change the search too; what is being typed at this moment goes before.
  useEffect(() => {
    if (input.current && input.current !== document.activeElement) input.current.value = query.search ?? "";
  }, [query.search]);
  return (
    <Form
      method="get"
      role="search"
      action={pathname}
      replace
      onSubmit={() => clearTimeout(timer.current)}
      className="relative min-w-0 flex-1"
    >
      {query.view === "active" ? null : <input type="hidden" name="view" value={query.view} />}
      {query.order === "activity" ? null : <input type="hidden" name="order" value={query.order} />}
      <Search aria-hidden="true" className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-muted-foreground" />
      <input
        ref={input}
        type="search"
        name="search"
        defaultValue={query.search ?? ""}
        maxLength={200}
        aria-label={m.desk_search()}
        placeholder={m.desk_search()}
        autoComplete="off"
        onInput={(event) => {
          const { form } = event.currentTarget;
          clearTimeout(timer.current);
          timer.current = setTimeout(() => submit(form, { replace: true, preventScrollReset: true }), 250);
        }}
        className="h-9 w-full rounded-md border border-transparent bg-hover ps-8.5 pe-8 text-sm placeholder:text-muted-foreground focus-visible:border-ring focus-visible:bg-surface focus-visible:ring-3 focus-visible:ring-ring/25 focus-visible:outline-hidden [&::-webkit-search-cancel-button]:hidden"
      />
      {query.search === null ? null : (
        <Link
          to={{ pathname, search: new URLSearchParams(toInboxQuery({ ...query, search: null })).toString() }}
          aria-label={m.desk_search_clear()}
          className="absolute end-1 top-1 grid size-7 place-items-center rounded-sm text-muted-foreground hover:bg-pressed hover:text-foreground"
        >
          <X aria-hidden="true" className="size-4" />
        </Link>
      )}
    </Form>
  );
}

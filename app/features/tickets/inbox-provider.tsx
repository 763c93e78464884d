import { useLocation, useRevalidator } from "@remix-run/react";
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { paths } from "~/lib/paths";
import type { TicketCounts } from "~/lib/supabase/database-types";
import { fetchData } from "./fetch-data";
import { readListQuery, toInboxQuery } from "./ticket-list-query";
import type { ListPage } from "./ticket-list.server";
import { useInboxChannels } from "./use-inbox-channels";
import { useOneAtATime } from "./use-one-at-a-time";

type ChangeListener = (ticketIds: ReadonlySet<string> | null) => void;

type Inbox = {
  /** The newest page of the list in view, once it was fetched after the page was loaded. */
  livePage: ListPage | null;
  counts: TicketCounts;
  /** The session has ended while the page was open. */
  isSignedOut: boolean;
  markSignedOut: () => void;
  /** @returns the way to stop listening */
  listen: (listener: ChangeListener) => () => void;
};

const InboxContext = createContext<Inbox | null>(null);

/** What the list knows live. Only below the desk's frame. */
export function useInbox(): Inbox {
  const inbox = useContext(InboxContext);
  if (!inbox) throw new Error("useInbox() belongs below <InboxProvider>.");
  return inbox;
}

/** Calls back when a ticket has changed, or may have. `onChange` may be an inline function. */
export function useTicketChanges(ticketId: string, onChange: () => void) {
  const { listen } = useInbox();
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(
    () =>
      listen((ids) => {
        if (ids === null || ids.has(ticketId)) latest.current();
      }),
    [listen, ticketId],
  );
}

/**
 * Keeps the list and the counts of a workspace current: one request for all that changed in a moment, one at a time.
 *
 * @param props.topics that tell of tickets which the agent may see
 * @param props.counts from the frame's loader
 * @param props.memberId of the agent whose desk this is
 */
export function InboxProvider(props: {
  workspaceSlug: string;
  topics: readonly string[];
  memberId: string;
  counts: TicketCounts;
  children: ReactNode;
}) {
  const { workspaceSlug, topics, memberId, counts, children } = props;
  const { search } = useLocation();
  const { revalidate } = useRevalidator();
  const [livePage, setLivePage] = useState<ListPage | null>(null);
  const [isSignedOut, setIsSignedOut] = useState(false);
  const [current, setCurrent] = useState({ loaded: counts, counts });
  if (current.loaded !== counts) setCurrent({ loaded: counts, counts });

  const [listeners] = useState(() => new Set<ChangeListener>());
  const refresh = useOneAtATime(async () => {
    const query = toInboxQuery(readListQuery(new URLSearchParams(search)));
    const answer = await fetchData<ListPage>(paths.deskTickets(workspaceSlug, query));
    if (answer === "signed_out") setIsSignedOut(true);
    if (typeof answer === "string") return;
    setIsSignedOut(false);
    setLivePage(answer);
    setCurrent((known) => ({ ...known, counts: answer.counts }));
  });

  useInboxChannels(topics, memberId, {
    onChanged: (ids) => {
      refresh();
      for (const listener of listeners) listener(ids);
    },
    onMoved: revalidate,
  });

  const markSignedOut = useCallback(() => setIsSignedOut(true), []);
  const listen = useCallback(
    (listener: ChangeListener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    [listeners],
  );
  const inbox = useMemo(
    () => ({ livePage, counts: current.counts, isSignedOut, markSignedOut, listen }),
    [livePage, current.counts, isSignedOut, markSignedOut, listen],
  );
  return <InboxContext.Provider value={inbox}>{children}</InboxContext.Provider>;
}

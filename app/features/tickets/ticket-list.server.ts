/** One page of the list with the counts, as the desk's pages and its data route give it. */
import type { Session } from "~/lib/supabase/session.server";
import type { TicketCounts, TicketLine } from "~/lib/supabase/database-types";
import { listOrder, readListCursor, readListQuery, type ListQuery } from "./ticket-list-query";
import { listPageSize } from "./ticket-list-state";
import { countTickets, listTickets } from "./tickets.server";

export type ListPage = ListQuery & {
  tickets: TicketLine[];
  counts: TicketCounts;
  /** Whether this is an older page, not the newest. */
  isOlder: boolean;
  /** The server's time in milliseconds since 1970. */
  now: number;
};

/** @throws {DatabaseError} */
export async function readListPage(session: Session, workspaceSlug: string, parameters: URLSearchParams): Promise<ListPage> {
  const query = readListQuery(parameters);
  const before = readListCursor(parameters);
  const [tickets, counts] = await Promise.all([
    listTickets(session, workspaceSlug, { ...query, order: listOrder(query), before, pageSize: listPageSize }),
    countTickets(session, workspaceSlug),
  ]);
  return { ...query, tickets, counts, isOlder: before !== null, now: Date.now() };
}

/** The lines of the list: the first page keeps coming anew, older pages are put under it. No side effects. */
import type { InboxOrder, TicketLine } from "~/lib/supabase/database-types";

export const listPageSize = 50;

export type ListState = {
  lines: TicketLine[];
  order: InboxOrder;
  /** Whether older lines can be asked for. */
  hasMore: boolean;
  /** Tickets that came while the list was open: they are shown so for a while. */
  arrivedIds: ReadonlySet<string>;
};

export type ListEvent = { type: "refreshed"; firstPage: TicketLine[] } | { type: "older_loaded"; page: TicketLine[] };

/** A list as it is at first. */
export function startList({ lines: firstPage, order }: { lines: TicketLine[]; order: InboxOrder }): ListState {
  return { lines: firstPage, order, hasMore: firstPage.length >= listPageSize, arrivedIds: new Set() };
}

/** When something is due, in milliseconds since 1970; after everything else where nothing is. */
const dueOf = ({ sla_due_at: due }: TicketLine) => (due === null ? Infinity : Date.parse(due));

/** True when `a` stands above `b`: by what is due if the list is, then by latest activity, then by id, as the database orders. */
function isAbove(a: TicketLine, b: TicketLine, order: InboxOrder): boolean {
  if (order === "due" && dueOf(a) !== dueOf(b)) return dueOf(a) < dueOf(b);
  const difference = Date.parse(a.last_activity_at) - Date.parse(b.last_activity_at);
  return difference === 0 ? a.ticket_id > b.ticket_id : difference > 0;
}

export function reduceList(state: ListState, event: ListEvent): ListState {
  switch (event.type) {
    case "refreshed":
      return refresh(state, event.firstPage);
    case "older_loaded": {
      const known = new Set(state.lines.map((line) => line.ticket_id));
      return {
        ...state,
        lines: [...state.lines, ...event.page.filter((line) => !known.has(line.ticket_id))],
        hasMore: event.page.length >= listPageSize,
      };
    }
  }
}

/** What lies within the new first page's reach is replaced by it; what was loaded below it stays. */
function refresh(state: ListState, firstPage: TicketLine[]): ListState {
  const known = new Set(state.lines.map((line) => line.ticket_id));
  const oldEnd = state.hasMore ? state.lines.at(-1) : undefined;
  // A line from below the part that was loaded only moved up because others left: it did not arrive.
  const arrived = firstPage.filter((line) => !known.has(line.ticket_id) && (!oldEnd || isAbove(line, oldEnd, state.order)));
  const arrivedIds = new Set([...state.arrivedIds, ...arrived.map((line) => line.ticket_id)]);
  const newEnd = firstPage.at(-1);
  if (!newEnd || firstPage.length < listPageSize) return { ...state, lines: firstPage, hasMore: false, arrivedIds };
  const fresh = new Set(firstPage.map((line) => line.ticket_id));
  const below = state.lines.filter((line) => !fresh.has(line.ticket_id) && isAbove(newEnd, line, state.order));
  return { ...state, lines: [...firstPage, ...below], hasMore: below.length > 0 ? state.hasMore : true, arrivedIds };
}

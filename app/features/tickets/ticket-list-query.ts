/** What a list of tickets shows, as it stands in the address. */
import { z } from "zod";
import type { InboxQuery } from "~/lib/paths";
import type { InboxOrder, InboxView, TicketLine } from "~/lib/supabase/database-types";

export const inboxViews = ["active", "mine", "unassigned", "done", "all"] as const satisfies readonly InboxView[];

/** Where something can be due; what is done, and all, stays by activity. */
const viewsByDue: readonly InboxView[] = ["active", "mine", "unassigned"];

/** `order` is what was asked for, and kept on the way through views that have one order alone: see listOrder(). */
export type ListQuery = { view: InboxView; search: string | null; order: InboxOrder };

/** Where a page of the list ended. `dueAt` counts in the order by what is due. */
export type ListCursor = { dueAt: string | null; lastActivityAt: string; ticketId: string };

const time = z
  .string()
  .max(40)
  .refine((value) => !Number.isNaN(Date.parse(value)));
const cursorSchema = z.object({ dueAt: time.nullable(), lastActivityAt: time, ticketId: z.uuid() });

/** An unknown view is the first one, as an unknown order; a search of blanks is none. */
export function readListQuery(parameters: URLSearchParams): ListQuery {
  const view = inboxViews.find((name) => name === parameters.get("view")) ?? "active";
  const search = parameters.get("search")?.trim().slice(0, 200) ?? "";
  return { view, search: search === "" ? null : search, order: parameters.get("order") === "due" ? "due" : "activity" };
}

/** True where a list can be ordered by what is due. */
export const mayBeByDue = (view: InboxView): boolean => viewsByDue.includes(view);

/** The order that a list is in. */
export const listOrder = ({ view, order }: Pick<ListQuery, "view" | "order">): InboxOrder => (mayBeByDue(view) ? order : "activity");

/** Where an older page starts; null for the newest page, and for a cursor that is none. */
export function readListCursor(parameters: URLSearchParams): ListCursor | null {
  const result = cursorSchema.safeParse({
    dueAt: parameters.get("after_due"),
    lastActivityAt: parameters.get("before_at"),
    ticketId: parameters.get("before_id"),
  });
  return result.success ? result.data : null;
}

/** The address of the page after one that ends with this ticket. */
export function toOlderQuery(query: ListQuery, last: Pick<TicketLine, "ticket_id" | "last_activity_at" | "sla_due_at">): InboxQuery {
  const due = listOrder(query) === "due" && last.sla_due_at !== null ? { after_due: last.sla_due_at } : {};
  return { ...toInboxQuery(query), ...due, before_at: last.last_activity_at, before_id: last.ticket_id };
}

/** The query as an address carries it; the first view and order go without saying. */
export function toInboxQuery({ view, search, order }: ListQuery): InboxQuery {
  return {
    ...(view === "active" ? {} : { view }),
    ...(search === null ? {} : { search }),
    ...(order === "activity" ? {} : { order }),
  };
}

/** True when both show the same list. */
export const isSameList = (a: ListQuery, b: ListQuery): boolean => a.view === b.view && a.search === b.search && a.order === b.order;

/** What a list of tickets shows, as it stands in the address. */
import { z } from "zod";
import type { InboxQuery } from "~/lib/paths";
import type { InboxView } from "~/lib/supabase/database-types";

export const inboxViews = ["active", "mine", "unassigned", "done", "all"] as const satisfies readonly InboxView[];

export type ListQuery = { view: InboxView; search: string | null };

const cursorSchema = z.object({
  lastActivityAt: z
    .string()
    .max(40)
    .refine((time) => !Number.isNaN(Date.parse(time))),
  ticketId: z.uuid(),
});

/** An unknown view is the first one; a search of blanks is none. */
export function readListQuery(parameters: URLSearchParams): ListQuery {
  const view = inboxViews.find((name) => name === parameters.get("view")) ?? "active";
  const search = parameters.get("search")?.trim().slice(0, 200) ?? "";
  return { view, search: search === "" ? null : search };
}

/** Where an older page starts; null for the newest page, and for a cursor that is none. */
export function readListCursor(parameters: URLSearchParams): { lastActivityAt: string; ticketId: string } | null {
  const result = cursorSchema.safeParse({ lastActivityAt: parameters.get("before_at"), ticketId: parameters.get("before_id") });
  return result.success ? result.data : null;
}

/** The query as an address carries it; the first view goes without saying. */
export function toInboxQuery({ view, search }: ListQuery): InboxQuery {
  return { ...(view === "active" ? {} : { view }), ...(search === null ? {} : { search }) };
}

/** True when both show the same list. */
export const isSameList = (a: ListQuery, b: ListQuery): boolean => a.view === b.view && a.search === b.search;

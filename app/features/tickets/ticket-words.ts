/** Words for the statuses of tickets, for customers and agents alike, and the tone each is shown in. */
import { m } from "~/lib/i18n/messages";
import type { TicketStatus } from "~/lib/supabase/database-types";

/** In the order a ticket usually passes through them. */
export const ticketStatuses = ["open", "in_progress", "waiting", "resolved", "closed"] as const satisfies readonly TicketStatus[];

const statusNames: Record<TicketStatus, () => string> = {
  open: m.common_status_open,
  in_progress: m.common_status_in_progress,
  waiting: m.common_status_waiting,
  resolved: m.common_status_resolved,
  closed: m.common_status_closed,
};

/** A status in the current language. */
export const statusName = (status: TicketStatus): string => statusNames[status]();

type Tone = "info" | "primary" | "warning" | "success" | "neutral";

/** How a badge with the status is coloured; the word carries the meaning. */
export const statusTone: Record<TicketStatus, Tone> = {
  open: "info",
  in_progress: "primary",
  waiting: "warning",
  resolved: "success",
  closed: "neutral",
};

/** The value as a status, or null: timelines carry statuses as plain text. */
export function toStatus(value: string | null): TicketStatus | null {
  return ticketStatuses.find((status) => status === value) ?? null;
}

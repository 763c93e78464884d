/** Words for the statuses and priorities of tickets, for customers and agents alike, and the tone each is shown in. */
import { m } from "~/lib/i18n/messages";
import type { TicketPriority, TicketStatus } from "~/lib/supabase/database-types";

/** In the order a ticket usually passes through them. */
export const ticketStatuses = ["open", "in_progress", "waiting", "resolved", "closed"] as const satisfies readonly TicketStatus[];

/** The most pressing first. */
export const ticketPriorities = ["urgent", "high", "medium", "low"] as const satisfies readonly TicketPriority[];

const statusNames: Record<TicketStatus, () => string> = {
  open: m.common_status_open,
  in_progress: m.common_status_in_progress,
  waiting: m.common_status_waiting,
  resolved: m.common_status_resolved,
  closed: m.common_status_closed,
};

const priorityNames: Record<TicketPriority, () => string> = {
  low: m.common_priority_low,
  medium: m.common_priority_medium,
  high: m.common_priority_high,
  urgent: m.common_priority_urgent,
};

/** A status in the current language. */
export const statusName = (status: TicketStatus): string => statusNames[status]();

/** A priority in the current language. */
export const priorityName = (priority: TicketPriority): string => priorityNames[priority]();

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

/** The value as a priority, or null. */
export function toPriority(value: string | null): TicketPriority | null {
  return ticketPriorities.find((priority) => priority === value) ?? null;
}

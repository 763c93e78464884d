/** Words for the priorities of tickets. */
import { m } from "~/lib/i18n/messages";
import type { TicketPriority } from "~/lib/supabase/database-types";

/** The most pressing first. */
export const ticketPriorities = ["urgent", "high", "medium", "low"] as const satisfies readonly TicketPriority[];

const priorityNames: Record<TicketPriority, () => string> = {
  low: m.common_priority_low,
  medium: m.common_priority_medium,
  high: m.common_priority_high,
  urgent: m.common_priority_urgent,
};

/** A priority in the current language. */
export const priorityName = (priority: TicketPriority): string => priorityNames[priority]();

/** The value as a priority, or null: timelines carry priorities as plain text. */
export function toPriority(value: string | null): TicketPriority | null {
  return ticketPriorities.find((priority) => priority === value) ?? null;
}

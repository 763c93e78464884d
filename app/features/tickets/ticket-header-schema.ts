/** What an agent changes in the header of a ticket: one intent each, named like the command behind it. */
import { z } from "zod";
import { ticketPriorities } from "~/lib/i18n/priority-words";
import type { MemberLine } from "~/lib/supabase/database-types";
import { ticketStatuses } from "./ticket-words";

/** Empty for nobody, for no team, for no category. */
const idOrNobody = z.union([z.literal(""), z.uuid()]).transform((id) => (id === "" ? null : id));

export const ticketChangeSchema = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("set-ticket-status"), status: z.enum(ticketStatuses) }),
  z.object({ intent: z.literal("set-ticket-priority"), priority: z.enum(ticketPriorities) }),
  z.object({ intent: z.literal("set-no-reply-needed") }),
  z.object({ intent: z.literal("assign-ticket"), member_id: idOrNobody }),
  z.object({ intent: z.literal("set-ticket-team"), team_id: idOrNobody }),
  z.object({ intent: z.literal("set-ticket-category"), category_id: idOrNobody }),
]);

export type TicketChange = z.infer<typeof ticketChangeSchema>;

/** The name of a member; null for nobody, and for somebody who has left. */
export function memberName(members: readonly MemberLine[], memberId: string | null): string | null {
  return members.find((member) => member.member_id === memberId)?.display_name ?? null;
}

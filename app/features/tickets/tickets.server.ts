/** Every call of the database about tickets, for customers and for agents. */
import { callDatabase, DatabaseError } from "~/lib/database-errors";
import type { Session } from "~/lib/supabase/session.server";
import type {
  DeskTicket,
  InboxOrder,
  InboxView,
  MyTicket,
  MyTicketLine,
  SlaExplanation,
  TicketCounts,
  TicketKey,
  TicketLine,
  TicketPriority,
  TicketStatus,
  Timestamp,
} from "~/lib/supabase/database-types";
import type { TicketFieldAnswer, TicketFieldLine } from "~/lib/supabase/form-types";
import type { ListCursor } from "./ticket-list-query";

// Customers ---------------------------------------------------------------------------------------------

/**
 * Opens a ticket with its room and first message. The same `submissionId` answers the same ticket.
 *
 * @throws {DatabaseError} sign_in_required, workspace_not_found, category_not_found, or a constraint of a field
 */
export async function openTicket(
  { supabase }: Session,
  ticket: {
    workspaceSlug: string;
    subject: string;
    description: string;
    email: string;
    name: string;
    categoryId: string | null;
    fieldAnswers: TicketFieldAnswer[];
    locale: string;
    submissionId: string;
    /** An own ticket that this one goes on with. */
    followsTicketId: string | null;
  },
): Promise<TicketKey> {
  return callDatabase(
    supabase.rpc("open_ticket", {
      workspace_slug: ticket.workspaceSlug,
      subject: ticket.subject,
      body: ticket.description,
      email: ticket.email,
      name: ticket.name,
      category_id: ticket.categoryId,
      field_answers: ticket.fieldAnswers,
      locale: ticket.locale,
      submission_id: ticket.submissionId,
      follows_ticket_id: ticket.followsTicketId,
    }),
  );
}

/** What the form of a portal asks of its own; nothing where there is no such portal. */
export async function getTicketFields({ supabase }: Session, workspaceSlug: string): Promise<TicketFieldLine[]> {
  return callDatabase(supabase.rpc("get_ticket_fields", { workspace_slug: workspaceSlug }));
}

/** The tickets of this browser's customer, latest activity first. */
export async function listMyTickets({ supabase }: Session, workspaceSlug: string): Promise<MyTicketLine[]> {
  return callDatabase(supabase.rpc("list_my_tickets", { workspace_slug: workspaceSlug }));
}

/** One of them, with its public timeline; null for an unknown id and for somebody else's. */
export async function getMyTicket({ supabase }: Session, workspaceSlug: string, ticketId: string): Promise<MyTicket | null> {
  const rows = await callDatabase(supabase.rpc("get_my_ticket", { workspace_slug: workspaceSlug, ticket_id: ticketId }));
  return rows[0] ?? null;
}

/** @throws {DatabaseError} ticket_not_found, not_the_requester */
export async function closeTicket({ supabase }: Session, ticketId: string): Promise<void> {
  await callDatabase(supabase.rpc("close_ticket", { ticket_id: ticketId }));
}

/** @throws {DatabaseError} ticket_not_found, not_the_requester, reopen_window_over */
export async function reopenTicket({ supabase }: Session, ticketId: string): Promise<void> {
  await callDatabase(supabase.rpc("reopen_ticket", { ticket_id: ticketId }));
}

/**
 * Opens the ticket that goes on with one whose time is over, with what its requester writes; null for who is not that.
 *
 * @throws {DatabaseError} ticket_not_found, reopen_window_open, workspace_closing, messages_body_length
 */
export async function followUpTicket(
  { supabase }: Session,
  ticketId: string,
  message: { body: string; clientId: string },
): Promise<TicketKey | null> {
  try {
    return await callDatabase(supabase.rpc("follow_up_ticket", { ticket_id: ticketId, body: message.body, client_id: message.clientId }));
  } catch (error) {
    if (error instanceof DatabaseError && error.key === "not_the_requester") return null;
    throw error;
  }
}

// Agents ------------------------------------------------------------------------------------------------

export async function listTickets(
  { supabase }: Session,
  workspaceSlug: string,
  options: { view: InboxView; search?: string | null; order?: InboxOrder; before?: ListCursor | null; pageSize?: number },
): Promise<TicketLine[]> {
  return callDatabase(
    supabase.rpc("list_tickets", {
      workspace_slug: workspaceSlug,
      view: options.view,
      search: options.search ?? null,
      before_activity_at: options.before?.lastActivityAt ?? null,
      before_ticket_id: options.before?.ticketId ?? null,
      page_size: options.pageSize ?? 50,
      ordering: options.order ?? "activity",
      after_due_at: options.before?.dueAt ?? null,
    }),
  );
}

export async function countTickets({ supabase }: Session, workspaceSlug: string): Promise<TicketCounts> {
  const rows = await callDatabase(supabase.rpc("count_tickets", { workspace_slug: workspaceSlug }));
  return rows[0] ?? { active: 0, mine: 0, unassigned: 0, unread: 0 };
}

/** A ticket with its customer and whole timeline; null unless it is in this workspace of the agent. */
export async function getTicket({ supabase }: Session, workspaceSlug: string, ticketId: string): Promise<DeskTicket | null> {
  const rows = await callDatabase(supabase.rpc("get_ticket", { workspace_slug: workspaceSlug, ticket_id: ticketId }));
  return rows[0] ?? null;
}

/** @throws {DatabaseError} ticket_not_found */
export async function setTicketStatus({ supabase }: Session, ticketId: string, status: TicketStatus): Promise<void> {
  await callDatabase(supabase.rpc("set_ticket_status", { ticket_id: ticketId, status }));
}

/** @throws {DatabaseError} ticket_not_found */
export async function setTicketPriority({ supabase }: Session, ticketId: string, priority: TicketPriority): Promise<void> {
  await callDatabase(supabase.rpc("set_ticket_priority", { ticket_id: ticketId, priority }));
}

/** Gives the ticket to a member, or to nobody (null). @throws {DatabaseError} ticket_not_found, member_not_found, assignee_not_in_team */
export async function assignTicket({ supabase }: Session, ticketId: string, memberId: string | null): Promise<void> {
  await callDatabase(supabase.rpc("assign_ticket", { ticket_id: ticketId, member_id: memberId }));
}

/** Answers of the form, anew; those that are not named stay. @throws {DatabaseError} ticket_not_found, ticket_field_… */
export async function setTicketFields({ supabase }: Session, ticketId: string, answers: TicketFieldAnswer[]): Promise<void> {
  await callDatabase(supabase.rpc("set_ticket_fields", { ticket_id: ticketId, field_answers: answers }));
}

/** Null for none. What the ticket answered stays. @throws {DatabaseError} ticket_not_found, category_not_found */
export async function setTicketCategory({ supabase }: Session, ticketId: string, categoryId: string | null): Promise<void> {
  await callDatabase(supabase.rpc("set_ticket_category", { ticket_id: ticketId, category_id: categoryId }));
}

/**
 * Gives the ticket to a team, or to none (null).
 *
 * @returns whether the agent still sees it
 * @throws {DatabaseError} ticket_not_found, team_not_found
 */
export async function setTicketTeam({ supabase }: Session, ticketId: string, teamId: string | null): Promise<boolean> {
  return callDatabase(supabase.rpc("set_ticket_team", { ticket_id: ticketId, team_id: teamId }));
}

/** Its clocks and what made them so, those still owed first; empty where nothing was ever due. */
export async function getSlaExplanation({ supabase }: Session, workspaceSlug: string, ticketId: string): Promise<SlaExplanation[]> {
  return callDatabase(supabase.rpc("get_sla_explanation", { workspace_slug: workspaceSlug, ticket_id: ticketId }));
}

/** Nothing is due any more for the customer's last words. @throws {DatabaseError} ticket_not_found */
export async function setNoReplyNeeded({ supabase }: Session, ticketId: string): Promise<void> {
  await callDatabase(supabase.rpc("set_no_reply_needed", { ticket_id: ticketId }));
}

/**
 * Says when the ticket is to be resolved; null: as its policy says again.
 *
 * @throws {DatabaseError} ticket_not_found, ticket_already_resolved, sla_not_running, sla_reason_required,
 *   sla_due_out_of_range, sla_events_reason_length
 */
export async function setResolutionDue({ supabase }: Session, ticketId: string, dueAt: Timestamp | null, reason: string): Promise<void> {
  await callDatabase(supabase.rpc("set_resolution_due", { ticket_id: ticketId, due_at: dueAt, reason }));
}

/**
 * Every right that anybody but the owner of the schema has, spelled out. A migration that grants one changes this list
 * too; what is not here does not exist (grants.test.ts compares it with the catalog).
 */

// Agents and customers share the role authenticated: what each of them sees is for the policies to say.
export const tableGrants = [
  "workspaces",
  "teams",
  "team_members",
  "customers",
  "ticket_categories",
  "ticket_events",
  "ticket_participants",
  "messages",
  "attachments",
  "message_reactions",
  "room_receipts",
  "sla_calendars",
  "sla_calendar_versions",
  "sla_calendar_hours",
  "sla_calendar_exceptions",
  "sla_calendar_exception_hours",
  "sla_policies",
  "sla_policy_versions",
  "sla_targets",
  "sla_clocks",
  "sla_events",
  "sla_notices",
].map((table) => `authenticated may select public.${table}`);

// Not user_id: which account a colleague has is nobody's business. Not a room's system columns: its lock tells of notes. Not
// what is the desk's own of a ticket: spam, merging, policies, when it last changed.
export const columnGrants = [
  "authenticated may select public.tickets (ticket_id, workspace_id, number, chat_room_id, customer_id, submission_id, follows_ticket_id, subject, status, priority, channel, category_id, team_id, assignee_id, created_at, last_activity_at, assigned_at, first_response_at, resolved_at, closed_at, awaiting_reply_since, reply_due_at, sla_due_at)",
  "authenticated may select public.chat_rooms (room_id, workspace_id, ticket_id, status, last_seq, last_customer_seq, last_agent_seq, change_seq, epoch, created_at)",
  "authenticated may select public.workspace_members (workspace_id, member_id, role, display_name, created_at, removed_at)",
];

export const schemaGrants = [
  // PostgreSQL's own; it lets names be resolved, and nothing is granted to PUBLIC inside.
  "PUBLIC may use public",
  "anon may use public",
  "authenticated may use public",
  "service_role may use public",
  // Policies run as their caller. The Data API does not expose it.
  "anon may use private",
  "authenticated may use private",
];

/** What a visitor without any identity may run. */
const forVisitors = [
  "public.get_portal(text)",
  "private.get_portal(text)",
  // Whoever holds a link's secret may see which ticket it opens before having an identity.
  "public.get_access_link(text, text)",
  "private.get_access_link(text, text)",
];

const forSignedIn = [
  // The API. Each is a caller of what it needs below, with its caller's rights.
  "public.acknowledge_messages(uuid, integer, integer)",
  "public.accept_access_link(text, text)",
  "public.add_note(uuid, text, uuid)",
  "public.add_participant(uuid, text, text)",
  "public.assign_ticket(uuid, uuid)",
  "public.close_ticket(uuid)",
  "public.count_tickets(text)",
  "public.create_attachment(uuid, uuid, text, text, integer, integer, integer)",
  "public.create_workspace(text, text, text)",
  "public.delete_message(uuid, integer)",
  "public.edit_message(uuid, integer, text)",
  "public.discard_attachment(uuid)",
  "public.get_attachment(uuid)",
  "public.get_attachment_limits(uuid)",
  "public.get_access_link(text, text)",
  "public.get_desk(text)",
  "public.get_my_ticket(text, uuid)",
  "public.get_portal(text)",
  "public.get_ticket(text, uuid)",
  "public.get_transcript_head(uuid)",
  "public.list_message_versions(uuid, integer)",
  "public.list_my_tickets(text)",
  "public.list_my_workspaces()",
  "public.list_receipts(uuid)",
  "public.list_tickets(text, inbox_view, text, timestamp with time zone, uuid, integer)",
  "public.open_ticket(text, text, text, text, text, uuid, uuid, text, uuid)",
  "public.read_notes(uuid, integer, integer)",
  "public.read_room(uuid, integer, integer, integer, integer, bigint)",
  "public.remove_participant(uuid, uuid)",
  "public.reopen_ticket(uuid)",
  "public.send_access_link(uuid, uuid)",
  "public.search_room(uuid, text, integer, integer)",
  "public.request_transcript(uuid, transcript_format, boolean, text, text)",
  "public.send_message(uuid, text, uuid, integer, uuid[])",
  "public.set_reaction(uuid, integer, text, boolean)",
  "public.set_no_reply_needed(uuid)",
  "public.set_resolution_due(uuid, timestamp with time zone, text)",
  "public.set_ticket_priority(uuid, ticket_priority)",
  "public.set_ticket_status(uuid, ticket_status)",

  // Bodies of commands: they check their caller themselves.
  "private.acknowledge_messages(uuid, integer, integer)",
  "private.accept_access_link(text, text)",
  "private.add_note(uuid, text, uuid)",
  "private.add_participant(uuid, text, text)",
  "private.assign_ticket(uuid, uuid)",
  "private.close_ticket(uuid)",
  "private.create_attachment(uuid, uuid, text, text, integer, integer, integer)",
  "private.create_workspace(text, text, text)",
  "private.delete_message(uuid, integer)",
  "private.discard_attachment(uuid)",
  "private.edit_message(uuid, integer, text)",
  "private.get_attachment_limits(uuid)",
  "private.get_access_link(text, text)",
  "private.get_my_ticket(text, uuid)",
  "private.get_portal(text)",
  "private.list_message_versions(uuid, integer)",
  "private.list_receipts(uuid)",
  "private.get_transcript_head(uuid)",
  "private.open_ticket(text, text, text, text, text, uuid, text, uuid, uuid)",
  "private.read_notes(uuid, integer, integer)",
  "private.remove_participant(uuid, uuid)",
  "private.reopen_ticket(uuid)",
  "private.send_access_link(uuid, uuid)",
  "private.room_extras(uuid)",
  "private.search_notes(uuid, text, integer)",
  "private.request_transcript(uuid, transcript_format, boolean, text, text)",
  "private.send_message(uuid, text, uuid, integer, uuid[])",
  "private.set_reaction(uuid, integer, text, boolean)",
  "private.set_no_reply_needed(uuid)",
  "private.set_resolution_due(uuid, timestamp with time zone, text)",
  "private.set_ticket_priority(uuid, ticket_priority)",
  "private.set_ticket_status(uuid, ticket_status)",

  // Predicates: they speak of the caller alone.
  "private.list_participants(uuid)",
  "private.may_hear(text)",
  "private.may_read_attachment(text)",
  "private.may_upload_attachment(text)",
  "private.my_customer_ids()",
  "private.my_member_id(uuid)",
  "private.my_member_ids()",
  "private.my_room_ids()",
  "private.my_ticket_ids()",
  "private.my_workspace_ids()",

  // Shapes and names; knowing a topic's name gives no right to join it.
  "private.attachment_line(attachments)",
  "private.event_line(ticket_events)",
  "private.excerpt(text, integer)",
  "private.folded(text)",
  "private.inbox_topic(uuid)",
  "private.message_line(messages)",
  "private.portal_workspace_id(text)",
  "private.room_topic(text, uuid)",
];

export const functionGrants = [...forVisitors.map((name) => `anon: ${name}`), ...forSignedIn.map((name) => `authenticated: ${name}`)];

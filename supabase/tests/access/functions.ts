/** The access matrix of functions: what each one does for each person, with each workspace's things. */
import {
  accounts,
  attachmentId,
  categories,
  customers,
  members,
  participants,
  teams,
  tickets,
  workspaces,
} from "../../../tests/support/cast";
import { DENIED, outcomes, type Row } from "./expectation";

const FRESH = "90000000-0000-4000-8000-000000000001";
const OTHER = "90000000-0000-4000-8000-000000000002";
const { carl, dora, gus } = tickets;

/** `rest`: what everybody signed in gets who is not named. Only authenticated people call functions, but for `anon`. */
function row(name: string, call: string, answer: string, rest: string, expected: Record<string, string>, more: Partial<Row> = {}): Row {
  return {
    subject: `function ${name}`,
    name: call,
    statement: `select ${answer} from public.${call} as it`,
    expected: outcomes({ everybodySignedIn: rest, anon: DENIED, service_role: DENIED, ...expected }),
    ...more,
  };
}

const NO_TICKET = "PT404 ticket_not_found";
const NO_ROOM = "PT404 room_not_found";
const NO_FILE = "PT404 attachment_not_found";
const NO_LINK = "PT404 access_link_not_valid";
const NO_ACCOUNT = "PT403 account_required";

const portalOfAcme = "Acme with 3 categories";
const openArguments = (slug: string, category: string) =>
  `open_ticket('${slug}', 'Subject', 'Body', 'carl@example.com', 'Carl', '${FRESH}', ${category}, 'en')`;

/** Targets for resolving, and every ticket by them. */
const dueForResolution = `
  insert into public.sla_targets (workspace_id, policy_version_id, metric, priority, target_seconds, basis)
  select workspace_id, current_version_id, 'resolution', 'medium', 3600, 'calendar' from public.sla_policies;
  update public.tickets set priority = 'medium'`;

const createAttachment = (roomId: string) => `create_attachment('${roomId}', '${FRESH}', 'a.txt', 'text/plain', 5)`;

/** Files that Carl has announced and not sent, before a `from` that says how many. */
const filesOfCarl = (clientId: string) =>
  `insert into public.attachments (workspace_id, room_id, customer_id, client_id, file_name, content_type, byte_size)
   select '${workspaces.acme.workspaceId}', '${carl.roomId}', '${customers.carl.customerId}', ${clientId}::uuid, 'a.txt', 'text/plain', 5`;

/** A command of agents: on Carl's ticket at Acme, on Dora's of a private team there, on Gus' at Globex, and on one that does not exist. */
function agentCommand(name: string, call: (ticketId: string) => string): Row[] {
  return [
    row(name, call(carl.ticketId), "'done'", NO_TICKET, { acmeStaff: "done" }),
    row(name, call(dora.ticketId), "'done'", NO_TICKET, { insiders: "done" }),
    row(name, call(gus.ticketId), "'done'", NO_TICKET, { globexStaff: "done" }),
    row(name, call(FRESH), "'done'", NO_TICKET, {}),
  ];
}

/** A predicate by itself. Visitors may run none. */
function predicate(call: string, expected: Record<string, string>): Row {
  return {
    subject: `function ${call.split("(")[0]}`,
    name: `private.${call}`,
    statement: `select answer from private.${call} as it (answer) where answer is not null`,
    expected: outcomes({ everybodySignedIn: "nothing", anon: DENIED, service_role: DENIED, ...expected }),
  };
}

/** Search where a note speaks of what the customer must not know of, and of what both have read. */
const found = "cardinality(messages) || ' and ' || cardinality(notes)";
const searches: Row[] = [
  row("search_room", `search_room('${carl.ticketId}', 'SECOND')`, found, "nothing", { acmeStaff: "0 and 1", carlsSide: "0 and 0" }),
  row("search_room", `search_room('${carl.ticketId}', 'thank')`, found, "nothing", { acmeStaff: "1 and 0", carlsSide: "1 and 0" }),
  row("search_room", `search_room('${dora.ticketId}', 'sleep')`, found, "nothing", { insiders: "0 and 1", dora: "0 and 0" }),
  row("search_room", `search_room('${gus.ticketId}', 'parcel')`, "cardinality(notes) || ' of notes'", "nothing", {
    globexStaff: "1 of notes",
    gus: "0 of notes",
  }),
];

export const functionRows: Row[] = [
  // Visitors ---------------------------------------------------------------------------------------------
  row("get_portal", "get_portal('acme')", "name || ' with ' || cardinality(categories) || ' categories'", portalOfAcme, {
    anon: portalOfAcme,
  }),
  row("get_portal", "get_portal('nowhere')", "name", "nothing", { anon: "nothing" }),
  row(
    "get_portal",
    "get_portal('globex')",
    "(opening).time_zone || ' ' || ((opening).closes_at is null) || ' ' || coalesce(usual_reply_seconds::text, 'unknown')",
    "UTC true unknown",
    { anon: "UTC true unknown" },
    { name: "get_portal with opening hours" },
  ),

  // Customers --------------------------------------------------------------------------------------------
  row("open_ticket", openArguments("acme", `'${categories.question.categoryId}'`), "number::text", "1003", {
    nobody: "PT401 sign_in_required",
    ghost: "PT401 sign_in_required",
  }),
  row("open_ticket", openArguments("globex", "null"), "number::text", "1002", {
    nobody: "PT401 sign_in_required",
    ghost: "PT401 sign_in_required",
  }),
  row("open_ticket", openArguments("acme", `'${categories.globexOrder.categoryId}'`), "number::text", "PT422 category_not_found", {
    nobody: "PT401 sign_in_required",
    ghost: "PT401 sign_in_required",
  }),
  row("open_ticket", openArguments("nowhere", "null"), "number::text", "PT404 workspace_not_found", {
    nobody: "PT401 sign_in_required",
    ghost: "PT401 sign_in_required",
  }),
  ...["close_ticket", "reopen_ticket"].flatMap((name) => [
    row(name, `${name}('${carl.ticketId}')`, "'done'", NO_TICKET, { acmeStaff: "done", carl: "done", pam: "PT403 not_the_requester" }),
    row(name, `${name}('${dora.ticketId}')`, "'done'", NO_TICKET, { insiders: "done", dora: "done" }),
    row(name, `${name}('${gus.ticketId}')`, "'done'", NO_TICKET, { globexStaff: "done", gus: "done" }),
  ]),
  row(
    "reopen_ticket",
    `reopen_ticket('${carl.ticketId}')`,
    "'done'",
    NO_TICKET,
    { acmeStaff: "done", carl: "PT409 reopen_window_over", pam: "PT403 not_the_requester" },
    {
      name: "reopen_ticket of one that was closed long ago",
      before: `update public.tickets set status = 'closed', closed_at = now() - interval '15 days' where ticket_id = '${carl.ticketId}'`,
    },
  ),
  row(
    "follow_up_ticket",
    `follow_up_ticket('${carl.ticketId}', 'Body', '90000000-0000-4000-8000-000000000031')`,
    "number::text",
    NO_TICKET,
    { acmeStaff: "PT403 not_the_requester", carl: "1003", pam: "PT403 not_the_requester" },
    {
      name: "follow_up_ticket of one that was closed long ago",
      before: `update public.tickets set status = 'closed', closed_at = now() - interval '15 days' where ticket_id = '${carl.ticketId}'`,
    },
  ),
  row(
    "follow_up_ticket",
    `follow_up_ticket('${carl.ticketId}', 'Body', '90000000-0000-4000-8000-000000000031')`,
    "number::text",
    NO_TICKET,
    {
      acmeStaff: "PT403 not_the_requester",
      carl: "PT409 reopen_window_open",
      pam: "PT403 not_the_requester",
    },
  ),
  row("list_my_tickets", "list_my_tickets('acme')", "ticket_id::text", "nothing", { carlsSide: "carl", dora: "dora" }),
  row("list_my_tickets", "list_my_tickets('globex')", "ticket_id::text", "nothing", { gus: "gus" }),
  row(
    "list_my_tickets",
    "list_my_tickets('acme')",
    "ticket_id || ' ' || unread_count",
    "nothing",
    { carl: "carl 1, dora 0", pam: "carl 2" },
    {
      name: "list_my_tickets with what is unread: of others, not deleted, of this ticket, after what the caller read of it",
      before: `update public.tickets set customer_id = '${customers.carl.customerId}' where ticket_id = '${dora.ticketId}';
        update public.room_receipts set read_seq = 0 where room_id = '${carl.roomId}';
        insert into public.room_receipts (room_id, workspace_id, customer_id, delivered_seq, read_seq)
        values ('${dora.roomId}', '${workspaces.acme.workspaceId}', '${customers.carl.customerId}', 2, 2);
        insert into public.messages (room_id, seq, workspace_id, sender_type, member_id, sender_name, body)
        select '${dora.roomId}', 3, workspace_id, 'agent', member_id, display_name, 'Deleted'
        from public.workspace_members where member_id = '${members.olivia.memberId}';
        update public.messages set deleted_at = now() where room_id = '${dora.roomId}' and seq = 3`,
    },
  ),
  row(
    "get_my_ticket",
    `get_my_ticket('acme', '${carl.ticketId}')`,
    "ticket_id || ' ' || coalesce(customer_email, '-') || ' ' || cardinality(events)",
    "nothing",
    // A participant is not told the requester's address.
    { carl: "carl carl@example.com 2", pam: "carl - 2" },
  ),
  row(
    "get_my_ticket",
    `get_my_ticket('globex', '${carl.ticketId}')`,
    "ticket_id::text",
    "nothing",
    {},
    { name: "get_my_ticket of a ticket under another workspace's address" },
  ),
  row("get_my_ticket", `get_my_ticket('globex', '${gus.ticketId}')`, "ticket_id || ' ' || customer_email", "nothing", {
    gus: "gus gus@example.com",
  }),

  // Participants -----------------------------------------------------------------------------------------
  row("get_access_link", `get_access_link('acme', '${participants.pam.secret}')`, "number::text", "1001", { anon: "1001" }),
  row("get_access_link", `get_access_link('globex', '${participants.pam.secret}')`, "number::text", "nothing", { anon: "nothing" }),
  row("get_access_link", `get_access_link('acme', '${participants.rob.secret}')`, "number::text", "nothing", { anon: "nothing" }),
  row("get_access_link", "get_access_link('acme', 'guessed')", "number::text", "nothing", { anon: "nothing" }),
  ...["pam", "rob", "guess"].map((whose) =>
    row(
      "accept_access_link",
      `accept_access_link('acme', '${whose in participants ? participants[whose as keyof typeof participants].secret : whose}')`,
      "number::text",
      whose === "pam" ? "1001" : NO_LINK,
      { nobody: "PT401 sign_in_required", ghost: "PT401 sign_in_required" },
      { name: `accept_access_link of ${whose}` },
    ),
  ),
  row(
    "accept_access_link",
    `accept_access_link('globex', '${participants.pam.secret}')`,
    "number::text",
    NO_LINK,
    { nobody: "PT401 sign_in_required", ghost: "PT401 sign_in_required" },
    { name: "accept_access_link of pam under another workspace's address" },
  ),
  row("add_participant", `add_participant('${carl.ticketId}', 'new@example.com', 'New')`, "email", NO_TICKET, {
    acmeStaff: "new@example.com",
    carl: "new@example.com",
    pam: "PT403 not_the_requester",
  }),
  row("add_participant", `add_participant('${dora.ticketId}', 'new@example.com', 'New')`, "email", NO_TICKET, {
    insiders: "new@example.com",
    dora: "new@example.com",
  }),
  ...["send_access_link", "remove_participant"].map((name) =>
    row(name, `${name}('${dora.ticketId}', '${customers.pam.customerId}')`, "'done'", NO_TICKET, {
      insiders: "PT404 participant_not_found",
      dora: "PT404 participant_not_found",
    }),
  ),
  row("add_participant", `add_participant('${gus.ticketId}', 'new@example.com', 'New')`, "email", NO_TICKET, {
    globexStaff: "new@example.com",
    gus: "new@example.com",
  }),
  row("send_access_link", `send_access_link('${carl.ticketId}', '${customers.rob.customerId}')`, "'done'", NO_TICKET, {
    acmeStaff: "PT404 participant_not_found",
    carl: "PT404 participant_not_found",
    pam: "PT403 not_the_requester",
  }),
  row(
    "send_access_link",
    `send_access_link('${carl.ticketId}', '${customers.pam.customerId}')`,
    "'done'",
    NO_TICKET,
    { acmeStaff: "PT429 access_link_just_sent", carl: "PT429 access_link_just_sent", pam: "PT403 not_the_requester" },
    {
      name: "send_access_link, within five minutes of the last",
      before: `update public.ticket_participants set link_sent_at = now() where customer_id = '${customers.pam.customerId}'`,
    },
  ),
  row("remove_participant", `remove_participant('${carl.ticketId}', '${customers.rob.customerId}')`, "'done'", NO_TICKET, {
    acmeStaff: "PT404 participant_not_found",
    carl: "PT404 participant_not_found",
    pam: "PT403 not_the_requester",
  }),
  row(
    "remove_participant",
    `remove_participant('${carl.ticketId}', '${customers.pam.customerId}')`,
    "'done'",
    NO_TICKET,
    { acmeStaff: "done", carlsSide: "done" },
    {
      before: `update public.ticket_participants set removed_at = null where customer_id = '${customers.pam.customerId}';
        insert into public.customer_identities (workspace_id, customer_id, user_id)
        values ('${workspaces.acme.workspaceId}', '${customers.pam.customerId}', '${accounts.pam.userId}') on conflict do nothing;
        update private.access_links set revoked_at = null where customer_id = '${customers.pam.customerId}'`,
    },
  ),

  // Rooms ------------------------------------------------------------------------------------------------
  row("send_message", `send_message('${carl.roomId}', 'Hello', '${FRESH}')`, "sender_type || ' #' || seq", NO_ROOM, {
    acmeStaff: "agent #3",
    carlsSide: "customer #3",
  }),
  row("send_message", `send_message('${dora.roomId}', 'Hello', '${FRESH}')`, "sender_type || ' #' || seq", NO_ROOM, {
    insiders: "agent #3",
    dora: "customer #3",
  }),
  row("send_message", `send_message('${gus.roomId}', 'Hello', '${FRESH}')`, "sender_type || ' #' || seq", NO_ROOM, {
    globexStaff: "agent #3",
    gus: "customer #3",
  }),
  row("add_note", `add_note('${carl.roomId}', 'Hello', '${FRESH}')`, "'note #' || note_seq", NO_ROOM, { acmeStaff: "note #2" }),
  row("add_note", `add_note('${dora.roomId}', 'Hello', '${FRESH}')`, "'note #' || note_seq", NO_ROOM, { insiders: "note #2" }),
  row("add_note", `add_note('${gus.roomId}', 'Hello', '${FRESH}')`, "'note #' || note_seq", NO_ROOM, { globexStaff: "note #2" }),
  row("read_room", `read_room('${carl.ticketId}')`, "room_id || ' ' || cardinality(messages)", "nothing", {
    acmeStaff: "carl 2",
    carlsSide: "carl 2",
  }),
  row("read_room", `read_room('${dora.ticketId}')`, "room_id || ' ' || cardinality(messages)", "nothing", {
    insiders: "dora 2",
    dora: "dora 2",
  }),
  row("read_room", `read_room('${gus.ticketId}')`, "room_id || ' ' || cardinality(messages)", "nothing", {
    globexStaff: "gus 2",
    gus: "gus 2",
  }),
  row(
    "read_room",
    `read_room('${carl.ticketId}', after_change => 0)`,
    "(select string_agg(coalesce(line.participant_id::text, line.side::text) || ' read ' || line.read_seq, ' and ' order by line.side) from unnest(receipts) as line)",
    "nothing",
    { acmeStaff: "carl read 1 and agent read 2", carlsSide: "carl read 1 and agent read 2" },
    { name: "read_room with its receipts, those of agents without a name" },
  ),
  ...searches,
  row("list_receipts", `list_receipts('${carl.roomId}')`, "name || ' ' || read_seq", "nothing", {
    acmeStaff: "Carl Jensen 1, Sana Iqbal 2",
  }),
  row("list_receipts", `list_receipts('${dora.roomId}')`, "name || ' ' || read_seq", "nothing", {
    insiders: "Dora Weiss 1, Olivia Owens 2",
  }),
  row("list_receipts", `list_receipts('${gus.roomId}')`, "name || ' ' || read_seq", "nothing", {
    globexStaff: "Gina Rossi 2, Gus Moreau 1",
  }),
  row("list_message_versions", `list_message_versions('${carl.roomId}', 2)`, "version || ': ' || body", "nothing", {
    acmeStaff: "1: Thank you, I am correcting it.",
  }),
  row("list_message_versions", `list_message_versions('${dora.roomId}', 2)`, "version || ': ' || body", "nothing", {
    insiders: "1: Which model is it?",
  }),
  row("list_message_versions", `list_message_versions('${gus.roomId}', 2)`, "version || ': ' || body", "nothing", {
    globexStaff: "1: It left our house today.",
  }),
  row("edit_message", `edit_message('${carl.roomId}', 2, 'Better')`, "body", NO_ROOM, {
    acmeStaff: "PT404 message_not_found",
    sana: "Better",
    carlsSide: "PT404 message_not_found",
  }),
  row("edit_message", `edit_message('${carl.roomId}', 1, 'Better')`, "body", NO_ROOM, {
    acmeStaff: "PT404 message_not_found",
    pam: "PT404 message_not_found",
    carl: "Better",
  }),
  row("edit_message", `edit_message('${dora.roomId}', 2, 'Better')`, "body", NO_ROOM, {
    insiders: "PT404 message_not_found",
    olivia: "Better",
    dora: "PT404 message_not_found",
  }),
  row("delete_message", `delete_message('${dora.roomId}', 2)`, "'[' || body || ']'", NO_ROOM, {
    insiders: "PT404 message_not_found",
    olivia: "[]",
    dora: "PT404 message_not_found",
  }),
  row(
    "edit_message",
    `edit_message('${dora.roomId}', 3, 'Better')`,
    "body",
    NO_ROOM,
    { insiders: "PT404 message_not_found", dora: "PT404 message_not_found" },
    {
      name: "edit_message of what an outsider wrote before the ticket was a private team's",
      before: `insert into public.messages (room_id, seq, workspace_id, sender_type, member_id, sender_name, body)
        values ('${dora.roomId}', 3, '${workspaces.acme.workspaceId}', 'agent', '${members.sana.memberId}', 'Sana', 'Before')`,
    },
  ),
  row("delete_message", `delete_message('${carl.roomId}', 2)`, "'[' || body || ']'", NO_ROOM, {
    acmeStaff: "PT404 message_not_found",
    sana: "[]",
    carlsSide: "PT404 message_not_found",
  }),
  row("set_reaction", `set_reaction('${carl.roomId}', 1, '🎉', true)`, "(reactions[1]).emoji", NO_ROOM, {
    acmeStaff: "🎉",
    carlsSide: "🎉",
  }),
  row("set_reaction", `set_reaction('${dora.roomId}', 1, '🎉', true)`, "(reactions[1]).emoji", NO_ROOM, { insiders: "🎉", dora: "🎉" }),
  row("set_reaction", `set_reaction('${gus.roomId}', 2, '👍', false)`, "'left ' || cardinality(reactions)", NO_ROOM, {
    globexStaff: "left 1",
    gus: "left 0",
  }),
  ...(
    [
      [
        "deleted, which is said even when it is too late for changes",
        `update public.messages set deleted_at = now(), created_at = now() - interval '901 seconds' where room_id = '${carl.roomId}' and seq = 1`,
        "PT409 message_deleted",
      ],
      ["in a closed room", `update public.chat_rooms set status = 'closed' where room_id = '${carl.roomId}'`, "PT409 room_closed"],
    ] as const
  ).flatMap(([what, before, refusal]) => [
    row(
      "edit_message",
      `edit_message('${carl.roomId}', 1, 'Better')`,
      "'done'",
      NO_ROOM,
      { acmeStaff: "PT404 message_not_found", pam: "PT404 message_not_found", carl: refusal },
      { name: `edit_message of a message that is ${what}`, before },
    ),
    row(
      "set_reaction",
      `set_reaction('${carl.roomId}', 1, '🎉', true)`,
      "'done'",
      NO_ROOM,
      { acmeStaff: refusal, carlsSide: refusal },
      { name: `set_reaction to a message that is ${what}`, before },
    ),
  ]),
  row(
    "edit_message",
    `edit_message('${carl.roomId}', 1, 'Better')`,
    "'done'",
    NO_ROOM,
    { acmeStaff: "PT404 message_not_found", pam: "PT404 message_not_found", carl: "PT409 edit_window_over" },
    {
      name: "edit_message after the window",
      before: `update public.messages set created_at = now() - interval '901 seconds' where room_id = '${carl.roomId}'`,
    },
  ),
  row("set_reaction", `set_reaction('${carl.roomId}', 99, '🎉', true)`, "'done'", NO_ROOM, {
    acmeStaff: "PT404 message_not_found",
    carlsSide: "PT404 message_not_found",
  }),
  row(
    "set_reaction",
    `set_reaction('${carl.roomId}', 1, '🎉', true)`,
    "'done'",
    NO_ROOM,
    { acmeStaff: "PT422 too_many_reactions", carlsSide: "PT422 too_many_reactions" },
    {
      name: "set_reaction to a message that carries 20 emoji",
      before: `insert into public.message_reactions (room_id, seq, workspace_id, customer_id, sender_name, emoji)
        select '${carl.roomId}', 1, '${workspaces.acme.workspaceId}', '${customers.carl.customerId}', 'Carl', chr(128512 + n) from generate_series(1, 20) as n`,
    },
  ),
  row("acknowledge_messages", `acknowledge_messages('${carl.roomId}', 2, 2)`, "participant_id || ' ' || read_seq", NO_ROOM, {
    olivia: "olivia 2",
    adam: "adam 2",
    sana: "sana 2",
    ben: "ben 2",
    mia: "miaAtAcme 2",
    carl: "carl 2",
    pam: "pam 2",
  }),

  row("acknowledge_messages", `acknowledge_messages('${dora.roomId}', 2, 2)`, "participant_id || ' ' || read_seq", NO_ROOM, {
    olivia: "olivia 2",
    adam: "adam 2",
    ben: "ben 2",
    dora: "dora 2",
  }),

  // Files ------------------------------------------------------------------------------------------------
  row("get_attachment_limits", `get_attachment_limits('${dora.roomId}')`, "'done'", NO_ROOM, { insiders: "done", dora: "done" }),
  row("create_attachment", createAttachment(dora.roomId), "split_part(object_path, '/', 2) || ' ' || file_name", NO_ROOM, {
    insiders: "dora a.txt",
    dora: "dora a.txt",
  }),
  row("get_attachment", `get_attachment('${attachmentId("dora", "sent")}')`, "file_name || ' ' || byte_size", "nothing", {
    insiders: "dora sent 5",
    dora: "dora sent 5",
  }),
  row(
    "discard_attachment",
    `discard_attachment('${FRESH}')`,
    "'done'",
    NO_FILE,
    { ben: "done" },
    {
      name: "discard_attachment of one that waits in a private team's room, by an insider",
      before: `insert into public.attachments (attachment_id, workspace_id, room_id, member_id, client_id, file_name, content_type, byte_size)
        values ('${FRESH}', '${workspaces.acme.workspaceId}', '${dora.roomId}', '${members.ben.memberId}', '${FRESH}', 'a.txt', 'text/plain', 5)`,
    },
  ),
  row(
    "discard_attachment",
    `discard_attachment('${FRESH}')`,
    "'done'",
    NO_FILE,
    {},
    {
      name: "discard_attachment of one that waits in a private team's room, by an outsider who announced it before",
      before: `insert into public.attachments (attachment_id, workspace_id, room_id, member_id, client_id, file_name, content_type, byte_size)
        values ('${FRESH}', '${workspaces.acme.workspaceId}', '${dora.roomId}', '${members.sana.memberId}', '${FRESH}', 'a.txt', 'text/plain', 5)`,
    },
  ),
  row(
    "get_attachment_limits",
    `get_attachment_limits('${carl.roomId}')`,
    "max_attachment_bytes || ' × ' || max_attachments_per_message",
    NO_ROOM,
    {
      acmeStaff: "10485760 × 10",
      carlsSide: "10485760 × 10",
    },
  ),
  row("get_attachment_limits", `get_attachment_limits('${gus.roomId}')`, "'done'", NO_ROOM, { globexStaff: "done", gus: "done" }),
  row("create_attachment", createAttachment(carl.roomId), "split_part(object_path, '/', 2) || ' ' || file_name", NO_ROOM, {
    acmeStaff: "carl a.txt",
    carlsSide: "carl a.txt",
  }),
  row("create_attachment", createAttachment(gus.roomId), "split_part(object_path, '/', 2) || ' ' || file_name", NO_ROOM, {
    globexStaff: "gus a.txt",
    gus: "gus a.txt",
  }),
  ...(
    [
      ["sent", { acmeStaff: "carl sent 5", carlsSide: "carl sent 5" }],
      ["waits", { carl: "carl waits 5" }],
      ["agent waits", { sana: "carl agent waits 5" }],
      ["removed", {}],
    ] as const
  ).map(([state, expected]) =>
    row("get_attachment", `get_attachment('${attachmentId("carl", state)}')`, "file_name || ' ' || byte_size", "nothing", expected, {
      name: `get_attachment of a file in the state: ${state}`,
    }),
  ),
  ...(
    [
      ["a file that is too large", "'a.txt', 'text/plain', 10485761", "PT413 attachment_too_large"],
      ["a kind that is not taken", "'a.txt', 'text/html', 5", "PT415 attachment_type_refused"],
      ["a name that turns its direction", "'a\u202Etxt.exe', 'text/plain', 5", "PT422 attachments_file_name_format"],
      ["a name that ends as another kind", "'a.exe', 'text/plain', 5", "PT422 attachment_name_refused"],
    ] as const
  ).map(([what, file, refusal]) =>
    row(
      "create_attachment",
      `create_attachment('${carl.roomId}', '${OTHER}', ${file})`,
      "'done'",
      NO_ROOM,
      { acmeStaff: refusal, carlsSide: refusal },
      {
        name: `create_attachment of ${what}`,
      },
    ),
  ),
  row(
    "create_attachment",
    createAttachment(carl.roomId),
    "'done'",
    NO_ROOM,
    { acmeStaff: "done", carlsSide: "done" },
    {
      name: "create_attachment when many wait, of which the oldest gives way",
      before: `${filesOfCarl("gen_random_uuid()")} from generate_series(1, 19)`,
    },
  ),
  row(
    "create_attachment",
    createAttachment(carl.roomId),
    "'done'",
    NO_ROOM,
    { acmeStaff: "done", carl: NO_FILE, pam: "done" },
    {
      name: "create_attachment of a file that was taken back",
      before: `${filesOfCarl(`'${FRESH}'`)}; update public.attachments set removed_at = now() where client_id = '${FRESH}'`,
    },
  ),
  row(
    "create_attachment",
    createAttachment(carl.roomId),
    "'done'",
    NO_ROOM,
    { acmeStaff: "PT409 room_closed", carlsSide: "PT409 room_closed" },
    {
      name: "create_attachment in a closed room",
      before: `update public.chat_rooms set status = 'closed' where room_id = '${carl.roomId}'`,
    },
  ),
  row(
    "send_message",
    `send_message('${carl.roomId}', 'Hello', '${OTHER}', null, '{${attachmentId("carl", "sent")}}')`,
    "'done'",
    NO_ROOM,
    {
      acmeStaff: "PT422 attachment_not_found",
      carlsSide: "PT422 attachment_not_found",
    },
    { name: "send_message with a file that is sent already", before: "select" },
  ),
  row(
    "send_message",
    `send_message('${carl.roomId}', 'Hello', '${FRESH}', null, array_fill('${FRESH}'::uuid, array[11]))`,
    "'done'",
    NO_ROOM,
    { acmeStaff: "PT422 too_many_attachments", carlsSide: "PT422 too_many_attachments" },
    { name: "send_message with more files than one may carry", before: "select" },
  ),
  row("discard_attachment", `discard_attachment('${attachmentId("dora", "waits")}')`, "'done'", NO_FILE, { dora: "done" }),
  row("discard_attachment", `discard_attachment('${attachmentId("dora", "agent waits")}')`, "'done'", NO_FILE, { olivia: "done" }),
  row(
    "discard_attachment",
    `discard_attachment('${attachmentId("dora", "sent")}')`,
    "'done'",
    NO_FILE,
    {},
    { name: "discard_attachment of a sent file" },
  ),
  row("read_notes", `read_notes('${carl.ticketId}')`, "topic || ' ' || cardinality(notes)", "nothing", { acmeStaff: "notes:carl:1.1 1" }),
  row("read_notes", `read_notes('${carl.ticketId}', 1)`, "topic || ' ' || cardinality(notes)", "nothing", {
    acmeStaff: "notes:carl:1.1 0",
  }),
  row("read_notes", `read_notes('${dora.ticketId}')`, "topic || ' ' || cardinality(notes)", "nothing", { insiders: "notes:dora:1.1 1" }),
  row("read_notes", `read_notes('${gus.ticketId}')`, "topic || ' ' || cardinality(notes)", "nothing", { globexStaff: "notes:gus:1.1 1" }),

  row("get_transcript_head", `get_transcript_head('${carl.ticketId}')`, "number || ' ' || last_seq", "nothing", {
    acmeStaff: "1001 2",
    carlsSide: "1001 2",
  }),
  row("get_transcript_head", `get_transcript_head('${dora.ticketId}')`, "number || ' ' || last_seq", "nothing", {
    insiders: "1002 2",
    dora: "1002 2",
  }),
  row("get_transcript_head", `get_transcript_head('${gus.ticketId}')`, "number || ' ' || last_seq", "nothing", {
    globexStaff: "1001 2",
    gus: "1001 2",
  }),
  row("request_transcript", `request_transcript('${carl.ticketId}', 'pdf', true)`, "it", NO_TICKET, {
    olivia: "olivia@acme.test",
    adam: "adam@acme.test",
    sana: "sana@acme.test",
    ben: "ben@acme.test",
    mia: "mia@both.test",
    carlsSide: "PT403 notes_for_agents",
  }),
  row("request_transcript", `request_transcript('${carl.ticketId}', 'pdf', false)`, "it", NO_TICKET, {
    olivia: "olivia@acme.test",
    adam: "adam@acme.test",
    sana: "sana@acme.test",
    ben: "ben@acme.test",
    mia: "mia@both.test",
    carl: "carl@example.com",
    pam: "pam@example.com",
  }),
  row("request_transcript", `request_transcript('${dora.ticketId}', 'txt', true)`, "it", NO_TICKET, {
    olivia: "olivia@acme.test",
    adam: "adam@acme.test",
    ben: "ben@acme.test",
    dora: "PT403 notes_for_agents",
  }),
  row("request_transcript", `request_transcript('${gus.ticketId}', 'txt', false)`, "it", NO_TICKET, {
    greg: "greg@globex.test",
    gina: "gina@globex.test",
    mia: "mia@both.test",
    gus: "gus@example.com",
  }),

  // Desk -------------------------------------------------------------------------------------------------
  row("create_workspace", "create_workspace('Initech', 'initech', 'Me')", "slug", NO_ACCOUNT, { verified: "initech" }),
  row("list_my_workspaces", "list_my_workspaces()", "slug || ' ' || role", "nothing", {
    olivia: "acme owner",
    adam: "acme admin",
    sana: "acme agent",
    ben: "acme agent",
    greg: "globex owner",
    gina: "globex agent",
    mia: "acme agent, globex agent",
  }),
  row(
    "get_desk",
    "get_desk('acme')",
    "member_id || ' sees ' || cardinality(members) || ' and ' || array_to_string(inbox_topics, ' and ')",
    "nothing",
    {
      olivia: "olivia sees 5 and inbox:acme:1 and team:billing:1",
      adam: "adam sees 5 and inbox:acme:1 and team:billing:1",
      sana: "sana sees 5 and inbox:acme:1",
      ben: "ben sees 5 and inbox:acme:1 and team:billing:1",
      mia: "miaAtAcme sees 5 and inbox:acme:1",
    },
  ),
  row("get_desk", "get_desk('globex')", "member_id || ' sees ' || cardinality(members)", "nothing", {
    greg: "greg sees 3",
    gina: "gina sees 3",
    mia: "miaAtGlobex sees 3",
  }),
  row("list_tickets", "list_tickets('acme', 'all')", "ticket_id::text", "nothing", {
    acmeStaff: "carl",
    insiders: "carl, dora",
  }),
  row("list_tickets", "list_tickets('acme', 'active', ordering => 'due')", "ticket_id::text", "nothing", {
    acmeStaff: "carl",
    insiders: "carl, dora",
  }),
  row("list_tickets", "list_tickets('acme', 'all', '1002')", "ticket_id || ' ' || is_private", "nothing", { insiders: "dora true" }),
  row("list_tickets", "list_tickets('acme', 'all', 'printer')", "ticket_id || ' ' || customer_name", "nothing", {
    insiders: "dora Dora Weiss",
  }),
  row("list_tickets", "list_tickets('globex', 'all')", "ticket_id::text", "nothing", { globexStaff: "gus" }),
  row("count_tickets", "count_tickets('acme')", "active::text", "nothing", { acmeStaff: "1", insiders: "2" }),
  row("count_tickets", "count_tickets('globex')", "active::text", "nothing", { globexStaff: "1" }),
  row(
    "get_ticket",
    `get_ticket('acme', '${carl.ticketId}')`,
    "ticket_id || ' ' || customer_email || ' ' || cardinality(events)",
    "nothing",
    { acmeStaff: "carl carl@example.com 3" },
  ),
  row(
    "get_ticket",
    `get_ticket('acme', '${dora.ticketId}')`,
    "ticket_id || ' of ' || team_name || ' for ' || array_to_string(array(select unnest(seen_by) order by 1), ' and ')",
    "nothing",
    { insiders: "dora of Billing for olivia and adam and ben" },
  ),
  row(
    "get_ticket",
    `get_ticket('acme', '${carl.ticketId}')`,
    "ticket_id || ' beside ' || cardinality(other_tickets) || ' after ' || coalesce(follows_number::text, 'none')",
    "nothing",
    { acmeStaff: "carl beside 0 after none", insiders: "carl beside 1 after 1002" },
    {
      name: "get_ticket of somebody who has one of a private team too, which it follows",
      before: `update public.tickets set customer_id = '${customers.carl.customerId}' where ticket_id = '${dora.ticketId}';
        update public.tickets set follows_ticket_id = '${dora.ticketId}' where ticket_id = '${carl.ticketId}'`,
    },
  ),
  row("get_ticket", `get_ticket('globex', '${gus.ticketId}')`, "ticket_id::text", "nothing", { globexStaff: "gus" }),
  row(
    "get_ticket",
    `get_ticket('globex', '${carl.ticketId}')`,
    "ticket_id::text",
    "nothing",
    {},
    { name: "get_ticket of a ticket under another workspace's address" },
  ),
  row("get_sla_explanation", `get_sla_explanation('acme', '${carl.ticketId}')`, "metric || ' ' || cardinality(events)", "nothing", {
    acmeStaff: "first_response 2",
  }),
  row("get_sla_explanation", `get_sla_explanation('acme', '${dora.ticketId}')`, "metric || ' ' || cardinality(events)", "nothing", {
    insiders: "first_response 2",
  }),
  row("get_sla_explanation", `get_sla_explanation('globex', '${gus.ticketId}')`, "metric || ' ' || cardinality(events)", "nothing", {
    globexStaff: "first_response 2",
  }),
  row(
    "get_sla_explanation",
    `get_sla_explanation('globex', '${carl.ticketId}')`,
    "metric::text",
    "nothing",
    {},
    { name: "get_sla_explanation of a ticket under another workspace's address" },
  ),
  ...agentCommand("set_ticket_status", (id) => `set_ticket_status('${id}', 'closed')`),
  ...agentCommand("set_ticket_priority", (id) => `set_ticket_priority('${id}', 'medium')`),
  ...agentCommand("assign_ticket", (id) => `assign_ticket('${id}', null)`),
  ...agentCommand("set_ticket_team", (id) => `set_ticket_team('${id}', null)`),
  ...agentCommand("set_ticket_category", (id) => `set_ticket_category('${id}', null)`),
  ...agentCommand("set_no_reply_needed", (id) => `set_no_reply_needed('${id}')`),
  row("set_resolution_due", `set_resolution_due('${carl.ticketId}', '2999-01-01', ' ')`, "'done'", NO_TICKET, {
    acmeStaff: "PT422 sla_reason_required",
  }),
  ...(["carl", "dora", "gus"] as const).map((name) =>
    row(
      "set_resolution_due",
      `set_resolution_due('${tickets[name].ticketId}', now() + interval '1 day', 'X')`,
      "'done'",
      NO_TICKET,
      { [{ carl: "acmeStaff", dora: "insiders", gus: "globexStaff" }[name]]: "done" },
      { before: dueForResolution },
    ),
  ),
  row("assign_ticket", `assign_ticket('${carl.ticketId}', '${members.ben.memberId}')`, "'done'", NO_TICKET, { acmeStaff: "done" }),
  row("assign_ticket", `assign_ticket('${carl.ticketId}', '${members.gina.memberId}')`, "'done'", NO_TICKET, {
    acmeStaff: "PT422 member_not_found",
  }),
  row("assign_ticket", `assign_ticket('${carl.ticketId}', '${members.rita.memberId}')`, "'done'", NO_TICKET, {
    acmeStaff: "PT422 member_not_found",
  }),

  row(
    "assign_ticket",
    `assign_ticket('${dora.ticketId}', '${members.ben.memberId}')`,
    "'done'",
    NO_TICKET,
    { insiders: "done" },
    { name: "assign_ticket of a private team to one of its members" },
  ),
  row(
    "assign_ticket",
    `assign_ticket('${dora.ticketId}', '${members.sana.memberId}')`,
    "'done'",
    NO_TICKET,
    { insiders: "PT422 assignee_not_in_team" },
    { name: "assign_ticket of a private team to an outsider" },
  ),
  row("set_ticket_team", `set_ticket_team('${carl.ticketId}', '${teams.support.teamId}')`, "'done'", NO_TICKET, { acmeStaff: "done" }),
  row("set_ticket_team", `set_ticket_team('${carl.ticketId}', '${teams.globexSupport.teamId}')`, "'done'", NO_TICKET, {
    acmeStaff: "PT422 team_not_found",
  }),

  row("set_ticket_category", `set_ticket_category('${carl.ticketId}', '${categories.question.categoryId}')`, "'done'", NO_TICKET, {
    acmeStaff: "done",
  }),
  row("set_ticket_category", `set_ticket_category('${carl.ticketId}', '${categories.globexOrder.categoryId}')`, "'done'", NO_TICKET, {
    acmeStaff: "PT422 category_not_found",
  }),

  // Predicates -------------------------------------------------------------------------------------------
  // The Data API does not expose them; they are what every policy says.
  predicate("my_workspace_ids()", {
    olivia: "acme",
    adam: "acme",
    sana: "acme",
    ben: "acme",
    gina: "globex",
    greg: "globex",
    mia: "acme, globex",
  }),
  predicate(`my_member_id('${workspaces.acme.workspaceId}')`, {
    olivia: "olivia",
    adam: "adam",
    sana: "sana",
    ben: "ben",
    mia: "miaAtAcme",
  }),
  predicate(`my_member_id('${workspaces.globex.workspaceId}')`, { gina: "gina", greg: "greg", mia: "miaAtGlobex" }),
  predicate("my_member_ids()", {
    olivia: "olivia",
    adam: "adam",
    sana: "sana",
    ben: "ben",
    gina: "gina",
    greg: "greg",
    mia: "miaAtAcme, miaAtGlobex",
  }),
  predicate("my_hidden_team_ids()", { outsiders: "billing" }),
  {
    ...predicate("sees_every_team()", { everybodySignedIn: "true", outsiders: "false" }),
    statement: "select private.sees_every_team()::text",
  },
  ...(
    [
      [`sees_ticket('${dora.ticketId}')`, { everybodySignedIn: "false", insiders: "true" }],
      [`sees_ticket('${carl.ticketId}')`, { everybodySignedIn: "false", acmeStaff: "true" }],
      [`sees_room('${dora.roomId}')`, { everybodySignedIn: "false", insiders: "true" }],
      [`sees_room('${gus.roomId}')`, { everybodySignedIn: "false", globexStaff: "true" }],
    ] as const
  ).map(([call, expected]) => ({ ...predicate(call, expected), statement: `select private.${call}::text` })),
  predicate(`list_ticket_members('${dora.ticketId}')`, { insiders: "adam, ben, olivia" }),
  predicate(`list_ticket_members('${carl.ticketId}')`, { acmeStaff: "adam, ben, miaAtAcme, olivia, sana" }),
  predicate("my_customer_ids()", { carl: "carl", dora: "dora", gus: "gus", pam: "pam", rob: "rob" }),
  predicate("my_ticket_ids()", { carlsSide: "carl", dora: "dora", gus: "gus" }),
  predicate("my_room_ids()", { carlsSide: "carl", dora: "dora", gus: "gus" }),
];

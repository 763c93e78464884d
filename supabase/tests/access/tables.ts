/**
 * The access matrix of tables: who sees which rows, and that nobody writes.
 *
 * Each write is a statement that succeeds for the owner of the schema, so that its refusal is the right's doing.
 */
import { categories, customers, members, participants, teams, tickets, workspaces } from "../../../tests/support/cast";
import { DENIED, outcomes, type Row } from "./expectation";
import { formTables } from "./form-tables";
import { insiders } from "./private-team";
import { dataTables } from "./data-tables";
import { slaTables } from "./sla-tables";
import { workspaceTables } from "./workspace-tables";

export type TableSpec = {
  /** Text by which a row is told; ids of the cast are replaced by names. */
  label: string;
  /** Who sees which rows; everybody signed in and not named sees nothing. Null: nobody may even ask. */
  select: Record<string, string> | null;
  /** All rows, as the owner of the schema sees them. */
  all: string;
  /** Run by the owner before each attempt. */
  before?: string;
  insert: string;
  update: string;
  delete: string;
  /** What the owner of the schema gets by updating and deleting, where that is not `rows`. */
  control?: string;
};

const list = (...rows: string[]) => rows.sort().join(", ");
const { acme, globex } = workspaces;
const free = "'90000000-0000-4000-8000-000000000001'";

const eventsOf = (name: string, replies: boolean) =>
  [`${name} ticket_created`, `${name} status_changed`, ...(replies ? [`${name} priority_changed`] : [])] as const;

const acmeMembers = ["olivia", "adam", "sana", "ben", "miaAtAcme", "rita"];
const globexMembers = ["greg", "gina", "miaAtGlobex"];
const acmeSeats = ["support olivia", "support sana", "support miaAtAcme", "billing adam", "billing ben"];
const globexSeats = ["globexSupport greg", "globexSupport gina", "globexSupport miaAtGlobex"];
const acmeCategories = ["question", "problem", "billing"];
const globexCategories = ["globexQuestion", "globexOrder"];

/** The same rows for every member of a workspace, both workspaces' for Mia; what is Billing's for its insiders alone. */
const byWorkspace = (
  ofAcme: string[],
  ofGlobex: string[],
  ofCustomers: Partial<Record<"carlsSide" | keyof typeof customers, string[]>> = {},
  ofBilling: string[] = [],
) => ({
  acmeStaff: list(...ofAcme),
  globexStaff: list(...ofGlobex) || "nothing",
  mia: list(...ofAcme, ...ofGlobex),
  ...Object.fromEntries(insiders.map((name) => [name, list(...ofAcme, ...ofBilling)])),
  ...Object.fromEntries(Object.entries(ofCustomers).map(([name, rows]) => [name, list(...rows)])),
});

const messagesOf = (name: string) => [`${name} #1`, `${name} #2`];

const requestColumns = "workspace_id, ticket_id, customer_id, format, has_notes, time_zone, locale";
const requestOfCarl = `'${acme.workspaceId}', '${tickets.carl.ticketId}', '${customers.carl.customerId}', 'txt', false, 'UTC', 'en'`;

export const tables: Record<string, TableSpec> = {
  ...slaTables,
  ...workspaceTables,
  ...formTables,
  ...dataTables,
  "public.workspaces": {
    label: "slug",
    select: byWorkspace(["acme"], ["globex"]),
    all: "acme, globex",
    insert: "insert into public.workspaces (slug, name) values ('initech', 'Initech')",
    update: `update public.workspaces set name = 'Mine', epoch = epoch + 1 where workspace_id = '${acme.workspaceId}'`,
    delete: "delete from public.workspaces where slug = 'none'",
  },
  "public.workspace_members": {
    label: "member_id",
    select: byWorkspace(acmeMembers, globexMembers),
    all: list(...acmeMembers, ...globexMembers),
    insert: `insert into public.workspace_members (workspace_id, role, display_name) values ('${globex.workspaceId}', 'owner', 'Intruder')`,
    update: `update public.workspace_members set role = 'owner', removed_at = null where member_id = '${members.rita.memberId}'`,
    delete: `delete from public.workspace_members where member_id = '${members.rita.memberId}'`,
  },
  "public.teams": {
    label: "team_id",
    select: byWorkspace(["support", "billing"], ["globexSupport"]),
    all: list("support", "billing", "globexSupport"),
    insert: `insert into public.teams (workspace_id, name) values ('${acme.workspaceId}', 'Intruders')`,
    update: `update public.teams set name = 'Mine' where team_id = '${teams.support.teamId}'`,
    delete: `delete from public.teams where team_id = '${teams.support.teamId}'`,
  },
  "public.team_members": {
    label: "team_id || ' ' || member_id",
    select: byWorkspace(acmeSeats, globexSeats),
    all: list(...acmeSeats, ...globexSeats),
    insert: `insert into public.team_members (workspace_id, team_id, member_id) values ('${acme.workspaceId}', '${teams.support.teamId}', '${members.ben.memberId}')`,
    update: `update public.team_members set is_lead = true where member_id = '${members.sana.memberId}'`,
    delete: `delete from public.team_members where member_id = '${members.sana.memberId}'`,
  },
  "public.customers": {
    label: "customer_id",
    select: byWorkspace(["carl", "pam", "rob"], ["gus"], { carl: ["carl"], dora: ["dora"], gus: ["gus"], pam: ["pam"], rob: ["rob"] }, [
      "dora",
    ]),
    all: list("carl", "dora", "gus", "pam", "rob"),
    insert: `insert into public.customers (workspace_id, email, name) values ('${acme.workspaceId}', 'x@example.com', 'X')`,
    update: `update public.customers set email = 'x@example.com', workspace_id = workspace_id where customer_id = '${customers.carl.customerId}'`,
    delete: `delete from public.customers where customer_id = ${free}`,
  },
  "public.customer_identities": {
    label: "customer_id || ' ' || user_id",
    select: null,
    all: list("carl carl", "dora dora", "gus gus", "pam pam", "rob rob"),
    insert: `insert into public.customer_identities (workspace_id, customer_id, user_id)
      select '${acme.workspaceId}', '${customers.carl.customerId}', id from auth.users where email = 'vera@nowhere.test'`,
    update: `update public.customer_identities set created_at = now() where customer_id = '${customers.carl.customerId}'`,
    delete: `delete from public.customer_identities where customer_id = '${customers.carl.customerId}'`,
  },
  "public.ticket_categories": {
    label: "category_id",
    select: byWorkspace(acmeCategories, globexCategories),
    all: list(...acmeCategories, ...globexCategories),
    insert: `insert into public.ticket_categories (workspace_id, name) values ('${acme.workspaceId}', 'Other')`,
    update: `update public.ticket_categories set archived_at = now() where category_id = '${categories.question.categoryId}'`,
    delete: `delete from public.ticket_categories where category_id = '${categories.question.categoryId}'`,
  },
  "private.ticket_counters": {
    label: "workspace_id || ' ' || last_number",
    select: null,
    all: "acme 1002, globex 1001",
    before: `insert into public.workspaces (workspace_id, slug, name) values (${free}, 'initech', 'Initech')`,
    insert: `insert into private.ticket_counters (workspace_id) values (${free})`,
    update: `update private.ticket_counters set last_number = 1 where workspace_id = '${acme.workspaceId}'`,
    delete: `delete from private.ticket_counters where workspace_id = '${acme.workspaceId}'`,
  },
  "private.transcript_requests": {
    label: "ticket_id",
    select: null,
    all: "carl",
    before: `insert into private.transcript_requests (request_id, ${requestColumns}) values (${free}, ${requestOfCarl})`,
    insert: `insert into private.transcript_requests (${requestColumns}) values (${requestOfCarl})`,
    update: `update private.transcript_requests set sent_at = now() where request_id = ${free}`,
    delete: `delete from private.transcript_requests where request_id = ${free}`,
  },
  "public.tickets": {
    label: "ticket_id",
    select: byWorkspace(["carl"], ["gus"], { carlsSide: ["carl"], dora: ["dora"], gus: ["gus"] }, ["dora"]),
    all: list("carl", "dora", "gus"),
    insert: `insert into public.tickets (workspace_id, customer_id, subject) values ('${acme.workspaceId}', '${customers.carl.customerId}', 'X')`,
    update: `update public.tickets set subject = 'X' where ticket_id = '${tickets.carl.ticketId}'`,
    delete: `delete from public.tickets where ticket_id = ${free}`,
  },
  "public.ticket_events": {
    label: "ticket_id || ' ' || kind",
    select: byWorkspace(
      [...eventsOf("carl", true)],
      [...eventsOf("gus", true)],
      { carlsSide: [...eventsOf("carl", false)], dora: [...eventsOf("dora", false)], gus: [...eventsOf("gus", false)] },
      [...eventsOf("dora", true)],
    ),
    all: list(...eventsOf("carl", true), ...eventsOf("dora", true), ...eventsOf("gus", true)),
    insert: `insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, is_internal)
      values ('${acme.workspaceId}', '${tickets.carl.ticketId}', 'status_changed', 'system', false)`,
    update: `update public.ticket_events set is_internal = false where ticket_id = '${tickets.carl.ticketId}'`,
    delete: `delete from public.ticket_events where ticket_id = '${tickets.carl.ticketId}'`,
  },
  "public.ticket_participants": {
    label: "ticket_id || ' ' || customer_id",
    select: byWorkspace(["carl pam", "carl rob"], []),
    all: list("carl pam", "carl rob"),
    insert: `insert into public.ticket_participants (workspace_id, ticket_id, customer_id, invited_by_name)
      values ('${acme.workspaceId}', '${tickets.dora.ticketId}', '${customers.carl.customerId}', 'X')`,
    update: `update public.ticket_participants set removed_at = null where customer_id = '${customers.rob.customerId}'`,
    delete: `delete from public.ticket_participants where ticket_id = ${free}`,
  },
  "private.access_links": {
    label: "customer_id",
    select: null,
    all: list("pam", "rob"),
    insert: `insert into private.access_links (workspace_id, ticket_id, customer_id, secret_hash)
      values ('${acme.workspaceId}', '${tickets.carl.ticketId}', '${customers.pam.customerId}', sha256('${participants.pam.secret} again'))`,
    update: `update private.access_links set revoked_at = null where customer_id = '${customers.rob.customerId}'`,
    delete: `delete from private.access_links where customer_id = '${customers.rob.customerId}'`,
  },
  "private.access_link_requests": {
    label: "address",
    select: null,
    all: list("pam@example.com", "rob@example.com"),
    insert: `insert into private.access_link_requests (workspace_id, ticket_id, customer_id, address)
      values ('${acme.workspaceId}', '${tickets.carl.ticketId}', '${customers.pam.customerId}', 'x@example.com')`,
    update: `update private.access_link_requests set address = 'x@example.com' where customer_id = '${customers.rob.customerId}'`,
    delete: `delete from private.access_link_requests where customer_id = '${customers.rob.customerId}'`,
  },
  "public.chat_rooms": {
    label: "room_id",
    select: byWorkspace(["carl"], ["gus"], { carlsSide: ["carl"], dora: ["dora"], gus: ["gus"] }, ["dora"]),
    all: list("carl", "dora", "gus"),
    // Its key to a ticket is only asked at the end of the transaction, which never comes.
    insert: `insert into public.chat_rooms (room_id, workspace_id, ticket_id) values (${free}, '${acme.workspaceId}', ${free})`,
    update: `update public.chat_rooms set epoch = 9 where room_id = '${tickets.carl.roomId}'`,
    delete: `delete from public.chat_rooms where room_id = ${free}`,
  },
  "public.messages": {
    label: "room_id || ' #' || seq",
    select: byWorkspace(
      messagesOf("carl"),
      messagesOf("gus"),
      { carlsSide: messagesOf("carl"), dora: messagesOf("dora"), gus: messagesOf("gus") },
      messagesOf("dora"),
    ),
    all: list(...messagesOf("carl"), ...messagesOf("dora"), ...messagesOf("gus")),
    insert: `insert into public.messages (room_id, seq, workspace_id, sender_type, customer_id, sender_name, body)
      values ('${tickets.carl.roomId}', 3, '${acme.workspaceId}', 'customer', '${customers.carl.customerId}', 'Carl', 'X')`,
    update: `update public.messages set body = 'X' where room_id = '${tickets.carl.roomId}'`,
    delete: `delete from public.messages where room_id = '${tickets.carl.roomId}'`,
  },
  "public.attachments": {
    label: "file_name",
    select: {
      olivia: list("carl sent", "dora sent", "dora agent waits"),
      adam: list("carl sent", "dora sent"),
      sana: list("carl sent", "carl agent waits"),
      ben: list("carl sent", "dora sent"),
      greg: "gus sent",
      gina: list("gus sent", "gus agent waits"),
      mia: list("carl sent", "gus sent"),
      carl: list("carl sent", "carl waits"),
      pam: "carl sent",
      dora: list("dora sent", "dora waits"),
      gus: list("gus sent", "gus waits"),
    },
    all: list(...["carl", "dora", "gus"].flatMap((name) => ["sent", "removed", "waits", "agent waits"].map((file) => `${name} ${file}`))),
    insert: `insert into public.attachments (workspace_id, room_id, seq, position, customer_id, client_id, file_name, content_type, byte_size)
      values ('${acme.workspaceId}', '${tickets.carl.roomId}', 1, 2, '${customers.carl.customerId}', ${free}, 'x.txt', 'text/plain', 1)`,
    update: `update public.attachments set seq = 1, removed_at = null where room_id = '${tickets.carl.roomId}'`,
    delete: `delete from public.attachments where room_id = '${tickets.carl.roomId}'`,
  },
  "public.message_reactions": {
    label: "room_id || ' #' || seq || ' ' || emoji",
    select: byWorkspace(["carl #2 👍"], ["gus #2 👍"], { carlsSide: ["carl #2 👍"], dora: ["dora #2 👍"], gus: ["gus #2 👍"] }, [
      "dora #2 👍",
    ]),
    all: list("carl #2 👍", "dora #2 👍", "gus #2 👍"),
    insert: `insert into public.message_reactions (room_id, seq, workspace_id, customer_id, sender_name, emoji)
      values ('${tickets.carl.roomId}', 1, '${acme.workspaceId}', '${customers.carl.customerId}', 'Carl', '🎉')`,
    update: `update public.message_reactions set sender_name = 'X' where room_id = '${tickets.carl.roomId}'`,
    delete: `delete from public.message_reactions where room_id = '${tickets.carl.roomId}'`,
  },
  "public.message_versions": {
    label: "room_id || ' #' || seq || '.' || version",
    select: null,
    all: list("carl #2.1", "dora #2.1", "gus #2.1"),
    insert: `insert into public.message_versions (room_id, seq, version, workspace_id, body, written_at)
      values ('${tickets.carl.roomId}', 2, 2, '${acme.workspaceId}', 'X', now())`,
    update: `update public.message_versions set body = 'X' where room_id = '${tickets.carl.roomId}'`,
    delete: `delete from public.message_versions where room_id = '${tickets.carl.roomId}'`,
  },
  "public.room_receipts": {
    label: "room_id || ' ' || participant_id || ' ' || read_seq",
    select: {
      olivia: "dora olivia 2",
      sana: "carl sana 2",
      gina: "gus gina 2",
      carl: "carl carl 1",
      dora: "dora dora 1",
      gus: "gus gus 1",
    },
    all: list("dora olivia 2", "carl sana 2", "gus gina 2", "carl carl 1", "dora dora 1", "gus gus 1"),
    insert: `insert into public.room_receipts (room_id, workspace_id, member_id, delivered_seq, read_seq)
      values ('${tickets.carl.roomId}', '${acme.workspaceId}', '${members.ben.memberId}', 2, 2)`,
    update: `update public.room_receipts set read_seq = 2 where room_id = '${tickets.carl.roomId}'`,
    delete: `delete from public.room_receipts where room_id = '${tickets.carl.roomId}'`,
  },
  "public.internal_notes": {
    label: "room_id || ' #' || note_seq",
    select: null,
    all: list("carl #1", "dora #1", "gus #1"),
    insert: `insert into public.internal_notes (room_id, note_seq, workspace_id, member_id, author_name, client_id, body)
      values ('${tickets.carl.roomId}', 2, '${acme.workspaceId}', '${members.olivia.memberId}', 'Olivia', ${free}, 'X')`,
    update: `update public.internal_notes set body = 'X' where room_id = '${tickets.carl.roomId}'`,
    delete: `delete from public.internal_notes where room_id = '${tickets.carl.roomId}'`,
  },
};

const nobody = outcomes({ others: DENIED });

export const tableRows: Row[] = Object.entries(tables).flatMap(([table, spec]): Row[] => {
  const subject = `table ${table}`;
  return [
    {
      subject,
      name: "is read as",
      ...(spec.before && { before: spec.before }),
      statement: `select ${spec.label} from ${table}`,
      expected: spec.select ? outcomes({ everybodySignedIn: "nothing", anon: DENIED, service_role: DENIED, ...spec.select }) : nobody,
      control: spec.all,
    },
    ...(["insert", "update", "delete"] as const).map((operation): Row => {
      const statement = spec[operation];
      return {
        subject,
        name: `takes no ${operation}`,
        ...(spec.before && { before: spec.before }),
        statement,
        isCommand: true,
        expected: nobody,
        control: (operation !== "insert" && spec.control) || "rows",
      };
    }),
    { subject, name: "is not truncated", statement: `truncate ${table} cascade`, isCommand: true, expected: nobody, control: "rows" },
  ];
});

/** Columns that nobody may read although the table is readable; and a row of it, with what it is called. */
const hiddenColumns: Record<string, { columns: string[]; key: string; id: string; name: string }> = {
  "public.workspace_members": { columns: ["user_id"], key: "member_id", id: members.olivia.memberId, name: "olivia" },
  "public.tickets": {
    columns: ["changed_at", "spam_at", "merged_into_ticket_id", "response_count", "sla_policy_version_id", "sla_calendar_version_id"],
    key: "ticket_id",
    id: tickets.carl.ticketId,
    name: "carl",
  },
};

/** The room's lock changes with each internal note, so nobody who reads rooms may read it. */
tableRows.push({
  subject: "table public.chat_rooms",
  name: "hides its lock",
  statement: `select room_id from public.chat_rooms where xmax is not null and room_id = '${tickets.carl.roomId}'`,
  expected: nobody,
  control: "carl",
});

/** What somebody had to do with a ticket before it became a private team's. */
tableRows.push(
  {
    subject: "table public.room_receipts",
    name: "shows nobody their own in a room that is hidden from them",
    before: `insert into public.room_receipts (room_id, workspace_id, member_id, delivered_seq, read_seq) values
      ('${tickets.dora.roomId}', '${acme.workspaceId}', '${members.sana.memberId}', 2, 2),
      ('${tickets.dora.roomId}', '${acme.workspaceId}', '${members.ben.memberId}', 2, 2)`,
    statement: `select participant_id::text from public.room_receipts where room_id = '${tickets.dora.roomId}'`,
    expected: outcomes({ everybodySignedIn: "nothing", anon: DENIED, service_role: DENIED, olivia: "olivia", ben: "ben", dora: "dora" }),
    control: "ben, dora, olivia, sana",
  },
  {
    subject: "table public.attachments",
    name: "shows nobody their own that wait in a room that is hidden from them",
    before: `insert into public.attachments (workspace_id, room_id, member_id, client_id, file_name, content_type, byte_size)
      select '${acme.workspaceId}', '${tickets.dora.roomId}', member_id, gen_random_uuid(), 'of ' || member_id || '.txt', 'text/plain', 5
      from public.workspace_members where member_id in ('${members.sana.memberId}', '${members.ben.memberId}')`,
    statement: "select file_name from public.attachments where file_name like 'of %'",
    expected: outcomes({ everybodySignedIn: "nothing", anon: DENIED, service_role: DENIED, ben: "of ben.txt" }),
    control: "of ben.txt, of sana.txt",
  },
  {
    subject: "table public.ticket_participants",
    name: "shows who was added to a private team's ticket to those who see it",
    before: `insert into public.customers (workspace_id, customer_id, email, name) values ('${acme.workspaceId}', ${free}, 'x@example.com', 'X');
      insert into public.ticket_participants (workspace_id, ticket_id, customer_id, invited_by_name)
      values ('${acme.workspaceId}', '${tickets.dora.ticketId}', ${free}, 'Olivia')`,
    statement: `select ticket_id::text from public.ticket_participants where customer_id = ${free}`,
    expected: outcomes({ everybodySignedIn: "nothing", anon: DENIED, service_role: DENIED, insiders: "dora" }),
    control: "dora",
  },
  {
    subject: "table public.customers",
    name: "shows who was added to a private team's ticket alone to those who see it",
    before: `insert into public.customers (workspace_id, customer_id, email, name) values ('${acme.workspaceId}', ${free}, 'x@example.com', 'X');
      insert into public.ticket_participants (workspace_id, ticket_id, customer_id, invited_by_name)
      values ('${acme.workspaceId}', '${tickets.dora.ticketId}', ${free}, 'Olivia')`,
    statement: `select name from public.customers where customer_id = ${free}`,
    expected: outcomes({ everybodySignedIn: "nothing", anon: DENIED, service_role: DENIED, insiders: "X" }),
    control: "X",
  },
);

tableRows.push({
  subject: "table public.ticket_events",
  name: "tells customers nothing of who gave a ticket to whom",
  before: `insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, is_internal)
    values ('${acme.workspaceId}', '${tickets.carl.ticketId}', 'ticket_assigned', 'system', false)`,
  statement: "select ticket_id || ' ' || kind from public.ticket_events where kind = 'ticket_assigned'",
  expected: outcomes({ everybodySignedIn: "nothing", anon: DENIED, service_role: DENIED, ...byWorkspace(["carl ticket_assigned"], []) }),
  control: "carl ticket_assigned",
});

for (const [table, { columns, key, id, name }] of Object.entries(hiddenColumns)) {
  for (const column of columns) {
    tableRows.push({
      subject: `table ${table}`,
      name: `hides ${column}`,
      statement: `select ${key} from ${table} where ${key} = '${id}' and ${column}::text is distinct from 'x'`,
      expected: nobody,
      control: name,
    });
  }
}

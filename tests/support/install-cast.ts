/**
 * Puts the cast into an empty database, in one transaction, as role `postgres`.
 *
 * Workspaces, members and first messages are inserted, because their ids are fixed and a command gives new ones.
 * Everything that follows (answers, notes, a change of priority) goes through the commands, as the people who do it.
 */
import type pg from "pg";
import { accounts, categories, customers, members, participants, PASSWORD, teams, tickets, workspaces, type AccountName } from "./cast";

const insertCast = `
with cast_json as (select $1::jsonb as data),
accounts as (
  insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, is_anonymous, raw_app_meta_data, raw_user_meta_data)
  select "userId", 'authenticated', 'authenticated', email,
    case when email is not null then extensions.crypt($2, extensions.gen_salt('bf', 4)) end,
    case when email is not null then now() end, email is null, '{}', '{}'
  from cast_json, jsonb_to_recordset(data -> 'accounts') as account ("userId" uuid, email text)
  returning 1
),
workspaces as (
  insert into public.workspaces (workspace_id, slug, name, brand_color)
  select "workspaceId", slug, name, "brandColor"
  from cast_json, jsonb_to_recordset(data -> 'workspaces') as workspace ("workspaceId" uuid, slug text, name text, "brandColor" text)
  returning 1
),
members as (
  insert into public.workspace_members (workspace_id, member_id, user_id, role, display_name, removed_at)
  select "workspaceId", "memberId", "userId", role::public.member_role, name, case when removed then now() end
  from cast_json, jsonb_to_recordset(data -> 'members')
    as member ("workspaceId" uuid, "memberId" uuid, "userId" uuid, role text, name text, removed boolean)
  returning 1
),
teams as (
  insert into public.teams (workspace_id, team_id, name)
  select "workspaceId", "teamId", name
  from cast_json, jsonb_to_recordset(data -> 'teams') as team ("workspaceId" uuid, "teamId" uuid, name text)
  returning 1
),
team_members as (
  insert into public.team_members (workspace_id, team_id, member_id, is_lead)
  select "workspaceId", "teamId", "memberId", "isLead"
  from cast_json, jsonb_to_recordset(data -> 'teamMembers') as seat ("workspaceId" uuid, "teamId" uuid, "memberId" uuid, "isLead" boolean)
  returning 1
),
categories as (
  insert into public.ticket_categories (workspace_id, category_id, name, position)
  select "workspaceId", "categoryId", name, position
  from cast_json, jsonb_to_recordset(data -> 'categories') as category ("workspaceId" uuid, "categoryId" uuid, name text, position integer)
  returning 1
),
customers as (
  insert into public.customers (workspace_id, customer_id, email, name)
  select "workspaceId", "customerId", email, name
  from cast_json, jsonb_to_recordset(data -> 'customers') as customer ("workspaceId" uuid, "customerId" uuid, email text, name text)
  returning 1
)
insert into public.customer_identities (workspace_id, customer_id, user_id)
select "workspaceId", "customerId", "userId"
from cast_json, jsonb_to_recordset(data -> 'customers') as customer ("workspaceId" uuid, "customerId" uuid, "userId" uuid)`;

const workspaceIdOf = (of: { workspace: keyof typeof workspaces }) => workspaces[of.workspace].workspaceId;

/**
 * What people do after the tickets are there: each room has two messages (the agent's edited, with a reaction), a note,
 * two receipts, files in every state, and an internal event.
 */
const history = [
  { room: "carl", agent: "sana", reply: "Thank you, I am correcting it.", note: "Second wrong address this month.", priority: "high" },
  { room: "dora", agent: "olivia", reply: "Which model is it?", note: "Sounds like the sleep timer.", priority: "low" },
  { room: "gus", agent: "gina", reply: "It left our house today.", note: "Parcel 1Z is late.", priority: "urgent" },
] as const;

/** Rows alone, since what lies in the bucket is Storage's: two waiting ones, one of the first message, one removed. */
const insertFiles = `
insert into public.attachments
  (attachment_id, workspace_id, room_id, seq, position, customer_id, member_id, client_id, file_name, content_type, byte_size, removed_at)
select ('a000000' || file.number || substr(room.room_id::text, 9))::uuid, room.workspace_id, room.room_id, file.seq, case when file.seq is not null then 1 end,
  case when file.by_customer then ticket.customer_id end, case when not file.by_customer then member.member_id end,
  gen_random_uuid(), $3::text || ' ' || file.name, 'text/plain', 5, case when file.name = 'removed' then now() end
from (values (1, 'sent', 1, true), (2, 'removed', 1, true), (3, 'waits', null, true), (4, 'agent waits', null, false))
  as file (number, name, seq, by_customer)
cross join public.chat_rooms as room
join public.tickets as ticket using (workspace_id, ticket_id)
join public.workspace_members as member on member.workspace_id = room.workspace_id and member.user_id = $2
where room.room_id = $1`;

/** A half day off, and that the agent of each room was warned of its first response. */
const insertSla = `
with exception as (
  insert into public.sla_calendar_exceptions (workspace_id, calendar_version_id, exception_date, is_yearly, name)
  select workspace_id, current_version_id, '2026-12-25', true, 'Christmas' from public.sla_calendars returning *
), hours as (
  insert into public.sla_calendar_exception_hours (workspace_id, calendar_version_id, exception_date, is_yearly, opens_at, closes_at)
  select workspace_id, calendar_version_id, exception_date, is_yearly, '09:00', '12:00' from exception
)
insert into public.sla_notices (workspace_id, ticket_id, metric, sequence, level, member_id)
select message.workspace_id, room.ticket_id, 'first_response', 1, 'warning', message.member_id
from public.messages as message join public.chat_rooms as room using (workspace_id, room_id) where message.seq = 2`;

export async function installCast(client: pg.Client): Promise<void> {
  const act = (name: AccountName) =>
    client.query("select set_config('request.jwt.claims', $1, true)", [
      JSON.stringify({ sub: accounts[name].userId, role: "authenticated" }),
    ]);
  const data = {
    accounts: Object.values(accounts),
    workspaces: Object.values(workspaces),
    members: Object.values(members).map((member) => ({
      ...member,
      ...accounts[member.account],
      workspaceId: workspaceIdOf(member),
      removed: "removed" in member,
    })),
    teams: Object.values(teams).map((team) => ({ ...team, workspaceId: workspaceIdOf(team) })),
    teamMembers: Object.values(teams).flatMap((team) =>
      team.members.map((name) => ({
        workspaceId: workspaceIdOf(team),
        teamId: team.teamId,
        memberId: members[name].memberId,
        isLead: name === team.lead,
      })),
    ),
    categories: Object.values(categories).map((category) => ({ ...category, workspaceId: workspaceIdOf(category) })),
    customers: Object.values(customers).map((customer) => ({
      ...customer,
      ...accounts[customer.account],
      email: customer.email,
      workspaceId: workspaceIdOf(customer),
    })),
  };
  await client.query("begin");
  try {
    await client.query(insertCast, [JSON.stringify(data), PASSWORD]);
    for (const ticket of Object.values(tickets)) {
      const customer = customers[ticket.customer];
      await act(customer.account);
      await client.query(
        `with ticket as (
           insert into public.tickets (ticket_id, workspace_id, chat_room_id, customer_id, subject, awaiting_reply_since)
           values ($1, $2, $3, $4, $5, now()) returning *
         ), room as (
           insert into public.chat_rooms (room_id, workspace_id, ticket_id, last_seq, last_customer_seq)
           select chat_room_id, workspace_id, ticket_id, 1, 1 from ticket returning *
         )
         insert into public.messages (room_id, seq, workspace_id, sender_type, customer_id, sender_name, client_id, body, created_at)
         select room_id, 1, workspace_id, 'customer', $4, $6, gen_random_uuid(), $5, now() from room`,
        [ticket.ticketId, workspaceIdOf(ticket), ticket.roomId, customer.customerId, ticket.subject, accounts[customer.account].name],
      );
    }
    // They came before the story starts, so that it does not tell of them: no events, no mails.
    await client.query("alter table public.ticket_participants disable trigger user");
    for (const each of Object.values(participants)) {
      const { customerId } = customers[each.customer];
      const { ticketId } = tickets[each.ticket];
      await client.query(
        `with participant as (
           insert into public.ticket_participants (workspace_id, ticket_id, customer_id, invited_by_name, joined_at, removed_at)
           values ($1, $2, $3, $4, now(), case when $5 then now() end) returning *
         ), request as (
           insert into private.access_link_requests (workspace_id, ticket_id, customer_id, address)
           select workspace_id, ticket_id, customer_id, $7 from participant
         )
         insert into private.access_links (workspace_id, ticket_id, customer_id, secret_hash)
         select workspace_id, ticket_id, customer_id, sha256(convert_to($6, 'UTF8')) from participant`,
        [
          workspaceIdOf(customers[each.customer]),
          ticketId,
          customerId,
          accounts[customers[tickets[each.ticket].customer].account].name,
          "removed" in each,
          each.secret,
          customers[each.customer].email,
        ],
      );
    }
    await client.query("alter table public.ticket_participants enable trigger user");
    for (const { room, agent, reply, note, priority } of history) {
      await act(agent);
      await client.query("select public.send_message($1, $2, gen_random_uuid())", [tickets[room].roomId, reply]);
      await client.query("select public.add_note($1, $2, gen_random_uuid())", [tickets[room].roomId, note]);
      await client.query("select public.set_ticket_priority($1, $2)", [tickets[room].ticketId, priority]);
      await client.query("select public.edit_message($1, 2, $2)", [tickets[room].roomId, `${reply} (Edited)`]);
      await client.query("select public.acknowledge_messages($1, 2, 2)", [tickets[room].roomId]);
      await client.query(insertFiles, [tickets[room].roomId, accounts[agent].userId, room]);
      await act(customers[room].account);
      await client.query("select public.set_reaction($1, 2, '👍', true)", [tickets[room].roomId]);
      await client.query("select public.acknowledge_messages($1, 2, 1)", [tickets[room].roomId]);
    }
    await client.query(insertSla);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

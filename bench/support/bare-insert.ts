import pg from "pg";
import { asPerson } from "./database";

/**
 * The same row without the product: a copy of the table of messages with its checks and keys, and one policy that asks
 * whether the room is the writer's. Nobody numbers, locks, counts or tells anything.
 */
const tables = `
  create schema bench;
  create table bench.messages (like public.messages including all);
  alter table bench.messages enable row level security;
  create policy senders on bench.messages for insert to authenticated
    with check (exists (select from public.chat_rooms where chat_rooms.room_id = messages.room_id));
  grant usage on schema bench to authenticated;
  grant insert on bench.messages to authenticated;`;

export async function makeBareTable(client: pg.ClientBase): Promise<void> {
  await client.query(tables);
}

export type BareRoom = { roomId: string; workspaceId: string; customerId: string; userId: string };

/** The room of a ticket as its customer has it. */
export async function bareRoom(client: pg.ClientBase, ticketId: string): Promise<BareRoom> {
  const { rows } = await client.query<BareRoom>(
    `select room_id as "roomId", workspace_id as "workspaceId", customer_id as "customerId", user_id as "userId"
     from public.chat_rooms join public.tickets using (workspace_id, ticket_id) join public.customer_identities using (workspace_id, customer_id)
     where ticket_id = $1`,
    [ticketId],
  );
  if (!rows[0]) throw new Error("The ticket has no room.");
  return rows[0];
}

/** Inserts a row as the room's customer, in one round trip. */
export async function insertBare(
  client: pg.ClientBase,
  room: BareRoom,
  row: { seq: number; clientId: string; body: string },
): Promise<void> {
  const values = [room.roomId, room.workspaceId, room.customerId, row.clientId, row.body].map((value) => pg.escapeLiteral(value));
  const [roomId, workspaceId, customerId, clientId, body] = values;
  await asPerson(
    client,
    room.userId,
    `insert into bench.messages (room_id, seq, workspace_id, sender_type, customer_id, sender_name, client_id, body)
     values (${roomId}, ${row.seq}, ${workspaceId}, 'customer', ${customerId}, 'Bench Mark', ${clientId}, ${body})`,
  );
}

import type pg from "pg";
import { fillRoom } from "../../tests/support/long-room";
import { Customer } from "./customer";

export const SLUG = "acme";

/** A room of `size` messages, and the browser and the user of the customer it belongs to. */
export type RoomOfSize = { size: number; customer: Customer; ticketId: string; roomId: string; userId: string };

/** Opens a ticket for each size, as a customer does it, and fills its room. */
export async function openRoomsOfSizes(appUrl: string, databaseUrl: string, client: pg.Client, sizes: number[]): Promise<RoomOfSize[]> {
  const rooms: RoomOfSize[] = [];
  for (const size of sizes) {
    const customer = new Customer(appUrl, SLUG);
    await customer.visitForm();
    const { ticketId } = await customer.postTicket(size);
    await fillRoom(databaseUrl, ticketId, size - 1);
    const { rows } = await client.query<{ room_id: string; user_id: string }>(
      "select chat_room_id as room_id, user_id from public.tickets join public.customer_identities using (workspace_id, customer_id) where ticket_id = $1",
      [ticketId],
    );
    rooms.push({ size, customer, ticketId, roomId: rows[0]!.room_id, userId: rows[0]!.user_id });
  }
  // What autovacuum would do soon after, in the middle of it.
  await client.query("vacuum (analyze) public.messages");
  return rooms;
}

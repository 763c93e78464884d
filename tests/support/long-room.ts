/** Long rooms, for what has to hold however much was said. */
import pg from "pg";

/** What `message(n)` says; some long, some short, some with accents. */
const body = `case
    when n % 1000 = 0 then 'Landmark ' || n || ': the Café in Zürich'
    when n % 7 = 1 then repeat('The printer in the corner is silent, and the light blinks twice. ', 1 + n % 5) || n
    when n % 3 = 0 then 'Yes. ' || n
    else 'Message ' || n || ' about order ' || md5(n::text) || ', thank you for looking into it so quickly.' end`;

/**
 * Puts messages into a ticket's room, one every 40 seconds up to a minute ago: two of three by the customer, the others
 * by an agent of the workspace. What triggers would do of each is left out; the counts of the room are set.
 *
 * @param databaseUrl as role `postgres`
 */
export async function fillRoom(databaseUrl: string, ticketId: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("alter table public.messages disable trigger user");
    await client.query(
      `insert into public.messages (room_id, seq, workspace_id, sender_type, customer_id, member_id, sender_name, client_id, body, created_at)
       select room.room_id, room.last_seq + n, room.workspace_id,
         (case when n % 3 = 0 then 'agent' else 'customer' end)::public.sender_type,
         case when n % 3 <> 0 then ticket.customer_id end, case when n % 3 = 0 then member.member_id end,
         case when n % 3 = 0 then member.display_name else customer.name end, gen_random_uuid(), ${body},
         now() - interval '1 minute' - ($2::integer - n) * interval '40 seconds'
       from public.chat_rooms as room
       join public.tickets as ticket using (workspace_id, ticket_id)
       join public.customers as customer using (workspace_id, customer_id)
       cross join lateral (
         select * from public.workspace_members where workspace_id = room.workspace_id and removed_at is null order by display_name desc limit 1
       ) as member
       cross join generate_series(1, $2::integer) as n
       where room.ticket_id = $1`,
      [ticketId, count],
    );
    await client.query(
      `update public.chat_rooms set last_seq = last_seq + $2::integer,
         last_customer_seq = last_seq + $2::integer - case when $2::integer % 3 = 0 then 1 else 0 end,
         last_agent_seq = last_seq + $2::integer - $2::integer % 3
       where ticket_id = $1`,
      [ticketId, count],
    );
    await client.query("alter table public.messages enable trigger user");
    await client.query("commit");
    await client.query("analyze public.messages");
  } finally {
    await client.end();
  }
}

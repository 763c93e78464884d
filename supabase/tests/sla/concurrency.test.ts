/** Fifty people at one ticket at the same moment. Commits, so it has a stack of its own. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actors, type ActorName } from "../../../tests/support/actors";
import { tickets } from "../../../tests/support/cast";
import { endPool } from "../../../tests/support/database";
import { startTestStack, type TestStack } from "../../../tests/support/test-stack";

let stack: TestStack;
let pool: pg.Pool;
beforeAll(async () => {
  stack = await startTestStack();
  pool = new pg.Pool({ connectionString: stack.env.DATABASE_URL, max: 50 });
  // A target for resolving too, so that every metric has a clock.
  await pool.query(`
    insert into public.sla_targets (workspace_id, policy_version_id, metric, priority, target_seconds, basis)
    select workspace_id, current_version_id, 'resolution', priority, 28800, 'business'
    from public.sla_policies cross join unnest(enum_range(null::public.ticket_priority)) as priority`);
});
afterAll(async () => {
  await endPool(pool);
  await stack.stop();
});

async function act(actor: ActorName, statement: string, values: unknown[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)", [
      actors[actor].role,
      JSON.stringify(actors[actor].claims),
    ]);
    await client.query(statement, values);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

describe("At the same moment", () => {
  it("messages, statuses, priorities and sweeps leave clocks that their events explain, and at most one of a kind owed", async () => {
    const { ticketId, roomId } = tickets.carl;
    const say = (actor: ActorName) => () => act(actor, "select public.send_message($1, 'X', $2)", [roomId, randomUUID()]);
    const set = (actor: ActorName, status: string) => () => act(actor, "select public.set_ticket_status($1, $2)", [ticketId, status]);
    const rate = (actor: ActorName, priority: string) => () =>
      act(actor, "select public.set_ticket_priority($1, $2)", [ticketId, priority]);
    const writes = [
      say("carl"),
      say("sana"),
      set("olivia", "waiting"),
      rate("adam", "urgent"),
      say("carl"),
      set("ben", "resolved"),
      () => act("mia", "select public.set_no_reply_needed($1)", [ticketId]),
      rate("olivia", "low"),
      set("sana", "in_progress"),
      async () => void (await pool.query("select private.sweep_sla_clocks(100, now() + interval '2 hours')")),
    ];
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => writes[index % writes.length]!()));
      const { rows: different } = await pool.query("select * from private.list_differing_sla_clocks()");
      expect(different).toEqual([]);
    }
    const { rows: clocks } = await pool.query<{ metric: string; owed: number; all: number }>(
      `select metric, count(*) filter (where stopped_at is null)::int as owed, count(*)::int as all
       from public.sla_clocks where ticket_id = $1 group by metric order by metric`,
      [ticketId],
    );
    expect(clocks.map(({ metric }) => metric)).toEqual(["first_response", "next_response", "resolution"]);
    for (const { metric, owed } of clocks) expect(owed, metric).toBeLessThanOrEqual(1);
    const { rows: gaps } = await pool.query(
      `select from (
         select event_number, row_number() over (partition by metric, sequence order by event_number) as place
         from public.sla_events where ticket_id = $1
       ) as event where event_number <> place`,
      [ticketId],
    );
    expect(gaps).toEqual([]);
    // The ticket says what its clocks say.
    const { rows: ticket } = await pool.query<{ is_equal: boolean }>(
      `select ticket.sla_due_at is not distinct from min(clock.due_at) as is_equal
       from public.tickets as ticket
       left join public.sla_clocks as clock on clock.ticket_id = ticket.ticket_id and clock.running_since is not null
       where ticket.ticket_id = $1 group by ticket.ticket_id`,
      [ticketId],
    );
    expect(ticket).toEqual([{ is_equal: true }]);
  });
});

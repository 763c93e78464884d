/** What only shows when people act at the same moment. Commits, so it has a stack of its own. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actors, type ActorName } from "../../../tests/support/actors";
import { accounts, members, teams, tickets } from "../../../tests/support/cast";
import { endPool, refusal } from "../../../tests/support/database";
import { startTestStack, type TestStack } from "../../../tests/support/test-stack";

let stack: TestStack;
let pool: pg.Pool;
beforeAll(async () => {
  stack = await startTestStack();
  pool = new pg.Pool({ connectionString: stack.env.DATABASE_URL, max: 50 });
});
afterAll(async () => {
  await endPool(pool);
  await stack.stop();
});

/** One transaction of its own, as a person; `end` commits or rolls back. */
async function act<Row extends pg.QueryResultRow>(
  actor: ActorName,
  statement: string,
  values: unknown[],
  end: "commit" | "rollback" = "commit",
): Promise<Row> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)", [
      actors[actor].role,
      JSON.stringify(actors[actor].claims),
    ]);
    const { rows } = await client.query<Row>(statement, values);
    await client.query(end);
    return rows[0]!;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

/** Two changes of which the second begins while the first is done but not committed: it has to wait for it. */
async function meanwhile(first: [ActorName, string, unknown[]], second: [ActorName, string, unknown[]]): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)", [
      actors[first[0]].role,
      JSON.stringify(actors[first[0]].claims),
    ]);
    await client.query(first[1], first[2]);
    const outcome = refusal(act(...second));
    const waits = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await expect.poll(async () => (await pool.query(waits)).rows.length, { timeout: 5000 }).toBe(1);
    await client.query("commit");
    return await outcome;
  } finally {
    await client.query("rollback");
    client.release();
  }
}

const OPEN = "select * from public.open_ticket('globex', 'Subject', 'Body', $1, 'Name', $2)";
const SEND = "select * from public.send_message($1, $2, $3)";
const times = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

describe("At the same moment", () => {
  it("50 people writing into one room get 50 numbers without a gap, each once", async () => {
    const { roomId } = tickets.carl;
    const writers: ActorName[] = ["carl", "olivia", "adam", "sana", "ben", "mia"];
    const sent = await times(50, (index) =>
      act<{ seq: number }>(writers[index % writers.length]!, SEND, [roomId, `Message ${index}`, randomUUID()]),
    );
    expect(sent.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 3));
    const { rows } = await pool.query<{ seq: number; last_seq: number }>(
      "select seq, last_seq from public.messages join public.chat_rooms using (room_id) where room_id = $1 order by seq",
      [roomId],
    );
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 52 }, (_, index) => index + 1));
    expect(rows[0]?.last_seq).toBe(52);
    // Times follow the numbers, so that a list by time is a list by number.
    const { rows: late } = await pool.query(
      "select from public.messages as a join public.messages as b on b.room_id = a.room_id and b.seq = a.seq + 1 where a.room_id = $1 and b.created_at < a.created_at",
      [roomId],
    );
    expect(late).toEqual([]);
  });

  it("the same message sent ten times is one message", async () => {
    const clientId = randomUUID();
    const sent = await times(10, (index) =>
      act<{ seq: number; body: string }>("gus", SEND, [tickets.gus.roomId, `Attempt ${index}`, clientId]),
    );
    expect(new Set(sent.map(({ seq, body }) => `${seq} ${body}`)).size).toBe(1);
    const { rows } = await pool.query("select from public.messages where client_id = $1", [clientId]);
    expect(rows.length).toBe(1);
  });

  it("the same form sent ten times is one ticket", async () => {
    const submission = randomUUID();
    const opened = await times(10, () => act<{ ticket_id: string }>("stranger", OPEN, ["stranger@example.com", submission]));
    expect(new Set(opened.map(({ ticket_id }) => ticket_id)).size).toBe(1);
    const { rows } = await pool.query<{ tickets: string; customers: string }>(
      "select count(distinct ticket_id) as tickets, count(distinct customer_id) as customers from public.customer_identities left join public.tickets using (workspace_id, customer_id) where user_id = $1",
      [accounts.stranger.userId],
    );
    expect(rows[0]).toEqual({ tickets: "1", customers: "1" });
  });

  it("tickets of many people are numbered without a gap, whatever is rolled back between them", async () => {
    const { rows: before } = await pool.query<{ last_number: string }>(
      "select last_number from private.ticket_counters join public.workspaces using (workspace_id) where slug = 'globex'",
    );
    const people: ActorName[] = ["carl", "dora", "gus", "vera", "rita"];
    const attempts = await times(40, async (index) => {
      const end = index % 3 === 0 ? "rollback" : "commit";
      const { number } = await act<{ number: string }>(people[index % people.length]!, OPEN, [`${index}@example.com`, randomUUID()], end);
      return end === "commit" ? Number(number) : undefined;
    });
    const numbers = attempts.filter((number) => number !== undefined).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => Number(before[0]!.last_number) + 1 + index));
  });

  it("agents, customer and notes on one ticket never block each other in a circle", async () => {
    const { ticketId, roomId } = tickets.dora;
    await times(60, (index) => {
      if (index % 5 === 0) return act("olivia", "select public.set_ticket_status($1, $2)", [ticketId, index % 2 ? "open" : "in_progress"]);
      if (index % 5 === 1) return act("sana", "select public.set_ticket_priority($1, $2)", [ticketId, index % 2 ? "low" : "urgent"]);
      if (index % 5 === 2) return act("mia", "select public.add_note($1, 'Note', $2)", [roomId, randomUUID()]);
      if (index % 5 === 3) return act("dora", SEND, [roomId, "From the customer", randomUUID()]);
      return act("ben", SEND, [roomId, "From an agent", randomUUID()]);
    });
    const { rows } = await pool.query<{ notes: number; expected: number }>(
      "select max(note_seq) as notes, count(*)::int as expected from public.internal_notes where room_id = $1",
      [roomId],
    );
    expect(rows[0]).toEqual({ notes: 13, expected: 13 });
  });

  it("nobody is left with a ticket that they may not see, whichever comes first: theirs becoming so, or the ticket's team becoming private", async () => {
    const { ticketId } = tickets.carl;
    const billing = teams.billing.teamId;
    const save = (isPrivate: boolean): [ActorName, string, unknown[]] => [
      "olivia",
      "select public.save_team('acme', 'Billing', $1, $2, $3, $4)",
      [[members.ben.memberId], [members.adam.memberId], billing, isPrivate],
    ];
    const assign = (memberId: string | null): [ActorName, string, unknown[]] => [
      "olivia",
      "select public.assign_ticket($1, $2)",
      [ticketId, memberId],
    ];
    const give = (teamId: string | null): [ActorName, string, unknown[]] => [
      "olivia",
      "select public.set_ticket_team($1, $2)",
      [ticketId, teamId],
    ];
    const assignee = async () =>
      (await pool.query<{ id: string | null }>("select assignee_id as id from public.tickets where ticket_id = $1", [ticketId])).rows[0]!
        .id;
    const begin = async (teamId: string | null, memberId: string | null) => {
      for (const change of [save(false), give(teamId), assign(memberId)]) await act(...change);
    };
    const { sana, ben } = members;

    await begin(billing, null);
    expect(await meanwhile(save(true), assign(sana.memberId))).toBe("PT422 assignee_not_in_team");
    await begin(billing, null);
    expect(await meanwhile(assign(sana.memberId), save(true))).toBe("nothing was refused");
    expect(await assignee()).toBeNull();
    await begin(null, sana.memberId);
    expect(await meanwhile(give(billing), save(true))).toBe("nothing was refused");
    expect(await assignee()).toBeNull();
    // Who may see it keeps it.
    await begin(billing, null);
    expect(await meanwhile(assign(ben.memberId), save(true))).toBe("nothing was refused");
    expect(await assignee()).toBe(ben.memberId);
  });
});

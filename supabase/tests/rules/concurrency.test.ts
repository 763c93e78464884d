/** What only shows when people act at the same moment. Commits, so it has a stack of its own. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actors, type ActorName } from "../../../tests/support/actors";
import { accounts, customers, members, teams, tickets, workspaces } from "../../../tests/support/cast";
import { endPool, refusal } from "../../../tests/support/database";
import { png } from "../../../tests/support/files";
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

/** A person of the cast, or the worker, which acts as the owner of the schema. */
type Who = ActorName | "worker";
type Change = [Who, statement: string, values: unknown[]];

async function begin(client: pg.PoolClient, who: Who): Promise<void> {
  await client.query("begin");
  // What would wait for ever is told.
  await client.query("set local lock_timeout = '10s'");
  if (who === "worker") return;
  await client.query("select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)", [
    actors[who].role,
    JSON.stringify(actors[who].claims),
  ]);
}

/** One transaction of its own, as somebody; `end` commits or rolls back. */
async function act<Row extends pg.QueryResultRow>(
  who: Who,
  statement: string,
  values: unknown[],
  end: "commit" | "rollback" = "commit",
): Promise<Row> {
  const client = await pool.connect();
  try {
    await begin(client, who);
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

/** What happens while a change is done and not yet committed. */
async function during<T>(change: Change, use: (end: (how: "commit" | "rollback") => Promise<unknown>) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await begin(client, change[0]);
    await client.query(change[1], change[2]);
    return await use((how) => client.query(how));
  } finally {
    await client.query("rollback");
    client.release();
  }
}

const somebodyWaits = () =>
  expect
    .poll(
      async () =>
        (await pool.query("select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).rows.length,
      { timeout: 5000 },
    )
    .toBe(1);

/** Two changes of which the second begins while the first is done but not committed: it has to wait for it. */
const overlapping = <Row extends pg.QueryResultRow>(first: Change, second: Change, besides?: () => Promise<unknown>): Promise<Row> =>
  during(first, async (end) => {
    const answer = act<Row>(...second);
    answer.catch(() => undefined);
    await somebodyWaits();
    await besides?.();
    await end("commit");
    return answer;
  });
const meanwhile = (first: Change, second: Change) => refusal(overlapping(first, second));

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
    const save = (isPrivate: boolean): Change => [
      "olivia",
      "select public.save_team('acme', 'Billing', $1, $2, $3, $4)",
      [[members.ben.memberId], [members.adam.memberId], billing, isPrivate],
    ];
    const assign = (memberId: string | null): Change => ["olivia", "select public.assign_ticket($1, $2)", [ticketId, memberId]];
    const give = (teamId: string | null): Change => ["olivia", "select public.set_ticket_team($1, $2)", [ticketId, teamId]];
    const assignee = async () =>
      (await pool.query<{ id: string | null }>("select assignee_id as id from public.tickets where ticket_id = $1", [ticketId])).rows[0]!
        .id;
    const prepare = async (teamId: string | null, memberId: string | null) => {
      for (const change of [save(false), give(teamId), assign(memberId)]) await act(...change);
    };
    const { sana, ben } = members;

    await prepare(billing, null);
    expect(await meanwhile(save(true), assign(sana.memberId))).toBe("PT422 assignee_not_in_team");
    await prepare(billing, null);
    expect(await meanwhile(assign(sana.memberId), save(true))).toBe("nothing was refused");
    expect(await assignee()).toBeNull();
    await prepare(null, sana.memberId);
    expect(await meanwhile(give(billing), save(true))).toBe("nothing was refused");
    expect(await assignee()).toBeNull();
    // Who may see it keeps it.
    await prepare(billing, null);
    expect(await meanwhile(assign(ben.memberId), save(true))).toBe("nothing was refused");
    expect(await assignee()).toBe(ben.memberId);
  });
});

describe("Whoever joins or leaves at the same moment", () => {
  const { workspaceId } = workspaces.acme;
  const memberOf = async (name: "carl" | "dora") =>
    (
      await pool.query<{ held: boolean }>("select needs_second_factor as held from public.workspace_members where user_id = $1", [
        accounts[name].userId,
      ])
    ).rows;
  const join = (name: "carl" | "dora"): Change => [
    "worker",
    "insert into public.workspace_members (workspace_id, user_id, display_name) values ($1, $2, 'New')",
    [workspaceId, accounts[name].userId],
  ];
  const demand = (isDemanded: boolean): Change => [
    "worker",
    "update public.workspaces set requires_second_factor = $2 where workspace_id = $1",
    [workspaceId, isDemanded],
  ];

  it("is held to the second factor that the workspace demands, whichever comes first", async () => {
    await overlapping(demand(true), join("carl"));
    expect(await memberOf("carl")).toEqual([{ held: true }]);
    await act(...demand(false));
    expect(await memberOf("carl")).toEqual([{ held: false }]);
    await overlapping(join("dora"), demand(true));
    expect(await memberOf("dora")).toEqual([{ held: true }]);
    await act(...demand(false));
    await pool.query("delete from public.workspace_members where user_id = any ($1)", [[accounts.carl.userId, accounts.dora.userId]]);
  });

  it("has no face where they are removed", async () => {
    const { memberId } = members.ben;
    const face: Change = ["ben", "select public.set_my_avatar($1) as number", [png(16, 16).toString("base64")]];
    const remove = "update public.workspace_members set removed_at = $2 where member_id = $1";
    const faces = () =>
      pool.query("select avatar_id is not null as has_one from public.workspace_members where member_id = $1", [memberId]);
    expect(await overlapping(["worker", remove, [memberId, new Date()]], face)).toEqual({ number: 0 });
    expect((await faces()).rows).toEqual([{ has_one: false }]);
    await pool.query(remove, [memberId, null]);
    expect(await act(...face)).toEqual({ number: 1 });
    expect((await faces()).rows).toEqual([{ has_one: true }]);
  });
});

describe("While something is erased or deleted", () => {
  const ticketsOf = async (ids: string[]) =>
    (
      await pool.query<{ status: string; is_erased: boolean }>(
        "select status, erased_at is not null as is_erased from public.tickets where ticket_id = any ($1) order by chat_room_id",
        [ids],
      )
    ).rows;
  const sweep: Change = ["worker", "select private.erase_resting_tickets(50) as erased", []];
  const eraseNext = (erasureId: string): Change => [
    "worker",
    "select private.erase_next_ticket($1, $2) as is_more",
    [workspaces.acme.workspaceId, erasureId],
  ];

  it("a ticket that is opened again after the sweep has found it and before its turn is kept, and one that somebody writes in is not waited for", async () => {
    type Opened = { ticket_id: string; room_id: string };
    const opened = await times(3, () => act<Opened>("vera", OPEN, ["vera@example.com", randomUUID()]));
    const [first, second, third] = opened.sort((a, b) => (a.room_id < b.room_id ? -1 : 1)) as [Opened, Opened, Opened];
    const ids = [first.ticket_id, second.ticket_id, third.ticket_id];
    const rest = async (of: string[]) => {
      await pool.query("update public.tickets set status = 'resolved' where ticket_id = any ($1)", [of]);
      await pool.query("update public.tickets set resolved_at = now() - interval '31 days' where ticket_id = any ($1)", [of]);
    };
    const set = (status: string) => act("gina", "select public.set_ticket_status($1, $2)", [second.ticket_id, status]);
    await act("greg", "select public.save_retention('globex', row(30, null)::public.retention_days)", []);
    await rest(ids);
    // It has found all of them, and is held up at the first one.
    const swept = overlapping<{ erased: number }>(
      ["worker", "select from public.tickets where ticket_id = $1 for update", [first.ticket_id]],
      sweep,
      async () => {
        await set("open");
        await set("resolved");
      },
    );
    expect((await swept).erased).toBe(2);
    const gone = { status: "closed", is_erased: true };
    expect(await ticketsOf(ids)).toEqual([gone, { status: "resolved", is_erased: false }, gone]);

    await rest([second.ticket_id]);
    const answer: Change = ["gina", SEND, [second.room_id, "One thing more", randomUUID()]];
    expect(await during(answer, () => act(...sweep))).toEqual({ erased: 0 });
    expect(await act(...sweep)).toEqual({ erased: 1 });
    expect(await ticketsOf(ids)).toEqual([gone, gone, gone]);
  });

  it("a person whom two people erase is erased once, and the second one is told", async () => {
    const { customerId, email } = customers.dora;
    const erase = (actor: ActorName): Change => [
      actor,
      "select public.erase_customers('acme', $1, $2) as erasure_id",
      [[customerId], email],
    ];
    expect(await meanwhile(erase("olivia"), erase("adam"))).toBe("PT404 customer_not_found");
    const { rows: facts } = await pool.query<{ actor_name: string; subject_id: string }>(
      "select actor_name, subject_id from public.audit_entries where subject_kind = 'erasure'",
    );
    expect(facts.map(({ actor_name }) => actor_name)).toEqual(["Olivia Owens"]);

    // Two workers at once: her one ticket is counted once, and the second sees that there is none left.
    const { subject_id: erasureId } = facts[0]!;
    expect(await overlapping(eraseNext(erasureId), eraseNext(erasureId))).toEqual({ is_more: false });
    expect(
      (await pool.query("select tickets_total, tickets_done, finished_at is not null as is_finished from private.erasures")).rows,
    ).toEqual([{ tickets_total: 1, tickets_done: 1, is_finished: true }]);
  });

  it("a ticket that two workers erase is erased by one", async () => {
    const { ticket_id: ticketId } = await act<{ ticket_id: string }>("rita", OPEN, ["rita@example.com", randomUUID()]);
    const erase: Change = ["worker", "select private.erase_ticket($1) as is_erased", [ticketId]];
    // Whoever writes in another one holds neither up.
    const elsewhere: Change = ["gus", SEND, [tickets.gus.roomId, "Meanwhile", randomUUID()]];
    expect(await during(elsewhere, () => overlapping(erase, erase))).toEqual({ is_erased: false });
    expect(await ticketsOf([ticketId])).toEqual([{ status: "closed", is_erased: true }]);
  });

  it("whoever took part is erased after the room is free, and holds nothing up until then", async () => {
    const { customerId } = customers.pam;
    const free = async () =>
      (await pool.query("select from public.customers where customer_id = $1 for update skip locked", [customerId])).rows.length;
    const { roomId } = tickets.carl;
    await overlapping(
      ["carl", SEND, [roomId, "Just now", randomUUID()]],
      ["worker", "select private.erase_participation($1, $2)", [workspaces.acme.workspaceId, customerId]],
      async () => expect(await free()).toBe(1),
    );
    const { rows } = await pool.query("select name from public.customers where customer_id = $1", [customerId]);
    expect(rows).toEqual([{ name: "—" }]);
  });

  it("a workspace is deleted by one worker, which waits for who writes to it, and found by none that would have to wait", async () => {
    const { workspace_id: workspaceId } = await act<{ workspace_id: string }>(
      "vera",
      "select (public.create_workspace('Closing', 'closing', 'Vera')).workspace_id",
      [],
    );
    await act("vera", "select public.request_workspace_deletion('closing', 'closing')", []);
    await pool.query("update private.workspace_exports set state = 'done' where workspace_id = $1", [workspaceId]);
    const due: Change = ["worker", "select array(select private.list_due_deletions(now() + interval '8 days')) as ids", []];
    const calledOff: Change = ["vera", "select public.cancel_workspace_deletion('closing')", []];
    expect(await during(calledOff, () => act(...due))).toEqual({ ids: [] });
    expect(await act(...due)).toEqual({ ids: [workspaceId] });

    await pool.query("update public.workspaces set deletion_at = now() where workspace_id = $1", [workspaceId]);
    const write = "insert into public.ticket_categories (workspace_id, name, position) values ($1, $2, 1)";
    const finish: Change = ["worker", "select private.finish_workspace_deletion($1)", [workspaceId]];
    for (const step of ["forget_workspace($1)", "delete_workspace_rows($1, 1000)"])
      expect(await meanwhile(["worker", write, [workspaceId, step]], ["worker", `select private.${step}`, [workspaceId]])).toBe(
        "nothing was refused",
      );
    expect(await meanwhile(finish, finish)).toBe("PT409 workspace_not_closing");
  });
});

describe("Whoever comes and goes at the same moment", () => {
  it("of two owners one stays, however both go", async () => {
    const { olivia, adam } = members;
    const role = (who: ActorName, memberId: string, to: string): Change => [
      who,
      "select public.set_member_role('acme', $1, $2)",
      [memberId, to],
    ];
    const leave = (who: ActorName): Change => [who, "select public.leave_workspace('acme')", []];
    const lose = (who: "olivia" | "adam"): Change => ["worker", "delete from auth.users where id = $1", [accounts[who].userId]];
    const owners = async () =>
      (
        await pool.query<{ id: string }>(
          "select member_id as id from public.workspace_members join public.workspaces using (workspace_id) where slug = 'acme' and role = 'owner' and is_active and user_id is not null",
        )
      ).rows.map(({ id }) => id);

    await act(...role("olivia", adam.memberId, "owner"));
    expect(await meanwhile(role("olivia", adam.memberId, "agent"), role("adam", olivia.memberId, "agent"))).toBe("PT403 rank_too_low");
    expect(await owners()).toEqual([olivia.memberId]);
    await act(...role("olivia", adam.memberId, "owner"));
    expect(await meanwhile(role("olivia", olivia.memberId, "agent"), role("adam", adam.memberId, "agent"))).toBe("PT409 last_owner");
    expect(await owners()).toEqual([adam.memberId]);
    await act(...role("adam", olivia.memberId, "owner"));
    expect(await meanwhile(leave("adam"), leave("olivia"))).toBe("PT409 last_owner");
    expect(await owners()).toEqual([olivia.memberId]);
    // Past the commands too: both accounts deleted. Three may go where one stays.
    const back = "update public.workspace_members set removed_at = null, role = 'owner' where member_id = any ($1)";
    await act("worker", back, [[adam.memberId, members.sana.memberId]]);
    expect(await meanwhile(leave("sana"), lose("adam"))).toBe("nothing was refused");
    await act("worker", back, [[members.sana.memberId]]);
    expect(await meanwhile(leave("sana"), lose("olivia"))).toBe("PT409 last_owner");
    expect(await owners()).toEqual([olivia.memberId]);
  });

  it("an invitation is accepted once, and not when it is being taken back", async () => {
    const invite = async (secret: string) => {
      const { id } = await act<{ id: string }>("greg", "select public.invite_member('globex', $1, 'agent') as id", [accounts.vera.email]);
      await act(
        "worker",
        "insert into private.invitation_secrets select workspace_id, invitation_id, sha256(convert_to($2, 'UTF8')) from public.workspace_invitations where invitation_id = $1",
        [id, secret],
      );
      return id;
    };
    const accept = (secret: string): Change => ["vera", "select slug from public.accept_invitation($1, 'Vera')", [secret]];
    const revoke = (id: string): Change => ["greg", "select public.revoke_invitation('globex', $1)", [id]];

    const taken = await invite("first");
    expect(await meanwhile(revoke(taken), accept("first"))).toBe("PT404 invitation_not_valid");
    await invite("second");
    expect(await meanwhile(accept("second"), accept("second"))).toBe("PT404 invitation_not_valid");
    const { rows } = await pool.query("select from public.workspace_members where user_id = $1 and is_active", [accounts.vera.userId]);
    expect(rows).toHaveLength(1);
  });
});

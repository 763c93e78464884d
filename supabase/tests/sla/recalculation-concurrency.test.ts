/** What owners have done to many tickets, while somebody changes one of them. Commits, so it has a stack of its own. */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actors, type ActorName } from "../../../tests/support/actors";
import { teams, tickets, workspaces } from "../../../tests/support/cast";
import { startTestStack, type TestStack } from "../../../tests/support/test-stack";

const { workspaceId } = workspaces.acme;
const { ticketId } = tickets.dora;
const { teamId } = teams.billing;

let stack: TestStack;
/** One works for the owner, one changes the ticket, one looks on. */
let [job, desk, other] = [] as unknown as [pg.Client, pg.Client, pg.Client];
beforeAll(async () => {
  stack = await startTestStack();
  [job, desk, other] = [1, 2, 3].map(() => new pg.Client({ connectionString: stack.env.DATABASE_URL })) as [
    pg.Client,
    pg.Client,
    pg.Client,
  ];
  for (const client of [job, desk, other]) await client.connect();
  await job.query("delete from public.ticket_events; update public.sla_policies set archived_at = now(), name = policy_id::text");
});
afterAll(async () => {
  for (const client of [job, desk, other]) await client.end();
  await stack.stop();
});

const begin = (client: pg.Client, actor?: ActorName) =>
  client.query(
    actor
      ? `begin; select set_config('role', '${actors[actor].role}', true), set_config('request.jwt.claims', '${JSON.stringify(actors[actor].claims)}', true)`
      : "begin",
  );

/** A statement on another connection, that has to wait for what is open on the first. */
async function waiting(client: pg.Client, statement: string): Promise<{ end: () => Promise<unknown> }> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  let isOver = false;
  const result = client.query(statement).finally(() => (isOver = true));
  result.catch(() => undefined);
  for (;;) {
    const { rowCount } = await other.query("select from pg_locks where pid = $1 and not granted", [rows[0]!.pid]);
    if (rowCount) return { end: () => result };
    if (isOver) throw new Error(`It did not wait: ${statement}`);
  }
}

type Target = [metric: string, priority: string, hours: number];
/** Saved as an owner would: the policy of a team, or that of all others. */
async function savePolicy(name: string, team: string | null, hours: number): Promise<void> {
  const all: Target[] = ["first_response", "next_response", "resolution"].flatMap((metric) => [
    [metric, "medium", hours] as Target,
    [metric, "urgent", hours / 2] as Target,
  ]);
  const lines = all.map(
    ([metric, priority, each]) => `row('${metric}', '${priority}', ${each * 3600}, 'business', null)::public.sla_target_line`,
  );
  await begin(other, "olivia");
  await other.query(
    `select public.save_sla_policy('acme', row('${name}', null, ${team ? `array['${team}']::uuid[]` : "null"}, null, null, null, array[${lines.join(", ")}])::public.sla_policy_draft,
       (select policy_id from public.sla_policies where workspace_id = '${workspaceId}' and name = '${name}'))`,
  );
  await other.query("commit");
}

const RECALCULATE = `select private.recalculate_sla_tickets('${workspaceId}', 1000) as done`;
const recalculateAll = async () => {
  while ((await job.query<{ done: number }>(RECALCULATE)).rows[0]!.done > 0);
};

/** As if nothing else had been going on: by today's policy of its team, with its priority. */
async function expectSettled(policy: string, priority: string, hours: number): Promise<void> {
  const { rows: clocks } = await other.query(
    `select distinct policy.name, version.policy_version_id = policy.current_version_id as is_current, clock.priority, clock.target_seconds / 3600.0 as hours
     from public.sla_clocks as clock
     join public.sla_policy_versions as version using (workspace_id, policy_version_id)
     join public.sla_policies as policy on policy.policy_id = version.policy_id
     where clock.ticket_id = $1 and clock.state in ('running', 'paused')`,
    [ticketId],
  );
  expect(clocks).toEqual([{ name: policy, is_current: true, priority, hours: expect.stringMatching(`^${hours}\\.`) as string }]);
  const { rows: different } = await other.query("select * from private.list_differing_sla_clocks()");
  expect(different).toEqual([]);
  const { rows: ticket } = await other.query(
    `select ticket.sla_due_at = min(clock.due_at) as is_equal from public.tickets as ticket
     join public.sla_clocks as clock on clock.ticket_id = ticket.ticket_id and clock.running_since is not null
     where ticket.ticket_id = $1 group by ticket.ticket_id`,
    [ticketId],
  );
  expect(ticket).toEqual([{ is_equal: true }]);
  await begin(other, "olivia");
  const { rows: outdated } = await other.query("select public.count_outdated_sla_tickets('acme') as count");
  await other.query("commit");
  expect(outdated).toEqual([{ count: 0 }]);
}

/** A ticket of no team, medium, by the policy of all; both policies have been saved since with other hours. */
async function outdated(): Promise<void> {
  await savePolicy("Team", teamId, 40);
  await savePolicy("All", null, 80);
  await other.query("update public.tickets set team_id = null, priority = 'medium', status = 'open' where workspace_id = $1", [
    workspaceId,
  ]);
  await recalculateAll();
  await expectSettled("All", "medium", 80);
  await savePolicy("Team", teamId, 20);
  await savePolicy("All", null, 60);
}

const moveTeam = `update public.tickets set team_id = '${teamId}' where ticket_id = '${ticketId}'`;
const rate = `select public.set_ticket_priority('${ticketId}', 'urgent')`;
const changes: [what: string, statement: string, actor: ActorName | undefined, settled: Parameters<typeof expectSettled>][] = [
  ["a change of the team", moveTeam, undefined, ["Team", "medium", 20]],
  ["a change of the priority", rate, "sana", ["All", "urgent", 30]],
];

describe("Recalculation and", () => {
  it.each(changes)("%s that waits for it: the change has the last word", async (_, statement, actor, settled) => {
    await outdated();
    await begin(job);
    await job.query(RECALCULATE);
    await begin(desk, actor);
    const change = await waiting(desk, statement);
    await job.query("commit");
    await change.end();
    await desk.query("commit");
    await expectSettled(...settled);
  });

  it.each(changes)("%s that it waits for: what is changed is not taken back", async (_, statement, actor, settled) => {
    await outdated();
    await begin(desk, actor);
    await desk.query(statement);
    const recalculation = await waiting(job, RECALCULATE);
    await desk.query("commit");
    await recalculation.end();
    await expectSettled(...settled);
  });

  it("both changes at once, in either order with it, many times over", async () => {
    for (let round = 0; round < 10; round += 1) {
      await outdated();
      const change = async () => {
        for (const [, statement, actor] of round % 2 ? changes : changes.toReversed()) {
          await begin(desk, actor);
          await desk.query(statement);
          await desk.query("commit");
        }
      };
      await Promise.all(round % 4 < 2 ? [recalculateAll(), change()] : [change(), recalculateAll()]);
      await recalculateAll();
      await expectSettled("Team", "urgent", 10);
    }
  });

  it("a policy that is saved while somebody moves a ticket to its team: the next recalculation finds it", async () => {
    await outdated();
    await recalculateAll();
    await begin(desk);
    await desk.query(moveTeam);
    await savePolicy("Team", teamId, 8);
    await recalculateAll();
    await desk.query("commit");
    await recalculateAll();
    await expectSettled("Team", "medium", 8);
  });
});

describe("A what-if that is being played", () => {
  const draft = (name: string) => `row('${name}', null, null, null, null, null, '{}')::public.sla_policy_draft`;
  const request = `select public.request_sla_what_if('acme', null, ${draft("Draft")}) as id`;
  const play = (id: string) => `select private.play_sla_what_if('${workspaceId}', '${id}', 1) as done`;
  const ask = async () => {
    await begin(other, "olivia");
    const { rows } = await other.query<{ id: string }>(request);
    await other.query("commit");
    return rows[0]!.id;
  };

  it("has who saves settings wait for a few tickets, and nobody who works on one", async () => {
    const id = await ask();
    await begin(job);
    await job.query(play(id));
    await begin(desk, "sana");
    await desk.query(`select public.send_message('${tickets.dora.roomId}', 'Hello', gen_random_uuid())`);
    await desk.query("commit");
    await begin(desk, "stranger");
    await desk.query("select public.open_ticket('acme', 'Subject', 'Body', 's@example.com', 'S', gen_random_uuid())");
    await desk.query("commit");
    await begin(desk, "olivia");
    const save = await waiting(desk, `select public.save_sla_policy('acme', ${draft("Meanwhile")})`);
    await job.query("commit");
    await save.end();
    await desk.query("commit");
  });

  it("gives way to the request that puts it away, in no circle", async () => {
    const ids: string[] = [];
    for (let nth = 0; nth < 5; nth += 1) ids.push(await ask());
    await other.query("begin");
    await other.query("select from public.workspaces where workspace_id = $1 for no key update", [workspaceId]);
    await begin(desk, "olivia");
    const asked = await waiting(desk, request);
    const played = await waiting(job, play(ids[0]!));
    await other.query("commit");
    await asked.end();
    await desk.query("commit");
    expect(await played.end()).toMatchObject({ rows: [{ done: 0 }] });
    expect((await job.query(play(ids[1]!))).rows).toEqual([{ done: 1 }]);
  });
});

/**
 * What the SLA engine costs: a due time in business hours beside adding an interval; opening a ticket and sending a
 * message beside the same without the engine's triggers; the sweep over 10,000 and 1,000,000 open tickets of which 1,000
 * are due, beside an index scan of these 1,000. Everything in turns with its floor, on direct connections.
 */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { asPerson, signInAnonymously } from "./support/database";
import { machine, percentile, printTable, type Row } from "./support/figures";
import { startInstallation } from "./support/installation";

const EACH = Number(process.env.EACH ?? 200);
const SWEEPS = Number(process.env.SWEEPS ?? 7);
const SIZES = (process.env.SIZES ?? "10000,1000000").split(",").map(Number);
const DUE = 1000;
const GOAL = 1.3;
const SWEEP_GOAL = 1.5;

const { stack, stop } = await startInstallation();
const client = new pg.Client({ connectionString: stack.env.DATABASE_URL });
const admin = new pg.Client({ connectionString: stack.adminDatabaseUrl });
const timed = async (use: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await use();
  return performance.now() - start;
};
const p50 = (samples: number[]) => percentile(samples, 0.5);
const ms = (value: number, digits = 2) => `${value.toFixed(digits)} ms`;

try {
  await client.connect();
  await admin.connect();
  const { userId } = await signInAnonymously(stack.env.SUPABASE_URL, stack.env.SUPABASE_PUBLISHABLE_KEY);

  // Due times ------------------------------------------------------------------------------------------------
  const { rows } = await client.query<{ id: string }>("select current_version_id as id from public.sla_calendars limit 1");
  const many = (due: string) =>
    `select max(due) from (select ${due} as due from generate_series(1, 1000) as n cross join lateral (select timestamptz '2026-03-01' + n * interval '37 minutes' as start_at) as each) as all_due`;
  const business = many(`private.add_business_time(start_at, 60 * (1 + n % 4800), '${rows[0]!.id}')`);
  const plain = many("start_at + make_interval(secs => 60 * (1 + n % 4800))");
  const dues: number[] = [];
  const sums: number[] = [];
  for (let turn = 0; turn < 12; turn += 1) {
    const [due, sum] = [await timed(() => client.query(business)), await timed(() => client.query(plain))];
    if (turn < 2) continue;
    dues.push(due / 1000);
    sums.push(sum / 1000);
  }
  printTable("A due time (1 minute to 80 hours, Monday to Friday 9 to 17)", [
    { name: "floor: adding an interval", value: ms(p50(sums), 4), ratio: 1 },
    { name: "add_business_time", value: ms(p50(dues), 4), ratio: p50(dues) / p50(sums) },
  ]);

  // A ticket, a message --------------------------------------------------------------------------------------
  // Without the engine the triggers are off, and no clock is there that a message could move.
  const engine = (state: "enable" | "disable") =>
    client.query(
      `alter table public.tickets ${state} trigger t50_start_sla_clocks; alter table public.tickets ${state} trigger t50_move_sla_clocks`,
    );
  const open = () =>
    asPerson(
      client,
      userId,
      `select * from public.open_ticket('acme', 'Benchmark', 'A few sentences.', 'b@example.com', 'B', '${randomUUID()}')`,
    );
  const opened: Record<string, number[]> = { with: [], without: [] };
  const said: Record<string, number[]> = { with: [], without: [] };
  const { rows: agents } = await client.query<{ user_id: string }>(
    "select user_id from public.workspace_members where display_name = 'Sana Iqbal' limit 1",
  );
  const batch = 10;
  for (let turn = 0; turn < 2 + Math.ceil(EACH / batch); turn += 1) {
    for (const how of turn % 2 ? ["with", "without"] : ["without", "with"]) {
      await engine(how === "with" ? "enable" : "disable");
      for (let count = 0; count < batch; count += 1) {
        let room = "";
        const took = await timed(async () => (room = ((await open()).rows[0] as { room_id: string }).room_id));
        // An answer, which ends a wait, and a question, which begins one: both move clocks.
        const say = (user: string) =>
          timed(() => asPerson(client, user, `select * from public.send_message('${room}', 'Words.', '${randomUUID()}')`));
        const spoken = [await say(agents[0]!.user_id), await say(userId)];
        if (turn < 2) continue;
        opened[how]!.push(took);
        said[how]!.push(...spoken);
      }
    }
  }
  await engine("enable");
  const withAndWithout = (name: string, samples: Record<string, number[]>): Row[] => [
    { name: `floor: ${name} without the engine`, value: `p50 ${ms(p50(samples.without!))}`, ratio: 1 },
    { name: `${name} with it`, value: `p50 ${ms(p50(samples.with!))}`, ratio: p50(samples.with!) / p50(samples.without!), goal: GOAL },
  ];
  printTable(`A ticket and messages, ${EACH} tickets each way`, [
    ...withAndWithout("opening a ticket", opened),
    ...withAndWithout("a message that moves a clock", said),
  ]);

  // The sweep ------------------------------------------------------------------------------------------------
  // What the tickets above are due for is done before.
  await client.query("select private.sweep_sla_clocks(100000)");
  const sweeps: Row[] = [];
  const sweepOf = new Map<number, number>();
  let made = 0;
  for (const size of SIZES) {
    // Rows alone, as the superuser: a million tickets by command would take hours.
    await admin.query("begin");
    await admin.query("set local session_replication_role = replica");
    await admin.query(
      `with bench as (select workspace_id, customer_id from public.customers limit 1),
       ticket as (
         insert into public.tickets (workspace_id, number, customer_id, subject, awaiting_reply_since, assignee_id)
         select workspace_id, 1000000 + n, customer_id, 'Bench', now(),
           (select member_id from public.workspace_members as member where member.workspace_id = bench.workspace_id and removed_at is null limit 1)
         from bench cross join generate_series($1::int + 1, $2::int) as n
         returning workspace_id, ticket_id
       )
       insert into public.sla_clocks (workspace_id, ticket_id, metric, sequence, policy_version_id, priority, target_seconds, basis,
         state, started_at, consumed_seconds, running_since, due_at, warned_at, next_at, last_event_number)
       select ticket.workspace_id, ticket.ticket_id, 'first_response', 1, policy.current_version_id, 'medium', 86400, 'calendar',
         'running', now(), 0, now(), now() + interval '1 year', now(), now() + interval '1 year', 1
       from ticket cross join (select current_version_id from public.sla_policies limit 1) as policy`,
      [made, size],
    );
    await admin.query("commit");
    made = size;
    await admin.query("vacuum (analyze) public.sla_clocks, public.tickets");
    const [taken, floors]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < SWEEPS; turn += 1) {
      await client.query("begin");
      await client.query(
        `update public.sla_clocks set due_at = now() - interval '1 second', next_at = now() - interval '1 second'
         where ticket_id in (select ticket_id from public.tickets where subject = 'Bench' limit ${DUE})`,
      );
      floors.push(await timed(() => client.query("select * from public.sla_clocks where next_at < now() order by next_at")));
      taken.push(
        await timed(async () => {
          const { rows } = await client.query<{ swept: number }>(`select private.sweep_sla_clocks(${DUE * 2}) as swept`);
          // Who is told is written at the end of the transaction, which never comes here.
          await client.query("set constraints public.t90_tell_of_sla_event immediate");
          // A ticket of the demo may have become due meanwhile.
          if ((rows[0]?.swept ?? 0) < DUE) throw new Error(`The sweep did ${rows[0]?.swept}.`);
        }),
      );
      await client.query("rollback");
    }
    sweepOf.set(size, p50(taken));
    const count = size.toLocaleString("en").padStart(9);
    sweeps.push({ name: `floor: index scan of ${DUE} due, of ${count}`, value: ms(p50(floors)), ratio: 1 });
    sweeps.push({ name: `sweep of ${DUE} due, of ${count}`, value: ms(p50(taken)), ratio: p50(taken) / p50(floors) });
  }
  printTable(`The sweep, ${SWEEPS} times each`, sweeps);
  const [small = 0, large = 0] = [SIZES[0], SIZES.at(-1)].map((size) => sweepOf.get(size ?? 0));
  printTable("The same beside the smaller one as the floor", [
    {
      name: `${SIZES.at(-1)?.toLocaleString("en")} beside ${SIZES[0]?.toLocaleString("en")}`,
      value: ms(large),
      ratio: large / small,
      goal: SWEEP_GOAL,
    },
  ]);
  console.log(`  ${machine()}`);
} finally {
  await client.end();
  await admin.end();
  await stop();
}

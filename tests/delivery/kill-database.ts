/** Kills the database in the middle of writing, and proves that it was the middle. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { waitForExit } from "../../supabase/stack/processes";
import type { FaultContext, Outcome } from "./faults";
import type { ProxiedRequest } from "./fault-proxy";

/**
 * Holds the room's lock until sends stand in their transactions, queues for it once more until others stand behind, lets the
 * first ones go, and kills at the first that is answered: of those, some are committed then and some are not, and none of
 * the others is. Their pages cannot know which is which.
 *
 * @param signal SIGKILL ends the first process alone, and the others find out; SIGQUIT ends all of them at once
 */
export async function killDatabase(context: FaultContext, signal: "SIGKILL" | "SIGQUIT"): Promise<Outcome> {
  const { proxy, stack, query, roomId, tabs, untilDatabaseIsBack } = context;
  const locks = [1, 2].map(() => new pg.Client({ connectionString: stack.adminDatabaseUrl }));
  const [first, second] = locks as [pg.Client, pg.Client];
  const take = async (lock: pg.Client) => {
    await lock.query("begin");
    await lock.query("select from public.chat_rooms where room_id = $1 for no key update", [roomId]);
  };
  const waiting = async () =>
    (
      await query<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'send_message'",
      )
    )[0]?.n ?? 0;
  const untilMoreThan = async (before: number) => {
    for (const end = Date.now() + 5000; Date.now() < end && (await waiting()) <= before;) await sleep(5);
    return waiting();
  };
  for (const lock of locks) {
    lock.on("error", () => undefined);
    await lock.connect();
  }
  await take(first);
  const ahead = await untilMoreThan(0);
  const taken = take(second).catch(() => undefined);
  // Several: one of them may be of a page that has broken the request off itself meanwhile.
  const inside = await untilMoreThan(ahead + 2);

  const pid = stack.postgresPid();
  let underWay = new Set<ProxiedRequest>();
  let confirmed = 0;
  let broken = 0;
  let isKilled = false;
  const stopListening = proxy.onSendAnswered((request, status) => {
    if (!isKilled) {
      confirmed += 1;
      underWay = new Set(proxy.sending);
      isKilled = true;
      process.kill(pid, signal);
    } else if (underWay.has(request) && status !== 200) broken += 1;
  });
  await first.query("commit").catch(() => undefined);
  for (const end = Date.now() + 10_000; !isKilled && Date.now() < end;) await sleep(5);
  const isGone = isKilled && (await waitForExit(pid, 10_000));
  await taken;
  for (const lock of locks) await lock.end().catch(() => undefined);
  await untilDatabaseIsBack();
  stopListening();
  const isOther = stack.postgresPid() !== pid;
  const words = `${signal} with ${inside} sends in their transactions: ${confirmed} just confirmed, ${broken} broken off`;
  return { hits: isGone && isOther ? broken : 0, words, effect: "outage", tabs: tabs.map(({ number }) => number) };
}

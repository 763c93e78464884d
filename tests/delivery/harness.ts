/** One run: people talk in a room while things break, and then everything is compared with the table. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Broken } from "./broken";
import { check, type Finding } from "./checks";
import { type FaultContext, makers } from "./faults";
import type { Installation } from "./installation";
import { checkLateness, equalAfter, type FaultSpan, type Lateness, limitMs } from "./lateness";
import { openRoom } from "./people";
import { isLong, type Plan, type PlannedFault } from "./plan";
import { Tab } from "./tab";

export type FaultRecord = FaultSpan & { hits: number; words: string; equalAfterMs: number };

export type Report = {
  plan: Plan;
  findings: Finding[];
  faults: FaultRecord[];
  lateness: Lateness;
  posts: number;
  acknowledged: number;
  deliveries: number;
  seconds: number;
};

export type RunOptions = {
  plan: Plan;
  /** Messages a second, of all tabs together. */
  rate: number;
  broken?: Broken;
  /** See {@link checkLateness}. */
  slowness?: number;
  /** How long, after the last message, no unsent line may get through, and how long until all are equal then. Less where it will not be. */
  settleMs?: { sending: number; receiving: number };
  log?: (line: string) => void;
};

/** More unsent lines than this, and people stop typing: an outage does not make them write faster. */
const mostWaiting = 400;
/** From the end of a hole to the next one: all that was missed and not sent goes through. */
const recoveryMs = 20_000;
const patience = { sending: 60_000, receiving: limitMs.silent };

type TableRow = { seq: number; id: string; body: string; at: number };

export async function runDelivery(installation: Installation, options: RunOptions): Promise<Report> {
  const { plan, broken, settleMs = patience, log = () => undefined } = options;
  const startedAt = Date.now();
  const { query } = installation;
  const room = await openRoom(installation);
  const tabs: Tab[] = [];
  try {
    for (let number = 0; number < plan.tabs; number += 1) {
      const person = room.people[number % room.people.length];
      if (person) tabs.push(await Tab.open(number, person, installation, broken));
    }
    await until(() => tabs.every(({ isLive }) => isLive), 30_000, "Not all tabs went live");

    const lastSeq = async () =>
      (await query<{ last_seq: number }>("select last_seq from public.chat_rooms where room_id = $1", [room.roomId]))[0]?.last_seq ?? 0;
    let holds = 0;
    const context: FaultContext = {
      ...installation,
      roomId: room.roomId,
      tabs,
      holdSending: () => {
        holds += 1;
        return () => void (holds -= 1);
      },
      untilEqual: async (numbers, withinMs) => {
        for (const end = Date.now() + withinMs; Date.now() < end; await sleep(50)) {
          const last = await lastSeq();
          if (numbers.every((number) => (tabs[number]?.last ?? 0) >= last)) return true;
        }
        return false;
      },
    };

    const faults = await talk(context, options, () => holds > 0);
    // Who was cut off for long tries again only after a while, and has much to send.
    let unsent = Infinity;
    for (let end = Date.now() + settleMs.sending; unsent > 0 && Date.now() < end; await sleep(50)) {
      const now = tabs.reduce((sum, { waiting }) => sum + waiting, 0);
      if (now < unsent) end = Date.now() + settleMs.sending;
      unsent = now;
    }
    await context.untilEqual(
      tabs.map(({ number }) => number),
      settleMs.receiving,
    );

    const table = await query<TableRow>(
      "select seq, message_id as id, body, extract(epoch from created_at)::float8 * 1000 as at from public.messages where room_id = $1 order by seq",
      [room.roomId],
    );
    const committedAt = new Map(table.map(({ seq, at }) => [seq, at]));
    const arrivals = tabs.map(({ number, openedAt, arrivedAt }) => ({ tab: number, openedAt, arrivedAt }));
    const lateness = checkLateness(committedAt, arrivals, faults, options.slowness);
    const findings: Finding[] = check({
      table,
      lastSeq: await lastSeq(),
      sent: tabs.map(({ number, sent }) => ({ tab: number, bodies: sent })),
      acknowledged: tabs.flatMap(({ acknowledged }) => acknowledged),
      pages: tabs.map(({ number, lines, waiting }) => ({ tab: number, lines: [...lines], waiting })),
    });
    findings.push(...lateness.findings);
    for (const { hits, name, words } of faults) if (hits === 0) findings.push({ kind: "fault without effect", words: `${name}: ${words}` });
    if (faults.length !== plan.faults.length)
      findings.push({ kind: "fault without effect", words: `${plan.faults.length - faults.length} faults did not happen` });
    log(`${table.length} lines in the table`);
    return {
      plan,
      findings,
      faults: faults.map((fault) => ({ ...fault, equalAfterMs: equalAfter(fault, faults, committedAt, arrivals) })),
      lateness,
      posts: tabs.reduce((sum, { posts }) => sum + posts, 0),
      acknowledged: tabs.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0),
      deliveries: tabs.reduce((sum, { lines }) => sum + lines.length, 0),
      seconds: (Date.now() - startedAt) / 1000,
    };
  } finally {
    await Promise.all(tabs.map((tab) => tab.close()));
  }
}

type Made = FaultSpan & { hits: number; words: string };

/** Sends all messages in their order and starts each fault at its message. @returns the faults, when all are over */
async function talk(context: FaultContext, { plan, rate, log = () => undefined }: RunOptions, isHeld: () => boolean): Promise<Made[]> {
  const { tabs } = context;
  const made: Made[] = [];
  const running: Promise<void>[] = [];
  const pending = [...plan.faults];
  // One that changes the database, or holds everybody, waits for another such one.
  let heavy = Promise.resolve();
  // All holes are about the same pages: the next one waits until they are back.
  let hole = Promise.resolve();

  const make = async (fault: PlannedFault) => {
    const startedAt = Date.now();
    const outcome = await makers[fault.kind](context, fault);
    const endedAt = Date.now();
    made.push({ name: fault.kind, startedAt, endedAt, ...outcome });
    log(`at ${fault.atMessage}: ${fault.kind}, ${outcome.words} (${((endedAt - startedAt) / 1000).toFixed(1)} s)`);
  };

  let next = performance.now();
  for (const [index, { tab, body }] of plan.sendings.entries()) {
    while (pending[0] && pending[0].atMessage <= index) {
      const fault = pending.shift();
      if (!fault) break;
      if (isHeavy(fault)) running.push((heavy = heavy.then(() => make(fault))));
      else if (isLong(fault)) running.push((hole = hole.then(() => make(fault)).then(() => sleep(recoveryMs))));
      else running.push(make(fault));
    }
    next = Math.max(next + 1000 / rate, performance.now() - 1000);
    const wait = next - performance.now();
    if (wait > 1) await sleep(wait);
    while (isHeld() || tabs.reduce((sum, { waiting }) => sum + waiting, 0) > mostWaiting) {
      await sleep(20);
      next = performance.now();
    }
    tabs[tab]?.send(body);
  }
  await Promise.all(running);
  return made;
}

const isHeavy = ({ kind }: PlannedFault) =>
  kind.startsWith("Postgres") || ["push fails silently", "replication cut", "Realtime killed", "app killed"].includes(kind);

async function until(isSo: () => boolean, withinMs: number, words: string): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(20)) if (isSo()) return;
  throw new Error(`${words} within ${withinMs / 1000} seconds.`);
}

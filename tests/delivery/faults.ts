/** How each fault is made, and the proof that it happened: `hits` counts what it broke, and a fault that broke nothing is an error. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./fault-proxy";
import { killDatabase } from "./kill-database";
import type { Installation } from "./installation";
import { type Effect, limitMs } from "./lateness";
import type { FaultKind, PlannedFault } from "./plan";
import type { Tab } from "./tab";

export type FaultContext = Installation & {
  roomId: string;
  tabs: readonly Tab[];
  /** Nobody sends until the returned function is called. */
  holdSending: () => () => void;
  /** Resolves when all these tabs have what is in the table. */
  untilEqual: (tabs: readonly number[], withinMs: number) => Promise<boolean>;
};

export type Outcome = { hits: number; words: string; effect: Effect; tabs: readonly number[] };

type Make = (context: FaultContext, fault: PlannedFault) => Promise<Outcome>;

/** A fault that counts what it hits gives up after this. Later than any client tries again. */
const patienceMs = 30_000;

export const makers: Record<FaultKind, Make> = {
  "sockets cut": async ({ proxy }, { tabs }) => {
    const hits = proxy.cut(tabs);
    return { hits, words: `${hits} sockets broken`, effect: "closes", tabs };
  },

  "requests refused": (context, { count }) => {
    let hits = 0;
    return whileCounting(context, count, () => hits, "requests broken before they reached the app", {
      onRequest: ({ hop, isSend }) => (hop === "page" && isSend && hits < count ? (hits++, "refuse") : undefined),
    });
  },

  "answers lost to the page": (context, { count }) => {
    let hits = 0;
    return whileCounting(context, count, () => hits, "answers of committed sends lost to the page", {
      onAnswer: ({ hop, isSend }, status) => (hop === "page" && isSend && status === 200 && hits < count ? (hits++, "lose") : undefined),
    });
  },

  "answers lost to the app": (context, { count }) => {
    let hits = 0;
    return whileCounting(context, count, () => hits, "answers of committed sends lost to the app", {
      onAnswer: ({ hop, isSend }, status) =>
        hop === "database" && isSend && status === 200 && hits < count ? (hits++, "lose") : undefined,
    });
  },

  "black hole": (context, fault) => blackHole(context, fault, true),
  "socket black hole": (context, fault) => blackHole(context, fault, false),

  "pushes dropped": (context, fault) => changePushes(context, fault, "dropped", "silent", () => "drop"),
  "pushes doubled": (context, fault) => changePushes(context, fault, "doubled", "nothing", () => "double"),
  "pushes delayed": (context, fault) => {
    let turn = 0;
    // Each later than the one after it, so that they overtake each other.
    return changePushes(context, fault, "delayed", "nothing", () => ({ delayMs: 200 + 700 * (3 - (turn++ % 4)) }));
  },

  "push fails silently": async ({ query, proxy, tabs, untilEqual, holdSending, roomId }, { count }) => {
    const swallowed = async () =>
      Number((await query<{ n: string }>("select case when is_called then last_value else 0 end as n from delivery_test.swallowed"))[0]?.n);
    const lastSeq = async () =>
      (await query<{ last_seq: number }>("select last_seq from public.chat_rooms where room_id = $1", [roomId]))[0]?.last_seq ?? 0;
    const [before, seqBefore] = [await swallowed(), await lastSeq()];
    await query("update delivery_test.silence set is_on = true");
    for (const end = Date.now() + patienceMs; Date.now() < end && (await lastSeq()) < seqBefore + count;) await sleep(20);
    // Nothing follows that would show that something is missing: the poll alone can.
    const letSend = holdSending();
    try {
      await untilEqual(
        tabs.map(({ number }) => number).filter((number) => !proxy.holds(number)),
        limitMs.silent + 1000,
      );
    } finally {
      await query("update delivery_test.silence set is_on = false");
      letSend();
    }
    const hits = (await swallowed()) - before;
    return { hits, words: `${hits} pushes swallowed, nothing after them`, effect: "silent", tabs: tabs.map(({ number }) => number) };
  },

  "replication cut": async ({ query, untilDatabaseIsBack, tabs }) => {
    const ended = await query(
      "select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name like 'realtime_%' and active",
    );
    await untilDatabaseIsBack();
    return { hits: ended.length, words: `${ended.length} stream ended`, effect: "silent", tabs: tabs.map(({ number }) => number) };
  },

  "Realtime killed": async ({ realtime, proxy, tabs }, { ms }) => {
    const all = tabs.map(({ number }) => number);
    const before = proxy.closedByServer;
    await realtime.kill();
    await sleep(ms);
    const hits = proxy.closedByServer - before;
    await realtime.start();
    return { hits, words: `process killed with ${hits} sockets`, effect: "closes", tabs: all };
  },

  "Postgres killed": (context) => killDatabase(context, "SIGKILL"),
  "Postgres stopped at once": (context) => killDatabase(context, "SIGQUIT"),

  "app killed": async ({ app, tabs }) => {
    await app.kill();
    await app.start();
    return { hits: 1, words: "process killed", effect: "closes", tabs: tabs.map(({ number }) => number) };
  },
};

async function whileCounting({ proxy }: FaultContext, count: number, hits: () => number, words: string, fault: Fault): Promise<Outcome> {
  proxy.begin(fault);
  for (const end = Date.now() + patienceMs; hits() < count && Date.now() < end;) await sleep(20);
  proxy.end(fault);
  return { hits: hits(), words: `${hits()} ${words}`, effect: "nothing", tabs: [] };
}

async function changePushes(
  { proxy }: FaultContext,
  { tabs, count }: PlannedFault,
  what: string,
  effect: Effect,
  verdict: () => ReturnType<NonNullable<Fault["onFrame"]>>,
): Promise<Outcome> {
  const left = new Map(tabs.map((tab) => [tab, count]));
  let hits = 0;
  const fault: Fault = {
    onFrame: ({ client, isPush }) => {
      const times = left.get(client);
      if (!isPush || !times) return undefined;
      left.set(client, times - 1);
      hits += 1;
      return verdict();
    },
  };
  proxy.begin(fault);
  for (const end = Date.now() + 8000; hits < count * tabs.length && Date.now() < end;) await sleep(20);
  proxy.end(fault);
  return { hits, words: `${hits} pushes ${what} on the way to ${tabs.length} tabs`, effect, tabs };
}

/** Nothing goes through and nothing says so, until the pages themselves give their sockets up. */
async function blackHole({ proxy, tabs: all }: FaultContext, { tabs, ms }: PlannedFault, swallowsRequests: boolean): Promise<Outcome> {
  const inside = all.filter(({ number }) => tabs.includes(number));
  // What a page does that still comes back from another fault says nothing about this one.
  for (const end = Date.now() + patienceMs; inside.some(({ isLive }) => !isLive) && Date.now() < end;) await sleep(20);
  const leftBefore = inside.map(({ timesLeft }) => timesLeft);
  let frames = 0;
  let requests = 0;
  const fault: Fault = {
    holdsSockets: tabs,
    onFrame: ({ client }) => (tabs.includes(client) ? (frames++, "drop") : undefined),
    ...(swallowsRequests && {
      onRequest: ({ client }) => (client !== undefined && tabs.includes(client) ? (requests++, "hold") : undefined),
    }),
  };
  proxy.begin(fault);
  await sleep(ms);
  const noticed = inside.filter(({ timesLeft }, index) => timesLeft > (leftBefore[index] ?? 0)).length;
  proxy.end(fault);
  const words = `${frames} frames and ${requests} requests swallowed; ${noticed} of ${tabs.length} tabs gave their socket up`;
  // One that noticed nothing was not in a hole that is longer than the heartbeat.
  return {
    hits: noticed === tabs.length && frames > 0 ? frames + requests : 0,
    words,
    effect: swallowsRequests ? "closes" : "silent",
    tabs,
  };
}

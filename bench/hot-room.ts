/**
 * How many messages a second one room takes, and everybody in it sees: 8 pages of its customer write as fast as they are
 * answered, 30 listen. Its floors, in the same run: the same row inserted under row-level security on as many direct
 * connections, and a bare WebSocket server that sends as many frames to as many listeners.
 */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { root } from "../scripts/support/backend";
import { startNode } from "../scripts/support/children";
import { freePort } from "../supabase/stack/ports";
import { realtimeLimits } from "../tests/support/realtime-limits";
import { bareRoom, insertBare, makeBareTable } from "./support/bare-insert";
import { signInWithPassword } from "./support/database";
import { machine, percentile, printTable, type Row } from "./support/figures";
import { startInstallation, untilAnswers } from "./support/installation";
import { Arrivals, forEach, listen, listenBare } from "./support/listeners";
import { BODY, RoomOfCustomer } from "./support/room";

const MESSAGES = Number(process.env.MESSAGES ?? 800);
const WRITERS = 8;
const LISTENERS = 30;
const WARM_UP = 80;

type Measured = { perSecond: number; p50: number; p95: number };

/** Until each message is through (and, where somebody listens, with everybody). */
async function measure(send: (number: number) => Promise<unknown>, everybodyHas?: () => number): Promise<Measured> {
  const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);
  const wait = async (count: number) => {
    for (const end = Date.now() + 60_000; everybodyHas && everybodyHas() < count;) {
      if (Date.now() > end) throw new Error("Not everybody has all messages after a minute.");
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  await forEach(numbers(WARM_UP), WRITERS, async (number) => void (await send(number)));
  await wait(WARM_UP);
  const samples: number[] = [];
  const start = performance.now();
  await forEach(numbers(MESSAGES, WARM_UP), WRITERS, async (number) => {
    const before = performance.now();
    await send(number);
    samples.push(performance.now() - before);
  });
  await wait(WARM_UP + MESSAGES);
  const seconds = (performance.now() - start) / 1000;
  return { perSecond: MESSAGES / seconds, p50: percentile(samples, 0.5), p95: percentile(samples, 0.95) };
}

const { appUrl, stack, stop } = await startInstallation({ realtimeLimits });
const stops: (() => Promise<unknown>)[] = [stop];
try {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, DATABASE_URL } = stack.env;
  const room = await RoomOfCustomer.open(appUrl, 0);
  const everybody = Array.from({ length: LISTENERS }, () => new Arrivals());
  const leastOf = (all: Arrivals[]) => Math.min(...all.map(({ count }) => count));

  const database = new pg.Client({ connectionString: DATABASE_URL });
  await database.connect();
  stops.push(() => database.end());
  await makeBareTable(database);
  const place = await bareRoom(database, room.ticketId);
  const connections = await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      const client = new pg.Client({ connectionString: DATABASE_URL });
      await client.connect();
      stops.push(() => client.end());
      return client;
    }),
  );
  const insert = await measure(async (number) => {
    const client = connections.shift()!;
    await insertBare(client, place, { seq: number + 1, clientId: randomUUID(), body: BODY });
    connections.push(client);
  });

  const port = await freePort();
  const here = path.dirname(fileURLToPath(import.meta.url));
  const bareServer = startNode(["--import", "tsx", path.join(here, "support/floor-server.ts")], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATABASE_URL },
  });
  stops.push(() => bareServer.stop());
  await untilAnswers(`http://127.0.0.1:${port}/`);
  const bareListeners = Array.from({ length: LISTENERS }, () => new Arrivals());
  for (const one of bareListeners) stops.push(await listenBare(`ws://127.0.0.1:${port}/`, (line) => one.arrived(line)));
  const fanOut = await measure(
    async () => {
      const form = new URLSearchParams({ client_id: randomUUID(), body: BODY });
      await (await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: form })).arrayBuffer();
    },
    () => leastOf(bareListeners),
  );

  const agent = await signInWithPassword(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, "olivia@acme.test", "frontroom-demo");
  const ofCustomer = await room.accessToken();
  for (const [index, one] of everybody.entries()) {
    const accessToken = index % 2 ? agent.accessToken : ofCustomer;
    stops.push(await listen(stack.env, { accessToken, topic: room.topic }, (line) => one.arrived(line)));
  }
  const app = await measure(
    () => room.send(),
    () => leastOf(everybody),
  );

  // What has to be done at the least: one after the other, the row and its way to everybody.
  const floor = 1 / (1 / insert.perSecond + 1 / fanOut.perSecond);
  const row = (name: string, { perSecond, p50, p95 }: Measured): Row => ({
    name,
    value: `${perSecond.toFixed(0).padStart(5)} messages/s   p50 ${p50.toFixed(1)} ms   p95 ${p95.toFixed(1)} ms`,
    ratio: floor / perSecond,
  });
  printTable(`One hot room, ${WRITERS} write, ${LISTENERS} listen, ${MESSAGES} messages each way (ratio: how many times slower)`, [
    row("bare insert of the same row, RLS", insert),
    row("bare server: post, then a frame to everybody", fanOut),
    { name: "floor: both, one after the other", value: `${floor.toFixed(0).padStart(5)} messages/s`, ratio: 1 },
    row("app: posted, and seen by everybody", app),
  ]);
  console.log(`  ${machine()}`);
} finally {
  for (const step of stops.splice(0).reverse()) await step();
}

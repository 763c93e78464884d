/**
 * From sending to seeing: a customer's browser posts a message to the app, an agent's realtime-js client receives it; with
 * nobody else there, and with 100 and 1,000 people in rooms of two, each of whom says something once a minute.
 * The floor, measured in turns with it: a post to a bare Node server that inserts the same row under row-level security,
 * then one WebSocket hop.
 */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { root } from "../scripts/support/backend";
import { startNode } from "../scripts/support/children";
import { freePort } from "../supabase/stack/ports";
import { realtimeLimits } from "../tests/support/realtime-limits";
import { bareRoom, makeBareTable } from "./support/bare-insert";
import { signInWithPassword } from "./support/database";
import { machine, percentile, printTable, type Row } from "./support/figures";
import { startInstallation, untilAnswers } from "./support/installation";
import { Arrivals, forEach, listen, listenBare } from "./support/listeners";
import { BODY, RoomOfCustomer } from "./support/room";

const MESSAGES = Number(process.env.MESSAGES ?? 200);
const PEOPLE = (process.env.PEOPLE ?? "1,100,1000").split(",").map(Number);
const WARM_UP = 20;
const GOAL = 5;
const GOAL_MS = 100;

const { appUrl, stack, stop } = await startInstallation({ realtimeLimits });
const stops: (() => Promise<unknown>)[] = [stop];
try {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, DATABASE_URL } = stack.env;
  const agent = await signInWithPassword(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, "olivia@acme.test", "frontroom-demo");
  const room = await RoomOfCustomer.open(appUrl, 0);
  const toAgent = new Arrivals();
  stops.push(await listen(stack.env, { accessToken: agent.accessToken, topic: room.topic }, (line) => toAgent.arrived(line)));

  // The floor, with a listener of its own.
  const database = new pg.Client({ connectionString: DATABASE_URL });
  await database.connect();
  stops.push(() => database.end());
  await makeBareTable(database);
  const port = await freePort();
  const here = path.dirname(fileURLToPath(import.meta.url));
  const floorServer = startNode(["--import", "tsx", path.join(here, "support/floor-server.ts")], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATABASE_URL, ROOM: JSON.stringify(await bareRoom(database, room.ticketId)) },
  });
  stops.push(() => floorServer.stop());
  await untilAnswers(`http://127.0.0.1:${port}/`);
  const toFloor = new Arrivals();
  stops.push(await listenBare(`ws://127.0.0.1:${port}/`, (line) => toFloor.arrived(line)));

  const timed = async (arrivals: Arrivals, post: (clientId: string) => Promise<unknown>): Promise<number> => {
    const clientId = randomUUID();
    const seen = arrivals.seen(clientId);
    const start = performance.now();
    await post(clientId);
    return (await seen) - start;
  };
  const throughApp = () => timed(toAgent, (clientId) => room.send(clientId));
  const bare = () =>
    timed(toFloor, async (clientId) => {
      const form = new URLSearchParams({ client_id: clientId, body: BODY });
      await (await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: form })).arrayBuffer();
    });

  const rooms: RoomOfCustomer[] = [];
  const rows: Row[] = [];
  let worstAlone = 0;
  for (const people of PEOPLE) {
    const missing = Array.from({ length: Math.floor(people / 2) - rooms.length }, (_, index) => rooms.length + index + 1);
    await forEach(missing, 8, async (number) => {
      const other = await RoomOfCustomer.open(appUrl, number);
      const { topic } = other;
      stops.push(await listen(stack.env, { accessToken: await other.accessToken(), topic }));
      stops.push(await listen(stack.env, { accessToken: agent.accessToken, topic }));
      rooms.push(other);
    });
    let said = 0;
    const unsaid: Error[] = [];
    const talk = setInterval(() => {
      void rooms[said++ % rooms.length]?.send().catch((error: Error) => unsaid.push(error));
    }, 60_000 / people);

    const app: number[] = [];
    const floor: number[] = [];
    for (let message = 0; message < WARM_UP + MESSAGES; message += 1) {
      const [ofApp, ofFloor] = [await throughApp(), await bare()];
      if (message < WARM_UP) continue;
      app.push(ofApp);
      floor.push(ofFloor);
    }
    clearInterval(talk);
    if (unsaid[0]) throw unsaid[0];
    if (people === 1) worstAlone = percentile(app, 0.95);
    for (const [name, share, goal] of [
      ["p50", 0.5],
      ["p95", 0.95, GOAL],
    ] as [string, number, number?][]) {
      const [ofApp, ofFloor] = [percentile(app, share), percentile(floor, share)];
      rows.push({ name: `${people} people, ${name}: floor, bare server`, value: `${ofFloor.toFixed(1)} ms`, ratio: 1 });
      rows.push({
        name: `${people} people, ${name}: app to agent`,
        value: `${ofApp.toFixed(1)} ms`,
        ratio: ofApp / ofFloor,
        ...(goal && { goal }),
      });
    }
  }
  printTable(`Send to seen, ${MESSAGES} messages each way in turns`, rows);
  console.log(`  with nobody else, p95: ${worstAlone.toFixed(1)} ms; goal ${GOAL_MS} ms: ${worstAlone < GOAL_MS ? "met" : "MISSED"}`);
  console.log(`  ${machine()}`);
} finally {
  for (const step of stops.splice(0).reverse()) await step();
}

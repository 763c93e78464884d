/**
 * From sending to seeing: a customer's browser posts a message to the app, an agent's realtime-js client receives it.
 * The floor, measured in turns with it: a post to a bare Node server that does the same insert, then one WebSocket hop.
 */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { REALTIME_SUBSCRIBE_STATES, type RealtimeChannel, RealtimeClient } from "@supabase/realtime-js";
import pg from "pg";
import WebSocket from "ws";
import { paths } from "../app/lib/paths";
import { root } from "../scripts/support/backend";
import { startNode } from "../scripts/support/children";
import { freePort } from "../supabase/stack/ports";
import { Customer } from "./support/customer";
import { asPerson, signInWithPassword } from "./support/database";
import { machine, percentile, printTable, type Row } from "./support/figures";
import { startInstallation, untilAnswers } from "./support/installation";

const MESSAGES = Number(process.env.MESSAGES ?? 200);
const WARM_UP = 20;
const GOAL = 5;
const BODY = "Thank you, that was it. One more question: does it stay like that after an update?";

/** Resolves `seen(clientId)` once a message with that id has come in. */
class Arrivals {
  private readonly waiting = new Map<string, () => void>();

  seen(clientId: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("A message did not arrive within 10 seconds.")), 10_000);
      this.waiting.set(clientId, () => {
        clearTimeout(timer);
        resolve(performance.now());
      });
    });
  }

  arrived(line: unknown): void {
    const clientId = (line as { client_id?: string }).client_id ?? "";
    this.waiting.get(clientId)?.();
    this.waiting.delete(clientId);
  }
}

async function join(channel: RealtimeChannel): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED) resolve();
      else reject(error ?? new Error(`The channel is ${status}.`));
    });
  });
}

const { appUrl, stack, stop } = await startInstallation();
const stops: (() => Promise<unknown>)[] = [stop];
try {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, DATABASE_URL } = stack.env;
  const customer = new Customer(appUrl, "acme");
  await customer.visitForm();
  const { ticketId } = await customer.postTicket(1);

  const database = new pg.Client({ connectionString: DATABASE_URL });
  await database.connect();
  stops.push(() => database.end());
  const agent = await signInWithPassword(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, "olivia@acme.test", "frontroom-demo");
  const room = (await asPerson(database, agent.userId, `select room_id, topic from public.read_room(${pg.escapeLiteral(ticketId)})`))
    .rows[0] as {
    room_id: string;
    topic: string;
  };
  const sender = (
    await database.query<{ user_id: string }>(
      "select user_id from public.customer_identities join public.tickets using (workspace_id, customer_id) where ticket_id = $1",
      [ticketId],
    )
  ).rows[0]!.user_id;

  // The agent's browser.
  const realtime = new RealtimeClient(`${SUPABASE_URL.replace(/^http/, "ws")}/realtime/v1`, {
    params: { apikey: SUPABASE_PUBLISHABLE_KEY },
    transport: WebSocket as never,
    accessToken: () => Promise.resolve(agent.accessToken),
  });
  await realtime.setAuth(agent.accessToken);
  const toAgent = new Arrivals();
  const channel = realtime.channel(room.topic, { config: { private: true } });
  channel.on("broadcast", { event: "message_created" }, ({ payload }) => toAgent.arrived(payload));
  await join(channel);
  stops.push(async () => realtime.disconnect());

  // The floor, with a listener of its own.
  const port = await freePort();
  const here = path.dirname(fileURLToPath(import.meta.url));
  const floorServer = startNode(["--import", "tsx", path.join(here, "support/floor-server.ts")], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATABASE_URL, USER_ID: sender, ROOM_ID: room.room_id },
  });
  stops.push(() => floorServer.stop());
  await untilAnswers(`http://127.0.0.1:${port}/`);
  const toFloor = new Arrivals();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
  socket.on("message", (data) => toFloor.arrived(JSON.parse((data as Buffer).toString())));
  await new Promise((resolve) => socket.once("open", resolve));
  stops.push(async () => socket.terminate());

  const send = async (arrivals: Arrivals, post: (form: URLSearchParams) => Promise<Response>): Promise<number> => {
    const clientId = randomUUID();
    const seen = arrivals.seen(clientId);
    const start = performance.now();
    const answer = await post(new URLSearchParams({ room_id: room.room_id, client_id: clientId, body: BODY }));
    if (!answer.ok) throw new Error(`Sending answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
    return (await seen) - start;
  };
  const throughApp = () => send(toAgent, (form) => customer.request(paths.chatMessages("acme", ticketId), { method: "POST", body: form }));
  const bare = () => send(toFloor, (form) => fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: form }));

  const app: number[] = [];
  const floor: number[] = [];
  for (let message = 0; message < WARM_UP + MESSAGES; message += 1) {
    const [ofApp, ofFloor] = [await throughApp(), await bare()];
    if (message < WARM_UP) continue;
    app.push(ofApp);
    floor.push(ofFloor);
  }
  const row = (name: string, share: number, goal?: number): Row[] => [
    { name: `floor: bare server, ${name}`, value: `${percentile(floor, share).toFixed(1)} ms`, ratio: 1 },
    {
      name: `app to agent, ${name}`,
      value: `${percentile(app, share).toFixed(1)} ms`,
      ratio: percentile(app, share) / percentile(floor, share),
      ...(goal && { goal }),
    },
  ];
  printTable(`Message, send to seen, ${MESSAGES} each way in turns`, [...row("p50", 0.5), ...row("p95", 0.95, GOAL)]);
  console.log(`  ${machine()}`);
} finally {
  for (const step of stops.splice(0).reverse()) await step();
}

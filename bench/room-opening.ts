/**
 * What it costs to open a room of 50, 5,000 and 50,000 messages at its end: the call of the database, and the whole
 * document as a customer's browser gets it. The floor is the bare selection of the same 50 rows by their primary key.
 * All are measured in turns.
 */
import pg from "pg";
import { paths } from "../app/lib/paths";
import { asPerson } from "./support/database";
import { machine, percentile, printTable, type Row } from "./support/figures";
import { startInstallation } from "./support/installation";
import { openRoomsOfSizes, type RoomOfSize, SLUG } from "./support/rooms-of-sizes";

const SIZES = [50, 5000, 50_000];
const WARM_UP = 15;
const EACH = Number(process.env.OPENINGS_EACH ?? 100);
const PAGE = 50;
const GOAL = 1.2;

const { appUrl, stack, stop } = await startInstallation();
const client = new pg.Client({ connectionString: stack.env.DATABASE_URL });
try {
  await client.connect();
  const rooms = await openRoomsOfSizes(appUrl, stack.env.DATABASE_URL, client, SIZES);

  const lines = async ({ userId, roomId, size }: RoomOfSize) => {
    const { rowCount } = await asPerson(
      client,
      userId,
      `select * from public.messages where room_id = '${roomId}' and seq > ${size - PAGE} order by seq`,
    );
    return rowCount ?? 0;
  };
  const room = async ({ userId, ticketId }: RoomOfSize) => {
    const { rows } = await asPerson(client, userId, `select * from public.read_room('${ticketId}')`);
    const [{ last_seq: last }] = rows as [{ last_seq: number }];
    return last;
  };
  const page = async ({ customer, ticketId, size }: RoomOfSize) => {
    const answer = await customer.request(paths.chat(SLUG, ticketId), { headers: { accept: "text/html" } });
    const html = await answer.text();
    if (answer.status !== 200 || !html.includes(`id="message-${size}"`)) throw new Error(`The room of ${size} answered ${answer.status}.`);
    return size;
  };

  const samples = new Map<string, number[]>();
  async function measure(name: string, size: number, use: () => Promise<number>, expected: number, isKept: boolean): Promise<void> {
    const start = performance.now();
    const answer = await use();
    const took = performance.now() - start;
    if (answer !== expected) throw new Error(`${name} of the room of ${size} answered ${answer}.`);
    if (isKept) samples.set(`${name} ${size}`, [...(samples.get(`${name} ${size}`) ?? []), took]);
  }
  for (let turn = 0; turn < WARM_UP + EACH; turn += 1) {
    const isKept = turn >= WARM_UP;
    // Another one begins each turn.
    for (let place = 0; place < rooms.length; place += 1) {
      const one = rooms[(turn + place) % rooms.length]!;
      await measure("select", one.size, () => lines(one), PAGE, isKept);
      await measure("read_room", one.size, () => room(one), one.size, isKept);
      await measure("document", one.size, () => page(one), one.size, isKept);
    }
  }

  const of = (name: string, size: number, share: number) => percentile(samples.get(`${name} ${size}`) ?? [], share);
  const row = (label: string, name: string, size: number, floor: number, goal?: number): Row => ({
    name: label,
    value: `p50 ${of(name, size, 0.5).toFixed(2)} ms   p95 ${of(name, size, 0.95).toFixed(2)} ms`,
    ratio: of(name, size, 0.5) / floor,
    ...(goal && { goal }),
  });
  const count = (size: number) => size.toLocaleString("en").padStart(6);
  const floor = of("select", 50, 0.5);
  printTable(`Opening a room at its end, ${EACH} times each (ratio of p50 to the bare selection of 50 rows)`, [
    ...SIZES.map((size) => row(`${size === 50 ? "floor: " : ""}select of 50 rows by key, of ${count(size)}`, "select", size, floor)),
    ...SIZES.map((size) => row(`read_room, of ${count(size)}`, "read_room", size, floor)),
    ...SIZES.map((size) => row(`document, of ${count(size)}`, "document", size, floor)),
  ]);
  printTable(
    "The same beside the room of 50 as the floor",
    ["read_room", "document"].flatMap((name) =>
      SIZES.map((size) => row(`${name}, of ${count(size)}`, name, size, of(name, 50, 0.5), size === 50_000 ? GOAL : undefined)),
    ),
  );
  console.log(`  ${machine()}`);
} finally {
  await client.end();
  await stop();
}

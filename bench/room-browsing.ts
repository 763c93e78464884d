/**
 * A long room in a real browser: from opening it until the conversation's end is painted and until the page is live
 * (its socket to Realtime open), and how long frames take while somebody scrolls up through history faster than they can
 * read. The floor is the room of 50 messages, measured in turns; its history ends after a few screens.
 */
import type { Page } from "@playwright/test";
import pg from "pg";
import { paths } from "../app/lib/paths";
import { message, wheelFast } from "../tests/support/room-view";
import { contextWith, launchBrowser } from "./support/browser";
import { machine, percentile, printTable, type Row } from "./support/figures";
import { startInstallation } from "./support/installation";
import { openRoomsOfSizes, type RoomOfSize, SLUG } from "./support/rooms-of-sizes";

const SIZES = [50, 5000, 50_000];
const EACH = Number(process.env.OPENINGS_EACH ?? 20);
const WARM_UP = 1;
/** Of one scrolling: 60 turns of the wheel in three seconds, 24,000 pixels. */
const TURNS = 60;
const TURN_PIXELS = -400;
const TURN_MS = 50;
const GOAL = 1.2;

type Opening = { painted: number; live: number };

/** Opens a room in a fresh browser and looks whether its end is what is seen. */
async function openRoom(page: Page, url: string, size: number): Promise<Opening> {
  const start = performance.now();
  const live = page.waitForEvent("websocket").then((socket) => socket.waitForEvent("framereceived").then(() => performance.now() - start));
  await page.goto(url, { waitUntil: "load" });
  const opening = {
    live: await live,
    painted: await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime),
  };
  const box = await message(page, size).boundingBox();
  if (!box || box.y < 0 || box.y > (page.viewportSize()?.height ?? 0)) throw new Error(`The room of ${size} does not show its end.`);
  if (opening.painted === undefined) throw new Error(`The room of ${size} painted nothing.`);
  return { live: opening.live, painted: opening.painted };
}

const { appUrl, stack, stop } = await startInstallation();
const client = new pg.Client({ connectionString: stack.env.DATABASE_URL });
const browser = await launchBrowser();
try {
  await client.connect();
  const rooms = await openRoomsOfSizes(appUrl, stack.env.DATABASE_URL, client, SIZES);
  // One with something unread opens there.
  await client.query("delete from public.room_receipts where room_id = any ($1)", [rooms.map(({ roomId }) => roomId)]);
  await client.query(
    `insert into public.room_receipts (room_id, workspace_id, customer_id, delivered_seq, read_seq)
     select room.room_id, room.workspace_id, ticket.customer_id, room.last_seq, room.last_seq
     from public.chat_rooms as room join public.tickets as ticket using (workspace_id, ticket_id) where room.room_id = any ($1)`,
    [rooms.map(({ roomId }) => roomId)],
  );
  const openings = new Map<number, Opening[]>(SIZES.map((size) => [size, []]));
  const frames = new Map<number, number[]>(SIZES.map((size) => [size, []]));
  const walked = new Map<number, number>();

  async function take({ size, customer, ticketId }: RoomOfSize, isKept: boolean): Promise<void> {
    const context = await contextWith(browser, appUrl, customer.cookie);
    try {
      const page = await context.newPage();
      const opening = await openRoom(page, appUrl + paths.chat(SLUG, ticketId), size);
      if (!isKept) return;
      openings.get(size)!.push(opening);
      const scrolled = await wheelFast(page, { turns: TURNS, pixels: TURN_PIXELS, everyMs: TURN_MS });
      frames.get(size)!.push(...scrolled.frames);
      walked.set(size, Math.max(walked.get(size) ?? 0, size - scrolled.first));
    } finally {
      await context.close();
    }
  }
  for (let turn = 0; turn < WARM_UP + EACH; turn += 1) {
    // Another one begins each turn.
    for (let place = 0; place < rooms.length; place += 1) await take(rooms[(turn + place) % rooms.length]!, turn >= WARM_UP);
  }

  const count = (size: number) => size.toLocaleString("en").padStart(6);
  const rowsOf = (name: string, samples: (size: number) => number[], goal?: number): Row[] =>
    SIZES.map((size) => ({
      name: `${name}, room of ${count(size)}`,
      value: `p50 ${percentile(samples(size), 0.5).toFixed(1)} ms   p95 ${percentile(samples(size), 0.95).toFixed(1)} ms`,
      ratio: percentile(samples(size), 0.5) / percentile(samples(SIZES[0]!), 0.5),
      ...(goal && size === SIZES.at(-1) && { goal }),
    }));
  printTable(`Opening a room in a browser, ${EACH} times each (ratio of p50 to the room of 50)`, [
    ...rowsOf("first paint, its end in sight", (size) => openings.get(size)!.map(({ painted }) => painted), GOAL),
    ...rowsOf("live", (size) => openings.get(size)!.map(({ live }) => live), GOAL),
  ]);
  printTable(
    `Scrolling up, ${TURNS} turns of the wheel in ${(TURNS * TURN_MS) / 1000} s (ratio of p95 to the room of 50)`,
    SIZES.map((size) => {
      const all = frames.get(size)!;
      return {
        name: `a frame, room of ${count(size)} (${walked.get(size)} messages back)`,
        value: `p50 ${percentile(all, 0.5).toFixed(1)} ms   p95 ${percentile(all, 0.95).toFixed(1)} ms   longest ${Math.max(...all).toFixed(0)} ms`,
        ratio: percentile(all, 0.95) / percentile(frames.get(SIZES[0]!)!, 0.95),
      };
    }),
  );
  console.log(`  ${machine()}`);
} finally {
  await browser.close();
  await client.end();
  await stop();
}

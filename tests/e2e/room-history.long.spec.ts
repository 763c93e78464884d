import { expect, type Browser, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { conversation, expectAccessible, openTicket, say, signIn, test } from "../support/browser";
import { fillRoom } from "../support/long-room";
import { lookAt, message, watchMiddle, wheel } from "../support/room-view";

// Long rooms take long to walk through.
test.describe.configure({ timeout: 240_000 });

const databaseUrl = () => process.env.DATABASE_URL ?? "";
const unreadMark = "New messages";
const toNewest = (page: Page) => page.getByRole("button", { name: /newest/i });

/** More rows than this are never in the document: what is seen, and some screens around it. */
const mostRows = 250;

/** A customer's room of `count` messages, opened at its end and read. */
async function longRoom(browser: Browser, count: number, options: Parameters<Browser["newContext"]>[0] = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const { ticketId } = await openTicket(page, "acme", {
    subject: `A long story ${Date.now()}`,
    description: "It began long ago.",
    name: "Zoë Long",
    email: "zoe@example.com",
  });
  await fillRoom(databaseUrl(), ticketId, count - 1);
  const read = page.waitForResponse((response) => response.request().postData()?.includes("acknowledge-messages") ?? false);
  await page.reload();
  await read;
  return { page, context, ticketId, last: count };
}

/** Scrolls until the page asks for more, and lets the answer come only when all is still. */
async function loadHeld(page: Page, pixels: number, query: RegExp): Promise<number> {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let isAsked = false;
  await page.route(query, async (route) => {
    isAsked = true;
    await held;
    await route.continue();
  });
  const before = await lookAt(page);
  for (let step = 0; step < 60 && !isAsked; step += 1) await wheel(page, pixels);
  expect(isAsked, `${query} was asked for`).toBe(true);
  const stop = await watchMiddle(page);
  const answered = page.waitForResponse(query);
  release();
  await answered;
  await page.unroute(query);
  await page.waitForTimeout(300);
  const moved = await stop();
  const after = await lookAt(page);
  expect([after.first, after.last]).not.toEqual([before.first, before.last]);
  return moved;
}

test("a room of 50,000 messages opens at its end, and history comes in without moving what is read", async ({ browser }) => {
  const { page, last } = await longRoom(browser, 50_000);
  await page.reload();
  await expect(message(page, last)).toBeInViewport();
  expect((await lookAt(page)).toEnd).toBeLessThan(2);
  await expect(page.getByText(unreadMark)).toHaveCount(0);
  expect((await lookAt(page)).rows).toBeLessThan(mostRows);

  const moves: number[] = [];
  for (let load = 0; load < 5; load += 1) moves.push(await loadHeld(page, -500, /messages\?before=/));
  expect(Math.max(...moves), `moved by ${moves.join(", ")}`).toBeLessThan(2);
  const up = await lookAt(page);
  expect(up.seen.at(-1)).toBeLessThan(last - 150);
  expect(up.rows).toBeLessThan(mostRows);

  // What was taken out comes back, in order and without a gap.
  for (let step = 0; step < 60 && (await lookAt(page)).toEnd > 1; step += 1) {
    await wheel(page, 1500);
    const { seen, rows } = await lookAt(page);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(seen.map((_, index) => (seen[0] ?? 0) + index));
    expect(rows).toBeLessThan(mostRows);
  }
  await expect(message(page, last)).toBeInViewport();
});

test("search finds, jumps with the keyboard alone, and history goes both ways from there", async ({ browser }) => {
  const { page, last } = await longRoom(browser, 3000);
  const button = page.getByRole("link", { name: "Search this conversation" });
  await button.focus();
  await button.press("Enter");
  const field = page.getByRole("searchbox");
  await expect(field).toBeFocused();
  await field.fill("cafe in zurich");
  await expect(page.getByRole("list", { name: "Search results" }).getByRole("link")).toHaveCount(2);
  await field.press("Enter");
  await expect(message(page, 2001)).toBeInViewport();
  await expect(message(page, 2001)).toContainText("Landmark 2000: the Café in Zürich");
  await field.press("Enter");
  await expect(message(page, 1001)).toBeInViewport();
  await expect(page.getByRole("search").getByRole("status")).toHaveText("2 of 2");
  await expectAccessible(page, "the room with its search");

  // From hit to hit with the arrows, and back into the field.
  await field.press("ArrowDown");
  await expect(page.getByRole("link", { name: /Landmark 2000/ })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(field).toBeFocused();
  await field.press("Escape");
  await expect(field).toBeHidden();
  await expect(button).toBeFocused();

  for (const [pixels, query] of [
    [-500, /messages\?before=/],
    [500, /messages\?after=/],
  ] as const) {
    const moves: number[] = [];
    for (let load = 0; load < 3; load += 1) moves.push(await loadHeld(page, pixels, query));
    expect(Math.max(...moves), `moved by ${moves.join(", ")}`).toBeLessThan(2);
    expect((await lookAt(page)).rows).toBeLessThan(mostRows);
  }
  await toNewest(page).click();
  await expect(message(page, last)).toBeInViewport();
  expect((await lookAt(page)).toEnd).toBeLessThan(2);
});

test("a link opens the room at its message and marks it; what comes meanwhile is counted, and the end is one click away", async ({
  browser,
}) => {
  const { page, ticketId, last } = await longRoom(browser, 1000, { reducedMotion: "reduce" });
  await page.goto(paths.chat("acme", ticketId, { message: 321 }));
  await expect(message(page, 321)).toBeInViewport();
  await expect(message(page, 321)).toHaveAttribute("tabindex", "-1");
  const { seen } = await lookAt(page);
  expect(seen.indexOf(321)).toBeLessThan(seen.length / 2);
  expect(seen.at(-1)).toBeLessThan(400);
  await expectAccessible(page, "the room at a message");

  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await say(agent, "Are you still there?");
  await say(agent, "I am.");
  await expect(toNewest(page)).toContainText("2 new messages");
  expect((await lookAt(page)).seen).toEqual(seen);

  await toNewest(page).click();
  await expect(message(page, last + 2)).toBeInViewport();
  await expect(conversation(page)).toContainText("I am.");
  await expect(toNewest(page)).toHaveCount(0);

  // Further up among the live lines: the way down is there at once for those who want no motion.
  await wheel(page, -900);
  await page.getByRole("button", { name: "To the end" }).click();
  expect(
    await page.locator("[data-room-scroll]").evaluate(async (element) => {
      await new Promise(requestAnimationFrame);
      return Math.abs(element.scrollTop);
    }),
  ).toBeLessThan(2);
});

test("reading goes on at the first unread message, however far back it is", async ({ browser }) => {
  const { page, ticketId, last } = await longRoom(browser, 300);
  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, "ben");
  const url = paths.deskTicket("acme", ticketId);

  // Nothing of it is read: 250 lie before what was loaded.
  await agent.goto(url);
  await expect(message(agent, last)).toBeInViewport();
  const jump = agent.getByRole("button", { name: /unread/i });
  await jump.click();
  await expect(message(agent, 1)).toBeInViewport();
  await expect(message(agent, 1)).toBeFocused();
  await expect(conversation(agent).getByText(unreadMark)).toBeVisible();
  await expect(jump).toHaveCount(0);

  // A few: the room opens with them in sight, under a mark.
  await toNewest(agent).click();
  await expect(message(agent, last)).toBeInViewport();
  await agent.goto(paths.inbox("acme"));
  for (const text of ["One more.", "And another.", "That was it."]) await say(page, text);
  await expect(conversation(page)).toContainText("That was it.");
  await expect(page.getByText("Sending")).toHaveCount(0);
  await agent.goto(url);
  await expect(conversation(agent).getByText(unreadMark)).toBeVisible();
  await expect(message(agent, last + 1)).toContainText(unreadMark);
  await expect(message(agent, last + 3)).toBeInViewport();
});

test("the keyboard reads a long room, and the focus is kept while its line is far away", async ({ browser }) => {
  const { page, last } = await longRoom(browser, 500);
  const history = page.locator("[data-room-scroll]");
  await history.focus();
  await page.keyboard.press("Home");
  await expect(message(page, 1)).toBeInViewport();
  await expect(page.getByText("The conversation starts here")).toBeVisible();
  await page.keyboard.press("End");
  await expect(message(page, last)).toBeInViewport();
  await expect(history).toBeFocused();

  await message(page, last - 2).evaluate((row) => {
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
  });
  for (let step = 0; step < 14; step += 1) await wheel(page, -1200);
  const { seen, rows } = await lookAt(page);
  expect(seen.at(-1)).toBeLessThan(last - 60);
  expect(rows).toBeLessThan(mostRows);
  await expect(message(page, last - 2)).toBeFocused();
  // Lines say which of how many they are, as most of them are not in the document.
  await expect(message(page, last - 2)).toHaveAttribute("aria-posinset", String(last - 2));
  await expect(message(page, last - 2)).toHaveAttribute("aria-setsize", String(last));
});

test("without JavaScript history, search and links to messages are pages", async ({ browser }) => {
  const { context, ticketId, last } = await longRoom(browser, 300);
  const bare = await browser.newContext({ javaScriptEnabled: false, storageState: await context.storageState() });
  const page = await bare.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(paths.chat("acme", ticketId));
  await expect(message(page, last)).toBeInViewport();
  await page.getByRole("link", { name: "Earlier messages" }).click();
  await expect(message(page, last - 50)).toBeInViewport();
  await expect(message(page, last)).toHaveCount(0);
  await page.getByRole("link", { name: /newest/i }).click();
  await expect(message(page, last)).toBeInViewport();

  await page.getByRole("link", { name: "Search this conversation" }).click();
  await page.getByRole("searchbox").fill("about order");
  await page.getByRole("button", { name: "Search" }).click();
  const hits = page.getByRole("list", { name: "Search results" }).getByRole("link");
  await expect(hits).toHaveCount(20);
  await page.getByRole("link", { name: /further back/i }).click();
  await expect(hits.first()).toContainText("about order");
  await hits.nth(5).click();
  const seq = Number(new URL(page.url()).searchParams.get("message"));
  await expect(message(page, seq)).toBeInViewport();
});

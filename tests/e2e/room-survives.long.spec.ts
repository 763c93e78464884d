/** A room in bad times, in real browsers: what was written arrives, once and in order, and everybody sees the same. */
import { expect, type BrowserContext, type Page } from "@playwright/test";
import pg from "pg";
import { paths } from "../../app/lib/paths";
import { conversation, cuttableSocket, openTicket, say, signIn, test } from "../support/browser";

const ticketOf = (name: string) => ({
  subject: `Survives ${name}`,
  description: "The start.",
  name: "Kim Lee",
  email: `survives-${name.replace(/\W/gu, "-")}-${Date.now()}@example.com`,
});

let database: pg.Client;
test.beforeAll(async () => {
  database = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await database.connect();
});
test.afterAll(() => database.end());

/** What the room holds after its first message, in order. */
async function kept(ticketId: string): Promise<string[]> {
  const { rows } = await database.query<{ body: string }>(
    "select body from public.messages join public.chat_rooms using (room_id) where ticket_id = $1 and seq > 1 and sender_type <> 'system' order by seq",
    [ticketId],
  );
  return rows.map(({ body }) => body);
}

/** The texts on the page, in its order, of lines that the server has and of lines on their way. */
const shown = (page: Page, pattern: RegExp) =>
  page
    .locator("[role=log] [data-row] p[dir=auto]")
    .allInnerTexts()
    .then((texts) => texts.filter((text) => pattern.test(text)));

/** Lines that this browser keeps for later. */
const unsent = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open("frontroom");
        opening.onerror = () => reject(new Error("No outbox."));
        opening.onsuccess = () => {
          const { result } = opening;
          if (!result.objectStoreNames.contains("outbox")) return resolve([]);
          const asking = result.transaction("outbox").objectStore("outbox").getAll();
          asking.onsuccess = () => {
            result.close();
            resolve((asking.result as { lines: { body: string }[] }[]).flatMap(({ lines }) => lines.map(({ body }) => body)));
          };
        };
      }),
  );

const numbered = (count: number, word: string) =>
  Array.from({ length: count }, (_, index) => `${word} ${String(index + 1).padStart(2, "0")}`);

/** A customer's room, its connection ready to be cut. */
async function roomOf(context: BrowserContext, name: string) {
  const line = await cuttableSocket(context);
  const page = await context.newPage();
  const { ticketId } = await openTicket(page, "acme", ticketOf(name));
  await expect(conversation(page)).toContainText("The start.");
  return { page, line, ticketId };
}

test("twenty lines written while offline for thirty seconds arrive once and in order", async ({ browser }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext();
  const page = await context.newPage();
  const { ticketId } = await openTicket(page, "acme", ticketOf("offline"));
  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await expect(conversation(agent)).toContainText("The start.");

  const lines = numbered(20, "offline");
  await context.setOffline(true);
  const start = Date.now();
  for (const text of lines) await say(page, text);
  await expect(page.getByText("You are offline")).toBeVisible();
  expect(await shown(page, /^offline/)).toEqual(lines);
  await say(agent, "from the desk meanwhile");
  await page.waitForTimeout(Math.max(0, 30_000 - (Date.now() - start)));
  expect(await kept(ticketId)).toEqual(["from the desk meanwhile"]);

  await context.setOffline(false);
  await expect.poll(() => kept(ticketId), { timeout: 20_000 }).toEqual(["from the desk meanwhile", ...lines]);
  await expect.poll(() => shown(agent, /^(offline|from)/), { timeout: 10_000 }).toEqual(["from the desk meanwhile", ...lines]);
  await expect.poll(() => shown(page, /^(offline|from)/), { timeout: 10_000 }).toEqual(["from the desk meanwhile", ...lines]);
  await expect.poll(() => unsent(page)).toEqual([]);
  await page.waitForTimeout(2000);
  expect(await kept(ticketId)).toHaveLength(21);
});

test("lines that wait outlive a reload", async ({ browser }) => {
  const { page, line, ticketId } = await roomOf(await browser.newContext(), "reload");
  const lines = numbered(5, "reloaded");
  await line.cut();
  for (const text of lines) await say(page, text);
  await expect.poll(() => unsent(page)).toEqual(lines);
  await page.reload();
  await expect.poll(() => shown(page, /^reloaded/)).toEqual(lines);
  expect(await kept(ticketId)).toEqual([]);
  await line.mend();
  await expect.poll(() => kept(ticketId), { timeout: 25_000 }).toEqual(lines);
  await expect.poll(() => unsent(page)).toEqual([]);
  expect(await shown(page, /^reloaded/)).toEqual(lines);
});

test("lines that wait outlive the tab's process", async ({ browser }) => {
  const context = await browser.newContext();
  const { page, line, ticketId } = await roomOf(context, "crash");
  const lines = numbered(5, "crashed");
  await line.cut();
  for (const text of lines) await say(page, text);
  await expect.poll(() => unsent(page)).toEqual(lines);
  const crashed = page.waitForEvent("crash");
  // Never answers: who would is gone.
  void (await context.newCDPSession(page)).send("Page.crash").catch(() => undefined);
  await crashed;
  await page.close();
  const again = await context.newPage();
  await again.goto(paths.chat("acme", ticketId));
  await expect.poll(() => shown(again, /^crashed/)).toEqual(lines);
  expect(await kept(ticketId)).toEqual([]);
  await line.mend();
  await expect.poll(() => kept(ticketId), { timeout: 25_000 }).toEqual(lines);
  await expect.poll(() => unsent(again)).toEqual([]);
});

for (const count of [2, 5]) {
  test(`${count} tabs of one person agree, and one of them sends`, async ({ browser }) => {
    const context = await browser.newContext();
    const { page, line, ticketId } = await roomOf(context, `${count} tabs`);
    const tabs = [page];
    while (tabs.length < count) {
      const tab = await context.newPage();
      await tab.goto(page.url());
      await expect(conversation(tab)).toContainText("The start.");
      tabs.push(tab);
    }
    const senders = new Set<number>();
    const sent: string[] = [];
    for (const [number, tab] of tabs.entries()) {
      tab.on("request", (request) => {
        const id = request.method() === "POST" ? /name="client_id"\s+([\w-]+)|client_id=([\w-]+)/u.exec(request.postData() ?? "") : null;
        if (!id) return;
        senders.add(number);
        sent.push(id[1] ?? id[2] ?? "");
      });
    }
    // Together, without a cut: each tab has all lines, and each line went out once.
    const live = numbered(count, "live");
    for (const [number, tab] of tabs.entries()) await say(tab, live[number] ?? "");
    await expect.poll(() => kept(ticketId), { timeout: 20_000 }).toHaveLength(count);
    expect([...(await kept(ticketId))].sort()).toEqual(live);
    const order = await kept(ticketId);
    for (const tab of tabs) await expect.poll(() => shown(tab, /^live/)).toEqual(order);
    expect(senders.size).toBe(1);
    expect(new Set(sent).size).toBe(count);
    expect(sent).toHaveLength(count);

    // And after one: what each wrote is seen to wait in all of them.
    await line.cut();
    const away = numbered(count, "away");
    for (const [number, tab] of tabs.entries()) {
      await say(tab, away[number] ?? "");
      await expect.poll(() => unsent(tab)).toHaveLength(number + 1);
    }
    for (const tab of tabs) await expect.poll(() => shown(tab, /^away/)).toEqual(away);
    senders.clear();
    await line.mend();
    await expect.poll(() => kept(ticketId), { timeout: 25_000 }).toEqual([...order, ...away]);
    for (const tab of tabs) await expect.poll(() => shown(tab, /^away/)).toEqual(away);
    expect(senders.size).toBe(1);
    await expect.poll(() => unsent(page)).toEqual([]);

    // The one that sends is closed: another one takes its place.
    const [owner = 0] = senders;
    await tabs[owner]?.close();
    const rest = tabs.filter((_, number) => number !== owner);
    await say(rest[0] ?? page, "after the sender left");
    await expect.poll(() => kept(ticketId), { timeout: 10_000 }).toEqual([...order, ...away, "after the sender left"]);
    await context.close();
  });
}

for (const [name, hours] of [
  ["fast", 1],
  ["slow", -1],
] as const) {
  test(`a clock that is an hour ${name} changes neither the order nor what is sent`, async ({ browser }) => {
    const context = await browser.newContext();
    await context.clock.install({ time: Date.now() + hours * 3_600_000 });
    const { page, line, ticketId } = await roomOf(context, `clock ${name}`);
    expect(await page.evaluate((now) => Math.round((Date.now() - now) / 60_000), Date.now())).toBe(hours * 60);
    const agent = await (await browser.newContext()).newPage();
    await signIn(agent, "sana");
    await agent.goto(paths.deskTicket("acme", ticketId));
    const lines: string[] = [];
    for (const number of [1, 2, 3]) {
      lines.push(`turn ${number} customer`, `turn ${number} agent`);
      await say(page, `turn ${number} customer`);
      await expect(conversation(agent)).toContainText(`turn ${number} customer`);
      await say(agent, `turn ${number} agent`);
      await expect(conversation(page)).toContainText(`turn ${number} agent`);
    }
    await line.cut();
    await say(page, "turn 4 while cut");
    await expect(page.getByText("Waiting for the connection")).toBeVisible();
    await line.mend();
    lines.push("turn 4 while cut");
    await expect.poll(() => kept(ticketId), { timeout: 20_000 }).toEqual(lines);
    for (const each of [page, agent]) await expect.poll(() => shown(each, /^turn/)).toEqual(lines);
    // Nothing waits, and nothing is taken for another day.
    await expect(page.getByText("Waiting for the connection")).toHaveCount(0);
    await expect(page.getByRole("alert")).toHaveCount(0);
    await page.reload();
    await expect.poll(() => shown(page, /^turn/)).toEqual(lines);
    await context.close();
  });
}

test("on a phone on a slow line what is written shows at once and arrives", async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  const { ticketId } = await openTicket(page, "acme", ticketOf("slow line"));
  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 400,
    downloadThroughput: 50_000,
    uploadThroughput: 50_000,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.reload();
  await expect(conversation(page)).toContainText("The start.");
  await expect(page.getByRole("button", { name: "Formatting" })).toBeVisible({ timeout: 20_000 });
  const lines = numbered(5, "slow");
  for (const text of lines) {
    await page.locator("#room-composer").fill(text);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    // Without waiting for the line.
    await expect.poll(() => shown(page, /^slow/), { timeout: 1500, intervals: [20] }).toContain(text);
  }
  await expect.poll(() => kept(ticketId), { timeout: 20_000 }).toEqual(lines);
  await say(agent, "slow answer");
  await expect.poll(() => shown(page, /^slow/), { timeout: 15_000 }).toEqual([...lines, "slow answer"]);
  await expect.poll(() => unsent(page)).toEqual([]);
  await context.close();
});

async function signOut(page: Page) {
  await page
    .locator("summary", { hasText: "Sana" })
    .or(page.getByLabel(/account/i))
    .first()
    .click();
  await page.getByRole("button", { name: "Sign out" }).click();
}

test("signing out clears what was not sent", async ({ browser }) => {
  const customer = await browser.newContext();
  const { ticketId, page } = await roomOf(customer, "sign-out");
  const context = await browser.newContext();
  const line = await cuttableSocket(context);
  const agent = await context.newPage();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await expect(conversation(agent)).toContainText("The start.");
  await line.cut();
  await say(agent, "never to be sent");
  await agent.locator("#room-composer").fill("a draft");
  await expect.poll(() => unsent(agent)).toEqual(["never to be sent"]);
  // They are there after a reload: it is the signing out that clears them.
  await agent.reload();
  await expect.poll(() => shown(agent, /never/)).toEqual(["never to be sent"]);
  await expect(agent.locator("#room-composer")).toHaveValue("a draft");

  await signOut(agent);
  await agent.waitForURL(/sign-in/);
  await expect.poll(() => unsent(agent)).toEqual([]);
  await line.mend();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await say(agent, "sent");
  await expect(conversation(page)).toContainText("sent");
  expect(await kept(ticketId)).toEqual(["sent"]);
  await expect(agent.locator("#room-composer")).toHaveValue("");
});

test("signing out that does not succeed clears nothing", async ({ browser }) => {
  const { ticketId, page } = await roomOf(await browser.newContext(), "failed sign-out");
  const context = await browser.newContext();
  const line = await cuttableSocket(context);
  const agent = await context.newPage();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await expect(conversation(agent)).toContainText("The start.");
  await line.cut();
  await say(agent, "still to be sent");
  await agent.locator("#room-composer").fill("a draft");
  await expect.poll(() => unsent(agent)).toEqual(["still to be sent"]);
  await context.route(/\/sign-out/, (route) =>
    route.request().method() === "POST" ? route.abort("internetdisconnected") : route.continue(),
  );
  const failed = agent.waitForEvent("requestfailed", (request) => request.url().includes("/sign-out") && request.method() === "POST");
  await signOut(agent);
  await failed;
  await agent.waitForTimeout(1000);
  expect(await unsent(agent)).toEqual(["still to be sent"]);

  await line.mend();
  await agent.goto(paths.deskTicket("acme", ticketId));
  await expect(conversation(page)).toContainText("still to be sent", { timeout: 20_000 });
  await expect(agent.locator("#room-composer")).toHaveValue("a draft");
});

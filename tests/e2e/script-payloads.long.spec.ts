/**
 * What a stranger types, in every place where it is shown: nothing of it runs, and nothing is fetched for it. The
 * payloads come in by the database's own commands, so that no form's rule stands before the pages.
 */
import { randomUUID } from "node:crypto";
import { expect, type BrowserContext, type Page } from "@playwright/test";
import pg from "pg";
import { paths } from "../../app/lib/paths";
import { actors, type Actor } from "../support/actors";
import { conversation, openTicket, signIn, test } from "../support/browser";
import { scriptPayloads } from "../support/script-payloads";

// PostgreSQL takes no NUL in a text, and a half surrogate has no UTF-8.
const payloads = scriptPayloads.map((text) => Buffer.from(text.replaceAll("\0", "\ufffd")).toString());

/** All payloads in texts of a limited length, each as many as fit; what is too long by itself is cut. */
function packed(max: number, joint: string): string[] {
  const texts: string[] = [];
  for (const payload of payloads.map((text) => [...text].slice(0, max).join(""))) {
    const longer = `${texts.at(-1) ?? ""}${joint}${payload}`;
    if (texts.length > 0 && [...longer].length <= max) texts[texts.length - 1] = longer;
    else texts.push(payload);
  }
  return texts;
}

type Watch = { problems: string[]; foreign: string[] };

/** Notices whatever runs, asks, is refused by the page's policy, or goes to another site. */
async function watch(context: BrowserContext): Promise<Watch> {
  const seen: Watch = { problems: [], foreign: [] };
  await context.exposeBinding("canary", ({ frame }) => void seen.problems.push(`ran in ${frame.url()}`));
  await context.exposeBinding("reportViolation", (_source, words: string) => void seen.problems.push(words));
  await context.addInitScript(() => {
    const report = (words: string) => (window as unknown as { reportViolation: (words: string) => void }).reportViolation(words);
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
      report(`refused by the policy: ${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  context.on("dialog", (dialog) => {
    seen.problems.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("page", (page) => page.on("pageerror", (error) => seen.problems.push(`an error: ${error.message}`)));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && !/^(localhost|127\.0\.0\.1)$/.test(url.hostname)) seen.foreign.push(request.url());
  });
  return seen;
}

/** What could run or fetch later, at a click or when the pointer comes by. */
const findLive = (page: Page) =>
  page.evaluate(() => {
    const isSafe = (address: string) => ["http:", "https:", "mailto:"].includes(new URL(address, location.href).protocol);
    return [...document.querySelectorAll("*")].flatMap((element) => {
      const names = element.getAttributeNames();
      const handlers = names.filter((name) => name.startsWith("on"));
      const leads = names.filter(
        (name) => /^(href|action|formaction|xlink:href|data)$/.test(name) && !isSafe(element.getAttribute(name) ?? ""),
      );
      const foreign = names.filter((name) => {
        const isLoaded = /^(src|srcset|poster|background)$/.test(name) || (element.localName === "link" && name === "href");
        return isLoaded && !["localhost", "127.0.0.1", ""].includes(new URL(element.getAttribute(name) ?? "", location.href).hostname);
      });
      const isStranger =
        /^(iframe|object|embed|base|marquee|math|video|audio|frame|portal)$/.test(element.localName) ||
        (element.localName === "script" &&
          (element as HTMLScriptElement).nonce === "" &&
          !element.getAttribute("src")?.startsWith("/assets/")) ||
        (element.localName === "meta" && element.getAttribute("http-equiv") === "refresh");
      return handlers.length + leads.length + foreign.length > 0 || isStranger ? [element.outerHTML.slice(0, 200)] : [];
    });
  });

async function expectInert(page: Page, seen: Watch, what: string): Promise<void> {
  expect(await findLive(page), `${what} holds nothing that could run`).toEqual([]);
  expect(seen, `nothing ran and nothing was fetched in ${what}`).toEqual({ problems: [], foreign: [] });
}

/** Opens all pages of a room's history, and makes sure that each message was in the document. */
async function readAll(page: Page, seen: Watch, address: (before: number) => string, what: string, last: number): Promise<void> {
  const numbers = new Set<string>();
  for (let before = last + 1; before > 1; before -= 40) {
    const response = await page.goto(address(before), { waitUntil: "domcontentloaded" });
    // As it came: the list takes out of the document what is far from sight.
    for (const [, number] of (await response!.text()).matchAll(/data-seq="(\d+)"/g)) numbers.add(number!);
    await page.waitForLoadState("load");
    expect(await findLive(page), what).toEqual([]);
  }
  expect(numbers.size, `all messages of ${what} were looked at`).toBe(last);
  await expectInert(page, seen, what);
}

let database: pg.Client;
test.beforeAll(async () => {
  database = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await database.connect();
});
test.afterAll(() => database.end());

/** Runs one command of the database as that person. */
async function asActor<Row>({ role, claims }: Actor, sql: string, values: unknown[]): Promise<Row[]> {
  await database.query("begin");
  try {
    await database.query("select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)", [JSON.stringify(claims), role]);
    const { rows } = await database.query(sql, values);
    await database.query("commit");
    return rows as Row[];
  } catch (error) {
    await database.query("rollback");
    throw error;
  }
}

/** The identity of a customer's browser. */
async function customerActor(email: string): Promise<Actor> {
  const { rows } = await database.query(
    "select identity.user_id from public.customer_identities as identity join public.customers as customer using (workspace_id, customer_id) where email = $1",
    [email],
  );
  const claims = { sub: (rows[0] as { user_id: string }).user_id, role: "authenticated", aud: "authenticated", is_anonymous: true };
  return { role: "authenticated", claims };
}

const ticketOf = (email: string) => ({ subject: "Payloads", description: "First", name: "Pay Load", email });

test("what runs, asks, is refused or fetched would be noticed", async ({ browser }) => {
  const context = await browser.newContext();
  const seen = await watch(context);
  await context.route(/canary\.example/, (route) => route.abort());
  const page = await context.newPage();
  // Where nothing stands in the way, most of them work by themselves, and the others are found in the document.
  let noticed = 0;
  for (const payload of payloads) {
    const before = seen.problems.length + seen.foreign.length;
    await page
      .setContent(`<!doctype html><title>x</title><body><div title="x">${payload}</div>`, { waitUntil: "commit" })
      .catch(() => undefined);
    const live = await findLive(page).catch(() => ["gone elsewhere"]);
    if (live.length > 0 || seen.problems.length + seen.foreign.length > before) noticed += 1;
  }
  expect(noticed).toBeGreaterThanOrEqual(45);
  await expect.poll(() => seen.problems.filter((words) => words.startsWith("ran in")).length).toBeGreaterThan(10);
  await expect.poll(() => seen.foreign.length).toBeGreaterThan(3);

  // In the product's own page its policy refuses them, which is noticed too.
  await page.goto(paths.portal("acme"));
  const before = seen.problems.length;
  await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<img src="data:,x" onerror="window.canary(1)">'));
  await expect.poll(() => seen.problems.slice(before).join()).toContain("refused by the policy: script-src");
  await context.close();
});

test("messages, quotes and notes stay words in the rooms, in what is read out and in the search", async ({ browser }) => {
  test.slow();
  const customerContext = await browser.newContext();
  const deskContext = await browser.newContext();
  const [seenByCustomer, seenByAgent] = [await watch(customerContext), await watch(deskContext)];
  const [customer, agent] = [await customerContext.newPage(), await deskContext.newPage()];
  const email = `payload-${Date.now()}@example.com`;
  const { ticketId } = await openTicket(customer, "acme", ticketOf(email));
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await expect(conversation(agent)).toContainText("First");
  await expect(conversation(customer)).toContainText("First");

  // Live: each message arrives on the open pages, and so does an answer that quotes it.
  const me = await customerActor(email);
  const [room] = await asActor<{ room_id: string }>(me, "select room_id from public.chat_rooms where ticket_id = $1", [ticketId]);
  const roomId = room?.room_id;
  const asked = await asActor<{ seq: number }>(
    me,
    "select line.seq from unnest($2::text[]) as body, lateral public.send_message($1, body, gen_random_uuid()) as line",
    [roomId, payloads],
  );
  await asActor(
    actors.sana,
    "select from unnest($2::text[], $3::int[]) as answer (body, seq), lateral public.send_message($1, answer.body, gen_random_uuid(), answer.seq)",
    [roomId, payloads, asked.map(({ seq }) => seq)],
  );
  await asActor(actors.sana, "select from unnest($2::text[]) as body, lateral public.add_note($1, body, gen_random_uuid())", [
    roomId,
    payloads,
  ]);
  const last = 1 + 2 * payloads.length;
  await expect(customer.locator(`[data-seq="${last}"]`)).toBeVisible({ timeout: 20_000 });
  await expect(agent.locator(`[data-seq="${last}"]`)).toBeVisible({ timeout: 20_000 });
  await expect(customer.locator("[aria-live=polite]").filter({ hasText: "canary" }).first()).toBeAttached();
  await expectInert(customer, seenByCustomer, "the customer's room, live");
  await expectInert(agent, seenByAgent, "the desk's room, live");

  // From the server, page by page.
  await Promise.all([
    readAll(customer, seenByCustomer, (before) => paths.chat("acme", ticketId, { before }), "the customer's room", last),
    readAll(agent, seenByAgent, (before) => paths.deskTicket("acme", ticketId, { before }), "the desk's room with its notes", last),
  ]);

  // Hits of a search in the room, and of one over all tickets.
  await agent.getByRole("link", { name: "Search this conversation" }).click();
  await agent.locator("#room-search").fill("canary");
  await expect(agent.locator("[data-hit]").first()).toBeVisible();
  await expectInert(agent, seenByAgent, "the hits of a search");
  await customerContext.close();
  await deskContext.close();
});

test("subjects, names and descriptions stay words in lists, headers, titles and mails", async ({ browser, request }) => {
  test.slow();
  const customerContext = await browser.newContext();
  const deskContext = await browser.newContext();
  const [seenByCustomer, seenByAgent] = [await watch(customerContext), await watch(deskContext)];
  const [customer, agent] = [await customerContext.newPage(), await deskContext.newPage()];
  const mark = Date.now().toString(36);
  await openTicket(customer, "acme", ticketOf(`${mark}@example.com`));
  await signIn(agent, "sana");
  const me = await customerActor(`${mark}@example.com`);

  // Each list row begins with another payload; together the texts hold all of them.
  const [subjects, names, bodies] = [packed(200, " "), packed(100, " "), packed(2000, "\n")];
  const tickets: string[] = [];
  for (let number = 0; number < Math.max(subjects.length, names.length); number += 1) {
    const [ticket] = await asActor<{ ticket_id: string }>(me, "select ticket_id from public.open_ticket('acme', $1, $2, $3, $4, $5)", [
      subjects[number % subjects.length],
      bodies[number % bodies.length],
      `${mark}-${number}@example.com`,
      names[number % names.length],
      randomUUID(),
    ]);
    tickets.push(ticket?.ticket_id ?? "");
  }

  await customer.goto(paths.portal("acme"));
  await expect(customer.locator('a[href*="/ticket/"]').nth(subjects.length)).toBeVisible();
  await expectInert(customer, seenByCustomer, "my tickets");
  await agent.goto(paths.inbox("acme"));
  await expect(agent.locator('a[href*="/ticket/"]').nth(20)).toBeVisible();
  await agent.locator('a[href*="/ticket/"]').last().scrollIntoViewIfNeeded();
  await expectInert(agent, seenByAgent, "the desk's list");
  await agent.goto(paths.inbox("acme", { search: "canary" }));
  await expect(agent.locator('a[href*="/ticket/"]').nth(5)).toBeVisible();
  await expectInert(agent, seenByAgent, "the hits of the desk's search");

  const lookAt = async (page: Page, number: number, what: string) => {
    const start = subjects[number % subjects.length]?.trim().replace(/\s+/gu, " ").slice(0, 12) ?? "";
    await expect.poll(() => page.title()).toContain(start);
    expect(await findLive(page), `${what} ${number}`).toEqual([]);
  };
  const asCustomer = async () => {
    for (const [number, ticketId] of tickets.slice(0, subjects.length).entries()) {
      await customer.goto(paths.chat("acme", ticketId), { waitUntil: "domcontentloaded" });
      await lookAt(customer, number, "the header and title of the customer's page");
    }
    await customer.waitForLoadState("load");
  };
  // As an agent goes from ticket to ticket, and now and then comes anew.
  const asAgent = async () => {
    for (const [number, ticketId] of tickets.entries()) {
      const address = paths.deskTicket("acme", ticketId);
      if (number % 10 === 0) await agent.goto(address, { waitUntil: "load" });
      else {
        type Router = { navigate: (to: string) => Promise<void> };
        await agent.evaluate((to) => (window as unknown as { __remixRouter: Router }).__remixRouter.navigate(to), address);
      }
      await lookAt(agent, number, "the header and title of the desk's page");
    }
  };
  await Promise.all([asCustomer(), asAgent()]);
  await expectInert(customer, seenByCustomer, "the header and title of the customer's page");
  await expectInert(agent, seenByAgent, "the header and title of the desk's page");

  // The confirmation mails, where no policy of ours protects: as a mail program that runs everything would show them.
  const inbox = `${process.env.MAIL_WEB_URL}/api/messages`;
  type Mail = { id: string; to: string[]; html?: string };
  let mails: Mail[] = [];
  await expect
    .poll(
      async () => {
        mails = ((await (await request.get(inbox)).json()) as Mail[]).filter(({ to }) =>
          to.some((address) => address.startsWith(`${mark}-`)),
        );
        return mails.length;
      },
      { timeout: 30_000 },
    )
    .toBe(tickets.length);
  const readerContext = await browser.newContext();
  const seenByReader = await watch(readerContext);
  const reader = await readerContext.newPage();
  let words = "";
  for (const { id } of mails) {
    const { html = "" } = (await (await request.get(`${inbox}/${id}`)).json()) as Mail;
    await reader.setContent(html);
    words += await reader.locator("body").innerText();
    expect(await findLive(reader), "a mail").toEqual([]);
  }
  expect(words).toContain("canary");
  await expectInert(reader, seenByReader, "the mails");
  for (const context of [customerContext, deskContext, readerContext]) await context.close();
});

test("what is answered, edited, not sent yet or was said before, file names, people and transcripts stay words", async ({
  browser,
  request,
}) => {
  test.slow();
  const customerContext = await browser.newContext();
  const deskContext = await browser.newContext();
  const [seenByCustomer, seenByAgent] = [await watch(customerContext), await watch(deskContext)];
  const [customer, agent] = [await customerContext.newPage(), await deskContext.newPage()];
  const mark = Date.now().toString(36);
  const email = `${mark}@example.com`;
  const { ticketId } = await openTicket(customer, "acme", ticketOf(email));
  await signIn(agent, "sana");
  const me = await customerActor(email);
  const [room] = await asActor<{ room_id: string }>(me, "select room_id from public.chat_rooms where ticket_id = $1", [ticketId]);
  const roomId = room?.room_id;
  const choose = async (page: Page, seq: number, item: string) => {
    const row = page.locator(`li[data-seq="${seq}"]`);
    await row.hover();
    await row.locator("[data-message-menu]").click();
    await page.getByRole("menuitem", { name: item, exact: true }).click();
  };

  // What each said before, in its details; the bar above an answer; the field of an edit.
  const bodies = packed(2000, "\n");
  for (const [index, body] of bodies.entries()) {
    const [{ seq } = { seq: 0 }] = await asActor<{ seq: number }>(me, "select seq from public.send_message($1, $2, gen_random_uuid())", [
      roomId,
      body,
    ]);
    await asActor(me, "select public.edit_message($1, $2, $3)", [roomId, seq, bodies[(index + 1) % bodies.length]]);
  }
  await agent.goto(paths.deskTicket("acme", ticketId));
  for (const index of bodies.keys()) {
    await choose(agent, index + 2, "Message details");
    const details = agent.getByRole("dialog", { name: "Message details" });
    await expect(details).toContainText(/canary|xxx/);
    expect(await findLive(agent), "what a message said before").toEqual([]);
    await agent.keyboard.press("Escape");
    await choose(agent, index + 2, "Reply");
    expect(await findLive(agent), "the bar above an answer").toEqual([]);
    await choose(customer, index + 2, "Edit");
    await expect(customer.getByRole("textbox", { name: "Edit message" })).toHaveValue(/canary|xxx/);
    expect(await findLive(customer), "the field of an edit").toEqual([]);
    await customer.keyboard.press("Escape");
  }

  // Waiting to be sent.
  await customerContext.setOffline(true);
  for (const body of bodies) {
    await customer.locator("#room-composer").fill(body);
    await customer.locator("#room-composer").press("Enter");
  }
  await expect(customer.locator("li[data-row]:not([data-seq])")).toHaveCount(bodies.length);
  await expectInert(customer, seenByCustomer, "what is not sent yet");
  await customerContext.setOffline(false);
  await expect(agent.locator(`li[data-seq="${1 + 2 * bodies.length}"]`)).toBeVisible({ timeout: 30_000 });

  // Files by their names, in the tray and in the room.
  const fileNames = packed(150, " ");
  for (let first = 0; first < fileNames.length; first += 10) {
    const some = fileNames.slice(first, first + 10);
    await customer
      .locator("input[type=file]")
      .first()
      .setInputFiles(some.map((name) => ({ name: `${name}.txt`, mimeType: "text/plain", buffer: Buffer.from("x") })));
    expect(await findLive(customer), "the tray").toEqual([]);
    await customer.locator("#room-composer").fill(`Files from ${first}`);
    await customer.locator("#room-composer").press("Enter");
    await expect(conversation(agent)).toContainText(`Files from ${first}`, { timeout: 30_000 });
    await expect(
      conversation(agent)
        .locator("li")
        .filter({ hasText: `Files from ${first}` })
        .locator("a[href*='/files/']"),
    ).toHaveCount(some.length);
  }
  await expectInert(customer, seenByCustomer, "the names of files in the customer's room");
  await expectInert(agent, seenByAgent, "the names of files in the desk's room");

  // People: who was added, and by whom; in the room's own words, in the lists, in the mail and on the page of its link.
  const names = packed(100, " ");
  const readerContext = await browser.newContext();
  const seenByReader = await watch(readerContext);
  const reader = await readerContext.newPage();
  const inbox = `${process.env.MAIL_WEB_URL}/api/messages`;
  for (let first = 0; first < names.length; first += 10) {
    const [ticket] = await asActor<{ ticket_id: string }>(me, "select ticket_id from public.open_ticket('acme', $1, $2, $3, $4, $5)", [
      "People",
      "Hello",
      email,
      names[first],
      randomUUID(),
    ]);
    const added = names.slice(first, first + 10);
    for (const [index, name] of added.entries()) {
      const inviter = index === 0 && first < 150 ? me : actors.sana;
      await asActor(inviter, "select public.add_participant($1, $2, $3)", [
        ticket?.ticket_id,
        `${mark}-${first + index}@example.com`,
        name,
      ]);
    }
    for (const address of [paths.ticket("acme", ticket!.ticket_id), paths.chat("acme", ticket!.ticket_id)]) {
      await customer.goto(address);
      await expect(customer.locator("body")).toContainText("added");
      expect(await findLive(customer), address).toEqual([]);
    }
    await agent.goto(paths.deskTicket("acme", ticket!.ticket_id));
    await expect(conversation(agent)).toContainText("added");
    expect(await findLive(agent), "the people of a ticket at the desk").toEqual([]);

    type Mail = { id: string; html?: string; text?: string };
    const list = async () =>
      (await (await request.get(`${inbox}?to=${encodeURIComponent(`${mark}-${first}@example.com`)}`)).json()) as Mail[];
    await expect.poll(async () => (await list()).length, { timeout: 30_000 }).toBe(1);
    const mail = (await (await request.get(`${inbox}/${(await list())[0]!.id}`)).json()) as Mail;
    await reader.setContent(mail.html ?? "");
    expect(await findLive(reader), "the mail with a link").toEqual([]);
    await reader.goto(/https?:\S+\/join\?link=[\w-]+/.exec(mail.text ?? "")?.[0] ?? "");
    await expect(reader.getByRole("button", { name: "Join the conversation" })).toBeVisible();
    expect(await findLive(reader), "the page of a link").toEqual([]);
  }
  await expectInert(customer, seenByCustomer, "people, as the customer sees them");
  await expectInert(agent, seenByAgent, "people, as agents see them");

  // As a browser shows a transcript that somebody else serves, without a policy of ours.
  const transcript = await customer.request.get(`${paths.transcript("acme", ticketId)}?format=html`);
  await reader.goto("about:blank");
  await reader.setContent((await transcript.text()).replace(/<meta http-equiv[^>]*>/g, ""));
  await expect(reader.locator("body")).toContainText("canary");
  await expectInert(reader, seenByReader, "a transcript");
  for (const context of [customerContext, deskContext, readerContext]) await context.close();
});

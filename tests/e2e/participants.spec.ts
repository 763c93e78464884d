import { expect, type APIRequestContext, type Page } from "@playwright/test";
import { isolated } from "../../app/lib/i18n/isolated";
import { paths } from "../../app/lib/paths";
import { conversation, expectAccessible, openTicket, say, signIn, test } from "../support/browser";

let people = 0;
const newAddress = () => `cc-${Date.now()}-${(people += 1)}@example.com`;

/** The link in the newest mail to an address. */
async function mailedLink(request: APIRequestContext, to: string): Promise<string> {
  const web = process.env.MAIL_WEB_URL ?? "";
  type Caught = { id: string; text: string };
  const list = async () => (await (await request.get(`${web}/api/messages?to=${encodeURIComponent(to)}`)).json()) as Caught[];
  await expect.poll(async () => (await list()).length, { timeout: 20_000 }).toBeGreaterThan(0);
  const mail = (await (await request.get(`${web}/api/messages/${(await list())[0]!.id}`)).json()) as Caught;
  return /https?:\S+\/join\?link=[\w-]+/.exec(mail.text)?.[0] ?? "";
}

async function addPerson(page: Page, name: string, email: string): Promise<void> {
  await page.getByText("Add someone", { exact: true }).first().click();
  await page.getByLabel("Their email").fill(email);
  await page.getByLabel("Their name").fill(name);
  await page.getByRole("button", { name: "Add someone" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: name }).first()).toBeVisible({ timeout: 20_000 });
}

const ticket = { subject: "The invoice is wrong", description: "It names the old address.", name: "Nina Roth", email: "nina@example.com" };

test("somebody who was added comes by the mail, talks, and loses access when removed", async ({ browser, request }) => {
  test.slow();
  const requester = await (await browser.newContext()).newPage();
  const { ticketId } = await openTicket(requester, "acme", ticket);
  await expect(conversation(requester)).toContainText("It names the old address.");

  // What is refused stays in the form, with the reason at its field.
  await requester.goto(paths.ticket("acme", ticketId));
  await requester.getByText("Add someone", { exact: true }).first().click();
  await requester.getByLabel("Their email").fill("nina@example.com");
  await requester.getByLabel("Their name").fill("Myself");
  await requester.getByRole("button", { name: "Add someone" }).click();
  await expect(requester.getByLabel("Their email")).toHaveAccessibleDescription(/the person who opened the ticket/);
  await expect(requester.getByLabel("Their name")).toHaveValue("Myself");
  await expectAccessible(requester, "the people of a ticket with a mistake");
  await requester.reload();

  const address = newAddress();
  await addPerson(requester, "Otto Brand", address);
  await expect(requester.getByText("Was sent a link, has not joined yet")).toBeVisible();
  const link = await mailedLink(request, address);

  // A program that scans mail opens it, which changes nothing.
  expect((await request.get(link)).status()).toBe(200);
  await requester.reload();
  await expect(requester.getByText("Was sent a link, has not joined yet")).toBeVisible();

  const added = await (await browser.newContext()).newPage();
  await added.goto(link);
  await expect(added.getByRole("heading", { level: 1 })).toContainText("Nina Roth");
  await expectAccessible(added, "the page of an access link");
  await added.getByRole("button", { name: "Join the conversation" }).click();
  await added.waitForURL(/\/chat$/);
  await expect(conversation(added)).toContainText("It names the old address.");
  expect(added.url()).not.toContain("link=");

  await requester.goto(paths.chat("acme", ticketId));
  await expect(conversation(requester)).toContainText(`${isolated("Otto Brand")} joined`);
  await say(added, "I pay these invoices.");
  await expect(conversation(requester)).toContainText("I pay these invoices.");
  await expect(conversation(requester)).toContainText("Otto Brand");
  await say(requester, "Thank you, Otto.");
  await expect(conversation(added)).toContainText("Thank you, Otto.");
  await expect(conversation(added)).toContainText("Nina Roth");

  // The other's address is nobody's business.
  await added.goto(paths.ticket("acme", ticketId));
  await expect(added.getByText("Nina Roth").first()).toBeVisible();
  expect(await added.content()).not.toContain("nina@example.com");
  await added.goto(paths.chat("acme", ticketId));
  await say(added, "Still here.");
  await expect(conversation(requester)).toContainText("Still here.");

  // Removed: the page that is open hears nothing more, and neither link nor address opens anything.
  await requester.goto(paths.ticket("acme", ticketId));
  await requester.getByRole("button", { name: "Remove Otto Brand" }).click();
  await expect(requester.getByRole("button", { name: "Remove Otto Brand" })).toBeHidden();
  await requester.goto(paths.chat("acme", ticketId));
  await say(requester, "Now among us.");
  await expect(conversation(requester)).toContainText("Now among us.");
  await expect(added.getByText(/This conversation is not open to you any more|There is nothing at this address/).first()).toBeVisible({
    timeout: 20_000,
  });
  await expect(added.getByText("Now among us.")).toHaveCount(0);
  expect((await added.goto(paths.ticket("acme", ticketId)))?.status()).toBe(404);
  expect((await added.goto(link))?.status()).toBe(410);
  await expect(added.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
  await expectAccessible(added, "the page of a link that does not work");
});

test("agents see who takes part, add and remove people, and read what happened in the room", async ({ browser, request }) => {
  const requester = await (await browser.newContext()).newPage();
  const { ticketId } = await openTicket(requester, "acme", ticket);
  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  const address = newAddress();
  const details = agent.getByRole("complementary", { name: "Details" });
  await expect(agent.getByText("Nina Roth is here")).toBeVisible({ timeout: 20_000 });
  await details.getByText("Add someone", { exact: true }).first().click();
  await details.getByLabel("Their email").fill(address);
  await details.getByLabel("Their name").fill("Ida Falk");
  await details.getByRole("button", { name: "Add someone" }).click();
  await expect(details.getByRole("listitem").filter({ hasText: address })).toBeVisible({ timeout: 20_000 });
  await expect(conversation(agent)).toContainText(`${isolated("Sana Iqbal")} added ${isolated("Ida Falk")}`);
  await expect(conversation(requester)).toContainText(`${isolated("Sana Iqbal")} added ${isolated("Ida Falk")}`);
  expect(await mailedLink(request, address)).toContain("/join?link=");
  // Presence says of which side somebody is, and nobody knows who of two.
  await expect(agent.getByText("Someone from the customer’s side is here")).toBeVisible();
  await details.getByRole("button", { name: "Remove Ida Falk" }).click();
  await expect(conversation(agent)).toContainText(`${isolated("Sana Iqbal")} removed ${isolated("Ida Falk")}`);
  await expect(details.getByRole("button", { name: "Remove Ida Falk" })).toBeHidden();
  await expect(details.getByRole("list", { name: "People in this conversation" })).toBeFocused();
});

for (const javaScriptEnabled of [true, false]) {
  test(`a ticket is closed, opened again, closed, and followed up (JavaScript: ${javaScriptEnabled})`, async ({ browser }) => {
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
    const { ticketId } = await openTicket(page, "acme", ticket);
    await page.goto(paths.ticket("acme", ticketId));
    await page.getByRole("button", { name: "Close this ticket" }).click();
    await expect(page.getByText("This ticket is closed")).toBeVisible();

    // Its room is read-only.
    await page.goto(paths.chat("acme", ticketId));
    await expect(conversation(page)).toContainText(`${isolated("Nina Roth")} closed the ticket`);
    await expect(page.locator("#room-composer")).toHaveCount(0);
    await page.getByRole("button", { name: "Open it again" }).click();
    await expect(page.locator("#room-composer")).toBeVisible();
    await expect(conversation(page)).toContainText(`${isolated("Nina Roth")} opened the ticket again`);
    await page.locator("#room-composer").fill("It happened again.");
    if (javaScriptEnabled) await page.locator("#room-composer").press("Enter");
    else await page.getByRole("button", { name: "Send" }).click();
    await expect(conversation(page)).toContainText("It happened again.");

    await page.goto(paths.ticket("acme", ticketId));
    await page.getByRole("button", { name: "Close this ticket" }).click();
    await page.getByRole("link", { name: "Open a follow-up ticket" }).click();
    await expect(page.getByText(/^Follows ticket #\d+$/)).toBeVisible();
    await page.getByLabel("Subject").fill("The next invoice");
    await page.getByLabel("What happened?").fill("Wrong again.");
    await page.getByRole("button", { name: "Send and open the chat" }).click();
    await page.waitForURL(/\/chat$/);
    await page.goto(page.url().replace(/\/chat$/, ""));
    await page.getByRole("link", { name: /^Follows ticket #\d+$/ }).click();
    await expect(page).toHaveURL(new RegExp(`${ticketId}$`));
    await expect(page.getByText(/Follow-up ticket #\d+ was opened/)).toBeVisible();
  });
}

test("somebody who was added comes and talks without JavaScript", async ({ browser, request }) => {
  const requester = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const { ticketId } = await openTicket(requester, "acme", ticket);
  await requester.goto(paths.ticket("acme", ticketId));
  const address = newAddress();
  await addPerson(requester, "Uwe Lang", address);
  const added = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await added.goto(await mailedLink(request, address));
  await added.getByRole("button", { name: "Join the conversation" }).click();
  await added.waitForURL(/\/chat$/);
  await added.locator("#room-composer").fill("Hello from Uwe.");
  await added.getByRole("button", { name: "Send" }).click();
  await requester.goto(paths.chat("acme", ticketId));
  await expect(conversation(requester)).toContainText("Hello from Uwe.");
  await expect(conversation(requester)).toContainText(`${isolated("Uwe Lang")} joined`);
});

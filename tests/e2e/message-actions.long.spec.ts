import { expect, type Page } from "@playwright/test";
import pg from "pg";
import { paths } from "../../app/lib/paths";
import { conversation, openTicket, say, signIn, test } from "../support/browser";
import { choose, menuButton, openMenu, row, twoInARoom } from "../support/two-in-a-room";

// Two or three browsers each.
test.describe.configure({ timeout: 120_000 });

const tick = (page: Page, text: string) => row(page, text).getByText(/^(Sent|Delivered|Read)$/);

test("a deleted message leaves its place on both sides, and what quotes it says so", async ({ browser }) => {
  const { customer, agent } = await twoInARoom(browser, "Delete me");
  await say(customer, "My password is hunter2");
  await expect(conversation(agent)).toContainText("hunter2");
  await choose(agent, "hunter2", "Reply");
  await say(agent, "Please delete that");
  await expect(row(customer, "Please delete that")).toContainText("hunter2");

  // What quotes it has the same words.
  const mine = customer.locator("li[data-seq='2']");
  await choose(customer, mine, "Delete");
  const dialog = customer.getByRole("dialog", { name: "Delete this message?" });
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(conversation(customer)).toContainText("hunter2");
  await choose(customer, mine, "Delete");
  await dialog.getByRole("button", { name: "Delete" }).click();
  for (const page of [customer, agent]) {
    await expect(row(page, "This message was deleted").first()).toBeVisible();
    await expect(row(page, "Please delete that")).toContainText("This message was deleted");
    await expect(conversation(page)).not.toContainText("hunter2");
    await page.reload();
    await expect(conversation(page)).not.toContainText("hunter2");
  }
});

test("reactions are seen live and toggled, by mouse and by keyboard", async ({ browser }) => {
  const { customer, agent } = await twoInARoom(browser, "React to me");
  await say(agent, "We have sent you a new light");
  await expect(conversation(customer)).toContainText("a new light");
  await openMenu(customer, "a new light");
  await customer.getByRole("menuitemcheckbox", { name: "React with 👍" }).click();
  const chip = (page: Page) => row(page, "a new light").getByRole("button", { name: /^👍/ });
  await expect(chip(customer)).toHaveAttribute("aria-pressed", "true");
  await expect(chip(agent)).toHaveAttribute("aria-pressed", "false");
  await expect(chip(agent)).toHaveAccessibleName("👍 Zoë Ångström");

  await chip(agent).click();
  await expect(chip(customer)).toHaveAccessibleName("👍 Zoë Ångström, Sana Iqbal");
  await expect(chip(customer)).toHaveText("👍2");
  await chip(customer).focus();
  await customer.keyboard.press("Enter");
  await expect(chip(agent)).toHaveAccessibleName("👍 Sana Iqbal");
  await chip(agent).click();
  await expect(chip(customer)).toHaveCount(0);

  // Any other emoji, from the picker.
  await openMenu(customer, "a new light");
  await customer.getByRole("menuitem", { name: "Another emoji" }).click();
  const picker = customer.getByRole("dialog", { name: /emoji/i });
  await picker.getByRole("combobox").fill("bicycle");
  await picker
    .getByRole("option", { name: /bicycle/i })
    .first()
    .click();
  await expect(row(agent, "a new light").getByRole("button", { name: /^🚲/ })).toBeVisible();
});

test("a reply quotes what it answers and leads there", async ({ browser }) => {
  const { customer, agent } = await twoInARoom(browser, "Answer me");
  for (const page of [customer, agent]) await page.setViewportSize({ width: 1024, height: 560 });
  for (let count = 1; count <= 12; count += 1) await say(customer, `Line ${count} of a long story`);
  await expect(conversation(agent)).toContainText("Line 12 of a long story");
  await expect(row(agent, "Line 12 of")).toBeInViewport();
  await row(agent, "My first question").scrollIntoViewIfNeeded();
  await choose(agent, "My first question", "Reply");
  await expect(agent.locator("#room-composer")).toBeFocused();
  await expect(agent.getByText("Reply to \u2068Zoë Ångström\u2069", { exact: true })).toBeVisible();

  // Escape takes the quote back; what was typed stays.
  await agent.locator("#room-composer").fill("Here is the answer");
  await agent.keyboard.press("Escape");
  await expect(agent.getByText("Reply to \u2068Zoë Ångström\u2069", { exact: true })).toHaveCount(0);
  await choose(agent, "My first question", "Reply");
  await agent.locator("#room-composer").press("Enter");
  await expect(agent.getByText("Reply to \u2068Zoë Ångström\u2069", { exact: true })).toHaveCount(0);

  const reply = row(customer, "Here is the answer");
  await expect(reply).toContainText("My first question");
  await expect(row(customer, "My first question").first()).toBeVisible();
  await reply.getByRole("link", { name: /My first question/ }).click();
  await expect(customer.locator("li[data-seq='1']")).toBeInViewport();
  await expect(customer.locator("li[data-seq='1']")).toBeFocused();
});

test("own messages say how far they have come: sent, delivered, read", async ({ browser }) => {
  const customer = await (await browser.newContext()).newPage();
  const { ticketId } = await openTicket(customer, "acme", {
    subject: "How far",
    description: "Nobody is there",
    name: "Zoë Ångström",
    email: "zoe@example.com",
  });
  await say(customer, "The second message");
  await expect(tick(customer, "The second message")).toHaveText("Sent");
  // Of several in the same state, the last one speaks.
  await expect(tick(customer, "Nobody is there")).toHaveCount(0);

  const agent = await (await browser.newContext()).newPage();
  // A tab in the background: it receives, and nobody reads.
  await agent.addInitScript(() => {
    Object.defineProperty(document, "visibilityState", { get: () => ((window as { isSeen?: boolean }).isSeen ? "visible" : "hidden") });
    Object.defineProperty(document, "hidden", { get: () => !(window as { isSeen?: boolean }).isSeen });
  });
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await expect(tick(customer, "The second message")).toHaveText("Delivered", { timeout: 15_000 });

  await agent.evaluate(() => {
    (window as { isSeen?: boolean }).isSeen = true;
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(tick(customer, "The second message")).toHaveText("Read", { timeout: 15_000 });
  await say(agent, "I am here");
  await expect(tick(agent, "I am here")).toHaveText("Read", { timeout: 15_000 });
});

test("what is unread is counted in the lists, the title and the icon, and in no tab any more once it is read in one", async ({
  browser,
}) => {
  const { customer, agent, ticketId } = await twoInARoom(browser, `Unread ${Date.now()}`);
  await agent.locator('summary[aria-label^="Change assignee"]').click();
  await agent.getByRole("button", { name: /Sana Iqbal \(you\)/ }).click();
  await say(agent, "Tell me more");
  await expect(conversation(customer)).toContainText("Tell me more");
  await agent.goto(paths.inbox("acme"));
  const second = await agent.context().newPage();
  await second.goto(paths.inbox("acme"));
  const ticket = (page: Page) => page.locator(`a[data-ticket="${ticketId}"]`);
  await expect(ticket(agent)).toBeVisible();
  // Sana has other tickets too.
  const others = Number(/^\((\d+)\)/.exec(await agent.title())?.[1] ?? 0);
  const expectUnreadTickets = async (page: Page, count: number) => {
    await expect(page).toHaveTitle(count === 0 ? /^[^(]/ : new RegExp(`^\\(${count}\\) `));
    await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", count === 0 ? "/favicon.svg" : "/favicon-unread.svg");
    const words = count === 1 ? "1 of your tickets has unread messages" : `${count} of your tickets have unread messages`;
    if (count > 0) await expect(page.getByRole("link", { name: /^Inbox/ }).first()).toContainText(words);
  };

  await say(customer, "More");
  await say(customer, "And more");
  for (const page of [agent, second]) {
    await expect(ticket(page)).toContainText("2 unread messages");
    await expectUnreadTickets(page, others + 1);
  }
  await ticket(agent).click();
  await expect(conversation(agent)).toContainText("And more");
  for (const page of [agent, second]) {
    await expect(ticket(page)).not.toContainText("unread", { timeout: 15_000 });
    await expectUnreadTickets(page, others);
  }

  // The customer's own list.
  await customer.goto(paths.portal("acme"));
  await say(agent, "An answer");
  await expect(tick(agent, "An answer")).toBeVisible();
  await customer.reload();
  await expect(customer.getByRole("link", { name: /Unread/ })).toContainText("1 unread message");
  await expect(customer).toHaveTitle(/^\(1\) /);
  await customer.getByRole("link", { name: /Unread/ }).click();
  await expect(conversation(customer)).toContainText("An answer");
  await expect(tick(agent, "An answer")).toHaveText("Read", { timeout: 15_000 });
  await customer.goto(paths.portal("acme"));
  await expect(customer.getByRole("link", { name: /Unread/ })).not.toContainText("unread message");
  await expect(customer).not.toHaveTitle(/^\(/);
});

test("after the edit window, and in a closed room, nothing is offered that would be refused", async ({ browser }) => {
  const { customer, agent } = await twoInARoom(browser, "Too late");
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    await say(customer, "Written just now");
    await expect(conversation(agent)).toContainText("Written just now");
    await say(agent, "Seen");
    await expect(conversation(customer)).toContainText("Seen");
    await openMenu(customer, "Written just now");
    await expect(customer.getByRole("menuitem", { name: "Edit" })).toBeVisible();
    await customer.keyboard.press("Escape");
    await expect(menuButton(customer, "Written just now")).toBeFocused();
    await client.query("update public.workspaces set edit_window_seconds = 1 where slug = 'acme'");

    // This page does not know yet: the database refuses, the page says so, and shows again what is true.
    await choose(customer, "Written just now", "Edit");
    const field = customer.getByRole("textbox", { name: "Edit message" });
    await field.fill("Changed too late");
    await field.press("Enter");
    await expect(customer.getByRole("alert").filter({ hasText: /over/ })).toBeVisible();
    await expect(field).toHaveValue("Changed too late");
    await field.press("Escape");
    await expect(conversation(customer)).toContainText("Written just now");
    await expect(conversation(customer)).not.toContainText("Changed too late");

    await customer.reload();
    await openMenu(customer, "Written just now");
    await expect(customer.getByRole("menu")).toContainText("That time is over");
    await expect(customer.getByRole("menuitem", { name: "Edit" })).toHaveCount(0);
    await expect(customer.getByRole("menuitem", { name: "Delete" })).toHaveCount(0);
    await expect(customer.getByRole("menuitem", { name: "Reply" })).toBeVisible();
    await customer.keyboard.press("Escape");
  } finally {
    await client.query("update public.workspaces set edit_window_seconds = 900 where slug = 'acme'");
    await client.end();
  }

  await agent.locator('summary[aria-label^="Change status"]').click();
  await agent.getByRole("button", { name: "Closed", exact: true }).click();
  await expect(customer.locator("#room-composer")).toBeHidden({ timeout: 20_000 });
  await customer.reload();
  await openMenu(customer, "Written just now");
  await expect(customer.getByRole("menuitem", { name: "Copy link" })).toBeVisible();
  for (const name of ["Reply", "Edit", "Delete"]) await expect(customer.getByRole("menuitem", { name })).toHaveCount(0);
  await expect(customer.getByRole("menuitemcheckbox")).toHaveCount(0);
});

test("agents see who else looks at a ticket and writes in it; the customer is told only that somebody is there", async ({ browser }) => {
  const { customer, agent } = await twoInARoom(browser, "Who is there");
  const colleague = await (await browser.newContext()).newPage();
  await signIn(colleague, "ben");
  await colleague.goto(agent.url());
  await expect(agent.getByText("Also viewing: Ben Fischer")).toBeVisible({ timeout: 15_000 });
  await expect(colleague.getByText("Also viewing: Sana Iqbal")).toBeVisible({ timeout: 15_000 });
  await expect(customer.getByText("An agent is here")).toBeVisible({ timeout: 15_000 });
  await expect(agent.getByText("Zoë Ångström is here")).toBeVisible();

  await colleague.locator("#room-composer").pressSequentially("I will answer", { delay: 20 });
  await expect(agent.getByText("Also writing: Ben Fischer")).toBeVisible();
  await expect(customer.getByText("An agent is typing")).toBeVisible();
  await expect(customer.locator("body")).not.toContainText("Ben");
  await colleague.close();
  await expect(agent.getByText(/(viewing|writing): Ben Fischer/)).toHaveCount(0, { timeout: 15_000 });
});

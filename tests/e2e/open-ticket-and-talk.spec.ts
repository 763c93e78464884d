import { expect, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { conversation, cuttableSocket, openTicket, recordReceived, say, signIn, test } from "../support/browser";

test("a customer opens a ticket, an agent sees it arrive, and both talk", async ({ browser }) => {
  const customer = await browser.newPage();
  const agentContext = await browser.newContext();
  const agent = await agentContext.newPage();
  const received = recordReceived(customer);

  await signIn(agent, "sana");
  await expect(agent.getByRole("link", { name: /Unassigned/ }).first()).toBeVisible();

  // Opened while the agent looks on, without reloading.
  const subject = `The front light flickers ${Date.now()}`;
  await openTicket(customer, "acme", {
    subject,
    description: "It goes off at every bump. 🚲",
    name: "Zoë Ångström",
    email: "zoe@example.com",
  });
  await expect(conversation(customer)).toContainText("It goes off at every bump. 🚲");
  const row = agent.getByRole("link", { name: new RegExp(subject) });
  await expect(row).toBeVisible({ timeout: 10_000 });

  await row.click();
  await expect(conversation(agent)).toContainText("It goes off at every bump. 🚲");
  await expect(agent.getByText("zoe@example.com").first()).toBeVisible();

  // Both ways, live.
  await say(agent, "Hello Zoë, which model is it?");
  await expect(conversation(customer)).toContainText("Hello Zoë, which model is it?");
  await expect(conversation(customer)).toContainText("Sana Iqbal");
  await say(customer, "The City 3, blue.");
  await expect(conversation(agent)).toContainText("The City 3, blue.");

  // Typing shows on the other side and ends with the message.
  await customer.locator("#room-composer").pressSequentially("I bought it in", { delay: 30 });
  await expect(agent.getByText(/Zoë.*(is typing|types|is writing)/)).toBeVisible();
  await customer.locator("#room-composer").press("Enter");
  await expect(conversation(agent)).toContainText("I bought it in");
  await expect(agent.getByText(/Zoë.*(is typing|types|is writing)/)).toBeHidden();

  // An internal note stays among agents.
  const secret = `Goodwill up to 40 € ${Date.now()}`;
  await agent
    .getByRole("tab", { name: "Internal note" })
    .or(agent.getByRole("button", { name: "Internal note" }))
    .first()
    .click();
  await say(agent, secret);
  await expect(conversation(agent)).toContainText(secret);
  const colleagueContext = await browser.newContext();
  const colleague = await colleagueContext.newPage();
  await signIn(colleague, "ben");
  await colleague.goto(agent.url());
  await expect(conversation(colleague)).toContainText(secret);

  await agent
    .getByRole("tab", { name: "Reply" })
    .or(agent.getByRole("button", { name: "Reply" }))
    .first()
    .click();
  await say(agent, "We send you a new light today.");
  await expect(conversation(customer)).toContainText("We send you a new light today.");
  await customer.reload();
  await expect(conversation(customer)).toContainText("We send you a new light today.");
  const text = await received.text();
  expect(text).toContain("We send you a new light today.");
  expect(text).not.toContain(secret);
  expect(text).not.toContain("Goodwill");
  await expect(customer.locator("body")).not.toContainText(secret);
});

test("messages missed while the connection was cut arrive in order when it is back", async ({ browser }) => {
  const customerContext = await browser.newContext();
  const socket = await cuttableSocket(customerContext);
  const customer = await customerContext.newPage();
  const agent = await (await browser.newContext()).newPage();
  const { ticketId } = await openTicket(customer, "acme", {
    subject: "Cut off",
    description: "Testing the line.",
    name: "Kim Lee",
    email: "kim@example.com",
  });
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await say(agent, "before the cut");
  await expect(conversation(customer)).toContainText("before the cut");

  await socket.cut();
  for (const text of ["first missed", "second missed", "third missed"]) {
    await say(agent, text);
    await expect(conversation(agent)).toContainText(text);
  }
  await expect(
    customer
      .getByRole("status")
      .filter({ hasText: /connect|offline/i })
      .first(),
  ).toBeVisible({ timeout: 15_000 });
  await expect(conversation(customer)).not.toContainText("missed");

  await socket.mend();
  await expect(conversation(customer)).toContainText("third missed", { timeout: 20_000 });
  const all = await conversation(customer).innerText();
  expect(all.match(/(first|second|third) missed/g)).toEqual(["first missed", "second missed", "third missed"]);
});

test("what a customer wrote while cut off waits in sight and is sent once when the connection is back", async ({ browser }) => {
  const customerContext = await browser.newContext();
  const socket = await cuttableSocket(customerContext);
  const customer = await customerContext.newPage();
  const { ticketId } = await openTicket(customer, "acme", {
    subject: "Lost line",
    description: "Hello",
    name: "Ann Poe",
    email: "ann@example.com",
  });
  await expect(conversation(customer)).toContainText("Hello");
  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));

  await socket.cut();
  await say(customer, "first while away");
  await say(customer, "second while away");
  await expect(customer.getByText("second while away")).toBeVisible();
  await expect(customer.getByText("Waiting for the connection").first()).toBeVisible();
  await expect(conversation(agent)).not.toContainText("while away");

  await socket.mend();
  await expect(conversation(agent)).toContainText("second while away", { timeout: 20_000 });
  await expect(customer.getByText("Waiting for the connection")).toHaveCount(0);
  for (const page of [customer, agent]) {
    await page.reload();
    await expect(conversation(page)).toContainText("second while away");
    const all = await conversation(page).innerText();
    expect(all.match(/(first|second) while away/g)).toEqual(["first while away", "second while away"]);
  }
});

test("what was written in one room is sent while another one is open, on both sides", async ({ browser }) => {
  test.setTimeout(120_000);
  const [customerContext, agentContext] = [await browser.newContext(), await browser.newContext()];
  const [customersLine, agentsLine] = [await cuttableSocket(customerContext), await cuttableSocket(agentContext)];
  const customer = await customerContext.newPage();
  const [left, next] = [`Left behind ${Date.now()}`, `Looked at next ${Date.now()}`];
  const ticket = { description: "Hello", name: "Mia Moss", email: "mia.moss@example.com" };
  await openTicket(customer, "acme", { ...ticket, subject: next });
  const { ticketId } = await openTicket(customer, "acme", { ...ticket, subject: left });
  const agent = await agentContext.newPage();
  await signIn(agent, "sana");
  const open = (subject: string) =>
    agent
      .getByRole("link", { name: new RegExp(subject) })
      .first()
      .click();
  await open(left);
  await expect(conversation(agent)).toContainText("Hello");
  await expect(agent.getByText("Mia Moss is here")).toBeVisible({ timeout: 15_000 });

  await agentsLine.cut();
  await say(agent, "from the desk, left behind");
  await expect(agent.getByText("Waiting for the connection")).toBeVisible();
  await open(next);
  await expect(agent).not.toHaveURL(new RegExp(ticketId));
  await expect(conversation(agent)).toContainText("Hello");
  await expect(conversation(customer)).not.toContainText("left behind");
  await agentsLine.mend();
  await expect(conversation(customer)).toContainText("from the desk, left behind", { timeout: 20_000 });

  await open(left);
  await expect(conversation(agent)).toContainText("from the desk, left behind");
  await customersLine.cut();
  await say(customer, "from the customer, left behind");
  await expect(customer.getByText("Waiting for the connection")).toBeVisible();
  await customer
    .getByRole("link", { name: /tickets/i })
    .first()
    .click();
  await expect(customer.getByRole("link", { name: new RegExp(next) })).toBeVisible();
  await customersLine.mend();
  await expect(conversation(agent)).toContainText("from the customer, left behind", { timeout: 20_000 });
});

test("without any socket messages come all the same, and the page says that they come late", async ({ browser }) => {
  const context = await browser.newContext();
  await context.routeWebSocket(/\/realtime\/v1\/websocket/, (socket) => socket.close({ code: 1011 }));
  const customer = await context.newPage();
  const { ticketId } = await openTicket(customer, "acme", {
    subject: "Behind a proxy",
    description: "No sockets here",
    name: "Pia Proxy",
    email: "pia@example.com",
  });
  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await say(agent, "You hear me all the same");
  await expect(conversation(customer)).toContainText("You hear me all the same", { timeout: 10_000 });
  await expect(customer.getByText("Messages arrive with a few seconds’ delay.")).toBeVisible({ timeout: 20_000 });
  await expect(customer.getByText("Connecting…")).toBeHidden();
  await say(customer, "And you me");
  await expect(conversation(agent)).toContainText("And you me");
});

/** The menu of a ticket's property, by its name and, if given, its value. */
const change = (page: Page, property: string, value = "") => page.locator(`summary[aria-label^="Change ${property}, now ${value}"]`);

test("the agent's changes of status, priority and assignee show, and a closed room takes no more messages", async ({ browser }) => {
  const customer = await (await browser.newContext()).newPage();
  const agent = await (await browser.newContext()).newPage();
  const { ticketId } = await openTicket(customer, "acme", {
    subject: "Please close me",
    description: "Solved it myself.",
    name: "Lee Ray",
    email: "lee@example.com",
  });
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));

  await change(agent, "priority").click();
  await agent.getByRole("button", { name: "Urgent", exact: true }).click();
  await expect(change(agent, "priority", "Urgent")).toBeVisible();
  await change(agent, "assignee").click();
  await agent.getByRole("button", { name: /Sana Iqbal \(you\)/ }).click();
  await expect(change(agent, "assignee", "Sana Iqbal")).toBeVisible();

  await change(agent, "status").click();
  await agent.getByRole("button", { name: "Closed", exact: true }).click();
  await expect(customer.getByText(/This ticket is closed/).first()).toBeVisible({ timeout: 20_000 });
  await expect(customer.locator("#room-composer")).toBeHidden();

  await agent.reload();
  await expect(change(agent, "priority", "Urgent")).toBeVisible();
  await expect(change(agent, "status", "Closed")).toBeVisible();

  await customer.goto(paths.ticket("acme", ticketId));
  await expect(customer.getByText("Sana Iqbal").first()).toBeVisible();
  await expect(customer.locator("body")).not.toContainText("Urgent");
});

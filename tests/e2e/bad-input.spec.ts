import { expect } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { conversation, fillTicket, openTicket, say, signIn, test } from "../support/browser";
import { tickets } from "../support/cast";

const unknownId = "7fffffff-ffff-4fff-8fff-ffffffffffff";

test("addresses that lead nowhere answer 404 with a page of ours, and a stack trace is never shown", async ({ page }) => {
  for (const address of [
    "/nowhere",
    paths.portal("no-such-workspace"),
    paths.newTicket("no-such-workspace"),
    paths.ticket("acme", unknownId),
    paths.ticket("acme", "not-a-uuid"),
    paths.chat("acme", "1 or 1=1"),
    paths.chat("acme", tickets.carl.ticketId),
    "/support/%00",
    "/support/acme/ticket/../../../etc/passwd",
  ]) {
    const response = await page.goto(address);
    expect([400, 404], address).toContain(response?.status());
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("body")).not.toContainText(/at \w+.*\.(ts|js):\d+|PGRST|SQLSTATE|node_modules/);
  }
  // The control: a good address is not refused.
  expect((await page.goto(paths.portal("acme")))?.status()).toBe(200);
});

test("the desk sends whoever is not signed in to the sign-in page and back", async ({ page }) => {
  await page.goto(paths.inbox("acme"));
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("Email address").fill("sana@acme.test");
  await page.getByLabel("Password", { exact: true }).fill("wrong password here");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Email address or password is not right.")).toBeVisible();
  await expect(page.getByLabel("Email address")).toHaveValue("sana@acme.test");
  await page.getByLabel("Password", { exact: true }).fill("frontroom-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(new RegExp(paths.inbox("acme")));
});

test("an agent of another workspace gets a 404 for this one, and a removed member too", async ({ browser }) => {
  const customer = await browser.newPage();
  const { ticketId } = await openTicket(customer, "acme", { subject: "Mine", description: "Text", name: "A B", email: "ab@example.com" });
  for (const account of ["gina", "rita"] as const) {
    const page = await (await browser.newContext()).newPage();
    await signIn(page, account);
    expect((await page.goto(paths.inbox("acme")))?.status(), account).toBe(404);
    expect((await page.goto(paths.deskTicket("acme", ticketId)))?.status(), account).toBe(404);
    expect((await page.request.get(paths.deskMessages("acme", ticketId))).status(), account).toBe(404);
    expect((await page.request.get(paths.deskNotes("acme", ticketId))).status(), account).toBe(404);
  }
  // The control.
  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, "ben");
  expect((await agent.goto(paths.deskTicket("acme", ticketId)))?.status()).toBe(200);
  expect((await agent.request.get(paths.deskNotes("acme", ticketId))).status()).toBe(200);
  // And the customer's own session opens nothing at the desk.
  expect((await customer.request.get(paths.deskNotes("acme", ticketId), { maxRedirects: 0 })).status()).not.toBe(200);
});

test("posts that are malformed, oversized or from another site are refused, and the product lives on", async ({
  page,
  request,
  baseURL,
}) => {
  const form = paths.newTicket("acme");
  const post = (options: Parameters<typeof request.post>[1]) => request.post(form, { maxRedirects: 0, ...options });
  const whole = { subject: "S", description: "D", name: "N", email: "n@example.com" };
  expect((await post({ form: {} })).status()).toBe(422);
  expect((await post({ form: { ...whole, subject: "x".repeat(201) } })).status()).toBe(422);
  expect((await post({ form: { ...whole, description: "x".repeat(10_001) } })).status()).toBe(422);
  expect((await post({ form: { ...whole, category: "not-a-uuid" } })).status()).toBe(422);
  expect((await post({ form: { ...whole, category: unknownId } })).status()).toBe(422);
  expect((await post({ data: "x".repeat(2_000_000), headers: { "Content-Type": "text/plain" } })).status()).toBe(413);
  expect((await post({ data: "{", headers: { "Content-Type": "application/json" } })).status()).toBe(400);
  expect((await post({ form: whole, headers: { Origin: "https://evil.example" } })).status()).toBe(403);
  // The control: the same post from this site opens a ticket.
  const opened = await post({ form: whole, headers: { Origin: baseURL ?? "" } });
  expect(opened.status()).toBe(303);
  expect(opened.headers().location).toMatch(/\/chat$/);
  expect((await page.goto(paths.portal("acme")))?.status()).toBe(200);
});

test("a session that ended in the middle loses nothing that was typed", async ({ browser }) => {
  // A customer whose session the database does not know any more becomes a new customer on the way.
  const context = await browser.newContext();
  const customer = await context.newPage();
  const { ticketId } = await openTicket(customer, "acme", { subject: "Old", description: "Text", name: "A B", email: "ab@example.com" });
  await customer.goto(paths.newTicket("acme"));
  await fillTicket(customer, { subject: "Typed before the end", description: "All of it.", name: "A B", email: "ab@example.com" });
  for (const cookie of await context.cookies()) {
    if (cookie.name.startsWith("frontroom-portal")) await context.addCookies([{ ...cookie, value: "base64-e30" }]);
  }
  await customer.getByRole("button", { name: "Send and open the chat" }).click();
  await customer.waitForURL(/\/chat$/);
  await expect(conversation(customer)).toContainText("All of it.");

  // An agent reads that the session has ended, and the reply is still there.
  const desk = await browser.newContext();
  const agent = await desk.newPage();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await expect(conversation(agent)).toContainText("Text");
  await desk.clearCookies();
  await say(agent, "Written too late");
  await expect(agent.getByText(/session has ended/i).first()).toBeVisible();
  await expect(agent.getByText("Written too late").first()).toBeVisible();
});

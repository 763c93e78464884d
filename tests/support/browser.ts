/** What people do in a browser, for the journeys. */
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { accounts, PASSWORD } from "./cast";
import { mailedLink } from "./mailbox";

/** A test whose browsers are closed when it ends: pages left open would go on talking beside all later tests. */
export const test = base.extend<{ closedAtEnd: void }>({
  closedAtEnd: [
    async ({ browser }, use) => {
      await use();
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
});

export type TypedTicket = { subject: string; description: string; name: string; email: string };

/** Fills the form for a new ticket and sends it. Ends in the room. */
export async function openTicket(page: Page, workspaceSlug: string, ticket: TypedTicket): Promise<{ ticketId: string }> {
  await page.goto(paths.newTicket(workspaceSlug));
  await fillTicket(page, ticket);
  await page.getByRole("button", { name: "Send and open the chat" }).click();
  await page.waitForURL(/\/ticket\/[0-9a-f-]{36}\/chat$/);
  const ticketId = /ticket\/([0-9a-f-]{36})\/chat$/.exec(page.url())?.[1] ?? "";
  return { ticketId };
}

export async function fillTicket(page: Page, ticket: Partial<TypedTicket>): Promise<void> {
  if (ticket.subject !== undefined) await page.getByLabel("Subject").fill(ticket.subject);
  if (ticket.description !== undefined) await page.getByLabel("What happened?").fill(ticket.description);
  if (ticket.name !== undefined) await page.getByLabel("Your name").fill(ticket.name);
  if (ticket.email !== undefined) await page.getByLabel("Email").fill(ticket.email);
}

/** Signs in at the desk. Ends at the inbox of the account's workspace. */
export async function signIn(page: Page, account: keyof typeof accounts): Promise<void> {
  await page.goto(paths.signIn());
  await page.getByLabel("Email address").fill(accounts[account].email ?? "");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/desk/);
}

/** Whoever is signed in creates a workspace. Ends at its first steps. @returns its slug */
export async function newWorkspace(page: Page, name: string): Promise<string> {
  const slug = `${name.toLowerCase()}-${Date.now().toString(36)}`;
  await page.goto(paths.newWorkspace());
  await page.getByLabel("Company or product").fill(name);
  await page.getByLabel("Address of the support page").fill(slug);
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.waitForURL(new RegExp(`/desk/${slug}/first-steps`));
  return slug;
}

/** After a sign-up: opens the link in the mail and presses its button. Ends where the sign-up was heading. */
export async function confirmSignUp(page: Page, email: string): Promise<void> {
  await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  await page.goto((await mailedLink(process.env.MAIL_WEB_URL ?? "", email, "signup")).href);
  await page.getByRole("button", { name: "Confirm" }).click();
}

/** Everything said in the room that is on the page. */
export const conversation = (page: Page) => page.getByRole("log");

/** Writes into the room's composer and sends with Enter. */
export async function say(page: Page, text: string): Promise<void> {
  const composer = page.locator("#room-composer");
  await composer.fill(text);
  await composer.press("Enter");
}

/** A connection to Realtime that can be cut and mended. Before the first page of the context is opened. */
export async function cuttableSocket(context: BrowserContext): Promise<{ cut(): Promise<void>; mend(): Promise<void> }> {
  let isCut = false;
  const open = new Set<{ close(): Promise<void> }>();
  await context.routeWebSocket(/\/realtime\/v1\/websocket/, async (socket) => {
    if (isCut) return socket.close({ code: 1012 });
    socket.connectToServer();
    open.add({ close: () => socket.close({ code: 1012 }) });
  });
  return {
    async cut() {
      isCut = true;
      // Neither does the catch-up over HTTP get through.
      await context.route(/\/messages(\?|$)/, (route) => route.abort("internetdisconnected"));
      for (const socket of open) await socket.close();
      open.clear();
    },
    async mend() {
      isCut = false;
      await context.unroute(/\/messages(\?|$)/);
    },
  };
}

/** All text that reaches the page from outside: answers and WebSocket frames. For looking for what must not be there. */
export function recordReceived(page: Page): { text(): Promise<string> } {
  const parts: Promise<string>[] = [];
  page.on("response", (response) => {
    if (!/javascript|css|font|image/.test(response.headers()["content-type"] ?? "")) parts.push(response.text().catch(() => ""));
  });
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => parts.push(Promise.resolve(payload.toString("utf8"))));
  });
  return { text: async () => (await Promise.all(parts)).join("\n") };
}

/** What axe finds on the page as it stands, in words. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  // A page on which nothing passes was not looked at.
  expect(passes.length, `axe looked at ${what}`).toBeGreaterThan(5);
  const words = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html.slice(0, 160)).join("\n  ")}`);
  expect(words, `${what} is accessible`).toEqual([]);
}

/** What the browser finds wrong with the pages from now on, but for addresses that answer with an error. */
export function faultsIn(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) faults.push(message.text());
  });
  return faults;
}

import { expect, type Browser, type Locator, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { conversation, openTicket, signIn } from "./browser";

/** A ticket, with its customer and an agent in its room, each in a browser of their own. */
export async function twoInARoom(browser: Browser, subject: string): Promise<{ customer: Page; agent: Page; ticketId: string }> {
  const customer = await (await browser.newContext()).newPage();
  const agent = await (await browser.newContext()).newPage();
  const { ticketId } = await openTicket(customer, "acme", {
    subject,
    description: "My first question",
    name: "Zoë Ångström",
    email: "zoe@example.com",
  });
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await expect(conversation(agent)).toContainText("My first question");
  return { customer, agent, ticketId };
}

/** The row of the last message with these words. */
export const row = (page: Page, message: string | Locator) =>
  typeof message === "string" ? page.locator("li[data-seq]").filter({ hasText: message }).last() : message;
export const menuButton = (page: Page, message: string | Locator) => row(page, message).locator("[data-message-menu]");

/** Opens a message's menu with the mouse. */
export async function openMenu(page: Page, message: string | Locator) {
  await row(page, message).hover();
  await menuButton(page, message).click();
  await expect(page.getByRole("menu")).toBeVisible();
}

/** Chooses an item of a message's menu. */
export async function choose(page: Page, message: string | Locator, item: string) {
  await openMenu(page, message);
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

import { expect } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { conversation, fillTicket, openTicket, test } from "../support/browser";

const typed = {
  subject: "Wrong colour",
  description: "I ordered the blue one.\nThe red one came.",
  name: "Nora Holm",
  email: "nora@example.com",
};

test("mistakes are told at their fields, and what was typed is kept", async ({ page }) => {
  await page.goto(paths.newTicket("acme"));
  await fillTicket(page, { ...typed, subject: "", email: "nora@" });
  await page.getByRole("button", { name: "Send and open the chat" }).click();
  await expect(page.getByText("Say in a few words what it is about.")).toBeVisible();
  await expect(page.getByLabel("Subject")).toBeFocused();
  await expect(page.getByLabel("Subject")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Email")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Your name")).not.toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("What happened?")).toHaveValue(typed.description);

  await fillTicket(page, { subject: typed.subject, email: typed.email });
  await page.getByRole("button", { name: "Send and open the chat" }).click();
  await page.waitForURL(/\/chat$/);
  await expect(conversation(page)).toContainText("The red one came.");
});

test("sending twice at once opens one ticket", async ({ page }) => {
  await page.goto(paths.newTicket("acme"));
  const subject = `Twice ${Date.now()}`;
  await fillTicket(page, { ...typed, subject });
  await page.getByRole("button", { name: "Send and open the chat" }).dblclick();
  await page.waitForURL(/\/chat$/);
  await page.goto(paths.portal("acme"));
  await expect(page.getByRole("link", { name: new RegExp(subject) })).toHaveCount(1);
});

test("a customer's tickets are in this browser, and nobody else's browser finds them", async ({ browser, page }) => {
  const { ticketId } = await openTicket(page, "acme", typed);
  await page.goto(paths.portal("acme"));
  await expect(page.getByRole("link", { name: /Wrong colour/ }).first()).toBeVisible();
  await page.goto(paths.ticket("acme", ticketId));
  await expect(page.getByText("I ordered the blue one.")).toBeVisible();

  // The same address in another browser, in one with tickets of its own, and under another workspace.
  const stranger = await browser.newPage();
  expect((await stranger.goto(paths.ticket("acme", ticketId)))?.status()).toBe(404);
  expect((await stranger.goto(paths.chat("acme", ticketId)))?.status()).toBe(404);
  await openTicket(stranger, "acme", { ...typed, email: "nora@example.com" });
  expect((await stranger.goto(paths.ticket("acme", ticketId)))?.status()).toBe(404);
  await expect(stranger.locator("body")).not.toContainText("I ordered the blue one.");
  expect((await page.goto(paths.ticket("globex", ticketId)))?.status()).toBe(404);
  // The control: its own browser still may.
  expect((await page.goto(paths.chat("acme", ticketId)))?.status()).toBe(200);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the form, its mistakes, the room and the language all work", async ({ page }) => {
    await page.goto(paths.newTicket("acme"));
    await fillTicket(page, { ...typed, subject: "" });
    await page.getByRole("button", { name: "Send and open the chat" }).click();
    await expect(page.getByText("Say in a few words what it is about.")).toBeVisible();
    await expect(page.getByLabel("What happened?")).toHaveValue(typed.description);
    await expect(page.getByLabel("Your name")).toHaveValue(typed.name);

    await fillTicket(page, { subject: "No scripts here" });
    await page.getByRole("button", { name: "Send and open the chat" }).click();
    await expect(page).toHaveURL(/\/chat$/);
    await expect(page.getByText("The red one came.")).toBeVisible();

    await page.locator("#room-composer").fill("And without scripts I can answer.");
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page).toHaveURL(/\/chat$/);
    await expect(page.getByText("And without scripts I can answer.")).toBeVisible();

    await page.goto(paths.portal("acme"));
    await expect(page.getByRole("link", { name: /No scripts here/ })).toBeVisible();
  });
});

test("German is spoken to a German browser, and the choice is kept", async ({ browser }) => {
  const context = await browser.newContext({ locale: "de-DE" });
  const page = await context.newPage();
  await page.goto(paths.portal("acme"));
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.locator('summary[aria-label^="Sprache"]').click();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

import { expect } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { conversation, openTicket, say, test } from "../support/browser";

test("somebody signs up, creates a workspace and answers its first ticket", async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  const mark = Date.now().toString(36);
  await page.goto(paths.signUp());
  await page.getByLabel("Your name").fill("Ines Duarte");
  await page.getByLabel("Email address").fill(`ines-${mark}@example.com`);
  await page.getByLabel("Password", { exact: true }).fill("a short sentence");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(/\/desk\/new/);

  // A reserved and a taken address are told at the field.
  const slug = page.getByLabel("Address of the support page");
  await page.getByLabel("Company or product").fill("Duarte & Filhos");
  await slug.fill("support");
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByText("This address is reserved. Choose another one.")).toBeVisible();
  await slug.fill("acme");
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByText("This address is taken. Choose another one.")).toBeVisible();
  await expect(page.getByLabel("Company or product")).toHaveValue("Duarte & Filhos");
  await slug.fill(`duarte-${mark}`);
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.waitForURL(new RegExp(`/desk/duarte-${mark}`));
  await expect(page.getByText("No open tickets")).toBeVisible();

  const customer = await (await browser.newContext()).newPage();
  await openTicket(customer, `duarte-${mark}`, { subject: "First!", description: "Bom dia", name: "Rui", email: "rui@example.com" });
  await page.getByRole("link", { name: /First!/ }).click();
  await expect(conversation(page)).toContainText("Bom dia");
  await say(page, "Bem-vindo, Rui");
  await expect(conversation(customer)).toContainText("Bem-vindo, Rui");

  // Trying the own portal in the same browser does not sign the agent out.
  await openTicket(page, `duarte-${mark}`, { subject: "A test of mine", description: "Test", name: "Ines", email: "ines@example.com" });
  await page.goto(paths.inbox(`duarte-${mark}`));
  await expect(page.getByRole("link", { name: /A test of mine/ })).toBeVisible();
});

test("the confirmation mail reaches the customer's inbox in the customer's language", async ({ browser, request }) => {
  const context = await browser.newContext({ locale: "de-DE" });
  const page = await context.newPage();
  const email = `mail-${Date.now()}@example.com`;
  await page.goto(paths.newTicket("acme"));
  await page.getByLabel("Betreff").fill("Rechnung fehlt");
  await page.locator("textarea[name=description]").fill("Ich finde sie nicht.");
  await page.locator("input[name=name]").fill("Jörg Müller");
  await page.locator("input[name=email]").fill(email);
  await page.locator("form button[type=submit]").last().click();
  await page.waitForURL(/\/chat$/);
  const inbox = `${process.env.MAIL_WEB_URL}/api/messages`;
  await expect.poll(async () => JSON.stringify(await (await request.get(inbox)).json()), { timeout: 20_000 }).toContain(email);
  const all = JSON.stringify(await (await request.get(inbox)).json());
  expect(all).toContain("Rechnung fehlt");
});

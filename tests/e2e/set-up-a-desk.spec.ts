import { expect } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { confirmSignUp, conversation, expectAccessible, openTicket, say, test } from "../support/browser";
import { invitationLink } from "../support/mailbox";

test("somebody signs up, creates a workspace and invites a colleague, who answers its first ticket", async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  const mark = Date.now().toString(36);
  await page.goto(paths.signUp());
  await page.getByLabel("Your name").fill("Ines Duarte");
  const email = `ines-${mark}@example.com`;
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("a short sentence");
  await page.getByRole("button", { name: "Create account" }).click();
  await confirmSignUp(page, email);
  await page.waitForURL(/\/desk\/new/);

  // A reserved and a taken address are told at the field while they are typed, and once more where the form is sent.
  const slug = page.getByLabel("Address of the support page");
  await page.getByLabel("Company or product").fill("Duarte & Filhos");
  await slug.fill("support");
  await expect(page.getByText("This address is reserved. Choose another one.")).toBeVisible();
  await slug.fill("acme");
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByText("This address is taken. Choose another one.")).toBeVisible();
  await expect(page.getByLabel("Company or product")).toHaveValue("Duarte & Filhos");
  await slug.fill(`duarte-${mark}`);
  await expect(page.getByText("This address is free.")).toBeVisible();
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.waitForURL(new RegExp(`/desk/duarte-${mark}/first-steps`));
  await expectAccessible(page, "the first steps");

  const colleague = `kim-${mark}@colleague.test`;
  await page.getByLabel("Email addresses").fill(colleague);
  await page.getByRole("button", { name: "Send invitations" }).click();
  await expect(page.getByText("The invitation is on its way.")).toBeVisible();

  // The customer is the owner in a second window; the first one learns of the ticket by itself.
  const [customer] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: "Open the support page" }).click()]);
  await customer.waitForURL(new RegExp(`/support/duarte-${mark}/ticket/new`));
  await openTicket(customer, `duarte-${mark}`, { subject: "First!", description: "Bom dia", name: "Rui", email: "rui@example.com" });
  await expect(page.getByText(/First!.* has arrived/)).toBeVisible();
  await expectAccessible(page, "the first steps with a ticket");

  const kim = await (await browser.newContext()).newPage();
  await kim.goto(await invitationLink(process.env.MAIL_WEB_URL ?? "", colleague));
  await kim.getByRole("link", { name: "Create account" }).click();
  await kim.getByLabel("Your name").fill("Kim Costa");
  await kim.getByLabel("Password", { exact: true }).fill("a short sentence");
  await kim.getByRole("button", { name: "Create account" }).click();
  await confirmSignUp(kim, colleague);
  await kim.getByRole("button", { name: "Join Duarte & Filhos" }).click();
  await kim.waitForURL(new RegExp(`/desk/duarte-${mark}$`));
  await kim.getByRole("link", { name: /First!/ }).click();
  await expect(conversation(kim)).toContainText("Bom dia");
  await say(kim, "Bem-vindo, Rui");
  await expect(conversation(customer)).toContainText("Bem-vindo, Rui");
  await expect(conversation(customer)).toContainText("Kim Costa");

  await expect(page.getByText(/First!.* is answered/)).toBeVisible();
  await page.getByRole("link", { name: "See the room" }).click();
  await expect(conversation(page)).toContainText("Bem-vindo, Rui");
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

import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { conversation, expectAccessible, openTicket, say, signIn, test } from "../support/browser";

const ticket = { subject: "The invoice", description: "Where is مرحبا my invoice?", name: "Tess", email: "tess@example.com" };

async function download(page: Page): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download" }).click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test("customer and agent save the conversation and have it mailed; the agent with notes", async ({ browser }) => {
  const customer = await (await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: "dark" })).newPage();
  const { ticketId } = await openTicket(customer, "acme", ticket);

  await customer.goto(paths.ticket("acme", ticketId));
  const pdf = await download(customer);
  expect(pdf.name).toMatch(/^frontroom-acme-\d+\.pdf$/);
  expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  await customer.getByLabel("Plain text").check();
  const text = (await download(customer)).bytes.toString();
  expect(text).toContain("Where is مرحبا my invoice?");
  expect(text).toContain("Time zone: Europe/Berlin");
  await expect(customer.getByLabel("With internal notes")).toHaveCount(0);
  // The address was only typed: nothing is mailed there before an agent has answered.
  await customer.getByRole("button", { name: "Send to my email" }).click();
  await expect(customer.getByText("as soon as somebody has answered you")).toBeVisible();

  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await say(agent, "It is on its way");
  await expect(conversation(agent).getByText("It is on its way")).toBeVisible();
  await agent.locator("summary[aria-label='Transcript']").click();
  await expect(agent.getByLabel("With internal notes")).not.toBeChecked();
  await expectAccessible(agent, "the transcript's menu");
  await agent.getByLabel("Plain text").check();
  expect((await download(agent)).bytes.toString()).toContain("It is on its way");
  await agent.getByRole("button", { name: "Send to my email" }).click();
  await expect(agent.getByText("The transcript is on its way to sana@acme.test.")).toBeVisible();

  await customer.getByRole("button", { name: "Send to my email" }).click();
  await expect(customer.getByText("The transcript is on its way to tess@example.com.")).toBeVisible();
  await expectAccessible(customer, "the ticket with its transcript");
  await expect(async () => {
    const mails = (await (await fetch(`${process.env.MAIL_WEB_URL}/api/messages?to=tess@example.com`)).json()) as {
      attachments: { filename: string }[];
    }[];
    expect(mails.flatMap(({ attachments }) => attachments.map(({ filename }) => filename))).toContainEqual(
      expect.stringMatching(/^frontroom-acme-\d+\.txt$/),
    );
  }).toPass({ timeout: 20_000 });
});

test("both ways work without JavaScript", async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const { ticketId } = await openTicket(page, "acme", { ...ticket, email: "tess2@example.com" });
  await page.goto(paths.ticket("acme", ticketId));
  await page.getByLabel("Web page (HTML)").check();
  expect((await download(page)).bytes.toString()).toContain("<!doctype html>");
  await page.getByRole("button", { name: "Send to my email" }).click();
  await page.waitForURL(/transcript=failed/);
  await expect(page.getByText("The transcript could not be sent.")).toBeVisible();
});

import { expect } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { expectAccessible, openTicket, signIn, test } from "../support/browser";

const ticket = { subject: "The toner is empty", description: "Please send a new one.", name: "Pia Sand", email: "pia@example.com" };

test("an agent works by what is due, sees why, sets a time by hand and says that no reply is needed", async ({ browser }) => {
  const customer = await (await browser.newContext()).newPage();
  const { ticketId } = await openTicket(customer, "acme", ticket);
  const page = await (await browser.newContext()).newPage();
  await signIn(page, "sana");

  // The list by what is due, kept in its links.
  await page.getByLabel("Order, now: Latest activity").click();
  await page.getByRole("link", { name: "Due next" }).click();
  await expect(page).toHaveURL(/order=due/);
  const due = page.locator("a[data-ticket] [data-due]");
  await expect(due.first()).toHaveAttribute("data-due", "overdue");
  const states = await due.evaluateAll((all) => all.map((one) => one.getAttribute("data-due")));
  expect(new Set(states).size).toBeGreaterThan(1);
  expect(states).toEqual(
    [...states].sort((a, b) => ["overdue", "soon", "later"].indexOf(a ?? "") - ["overdue", "soon", "later"].indexOf(b ?? "")),
  );
  const row = page.locator(`a[data-ticket="${ticketId}"]`);
  await row.click();
  await expect(page).toHaveURL(new RegExp(`${ticketId}.*order=due`));

  // Why then.
  await page
    .getByRole("banner")
    .or(page.locator("header"))
    .getByRole("link", { name: /Due in 24h/ })
    .click();
  const section = page.getByRole("region", { name: "Due", exact: true }).filter({ visible: true });
  const reply = section.getByRole("region", { name: "First response" });
  await expect(reply).toContainText("24 hr, day and night");
  await expect(reply).toContainText("The customer wrote");
  await expect(reply).toContainText("So it is due");
  await expect(section.getByRole("region", { name: "Resolution" })).toContainText("40 hr of working hours");

  // A time of one's own: with a reason, or it is said at the field.
  await section.getByText("Set the due time by hand").click();
  const inAnHour = await page.evaluate(() => {
    const time = new Date(Date.now() + 3_600_000);
    return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  });
  await section.getByLabel("Due at").fill(inAnHour);
  await section.getByRole("button", { name: "Set due time" }).click();
  await expect(section.getByLabel("Reason")).toHaveAccessibleDescription(/./);
  await expect(section.getByLabel("Due at")).toHaveValue(inAnHour);
  await expectAccessible(page, "the due times of a ticket, with a mistake");
  await section.getByLabel("Reason").fill("Promised by phone");
  await section.getByRole("button", { name: "Set due time" }).click();
  await expect(section.getByRole("region", { name: "Resolution" })).toContainText("Promised by phone");
  await expect(row.locator("[data-due]")).toHaveText(/Due in (1h|5\dm)/);

  // It cannot be taken back, so it is asked twice.
  await page.getByLabel("No reply needed").click();
  await page.getByRole("button", { name: "No reply is needed" }).click();
  await expect(page.getByLabel("No reply needed")).toBeHidden();
  await expect(section.getByRole("region", { name: "First response" })).toBeHidden();
  await expect(row.getByText("Waits for a reply")).toBeHidden();

  // The customer, whose wait is over.
  await customer.goto(paths.ticket("acme", ticketId));
  await expect(customer.getByRole("heading", { name: "It is your turn" })).toBeVisible();
});

import { expect, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { expectAccessible, faultsIn, openTicket, signIn, test } from "../support/browser";

const ticket = {
  subject: "Ein sehr langer Betreff, der auf einem Telefon bestimmt umgebrochen wird, mit einemsehrlangenwortohnetrennstelle",
  description: "مرحبا، لدي سؤال عن طلبي الأخير.\nAnd https://example.com/a/very/long/link/that/does/not/break/by/itself 🎉",
  name: "Wolfeschlegelsteinhausenbergerdorff Ω",
  email: "long@example.com",
};

const looks = [
  { name: "desktop, light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "phone, dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

/** Nothing is wider than the screen. */
async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const { content, screen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  expect(content, `${what} is as wide as the screen`).toBeLessThanOrEqual(screen);
}

test("a ticket's page is accessible from right to left, in Arabic", async ({ browser }) => {
  const context = await browser.newContext({ viewport: looks[1].viewport, locale: "ar" });
  const page = await context.newPage();
  const faults = faultsIn(page);
  await page.goto(paths.newTicket("acme"));
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("فتح تذكرة");
  await page.getByLabel("الموضوع").fill(ticket.subject);
  await page.getByLabel("ماذا حدث؟").fill(ticket.description);
  await page.getByLabel("اسمك").fill(ticket.name);
  await page.getByLabel("البريد الإلكتروني").fill(ticket.email);
  await page.getByRole("button", { name: "إرسال وفتح الدردشة" }).click();
  await page.waitForURL(/\/chat$/);
  // The start of a line is at the right: what this side says stands at its end, at the left.
  const message = page.locator("[data-seq]").first();
  await expect(message).toBeVisible();
  await expectAccessible(page, "the room in Arabic");
  await expectNoSidewaysScroll(page, "the room in Arabic");
  expect(faults).toEqual([]);
});

for (const [turn, { name, viewport, colorScheme }] of looks.entries()) {
  test(`every page of the portal is accessible (${name})`, async ({ browser }) => {
    const page = await (await browser.newContext({ viewport, colorScheme })).newPage();
    const faults = faultsIn(page);
    for (const address of [paths.home(), paths.portal("acme"), paths.newTicket("acme"), paths.portal("no-such-workspace"), "/nowhere"]) {
      await page.goto(address);
      await expectAccessible(page, address);
      await expectNoSidewaysScroll(page, address);
    }
    // With mistakes on it.
    await page.goto(paths.newTicket("acme"));
    await page.getByRole("button", { name: "Send and open the chat" }).click();
    await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
    await expectAccessible(page, "the form with mistakes");

    const { ticketId } = await openTicket(page, "acme", ticket);
    for (const address of [
      paths.chat("acme", ticketId),
      paths.ticket("acme", ticketId),
      paths.portal("acme"),
      paths.ticket("acme", "nothing"),
    ]) {
      await page.goto(address);
      await expectAccessible(page, address);
      await expectNoSidewaysScroll(page, address);
    }
    expect(faults).toEqual([]);
  });

  test(`every page of the desk is accessible (${name})`, async ({ browser }) => {
    const customer = await browser.newPage();
    const { ticketId } = await openTicket(customer, "acme", ticket);
    const page = await (await browser.newContext({ viewport, colorScheme })).newPage();
    const faults = faultsIn(page);
    for (const address of [paths.signIn(), paths.signUp(), paths.invitation("none")]) {
      await page.goto(address);
      await expectAccessible(page, address);
      await expectNoSidewaysScroll(page, address);
    }
    // Mia works at both desks.
    await signIn(page, "mia");
    for (const address of [
      paths.desks(),
      paths.newWorkspace(),
      paths.inbox("acme"),
      paths.inbox("acme", { view: "mine" }),
      paths.inbox("acme", { view: "all", search: "zzz nothing" }),
      paths.deskTicket("acme", ticketId, { order: "due", panel: "details", why: 1 }),
      paths.inbox("no-such-workspace"),
    ]) {
      await page.goto(address);
      await expectAccessible(page, address);
      await expectNoSidewaysScroll(page, address);
    }
    expect(faults).toEqual([]);
  });

  // There are many: each is looked at in one of the looks, its neighbour in the other.
  test(`every other page of the settings is accessible (${name})`, async ({ browser }) => {
    test.slow();
    const owner = await (await browser.newContext({ viewport, colorScheme })).newPage();
    const faults = faultsIn(owner);
    await signIn(owner, "olivia");
    const pages = [
      paths.workspaceSettings("acme"),
      paths.formSettings("acme"),
      paths.category("acme", "new"),
      paths.ticketField("acme", "new"),
      paths.calendars("acme"),
      paths.calendar("acme", "new"),
      paths.policies("acme"),
      paths.policy("acme", "new"),
      paths.dataSettings("acme"),
      `${paths.erasePerson("acme")}?q=example`,
      paths.auditLog("acme"),
      paths.members("acme"),
      paths.inviteMembers("acme"),
      paths.roles("acme"),
      paths.teams("acme"),
      paths.team("acme", "new"),
      paths.leaveWorkspace("acme"),
      paths.memberWork("acme"),
      paths.firstSteps("acme"),
    ];
    for (const address of pages.filter((_, nth) => nth % looks.length === turn)) {
      await owner.goto(address);
      await expectAccessible(owner, address);
      await expectNoSidewaysScroll(owner, address);
    }
    expect(faults).toEqual([]);
  });
}

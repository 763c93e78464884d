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

for (const { name, viewport, colorScheme } of looks) {
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
    for (const address of [paths.signIn(), paths.signUp()]) {
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
    const owner = await (await browser.newContext({ viewport, colorScheme })).newPage();
    await signIn(owner, "olivia");
    for (const address of [paths.calendars("acme"), paths.calendar("acme", "new"), paths.policies("acme"), paths.policy("acme", "new")]) {
      await owner.goto(address);
      await expectAccessible(owner, address);
      await expectNoSidewaysScroll(owner, address);
    }
    expect(faults).toEqual([]);
  });
}

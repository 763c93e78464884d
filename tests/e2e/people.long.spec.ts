import { expect, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { confirmSignUp, conversation, expectAccessible, faultsIn, openTicket, say, signIn, test } from "../support/browser";
import { invitationLink } from "../support/mailbox";

/** Tabs through the page until something with this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(
      () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
    );
    if (name.test(focused)) return;
  }
  throw new Error(`Nothing named ${name} can be reached by Tab.`);
}

test("an owner invites a colleague, who signs up by the mail, joins and answers a first ticket", async ({ browser, request }) => {
  test.slow();
  const mark = Date.now().toString(36);
  const email = `nora-${mark}@colleague.test`;
  const owner = await (await browser.newContext()).newPage();
  const faults = faultsIn(owner);
  await signIn(owner, "olivia");
  await owner.goto(paths.members("acme"));

  // By keyboard alone.
  await tabTo(owner, /^Invite people$/);
  await owner.keyboard.press("Enter");
  await owner.waitForURL(/\/members\/invite$/);
  await owner.getByLabel("Email addresses").focus();
  await owner.keyboard.type(`${email}, sana@acme.test`);
  await owner.getByLabel("Support", { exact: true }).focus();
  await owner.keyboard.press("Space");
  await tabTo(owner, /^Send invitations$/);
  await owner.keyboard.press("Enter");
  // One of the two is a member already, and stays in the field; the focus is where it is said.
  await expect(owner.getByRole("list", { name: "What became of each address" })).toBeFocused();
  await expect(owner.getByLabel("Email addresses")).toHaveValue("sana@acme.test");
  await expectAccessible(owner, "the form with one address refused");
  await owner.getByRole("link", { name: "Cancel" }).click();
  await expect(owner.getByRole("list", { name: "Open invitations" })).toContainText(email);

  const link = await invitationLink(process.env.MAIL_WEB_URL ?? "", email);
  // A program that scans mail opens it, which changes nothing.
  expect((await request.get(link)).status()).toBe(200);
  const nora = await (await browser.newContext()).newPage();
  await nora.goto(link);
  await expect(nora.getByRole("heading", { level: 1 })).toContainText("Olivia Owens");
  await expectAccessible(nora, "the page of an invitation");
  await nora.getByRole("link", { name: "Create account" }).click();
  await expect(nora.getByLabel("Email address")).toHaveValue(email);
  await nora.getByLabel("Your name").fill("Nora Nowak");
  await nora.getByLabel("Password", { exact: true }).fill("a short sentence");
  await nora.getByRole("button", { name: "Create account" }).click();
  await confirmSignUp(nora, email);
  await expect(nora.getByLabel("Your name")).toHaveValue("Nora Nowak");
  await nora.getByRole("button", { name: "Join Acme" }).click();
  await nora.waitForURL(/\/desk\/acme$/);
  expect(nora.url()).not.toContain("link=");

  const customer = await (await browser.newContext()).newPage();
  const subject = `Hello ${mark}`;
  await openTicket(customer, "acme", { subject, description: "Is anybody there?", name: "Rui", email: `rui-${mark}@example.com` });
  await nora.getByRole("link", { name: new RegExp(subject) }).click();
  await expect(conversation(nora)).toContainText("Is anybody there?");
  await say(nora, "Yes, since a minute ago.");
  await expect(conversation(customer)).toContainText("Yes, since a minute ago.");
  await expect(conversation(customer)).toContainText("Nora Nowak");

  // The owner finds her in the list and in her team, hands her a role, and takes her access away, all at once felt.
  await owner.goto(paths.members("acme"));
  await owner.getByRole("searchbox", { name: "Find by name or address" }).fill("nówak");
  await owner.getByRole("link", { name: "Nora Nowak" }).click();
  await expect(owner.getByRole("link", { name: "Support" })).toBeVisible();
  await owner.getByRole("radio", { name: /^Admin/ }).check();
  await owner.getByRole("button", { name: "Save role" }).click();
  await expect(owner.getByText("The role was changed.").first()).toBeVisible();
  await nora.reload();
  await expect(nora.getByRole("link", { name: "Settings" }).first()).toBeVisible();

  await owner.getByRole("link", { name: "Nora Nowak" }).click();
  await owner.getByText(/^Remove .*Nora Nowak/).click();
  await expectAccessible(owner, "a member with the question open");
  await owner.getByRole("button", { name: "Remove" }).click();
  await expect(owner.getByText("The member was removed.").first()).toBeVisible();
  expect((await nora.goto(paths.inbox("acme")))?.status()).toBe(404);
  // Her link is used up.
  expect((await nora.goto(link))?.status()).toBe(410);
  await expectAccessible(nora, "the page of an invitation that is over");
  expect(faults).toEqual([]);
});

test("a team is made, and what was typed outlives a session that has ended", async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, "olivia");
  const name = `Second level ${Date.now().toString(36)}`;
  await page.goto(paths.teams("acme"));
  await page.getByRole("link", { name: "New team" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  // Whoever leads is in it; whoever is not in it does not lead.
  await page
    .getByRole("checkbox", { name: /leads the team/ })
    .nth(1)
    .check();
  await expect(page.getByText("1 member")).toBeVisible();
  await page
    .getByRole("checkbox", { name: /leads the team/ })
    .nth(0)
    .check();
  await page.locator('input[name="member_ids"]').nth(0).uncheck();
  await expect(page.getByText("1 member")).toBeVisible();
  await expect(page.locator('input[name="lead_ids"]:checked')).toHaveCount(1);

  const cookies = await context.cookies();
  await context.clearCookies();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your session has ended, so this was not saved.")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
  await context.addCookies(cookies);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The team is saved.").first()).toBeVisible();
  await page.getByRole("link", { name }).click();
  await expect(page.locator('input[name="lead_ids"]:checked')).toHaveCount(1);
  await page.getByText(/^Archive .*Second level/).click();
  await page.getByRole("button", { name: "Archive team" }).click();
  await expect(page.getByText("The team is archived.").first()).toBeVisible();
});

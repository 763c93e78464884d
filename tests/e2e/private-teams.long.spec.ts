/** A team becomes private while its tickets are open on other people's screens. */
import { expect } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { conversation, expectAccessible, faultsIn, openTicket, say, signIn, test } from "../support/browser";

test("when a team becomes private, its tickets leave everybody else's screen at once and stay on its own", async ({ browser }) => {
  test.slow();
  const mark = Date.now().toString(36);
  const [owner, inside, outside, reader] = await Promise.all(
    [1, 2, 3, 4].map(async () => (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()),
  );
  if (!owner || !inside || !outside || !reader) throw new Error("Not all pages are open.");
  const faults = [owner, inside, outside].map(faultsIn);
  const customer = await (await browser.newContext()).newPage();
  const subject = `Salary ${mark}`;
  const words = `A delicate thing, ${mark}.`;
  const { ticketId } = await openTicket(customer, "acme", { subject, description: words, name: "Uma", email: "uma@example.com" });

  await signIn(owner, "olivia");
  await owner.goto(paths.team("acme", "new"));
  await owner.getByLabel("Name", { exact: true }).fill(`People ${mark}`);
  await owner.getByRole("listitem").filter({ hasText: "Ben Fischer" }).locator('input[name="member_ids"]').check();
  await owner.getByRole("button", { name: "Save" }).click();
  await expect(owner.getByText("The team is saved.").first()).toBeVisible();
  await owner.goto(paths.deskTicket("acme", ticketId));
  await owner
    .getByLabel(/^Change team/)
    .first()
    .click();
  await owner
    .getByRole("button", { name: `People ${mark}` })
    .first()
    .click();
  await expect(owner.getByLabel(`Change team, now People ${mark}`).first()).toBeVisible();

  // Ben is of the team. Sana is not: she has the list open, and in another window the ticket itself.
  await signIn(inside, "ben");
  await signIn(outside, "sana");
  await inside.getByRole("link", { name: new RegExp(subject) }).click();
  await expect(conversation(inside)).toContainText(words);
  await expect(outside.getByRole("link", { name: new RegExp(subject) })).toBeVisible();
  await reader.context().addCookies(await outside.context().cookies());
  await reader.goto(paths.deskTicket("acme", ticketId));
  await expect(conversation(reader)).toContainText(words);

  await owner.goto(paths.teams("acme"));
  await owner.getByRole("link", { name: `People ${mark}` }).click();
  await owner.getByRole("radio", { name: /^Only the team/ }).check();
  await owner.getByRole("button", { name: "Save" }).click();
  await expect(owner.getByText("The team is saved.").first()).toBeVisible();
  await expect(owner.getByRole("listitem").filter({ hasText: `People ${mark}` })).toContainText("Private");

  // Nobody loaded anything anew.
  await expect(outside.getByRole("link", { name: new RegExp(subject) })).toHaveCount(0);
  await expect(reader.getByText(words)).toHaveCount(0);
  await expectAccessible(reader, "a ticket that was taken out of sight");
  await expect(inside.getByRole("link", { name: new RegExp(subject) })).toBeVisible();

  // What is said from now on reaches those who may hear it, and no list of others.
  await say(customer, `Only for your eyes, ${mark}.`);
  await expect(conversation(inside)).toContainText(`Only for your eyes, ${mark}.`);
  await say(inside, `We keep it to ourselves, ${mark}.`);
  await expect(conversation(customer)).toContainText(`We keep it to ourselves, ${mark}.`);
  await expect(outside.getByRole("link", { name: new RegExp(subject) })).toHaveCount(0);
  await expect(reader.getByText(`Only for your eyes, ${mark}.`)).toHaveCount(0);
  expect((await outside.goto(paths.deskTicket("acme", ticketId)))?.status()).toBe(404);
  await outside.goto(paths.inbox("acme", { view: "all", search: subject }));
  await expect(outside.getByRole("link", { name: new RegExp(subject) })).toHaveCount(0);
  await inside.goto(paths.inbox("acme", { view: "all", search: subject }));
  await expect(inside.getByRole("link", { name: new RegExp(subject) })).toBeVisible();

  // And back again, while they look at their lists.
  await Promise.all([inside, outside].map((page) => page.waitForLoadState("networkidle")));
  await owner.getByRole("link", { name: `People ${mark}` }).click();
  await owner.getByRole("radio", { name: /^Everybody/ }).check();
  await owner.getByRole("button", { name: "Save" }).click();
  await expect(owner.getByText("The team is saved.").first()).toBeVisible();
  await expect(outside.getByRole("link", { name: new RegExp(subject) })).toBeVisible();
  expect(faults.flat()).toEqual([]);
});

/** What an owner does with the data of a workspace: take it along, erase a person, close it and open it again. */
import { expect, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { openArchive } from "../../worker/exports/read-archive";
import { expectAccessible, faultsIn, newWorkspace, openTicket, signIn, test } from "../support/browser";

const inRegion = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("an owner exports a workspace, erases a customer, closes the workspace and keeps it after all", async ({ browser }) => {
  test.slow();
  const owner = await (await browser.newContext()).newPage();
  const faults = faultsIn(owner);
  await signIn(owner, "vera");
  const slug = await newWorkspace(owner, "Archive");
  const customers = await Promise.all(["Ella Erasable", "Stan Stays"].map(async () => (await browser.newContext()).newPage()));
  for (const [nth, customer] of customers.entries()) {
    const name = ["Ella Erasable", "Stan Stays"][nth] ?? "";
    const email = `${name.split(" ")[0]?.toLowerCase()}@example.com`;
    await openTicket(customer, slug, { subject: `From ${name}`, description: `Words of ${name}.`, name, email });
  }

  await owner.goto(paths.dataSettings(slug));
  const exports = inRegion(owner, "Export");
  await exports.getByText("Make an export").click();
  await expectAccessible(owner, "the question before an export");
  await exports.getByRole("button", { name: "Make the export" }).click();
  await expect(owner.getByText("The export is being made.", { exact: false }).first()).toBeVisible();
  // It becomes ready by itself, while one looks.
  await expect(exports.getByText("Ready", { exact: true })).toBeVisible({ timeout: 30_000 });
  const [download] = await Promise.all([owner.waitForEvent("download"), exports.getByRole("button", { name: "Download" }).click()]);
  expect(download.suggestedFilename()).toContain(slug);
  const archive = await openArchive(await download.path());
  const words = (await archive.readAll("tables/public.messages.jsonl")).toString();
  archive.close();
  expect(words).toContain("Words of Ella Erasable.");
  expect(words).toContain("Words of Stan Stays.");

  // Erasing: found, counted, asked once more; only then gone.
  await inRegion(owner, "Erase a person").getByRole("link", { name: "Find a person" }).click();
  await owner.getByRole("searchbox").fill("erasable");
  await owner.getByRole("button", { name: "Search" }).click();
  await owner.getByRole("checkbox", { name: /Ella Erasable/ }).check();
  await owner.getByRole("button", { name: "Count first" }).click();
  const counts = inRegion(owner, "This would be erased");
  await expect(counts).toContainText(/Tickets\s*1/);
  await expect(counts).toContainText(/Exports that are removed\s*1/);
  await expectAccessible(owner, "what would be erased");
  // Counting took nothing away.
  await customers[0]!.reload();
  await expect(customers[0]!.getByText("Words of Ella Erasable.").first()).toBeVisible();
  await counts.getByRole("textbox").fill("somebody else");
  await counts.getByRole("button", { name: "Erase for good" }).click();
  await expect(counts.getByRole("alert").or(counts.locator("#erase-refusal")).first()).toBeVisible();
  await counts.getByRole("textbox").fill("ella@example.com");
  await counts.getByRole("button", { name: "Erase for good" }).click();
  await expect(owner.getByText("The person is erased. Their tickets follow within moments.").first()).toBeVisible();
  await expect(inRegion(owner, "Erase a person").getByText("Done", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(exports.getByText("Removed", { exact: true })).toBeVisible();
  await owner.goto(`${paths.erasePerson(slug)}?q=erasable`);
  await expect(owner.getByText("Nobody found")).toBeVisible();
  await owner.goto(`${paths.erasePerson(slug)}?q=stan`);
  await expect(owner.getByRole("checkbox", { name: /Stan Stays/ })).toBeVisible();
  await customers[0]!.goto(paths.portal(slug));
  await expect(customers[0]!.getByText("From Ella Erasable")).toHaveCount(0);
  await customers[1]!.goto(paths.portal(slug));
  await expect(customers[1]!.getByText("From Stan Stays").first()).toBeVisible();

  // Closing: the address has to be typed, everybody is told, nothing new is taken; then it is kept.
  await owner.goto(paths.dataSettings(slug));
  // Who writes at that moment keeps the words.
  await customers[1]!.goto(paths.newTicket(slug));
  await customers[1]!.getByLabel("Subject").fill("One more");
  await customers[1]!.getByLabel("What happened?").fill("Is it too late?");
  const ending = inRegion(owner, "Delete the workspace");
  await ending.getByText(/^Delete .*Archive/).click();
  await ending.getByRole("textbox").fill("acme");
  await ending.getByRole("button", { name: "Delete in seven days" }).click();
  await expect(ending.locator("#deletion-refusal")).toBeVisible();
  await ending.getByRole("textbox").fill(slug);
  await ending.getByRole("button", { name: "Delete in seven days" }).click();
  await expect(owner.getByText("The workspace will be deleted in seven days.", { exact: false }).first()).toBeVisible();
  await expectAccessible(owner, "a workspace that is being closed");
  await customers[1]!.getByRole("button", { name: "Send and open the chat" }).click();
  await expect(customers[1]!.locator("form [role=alert]").first()).toBeVisible();
  expect(customers[1]!.url()).toContain("/ticket/new");
  const late = await customers[1]!.context().newPage();
  await late.goto(paths.newTicket(slug));
  await expect(late.getByText("This support portal is being closed.", { exact: false })).toBeVisible();
  await expect(late.getByLabel("Subject")).toHaveCount(0);

  await ending.getByRole("button", { name: "Keep the workspace" }).click();
  await expect(owner.getByText("The workspace stays.").first()).toBeVisible();
  await customers[1]!.getByRole("button", { name: "Send and open the chat" }).click();
  await customers[1]!.waitForURL(/\/chat$/);
  await owner.goto(paths.inbox(slug));
  await expect(owner.getByRole("link", { name: /One more/ })).toBeVisible();
  expect(faults).toEqual([]);
});

/** A form of a workspace's own: made by its owner, filled in by customers with and without JavaScript, read by an agent. */
import { expect, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { conversation, expectAccessible, faultsIn, fillTicket, newWorkspace, signIn, test } from "../support/browser";

/** An answer among what is known about the ticket; it may be on the page twice, of which one is seen. */
const answer = (page: Page, words: string) => page.getByRole("definition").getByText(words, { exact: true }).first();

test("an owner adds a topic and fields, customers answer them with and without JavaScript, and the desk reads the answers", async ({
  browser,
}) => {
  test.slow();
  const owner = await (await browser.newContext()).newPage();
  const faults = faultsIn(owner);
  await signIn(owner, "vera");
  const slug = await newWorkspace(owner, "Bikes");

  await owner.goto(paths.formSettings(slug));
  await expectAccessible(owner, "a form without anything");
  for (const [name, description] of [
    ["Repair", "Something is broken."],
    ["Order", ""],
  ] as const) {
    await owner.getByRole("link", { name: "Add category" }).click();
    await owner.getByLabel("Name", { exact: true }).fill(name);
    await owner.getByLabel("Description").fill(description);
    await owner.getByRole("button", { name: "Save", exact: true }).click();
    await expect(owner.getByRole("list", { name: "Categories" })).toContainText(name);
  }
  // The same name a second time is refused where it is typed.
  await owner.getByRole("link", { name: "Add category" }).click();
  await owner.getByLabel("Name", { exact: true }).fill("repair");
  await owner.getByRole("button", { name: "Save", exact: true }).click();
  await expect(owner.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(owner.getByLabel("Name", { exact: true })).toBeFocused();
  await owner.getByRole("link", { name: "Cancel" }).click();

  const addField = async (label: string, kind: string, more: () => Promise<void>) => {
    await owner.getByRole("link", { name: "Add field" }).click();
    await owner.getByLabel("Question").first().fill(label);
    await owner.getByLabel("Kind of answer").selectOption({ label: kind });
    await more();
    await owner.getByRole("button", { name: "Save", exact: true }).click();
    await expect(owner.getByRole("list", { name: "Your own fields" })).toContainText(label);
  };
  await addField("Frame", "One of several", async () => {
    for (const [nth, option] of ["Steel", "Carbon"].entries()) {
      await owner.getByRole("button", { name: "Add option" }).click();
      await owner.getByLabel(`Option ${nth + 1}`, { exact: true }).fill(option);
    }
    await owner.getByLabel("Customers must answer it").check();
    await owner.getByLabel("Repair", { exact: true }).check();
    await expectAccessible(owner, "a field with options");
  });
  await addField("Bought on", "Date", () => Promise.resolve());
  await addField("I have read the manual", "Box to tick", () => Promise.resolve());

  // A customer: what is asked goes by the topic; what must be answered is told at its field.
  const customer = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  const customerFaults = faultsIn(customer);
  const typed = { subject: "A wobbling wheel", description: "It wobbles.", name: "Noa", email: "noa@example.com" };
  await customer.goto(paths.newTicket(slug));
  await fillTicket(customer, typed);
  await expect(customer.getByLabel("Frame")).toBeHidden();
  await customer.getByLabel("Topic").selectOption({ label: "Repair" });
  await expect(customer.getByText("Something is broken.")).toBeVisible();
  await expect(customer.getByLabel("Frame")).toBeVisible();
  await customer.getByRole("button", { name: "Send and open the chat" }).click();
  await expect(customer.getByLabel("Frame")).toHaveAttribute("aria-invalid", "true");
  await expect(customer.getByLabel("Frame")).toBeFocused();
  await expectAccessible(customer, "the form with an answer missing");
  await customer.getByLabel("Frame").selectOption({ label: "Carbon" });
  await customer.getByLabel("Bought on").fill("2026-03-04");
  await customer.getByLabel("I have read the manual").check();
  await customer.getByRole("button", { name: "Send and open the chat" }).click();
  await customer.waitForURL(/\/chat$/);
  await expect(conversation(customer)).toContainText("It wobbles.");

  // Another one, without JavaScript: every field is there and says what it is for; the server holds to the same rules.
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(paths.newTicket(slug));
  await fillTicket(plain, { ...typed, subject: "Another wheel", email: "ida@example.com" });
  await plain.getByLabel("Topic").selectOption({ label: "Repair" });
  await plain.getByRole("button", { name: "Send and open the chat" }).click();
  await expect(plain.getByLabel("Frame")).toHaveAttribute("aria-invalid", "true");
  await expect(plain.getByLabel("Subject")).toHaveValue("Another wheel");
  await plain.getByLabel("Frame").selectOption({ label: "Steel" });
  await plain.getByRole("button", { name: "Send and open the chat" }).click();
  await expect(plain).toHaveURL(/\/chat$/);

  // At the desk both say what they answered, and the desk may correct it.
  await owner.goto(paths.inbox(slug));
  await owner.getByRole("link", { name: /Another wheel/ }).click();
  await expect(answer(owner, "Steel")).toBeVisible();
  await owner.getByRole("link", { name: /A wobbling wheel/ }).click();
  for (const words of ["Carbon", "Mar 4, 2026", "Yes"]) await expect(answer(owner, words)).toBeVisible();
  await owner.getByText("Edit answers").first().click();
  await owner.getByLabel("Frame").first().selectOption({ label: "Steel" });
  await expectAccessible(owner, "a ticket whose answers are edited");
  await owner.getByRole("button", { name: "Save answers" }).first().click();
  await expect(owner.getByText("Answers saved").first()).toBeVisible();
  await expect(answer(owner, "Steel")).toBeVisible();

  // A field that was put away is asked no more; its answers stay.
  await owner.goto(paths.formSettings(slug));
  await owner.getByLabel("Archive Frame").click();
  await owner.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(owner.getByRole("list", { name: "Your own fields" })).not.toContainText("Frame");
  await customer.goto(paths.newTicket(slug));
  await customer.getByLabel("Topic").selectOption({ label: "Repair" });
  await expect(customer.getByLabel("Bought on")).toBeVisible();
  await expect(customer.getByLabel("Frame")).toHaveCount(0);
  await owner.goto(paths.inbox(slug));
  await owner.getByRole("link", { name: /A wobbling wheel/ }).click();
  await expect(answer(owner, "Steel")).toBeVisible();
  expect([...faults, ...customerFaults]).toEqual([]);
});

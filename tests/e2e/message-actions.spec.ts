import { expect } from "@playwright/test";
import { conversation, expectAccessible, say, test } from "../support/browser";
import { choose, menuButton, openMenu, row, twoInARoom } from "../support/two-in-a-room";

// Two or three browsers each.
test.describe.configure({ timeout: 120_000 });

test("an edit is seen live, marked as one, and its earlier versions are the agents' alone", async ({ browser }) => {
  const { customer, agent } = await twoInARoom(browser, "Edit me");
  await say(customer, "I have the Sity 3");
  await expect(conversation(agent)).toContainText("I have the Sity 3");

  await choose(customer, "I have the Sity 3", "Edit");
  const field = customer.getByRole("textbox", { name: "Edit message" });
  await expect(field).toBeFocused();
  await field.fill("I have the City 3");
  await field.press("Enter");
  await expect(row(customer, "I have the City 3")).toContainText("edited");
  await expect(customer.locator("#room-composer")).toBeFocused();
  await expect(row(agent, "I have the City 3")).toContainText("edited");
  await expect(conversation(agent)).not.toContainText("Sity");

  // With the keyboard alone: the arrow up in the empty composer, and Escape leaves it as it was.
  await customer.locator("#room-composer").press("ArrowUp");
  await expect(field).toHaveValue("I have the City 3");
  await field.fill("Never mind");
  await field.press("Escape");
  await expect(field).toHaveCount(0);
  await expect(conversation(customer)).toContainText("I have the City 3");
  await expect(conversation(customer)).not.toContainText("Never mind");

  await choose(agent, "I have the City 3", "Message details");
  const details = agent.getByRole("dialog", { name: "Message details" });
  await expect(details).toContainText("I have the Sity 3");
  await expect(details.getByRole("region", { name: "Read by" })).toContainText("Sana Iqbal");
  await expectAccessible(agent, "the details of a message");
  await agent.keyboard.press("Escape");
  await expect(details).toHaveCount(0);
  await openMenu(customer, "I have the City 3");
  await expect(customer.getByRole("menuitem", { name: "Edit" })).toBeVisible();
  await expect(customer.getByRole("menuitem", { name: "Message details" })).toHaveCount(0);
});

test("all of it goes with the keyboard alone, and axe finds nothing", async ({ browser }) => {
  const { customer, agent } = await twoInARoom(browser, "Keys only");
  await say(agent, "How are you?");
  await expect(conversation(customer)).toContainText("How are you?");
  await say(customer, "Fine");
  await expect(row(customer, "Fine")).toBeVisible();
  // One stop of the Tab key for all menus, the last message's; the arrow keys go on from there.
  await expect(customer.locator("[data-message-menu][tabindex='0']")).toHaveCount(1);
  await menuButton(customer, "Fine").focus();
  await customer.keyboard.press("ArrowUp");
  await expect(menuButton(customer, "How are you?")).toBeFocused();
  await customer.keyboard.press("Enter");
  await expect(customer.getByRole("menu")).toBeVisible();
  await expectAccessible(customer, "the menu of a message");
  await expect(customer.getByRole("menuitemcheckbox", { name: "React with 👍" })).toBeFocused();
  await customer.keyboard.press("ArrowRight");
  await expect(customer.getByRole("menuitemcheckbox", { name: "React with ❤️" })).toBeFocused();
  await customer.keyboard.press("ArrowLeft");
  await customer.keyboard.press("Enter");
  await expect(row(customer, "How are you?").getByRole("button", { name: /^👍/ })).toBeVisible();
  await expect(menuButton(customer, "How are you?")).toBeFocused();

  await customer.keyboard.press("Enter");
  await expect(customer.getByRole("menuitemcheckbox", { name: "React with 👍" })).toBeFocused();
  await customer.keyboard.press("r");
  await customer.keyboard.press("e");
  await expect(customer.getByRole("menuitem", { name: "Reply" })).toBeFocused();
  await customer.keyboard.press("Enter");
  await expect(customer.locator("#room-composer")).toBeFocused();
  await customer.keyboard.type("Good, and you?");
  await customer.keyboard.press("Enter");
  await expect(row(agent, "Good, and you?")).toContainText("How are you?");
  await customer.keyboard.press("ArrowUp");
  await expectAccessible(customer, "a message while it is edited");
  await customer.keyboard.type(" 🙂");
  await customer.keyboard.press("Enter");
  await expect(row(agent, "Good, and you? 🙂")).toContainText("edited");
  for (const page of [customer, agent]) await expectAccessible(page, "a room with reactions, quotes and ticks");
});

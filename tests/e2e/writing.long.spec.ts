/** What helps with writing: emoji, their names, and formatting; by keyboard, and undone as it was done. */
import { expect, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { conversation, expectAccessible, openTicket, signIn, test } from "../support/browser";

const ticket = { subject: "Writing", description: "Hello", name: "Kim Lee", email: "writing@example.com" };
const composer = (page: Page) => page.locator("#room-composer");

test("emoji are picked from a panel and named by their codes, with this site's own data", async ({ browser }) => {
  const context = await browser.newContext();
  const foreign: string[] = [];
  context.on("request", (request) => {
    if (!/^(localhost|127\.0\.0\.1)$/.test(new URL(request.url()).hostname)) foreign.push(request.url());
  });
  const page = await context.newPage();
  await openTicket(page, "acme", ticket);
  const field = composer(page);
  await field.pressSequentially("Hi ");

  // Opened and used by keys alone: the focus goes into the search, arrow and Enter pick, and the field has it again.
  const button = page.getByRole("button", { name: "Emoji" });
  await button.press("Enter");
  const panel = page.getByRole("dialog", { name: "Choose an emoji" });
  await expect(panel.getByRole("combobox")).toBeFocused();
  await expect(panel.getByRole("menuitem").first()).toBeVisible();
  await expectAccessible(page, "the emoji panel");
  await page.keyboard.type("rocket");
  // What is found changes while one types, and nothing is chosen then.
  await expect(async () => {
    await page.keyboard.press("ArrowDown");
    await expect(panel.getByRole("option", { selected: true })).toContainText("🚀", { timeout: 500 });
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue(/^Hi .*🚀$/u);
  await expect(field).toBeFocused();
  await expect(panel).toBeHidden();
  await button.click();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(button).toBeFocused();

  // A whole code becomes its emoji; the browser's undo gives the code back, which then stays.
  await field.fill("");
  await field.pressSequentially("Yes :tada:");
  await expect(field).toHaveValue("Yes 🎉");
  await field.press("Control+z");
  await expect(field).toHaveValue(/^Yes :tada:?$/);
  await field.fill("");
  await field.pressSequentially("at 10:30:15 and C::smile:");
  await expect(field).toHaveValue("at 10:30:15 and C::smile:");

  // A part of one offers some. Enter takes the chosen one and does not send.
  await field.fill("");
  await field.pressSequentially("Super :rocke");
  const list = page.getByRole("listbox", { name: "Emoji for what you type" });
  await expect(list.getByRole("option", { selected: true })).toContainText(":rocket:");
  await expectAccessible(page, "the emoji that are offered");
  await field.press("ArrowDown");
  await field.press("ArrowUp");
  await field.press("Enter");
  await expect(field).toHaveValue("Super 🚀 ");
  await expect(list).toBeHidden();
  await field.pressSequentially(":ro");
  await expect(list).toBeVisible();
  await field.press("Escape");
  await expect(list).toBeHidden();
  await field.press("Enter");
  await expect(conversation(page)).toContainText("Super 🚀 :ro");
  expect(foreign).toEqual([]);
});

test("the emoji panel speaks German and finds German names", async ({ browser }) => {
  const page = await (await browser.newContext({ locale: "de-DE" })).newPage();
  await page.goto(paths.newTicket("acme"));
  await page.getByLabel("Betreff").fill("Emoji");
  await page.locator("textarea[name=description]").fill("Hallo");
  await page.locator("input[name=name]").fill("Jörg");
  await page.locator("input[name=email]").fill("emoji-de@example.com");
  await page.locator("form button[type=submit]").last().click();
  await page.waitForURL(/\/chat$/);
  await page.getByRole("button", { name: "Emoji" }).click();
  const panel = page.getByRole("dialog", { name: "Emoji auswählen" });
  await panel.getByRole("combobox").fill("rakete");
  await expect(panel.getByRole("option").first()).toContainText("🚀");
  await page.keyboard.press("Escape");
  await composer(page).pressSequentially(":raket");
  await expect(page.getByRole("listbox").getByRole("option").first()).toContainText("🚀");
});

test("text is formatted by keys and by a toolbar, in messages and in notes, and can be undone", async ({ browser }) => {
  const customer = await (await browser.newContext()).newPage();
  const { ticketId } = await openTicket(customer, "acme", ticket);
  const page = await (await browser.newContext()).newPage();
  await signIn(page, "sana");
  await page.goto(paths.deskTicket("acme", ticketId));
  const field = composer(page);
  await field.click();
  await expect(page.getByRole("toolbar")).toHaveCount(0);
  await page.getByRole("button", { name: "Formatting" }).click();
  const toolbar = page.getByRole("toolbar", { name: "Formatting" });
  await expect(toolbar).toBeVisible();
  await expectAccessible(page, "the toolbar");

  await field.pressSequentially("very important");
  await field.press("Control+Shift+ArrowLeft");
  await field.press("Control+b");
  await expect(field).toHaveValue("very **important**");
  await field.press("Control+z");
  await expect(field).toHaveValue("very important");
  await field.press("Control+y");
  await expect(field).toHaveValue("very **important**");
  await field.press("End");
  await field.pressSequentially(" ");
  await field.press("Control+e");
  await field.pressSequentially("npm start");
  await expect(field).toHaveValue("very **important** `npm start`");
  await field.press("Control+a");
  await field.press("Control+i");
  await expect(field).toHaveValue("_very **important** `npm start`_");
  await field.press("Control+i");

  // By keyboard alone: one stop for all buttons, arrows between them.
  await field.press("Control+a");
  await field.press("Shift+Tab");
  await expect(toolbar.getByRole("button", { name: "Bold" })).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(toolbar.getByRole("button", { name: "Code block" })).toBeFocused();
  for (let step = 0; step < 2; step += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("> very **important** `npm start`");
  await expect(field).toBeFocused();
  await field.press("Enter");
  const quote = conversation(page).locator("blockquote");
  await expect(quote.locator("strong")).toHaveText("important");
  await expect(conversation(customer).locator("blockquote code")).toHaveText("npm start");

  // A link asks for its address next, and a note has the same toolbar.
  await page.getByRole("button", { name: "Internal note" }).click();
  await field.fill("see the manual");
  await field.selectText();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("https://acme.example/manual");
  await expect(field).toHaveValue("[see the manual](https://acme.example/manual)");
  await expect(toolbar).toBeVisible();
  await field.press("Enter");
  await expect(conversation(page).getByRole("link", { name: "see the manual" })).toHaveAttribute("href", "https://acme.example/manual");
});

import { expect, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { expectAccessible, faultsIn, signIn, test } from "../support/browser";

const names = (page: Page) => page.getByRole("list", { name: "SLA policies" }).getByRole("heading").getByRole("link").allInnerTexts();

/** The next order that has been saved. */
const savedOrder = (page: Page) =>
  page.waitForResponse((answer) => answer.ok() && (answer.request().postData() ?? "").includes("order-sla-policies"));

/** Two policies, at the end of the list. */
async function makePolicies(page: Page, mark: string): Promise<[string, string]> {
  const made = [`First ${mark}`, `Second ${mark}`] as [string, string];
  for (const name of made) {
    await page.goto(paths.policy("acme", "new"));
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Phone").check();
    await page.getByRole("button", { name: "Save policy" }).click();
    await page.waitForURL(/saved=policy/);
  }
  return made;
}

test("an owner orders policies by keyboard and by dragging, and tries a draft before saving it", async ({ page }) => {
  const faults = faultsIn(page);
  await signIn(page, "olivia");
  const mark = Date.now().toString(36);
  const [first, second] = await makePolicies(page, mark);
  await expect(page.getByRole("status").filter({ hasText: "The policy is saved" })).toBeVisible();
  const before = await names(page);
  expect(before.slice(-2)).toEqual([first, second]);
  await expectAccessible(page, "the list of policies");

  // The pressed button keeps the focus on its way up, and each step is said.
  const up = page.getByRole("button", { name: `Move ${second} up` });
  await up.focus();
  const one = savedOrder(page);
  await page.keyboard.press("Enter");
  await expect(page.getByText(`${second} is now in place ${before.length - 1} of ${before.length}.`)).toBeAttached();
  await expect(up).toBeFocused();
  await expect.poll(() => names(page)).toEqual([...before.slice(0, -2), second, first]);
  await one;
  const another = savedOrder(page);
  await page.keyboard.press("Enter");
  await another;
  await page.reload();
  const byKeyboard = await names(page);
  expect(byKeyboard.at(-3)).toBe(second);

  const row = (name: string) => page.getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });
  const handle = row(first).getByTitle("Drag to another place");
  await expect(handle).toBeVisible();
  // Both rows are seen at once.
  await page.setViewportSize({ width: 1440, height: 1800 });
  const dragged = savedOrder(page);
  await handle.hover();
  await page.mouse.down();
  const { x, y } = (await row(second).boundingBox())!;
  await page.mouse.move(x + 60, y + 40, { steps: 8 });
  await page.mouse.move(x + 60, y + 8, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => names(page)).toEqual([...before.slice(0, -3), first, second, before.at(-3)!]);
  await dragged;
  await page.reload();
  expect((await names(page)).slice(-3)).toEqual([first, second, before.at(-3)]);

  // The draft is tried as it is typed; what is wrong with it is said at its cell.
  await page.getByRole("link", { name: first, exact: true }).click();
  const target = page.getByLabel("First response, High", { exact: true });
  const due = page.getByText("4h, day and night").first();
  await expect(due).toBeVisible();
  await page.getByLabel("First response: what counts").selectOption("business");
  await target.fill("2.5");
  await expect(page.getByText("2h 30m of working hours")).toBeVisible();
  await target.fill("87600");
  await expect(target).toHaveAccessibleDescription("With these opening hours this would not be due within 20 years.");
  await page.getByRole("button", { name: "Save policy" }).click();
  await expect(target).toBeFocused();
  await expect(target).toHaveValue("87600");
  await target.fill("1");
  await page.getByLabel("First response, High: unit").selectOption("minutes");
  await expect(page.getByText("1m of working hours")).toBeVisible();
  await expectAccessible(page, "the page of a policy");

  await page.getByRole("button", { name: "Try with the last 30 days" }).click();
  await expect(page.getByText("This is only a trial")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("rowheader", { name: "First response" })).toBeVisible();
  await page.getByRole("button", { name: "Save policy" }).click();
  await page.waitForURL(/saved=policy/);

  for (const name of [first, second]) {
    await row(name).getByLabel(`Archive ${name}`).click();
    await row(name).getByRole("button", { name: "Archive policy" }).click();
    await expect(row(name)).toHaveCount(0);
  }
  expect(faults).toEqual([]);
});

test("an owner loses nothing while the network is away, and after the session has ended", async ({ page, context }) => {
  await signIn(page, "olivia");
  const name = `Kept ${Date.now().toString(36)}`;
  await page.goto(paths.policy("acme", "new"));
  const target = page.getByLabel("First response, High", { exact: true });
  await page.getByLabel("Name", { exact: true }).fill(name);
  await expect(page.getByText("As of ")).toBeVisible();
  const save = page.getByRole("button", { name: "Save policy" });

  await context.setOffline(true);
  await target.fill("7");
  await expect(page.getByText("it could not be looked up again.")).toBeVisible();
  await save.click();
  const offline = page.getByRole("alert").filter({ hasText: "You seem to be offline" });
  await expect(offline).toBeFocused();
  await expect(target).toHaveValue("7");
  await context.setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("7h, day and night")).toBeVisible();

  const cookies = await context.cookies();
  await context.clearCookies();
  await save.click();
  await expect(page.getByRole("alert").filter({ hasText: "so this was not saved" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Sign in again" }).first()).toBeVisible();
  await expect(target).toHaveValue("7");
  await context.addCookies(cookies);
  await save.click();
  await page.waitForURL(/saved=policy/);
  await expect(page.getByText("The policy is saved").first()).toBeVisible();

  // The list stays too, and the same move can be made again.
  const order = await names(page);
  const up = page.getByRole("button", { name: `Move ${name} up` });
  await context.setOffline(true);
  await up.press("Enter");
  await expect(offline).toBeVisible();
  await expect(up).toBeFocused();
  expect(await names(page)).toEqual(order);
  await context.setOffline(false);
  const moved = savedOrder(page);
  await up.press("Enter");
  await moved;
  await expect(offline).toHaveCount(0);
  await expect.poll(() => names(page)).toEqual([...order.slice(0, -2), name, order.at(-2)!]);

  // What was recalculated is no news after the next change.
  const recalculate = async () => {
    await page.getByText(/^Recalculate \d+ open tickets? …$/).press("Enter");
    await page.getByRole("button", { name: "Recalculate", exact: true }).press("Enter");
    const done = page.getByText("Done. All open tickets run by the present policies.").last();
    await expect(done).toBeVisible({ timeout: 30_000 });
    await expect(page.locator('[tabindex="-1"]').filter({ has: done }).last()).toBeFocused();
  };
  await recalculate();
  const row = page.getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });
  await row.getByLabel(`Archive ${name}`).press("Enter");
  await row.getByRole("button", { name: "Archive policy" }).press("Enter");
  await page.waitForURL(/saved=archived/);
  await expect(page.getByText("The policy is archived.").locator("xpath=ancestor::*[@tabindex='-1'][1]")).toBeFocused();
  await expect(page.getByText(/^Recalculate \d+ open tickets? …$/)).toBeVisible();
  await expect(page.getByText("Under way")).toHaveCount(0);
  await recalculate();
});

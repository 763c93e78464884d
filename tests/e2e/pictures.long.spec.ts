/** A logo and a face, from the owner's files to a customer's room. */
import { expect } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { conversation, expectAccessible, faultsIn, openTicket, say, signIn, test } from "../support/browser";
import { png } from "../support/files";

test("an owner gives the workspace a logo and themselves a face, and a customer sees both", async ({ browser }) => {
  test.slow();
  const mark = Date.now().toString(36);
  const owner = await (await browser.newContext()).newPage();
  const faults = faultsIn(owner);
  await signIn(owner, "greg");

  // Larger than may be kept: the page makes it smaller.
  const large = { name: "logo.png", mimeType: "image/png", buffer: png(2400, 600) };
  await owner.goto(paths.workspaceSettings("globex"));
  const logo = owner.locator("form", { has: owner.locator('[value="logo"]') });
  await logo.getByLabel("Logo", { exact: true }).setInputFiles(large);
  await expect(logo.getByRole("img", { name: "Logo" })).toHaveAttribute("src", /^blob:/);
  // While it is on its way the button of that form turns, and not that of the settings.
  let arrives = () => {};
  const held = new Promise<void>((resolve) => (arrives = resolve));
  await owner.route(/settings\/workspace\.data/, async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  await logo.getByRole("button", { name: "Use this picture" }).click();
  await expect(logo.getByRole("button", { name: "Use this picture" })).toHaveAttribute("aria-busy", "true");
  await expect(owner.getByRole("button", { name: "Save", exact: true })).not.toHaveAttribute("aria-busy");
  arrives();
  await owner.waitForURL(/done=picture/);
  await owner.unroute(/settings\/workspace\.data/);
  await expect(logo.getByRole("img", { name: "Logo" })).toHaveAttribute("src", /^\/pictures\//);
  await expectAccessible(owner, "the settings of the workspace");

  await owner.goto(paths.account());
  await owner.getByLabel("Picture", { exact: true }).setInputFiles({ name: "me.png", mimeType: "image/png", buffer: png(900, 1200) });
  await expect(owner.getByRole("img", { name: "Picture" })).toHaveAttribute("src", /^blob:/);
  await owner.getByRole("button", { name: "Use this picture" }).click();
  await owner.waitForURL(/done=saved/);
  await expect(owner.getByRole("img", { name: "Picture" })).toHaveAttribute("src", /^\/pictures\//);
  await expectAccessible(owner, "the profile");

  const customer = await (await browser.newContext()).newPage();
  const faultsOfCustomer = faultsIn(customer);
  await openTicket(customer, "globex", {
    subject: `Logo ${mark}`,
    description: "Who are you?",
    name: "Ida",
    email: `ida-${mark}@example.com`,
  });
  // So wide that the name is in it.
  const sign = customer.getByRole("banner").getByRole("img", { name: "Globex" });
  await expect(sign).toHaveAttribute("height", "28");
  expect(await sign.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1024);
  await owner.goto(paths.inbox("globex"));
  await owner.getByRole("link", { name: new RegExp(`Logo ${mark}`) }).click();
  await expect(conversation(owner)).toContainText("Who are you?");
  await say(owner, "This is me.");
  // By the broadcast alone, in a page that was open before.
  await expect(conversation(customer)).toContainText("This is me.");
  const shown = conversation(customer).locator('img[src^="/pictures/"]').last();
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
  await expectAccessible(customer, "the room");
  expect([...faults, ...faultsOfCustomer]).toEqual([]);

  // As it was: other journeys look at the same workspace.
  await owner.goto(paths.account());
  await owner.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(owner.getByRole("img", { name: "Picture" })).toHaveCount(0);
  await owner.goto(paths.workspaceSettings("globex"));
  await logo.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(logo.getByText("No logo yet")).toBeVisible();
});

/** One's own account, from its first sign-up: name, second factor, sessions and a new password. */
import { expect, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { confirmSignUp, expectAccessible, faultsIn, test } from "../support/browser";
import { mailedLink } from "../support/mailbox";
import { codeOf } from "../support/totp";

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto(paths.signIn(paths.account()));
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("somebody looks after their account", async ({ browser }) => {
  const mark = Date.now().toString(36);
  const email = `tara-${mark}@account.test`;
  const page = await (await browser.newContext()).newPage();
  const faults = faultsIn(page);
  await page.goto(paths.signUp());
  await page.getByLabel("Your name").fill("Tara Moss");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("a short sentence");
  await page.getByRole("button", { name: "Create account" }).click();
  await expectAccessible(page, "waiting for the mail");
  await confirmSignUp(page, email);
  await page.waitForURL(/\/desk\/new/);
  await page.getByLabel("Company or product").fill(`Moss ${mark}`);
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.waitForURL(new RegExp(`/desk/moss-${mark}`));

  // From the menu of the desk; the name goes with its owner.
  await page.getByText("Tara Moss").first().click();
  await page.getByRole("link", { name: "Your account" }).click();
  await page.getByLabel("Your name").fill("Tara Moss-Green");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your profile is saved.").first()).toBeVisible();
  await expectAccessible(page, "the profile");

  // The second factor, by keyboard alone.
  await page.getByRole("link", { name: "Security" }).click();
  await expectAccessible(page, "the security page");
  await page.getByLabel("Name of the device").fill("My phone");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Scan this with your authenticator app" })).toBeFocused();
  await expectAccessible(page, "a second factor that is being set up");
  const secret = ((await page.locator("code").textContent()) ?? "").replaceAll(" ", "");
  await page.getByRole("textbox", { name: "Code" }).fill("000000");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This code is not right, or was used already.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Code" })).toBeFocused();
  await page.waitForLoadState("networkidle");
  await page.getByRole("textbox", { name: "Code" }).fill(await codeOf(secret, -30));
  await page.keyboard.press("Enter");
  await expect(page.getByText("This device gives your codes from now on.").first()).toBeVisible();

  // Elsewhere it is asked for.
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await signIn(phone, email, "a short sentence");
  await expect(phone.getByRole("heading", { name: "Enter your code" })).toBeVisible();
  await expectAccessible(phone, "the page of the code");
  await phone.getByRole("textbox", { name: "Code" }).fill(await codeOf(secret));
  await phone.getByRole("button", { name: "Sign in" }).click();
  await expect(phone.getByLabel("Your name")).toHaveValue("Tara Moss-Green");

  await page.getByRole("link", { name: "Sessions" }).click();
  await expect(page.getByText("This one", { exact: true })).toBeVisible();
  await expectAccessible(page, "the sessions");
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("1 session ended.").first()).toBeVisible();
  await phone.getByRole("link", { name: "Security" }).click();
  await expect(phone.getByRole("heading", { name: "Welcome back" })).toBeVisible();

  // The password is forgotten; the code is not.
  await phone.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(phone.getByRole("heading", { name: "A new password" })).toBeVisible();
  await phone.getByLabel("Email address").fill(email);
  await phone.getByRole("button", { name: "Send the link" }).click();
  await expect(phone.getByText("is on its way to it")).toBeVisible();
  await phone.goto((await mailedLink(process.env.MAIL_WEB_URL ?? "", email, "recovery")).href);
  await expectAccessible(phone, "a mailed link");
  await phone.getByRole("button", { name: "Go on" }).click();
  await phone.getByRole("textbox", { name: "Code" }).fill(await codeOf(secret, 30));
  await phone.getByRole("button", { name: "Sign in" }).click();
  await phone.getByLabel("New password").fill("quite another sentence");
  await phone.getByRole("button", { name: "Save" }).click();
  await phone.waitForURL(new RegExp(`/desk/moss-${mark}`));
  await page.goto(paths.account());
  await expect(page.getByRole("heading", { name: "Welcome back" })).toBeVisible();
  expect(faults).toEqual([]);
});

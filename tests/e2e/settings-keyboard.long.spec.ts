/** Every page of the settings, of one's account and of what leads there, by keyboard alone: all of it reached, its main form sent. */
import { readdirSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { faultsIn, signIn, test } from "../support/browser";
import { members } from "../support/cast";
import { tabTo, walkByKeyboard } from "../support/keyboard";

const slug = "globex";
const mark = Date.now().toString(36);
const saved = (page: Page) => expect(page.getByText(/^Saved|^The \w+ is saved|^Your profile is saved/).first()).toBeVisible();
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

/** Goes to a field by Tab, and types in place of what stands there. */
async function type(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, field(page, name));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(text);
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, button(page, name));
  await page.keyboard.press("Enter");
}

async function follow(page: Page, name: string, address: RegExp): Promise<void> {
  await tabTo(page, page.locator("main").getByRole("link", { name, exact: true }).first());
  await page.keyboard.press("Enter");
  await page.waitForURL(address);
}

/** Moves a row one place; the focus stays with its button. */
async function moveDown(page: Page, list: string): Promise<void> {
  const rows = page.getByRole("list", { name: list, exact: true }).locator("li[data-row]");
  const before = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-row")));
  const first = page.locator(`li[data-row="${before[0]}"] [data-move=down]`);
  await tabTo(page, first);
  const isSaved = page.waitForResponse((response) => response.request().method() === "POST");
  await page.keyboard.press("Enter");
  await expect(rows.nth(1)).toHaveAttribute("data-row", before[0] ?? "");
  await expect(first, "the focus goes with the row").toBeFocused();
  await expect(page.getByRole("status").filter({ hasText: /place 2/i })).toHaveCount(1);
  // The row goes ahead of the answer.
  await isSaved;
  await page.reload();
  await expect(rows.nth(1), "and the order is kept").toHaveAttribute("data-row", before[0] ?? "");
}

/** Each route's address, and what is done there. The order is that in which they are gone through. */
const pages: Record<string, { address: string; act: (page: Page) => Promise<void> }> = {
  "desk.$workspaceSlug.settings._index": {
    address: paths.settings(slug),
    act: (page) => expect(page).toHaveURL(/\/settings\/workspace/),
  },
  "desk.$workspaceSlug.settings.workspace": {
    address: paths.workspaceSettings(slug),
    act: async (page) => {
      await tabTo(page, field(page, "日本語"));
      await page.keyboard.press("Space");
      await expect(field(page, "日本語")).not.toBeChecked();
      await type(page, "Name", `Globex ${mark}`);
      await page.keyboard.press("Enter");
      await saved(page);
    },
  },
  "desk.$workspaceSlug.settings.form.categories.$categoryId": {
    address: paths.category(slug, "new"),
    act: async (page) => {
      await type(page, "Name", `Returns ${mark}`);
      await page.keyboard.press("Enter");
      await saved(page);
    },
  },
  "desk.$workspaceSlug.settings.form.fields.$fieldId": {
    address: paths.ticketField(slug, "new"),
    act: async (page) => {
      await tabTo(page, page.getByRole("textbox", { name: "Question" }));
      await page.keyboard.type(`Size ${mark}`);
      await tabTo(page, field(page, "Kind of answer"));
      await page.keyboard.type("One of");
      await expect(field(page, "Kind of answer")).toHaveValue("choice");
      for (const option of ["Small", "Large"]) {
        await press(page, "Add option");
        await expect(page.locator("input:focus"), "one types at once").toHaveValue("");
        await page.keyboard.type(option);
      }
      await press(page, "Save");
      await saved(page);
    },
  },
  "desk.$workspaceSlug.settings.form._index": {
    address: paths.formSettings(slug),
    act: async (page) => {
      await moveDown(page, "Categories");
      // What is put away asks first, in a menu.
      await tabTo(page, page.getByLabel(`Archive Returns ${mark}`));
      await page.keyboard.press("Enter");
      await press(page, "Archive");
      await saved(page);
    },
  },
  "desk.$workspaceSlug.settings.members.invite": {
    address: paths.inviteMembers(slug),
    act: async (page) => {
      await type(page, "Email addresses", `kim-${mark}@colleague.test`);
      const role = page.getByRole("radio", { name: /^Agent/ });
      await tabTo(page, role);
      await page.keyboard.press("ArrowDown");
      await expect(page.getByRole("radio", { name: /^Admin/ })).toBeChecked();
      await press(page, "Send invitations");
      await page.waitForURL(/\/members\?/);
    },
  },
  "desk.$workspaceSlug.settings.members._index": {
    address: paths.members(slug),
    act: (page) => follow(page, "Gina Rossi", /\/members\/[0-9a-f-]+$/),
  },
  "desk.$workspaceSlug.settings.members.roles": {
    address: paths.roles(slug),
    act: (page) => follow(page, "Members", /\/members$/),
  },
  "desk.$workspaceSlug.settings.members.$memberId": {
    address: paths.member(slug, members.gina.memberId),
    act: async (page) => {
      await tabTo(page, page.getByRole("radio", { name: /^Agent/ }));
      await page.keyboard.press("ArrowDown");
      await press(page, "Save role");
      await expect(page.getByText("The role was changed.").first()).toBeVisible();
    },
  },
  "desk.$workspaceSlug.settings.teams.$teamId": {
    address: paths.team(slug, "new"),
    act: async (page) => {
      await type(page, "Name", `Roots ${mark}`);
      await tabTo(page, page.getByRole("radio", { name: /^Everybody/ }));
      await page.keyboard.press("ArrowDown");
      await tabTo(page, page.locator('input[name="member_ids"]').first());
      await page.keyboard.press("Space");
      await press(page, "Save");
      await expect(page.getByText("The team is saved.").first()).toBeVisible();
    },
  },
  "desk.$workspaceSlug.settings.teams._index": {
    address: paths.teams(slug),
    act: (page) => follow(page, `Roots ${mark}`, /\/teams\/[0-9a-f-]+$/),
  },
  "desk.$workspaceSlug.settings.calendars.$calendarId": {
    address: paths.calendar(slug, "new"),
    act: async (page) => {
      await type(page, "Name", `Nights ${mark}`);
      await press(page, "Add hours: Saturday");
      await expect(field(page, "Saturday, opens")).toBeFocused();
      await press(page, "Save");
      await saved(page);
    },
  },
  "desk.$workspaceSlug.settings.calendars._index": {
    address: paths.calendars(slug),
    act: async (page) => {
      await tabTo(page, field(page, "Team Support"));
      await page.keyboard.type("Nights");
      await press(page, "Save");
      await saved(page);
    },
  },
  "desk.$workspaceSlug.settings.policies.$policyId": {
    address: paths.policy(slug, "new"),
    act: async (page) => {
      await type(page, "Name", `Roots ${mark}`);
      await tabTo(page, field(page, "Order"));
      await page.keyboard.press("Space");
      await type(page, "First response, High", "3");
      await press(page, "Save policy");
      await expect(page.getByRole("link", { name: `Edit Roots ${mark}` })).toBeVisible();
    },
  },
  "desk.$workspaceSlug.settings.policies._index": {
    address: paths.policies(slug),
    act: async (page) => {
      await moveDown(page, "SLA policies");
      await tabTo(page, page.getByRole("radio", { name: /^The time starts anew/ }));
      await page.keyboard.press("ArrowUp");
      await press(page, "Save special cases");
      await expect(page.getByText(/saved/i).first()).toBeVisible();
    },
  },
  "desk.$workspaceSlug.settings.data._index": {
    address: paths.dataSettings(slug),
    act: async (page) => {
      await type(page, "Days after being closed", "3650");
      await press(page, "Count first");
      await expect(page.getByText(/ticket/i).last()).toBeVisible();
      await tabTo(page, button(page, "Save"));
      await page.keyboard.press("Enter");
      await saved(page);
    },
  },
  "desk.$workspaceSlug.settings.data.erase": {
    address: `${paths.erasePerson(slug)}?q=oscar`,
    act: async (page) => {
      await tabTo(page, page.getByRole("checkbox", { name: /Oscar Silva/ }));
      await page.keyboard.press("Space");
      await press(page, "Count first");
      await expect(button(page, /^Erase/)).toBeVisible();
      await tabTo(page, button(page, /^Erase/));
    },
  },
  "desk.$workspaceSlug.settings.audit": {
    address: paths.auditLog(slug),
    act: async (page) => {
      await tabTo(page, field(page, "What"));
      await page.keyboard.type("Retention");
      await press(page, "Show");
      await page.waitForURL(/kind=retention/);
    },
  },
  "desk.$workspaceSlug.first-steps": {
    address: paths.firstSteps(slug),
    act: async (page) => {
      await type(page, "Email addresses", `lea-${mark}@colleague.test`);
      await press(page, "Send invitations");
      await expect(page.getByText("The invitation is on its way.")).toBeVisible();
    },
  },
  "desk.$workspaceSlug.work": {
    address: paths.memberWork(slug),
    act: async (page) => {
      await type(page, "Skills", "Ferns, Cacti");
      await tabTo(page, page.locator("input[name=source]:checked"));
      await page.keyboard.press("ArrowDown");
      await expect(page.getByRole("radio", { name: /^By a calendar/ })).toBeChecked();
      await tabTo(page, page.getByRole("combobox", { name: /calendar/i }));
      await page.keyboard.type("Shop");
      await press(page, "Save");
      await saved(page);
    },
  },
  "desk.$workspaceSlug.leave": {
    address: paths.leaveWorkspace(slug),
    act: async (page) => {
      // The only owner stays, and is told where the focus then is.
      await press(page, "Leave");
      await expect(page.locator("main [tabindex='-1']:focus")).toContainText(/owner/);
    },
  },
  "desk.account._index": {
    address: paths.account(),
    act: async (page) => {
      await type(page, "Your name", "Greg Larsen");
      await page.keyboard.press("Enter");
      await saved(page);
    },
  },
  "desk.account.security": {
    address: paths.accountSecurity(),
    act: async (page) => {
      await type(page, "Name of the device", "Phone");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("heading", { name: "Scan this with your authenticator app" })).toBeFocused();
    },
  },
  "desk.account.sessions": {
    address: paths.accountSessions(),
    act: (page) => follow(page, "Profile", /\/account$/),
  },
};

/** Layouts have no address of their own, and what is no page has no component. */
const routes = readdirSync("app/routes")
  .filter((file) => /^desk\.(\$workspaceSlug\.(settings\.|work\.|leave\.|first-steps\.)|account\.).*tsx$/.test(file))
  .map((file) => file.slice(0, -".tsx".length))
  .filter((route) => !["desk.$workspaceSlug.settings", "desk.account"].includes(route));

test("every page of settings and account is gone through, and its form sent, by keyboard alone", async ({ browser }) => {
  test.setTimeout(240_000);
  // A new page is a new line here.
  expect(Object.keys(pages).sort()).toEqual(routes.sort());
  const context = await browser.newContext({ reducedMotion: "reduce" });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults = faultsIn(page);
  await signIn(page, "greg");
  const stops: Record<string, number> = {};
  for (const [nth, [route, { address, act }]] of Object.entries(pages).entries()) {
    await test.step(address, async () => {
      // Shadows and colours of a page are not shown where the system brings its own: the focus has to be seen there too.
      await page.emulateMedia({ forcedColors: nth % 2 === 0 ? "none" : "active" });
      await page.goto(address);
      await page.waitForLoadState("networkidle");
      stops[route] = await walkByKeyboard(page, address);
      await act(page);
    });
  }
  // Of what is in the frame alone there are nine; a walk that was cut short would see nothing wrong either.
  expect(Object.entries(stops).filter(([, count]) => count < 10)).toEqual([]);
  expect(faults).toEqual([]);
});

import { expect } from "@playwright/test";
import { expectAccessible, faultsIn, signIn, test } from "../support/browser";

const holidays = ["BEGIN:VCALENDAR", "VERSION:2.0"]
  .concat(
    [
      ["20301225", "Christmas", "RRULE:FREQ=YEARLY"],
      ["20300419", "Good Friday", "TRANSP:TRANSPARENT"],
    ].flatMap(([day, name, more]) => ["BEGIN:VEVENT", `UID:${day}`, `DTSTART;VALUE=DATE:${day}`, `SUMMARY:${name}`, more!, "END:VEVENT"]),
  )
  .concat(["BEGIN:VEVENT", "UID:3", "DTSTART:20301224T120000Z", "SUMMARY:Party", "END:VEVENT", "END:VCALENDAR"])
  .join("\r\n");

test("an owner makes a calendar by keyboard, imports holidays, and loses nothing when it is refused", async ({ browser }) => {
  const page = await (await browser.newContext({ timezoneId: "Asia/Tokyo" })).newPage();
  const faults = faultsIn(page);
  const name = `Support ${Date.now().toString(36)}`;
  await signIn(page, "olivia");
  await page.getByRole("link", { name: "Settings" }).first().click();
  await page.getByRole("link", { name: "Hours and holidays" }).click();
  await page.getByRole("link", { name: "New calendar" }).click();
  const preview = page.getByRole("status").filter({ hasText: "working hours from now" });
  await expect(preview).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Use yours: Asia/Tokyo" }).click();
  await expect(page.getByLabel("Time zone")).toHaveValue("Asia/Tokyo");
  await expect(page.getByLabel("Time zone")).toBeFocused();
  await expect(preview).toContainText("Times of Asia/Tokyo.");

  // Hours are added where the focus then is, and where one goes on after removing them.
  await page.getByRole("button", { name: "Add hours: Saturday" }).press("Enter");
  await expect(page.getByLabel("Saturday, opens")).toBeFocused();
  await page.getByLabel("Saturday, opens").fill("22:00");
  await page.getByLabel("Saturday, closes").fill("06:00");
  await expect(page.getByText("until 06:00 the next day")).toBeVisible();
  await page.getByRole("button", { name: "Remove 09:00 to 17:00: Friday" }).press("Enter");
  await expect(page.getByRole("button", { name: "Add hours: Friday" })).toBeFocused();

  await page
    .getByLabel("Import holidays")
    .setInputFiles({ name: "holidays.ics", mimeType: "text/calendar", buffer: Buffer.from(holidays) });
  await page.getByRole("button", { name: "Read the file" }).click();
  await expect(page.getByRole("heading", { name: "2 new days in holidays.ics" })).toBeFocused();
  await expect(page.getByText("1 event with a time of day was left out.")).toBeVisible();
  await expectAccessible(page, "what was found");
  await page.getByLabel("Good Friday").uncheck();
  await page.getByRole("button", { name: "Add the chosen days" }).click();
  await expect(page.getByLabel("Name of the day")).toHaveValue("Christmas");

  // What cannot be is told while it is typed, and when it is sent; all that was typed stays.
  await page.getByRole("button", { name: "Add hours: Monday" }).click();
  await page.getByLabel("Monday, opens").nth(1).fill("16:00");
  await expect(page.getByText("These opening hours overlap.")).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("These opening hours overlap.")).toBeFocused();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
  await expect(page.getByLabel("Saturday, opens")).toHaveValue("22:00");
  await expectAccessible(page, "the form with a mistake");
  await page.getByRole("button", { name: /Remove 16:00 to .*: Monday/ }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();

  await expect(page.getByText("Saved")).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("Mon–Thu 09:00–17:00 · Sat 22:00–06:00");
  await expect(row).toContainText("Christmas");
  await expectAccessible(page, "the list");
  await row.getByLabel(`Archive ${name}`).click();
  await row.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(row).toHaveCount(0);
  expect(faults).toEqual([]);
});

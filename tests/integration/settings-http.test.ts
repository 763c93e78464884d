/** The owner's pages over HTTP, through the built app, as a browser without JavaScript uses them. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Customer } from "../../bench/support/customer";
import { paths } from "../../app/lib/paths";
import { startAppServer, type AppServer } from "../support/app-server";
import { accounts, PASSWORD, type AccountName } from "../support/cast";

const { env } = inject("testStack");
let app: AppServer;
let olivia: Customer;
let sana: Customer;
let greg: Customer;

const editor = paths.calendar("acme", "new");

async function signedIn(account: AccountName): Promise<Customer> {
  const browser = new Customer(app.url, "acme");
  const body = new URLSearchParams({ email: accounts[account].email ?? "", password: PASSWORD, next: paths.desks() });
  expect((await browser.request(paths.signIn(), { method: "POST", body })).status).toBe(303);
  return browser;
}

beforeAll(async () => {
  app = await startAppServer(env);
  [olivia, sana, greg] = await Promise.all([signedIn("olivia"), signedIn("sana"), signedIn("greg")]);
});

afterAll(async () => {
  await app?.stop();
});

type Fields = Record<string, string | string[] | File>;

function post(browser: Customer, place: string, fields: Fields): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const each of Array.isArray(value) ? value : [value]) body.append(name, each);
  return browser.request(place, { method: "POST", body, headers: { "sec-fetch-dest": "document", accept: "text/html" } });
}

const hours = (day: number, opens: string, closes: string, place = 0): Fields => ({
  [`day${day}[${place}].opens`]: opens,
  [`day${day}[${place}].closes`]: closes,
});
const calendar = (name: string): Fields => ({ name, timeZone: "Europe/Berlin", ...hours(1, "09:00", "17:00") });
/** The value of an input as the page has it; null where there is no such input. */
function valueOf(html: string, name: string): string | null {
  const input = [...html.matchAll(/<input[^>]*>/g)].map(([tag]) => tag).find((tag) => tag.includes(` name="${name}"`));
  return input === undefined ? null : (/ value="([^"]*)"/.exec(input)?.[1] ?? "");
}
const linkTo = (html: string, name: string) =>
  new RegExp(`href="(/desk/acme/settings/calendars/[0-9a-f-]{36})"[^>]*>${name}<`).exec(html)?.[1] ?? "";

async function saved(name: string, fields: Fields = {}): Promise<string> {
  const answer = await post(olivia, editor, { ...calendar(name), ...fields });
  expect([answer.status, answer.headers.get("location")], await answer.clone().text()).toEqual([303, paths.calendars("acme", { done: 1 })]);
  return linkTo(await (await olivia.request(paths.calendars("acme"))).text(), name);
}

describe("An owner without JavaScript", () => {
  it("saves a calendar, finds it in the list, and in its form as it was saved", async () => {
    const place = await saved("Night shift", {
      ...hours(5, "22:00", "06:00"),
      "specialDays[0].date": "2030-12-25",
      "specialDays[0].name": "Christmas",
      "specialDays[0].isYearly": "on",
    });
    const list = await (await olivia.request(paths.calendars("acme", { done: 1 }))).text();
    expect(list).toContain("Mon 09:00–17:00 · Fri 22:00–06:00");
    expect(list).toContain("Saved");
    const page = await (await olivia.request(place)).text();
    expect(["name", "timeZone", "day5[0].opens", "day5[0].closes", "specialDays[0].date"].map((name) => valueOf(page, name))).toEqual([
      "Night shift",
      "Europe/Berlin",
      "22:00",
      "06:00",
      "2030-12-25",
    ]);
    expect(page).toContain("until 06:00 the next day");
    expect(page).toMatch(/Open now, closes|Closed now, opens/);
  });

  it("gets back what was typed with the words at the field, when it is refused", async () => {
    await saved("Taken");
    const refusals: [string, Fields, string][] = [
      [
        "two hours at once",
        { ...calendar("Overlap"), ...hours(3, "09:00", "12:00"), ...hours(3, "11:00", "13:00", 1) },
        "calendar-day3-errors",
      ],
      ["a name that is taken", calendar("Taken"), "calendar-name-error"],
      ["never open", { name: "Never", timeZone: "UTC" }, "calendar-week-errors"],
      ["no such zone", { ...calendar("Zone"), timeZone: "Mars/Olympus" }, "calendar-timeZone-error"],
      ["half a time", { ...calendar("Half"), ...hours(2, "09:00", "") }, "calendar-day2[0]-errors"],
    ];
    for (const [what, fields, place] of refusals) {
      const answer = await post(olivia, editor, fields);
      const html = await answer.text();
      expect([409, 422], what).toContain(answer.status);
      expect(html, what).toContain(`id="${place}"`);
      for (const [name, value] of Object.entries(fields)) expect(valueOf(html, name), `${what}: ${name}`).toBe(value);
    }
  });

  it("adds and removes hours and days, and copies a day", async () => {
    const insert = JSON.stringify({ type: "insert", payload: { name: "day6", defaultValue: { opens: "10:00", closes: "14:00" } } });
    const added = await (await post(olivia, editor, { ...calendar("Lists"), __intent__: insert })).text();
    expect([valueOf(added, "day6[0].opens"), valueOf(added, "day1[0].opens"), valueOf(added, "name")]).toEqual(["10:00", "09:00", "Lists"]);
    const remove = JSON.stringify({ type: "remove", payload: { name: "day1", index: 0 } });
    expect(valueOf(await (await post(olivia, editor, { ...calendar("Lists"), __intent__: remove })).text(), "day1[0].opens")).toBeNull();
    const copied = await (await post(olivia, editor, { ...calendar("Lists"), intent: "copy-day:day1:workdays" })).text();
    expect(["day1", "day5", "day6"].map((day) => valueOf(copied, `${day}[0].closes`))).toEqual(["17:00", "17:00", null]);
  });

  it("looks through a file of holidays and takes what is chosen beside what is typed", async () => {
    const lines = (day: string, name: string) =>
      `BEGIN:VEVENT\r\nUID:${day}\r\nDTSTART;VALUE=DATE:${day}\r\nSUMMARY:${name}\r\nEND:VEVENT\r\n`;
    const text = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${lines("20301224", "Eve")}${lines("20301225", "Christmas")}END:VCALENDAR\r\n`;
    const typed = { ...calendar("Holidays"), "specialDays[0].date": "2030-12-24", "specialDays[0].name": "Mine" };
    const read = await post(olivia, editor, {
      ...typed,
      intent: "read-ics",
      ics: new File([text], "holidays.ics", { type: "text/calendar" }),
    });
    const found = await read.text();
    expect(read.status).toBe(200);
    expect(found).toContain("1 new day in holidays.ics");
    expect(found).toContain("1 day is in the list already and stays as it is.");
    expect(valueOf(found, "name")).toBe("Holidays");
    const chosen = valueOf(found, "found")!.replaceAll("&quot;", '"');
    const taken = await (await post(olivia, editor, { ...typed, intent: "take-found-days", found: [chosen, "{", "[]"] })).text();
    expect([0, 1, 2].map((place) => [valueOf(taken, `specialDays[${place}].date`), valueOf(taken, `specialDays[${place}].name`)])).toEqual([
      ["2030-12-24", "Mine"],
      ["2030-12-25", "Christmas"],
      [null, null],
    ]);
  });

  it.each([
    ["broken", new File(["hello"], "a.ics"), "This is not a calendar file that we can read."],
    ["not chosen", new File([], ""), "Choose a file first."],
    ["too large", new File([Buffer.alloc(2 * 1024 * 1024, " ")], "a.ics"), "The file is larger than 1 MB."],
  ])("is told about a file that is %s, and keeps what was typed", async (_, ics, words) => {
    const answer = await post(olivia, editor, { ...calendar("File"), intent: "read-ics", ics });
    const html = await answer.text();
    expect([answer.status, valueOf(html, "name")]).toEqual([422, "File"]);
    expect(html).toContain(words);
  });

  it("sees what the hours mean now before saving them", async () => {
    const always = Object.assign({}, ...[1, 2, 3, 4, 5, 6, 7].map((day) => hours(day, "00:00", "00:00"))) as Fields;
    const answer = await post(olivia, editor, { ...calendar("Always"), ...always, intent: "preview" });
    expect([answer.status, (await answer.text()).includes("Open now, around the clock")]).toEqual([200, true]);
    const preview = async (fields: Fields) => (await post(olivia, paths.calendarPreview("acme"), fields)).json() as Promise<unknown>;
    // The name is nothing that it needs.
    expect(await preview({ ...calendar(""), ...always })).toMatchObject({ ok: true, preview: { is_open: true, changes_at: null } });
    expect(await preview({ ...calendar(""), ...hours(1, "16:00", "18:00", 1) })).toEqual({
      ok: false,
      errors: { day1: ["These opening hours overlap."] },
    });
  });

  it("does not overwrite what somebody else has saved meanwhile", async () => {
    const place = await saved("Shared");
    const seenVersionId = valueOf(await (await olivia.request(place)).text(), "seenVersionId")!;
    const first = await post(olivia, place, { ...calendar("Shared"), seenVersionId, ...hours(2, "08:00", "12:00") });
    expect(first.status).toBe(303);
    const second = await post(olivia, place, { ...calendar("Shared"), seenVersionId, ...hours(2, "10:00", "11:00") });
    const html = await second.text();
    expect([second.status, valueOf(html, "day2[0].opens"), valueOf(html, "seenVersionId")]).toEqual([409, "10:00", seenVersionId]);
    expect(html).toContain("Load what was saved");
    expect(valueOf(await (await olivia.request(place)).text(), "day2[0].opens")).toBe("08:00");
  });

  it("chooses the workspace's calendar and a team's, and archives only what nobody goes by", async () => {
    const id = (await saved("For a team")).split("/").at(-1)!;
    const list = await (await olivia.request(paths.calendars("acme"))).text();
    const team = /name="(team-[0-9a-f-]{36})"/.exec(list)![1]!;
    const workspace = valueOf(list, "workspace-was")!;
    const archive = () => post(olivia, paths.calendars("acme"), { intent: "archive-sla-calendar", calendarId: id });
    const choose = (fields: Fields) => post(olivia, paths.calendars("acme"), { intent: "set-sla-calendars", ...fields });

    expect((await choose({ workspace, "workspace-was": workspace, [team]: id, [`${team}-was`]: "" })).status).toBe(303);
    expect(valueOf(await (await olivia.request(paths.calendars("acme"))).text(), `${team}-was`)).toBe(id);
    const refused = await archive();
    expect([refused.status, (await refused.text()).includes("still runs by this calendar")]).toEqual([409, true]);
    expect((await choose({ [team]: "", [`${team}-was`]: id })).status).toBe(303);
    expect((await choose({ workspace: id, "workspace-was": workspace })).status).toBe(303);
    expect((await archive()).status).toBe(409);
    expect((await choose({ workspace, "workspace-was": id })).status).toBe(303);
    expect((await archive()).status).toBe(303);
    expect(await (await olivia.request(paths.calendars("acme"))).text()).not.toContain("For a team");
    expect((await choose({ workspace: "nonsense" })).status).toBe(422);
    // One is put away: nothing of the rest is done, and the words stand at its place, with what was chosen.
    const none = await choose({ workspace, "workspace-was": id, [team]: id, [`${team}-was`]: "" });
    const html = await none.text();
    expect([none.status, html.includes(`id="${team}-error"`), html.includes('id="workspace-error"')]).toEqual([404, true, false]);
    expect(html).toContain("This calendar does not exist any more.");
    const own = await choose({ workspace: id, "workspace-was": workspace });
    expect([own.status, (await own.text()).includes('id="workspace-error"')]).toEqual([404, true]);
    const now = await (await olivia.request(paths.calendars("acme"))).text();
    expect([valueOf(now, "workspace-was"), valueOf(now, `${team}-was`)]).toEqual([workspace, ""]);
  });

  it("costs the server nothing with names that are no fields", async () => {
    const start = performance.now();
    const far = JSON.stringify({ type: "insert", payload: { name: "day1", index: 999999999 } });
    const hostile: Fields[] = [
      { "specialDays[999999999].date": "x" },
      { "day1[0].opens.x[99999999]": "x" },
      { __intent__: far },
      { __intent__: "{" },
    ];
    for (const fields of hostile) expect((await post(olivia, editor, fields)).status).toBe(422);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("The settings", () => {
  const pages = () => [paths.settings("acme"), paths.calendars("acme"), editor];
  const posts = (): [string, Fields][] => [
    [editor, calendar("Not mine")],
    [paths.calendars("acme"), { intent: "set-sla-calendars", workspace: "5f552a35-22ae-46d2-9707-b08a2d924722" }],
    [paths.calendars("acme"), { intent: "archive-sla-calendar", calendarId: "5f552a35-22ae-46d2-9707-b08a2d924722" }],
  ];

  it("are shown to an owner, with the way there", async () => {
    for (const place of pages()) expect([200, 302], place).toContain((await olivia.request(place)).status);
    expect(await (await olivia.request(paths.inbox("acme"))).text()).toContain(`href="${paths.settings("acme")}"`);
  });

  it("are refused to an agent, who reads whose they are", async () => {
    for (const place of pages().slice(1)) {
      const answer = await sana.request(place);
      expect([answer.status, (await answer.text()).includes("Settings are for owners and admins")], place).toEqual([403, true]);
    }
    // Before anything of it is read.
    const file = { ...calendar("x"), intent: "read-ics", ics: new File(["BEGIN:VCALENDAR\r\nEND:VCALENDAR"], "a.ics") };
    expect((await post(sana, editor, file)).status).toBe(404);
    expect((await post(olivia, editor, file)).status).toBe(422);
    for (const [place, fields] of posts()) expect([403, 404], place).toContain((await post(sana, place, fields)).status);
    expect((await post(sana, paths.calendarPreview("acme"), calendar("x"))).status).toBe(403);
    expect(await (await sana.request(paths.inbox("acme"))).text()).not.toContain(`href="${paths.settings("acme")}"`);
  });

  it("are not there for the owner of another workspace, nor for a calendar that is none of this one", async () => {
    for (const place of pages().slice(1)) expect((await greg.request(place)).status, place).toBe(404);
    for (const [place, fields] of posts()) expect((await post(greg, place, fields)).status, place).toBe(404);
    expect((await greg.request(paths.calendars("globex"))).status).toBe(200);
    for (const id of ["5f552a35-22ae-46d2-9707-b08a2d924722", "nonsense"])
      expect((await olivia.request(paths.calendar("acme", id))).status).toBe(404);
  });

  it("lead to the sign-in page who is not signed in, and keep a form that was sent without a session", async () => {
    const nobody = new Customer(app.url, "acme");
    const answer = await nobody.request(paths.calendars("acme"));
    expect([answer.status, answer.headers.get("location")?.startsWith(paths.signIn())]).toEqual([303, true]);
    expect((await post(nobody, paths.calendarPreview("acme"), calendar("x"))).status).toBe(401);
  });
});

/** The page of the audit log over HTTP, through the built app, as a browser without JavaScript uses it. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Customer } from "../../bench/support/customer";
import { paths, type AuditQuery } from "../../app/lib/paths";
import { startAppServer, type AppServer } from "../support/app-server";
import { accounts, members, PASSWORD, type AccountName } from "../support/cast";

const { env } = inject("testStack");
let app: AppServer;
let rita: Customer;
let olivia: Customer;
const slug = `audited-${Date.now().toString(36)}`;

async function signedIn(account: AccountName): Promise<Customer> {
  const browser = new Customer(app.url, "acme");
  const body = new URLSearchParams({ email: accounts[account].email ?? "", password: PASSWORD, next: paths.desks() });
  expect((await browser.request(paths.signIn(), { method: "POST", body })).status).toBe(303);
  return browser;
}

async function post(browser: Customer, place: string, fields: Record<string, string>): Promise<void> {
  const answer = await browser.request(place, { method: "POST", body: new URLSearchParams(fields) });
  expect(answer.status, await answer.clone().text()).toBe(303);
}

const withoutMarks = (html: string) =>
  html
    .replaceAll(/<!--.*?-->/g, "")
    .replaceAll(/[\u2066-\u2069]/g, "")
    .replaceAll("&#x27;", "'");
/** The workspace's own language is another one by then. */
const inEnglish = { headers: { "accept-language": "en" } };
/** The entries as they are read, each in a line. */
async function entries(query: AuditQuery = {}, browser = rita, of = slug): Promise<string[]> {
  const html = withoutMarks(await (await browser.request(paths.auditLog(of, query), inEnglish)).text());
  const list = /<ol aria-label="Audit log".*?<\/ol>/s.exec(html)?.[0] ?? "";
  return list
    .split("<li")
    .slice(1)
    .map((item) =>
      item
        .replaceAll(/^[^>]*>/g, "")
        .replaceAll(/<[^>]+>/g, " ")
        .replaceAll(/\s+/g, " ")
        .trim(),
    );
}

beforeAll(async () => {
  app = await startAppServer(env);
  [rita, olivia] = await Promise.all([signedIn("rita"), signedIn("olivia")]);
  await post(rita, paths.newWorkspace(), { name: "Audited", slug, memberName: "Rita" });
  for (let number = 1; number <= 55; number++) await post(rita, paths.team(slug, "new"), { name: `Team ${number}` });
  const settings = {
    name: "Audited",
    slug,
    brand_color: "#123456",
    welcome_text: "Hello",
    default_locale: "de",
    edit_amount: "2",
    edit_unit: "hours",
    reopen_amount: "14",
    reopen_unit: "days",
    max_megabytes: "5",
    max_attachments: "3",
  };
  await post(rita, paths.workspaceSettings(slug), settings);
}, 120_000);

afterAll(async () => {
  await app?.stop();
});

describe("The audit log", () => {
  it("says in words who changed what, from what to what, the latest first", async () => {
    const [latest, before] = await entries();
    expect(latest).toContain("Settings of the workspace were changed");
    expect(latest).toContain("Brand colour: before: #0f766e now: #123456");
    expect(latest).toContain("Default language: before: English now: Deutsch");
    expect(latest).toContain("Editing a message: before: 15m now: 2h");
    expect(latest).toContain("Largest file: before: 10 MB now: 5 MB");
    expect(latest).toMatch(/ Rita /);
    expect(before).toContain("Team Team 55 was created");
  });

  it("is read page by page, each entry once", async () => {
    const html = await (await rita.request(paths.auditLog(slug), inEnglish)).text();
    const older = /href="([^"]*before_id=[^"]*)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const first = await entries();
    const second = await entries(Object.fromEntries(new URL(older, app.url).searchParams));
    expect(first).toHaveLength(50);
    expect(second.length).toBeGreaterThan(5);
    const teams = [...first, ...second].flatMap((line) => /Team (\d+) was created/.exec(line)?.[1] ?? []);
    expect([teams.length, new Set(teams).size]).toEqual([55, 55]);
    expect(await (await rita.request(older, inEnglish)).text()).not.toContain(">Older<");
  });

  it("is filtered by kind, person and days, and says where nothing is found", async () => {
    const kinds = await entries({ kind: "workspace" });
    expect(kinds.every((line) => line.includes("workspace"))).toBe(true);
    // Made, given its first calendar, changed.
    expect(kinds).toHaveLength(3);
    const today = new Date().toISOString().slice(0, 10);
    expect(await entries({ kind: "workspace", from: today, to: today, zone: "UTC" })).toHaveLength(3);
    expect(await entries({ from: "2001-01-01", to: "2001-12-31" })).toEqual([]);
    expect(await (await rita.request(paths.auditLog(slug, { to: "2001-12-31" }), inEnglish)).text()).toContain("Nothing is found");
    expect(await entries({ member: members.olivia.memberId })).toEqual([]);
    // What is no such thing is as if it were not there.
    for (const query of [
      { kind: "x" },
      { member: "x" },
      { from: "x" },
      { to: "2026-02-31" },
      { zone: "x" },
      { before_at: "x", before_id: "x" },
    ])
      expect(await entries(query), JSON.stringify(query)).toHaveLength(50);
  });

  it("is an owner's, refused to an agent, and not there for the owner of another workspace", async () => {
    const place = paths.auditLog("acme");
    expect((await olivia.request(place)).status).toBe(200);
    const [sana, greg] = await Promise.all([signedIn("sana"), signedIn("greg")]);
    const answer = await sana.request(place);
    expect([answer.status, (await answer.text()).includes("Settings are for owners and admins")]).toEqual([403, true]);
    expect((await greg.request(place)).status).toBe(404);
    expect((await new Customer(app.url, "acme").request(place)).headers.get("location")).toContain(paths.signIn());
  });
});

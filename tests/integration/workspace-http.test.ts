/** The pages of the workspace itself over HTTP, through the built app, as a browser without JavaScript uses them. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Customer } from "../../bench/support/customer";
import { paths } from "../../app/lib/paths";
import { startAppServer, type AppServer } from "../support/app-server";
import { accounts, PASSWORD, type AccountName } from "../support/cast";

const { env } = inject("testStack");
let app: AppServer;
let vera: Customer;
let sana: Customer;
let greg: Customer;
/** Vera's own, so that nobody else's address moves under other tests. */
const first = `mover-${Date.now().toString(36)}`;
let slug = first;

async function signedIn(account: AccountName): Promise<Customer> {
  const browser = new Customer(app.url, "acme");
  const body = new URLSearchParams({ email: accounts[account].email ?? "", password: PASSWORD, next: paths.desks() });
  expect((await browser.request(paths.signIn(), { method: "POST", body })).status).toBe(303);
  return browser;
}

function post(browser: Customer, place: string, fields: Record<string, string>): Promise<Response> {
  const headers = { "sec-fetch-dest": "document", accept: "text/html" };
  return browser.request(place, { method: "POST", body: new URLSearchParams(fields), headers });
}

beforeAll(async () => {
  app = await startAppServer(env);
  [vera, sana, greg] = await Promise.all([signedIn("vera"), signedIn("sana"), signedIn("greg")]);
  expect((await post(vera, paths.newWorkspace(), { name: "Mover", slug, memberName: "Vera" })).status).toBe(303);
});

afterAll(async () => {
  await app?.stop();
});

const decoded = (text: string) => text.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
/** The value of an input as the page has it. */
function valueOf(html: string, name: string): string {
  const tag = [...html.matchAll(/<input[^>]*>/g)].map(([input]) => input).find((input) => input.includes(` name="${name}"`)) ?? "";
  return decoded(/ value="([^"]*)"/.exec(tag)?.[1] ?? "");
}

/** The form as a browser would post it. */
async function formOf(browser: Customer, of: string): Promise<Record<string, string>> {
  const html = await (await browser.request(paths.workspaceSettings(of))).text();
  const names = ["name", "slug", "brand_color", "edit_amount", "reopen_amount", "max_megabytes", "max_attachments", "seen"];
  const selected = (name: string) =>
    /<option[^>]* value="([^"]*)"[^>]* selected=""|<option[^>]* selected="" value="([^"]*)"/
      .exec(new RegExp(`<select[^>]* name="${name}".*?</select>`, "s").exec(html)?.[0] ?? "")
      ?.slice(1)
      .find(Boolean) ?? "";
  const welcome_text = /<textarea[^>]* name="welcome_text"[^>]*>([^<]*)</.exec(html)?.[1]?.trim() ?? "";
  const selects = Object.fromEntries(["default_locale", "edit_unit", "reopen_unit"].map((name) => [name, selected(name)]));
  return { ...Object.fromEntries(names.map((name) => [name, valueOf(html, name)])), ...selects, welcome_text };
}

describe("The page of the workspace", () => {
  it("is where the settings begin, and shows what is set in people's units", async () => {
    expect((await vera.request(paths.settings(slug))).headers.get("location")).toBe(paths.workspaceSettings(slug));
    expect(await formOf(vera, slug)).toMatchObject({
      name: "Mover",
      slug,
      brand_color: "#0f766e",
      default_locale: "en",
      edit_amount: "15",
      edit_unit: "minutes",
      max_megabytes: "10",
    });
  });

  it("saves what was changed, and leaves alone what somebody else has changed meanwhile", async () => {
    const [mine, theirs] = [await formOf(vera, slug), await formOf(vera, slug)];
    const saved = await post(vera, paths.workspaceSettings(slug), { ...theirs, welcome_text: "Hello", max_megabytes: "2,5" });
    expect([saved.status, saved.headers.get("location")]).toEqual([303, paths.workspaceSettings(slug, { done: "saved" })]);
    const other = await post(vera, paths.workspaceSettings(slug), {
      ...mine,
      brand_color: "#FFCC00",
      edit_amount: "2",
      edit_unit: "hours",
    });
    expect(other.status).toBe(303);
    expect(await formOf(vera, slug)).toMatchObject({
      welcome_text: "Hello",
      max_megabytes: "2.5",
      brand_color: "#ffcc00",
      edit_amount: "2",
      edit_unit: "hours",
    });
    const portal = await (await new Customer(app.url, slug).request(paths.portal(slug))).text();
    expect([portal.includes("--brand:#ffcc00"), portal.includes("Hello")]).toEqual([true, true]);
    expect(await (await vera.request(paths.workspaceSettings(slug, { done: "saved" }))).text()).toContain("Saved");
  });

  it.each<[string, Record<string, string>, number, string, string]>([
    ["no name", { name: " " }, 422, "name", "Give the workspace a name."],
    ["an address that is taken", { slug: "acme" }, 409, "slug", "This address is taken."],
    ["an address that is reserved", { slug: "support" }, 422, "slug", "This address is reserved."],
    ["an address that is none", { slug: "a b" }, 422, "slug", "Use 3 to 40"],
    ["a colour that is none", { brand_color: "red" }, 422, "brand_color", "six hex digits"],
    ["a text that is too long", { welcome_text: "x".repeat(501) }, 422, "welcome_text", "too long"],
    ["a language that there is not", { default_locale: "tlh" }, 422, "default_locale", "not allowed"],
    ["a window that is too long", { edit_amount: "366", edit_unit: "days" }, 422, "edit_amount", "0 to 365 days"],
    ["a window that is none", { reopen_amount: "-1" }, 422, "reopen_amount", "0 to 3,650 days"],
    ["files that are too large", { max_megabytes: "26" }, 422, "max_megabytes", "0 to 25"],
    ["half a file", { max_attachments: "1.5" }, 422, "max_attachments", "0 to 20"],
  ])("says at the field that it is %s, and keeps what was typed", async (_, wrong, status, field, words) => {
    const before = await formOf(vera, slug);
    const answer = await post(vera, paths.workspaceSettings(slug), { ...before, name: "Typed", ...wrong });
    const html = await answer.text();
    expect(answer.status).toBe(status);
    const place = html.indexOf(`id="workspace-${field}-error"`);
    expect(place).toBeGreaterThan(0);
    expect(html.slice(place, place + 300)).toContain(words);
    if (field !== "name") expect(valueOf(html, "name")).toBe("Typed");
    expect(await formOf(vera, slug)).toEqual(before);
  });

  it("is refused to an agent, and not there for the owner of another workspace or without an account", async () => {
    const place = paths.workspaceSettings("acme");
    const olivias = await formOf(await signedIn("olivia"), "acme");
    expect(olivias.slug).toBe("acme");
    expect([(await sana.request(place)).status, (await greg.request(place)).status]).toEqual([403, 404]);
    const changed = { ...olivias, name: "Taken over" };
    expect([(await post(sana, place, changed)).status, (await post(greg, place, changed)).status]).toEqual([403, 404]);
    expect((await post(new Customer(app.url, "acme"), place, changed)).headers.get("location")).toContain(paths.signIn());
    expect(await formOf(await signedIn("olivia"), "acme")).toEqual(olivias);
  });

  it("is told as one types whether an address can be had", async () => {
    const ask = async (wanted: string, browser = vera) => {
      const answer = await browser.request(paths.slugCheck({ slug: wanted, of: slug }));
      return answer.ok ? ((await answer.json()) as { state: string }).state : answer.status;
    };
    expect(await Promise.all(["acme", "Support", "a b", `${first}-free`, slug].map((wanted) => ask(wanted)))).toEqual([
      "taken",
      "reserved",
      "malformed",
      "free",
      "free",
    ]);
    expect(await ask("acme", new Customer(app.url, "acme"))).toBe(401);
  });
});

describe("An address that was given up", () => {
  const visitor = () => new Customer(app.url, slug);
  const leadsTo = async (browser: Customer, place: string) => {
    const answer = await browser.request(place);
    return [answer.status, answer.headers.get("location")];
  };

  /** What a list of tickets that is open asks for, by the address that it knows: its own data alone. */
  const listAt = async (browser: Customer, of: string) =>
    (await browser.request(`${paths.portal(of)}.data?_routes=${encodeURIComponent("routes/support.$workspaceSlug._index")}`)).text();

  it("leads to the same page at the present one: portal and desk, path and query, and a form as it was sent", async () => {
    const next = `${first}-next`;
    const customer = new Customer(app.url, first);
    await customer.visitForm();
    await customer.postTicket(1);
    expect(await listAt(customer, first)).toContain("Benchmark 1");
    const moved = await post(vera, paths.workspaceSettings(first), { ...(await formOf(vera, first)), slug: next });
    expect([moved.status, moved.headers.get("location")]).toEqual([303, paths.workspaceSettings(next, { done: "moved" })]);
    slug = next;
    expect(await leadsTo(visitor(), paths.portal(first))).toEqual([302, paths.portal(next)]);
    const followed = await listAt(customer, first);
    expect([followed.includes("SingleFetchRedirect"), followed.includes(`"${paths.portal(next)}"`)]).toEqual([true, true]);
    expect(await listAt(customer, next)).toContain("Benchmark 1");
    expect(await leadsTo(visitor(), `${paths.newTicket(first)}?a=b%26c`)).toEqual([302, `${paths.newTicket(next)}?a=b%26c`]);
    expect(await leadsTo(visitor(), paths.join(first, "secret"))).toEqual([302, paths.join(next, "secret")]);
    expect(await leadsTo(vera, paths.inbox(first, { view: "mine" }))).toEqual([302, paths.inbox(next, { view: "mine" })]);
    expect(await leadsTo(vera, paths.workspaceSettings(first))).toEqual([302, paths.workspaceSettings(next)]);
    expect(await leadsTo(vera, `${paths.members(first)}?done=saved`)).toEqual([302, `${paths.members(next)}?done=saved`]);
    const ticket = { name: "Carla", email: "carla@example.com", subject: "Hello", description: "Is anybody there?" };
    const page = await (await visitor().request(paths.newTicket(next))).text();
    const sent = await post(visitor(), paths.newTicket(first), { ...ticket, submission_id: valueOf(page, "submission_id") });
    expect([sent.status, sent.headers.get("location")]).toEqual([307, paths.newTicket(next)]);
  });

  it("leads nowhere else, whatever stands behind it", async () => {
    for (const rest of ["//evil.example", "/%2F%2Fevil.example", "/\\evil.example", "/..%2f..%2fevil"]) {
      const location = (await visitor().request(`/support/${first}${rest}`)).headers.get("location");
      if (location !== null) expect(new URL(location, app.url).origin, rest).toBe(app.url);
    }
  });

  it("is still nothing where no workspace ever had it", async () => {
    for (const place of [paths.portal("nobody-ever-had-it"), paths.newTicket("nobody-ever-had-it"), "/support/..."])
      expect(await leadsTo(visitor(), place), place).toEqual([404, null]);
    expect(await leadsTo(vera, paths.inbox("nobody-ever-had-it"))).toEqual([404, null]);
    expect(await leadsTo(visitor(), paths.portal(slug))).toEqual([200, null]);
  });
});

/** The owner's pages of SLA policies as a browser without JavaScript has them. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { paths } from "../../app/lib/paths";
import { Customer } from "../../bench/support/customer";
import { startAppServer, type AppServer } from "../support/app-server";
import { accounts, PASSWORD, teams } from "../support/cast";

const { env } = inject("testStack");
const list = paths.policies("acme");

let app: AppServer;
let database: pg.Client;
let olivia: Customer;
let sana: Customer;
let greg: Customer;

async function signedIn(account: "olivia" | "sana" | "greg"): Promise<Customer> {
  const browser = new Customer(app.url, "acme");
  const body = new URLSearchParams({ email: accounts[account].email, password: PASSWORD });
  expect((await browser.request(paths.signIn(), { method: "POST", body })).status).toBe(303);
  return browser;
}

beforeAll(async () => {
  app = await startAppServer(env);
  database = new pg.Client({ connectionString: env.DATABASE_URL });
  await database.connect();
  [olivia, sana, greg] = await Promise.all([signedIn("olivia"), signedIn("sana"), signedIn("greg")]);
});

afterAll(async () => {
  await database?.end();
  await app?.stop();
});

const form = { first_response_basis: "business", first_response_high_amount: "4", first_response_high_unit: "hours" };

function post(browser: Customer, place: string, fields: Record<string, string | string[]>): Promise<Response> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const text of [value].flat()) body.append(name, text);
  return browser.request(place, { method: "POST", body, headers: { "sec-fetch-dest": "document", accept: "text/html" } });
}

async function policiesNow(): Promise<{ id: string; name: string; version: string }[]> {
  const { rows } = await database.query<{ id: string; name: string; version: string }>(
    `select policy_id as id, policy.name, current_version_id as version from public.sla_policies policy
     join public.workspaces using (workspace_id) where slug = 'acme' and policy.archived_at is null order by position`,
  );
  return rows;
}

async function make(name: string): Promise<string> {
  expect((await post(olivia, paths.policy("acme", "new"), { ...form, name })).status).toBe(303);
  return (await policiesNow()).find((policy) => policy.name === name)!.id;
}

describe("An owner without JavaScript", () => {
  it("makes a policy, sees it on the list in words, and changes it", async () => {
    const name = `Important ${randomUUID()}`;
    const made = await post(olivia, paths.policy("acme", "new"), { ...form, name, team_ids: [teams.support.teamId, teams.billing.teamId] });
    expect([made.status, made.headers.get("location")]).toEqual([303, paths.policies("acme", { saved: "policy" })]);
    const html = await (await olivia.request(list)).text();
    expect(html).toContain(name);
    expect(html).toContain("Team: Support or Billing");
    const { id, version } = (await policiesNow()).find((policy) => policy.name === name)!;
    const page = await (await olivia.request(paths.policy("acme", id))).text();
    expect(page).toMatch(/name="first_response_high_amount"[^>]*value="4"/);
    const change = { ...form, name, seen_version_id: version, first_response_high_amount: "5" };
    expect((await post(olivia, paths.policy("acme", id), change)).status).toBe(303);
    const outdated = await post(olivia, paths.policy("acme", id), { ...change, first_response_high_amount: "6" });
    expect(outdated.status).toBe(409);
    const kept = await outdated.text();
    expect(kept).toContain("Somebody else has saved this since you opened it.");
    expect(kept).toMatch(/name="first_response_high_amount"[^>]*value="6"/);
    // Sending the same once more is refused once more.
    expect(kept).toMatch(new RegExp(`name="seen_version_id"[^>]*value="${version}"`));
  });

  it("reads at its field what is refused, with what was typed", async () => {
    const name = `Refused ${randomUUID()}`;
    for (const [change, field] of [
      [{ first_response_high_amount: "soon" }, "first_response_high_amount"],
      // Ten years of two hours a day take longer than the database looks ahead.
      [{ first_response_high_amount: "87600" }, "first_response_high_amount"],
      [{ first_response_warn_amount: "5", first_response_warn_unit: "hours" }, "first_response_warn_amount"],
    ] as const) {
      const answer = await post(olivia, paths.policy("acme", "new"), { ...form, name, ...change });
      expect(answer.status, field).toBe(422);
      const html = await answer.text();
      const input = new RegExp(`<input(?=[^>]*name="${field}")[^>]*>`).exec(html)?.[0];
      expect(input, field).toContain('aria-invalid="true"');
      expect(input, field).toContain(`value="${Object.values(change)[0]}"`);
      expect(html, field).toContain(`id="sla-policy-${field}-error"`);
    }
    expect((await policiesNow()).some((policy) => policy.name === name)).toBe(false);
  });

  it("moves a policy by its button, and archives it", async () => {
    const id = await make(`Moves ${randomUUID()}`);
    const before = (await policiesNow()).map((policy) => policy.id);
    const up = [...before.slice(0, -2), id, before.at(-2)!];
    expect(await (await olivia.request(list)).text()).toContain(`value="${up.join(",")}"`);
    expect((await post(olivia, list, { intent: "order-sla-policies", policy_ids: up.join(",") })).status).toBe(303);
    expect((await policiesNow()).map((policy) => policy.id)).toEqual(up);
    const short = await post(olivia, list, { intent: "order-sla-policies", policy_ids: id });
    expect(short.status).toBe(409);
    expect(await short.text()).toContain("The list of policies has changed since you opened it.");
    expect((await post(olivia, list, { intent: "archive-sla-policy", policy_id: id })).status).toBe(303);
    expect((await policiesNow()).some((policy) => policy.id === id)).toBe(false);
  });

  it("sees on the same page when something would be due, and has the last 30 days tried", async () => {
    const preview = await post(olivia, paths.policy("acme", "new"), { ...form, intent: "preview-sla-policy", preview_priority: "high" });
    const html = await preview.text();
    expect(preview.status).toBe(200);
    expect(html).toContain("4h of working hours");
    const trial = await post(olivia, paths.policy("acme", "new"), { ...form, intent: "request-sla-what-if" });
    expect(trial.status).toBe(200);
    const page = await trial.text();
    const whatIfId = /name="what_if_id" value="([^"]+)"/.exec(page)?.[1];
    expect(page).toMatch(/name="first_response_high_amount"[^>]*value="4"/);
    const again = await post(olivia, paths.policy("acme", "new"), { ...form, intent: "show-sla-what-if", what_if_id: whatIfId! });
    expect(again.status).toBe(200);
    expect((await olivia.request(paths.policyWhatIf("acme", { id: whatIfId }))).status).toBe(200);
  });

  it("sets the special cases, and has the open tickets recalculated", async () => {
    const options = { intent: "set-sla-options", reopen_rule: "restart", unanswered_rule: "counts_as_reply" };
    expect((await post(olivia, list, options)).status).toBe(303);
    expect((await post(olivia, list, { ...options, reopen_rule: "never" })).status).toBe(422);
    expect(await (await olivia.request(list)).text()).toMatch(/<input(?=[^>]*value="restart")(?=[^>]*checked)/);
    expect((await post(olivia, list, { ...options, reopen_rule: "resume", unanswered_rule: "cancel" })).status).toBe(303);
    const asked = await post(olivia, list, { intent: "recalculate-sla" });
    expect(asked.headers.get("location")).toBe(paths.policies("acme", { counted: 1 }));
    // The address says nothing of it: the page knows whether a job is at work.
    const state = (await (await olivia.request(paths.outdatedTickets("acme"))).json()) as { count: number; isUnderWay: boolean };
    expect(state.isUnderWay).toBe(state.count > 0);
    expect(await (await olivia.request(paths.policies("acme", { counted: 1 }))).text()).toMatch(
      state.isUnderWay ? /Under way: \d+ tickets? to go/ : /All open tickets run/,
    );
  });
});

describe("The pages of policies are closed to", () => {
  const data = async (browser: Customer) =>
    Promise.all([
      browser.request(list).then(({ status }) => status),
      browser.request(paths.policy("acme", "new")).then(({ status }) => status),
      browser.request(paths.outdatedTickets("acme")).then(({ status }) => status),
      post(browser, paths.policyPreview("acme"), { ...form, name: "x" }).then(({ status }) => status),
    ]);

  it("agents and those of another workspace, while an owner has them", async () => {
    expect(await data(olivia)).toEqual([200, 200, 200, 200]);
    expect(await data(sana)).toEqual([403, 403, 404, 404]);
    expect(await data(greg)).toEqual([404, 404, 404, 404]);
  });

  it("their changes too", async () => {
    const id = await make(`Stays ${randomUUID()}`);
    const before = await policiesNow();
    const changes = (browser: Customer) => [
      post(browser, paths.policy("acme", "new"), { ...form, name: `Not mine ${randomUUID()}` }),
      post(browser, paths.policy("acme", id), { ...form, name: "Taken over" }),
      post(browser, list, { intent: "order-sla-policies", policy_ids: before.map((policy) => policy.id).join(",") }),
      post(browser, list, { intent: "archive-sla-policy", policy_id: id }),
      post(browser, list, { intent: "recalculate-sla" }),
    ];
    for (const [browser, status] of [
      [sana, 403],
      [greg, 404],
    ] as const) {
      expect((await Promise.all(changes(browser))).map((answer) => answer.status)).toEqual([status, status, status, status, status]);
    }
    expect(await policiesNow()).toEqual(before);
    expect((await post(olivia, list, { intent: "archive-sla-policy", policy_id: id })).status).toBe(303);
  });

  it("nobody's policy has an address: a page that is not there is a 404", async () => {
    expect((await olivia.request(paths.policy("acme", randomUUID()))).status).toBe(404);
    expect((await olivia.request(paths.policyWhatIf("acme", { id: randomUUID() }))).status).toBe(404);
  });
});

/** The form of a new ticket over HTTP: as owners make it, customers fill it in, and agents change the answers, without JavaScript. */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { paths } from "../../app/lib/paths";
import { Customer } from "../../bench/support/customer";
import { startAppServer, type AppServer } from "../support/app-server";
import { accounts, categories, PASSWORD } from "../support/cast";

const { env } = inject("testStack");
const settings = paths.formSettings("acme");

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
  // The stack is shared: other files open tickets by the same form.
  await database.query("delete from public.ticket_field_values; delete from public.ticket_fields");
  await database.query("delete from public.ticket_categories where name = 'Other'");
  await database.query("update public.ticket_categories set archived_at = null");
  await database.end();
  await app.stop();
});

type Fields = Record<string, string | string[]>;

function post(browser: Customer, place: string, fields: Fields): Promise<Response> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const text of [value].flat()) body.append(name, text);
  return browser.request(place, { method: "POST", body, headers: { "sec-fetch-dest": "document", accept: "text/html" } });
}

async function fieldsNow(): Promise<Record<string, { id: string; options: Record<string, string> }>> {
  const { rows } = await database.query<{ id: string; label: string; options: Record<string, string> | null }>(
    `select field_id as id, label, (
       select jsonb_object_agg(option.label, option_id) from public.ticket_field_options as option
       where option.field_id = field.field_id and option.archived_at is null) as options
     from public.ticket_fields as field where archived_at is null`,
  );
  return Object.fromEntries(rows.map(({ id, label, options }) => [label, { id, options: options ?? {} }]));
}

async function make(fields: Fields): Promise<string> {
  const answer = await post(olivia, paths.ticketField("acme", "new"), fields);
  expect([answer.status, answer.headers.get("location")], await answer.clone().text()).toEqual([
    303,
    paths.formSettings("acme", { done: "saved" }),
  ]);
  return (await fieldsNow())[String(fields.label)]!.id;
}

const ticket = { subject: "Printer", description: "It is dark", name: "Zoë", email: "zoe@example.com" };

describe("The form of a new ticket", () => {
  it("asks what an owner wants to know, of the categories it is about, and shows the answers to both sides", async () => {
    const billing = categories.billing.categoryId;
    const order = await make({
      label: "Order <b>number</b> رقم 🏕",
      kind: "text",
      help_text: "On the bill",
      is_required: "on",
      category_ids: billing,
    });
    const size = await make({
      label: "Size",
      kind: "choices",
      "options[0].label": "Small",
      "options[1].label": "Large",
      "options[2].label": "",
    });
    const { Small: small = "", Large: large = "" } = (await fieldsNow()).Size!.options;
    const page = await (await olivia.request(settings)).text();
    expect(page).toContain("Order &lt;b&gt;number&lt;/b&gt; رقم 🏕");
    expect(page).toContain("Only: Billing");

    const zoe = new Customer(app.url, "acme");
    const form = await (await zoe.request(paths.newTicket("acme"))).text();
    expect(form).toContain(`data-only="${billing}"`);
    expect(form).toContain("Only for: Billing");
    expect(form).toContain("On the bill");

    // Required where it is asked: what was typed comes back.
    const refused = await post(zoe, paths.newTicket("acme"), { ...ticket, category: billing, [`field_${size}`]: [small, large] });
    expect(refused.status).toBe(422);
    const again = await refused.text();
    expect(again).toContain("This needs an answer.");
    expect(again.match(/checked=""/g)).toHaveLength(2);
    expect(again).toContain('value="Printer"');

    const sent = await post(zoe, paths.newTicket("acme"), {
      ...ticket,
      category: billing,
      [`field_${order}`]: "A-1 &amp; <i>",
      [`field_${size}`]: [small, large],
    });
    expect(sent.status, await sent.clone().text()).toBe(303);
    const ticketId = /ticket\/([0-9a-f-]{36})/.exec(sent.headers.get("location") ?? "")![1]!;
    const mine = await (await zoe.request(paths.ticket("acme", ticketId))).text();
    expect(mine).toContain("A-1 &amp;amp; &lt;i&gt;");
    expect(mine).toContain("<bdi>Large</bdi>");

    // An agent sets it right.
    const place = paths.deskTicket("acme", ticketId, { panel: "details" });
    expect(await (await sana.request(place)).text()).toContain("A-1 &amp;amp; &lt;i&gt;");
    const change = { intent: "set-ticket-fields", field_ids: [order, size], [`field_${order}`]: "A-2", [`field_${size}`]: [] };
    expect((await post(sana, place, { ...change, [`field_${order}`]: "x".repeat(501) })).status).toBe(422);
    expect((await post(sana, place, change)).status).toBe(303);
    const changed = await (await sana.request(place)).text();
    expect(changed).toContain("A-2");
    expect(changed).toContain("before: ⁨Small, Large⁩");
    expect(await (await zoe.request(paths.ticket("acme", ticketId))).text()).not.toContain("Large");
    // Nobody else does: not the customer by the desk's address, not another workspace's owner.
    expect((await post(greg, place, { ...change, [`field_${order}`]: "A-3" })).status).toBe(404);
    expect((await post(zoe, place, { ...change, [`field_${order}`]: "A-3" })).headers.get("location")).toContain(paths.signIn());
    expect(await (await sana.request(place)).text()).toContain("A-2");
  });

  it("is put in order, and loses and regains what is put away", async () => {
    expect((await post(olivia, paths.category("acme", "new"), { name: "Other", description: "All else" })).status).toBe(303);
    const ids = async () =>
      (
        await database.query<{ id: string }>(
          "select category_id as id from public.ticket_categories join public.workspaces using (workspace_id) where slug = 'acme' and archived_at is null order by position",
        )
      ).rows.map(({ id }) => id);
    const before = await ids();
    const order = [...before].reverse();
    expect((await post(olivia, `${settings}?index`, { intent: "order-categories", ids: order.join(",") })).status).toBe(303);
    expect(await ids()).toEqual(order);
    const short = await post(olivia, `${settings}?index`, { intent: "order-categories", ids: order.slice(1).join(",") });
    expect(short.status).toBe(409);
    expect(await short.text()).toContain("Somebody else has changed this list");
    const [other = ""] = order;
    expect((await post(olivia, `${settings}?index`, { intent: "archive-category", id: other })).status).toBe(303);
    expect(await (await olivia.request(paths.newTicket("acme"))).text()).not.toContain(">Other<");
    expect(await (await olivia.request(settings)).text()).toContain("Archived (1)");
    expect((await post(olivia, `${settings}?index`, { intent: "restore-category", id: other })).status).toBe(303);
    expect(await (await olivia.request(paths.newTicket("acme"))).text()).toContain(">Other<");
    expect((await post(olivia, paths.category("acme", other), { name: "question" })).status).toBe(409);
    expect((await post(olivia, paths.category("acme", "new"), { name: "" })).status).toBe(422);
    expect((await post(olivia, `${settings}?index`, { intent: "order-categories", ids: "x" })).status).toBe(422);
  });

  it("adds and takes away options without JavaScript, and keeps what is typed", async () => {
    const place = paths.ticketField("acme", "new");
    const typed = { label: "Colour", kind: "choice", "options[0].label": "Red", "options[1].label": "Blue" };
    const intent = (type: string, payload: object) => ({ __intent__: JSON.stringify({ type, payload }) });
    const more = await post(olivia, place, { ...typed, ...intent("insert", { name: "options" }) });
    expect(more.status).toBe(200);
    expect((await more.text()).match(/name="options\[\d+\]\.label"/g)).toHaveLength(3);
    const fewer = await (await post(olivia, place, { ...typed, ...intent("remove", { name: "options", index: 0 }) })).text();
    expect(fewer).toContain('value="Blue"');
    expect(fewer).not.toContain('value="Red"');
    const twice = await post(olivia, place, { ...typed, "options[1].label": "RED" });
    expect(twice.status).toBe(422);
    expect(await twice.text()).toContain("There is an option of these words already.");
  });

  it("is not an agent's, and no other workspace's owner's", async () => {
    const attacks: [string, Fields][] = [
      [paths.category("acme", "new"), { name: "Mine" }],
      [paths.ticketField("acme", "new"), { label: "Mine", kind: "text" }],
      [`${settings}?index`, { intent: "archive-category", id: categories.question.categoryId }],
    ];
    const count = async () =>
      (
        await database.query<Record<string, unknown>>(
          "select name, archived_at from public.ticket_categories union all select label, archived_at from public.ticket_fields order by 1",
        )
      ).rows;
    const before = await count();
    for (const [place, fields] of attacks) {
      expect((await post(sana, place, fields)).status, place).toBe(403);
      expect((await post(greg, place, fields)).status, place).toBe(404);
      expect((await sana.request(place)).status, place).toBe(403);
      expect((await greg.request(place)).status, place).toBe(404);
      expect((await olivia.request(place)).status, place).toBe(200);
    }
    expect(await count()).toEqual(before);
  });
});

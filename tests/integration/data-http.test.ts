/** The pages of exports, erasure, retention and deletion over HTTP, through the built app, as a browser without JavaScript uses them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Customer } from "../../bench/support/customer";
import { paths } from "../../app/lib/paths";
import { openDatabase, type Database } from "../../worker/database";
import { openArchive } from "../../worker/exports/read-archive";
import { eraseCustomers } from "../../worker/jobs/erase-customers";
import { exportWorkspace } from "../../worker/jobs/export-workspace";
import type { JobTools } from "../../worker/jobs/job";
import { openStorage } from "../../worker/storage";
import { startAppServer, type AppServer } from "../support/app-server";
import { accounts, PASSWORD, type AccountName } from "../support/cast";

const { env } = inject("testStack");
/** A workspace of this file's own: Vera owns it, Adam is admin there, Sana agent. */
const slug = `keeper-${Date.now().toString(36)}`;
let app: AppServer;
let client: pg.Client;
let database: Database;
let tools: JobTools;
let people: Record<"vera" | "adam" | "sana" | "greg", Customer>;
let workspaceId: string;
let folder: string;

async function signedIn(account: AccountName): Promise<Customer> {
  const browser = new Customer(app.url, "acme");
  const body = new URLSearchParams({ email: accounts[account].email ?? "", password: PASSWORD, next: paths.desks() });
  expect((await browser.request(paths.signIn(), { method: "POST", body })).status).toBe(303);
  return browser;
}

function post(browser: Customer, place: string, fields: [string, string][]): Promise<Response> {
  const headers = { "sec-fetch-dest": "document", accept: "text/html" };
  return browser.request(place, { method: "POST", body: new URLSearchParams(fields), headers });
}
const html = async (answer: Promise<Response>) => (await answer).text();
const act = (who: keyof typeof people, intent: string, fields: [string, string][] = []) =>
  post(people[who], paths.dataSettings(slug), [["intent", intent], ...fields]);
const rows = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) => (await client.query<Row>(text, values)).rows;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "frontroom-data-"));
  app = await startAppServer(env);
  client = new pg.Client({ connectionString: env.DATABASE_URL });
  await client.connect();
  database = openDatabase(env.DATABASE_URL);
  const storage = openStorage({ url: env.SUPABASE_URL, secretKey: env.SUPABASE_SECRET_KEY });
  tools = { database, storage, mailer: { send: () => Promise.reject(new Error("Nothing is mailed.")) }, appUrl: "", mailFrom: "" };
  const [vera, adam, sana, greg] = await Promise.all([signedIn("vera"), signedIn("adam"), signedIn("sana"), signedIn("greg")]);
  people = { vera, adam, sana, greg };
  expect(
    (
      await post(vera, paths.newWorkspace(), [
        ["name", "Keeper"],
        ["slug", slug],
        ["memberName", "Vera"],
      ])
    ).status,
  ).toBe(303);
  [{ workspace_id: workspaceId } = { workspace_id: "" }] = await rows<{ workspace_id: string }>(
    "select workspace_id from public.workspaces where slug = $1",
    [slug],
  );
  await rows(
    `insert into public.workspace_members (workspace_id, user_id, role, display_name) values ($1, $2, 'admin', 'Adam'), ($1, $3, 'agent', 'Sana')`,
    [workspaceId, accounts.adam.userId, accounts.sana.userId],
  );
  const customer = new Customer(app.url, slug);
  await customer.request(paths.newTicket(slug));
  await rows(
    `with me as (
       insert into public.customers (workspace_id, email, name) values ($1, 'erna@erase.example', 'Erna Eraseworthy') returning customer_id
     ), ticket as (
       insert into public.tickets (workspace_id, customer_id, subject) select $1, customer_id, 'Ernas subject' from me returning *
     )
     insert into public.chat_rooms (room_id, workspace_id, ticket_id) select chat_room_id, workspace_id, ticket_id from ticket`,
    [workspaceId],
  );
});
afterAll(async () => {
  await app?.stop();
  await database.close(0);
  await client.end();
  await rm(folder, { recursive: true, force: true });
});

describe("The page of a workspace's data", () => {
  it("shows owners all of it, admins what is theirs, and others nothing", async () => {
    const owner = await html(people.vera.request(paths.dataSettings(slug)));
    for (const intent of ["request-workspace-export", "request-workspace-deletion", "save-retention"])
      expect(owner).toContain(`value="${intent}"`);
    const admin = await html(people.adam.request(paths.dataSettings(slug)));
    expect(admin).toContain('value="save-retention"');
    expect(admin).not.toMatch(/value="request-workspace-(export|deletion)"/);
    expect((await people.sana.request(paths.dataSettings(slug))).status).toBe(403);
    expect((await people.greg.request(paths.dataSettings(slug))).status).toBe(404);
    expect((await people.sana.request(`${paths.erasePerson(slug)}?q=erna`)).status).toBe(403);
    expect((await people.greg.request(`${paths.erasePerson(slug)}?q=erna`)).status).toBe(404);
  });

  it("refuses an admin's forged forms of owners, and an agent's and a stranger's of both", async () => {
    for (const [intent, fields] of [
      ["request-workspace-export", []],
      ["request-workspace-deletion", [["confirmation", slug]]],
      ["cancel-workspace-deletion", []],
    ] as [string, [string, string][]][]) {
      expect((await act("adam", intent, fields)).status, intent).toBe(403);
      expect((await act("sana", intent, fields)).status, intent).toBe(403);
      expect((await act("greg", intent, fields)).status, intent).toBe(404);
    }
    const days: [string, string][] = [
      ["resolved_days", "30"],
      ["closed_days", ""],
    ];
    expect((await act("sana", "save-retention", days)).status).toBe(403);
    expect((await act("greg", "save-retention", days)).status).toBe(404);
    expect(await rows("select from private.retention_rules where workspace_id = $1", [workspaceId])).toHaveLength(0);
    expect(await rows("select from private.workspace_exports where workspace_id = $1", [workspaceId])).toHaveLength(0);
  });

  it("counts before it saves how long tickets are kept, and keeps what was typed", async () => {
    await rows("update public.tickets set status = 'closed' where workspace_id = $1", [workspaceId]);
    await rows("update public.tickets set closed_at = now() - interval '40 days' where workspace_id = $1", [workspaceId]);
    const counted = await html(
      act("adam", "preview-retention", [
        ["resolved_days", ""],
        ["closed_days", "35"],
      ]),
    );
    expect(counted).toMatch(/1<!-- --> ticket would|1 ticket would/);
    expect(counted).toContain('value="35"');
    const refused = await act("adam", "save-retention", [
      ["resolved_days", "7"],
      ["closed_days", "35"],
    ]);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("Choose 30 to 3,650 days");
    const saved = await act("adam", "save-retention", [
      ["resolved_days", ""],
      ["closed_days", "90"],
    ]);
    expect([saved.status, saved.headers.get("location")]).toEqual([303, paths.dataSettings(slug, { done: "retention" })]);
    expect(await html(people.adam.request(paths.dataSettings(slug)))).toContain('value="90"');
  });

  it("has an export made, gives it to its owner as a file, and to nobody else", async () => {
    expect((await act("vera", "request-workspace-export")).status).toBe(303);
    expect((await act("vera", "request-workspace-export")).status).toBe(409);
    const [asked] = await rows<{ export_id: string }>("select export_id from private.workspace_exports where workspace_id = $1", [
      workspaceId,
    ]);
    const exportId = asked!.export_id;
    const fetching = (who: keyof typeof people) => post(people[who], paths.exportFile(slug), [["export_id", exportId]]);
    expect((await fetching("vera")).status).toBe(404);
    const made = await exportWorkspace.run({ workspace_id: workspaceId, export_id: exportId }, tools, { isLast: true });
    expect(await html(people.vera.request(paths.dataSettings(slug)))).toContain(exportId);

    expect((await fetching("adam")).status).toBe(403);
    expect((await fetching("sana")).status).toBe(403);
    expect((await fetching("greg")).status).toBe(404);
    const nobody = await post(new Customer(app.url, slug), paths.exportFile(slug), [["export_id", exportId]]);
    expect([nobody.status, nobody.headers.get("location")?.split("?")[0]]).toEqual([303, paths.signIn()]);

    const answer = await fetching("vera");
    expect(answer.headers.get("content-disposition")).toMatch(new RegExp(`^attachment; filename="?${slug}-`));
    expect(answer.headers.get("cache-control")).toContain("no-store");
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.length).toBe(made.bytes);
    await writeFile(path.join(folder, "keeper.zip"), bytes);
    const archive = await openArchive(path.join(folder, "keeper.zip"));
    expect((await archive.readAll("tables/public.tickets.jsonl")).toString()).toContain("Ernas subject");
    // Not a word of the other workspaces on the same database.
    for (const name of archive.names) expect((await archive.readAll(name)).toString(), name).not.toContain("greg@globex.test");
    archive.close();
    const log = await html(people.vera.request(paths.auditLog(slug)));
    expect(log).toContain("An export of the workspace was downloaded");
  });

  it("does not give Storage's own door to an owner who has not opened it, nor to others ever", async () => {
    const [line] = await rows<{ export_id: string }>("select export_id from private.workspace_exports where workspace_id = $1", [
      workspaceId,
    ]);
    const direct = async (account: AccountName, door = "object", init: RequestInit = {}) => {
      const signIn = await fetch(`${env.SUPABASE_URL}/auth/v1/token?grant_type=password`, {
        method: "POST",
        headers: { apikey: env.SUPABASE_PUBLISHABLE_KEY, "Content-Type": "application/json" },
        body: JSON.stringify({ email: accounts[account].email, password: PASSWORD }),
      });
      const { access_token: token } = (await signIn.json()) as { access_token: string };
      const headers = { apikey: env.SUPABASE_PUBLISHABLE_KEY, Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
      const place = `${env.SUPABASE_URL}/storage/v1/${door}/exports/${workspaceId}/${line!.export_id}/1`;
      return (await fetch(place, { ...init, headers })).status;
    };
    // The control: she has opened it a moment ago.
    expect(await direct("vera")).toBe(200);
    expect(await direct("vera", "object/sign", { method: "POST", body: '{"expiresIn":60}' }), "a signed link").toBe(400);
    for (const account of ["adam", "sana", "greg"] as const) expect(await direct(account)).toBeGreaterThanOrEqual(400);
    await rows("update private.workspace_export_downloads set opened_at = now() - interval '2 hours' where workspace_id = $1", [
      workspaceId,
    ]);
    expect(await direct("vera")).toBeGreaterThanOrEqual(400);
  });

  it("finds a person, counts, and erases whom it names", async () => {
    const found = await html(people.adam.request(`${paths.erasePerson(slug)}?q=ERNA`));
    const [, id = ""] = /name="id"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="id"/.exec(found)?.filter(Boolean) ?? [];
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const counted = await html(people.adam.request(`${paths.erasePerson(slug)}?q=ERNA&id=${id}`));
    expect(counted).toContain("erna@erase.example");
    expect(counted).toContain('value="erase-customers"');
    const erase = (who: keyof typeof people, typed: string) =>
      post(people[who], `${paths.erasePerson(slug)}?q=ERNA&id=${id}`, [
        ["intent", "erase-customers"],
        ["customer_id", id],
        ["confirmation", typed],
      ]);
    expect((await erase("sana", "erna@erase.example")).status).toBe(403);
    expect((await erase("greg", "erna@erase.example")).status).toBe(404);
    expect((await erase("adam", "Erna")).status).toBe(422);
    expect(await rows("select from public.customers where customer_id = $1 and erased_at is null", [id])).toHaveLength(1);
    expect((await erase("adam", "erna@erase.example")).headers.get("location")).toBe(paths.dataSettings(slug, { done: "erased" }));
    const [erasure] = await rows<{ erasure_id: string }>("select erasure_id from private.erasures where workspace_id = $1", [workspaceId]);
    await eraseCustomers.run({ workspace_id: workspaceId, erasure_id: erasure!.erasure_id }, tools, { isLast: true });
    expect(await rows("select from public.tickets where workspace_id = $1 and subject <> '—'", [workspaceId])).toHaveLength(0);
    // The export that held the person cannot be fetched any more.
    const [line] = await rows<{ export_id: string }>("select export_id from private.workspace_exports where workspace_id = $1", [
      workspaceId,
    ]);
    expect((await post(people.vera, paths.exportFile(slug), [["export_id", line!.export_id]])).status).toBe(404);
  });

  it("closes the workspace for an owner who types its address, says so everywhere, and opens it again", async () => {
    expect((await act("vera", "request-workspace-deletion", [["confirmation", "keeper"]])).status).toBe(422);
    expect((await act("vera", "request-workspace-deletion", [["confirmation", slug]])).status).toBe(303);
    expect(await html(people.sana.request(paths.inbox(slug)))).toContain("This workspace is being closed.");
    expect(await html(new Customer(app.url, slug).request(paths.newTicket(slug)))).toContain("This support portal is being closed");
    // Nowhere does the portal lead to its form, nor the desk to the portal.
    const waysIn = async () => [
      (await html(new Customer(app.url, slug).request(paths.portal(slug)))).includes(`href="${paths.newTicket(slug)}"`),
      (await html(people.sana.request(paths.inbox(slug)))).includes(`/support/${slug}<`),
    ];
    expect(await waysIn()).toEqual([false, false]);
    const owner = await html(people.vera.request(paths.dataSettings(slug)));
    expect(owner).toContain('value="cancel-workspace-deletion"');
    expect((await act("vera", "cancel-workspace-deletion")).status).toBe(303);
    expect(await waysIn()).toEqual([true, true]);
    expect(await html(people.sana.request(paths.inbox(slug)))).not.toContain("This workspace is being closed.");
  });
});

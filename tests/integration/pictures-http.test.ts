/** Logos, icons and faces over HTTP, through the built app, as browsers without JavaScript send and see them. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Customer } from "../../bench/support/customer";
import { paths } from "../../app/lib/paths";
import { startAppServer, type AppServer } from "../support/app-server";
import { accounts, PASSWORD } from "../support/cast";
import { png, webp } from "../support/files";

const { env } = inject("testStack");
const slug = `pictures-${randomUUID().slice(0, 8)}`;
let app: AppServer;
let database: pg.Client;
/** Owns the workspace; Adam is an agent there, Greg owns another one. */
let olivia: Customer;
let adam: Customer;
let greg: Customer;

beforeAll(async () => {
  app = await startAppServer(env);
  database = new pg.Client({ connectionString: env.DATABASE_URL });
  await database.connect();
  await database.query(
    `with made as (insert into public.workspaces (slug, name) values ($1, 'Kiln & Clay') returning workspace_id)
     insert into public.workspace_members (workspace_id, user_id, role, display_name)
     select workspace_id, account, role::public.member_role, name
     from made, (values ($2::uuid, 'owner', 'Olivia'), ($3::uuid, 'agent', 'Adam')) as people (account, role, name)`,
    [slug, accounts.olivia.userId, accounts.adam.userId],
  );
  [olivia, adam, greg] = (await Promise.all([accounts.olivia, accounts.adam, accounts.greg].map(({ email }) => signedIn(email)))) as [
    Customer,
    Customer,
    Customer,
  ];
});

afterAll(async () => {
  await database?.query("delete from public.workspaces where slug = $1", [slug]);
  await database?.end();
  await app?.stop();
});

async function signedIn(email: string): Promise<Customer> {
  const browser = new Customer(app.url, "");
  const answer = await browser.request(paths.signIn(), {
    method: "POST",
    body: new URLSearchParams({ email, password: PASSWORD, next: paths.desks() }),
  });
  expect(answer.status).toBe(303);
  return browser;
}

type Sent = { intent: string; kind: string; file?: { bytes: Buffer; name?: string; type?: string } };

function post(browser: Customer, place: string, { intent, kind, file }: Sent): Promise<Response> {
  const body = new FormData();
  body.set("intent", intent);
  body.set("kind", kind);
  const { bytes = Buffer.alloc(0), name = "logo.png", type = "image/png" } = file ?? {};
  body.set("picture", new Blob([new Uint8Array(bytes)], { type }), file ? name : "");
  return browser.request(place, { method: "POST", body, headers: { "sec-fetch-dest": "document", accept: "text/html" } });
}
const settings = paths.workspaceSettings(slug);
const setLogo = (browser: Customer, bytes?: Buffer, more: { name?: string; type?: string; kind?: string } = {}) =>
  post(browser, settings, { intent: "set-workspace-picture", kind: more.kind ?? "logo", ...(bytes && { file: { bytes, ...more } }) });
const stored = async () =>
  (await database.query<{ logo_id: string | null }>("select logo_id from public.workspaces where slug = $1", [slug])).rows[0]!.logo_id;
const visitor = () => new Customer(app.url, slug);
const page = async (browser: Customer, place: string) => (await browser.request(place, { headers: { accept: "text/html" } })).text();

describe("A logo", () => {
  it("is sent by a plain form, and shown at the portal with its sides, as its icon too, to anybody", async () => {
    const bytes = png(300, 200);
    const answer = await setLogo(olivia, bytes);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, paths.workspaceSettings(slug, { done: "picture" })]);
    const id = (await stored())!;
    const html = await page(visitor(), paths.portal(slug));
    expect(html).toContain(`<img src="${paths.picture(id)}" alt="" width="42" height="28"`);
    expect(html).toContain(`<link rel="icon" href="${paths.picture(id)}"`);
    const got = await visitor().request(paths.picture(id));
    expect(
      Object.fromEntries(
        ["content-type", "cache-control", "content-security-policy", "x-content-type-options", "set-cookie"].map((name) => [
          name,
          got.headers.get(name),
        ]),
      ),
    ).toEqual({
      "content-type": "image/png",
      "cache-control": "public, max-age=604800, immutable, no-transform",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "set-cookie": null,
    });
    expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it.each<[string, Buffer, { name?: string; type?: string }, number]>([
    ["a page in a picture's clothes", Buffer.from(`<html><script>alert(1)</script></html>${" ".repeat(60)}`), {}, 415],
    [
      "an SVG",
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
      { name: "logo.svg", type: "image/svg+xml" },
      415,
    ],
    ["too many bytes", Buffer.concat([png(20, 20), Buffer.alloc(256 * 1024)]), {}, 413],
    ["a photograph as a camera makes it", Buffer.concat([png(20, 20), Buffer.alloc(12 * 1024 * 1024, 7)]), {}, 413],
    ["too many pixels", png(16, 16, { width: 30_000, height: 30_000 }), {}, 422],
  ])("is refused in words where it is %s", async (_, bytes, more, status) => {
    const before = await stored();
    const answer = await setLogo(olivia, bytes, more);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(/aria-invalid="true"/);
    expect(await stored()).toBe(before);
  });

  it("of more bytes than any file may have is not read at all", async () => {
    const before = await stored();
    // A client that still sends may lose the answer with the connection; an answer is that of the server, not the form's.
    const answer = await setLogo(olivia, Buffer.alloc(27 * 1024 * 1024)).catch(() => null);
    const html = (await answer?.text()) ?? "";
    expect([413, undefined]).toContain(answer?.status);
    expect(html).not.toContain("aria-invalid");
    expect(await stored()).toBe(before);
  });

  it("is what its bytes say, whatever the form says of it", async () => {
    expect((await setLogo(olivia, png(20, 20), { name: "logo.html", type: "text/html" })).status).toBe(303);
    expect((await visitor().request(paths.picture((await stored())!))).headers.get("content-type")).toBe("image/png");
    // One by one pixel.
    expect((await setLogo(olivia, webp)).status).toBe(422);
  });

  it("is neither set nor taken away without a file, by an agent, by another workspace's owner or by nobody", async () => {
    const before = await stored();
    expect((await setLogo(olivia)).status).toBe(422);
    for (const intent of ["set-workspace-picture", "remove-workspace-picture"]) {
      const sent = { intent, kind: "logo", file: { bytes: png(20, 20) } };
      expect((await post(adam, settings, sent)).status).toBe(403);
      expect((await post(greg, settings, sent)).status).toBe(404);
      expect((await post(new Customer(app.url, ""), settings, sent)).headers.get("location")).toContain(paths.signIn());
    }
    expect((await setLogo(olivia, png(20, 20), { kind: "avatar" })).status).toBe(422);
    expect(await stored()).toBe(before);
  });

  it("is not there any more once it was replaced or taken away", async () => {
    const [first] = [await stored(), await setLogo(olivia, png(64, 64))];
    const second = await stored();
    const statusOf = async (id: string | null) => (await visitor().request(paths.picture(id!))).status;
    expect([await statusOf(first), await statusOf(second)]).toEqual([404, 200]);
    expect((await post(olivia, settings, { intent: "remove-workspace-picture", kind: "logo" })).status).toBe(303);
    expect(await statusOf(second)).toBe(404);
    expect(await page(visitor(), paths.portal(slug))).toContain('<link rel="icon" href="/favicon.svg"');
    expect((await visitor().request("/pictures/anything")).status).toBe(404);
    expect((await visitor().request(`/pictures/${randomUUID()}`)).status).toBe(404);
  });
});

describe("A face", () => {
  const face = (browser: Customer, bytes: Buffer) =>
    post(browser, `${paths.account()}?index`, { intent: "set-my-avatar", kind: "avatar", file: { bytes, name: "me.png" } });

  it("is sent by a plain form, stands in the list of members, and is taken away again", async () => {
    expect((await face(adam, png(64, 64))).headers.get("location")).toBe(paths.account({ done: "saved" }));
    const photograph = await face(adam, Buffer.concat([png(20, 20), Buffer.alloc(12 * 1024 * 1024, 7)]));
    expect([photograph.status, (await photograph.text()).includes('aria-invalid="true"')]).toEqual([413, true]);
    const of = async () =>
      (
        await database.query<{ avatar_id: string | null }>(
          "select avatar_id from public.workspace_members join public.workspaces using (workspace_id) where slug = $1 and user_id = $2",
          [slug, accounts.adam.userId],
        )
      ).rows[0]!.avatar_id;
    const id = (await of())!;
    expect(await page(olivia, paths.members(slug))).toContain(paths.picture(id));
    // A customer's browser has no session of the desk.
    expect((await visitor().request(paths.picture(id))).status).toBe(200);
    expect((await face(adam, Buffer.from("no picture"))).status).toBe(415);
    expect((await face(new Customer(app.url, ""), png(64, 64))).headers.get("location")).toContain(paths.signIn());
    expect(await of()).toBe(id);
    expect((await post(adam, `${paths.account()}?index`, { intent: "remove-my-avatar", kind: "avatar" })).status).toBe(303);
    expect([await of(), (await visitor().request(paths.picture(id))).status]).toEqual([null, 404]);
  });
});

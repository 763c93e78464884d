/** One's own account over HTTP, through the built app, as browsers without JavaScript use it. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Customer } from "../../bench/support/customer";
import { paths } from "../../app/lib/paths";
import { startAppServer, type AppServer } from "../support/app-server";
import { PASSWORD } from "../support/cast";
import { mailedLink, mailedLinks } from "../support/mailbox";
import { codeOf } from "../support/totp";

const { env } = inject("testStack");
let app: AppServer;
let database: pg.Client;

beforeAll(async () => {
  app = await startAppServer(env);
  database = new pg.Client({ connectionString: env.DATABASE_URL });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await app?.stop();
});

type Fields = Record<string, string>;
const html = { "sec-fetch-dest": "document", accept: "text/html" };
const post = (browser: Customer, place: string, fields: Fields, headers: Fields = {}) =>
  browser.request(place, { method: "POST", body: new URLSearchParams(fields), headers: { ...html, ...headers } });

/** A page's text; where it is not 200, its status and where it leads. */
async function got(browser: Customer, place: string, headers: Fields = {}): Promise<string> {
  const answer = await browser.request(place, { headers: { ...html, ...headers } });
  if (answer.status !== 200) return `${answer.status} ${answer.headers.get("location") ?? ""}`.trim();
  return (await answer.text()).replaceAll("<!-- -->", "").replaceAll("&amp;", "&");
}
async function said(answer: Response, ...words: string[]): Promise<(string | number | null)[]> {
  const text = (await answer.text()).replaceAll("&amp;", "&").replaceAll("&#x27;", "'");
  return [answer.status, answer.headers.get("location"), ...words.filter((each) => !text.includes(each))];
}
/** The last of the name: the form that was just asked for comes after the others. */
const inputOf = (page: string, name: string) => [...page.matchAll(new RegExp(`name="${name}" value="([^"]+)"`, "g"))].at(-1)?.[1] ?? "";

/** Somebody who owns a workspace. */
async function owner(name = "Ona") {
  const userId = randomUUID();
  const email = `${userId.slice(0, 8)}@account.test`;
  const slug = `account-${userId.slice(0, 8)}`;
  await database.query(
    `with account as (
       insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, is_anonymous, raw_app_meta_data, raw_user_meta_data)
       values ($1, 'authenticated', 'authenticated', $2, extensions.crypt($3, extensions.gen_salt('bf', 4)), now(), false, '{}', $4)
     ), place as (insert into public.workspaces (slug, name) values ($5, 'Paper') returning workspace_id)
     insert into public.workspace_members (workspace_id, user_id, role, display_name) select workspace_id, $1, 'owner', $6 from place`,
    [userId, email, PASSWORD, JSON.stringify({ display_name: name }), slug, name],
  );
  return { userId, email, slug };
}

const signIn = (browser: Customer, email: string, next = paths.desks(), headers: Fields = {}, password = PASSWORD) =>
  post(browser, paths.signIn(), { email, password, next }, headers);

async function signedIn(email: string, headers: Fields = {}): Promise<Customer> {
  const browser = new Customer(app.url, "");
  expect(await said(await signIn(browser, email, paths.desks(), headers))).toEqual([303, paths.desks()]);
  return browser;
}

/** The tokens in a browser's cookies: what somebody who copied them has. */
function tokensOf(browser: Customer): { access: string; refresh: string } {
  const parts = browser.cookie.split("; ").filter((pair) => pair.startsWith("frontroom-desk-") && !pair.includes("code-verifier"));
  const value = parts.map((pair) => pair.slice(pair.indexOf("=") + 1)).join("");
  const session = JSON.parse(Buffer.from(value.replace("base64-", ""), "base64url").toString()) as Record<string, string>;
  return { access: session.access_token ?? "", refresh: session.refresh_token ?? "" };
}
const call = (name: string, access: string, body: unknown = {}) =>
  fetch(`${env.SUPABASE_URL}/rest/v1/rpc/${name}`, {
    method: "POST",
    headers: { apikey: env.SUPABASE_PUBLISHABLE_KEY, authorization: `Bearer ${access}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
const refresh = (token: string) =>
  fetch(`${env.SUPABASE_URL}/auth/v1/token?grant_type=refresh_token`, {
    method: "POST",
    headers: { apikey: env.SUPABASE_PUBLISHABLE_KEY, "content-type": "application/json" },
    body: JSON.stringify({ refresh_token: token }),
  });

const firefox = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" };
const phone = {
  "user-agent":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
};

describe("Sessions", () => {
  it("are listed with their devices, this one first, and only one's own", async () => {
    const [ona, pia] = [await owner(), await owner("Pia")];
    const here = await signedIn(ona.email, firefox);
    await signedIn(ona.email, phone);
    await signedIn(pia.email, { "user-agent": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36" });
    const page = await got(here, paths.accountSessions());
    expect(page).toMatch(/Firefox on Linux[\s\S]*This one[\s\S]*Safari on iOS/);
    expect(page).not.toContain("Chrome on Windows");
    expect(page.match(/name="session_id"/g)).toHaveLength(1);
  });

  it("end at once elsewhere, for both tokens, and the browser there is led to sign in, not in a circle", async () => {
    const { email, slug } = await owner();
    const here = await signedIn(email);
    const there = await signedIn(email);
    const copied = tokensOf(there);
    const names = async () => (await (await call("list_my_workspaces", copied.access)).json()) as unknown;
    expect(await names()).toMatchObject([{ slug }]);
    expect(await said(await post(here, paths.accountSessions(), { intent: "end-other-sessions" }))).toEqual([
      303,
      paths.accountSessions({ ended: 1 }),
    ]);
    expect(await got(here, paths.accountSessions({ ended: 1 }))).toContain("1 session ended.");
    expect(await names()).toMatchObject({ message: "sign_in_required" });
    expect((await refresh(copied.refresh)).status).toBe(400);
    expect(await got(there, paths.inbox(slug))).toBe(`302 ${paths.signIn(paths.inbox(slug))}`.replace("302", "303"));
    expect(await got(there, paths.signIn(paths.inbox(slug)))).toContain("Welcome back");
    expect(await got(here, paths.inbox(slug))).toContain("Paper");
  });

  it("end one by one, and nobody else's", async () => {
    const [ona, pia] = [await owner(), await owner("Pia")];
    const [here, there, other] = [await signedIn(ona.email), await signedIn(ona.email), await signedIn(pia.email)];
    const idOf = ({ access }: { access: string }) =>
      (JSON.parse(Buffer.from(access.split(".")[1] ?? "", "base64url").toString()) as { session_id: string }).session_id;
    const end = async (browser: Customer, id: string) =>
      said(await post(browser, paths.accountSessions(), { intent: "end-session", session_id: id }));
    expect(await end(other, idOf(tokensOf(there)))).toEqual([303, paths.accountSessions({ ended: 0 })]);
    expect(await got(there, paths.inbox(ona.slug))).toContain("Paper");
    expect(await end(here, idOf(tokensOf(there)))).toEqual([303, paths.accountSessions({ ended: 1 })]);
    expect(await got(there, paths.inbox(ona.slug))).toMatch(/^303 \/sign-in/);
    expect((await post(here, paths.accountSessions(), { intent: "end-everything" })).status).toBe(400);
    expect((await post(here, paths.accountSessions(), { intent: "end-session", session_id: "x" })).status).toBe(404);
  });
});

/** Sets up a device, with the code of half a minute ago. */
async function setUpFactor(browser: Customer, name = "My phone") {
  const page = await (await post(browser, paths.accountSecurity(), { intent: "enroll-factor", name })).text();
  const kept = {
    factor_id: inputOf(page, "factor_id"),
    secret: inputOf(page, "secret"),
    uri: inputOf(page.replaceAll("&amp;", "&"), "uri"),
  };
  expect(page).toContain("<svg");
  const verify = (code: string) => post(browser, paths.accountSecurity(), { intent: "verify-factor", ...kept, code });
  return { ...kept, verify };
}

describe("A second factor", () => {
  it("is set up with a code, ends sessions without it, and is asked for at the next sign-in by page and by database", async () => {
    const { email, slug } = await owner();
    const [here, there] = [await signedIn(email), await signedIn(email)];
    const { secret, verify } = await setUpFactor(here);
    expect(await said(await verify("12345"), "A code has six digits.", secret.slice(0, 4))).toEqual([422, null]);
    expect(await said(await verify("000000"), "This code is not right", secret.slice(0, 4))).toEqual([422, null]);
    const used = await codeOf(secret, -30);
    expect(await said(await verify(used.replace(/^.../, "$& ")))).toEqual([303, paths.accountSecurity({ done: "factor-verified" })]);
    expect(await got(here, paths.accountSecurity({ done: "factor-verified" }))).toContain("My phone");
    expect(await got(there, paths.inbox(slug))).toMatch(/^303 \/sign-in/);

    const later = new Customer(app.url, "");
    const wayIn = paths.signInCode(paths.inbox(slug));
    expect(await said(await signIn(later, email, paths.inbox(slug)))).toEqual([303, wayIn]);
    // What the password alone has given is worth nothing, neither in a page nor at the Data API.
    expect(await got(later, paths.inbox(slug))).toBe(`303 ${wayIn}`);
    expect(await got(later, paths.account())).toBe(`303 ${paths.signInCode(paths.account())}`);
    expect(await got(later, paths.signIn(paths.inbox(slug)))).toBe(`303 ${wayIn}`);
    const half = tokensOf(later).access;
    for (const name of ["list_my_workspaces", "list_my_sessions", "end_other_sessions"])
      expect(await (await call(name, half)).json(), name).toMatchObject({ message: "second_factor_required" });
    const page = await got(later, wayIn);
    expect(page).toContain("Enter your code");
    const enter = (code: string) => post(later, wayIn, { code, next: paths.inbox(slug) });
    expect(await said(await enter(used), "was used already")).toEqual([422, null]);
    expect(await said(await enter(await codeOf(secret)))).toEqual([303, paths.inbox(slug)]);
    expect(await got(later, paths.inbox(slug))).toContain("Paper");
    expect(await (await call("list_my_workspaces", tokensOf(later).access)).json()).toMatchObject([{ slug }]);
    // Elsewhere is not where it leads.
    const again = new Customer(app.url, "");
    await signIn(again, email);
    expect(await said(await post(again, paths.signInCode(), { code: await codeOf(secret, 30), next: "https://evil.example/" }))).toEqual([
      303,
      paths.desks(),
    ]);
  });

  it("is removed by who has given it, and the password alone opens the account again", async () => {
    const { email } = await owner();
    const here = await signedIn(email);
    const { factor_id: factorId, secret, verify } = await setUpFactor(here);
    await verify(await codeOf(secret, -30));
    const half = new Customer(app.url, "");
    await signIn(half, email);
    expect(await said(await post(half, paths.accountSecurity(), { intent: "remove-factor", factor_id: factorId }))).toEqual([
      303,
      paths.signInCode(paths.accountSecurity()),
    ]);
    expect(await said(await post(here, paths.accountSecurity(), { intent: "remove-factor", factor_id: factorId }))).toEqual([
      303,
      paths.accountSecurity({ done: "factor-removed" }),
    ]);
    expect(await got(await signedIn(email), paths.accountSecurity())).toContain("Set up");
  });

  it("has a second device, chosen at the sign-in", async () => {
    const { email, slug } = await owner();
    const here = await signedIn(email);
    const first = await setUpFactor(here);
    await first.verify(await codeOf(first.secret, -30));
    expect(await said(await post(here, paths.accountSecurity(), { intent: "enroll-factor", name: "My phone" }), "already")).toEqual([
      422,
      null,
    ]);
    const second = await setUpFactor(here, "Tablet");
    expect((await second.verify(await codeOf(second.secret, -30))).status).toBe(303);
    const later = new Customer(app.url, "");
    await signIn(later, email, paths.inbox(slug));
    expect(await got(later, paths.signInCode(paths.inbox(slug)))).toContain(`value="${second.factor_id}"`);
    const entered = await post(later, paths.signInCode(), {
      code: await codeOf(second.secret),
      factor_id: second.factor_id,
      next: paths.inbox(slug),
    });
    expect(await said(entered)).toEqual([303, paths.inbox(slug)]);
  });
});

describe("The profile", () => {
  it("changes the name in all workspaces, and the language on all devices", async () => {
    const { email, slug, userId } = await owner();
    const here = await signedIn(email);
    expect(await got(here, paths.account())).toContain('value="Ona"');
    const save = async (fields: Fields) => said(await post(here, `${paths.account()}?index`, fields));
    expect(await save({ name: " ", locale: "auto" })).toEqual([422, null]);
    expect(await save({ name: "Ona", locale: "fr" })).toEqual([422, null]);
    expect(await save({ name: " Ona Owl ", locale: "de" })).toEqual([303, paths.account({ done: "saved" })]);
    const { rows } = await database.query("select display_name from public.workspace_members where user_id = $1", [userId]);
    expect(rows).toEqual([{ display_name: "Ona Owl" }]);
    const there = await signedIn(email);
    for (const browser of [here, there])
      expect(await got(browser, paths.account(), { "accept-language": "en" })).toContain('<html lang="de"');
    expect(await got(here, paths.inbox(slug))).toContain("Ona Owl");
    // The switch at the foot of the page goes on working.
    await post(here, paths.locale(), { locale: "en", return_to: paths.account() });
    expect(await got(here, paths.account())).toContain('<html lang="en"');
  });
});

/** Opens a mailed link and presses its button. */
async function follow(browser: Customer, link: URL): Promise<(string | number | null)[]> {
  const page = await browser.request(link.pathname + link.search, { headers: html });
  expect([page.status, page.headers.get("cache-control")]).toEqual([200, "no-store"]);
  return said(await post(browser, link.pathname, Object.fromEntries(link.searchParams)));
}
const mailed = (to: string, type: "signup" | "recovery" | "email_change", count = 1) => mailedLink(env.MAIL_WEB_URL, to, type, count);

describe("An address", () => {
  const signUp = (browser: Customer, email: string, next: string, password = "a short sentence") =>
    post(browser, paths.signUp(), { name: "Nora", email, password, next });

  it("is confirmed by mail before it signs in; the link leads on to where the sign-up was heading", async () => {
    const email = `${randomUUID().slice(0, 8)}@account.test`;
    const next = paths.newWorkspace();
    const browser = new Customer(app.url, "");
    const waiting = paths.confirmAddress({ email, next });
    expect(await said(await signUp(browser, email, next))).toEqual([303, waiting]);
    expect(await got(browser, waiting)).toContain(email);
    expect(await got(browser, next)).toMatch(/^303 \/sign-in/);
    expect(await said(await signIn(browser, email, next, {}, "a short sentence"))).toEqual([303, waiting]);
    expect(await said(await signIn(browser, email, next, {}, "a wrong sentence"), "is not right")).toEqual([422, null]);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await said(await post(browser, waiting, { email, next }))).toEqual([303, paths.confirmAddress({ email, next, sent: 1 })]);
    const link = await mailed(email, "signup", 2);
    expect(link.origin).toBe(app.url);
    // A program that looks at every link leaves it as it is.
    await got(new Customer(app.url, ""), link.pathname + link.search);
    const elsewhere = new Customer(app.url, "");
    expect(await follow(elsewhere, link)).toEqual([303, next]);
    expect(await got(elsewhere, next)).toContain('value="Nora"');
    expect(await said(await post(browser, link.pathname, Object.fromEntries(link.searchParams)), "does not work any more")).toEqual([
      410,
      null,
    ]);
    expect(await said(await post(browser, "/auth/confirm", { type: "magic", token_hash: "x" }), "does not work any more")).toEqual([
      410,
      null,
    ]);
  });

  it("that has an account gets the same answers as one that has none", async () => {
    const { email } = await owner();
    const unknown = `${randomUUID().slice(0, 8)}@account.test`;
    const ask = async (address: string) => {
      const visitor = new Customer(app.url, "");
      const answers = [
        await said(await signUp(visitor, address, paths.desks())),
        await said(await post(visitor, paths.confirmAddress({ email: address }), { email: address })),
        await said(await post(visitor, paths.forgotPassword(), { email: address }), "is on its way to it"),
      ];
      return JSON.stringify(answers).replaceAll(encodeURIComponent(address), "");
    };
    expect(await ask(email)).toBe(await ask(unknown));
    expect(await mailedLinks(env.MAIL_WEB_URL, email, "signup")).toEqual([]);
    // Who knows the password came for the account, and gets it.
    expect(await said(await signUp(new Customer(app.url, ""), email, paths.desks(), PASSWORD))).toEqual([303, paths.desks()]);
  });

  it("goes on nowhere but to this site", async () => {
    const email = `${randomUUID().slice(0, 8)}@account.test`;
    await signUp(new Customer(app.url, ""), email, "https://evil.example/");
    const link = await mailed(email, "signup");
    link.searchParams.set("next", "https://evil.example/desk/new");
    expect(await follow(new Customer(app.url, ""), link)).toEqual([303, paths.desks()]);
  });

  it("changes when both mailboxes have confirmed, for who knows the password", async () => {
    const { email } = await owner();
    const fresh = `new-${email}`;
    const here = await signedIn(email);
    const change = async (fields: Fields, ...words: string[]) =>
      said(
        await post(here, paths.accountSecurity(), { intent: "change-email", email: fresh, current_password: PASSWORD, ...fields }),
        ...words,
      );
    expect(await change({ current_password: "not mine" }, "This is not your password.")).toEqual([422, null]);
    expect(await change({ email }, "This is the address you have.")).toEqual([422, null]);
    expect(await change({ email: (await owner()).email }, "cannot be used")).toEqual([422, null]);
    expect(await change({})).toEqual([303, paths.accountSecurity({ done: "email-requested" })]);
    expect(await got(here, paths.accountSecurity())).toContain(fresh);
    expect(await follow(new Customer(app.url, ""), await mailed(fresh, "email_change"))).toEqual([200, null]);
    await signedIn(email);
    expect(await follow(here, await mailed(email, "email_change"))).toEqual([303, paths.accountSecurity({ done: "email-changed" })]);
    await signedIn(fresh);
    expect((await signIn(new Customer(app.url, ""), email)).status).toBe(422);
  });
});

describe("A password", () => {
  it("is changed by who knows the old one, and ends all other sessions", async () => {
    const { email, slug } = await owner();
    const [here, there] = [await signedIn(email), await signedIn(email)];
    const copied = tokensOf(there);
    const change = async (fields: Fields, ...words: string[]) =>
      said(
        await post(here, paths.accountSecurity(), {
          intent: "change-password",
          current_password: PASSWORD,
          password: "quite another one",
          ...fields,
        }),
        ...words,
      );
    expect(await change({ current_password: "not mine" }, "This is not your password.")).toEqual([422, null]);
    expect(await change({ password: "short" }, "Use at least 10 characters.")).toEqual([422, null]);
    expect(await got(there, paths.inbox(slug))).toContain("Paper");
    expect(await change({})).toEqual([303, paths.accountSecurity({ done: "password-changed" })]);
    expect(await got(there, paths.inbox(slug))).toMatch(/^303 \/sign-in/);
    expect((await refresh(copied.refresh)).status).toBe(400);
    expect(await got(here, paths.inbox(slug))).toContain("Paper");
    expect((await signIn(new Customer(app.url, ""), email)).status).toBe(422);
    expect((await signIn(new Customer(app.url, ""), email, paths.desks(), {}, "quite another one")).status).toBe(303);
  });

  it("that is forgotten is replaced by mail, once; the second factor is still asked for", async () => {
    const { email } = await owner();
    const there = await signedIn(email);
    const { secret, verify } = await setUpFactor(there);
    await verify(await codeOf(secret, -30));
    const browser = new Customer(app.url, "");
    expect(await said(await post(browser, paths.forgotPassword(), { email }), "is on its way to it", email)).toEqual([200, null]);
    const link = await mailed(email, "recovery");
    expect(await follow(browser, link)).toEqual([303, paths.newPassword()]);
    const save = async () => said(await post(browser, paths.newPassword(), { password: "quite another one" }));
    const wayIn = paths.signInCode(paths.newPassword());
    expect(await got(browser, paths.newPassword())).toBe(`303 ${wayIn}`);
    expect(await save()).toEqual([303, wayIn]);
    expect(await said(await post(browser, wayIn, { code: await codeOf(secret), next: paths.newPassword() }))).toEqual([
      303,
      paths.newPassword(),
    ]);
    expect(await save()).toEqual([303, paths.desks()]);
    expect(await got(there, paths.account())).toMatch(/^303 \/sign-in/);
    expect(
      await said(await post(new Customer(app.url, ""), link.pathname, Object.fromEntries(link.searchParams)), "does not work"),
    ).toEqual([410, null]);
    expect((await signIn(new Customer(app.url, ""), email, paths.desks(), {}, "quite another one")).status).toBe(303);
  });

  it("is not set without the old one by who is merely signed in", async () => {
    const { email } = await owner();
    const here = await signedIn(email);
    expect(await got(here, paths.newPassword())).toBe(`303 ${paths.accountSecurity()}`);
    expect(await said(await post(here, paths.newPassword(), { password: "quite another one" }))).toEqual([303, paths.accountSecurity()]);
    await signedIn(email);
  });
});

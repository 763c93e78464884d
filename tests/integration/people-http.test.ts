/** Members, invitations and teams over HTTP, through the built app, as browsers without JavaScript use them. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Customer } from "../../bench/support/customer";
import { paths } from "../../app/lib/paths";
import { startAppServer, type AppServer } from "../support/app-server";
import { giveLogo } from "../support/logo";
import { accounts, PASSWORD } from "../support/cast";
import { mailedLink } from "../support/mailbox";

const { env } = inject("testStack");
let app: AppServer;
let database: pg.Client;
/** Owner of another workspace. */
let greg: Customer;

beforeAll(async () => {
  app = await startAppServer(env);
  database = new pg.Client({ connectionString: env.DATABASE_URL });
  await database.connect();
  greg = await signedIn(accounts.greg.email);
});

afterAll(async () => {
  await database?.end();
  await app?.stop();
});

async function signedIn(email: string, next = paths.desks()): Promise<Customer> {
  const browser = new Customer(app.url, "");
  const answer = await browser.request(paths.signIn(), { method: "POST", body: new URLSearchParams({ email, password: PASSWORD, next }) });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, next]);
  return browser;
}

type Fields = Record<string, string | string[]>;

function post(browser: Customer, place: string, fields: Fields): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) body.append(name, each);
  return browser.request(place, { method: "POST", body, headers: { "sec-fetch-dest": "document", accept: "text/html" } });
}
async function got(browser: Customer, place: string): Promise<string> {
  const answer = await browser.request(place, { headers: { accept: "text/html" } });
  expect(answer.status, place).toBe(200);
  return (await answer.text()).replaceAll("<!-- -->", "");
}
/** Status and where it leads; for a page what is asked for in its text. */
async function said(answer: Response, ...words: string[]): Promise<(string | number | null)[]> {
  const html = await answer.text();
  return [answer.status, answer.headers.get("location"), ...words.filter((each) => !html.includes(each))];
}
const unescaped = (html: string) => html.replaceAll("&amp;", "&");

async function account(name: string): Promise<{ userId: string; email: string }> {
  const userId = randomUUID();
  const email = `${name.toLowerCase()}-${userId.slice(0, 8)}@people.test`;
  await database.query(
    `insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, is_anonymous, raw_app_meta_data, raw_user_meta_data)
     values ($1, 'authenticated', 'authenticated', $2, extensions.crypt($3, extensions.gen_salt('bf', 4)), now(), false, '{}', $4)`,
    [userId, email, PASSWORD, { display_name: name }],
  );
  return { userId, email };
}

/** A workspace of its own: Ona owns it, Ari is admin, Gil and Hed are agents, the teams are Front (Gil leads it) and Back. */
async function workspace() {
  const slug = `people-${randomUUID().slice(0, 8)}`;
  const { rows } = await database.query<{ id: string }>(
    "insert into public.workspaces (slug, name) values ($1, 'Paper & Works') returning workspace_id as id",
    [slug],
  );
  const workspaceId = rows[0]!.id;
  const join = async (name: string, role: string) => {
    const { userId, email } = await account(name);
    const made = await database.query<{ id: string }>(
      "insert into public.workspace_members (workspace_id, user_id, role, display_name) values ($1, $2, $3, $4) returning member_id as id",
      [workspaceId, userId, role, name],
    );
    return { id: made.rows[0]!.id, email };
  };
  const team = async (name: string) => {
    const made = await database.query<{ id: string }>(
      "insert into public.teams (workspace_id, name) values ($1, $2) returning team_id as id",
      [workspaceId, name],
    );
    return made.rows[0]!.id;
  };
  const ona = await join("Ona", "owner");
  const [ari, gil, hed] = [await join("Ari", "admin"), await join("Gil", "agent"), await join("Hed", "agent")];
  const [front, back] = [await team("Front"), await team("Back")];
  await database.query("insert into public.team_members (workspace_id, team_id, member_id, is_lead) values ($1, $2, $3, true)", [
    workspaceId,
    front,
    gil.id,
  ]);
  const one = async <Row extends pg.QueryResultRow>(query: string, value: string) => (await database.query<Row>(query, [value])).rows[0];
  return {
    slug,
    ona,
    ari,
    gil,
    hed,
    front,
    back,
    /** An open ticket of somebody and a team. */
    ticket: async (assignee: string | null, teamId: string | null = null): Promise<string> => {
      const browser = new Customer(app.url, slug);
      await browser.visitForm();
      const { ticketId } = await browser.postTicket(1);
      await database.query("update public.tickets set assignee_id = $2, team_id = $3 where ticket_id = $1", [ticketId, assignee, teamId]);
      return ticketId;
    },
    placeOf: (ticketId: string) =>
      one<{ assignee_id: string | null; team_id: string | null }>(
        "select assignee_id, team_id from public.tickets where ticket_id = $1",
        ticketId,
      ),
    member: (id: string) =>
      one<{ role: string; is_active: boolean; is_removed: boolean }>(
        "select role, is_active, removed_at is not null as is_removed from public.workspace_members where member_id = $1",
        id,
      ),
    invitation: (email: string) =>
      one<{ id: string; role: string }>(
        "select invitation_id as id, role from public.workspace_invitations where email = $1 order by created_at desc",
        email,
      ),
    /** An open invitation, and the secret that its mail would hold. */
    invited: async (email: string, role = "agent", teamIds: string[] = []): Promise<{ id: string; link: string }> => {
      const link = randomBytes(32).toString("base64url");
      const made = await database.query<{ id: string }>(
        `with made as (
           insert into public.workspace_invitations (workspace_id, email, role, team_ids, invited_by, sent_at)
           values ($1, $2, $3, $4, $5, now() - interval '1 hour') returning workspace_id, invitation_id)
         insert into private.invitation_secrets select workspace_id, invitation_id, decode($6, 'hex') from made returning invitation_id as id`,
        [workspaceId, email, role, teamIds, ona.id, createHash("sha256").update(link).digest("hex")],
      );
      return { id: made.rows[0]!.id, link };
    },
  };
}

/** Where the links lead that say of themselves to be the page. */
const hrefsOfCurrent = (html: string) =>
  Array.from(html.matchAll(/<a [^>]*aria-current="page"[^>]*>/g), ([link]) => /href="([^"]*)"/.exec(link)?.[1]);

const address = () => `${randomUUID()}@colleague.test`;

describe("Inviting", () => {
  it("asks several people at once, who are in the list until they accept", async () => {
    const { slug, ona, back, invitation } = await workspace();
    const owner = await signedIn(ona.email);
    const [first, second] = [address(), address()];
    const answer = await post(owner, paths.inviteMembers(slug), {
      emails: `${first}, Kim <${second.toUpperCase()}>`,
      role: "admin",
      teamIds: [back],
    });
    expect(await said(answer)).toEqual([303, paths.members(slug, { done: "invited", mails: 2 })]);
    const list = await got(owner, paths.members(slug, { done: "invited", mails: 2 }));
    for (const words of ["2 invitations are on their way.", first, second, "Back", "Send again", "Take back"])
      expect(list).toContain(words);
    expect((await invitation(second))?.role).toBe("admin");
  });

  it("says of each address why it was not asked, and keeps those in the form", async () => {
    const { slug, ona, gil, invited } = await workspace();
    const owner = await signedIn(ona.email);
    const [fresh, asked] = [address(), address()];
    await invited(asked);
    const place = paths.inviteMembers(slug);
    const some = await post(owner, place, { emails: [fresh, gil.email, asked].join("\n"), role: "agent" });
    const html = await some.text();
    expect(some.status).toBe(409);
    for (const words of ["Invited.", "is a member already", "has an open invitation already", `${gil.email}\n${asked}</textarea>`])
      expect(html).toContain(words);
    expect(html).not.toContain(`${fresh}\n`);

    const refusals: [Fields, number, string][] = [
      [{ emails: gil.email, role: "agent" }, 409, "is a member already"],
      [{ emails: "a@example.com, nonsense", role: "agent" }, 422, "These do not look like email addresses: nonsense"],
      [{ emails: " ", role: "agent" }, 422, "Write at least one email address."],
      [{ emails: address(), role: "agent", teamIds: [randomUUID()] }, 404, "This team does not exist any more."],
      [{ emails: address(), role: "emperor" }, 422, "invite-emails"],
    ];
    for (const [fields, status, words] of refusals) {
      const answer = await post(owner, place, fields);
      const page = await answer.text();
      expect([answer.status, page.includes(words)], words).toEqual([status, true]);
      expect(page).toContain(String(fields.emails).trim());
    }
  });

  it("offers admins no rank of their own, and refuses it to whoever asks nevertheless", async () => {
    const { slug, ari, gil, invitation } = await workspace();
    const [admin, agent] = await Promise.all([signedIn(ari.email), signedIn(gil.email)]);
    const place = paths.inviteMembers(slug);
    expect(await got(admin, place)).not.toContain('value="owner"');
    const [asked, higher, never] = [address(), address(), address()];
    expect((await post(admin, place, { emails: asked, role: "agent" })).status).toBe(303);
    const refused = await post(admin, place, { emails: higher, role: "admin" });
    expect([refused.status, (await refused.text()).includes("Only owners can do this")]).toEqual([403, true]);
    expect((await post(agent, place, { emails: never, role: "agent" })).status).toBe(403);
    expect((await post(greg, place, { emails: never, role: "agent" })).status).toBe(404);
    expect([await invitation(asked), await invitation(higher), await invitation(never)]).toEqual([
      expect.objectContaining({ role: "agent" }),
      undefined,
      undefined,
    ]);
  });

  it("can be repeated after a minute, and taken back once", async () => {
    const { slug, ona, ari, gil, invited } = await workspace();
    const [owner, admin, agent] = await Promise.all([signedIn(ona.email), signedIn(ari.email), signedIn(gil.email)]);
    const [ofAgent, ofAdmin] = [await invited(address()), await invited(address(), "admin")];
    const send = (browser: Customer, intent: string, id: string) => post(browser, paths.members(slug), { intent, invitation_id: id });
    expect(await said(await send(admin, "resend-invitation", ofAgent.id))).toEqual([303, paths.members(slug, { done: "resent" })]);
    expect(await said(await send(owner, "resend-invitation", ofAgent.id), "A mail went out a moment ago.")).toEqual([429, null]);
    for (const intent of ["resend-invitation", "revoke-invitation"]) {
      expect((await send(admin, intent, ofAdmin.id)).status, intent).toBe(403);
      expect((await send(agent, intent, ofAgent.id)).status, intent).toBe(403);
      expect((await send(greg, intent, ofAgent.id)).status, intent).toBe(404);
    }
    expect(await said(await send(owner, "revoke-invitation", ofAdmin.id))).toEqual([303, paths.members(slug, { done: "revoked" })]);
    expect(await said(await send(owner, "revoke-invitation", ofAdmin.id), "accepted or taken back already")).toEqual([404, null]);
    expect((await send(owner, "revoke-invitation", "nonsense")).status).toBe(422);
    expect((await greg.request(paths.invitation(ofAdmin.link))).status).toBe(410);
    // The control.
    expect((await greg.request(paths.invitation(ofAgent.link))).status).toBe(200);
  });
});

describe("The link of an invitation", () => {
  it("leads by signing up back to it, and joins under the name that was written", async () => {
    const { slug, invited, front } = await workspace();
    const logoId = await giveLogo(database, slug);
    const email = address();
    const { link } = await invited(email, "agent", [front]);
    const here = paths.invitation(link);
    const browser = new Customer(app.url, slug);
    const offer = await browser.request(here);
    expect(offer.headers.get("cache-control")).toBe("no-store");
    const page = unescaped(await offer.text());
    // Decoration: the name stands beside it. A mail shows it too, in a page that is not ours.
    expect(page).toContain(`<img src="${paths.picture(logoId)}" alt="" width="84" height="56"`);
    const picture = await new Customer(app.url, slug).request(paths.picture(logoId));
    expect(["content-type", "cross-origin-resource-policy"].map((name) => picture.headers.get(name))).toEqual([
      "image/png",
      "cross-origin",
    ]);
    expect(offer.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    for (const words of ["Ona", "Paper & Works", email, paths.signUp(here, email), paths.signIn(here, email)])
      expect(page).toContain(words);
    expect(await got(browser, paths.signUp(here, email))).toContain(`value="${email}"`);
    expect((await post(browser, here, { link, name: "Nora" })).headers.get("location")).toBe(paths.signIn(here));

    const signUp = await post(browser, paths.signUp(here), { name: "Nora", email, password: "a short sentence", next: here });
    expect(await said(signUp)).toEqual([303, paths.confirmAddress({ email, next: here })]);
    const mailed = await mailedLink(env.MAIL_WEB_URL, email, "signup");
    expect(await got(browser, mailed.pathname + mailed.search)).toContain("Confirm");
    const confirmed = await post(browser, mailed.pathname, Object.fromEntries(mailed.searchParams));
    expect(await said(confirmed)).toEqual([303, here]);
    expect(await got(browser, here)).toContain('value="Nora"');
    expect(await said(await post(browser, here, { link, name: " " }), "Write your name.")).toEqual([422, null]);
    expect(await said(await post(browser, here, { link, name: "Nora Nowak" }))).toEqual([303, paths.inbox(slug)]);
    expect(await got(browser, paths.inbox(slug))).toContain("Nora Nowak");
    // Once.
    expect((await browser.request(here)).status).toBe(410);
    expect((await post(browser, here, { link, name: "Again" })).headers.get("location")).toBe(paths.invitation());
    expect(app.output()).toContain('"path":"/join"');
    expect(app.output()).not.toContain(link);
  });

  it("is for one address: anybody else is told, can sign out, and comes back to it", async () => {
    const { slug, hed, invited } = await workspace();
    const email = address();
    const { link } = await invited(email);
    const here = paths.invitation(link);
    const other = await signedIn(hed.email, here);
    const page = await got(other, here);
    for (const words of [hed.email, email, "Sign out and go on"]) expect(page).toContain(words);
    const refused = await post(other, here, { link, name: "Not me" });
    expect(refused.status).toBe(403);
    expect(await said(await post(other, paths.signOut(), { next: here }))).toEqual([303, here]);
    expect(await got(other, here)).not.toContain(hed.email);
    expect(await said(await post(other, paths.signOut(), { next: "https://evil.example/" }))).toEqual([303, paths.signIn()]);
    expect((await greg.request(paths.inbox(slug))).status).toBe(404);
  });

  it.each(["expired", "taken back", "unknown"])("says what happened and what to do when it is %s, and joins nobody", async (state) => {
    const { slug, invited } = await workspace();
    const nora = await account("Nora");
    const browser = await signedIn(nora.email);
    const { id, link } = await invited(nora.email);
    const change = { expired: "expires_at = now()", "taken back": "revoked_at = now()", unknown: "role = role" }[state] ?? "";
    expect((await greg.request(paths.invitation(link))).status).toBe(200);
    const set = (to: string) => database.query(`update public.workspace_invitations set ${to} where invitation_id = $1`, [id]);
    const accept = (secret: string) => post(browser, paths.invitation(secret), { link: secret, name: "Nora" });
    await set(change);
    const tried = state === "unknown" ? link.slice(1) : link;
    const answer = await greg.request(paths.invitation(tried));
    expect(await said(answer, "This invitation does not work any more", "ask whoever invited you")).toEqual([410, null]);
    expect(await said(await accept(tried))).toEqual([303, paths.invitation()]);
    expect((await browser.request(paths.inbox(slug))).status).toBe(404);

    // As it was, the account alone decides: an address that nobody has confirmed is nobody's.
    await set("expires_at = now() + interval '1 day', revoked_at = null");
    const confirm = (at: string) => database.query(`update auth.users set email_confirmed_at = ${at} where id = $1`, [nora.userId]);
    await confirm("null");
    expect((await accept(link)).status).toBe(403);
    await confirm("now()");
    expect(await said(await accept(link))).toEqual([303, paths.inbox(slug)]);
  });
});

describe("A member", () => {
  it("gets another role from whom it may come", async () => {
    const { slug, ona, ari, gil, hed, member } = await workspace();
    const [owner, admin, agent] = await Promise.all([signedIn(ona.email), signedIn(ari.email), signedIn(gil.email)]);
    const set = (browser: Customer, id: string, role: string) => post(browser, paths.member(slug, id), { intent: "set-member-role", role });
    expect(await said(await set(owner, gil.id, "admin"))).toEqual([303, paths.members(slug, { done: "role" })]);
    expect((await member(gil.id))?.role).toBe("admin");
    // From the next request on.
    expect((await agent.request(paths.members(slug))).status).toBe(200);
    expect(await said(await set(admin, gil.id, "agent"), "Only owners can do this")).toEqual([403, null]);
    expect((await set(admin, hed.id, "admin")).status).toBe(403);
    expect((await set(admin, ari.id, "owner")).status).toBe(403);
    expect(await said(await set(owner, ona.id, "admin"), "A workspace needs an owner.")).toEqual([409, null]);
    expect((await set(owner, hed.id, "emperor")).status).toBe(422);
    expect((await set(owner, randomUUID(), "agent")).status).toBe(404);
    expect((await set(greg, hed.id, "owner")).status).toBe(404);
    const hedsBrowser = await signedIn(hed.email);
    expect((await set(hedsBrowser, hed.id, "owner")).status).toBe(403);
    // Whoever makes less of themselves is led to where they still may be.
    expect(await said(await set(admin, ari.id, "agent"))).toEqual([303, paths.inbox(slug)]);
    expect([(await member(ari.id))?.role, (await member(hed.id))?.role]).toEqual(["agent", "agent"]);
  });

  it("is shown with what may be done, and only that", async () => {
    const { slug, ona, ari, gil } = await workspace();
    const [owner, admin, agent] = await Promise.all([signedIn(ona.email), signedIn(ari.email), signedIn(gil.email)]);
    const intents = async (browser: Customer, id: string) => {
      const html = await got(browser, paths.member(slug, id));
      return [...new Set([...html.matchAll(/name="intent" value="([\w-]+)"/g)].map(([, intent]) => intent))];
    };
    expect(await intents(owner, ari.id)).toEqual(["set-member-role", "transfer-ownership", "deactivate-member", "remove-member"]);
    expect(await intents(owner, ona.id)).toEqual(["set-member-role"]);
    expect(await intents(admin, gil.id)).toEqual(["deactivate-member", "remove-member"]);
    expect(await intents(admin, ona.id)).toEqual([]);
    for (const place of [
      paths.members(slug),
      paths.member(slug, gil.id),
      paths.inviteMembers(slug),
      paths.roles(slug),
      paths.teams(slug),
    ]) {
      const refused = await agent.request(place);
      expect([refused.status, (await refused.text()).includes("Settings are for owners and admins")], place).toEqual([403, true]);
      expect((await greg.request(place)).status, place).toBe(404);
    }
    expect((await owner.request(paths.member(slug, "nonsense"))).status).toBe(404);
  });

  it("gets the whole workspace from its owner", async () => {
    const { slug, ona, ari, gil, hed, member } = await workspace();
    const [owner, admin] = await Promise.all([signedIn(ona.email), signedIn(ari.email)]);
    const transfer = (browser: Customer, id: string) => post(browser, paths.member(slug, id), { intent: "transfer-ownership" });
    expect((await transfer(admin, ari.id)).status).toBe(403);
    expect((await transfer(greg, ari.id)).status).toBe(404);
    await post(owner, paths.member(slug, hed.id), { intent: "deactivate-member" });
    expect(await said(await transfer(owner, hed.id), "cannot sign in at present")).toEqual([409, null]);
    expect(await said(await transfer(owner, gil.id))).toEqual([303, paths.members(slug, { done: "transferred" })]);
    expect([(await member(gil.id))?.role, (await member(ona.id))?.role]).toEqual(["owner", "admin"]);
    expect((await transfer(owner, ona.id)).status).toBe(403);
  });

  it("can be deactivated and back, and removed, while the open tickets go to somebody else", async () => {
    const { slug, ona, gil, hed, ari, ticket, placeOf, member } = await workspace();
    const [owner, agent] = await Promise.all([signedIn(ona.email), signedIn(gil.email)]);
    const [open, other] = [await ticket(gil.id), await ticket(hed.id)];
    const change = (browser: Customer, id: string, fields: Fields) => post(browser, paths.member(slug, id), fields);
    expect(await got(owner, paths.member(slug, gil.id))).toContain("Give the 1 open ticket to");
    expect(await said(await change(owner, gil.id, { intent: "deactivate-member", reassign_to: hed.id }))).toEqual([
      303,
      paths.members(slug, { done: "deactivated", tickets: 1 }),
    ]);
    expect((await placeOf(open))?.assignee_id).toBe(hed.id);
    expect((await agent.request(paths.inbox(slug))).status).toBe(404);
    expect(await got(owner, paths.members(slug, { done: "deactivated", tickets: 1 }))).toContain("1 open ticket went along.");

    // To somebody who is away they do not go, and nothing else happens either.
    const refused = await change(owner, hed.id, { intent: "remove-member", reassign_to: gil.id });
    expect(await said(refused, 'id="remove-member-reassign-error"', "not a member of the workspace any more")).toEqual([422, null]);
    expect((await member(hed.id))?.is_active).toBe(true);

    expect(await said(await change(owner, gil.id, { intent: "reactivate-member" }))).toEqual([
      303,
      paths.members(slug, { done: "reactivated" }),
    ]);
    expect((await agent.request(paths.inbox(slug))).status).toBe(200);
    expect(await said(await change(owner, hed.id, { intent: "remove-member", reassign_to: "" }))).toEqual([
      303,
      paths.members(slug, { done: "removed", tickets: 2 }),
    ]);
    expect([(await placeOf(open))?.assignee_id, (await placeOf(other))?.assignee_id]).toEqual([null, null]);
    expect((await owner.request(paths.member(slug, hed.id))).status).toBe(404);
    expect((await change(owner, hed.id, { intent: "reactivate-member" })).status).toBe(404);

    for (const intent of ["deactivate-member", "remove-member", "reactivate-member"]) {
      expect((await change(agent, ari.id, { intent })).status, intent).toBe(403);
      expect((await change(greg, ari.id, { intent })).status, intent).toBe(404);
    }
    const admin = await signedIn(ari.email);
    expect((await change(admin, ona.id, { intent: "remove-member" })).status).toBe(403);
    expect(await said(await change(owner, ona.id, { intent: "deactivate-member" }), "A workspace needs an owner.")).toEqual([409, null]);
    expect([(await member(ari.id))?.is_active, (await member(ona.id))?.is_active]).toEqual([true, true]);
  });

  it("leaves by choice, but for the last owner", async () => {
    const { slug, ona, gil, ticket, placeOf, member } = await workspace();
    const [owner, agent] = await Promise.all([signedIn(ona.email), signedIn(gil.email)]);
    const open = await ticket(gil.id);
    const place = paths.leaveWorkspace(slug);
    const page = await got(agent, place);
    for (const words of ["Your 1 open ticket is nobody", "new invitation"]) expect(page).toContain(words);
    // The inbox is where the inbox and its tickets are, and not on all pages whose address begins as its own does.
    for (const [at, isInbox] of [
      [paths.inbox(slug), true],
      [paths.deskTicket(slug, open), true],
      [place, false],
      [paths.memberWork(slug), false],
    ] as const)
      expect(hrefsOfCurrent(await got(agent, at)).includes(paths.inbox(slug)), at).toBe(isInbox);
    const steps = await got(owner, paths.firstSteps(slug));
    expect([steps.includes("<h1"), hrefsOfCurrent(steps)]).toEqual([true, []]);
    expect(hrefsOfCurrent(await got(owner, paths.members(slug)))).toContain(paths.settings(slug));
    expect(await got(agent, paths.inbox(slug))).toContain(`href="${place}"`);
    expect(await said(await post(owner, place, {}), "A workspace needs an owner.", paths.members(slug))).toEqual([409, null]);
    expect((await post(greg, place, {})).status).toBe(404);
    expect((await member(gil.id))?.is_removed).toBe(false);
    expect(await said(await post(agent, place, {}))).toEqual([303, paths.desks()]);
    expect([(await member(gil.id))?.is_removed, (await placeOf(open))?.assignee_id]).toEqual([true, null]);
    expect((await agent.request(paths.inbox(slug))).status).toBe(404);
  });
});

describe("A team", () => {
  it("is made, renamed, given people and leads, and keeps what somebody else changed meanwhile", async () => {
    const { slug, ona, ari, gil, hed, front } = await workspace();
    const [owner, admin] = await Promise.all([signedIn(ona.email), signedIn(ari.email)]);
    const peopleOf = async (name: string) => {
      const { rows } = await database.query<{ who: string }>(
        `select member.display_name || case when place.is_lead then '*' else '' end as who
         from public.teams as team join public.team_members as place using (workspace_id, team_id)
         join public.workspace_members as member using (workspace_id, member_id)
         join public.workspaces as workspace using (workspace_id)
         where workspace.slug = $1 and team.name = $2 order by 1`,
        [slug, name],
      );
      return rows.map(({ who }) => who).join(" ");
    };
    const made = await post(owner, paths.team(slug, "new"), { name: " Third ", member_ids: [gil.id], lead_ids: [hed.id] });
    expect(await said(made)).toEqual([303, paths.teams(slug, { done: "saved" })]);
    expect(await peopleOf("Third")).toBe("Gil Hed*");
    const list = await got(admin, paths.teams(slug, { done: "saved" }));
    for (const words of ["The team is saved.", "Third", "2 members", "Led by Hed"]) expect(list).toContain(words);

    // Both have the page open as it was.
    const seen = { seen_member_ids: [gil.id], seen_lead_ids: [gil.id] };
    const place = paths.team(slug, front);
    expect((await post(admin, place, { ...seen, name: "Front", member_ids: [gil.id, hed.id], lead_ids: [gil.id] })).status).toBe(303);
    expect((await post(owner, place, { ...seen, name: "First", member_ids: [gil.id, ona.id], lead_ids: [ona.id] })).status).toBe(303);
    expect(await peopleOf("First")).toBe("Gil Hed Ona*");
  });

  it("is refused with the words at the field and what was chosen", async () => {
    const { slug, ona, gil, hed, front, back } = await workspace();
    const [owner, agent] = await Promise.all([signedIn(ona.email), signedIn(gil.email)]);
    const save = (browser: Customer, id: string, fields: Fields) => post(browser, paths.team(slug, id), fields);
    const taken = await save(owner, back, { name: "Front", member_ids: [hed.id] });
    const html = await taken.text();
    expect(taken.status).toBe(409);
    expect(html).toContain('id="team-name-error"');
    expect(new RegExp(`<input[^>]*name="member_ids"[^>]*value="${hed.id}"[^>]*>`).exec(html)?.[0]).toContain("checked");
    expect(await said(await save(owner, "new", { name: " " }), "Give the team a name.")).toEqual([422, null]);
    expect(await said(await save(owner, "new", { name: "x".repeat(81) }), 'id="team-name-error"')).toEqual([422, null]);
    expect(
      await said(await save(owner, "new", { name: "Odd", member_ids: [randomUUID()] }), "not a member of the workspace any more"),
    ).toEqual([422, null]);
    expect((await save(owner, randomUUID(), { name: "Nowhere" })).status).toBe(404);
    expect((await owner.request(paths.team(slug, "nonsense"))).status).toBe(404);
    for (const place of ["new", front]) {
      expect((await save(agent, place, { name: "Mine" })).status, place).toBe(403);
      expect((await save(greg, place, { name: "Mine" })).status, place).toBe(404);
    }
  });

  it("is made private by a form, and its tickets are no page of anybody's else from then on", async () => {
    const { slug, ona, ari, gil, hed, front, ticket, placeOf } = await workspace();
    const [owner, admin, inside, outside] = await Promise.all([ona, ari, gil, hed].map(({ email }) => signedIn(email)));
    const open = await ticket(null, front);
    const place = paths.team(slug, front);
    const status = async (browser: Customer | undefined, url = paths.deskTicket(slug, open)) => (await browser!.request(url)).status;
    expect(await status(outside)).toBe(200);
    const seen = { seen_member_ids: [gil.id], seen_lead_ids: [gil.id], name: "Front", member_ids: [gil.id], lead_ids: [gil.id] };
    expect((await post(outside!, place, { ...seen, audience: "team" })).status).toBe(403);
    expect(await said(await post(owner!, place, { ...seen, audience: "nobody" }))).toEqual([422, null]);
    expect((await post(owner!, place, { ...seen, audience: "team" })).status).toBe(303);
    expect(await got(owner!, paths.teams(slug))).toContain("Private");
    // Saved again by a page that does not say, it stays.
    expect((await post(admin!, place, seen)).status).toBe(303);
    for (const browser of [owner, admin, inside]) expect(await status(browser)).toBe(200);
    for (const url of [
      paths.deskTicket(slug, open),
      paths.deskTicketDetails(slug, open),
      paths.deskMessages(slug, open),
      paths.deskNotes(slug, open),
      `${paths.deskTranscript(slug, open)}?format=txt`,
    ]) {
      expect(await status(inside, url), url).not.toBe(404);
      expect(await status(outside, url), url).toBe(404);
    }
    expect(await got(outside!, paths.inbox(slug))).not.toContain(open);
    expect(await got(inside!, paths.inbox(slug))).toContain(open);

    // Whoever gives one away to a team of others is led back to the list.
    const other = await ticket(hed.id);
    const given = await post(outside!, paths.deskTicket(slug, other), { intent: "set-ticket-team", team_id: front });
    expect([given.status, given.headers.get("location")]).toEqual([303, paths.inbox(slug)]);
    expect(await placeOf(other)).toEqual({ assignee_id: null, team_id: front });
    expect(await status(outside, paths.deskTicket(slug, other))).toBe(404);
    const refused = await post(inside!, paths.deskTicket(slug, other), { intent: "assign-ticket", member_id: hed.id });
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining("of a private team that the person is not in")]);
  });

  it("is archived, and its open tickets go to another one", async () => {
    const { slug, ona, gil, front, back, ticket, placeOf } = await workspace();
    const [owner, agent] = await Promise.all([signedIn(ona.email), signedIn(gil.email)]);
    const open = await ticket(null, front);
    const archive = (browser: Customer, id: string, to: string) =>
      post(browser, paths.team(slug, id), { intent: "archive-team", reassign_to: to });
    expect(await said(await archive(owner, front, front), 'id="archive-team-reassign-error"')).toEqual([422, null]);
    expect((await archive(agent, front, "")).status).toBe(403);
    expect((await archive(greg, front, "")).status).toBe(404);
    expect((await placeOf(open))?.team_id).toBe(front);
    expect(await said(await archive(owner, front, back))).toEqual([303, paths.teams(slug, { done: "archived", tickets: 1 })]);
    expect((await placeOf(open))?.team_id).toBe(back);
    expect((await owner.request(paths.team(slug, front))).status).toBe(404);
    expect((await archive(owner, front, "")).status).toBe(404);
    expect(await said(await archive(owner, back, ""))).toEqual([303, paths.teams(slug, { done: "archived", tickets: 1 })]);
    expect(await got(owner, paths.teams(slug))).toContain("No teams yet");
  });
});

describe("Skills and working hours", () => {
  const own = { source: "own", zone: "Asia/Tokyo", "week.1.0.opens": "09:00", "week.1.0.closes": "12:00", "week.1.1.opens": "13:00" };

  it("are everybody's own to say, but for what an agent can do and takes", async () => {
    const { slug, gil } = await workspace();
    const agent = await signedIn(gil.email);
    const page = paths.memberWork(slug);
    // What is wrong is told, and what was typed stays.
    const half = await said(await post(agent, page, own), "Give both times of a part, or neither.", 'value="Asia/Tokyo"', 'value="09:00"');
    expect(half).toEqual([422, null]);
    const nowhere = { ...own, zone: "Asia/Nowhere", "week.1.1.closes": "17:00" };
    expect(await said(await post(agent, page, nowhere), 'id="zone-error"', 'value="Asia/Nowhere"')).toEqual([422, null]);
    const whole = { ...own, "week.1.1.closes": "17:00" };
    expect(await said(await post(agent, page, whole))).toEqual([303, paths.memberWork(slug, { done: 1 })]);
    expect(await said(await post(agent, page, { ...whole, skills: "Everything", max: "900" }))).toEqual([
      303,
      paths.memberWork(slug, { done: 1 }),
    ]);
    const html = await got(agent, page);
    for (const text of ['value="Asia/Tokyo"', 'value="13:00"', 'value="17:00"', "None yet"]) expect(html).toContain(text);
    for (const text of ["Everything", "900", 'name="skills"']) expect(html).not.toContain(text);
    // Back to the team's.
    expect((await post(agent, page, { source: "team" })).status).toBe(303);
    expect(await got(agent, page)).not.toContain('value="13:00"');
  });

  it("of others are for owners and admins of higher rank", async () => {
    const { slug, ona, ari, gil, hed } = await workspace();
    const [owner, admin, agent] = await Promise.all([signedIn(ona.email), signedIn(ari.email), signedIn(gil.email)]);
    const ofHed = paths.memberWork(slug, { member: hed.id });
    const given = { skills: "French, Billing", max: "8", source: "team", zone: "" };
    expect(await said(await post(admin, ofHed, { ...given, max: "many" }), 'id="max-error"', 'value="many"')).toEqual([422, null]);
    expect(await said(await post(admin, ofHed, given))).toEqual([303, paths.memberWork(slug, { member: hed.id, done: 1 })]);
    const html = await got(owner, ofHed);
    for (const text of ["Work of", 'value="Billing, French"', 'value="8"']) expect(html).toContain(text);
    expect((await agent.request(ofHed)).status).toBe(404);
    expect((await post(agent, ofHed, given)).status).toBe(404);
    expect((await post(greg, ofHed, given)).status).toBe(404);
    expect((await owner.request(paths.memberWork(slug, { member: "nobody" }))).status).toBe(404);
    expect((await post(admin, paths.memberWork(slug, { member: ona.id }), given)).status).toBe(403);
    expect(await got(owner, paths.member(slug, hed.id))).toContain(`href="${ofHed}"`);
  });
});

describe("Two-step sign-in", () => {
  it("is demanded by owners who have it, and leads members without it to where it is set up", async () => {
    const { slug, ona, ari, gil } = await workspace();
    const [owner, admin, agent] = await Promise.all([signedIn(ona.email), signedIn(ari.email), signedIn(gil.email)]);
    const demand = { intent: "set-second-factor-demand", is_demanded: "true" };
    expect(await got(owner, paths.members(slug))).toContain("Set it up for your own account first");
    expect(await said(await post(owner, paths.members(slug), demand), "Set up two-step sign-in for your own account first.")).toEqual([
      409,
      null,
    ]);
    expect((await post(admin, paths.members(slug), demand)).status).toBe(403);
    const inbox = await agent.request(paths.inbox(slug));
    expect(inbox.status).toBe(200);

    await database.query("update public.workspaces set requires_second_factor = true where slug = $1", [slug]);
    for (const place of [paths.inbox(slug), paths.memberWork(slug), paths.desks()]) {
      const answer = await agent.request(place);
      expect([answer.status, answer.headers.get("location")], place).toEqual([303, paths.accountSecurity()]);
    }
    expect(await got(agent, paths.accountSecurity())).toContain("requires two-step sign-in");
    // Elsewhere nothing is told of it.
    expect((await greg.request(paths.inbox(slug))).status).toBe(404);
    expect(await got(greg, paths.accountSecurity())).not.toContain("requires two-step sign-in");

    await database.query("update public.workspaces set requires_second_factor = false where slug = $1", [slug]);
    expect((await agent.request(paths.inbox(slug))).status).toBe(200);
  });
});

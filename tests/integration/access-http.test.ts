/**
 * The access matrix once more through the Data API, with real tokens: what the database decides must be what a browser
 * meets. Calls commit here, so the stack is this file's own.
 */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountFunctionRows } from "../../supabase/tests/access/account-functions";
import { DENIED } from "../../supabase/tests/access/expectation";
import { formFunctionRows } from "../../supabase/tests/access/form-functions";
import { functionRows } from "../../supabase/tests/access/functions";
import { slaFunctionRows } from "../../supabase/tests/access/sla-functions";
import { putPrivateTeam } from "../../supabase/tests/access/private-team";
import { named } from "../../supabase/tests/access/probe";
import { tables } from "../../supabase/tests/access/tables";
import { dataFunctionRows } from "../../supabase/tests/access/data-functions";
import { workspaceFunctionRows } from "../../supabase/tests/access/workspace-functions";
import { signJwt } from "../../supabase/stack/jwt";
import { actorNames, actors, type ActorName } from "../support/actors";
import { accounts, PASSWORD, tickets, type AccountName } from "../support/cast";
import { startTestStack, type TestStack } from "../support/test-stack";

let stack: TestStack;
let client: pg.Client;
const tokens = new Map<ActorName, string>();
/** Names of the arguments of each function, in order. */
const parameters = new Map<string, string[]>();

beforeAll(async () => {
  stack = await startTestStack();
  client = new pg.Client({ connectionString: stack.env.DATABASE_URL });
  await client.connect();
  for (const name of actorNames) tokens.set(name, await tokenOf(name));
  const { rows } = await client.query<{ name: string; names: string[] }>(
    "select proname as name, coalesce(proargnames[1:pronargs], '{}') as names from pg_proc where pronamespace = 'public'::regnamespace",
  );
  for (const { name, names } of rows) parameters.set(name, names);
  await client.query(putPrivateTeam);
  await client.query(`
    create temporary table members_before as select * from public.workspace_members;
    create temporary table places_before as select * from public.team_members`);
});
afterAll(async () => {
  await client.end();
  await stack.stop();
});

/** From the Auth server by password, where there is one; else signed as it signs for an anonymous identity. */
async function tokenOf(name: ActorName): Promise<string> {
  if (name === "anon") return stack.env.SUPABASE_PUBLISHABLE_KEY;
  if (name === "service_role") return stack.env.SUPABASE_SECRET_KEY;
  const email = name in accounts ? accounts[name as AccountName].email : null;
  if (!email) return signJwt({ ...actors[name].claims, exp: Math.floor(Date.now() / 1000) + 600 }, stack.jwtSecret);
  const response = await fetch(`${stack.env.SUPABASE_URL}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: { apikey: stack.env.SUPABASE_PUBLISHABLE_KEY, "Content-Type": "application/json" },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  expect(response.status, await response.clone().text()).toBe(200);
  return ((await response.json()) as { access_token: string }).access_token;
}

async function request(name: ActorName, method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
  const token = tokens.get(name)!;
  const isKey = token.startsWith("sb_");
  const response = await fetch(`${stack.env.SUPABASE_URL}/rest/v1/${path}`, {
    method,
    headers: {
      apikey: isKey ? token : stack.env.SUPABASE_PUBLISHABLE_KEY,
      ...(isKey ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

const refused = [401, 403, 404];

describe("Tables through the Data API", () => {
  for (const [table, spec] of Object.entries(tables)) {
    const [schema, name] = table.split(".") as [string, string];
    const parts = spec.label.split("||").map((part) => part.trim());
    const columns = parts.filter((part) => !part.startsWith("'"));
    const labelOf = (row: Record<string, unknown>) =>
      parts.map((part) => (part.startsWith("'") ? part.slice(1, -1) : String(row[part]))).join("");

    it(`${table} shows everybody the own rows`, async () => {
      const isPutInPlace = schema === "public" && spec.before !== undefined;
      if (isPutInPlace) await client.query(spec.before!);
      for (const actor of actorNames) {
        const { status, text } = await request(actor, "GET", `${name}?select=${columns.join(",")}`);
        const isOpen = schema === "public" && spec.select !== null && actors[actor].role === "authenticated";
        if (!isOpen) {
          expect(refused, `${actor}: ${status} ${text}`).toContain(status);
          continue;
        }
        expect(status, `${actor}: ${text}`).toBe(200);
        const groups = { acmeStaff: ["olivia", "adam", "sana", "ben"], globexStaff: ["greg", "gina"], carlsSide: ["carl", "pam"] };
        const group = Object.entries(groups).find(([, people]) => people.includes(actor))?.[0];
        const expected = spec.select![actor] ?? (group ? spec.select![group] : undefined) ?? "nothing";
        const rows = (JSON.parse(text) as Record<string, unknown>[]).map(labelOf).join(", ");
        expect(rows === "" ? "nothing" : named(rows), actor).toBe(expected);
      }
      if (isPutInPlace) await client.query(spec.delete);
    });

    it(`${table} takes nothing from anybody`, async () => {
      const count = async () => (await client.query<Record<string, unknown>>(`select * from ${table}`)).rows;
      const before = await count();
      const [column] = columns;
      for (const actor of actorNames) {
        for (const [method, path, body] of [
          ["POST", name, { [column!]: randomUUID() }],
          ["PATCH", `${name}?${column}=not.is.null`, { [column!]: randomUUID() }],
          ["DELETE", `${name}?${column}=not.is.null`, undefined],
        ] as const) {
          const { status, text } = await request(actor, method, path, body);
          expect(refused, `${actor} ${method}: ${status} ${text}`).toContain(status);
        }
      }
      expect(await count()).toEqual(before);
    });
  }
});

/** Puts back who is a member and as what, in which team: each call is of people who are as the cast says. */
const restoreMembers = () =>
  client.query(`
    update public.workspace_members as member
    set role = kept.role, deactivated_at = kept.deactivated_at, removed_at = kept.removed_at
    from members_before as kept
    where member.member_id = kept.member_id
      and (member.role, member.deactivated_at, member.removed_at) is distinct from (kept.role, kept.deactivated_at, kept.removed_at);
    insert into public.team_members select * from places_before on conflict do nothing;
    update public.teams set archived_at = null where team_id in (select team_id from places_before) and archived_at is not null`);

/** `name('text', null, 3, true, some_name => 4, jsonb_populate_record(null::public.draft, '{…}'))` as a name and the arguments by name. */
function parse(call: string): { name: string; body: Record<string, unknown> } {
  const name = call.slice(0, call.indexOf("("));
  const given = call
    .slice(call.indexOf("(") + 1, -1)
    .matchAll(
      /(?:(\w+) => )?(?:(?:array\(select line from )?jsonb_populate_record(?:set)?\(null::public\.\w+, '((?:[^']|'')*)'\)(?: as line\))?|('(?:[^']|'')*'|null|true|false|\d+))/g,
    );
  const values = [...given].map(([, named, row, text = "null"]) => ({
    named,
    value: text.startsWith("'") ? text.slice(1, -1) : (JSON.parse(row ?? text) as unknown),
  }));
  const names = parameters.get(name)!;
  return { name, body: Object.fromEntries(values.map(({ named, value }, index) => [named ?? names[index]!, value])) };
}

describe("Functions through the Data API", () => {
  // What needs something put in place first is for the matrix alone, which takes it away again.
  const rows = [
    ...functionRows,
    ...slaFunctionRows,
    ...workspaceFunctionRows,
    ...accountFunctionRows,
    ...formFunctionRows,
    ...dataFunctionRows,
  ].filter(({ statement, before }) => statement.includes(" from public.") && before === undefined);
  const membershipCommands = new Set(workspaceFunctionRows.map(({ subject }) => subject.replace("function ", "")));
  const dataCommands = new Set(dataFunctionRows.map(({ subject }) => subject.replace("function ", "")));
  const undoDataCommands = `
    delete from private.workspace_exports;
    update public.workspaces set deletion_requested_at = null, deletion_at = null where deletion_at is not null`;
  // Calls leave their effects here: what opens something new, closes a ticket or lets everybody in comes last.
  const last = [/^(open_ticket|create_workspace)/, /^(close|reopen)_ticket/, /'closed'/, /^accept_access_link/];
  const order = ({ name }: { name: string }) => last.findIndex((pattern) => pattern.test(name));
  const ordered = [...rows].sort((a, b) => order(a) - order(b));

  for (const row of ordered) {
    it(`${row.name} does for everybody what it may`, async () => {
      const call = / from public\.(.*) as it\b/.exec(row.statement)![1]!;
      for (const actor of actorNames) {
        const { name, body } = parse(call);
        // What was saved for the actor before is still there.
        if (name.startsWith("save_sla_")) body.draft = { ...(body.draft as object), name: `${randomUUID()}` };
        if (name === "save_team" || name === "save_category") body.name = randomUUID();
        if (name === "save_ticket_field") body.draft = { ...(body.draft as object), label: randomUUID() };
        if (name === "invite_member") body.email = `${randomUUID()}@example.com`;
        if (name === "create_workspace") body.workspace_slug = `initech-${actor.replace("_", "-")}`;
        const { status, text } = await request(actor, "POST", `rpc/${name}`, body);
        if (membershipCommands.has(name)) await restoreMembers();
        // Dora's belongs to the private team again.
        if (name === "set_ticket_team") await client.query(putPrivateTeam);
        if (dataCommands.has(name)) await client.query(undoDataCommands);
        const expected = row.expected[actor];
        const refusal = /^PT(\d{3}) (\w+)$/.exec(expected);
        const context = `${actor}: expected ${expected}, got ${status} ${text}`;
        if (expected === DENIED) expect(refused, context).toContain(status);
        else if (refusal) {
          expect(status, context).toBe(Number(refusal[1]));
          expect((JSON.parse(text) as { message: string }).message, context).toBe(refusal[2]);
        } else {
          expect([200, 204], context).toContain(status);
          if (expected === "nothing") expect([[], null], context).toContainEqual(JSON.parse(text));
          else if (status === 200) expect(text, context).not.toBe("[]");
        }
      }
    });
  }

  it("knows every function of the API", () => {
    expect([...parameters.keys()].filter((name) => !rows.some(({ subject }) => subject === `function ${name}`))).toEqual([]);
  });
});

describe("Doors beside the Data API's own", () => {
  it("no other schema can be named", async () => {
    for (const schema of ["private", "auth", "storage", "realtime", "pgboss", "pg_catalog"]) {
      const response = await fetch(`${stack.env.SUPABASE_URL}/rest/v1/rpc/my_workspace_ids`, {
        method: "POST",
        headers: {
          apikey: stack.env.SUPABASE_PUBLISHABLE_KEY,
          Authorization: `Bearer ${tokens.get("olivia")!}`,
          "Content-Profile": schema,
          "Content-Type": "application/json",
        },
        body: "{}",
      });
      expect(response.ok, schema).toBe(false);
    }
  });

  it("an anonymous identity from the Auth server sees its own ticket and no other", async () => {
    const response = await fetch(`${stack.env.SUPABASE_URL}/auth/v1/signup`, {
      method: "POST",
      headers: { apikey: stack.env.SUPABASE_PUBLISHABLE_KEY, "Content-Type": "application/json" },
      body: "{}",
    });
    const { access_token } = (await response.json()) as { access_token: string };
    const call = async (path: string, body: unknown) => {
      const answer = await fetch(`${stack.env.SUPABASE_URL}/rest/v1/${path}`, {
        method: "POST",
        headers: {
          apikey: stack.env.SUPABASE_PUBLISHABLE_KEY,
          Authorization: `Bearer ${access_token}`,
          "Content-Type": "application/json",
        },
        body: JSON.stringify(body),
      });
      return (await answer.json()) as unknown;
    };
    const opened = (await call("rpc/open_ticket", {
      workspace_slug: "acme",
      subject: "S",
      body: "B",
      email: "carl@example.com",
      name: "N",
      submission_id: randomUUID(),
    })) as { ticket_id: string };
    expect(await call("rpc/list_my_tickets", { workspace_slug: "acme" })).toEqual([
      expect.objectContaining({ ticket_id: opened.ticket_id }),
    ]);
    expect(await call("rpc/read_room", { ticket_id: tickets.carl.ticketId })).toEqual([]);
    expect(await call("rpc/read_room", { ticket_id: opened.ticket_id })).toHaveLength(1);
    expect(await call("rpc/create_workspace", { workspace_name: "X", workspace_slug: "x-x-x", member_name: "X" })).toMatchObject({
      message: "account_required",
    });
  });

  it("a token that is expired or signed by somebody else is no token", async () => {
    const now = Math.floor(Date.now() / 1000);
    const good = { ...actors.olivia.claims, exp: now + 600 };
    for (const [token, isGood] of [
      [signJwt(good, stack.jwtSecret), true],
      [signJwt({ ...good, exp: now - 3600 }, stack.jwtSecret), false],
      [signJwt(good, "somebody else's secret, which is long enough"), false],
      [`${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify(good)).toString("base64url")}.`, false],
    ] as const) {
      const response = await fetch(`${stack.env.SUPABASE_URL}/rest/v1/tickets?select=ticket_id`, {
        headers: { apikey: stack.env.SUPABASE_PUBLISHABLE_KEY, Authorization: `Bearer ${token}` },
      });
      expect(response.status).toBe(isGood ? 200 : 401);
    }
  });

  it("a count, an upsert or an embedded table tells nothing of hidden rows", async () => {
    const headers = { apikey: stack.env.SUPABASE_PUBLISHABLE_KEY, Authorization: `Bearer ${tokens.get("carl")!}` };
    const count = (kind: string, path: string) =>
      fetch(`${stack.env.SUPABASE_URL}/rest/v1/${path}`, { headers: { ...headers, Prefer: `count=${kind}` } });
    for (const kind of ["exact", "planned", "estimated"]) {
      // The planner's estimate is made before any policy: of notes it would be their number.
      const notes = await count(kind, `internal_notes?select=note_seq&room_id=eq.${tickets.carl.roomId}`);
      expect(refused, `${kind}: ${notes.headers.get("content-range")}`).toContain(notes.status);
      const messages = await count(kind, `messages?select=seq&room_id=eq.${tickets.carl.roomId}`);
      expect(messages.headers.get("content-range")).toMatch(/^0-\d+\/[1-9]\d*$/);
    }
    // A note locks its room; who could read the lock would see that there is a new one.
    expect(refused).toContain((await count("exact", "chat_rooms?select=room_id,xmax")).status);
    expect((await count("exact", `chat_rooms?select=change_seq&room_id=eq.${tickets.carl.roomId}`)).headers.get("content-range")).toBe(
      "0-0/1",
    );
    const upsert = await fetch(`${stack.env.SUPABASE_URL}/rest/v1/tickets?on_conflict=ticket_id`, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json", Prefer: "resolution=ignore-duplicates" },
      body: JSON.stringify({ ticket_id: tickets.dora.ticketId }),
    });
    expect(refused).toContain(upsert.status);
    const embedded = await fetch(`${stack.env.SUPABASE_URL}/rest/v1/chat_rooms?select=room_id,internal_notes(body)`, { headers });
    expect(await embedded.text()).not.toMatch(/wrong address|sleep timer|Parcel/);
  });
});

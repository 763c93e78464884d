/** What the worker does for SLAs: mails of notices, recalculation, what-ifs. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CaughtMail } from "../supabase/stack/mail-catcher";
import { removeData, type Stack, startStack } from "../supabase/stack/stack";
import { giveLogo } from "../tests/support/logo";
import { until, WorkerProcess } from "./test-support/worker-process";

// A stack of its own: a worker takes every job it finds, also those that other tests look at.
let stack: Stack;
let database: pg.Client;
let dataDir: string;
let worker: WorkerProcess;

const workspaceId = randomUUID();
const [ownerId, agentId, unconfirmedId] = [randomUUID(), randomUUID(), randomUUID()];
let late: string;
let soon: string;
let logoId: string;

/** A member with an account of its own; without a confirmed address when there is no time of it. */
async function addMember(memberId: string, name: string, email: string, role: string, confirmedAt: Date | null): Promise<void> {
  const userId = randomUUID();
  await database.query(
    "insert into auth.users (id, email, email_confirmed_at, aud, role) values ($1, $2, $3, 'authenticated', 'authenticated')",
    [userId, email, confirmedAt],
  );
  await database.query(
    "insert into public.workspace_members (workspace_id, member_id, user_id, display_name, role) values ($1, $2, $3, $4, $5)",
    [workspaceId, memberId, userId, name, role],
  );
}

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "frontroom-worker-"));
  stack = await startStack({ dataDir });
  database = new pg.Client({ connectionString: stack.env.DATABASE_URL });
  await database.connect();
  await database.query("insert into public.workspaces (workspace_id, slug, name) values ($1, 'paperworks', 'Paper & Works')", [
    workspaceId,
  ]);
  logoId = await giveLogo(database, "paperworks");
  // They work round the clock.
  await database.query("update public.sla_calendar_hours set opens_at = '00:00', closes_at = '00:00'");
  await database.query(
    `insert into public.sla_calendar_hours select workspace_id, current_version_id, weekday, '00:00', '00:00'
     from public.sla_calendars, generate_series(6, 7) as weekday`,
  );
  await addMember(ownerId, "Olga", "olga@paperworks.test", "owner", new Date());
  await addMember(agentId, "Ada <b>", "ada@paperworks.test", "agent", new Date());
  await database.query("insert into public.customers (workspace_id, email, name) values ($1, 'kim@customer.test', 'Kim')", [workspaceId]);
  await addMember(unconfirmedId, "Una", "una@paperworks.test", "agent", null);
  late = await openTicket("Printer <i>smokes</i>", 30);
  soon = await openTicket("Paper is out", 20);
  await openTicket("Nobody hears", 30, unconfirmedId);
  const { DATABASE_URL, SMTP_URL, SUPABASE_URL, SUPABASE_SECRET_KEY } = stack.env;
  worker = new WorkerProcess({ DATABASE_URL, SMTP_URL, SUPABASE_URL, SUPABASE_SECRET_KEY, APP_URL: "https://support.frontroom.test" });
});

afterAll(async () => {
  await worker?.stop();
  await database?.end();
  await stack?.stop();
  if (!dataDir) return;
  await removeData(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

async function openTicket(subject: string, hoursAgo: number, assigneeId: string | null = agentId): Promise<string> {
  const [ticketId, roomId] = [randomUUID(), randomUUID()];
  await database.query("begin");
  await database.query(
    `insert into public.tickets (ticket_id, chat_room_id, workspace_id, customer_id, subject, assignee_id, created_at, last_activity_at, awaiting_reply_since)
     select $1, $2, $3, customer_id, $4, $5, at, at, at from public.customers, (values (now() - make_interval(mins => $6))) as time (at) where workspace_id = $3`,
    [ticketId, roomId, workspaceId, subject, assigneeId, Math.round(hoursAgo * 60)],
  );
  await database.query("insert into public.chat_rooms (room_id, workspace_id, ticket_id) values ($1, $2, $3)", [
    roomId,
    workspaceId,
    ticketId,
  ]);
  await database.query("commit");
  return ticketId;
}

async function mailsTo(address: string): Promise<CaughtMail[]> {
  const web = stack.env.MAIL_WEB_URL;
  const list = (await (await fetch(`${web}/api/messages?to=${encodeURIComponent(address)}`)).json()) as { id: string }[];
  return Promise.all(list.map(async ({ id }) => (await (await fetch(`${web}/api/messages/${id}`)).json()) as CaughtMail));
}

describe("the mail of SLA notices", () => {
  test("tells an agent of everything that is due or overdue together, in one mail, and the owner only of what is late", async () => {
    await until("the mail", async () => (await mailsTo("ada@paperworks.test")).length > 0);
    const [mail, ...others] = await mailsTo("ada@paperworks.test");
    expect(others).toEqual([]);
    expect(mail!.subject).toBe("Paper & Works: One ticket needs you now");
    expect(mail!.text).toContain("Hello Ada <b>,");
    // The most pressing first.
    expect(mail!.text.indexOf("Printer <i>smokes</i>")).toBeLessThan(mail!.text.indexOf("Paper is out"));
    expect(mail!.text).toMatch(/Printer <i>smokes<\/i> \(Kim\)\nThe first response was due by .+ and is still owed\./);
    expect(mail!.text).toMatch(/Paper is out \(Kim\)\nThe first response is due by .+\./);
    for (const id of [late, soon]) expect(mail!.text).toContain(`https://support.frontroom.test/desk/paperworks/ticket/${id}`);
    expect(mail!.html).toContain(`<img src="https://support.frontroom.test/pictures/${logoId}"`);
    expect(mail!.html).not.toContain("<i>smokes");
    expect(mail!.html).not.toContain("Ada <b>");
    await until("them to be settled", async () => {
      const { rows } = await database.query("select from public.sla_notices where member_id = $1 and mail_settled_at is null", [agentId]);
      return rows.length === 0;
    });
  });

  test("goes to the owner where the assignee's address was never confirmed, and of other tickets only to the assignee", async () => {
    await until("the mail", async () => (await mailsTo("olga@paperworks.test")).length > 0);
    const mails = await mailsTo("olga@paperworks.test");
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringMatching(/^#\d+ Nobody hears: Overdue$/)]);
    expect(await mailsTo("una@paperworks.test")).toEqual([]);
  });
});

/** Calls as the owner, with a token of the database's own making: sessions are not what is looked at here. */
async function asOwner<Row extends pg.QueryResultRow>(statement: string): Promise<Row[]> {
  const { rows: accounts } = await database.query<{ user_id: string }>(
    "select user_id from public.workspace_members where member_id = $1",
    [ownerId],
  );
  await database.query("begin");
  await database.query("select set_config('request.jwt.claims', $1, true)", [
    JSON.stringify({ sub: accounts[0]!.user_id, role: "authenticated" }),
  ]);
  await database.query("set local role authenticated");
  const { rows } = await database.query<Row>(statement);
  await database.query("commit");
  return rows;
}

const draft = `row('Fast', null, null, null, null, null, array[row('first_response', 'medium', 600, 'calendar', null)::public.sla_target_line])::public.sla_policy_draft`;

describe("recalculating and trying a draft", () => {
  test("a what-if is played to its end, and changes nothing", async () => {
    await openTicket("Quick", 1);
    const asked = await asOwner<{ id: string }>(`select public.request_sla_what_if('paperworks', null, ${draft}) as id`);
    type WhatIf = { state: string; tickets_done: number; tickets_total: number };
    const read = async () =>
      (await asOwner<WhatIf>(`select state, tickets_done, tickets_total from public.get_sla_what_if('paperworks', '${asked[0]!.id}')`))[0]!;
    await until("its end", async () => (await read()).state === "done");
    const { tickets_done: done, tickets_total: total } = await read();
    expect(done).toBe(total);
    expect(done).toBeGreaterThan(2);
  });

  test("every open ticket gets what is saved", async () => {
    const outdated = async () =>
      (await asOwner<{ count: number }>("select public.count_outdated_sla_tickets('paperworks') as count"))[0]!.count;
    const policy = (await database.query<{ id: string }>("select policy_id as id from public.sla_policies")).rows[0]!.id;
    await asOwner(`select public.save_sla_policy('paperworks', ${draft}, '${policy}')`);
    expect(await outdated()).toBeGreaterThan(2);
    await asOwner("select public.recalculate_sla('paperworks')");
    await until("all of them", async () => (await outdated()) === 0);
    const { rows } = await database.query("select * from private.list_differing_sla_clocks()");
    expect(rows).toEqual([]);
  });
});

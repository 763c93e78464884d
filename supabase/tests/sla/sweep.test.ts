/** Warnings, breaches and escalations: when, to whom, and once. */
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { members, teams, tickets, workspaces } from "../../../tests/support/cast";
import { connect, rolledBack } from "../../../tests/support/database";

let client: pg.Client;
beforeAll(async () => {
  client = await connect(inject("testStack").env.DATABASE_URL);
});
afterAll(() => client.end());

const { acme } = workspaces;
const { olivia, sana, ben, rita } = members;
const created = Date.parse("2026-03-16T10:00:00Z");
const at = (minutes: number, seconds = 0) => new Date(created + (minutes * 60 + seconds) * 1000);

/** A ticket of an hour, of Sana in the support team, whose owners are told ten minutes after a breach. */
async function openTicket(changes: { assigneeId?: string | null; teamId?: string | null } = {}): Promise<string> {
  const { assigneeId = sana.memberId, teamId = teams.support.teamId } = changes;
  await client.query(
    `update public.sla_targets set target_seconds = 3600 where workspace_id = $1 and metric = 'first_response' and priority = 'medium'`,
    [acme.workspaceId],
  );
  await client.query("update public.sla_policy_versions set escalate_after_seconds = 600 where workspace_id = $1", [acme.workspaceId]);
  const { rows } = await client.query<{ id: string }>(
    `insert into public.tickets (workspace_id, customer_id, subject, created_at, last_activity_at, awaiting_reply_since, assignee_id, team_id)
     select workspace_id, customer_id, 'X', $2, $2, $2, $3, $4 from public.tickets where ticket_id = $1 returning ticket_id as id`,
    [tickets.carl.ticketId, at(0), assigneeId, teamId],
  );
  await client.query(
    "insert into public.chat_rooms (room_id, workspace_id, ticket_id) select chat_room_id, workspace_id, ticket_id from public.tickets where ticket_id = $1",
    [rows[0]!.id],
  );
  await client.query("set constraints public.t90_tell_of_sla_event immediate");
  return rows[0]!.id;
}

const sweep = async (asOf: Date) =>
  (await client.query<{ swept: number }>("select private.sweep_sla_clocks(100, $1) as swept", [asOf])).rows[0]!.swept;
const told = async (ticketId: string) =>
  (
    await client.query<{ told: string }>(
      `select level || ' ' || display_name as told from public.sla_notices join public.workspace_members using (workspace_id, member_id)
       where ticket_id = $1 order by level, display_name`,
      [ticketId],
    )
  ).rows.map((row) => row.told);
const clock = async (ticketId: string) =>
  (
    await client.query<{ state: string; breached_at: Date | null; breach_cause: string | null; due_at: Date }>(
      "select state, breached_at, breach_cause, due_at from public.sla_clocks where ticket_id = $1",
      [ticketId],
    )
  ).rows[0]!;
const heard = async (use: () => Promise<unknown>) => {
  const ids = async () => (await client.query<{ id: string }>("select id from realtime.messages")).rows.map(({ id }) => id);
  const before = await ids();
  await use();
  const { rows } = await client.query<{ topic: string; event: string; payload: { kind: string } }>(
    "select topic, event, payload from realtime.messages where id <> all ($1)",
    [before],
  );
  return rows.map(({ topic, event, payload }) => `${topic.split(":")[0]} ${event} ${payload.kind}`);
};
const undone = (use: () => Promise<void>) => () => rolledBack(client, use);

describe("the sweep", () => {
  it(
    "warns at a quarter left, breaches after the due time, tells the owners later; each once",
    undone(async () => {
      const id = await openTicket();
      expect(await sweep(at(45))).toBe(0);
      expect(await heard(() => sweep(at(45, 1)))).toEqual(["inbox ticket_changed warning"]);
      expect(await told(id)).toEqual(["warning Sana Iqbal"]);
      // Due exactly now is not late.
      expect(await sweep(at(60))).toBe(0);
      expect(await clock(id)).toMatchObject({ state: "running" });
      expect(await heard(() => sweep(at(61)))).toEqual(["inbox ticket_changed breach"]);
      expect(await clock(id)).toEqual({ state: "breached", breached_at: at(60), breach_cause: "overdue", due_at: at(60) });
      expect(await sweep(at(69))).toBe(0);
      expect(await sweep(at(71))).toBe(1);
      expect(await sweep(at(1000))).toBe(0);
      expect(await told(id)).toEqual(["warning Sana Iqbal", "breach Olivia Owens", "breach Sana Iqbal", "escalation Olivia Owens"]);
      const { rows } = await client.query("select * from private.list_differing_sla_clocks($1)", [acme.workspaceId]);
      expect(rows).toEqual([]);
    }),
  );

  it(
    "that comes late does all in one, dated as it was due, without a warning that comes too late",
    undone(async () => {
      const id = await openTicket();
      expect([await sweep(at(300)), await sweep(at(300)), await sweep(at(300))]).toEqual([1, 1, 0]);
      expect(await clock(id)).toMatchObject({ state: "breached", breached_at: at(60) });
      expect(await told(id)).toEqual(["breach Olivia Owens", "breach Sana Iqbal", "escalation Olivia Owens"]);
    }),
  );

  it(
    "leaves what is stopped alone",
    undone(async () => {
      const id = await openTicket();
      await client.query("update public.tickets set awaiting_reply_since = null, as_of = $2 where ticket_id = $1", [id, at(30)]);
      expect(await sweep(at(1000))).toBe(0);
      expect(await told(id)).toEqual([]);
    }),
  );

  it(
    "tells the team where nobody has the ticket, or a removed member has, and the owners where nobody else is there",
    undone(async () => {
      const ofNobody = await openTicket({ assigneeId: null });
      const ofRita = await openTicket({ assigneeId: rita.memberId, teamId: teams.billing.teamId });
      const ofNone = await openTicket({ assigneeId: null, teamId: null });
      await sweep(at(50));
      expect(await told(ofNobody)).toEqual(["warning Mia Tanaka", "warning Olivia Owens", "warning Sana Iqbal"]);
      expect(await told(ofRita)).toEqual(["warning Adam Okafor", "warning Ben Fischer"]);
      expect(await told(ofNone)).toEqual([]);
      await client.query("update public.team_members set is_lead = false where workspace_id = $1", [acme.workspaceId]);
      await sweep(at(65));
      expect((await told(ofRita)).slice(2)).toEqual(["breach Adam Okafor", "breach Ben Fischer"]);
      expect(await told(ofNone)).toEqual(["breach Olivia Owens"]);
    }),
  );
});

describe("whoever notices a breach", () => {
  it(
    "tells of it: a late answer, and a change that makes it due in the past",
    undone(async () => {
      const late = await openTicket();
      await client.query("update public.tickets set response_count = 1, awaiting_reply_since = null, as_of = $2 where ticket_id = $1", [
        late,
        at(65),
      ]);
      expect(await told(late)).toEqual(["breach Olivia Owens", "breach Sana Iqbal"]);
      const rated = await openTicket({ assigneeId: ben.memberId, teamId: null });
      await client.query(
        `update public.sla_targets set target_seconds = 60 where workspace_id = $1 and metric = 'first_response' and priority = 'urgent'`,
        [acme.workspaceId],
      );
      await client.query("update public.tickets set priority = 'urgent', as_of = $2 where ticket_id = $1", [rated, at(30)]);
      expect(await clock(rated)).toEqual({ state: "breached", breached_at: at(30), breach_cause: "retarget", due_at: at(30) });
      expect(await told(rated)).toEqual(["breach Ben Fischer"]);
      expect(olivia.memberId).not.toBe(ben.memberId);
    }),
  );
});

describe("an older wait", () => {
  it(
    "of a merged ticket is taken over by the reply clock, and one that was breached stays the only one",
    undone(async () => {
      const id = await openTicket();
      await client.query("update public.tickets set awaiting_reply_since = $2, as_of = $3 where ticket_id = $1", [id, at(-20), at(10)]);
      expect(await clock(id)).toMatchObject({ state: "running", due_at: at(40) });
      await client.query("update public.tickets set awaiting_reply_since = $2, as_of = $3 where ticket_id = $1", [id, at(-90), at(15)]);
      expect(await clock(id)).toMatchObject({ state: "breached", breached_at: at(15), breach_cause: "retarget" });
      await client.query("update public.tickets set awaiting_reply_since = $2, as_of = $3 where ticket_id = $1", [id, at(-95), at(16)]);
      await client.query("update public.tickets set priority = 'high', as_of = $2 where ticket_id = $1", [id, at(17)]);
      const { rows } = await client.query("select from public.sla_clocks where ticket_id = $1", [id]);
      expect(rows).toHaveLength(1);
    }),
  );
});

describe("the mail of a notice", () => {
  /** The mails that are put together at a time: whose, and what is in them. */
  const queue = async (asOf: Date) => {
    await client.query("select private.queue_sla_notice_mails($1)", [asOf]);
    const { rows } = await client.query<{ mail: string }>(
      `select display_name || ': ' || string_agg(level::text, ', ' order by level) as mail
       from public.sla_notices join public.workspace_members using (workspace_id, member_id)
       where mail_claimed_at = $1 and mail_settled_at is null group by mail_claim_id, display_name order by 1`,
      [asOf],
    );
    const { rows: jobs } = await client.query(
      "select from pgboss.job join public.sla_notices on mail_claim_id::text = data ->> 'claim_id' where name = 'send-sla-notices' and mail_claimed_at = $1 group by mail_claim_id",
      [asOf],
    );
    expect(jobs).toHaveLength(rows.length);
    return rows.map(({ mail }) => mail);
  };
  const settle = () =>
    client.query("select private.settle_sla_notices(mail_claim_id) from public.sla_notices where mail_claim_id is not null");
  /** After the next working hours began. */
  const base = Date.now() + 8 * 86_400_000;
  const later = (minutes: number) => new Date(base + minutes * 60_000);
  /** Nobody works but on the day after tomorrow, 9 to 10. */
  const closeToday = async () => {
    const day = new Date();
    day.setUTCHours(9, 0, 0, 0);
    day.setUTCDate(day.getUTCDate() + 2);
    await client.query("delete from public.sla_calendar_hours where workspace_id = $1", [acme.workspaceId]);
    await client.query(
      `insert into public.sla_calendar_hours select workspace_id, current_version_id, $2, '09:00', '10:00' from public.sla_calendars where workspace_id = $1`,
      [acme.workspaceId, day.getUTCDay() || 7],
    );
    return day;
  };
  /** What the cast has of its own is out of the way. */
  const alone = (use: () => Promise<void>) =>
    undone(async () => {
      await client.query("update public.sla_notices set mail_settled_at = now()");
      await use();
    });

  it(
    "waits for the working hours, but not when the ticket is urgent",
    alone(async () => {
      const opens = await closeToday();
      await openTicket();
      await sweep(at(50));
      expect(await queue(new Date(opens.getTime() - 1))).toEqual([]);
      const urgent = await openTicket();
      await client.query("update public.tickets set priority = 'urgent', as_of = created_at where ticket_id = $1", [urgent]);
      await sweep(at(50));
      expect(await queue(new Date(opens.getTime() - 1))).toEqual(["Sana Iqbal: warning"]);
      await settle();
      expect(await queue(new Date(opens.getTime() + 300_000))).toEqual(["Sana Iqbal: warning"]);
    }),
  );

  it(
    "holds what comes together, and the next one waits five minutes, unless it is urgent",
    alone(async () => {
      await openTicket();
      await openTicket();
      await sweep(at(50));
      expect(await queue(later(0))).toEqual(["Sana Iqbal: warning, warning"]);
      await settle();
      await openTicket();
      await sweep(at(50));
      expect(await queue(later(4))).toEqual([]);
      expect(await queue(later(6))).toEqual(["Sana Iqbal: warning"]);
      await settle();
      const urgent = await openTicket();
      await client.query("update public.tickets set priority = 'urgent', as_of = created_at where ticket_id = $1", [urgent]);
      await sweep(at(50));
      expect(await queue(later(7))).toEqual(["Sana Iqbal: warning"]);
    }),
  );

  it(
    "is sent again when it was not for two hours, and not when it was",
    alone(async () => {
      await openTicket();
      await sweep(at(50));
      expect(await queue(later(0))).toEqual(["Sana Iqbal: warning"]);
      expect(await queue(later(119))).toEqual([]);
      expect(await queue(later(121))).toEqual(["Sana Iqbal: warning"]);
      await settle();
      expect(await queue(later(500))).toEqual([]);
    }),
  );

  it(
    "is not for what was done meanwhile, and of two levels only for the higher",
    alone(async () => {
      const answered = await openTicket();
      await openTicket();
      await sweep(at(50));
      await client.query("update public.tickets set response_count = 1, awaiting_reply_since = null, as_of = $2 where ticket_id = $1", [
        answered,
        at(55),
      ]);
      await sweep(at(65));
      expect(await queue(later(0))).toEqual(["Olivia Owens: breach", "Sana Iqbal: breach"]);
    }),
  );

  it(
    "warns of a resolution that waits for the customer when it is owed again",
    alone(async () => {
      await client.query(
        `update public.sla_targets set metric = 'resolution', target_seconds = 3600
         where workspace_id = $1 and metric = 'next_response' and priority = 'medium'`,
        [acme.workspaceId],
      );
      const id = await openTicket();
      await client.query("update public.tickets set response_count = 1, awaiting_reply_since = null, as_of = $2 where ticket_id = $1", [
        id,
        at(1),
      ]);
      await sweep(at(50));
      await client.query("update public.tickets set status = 'waiting', as_of = $2 where ticket_id = $1", [id, at(51)]);
      expect(await queue(later(0))).toEqual([]);
      await client.query("update public.tickets set status = 'open', as_of = $2 where ticket_id = $1", [id, at(52)]);
      expect(await queue(later(1))).toEqual(["Sana Iqbal: warning"]);
    }),
  );

  it(
    "goes to whoever has the ticket by then",
    alone(async () => {
      const id = await openTicket();
      await sweep(at(50));
      await client.query("update public.tickets set assignee_id = $2 where ticket_id = $1", [id, ben.memberId]);
      expect(await queue(later(0))).toEqual(["Ben Fischer: warning"]);
    }),
  );
});

describe("a clock that cannot be swept", () => {
  it(
    "keeps no other from it, and is tried again later",
    undone(async () => {
      const [broken, fine] = [await openTicket(), await openTicket()];
      await client.query(`
        create function private.refuse_notice() returns trigger language plpgsql as $$ begin
          if new.ticket_id = '${broken}' then raise exception 'broken'; end if; return new; end $$;
        create trigger t30_refuse_notice before insert on public.sla_notices for each row execute function private.refuse_notice()`);
      expect(await sweep(at(65))).toBe(2);
      expect([(await clock(broken)).state, (await clock(fine)).state]).toEqual(["running", "breached"]);
      expect(await sweep(at(66))).toBe(0);
      await client.query("drop trigger t30_refuse_notice on public.sla_notices");
      // And the other one's owners are told.
      expect(await sweep(at(71))).toBe(2);
      expect((await clock(broken)).state).toBe("breached");
    }),
  );
});

import { describe, expect, it } from "vitest";
import { members, teams, tickets } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, open, send, ticket } = database();
const { ticketId } = tickets.carl;

const events = (id: string) =>
  owner(
    "select kind, actor_type, actor_name, old_value, new_value, is_internal from public.ticket_events where ticket_id = $1 order by created_at, event_id",
    [id],
  );

describe("set_ticket_status", () => {
  it(
    "keeps the times of resolving and closing, and takes them back on reopening",
    undone(async () => {
      const { ticket_id } = await open("stranger");
      const set = (status: string) => call("olivia", "select public.set_ticket_status($1, $2)", [ticket_id, status]);
      await set("resolved");
      const resolved = await ticket(ticket_id);
      expect(resolved).toMatchObject({ status: "resolved", closed_at: null, awaiting_reply_since: null, sla_due_at: null });
      expect(resolved.resolved_at).toBeInstanceOf(Date);
      await set("closed");
      expect(await ticket(ticket_id)).toMatchObject({
        status: "closed",
        resolved_at: resolved.resolved_at,
        closed_at: resolved.resolved_at,
      });
      await set("in_progress");
      expect(await ticket(ticket_id)).toMatchObject({ status: "in_progress", resolved_at: null, closed_at: null });
      expect(await owner("select status from public.chat_rooms where ticket_id = $1", [ticket_id])).toEqual([{ status: "open" }]);
    }),
  );

  it(
    "does nothing when nothing changes",
    undone(async () => {
      const before = [await ticket(ticketId), await events(ticketId), await owner("select count(*) from realtime.messages")];
      await call("olivia", "select public.set_ticket_status($1, 'waiting')", [ticketId]);
      await call("olivia", "select public.set_ticket_priority($1, 'high')", [ticketId]);
      await call("olivia", "select public.assign_ticket($1, null)", [ticketId]);
      expect([await ticket(ticketId), await events(ticketId), await owner("select count(*) from realtime.messages")]).toEqual(before);
    }),
  );

  it(
    "refuses a status that there is not",
    undone(async () => expect(await refusal(call("olivia", "select public.set_ticket_status($1, 'gone')", [ticketId]))).toBe("22P02")),
  );
});

describe("set_ticket_priority", () => {
  it.each([
    ["urgent", 1],
    ["high", 4],
    ["medium", 24],
    ["low", 72],
  ])("%s is due %i hours after the oldest message without an answer", (priority, hours) =>
    undone(async () => {
      const { ticket_id } = await open("stranger");
      await call("olivia", "select public.set_ticket_priority($1, $2)", [ticket_id, priority]);
      const { awaiting_reply_since, sla_due_at, created_at } = await ticket(ticket_id);
      expect(awaiting_reply_since).toEqual(created_at);
      expect(sla_due_at!.getTime() - created_at.getTime()).toBe(hours * 3_600_000);
    })(),
  );

  it.each(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])(
    "counts hours, not days of %s, across a change of the clocks",
    (zone) =>
      undone(async () => {
        await owner(`set local time zone '${zone}'`);
        for (const start of [
          "2026-03-28T12:00:00Z",
          "2026-10-24T12:00:00Z",
          "2026-03-07T12:00:00Z",
          "2026-10-31T12:00:00Z",
          "2026-04-04T00:00:00Z",
        ]) {
          for (const [priority, hours] of [
            ["urgent", 1],
            ["high", 4],
            ["medium", 24],
            ["low", 72],
          ] as const) {
            const [row] = await owner<{ due: Date }>(
              `insert into public.tickets (workspace_id, customer_id, subject, priority, created_at, awaiting_reply_since)
               select workspace_id, customer_id, 'X', $1, $2, $2 from public.tickets where ticket_id = $3 returning reply_due_at as due`,
              [priority, start, ticketId],
            );
            expect(row!.due.getTime() - Date.parse(start), `${start} ${priority}`).toBe(hours * 3_600_000);
          }
        }
      })(),
  );

  it(
    "is due never while nobody waits",
    undone(async () => {
      await call("olivia", "select public.set_ticket_priority($1, 'urgent')", [ticketId]);
      expect(await ticket(ticketId)).toMatchObject({ priority: "urgent", awaiting_reply_since: null, sla_due_at: null });
      const { created_at } = await send("carl", tickets.carl.roomId);
      // Postgres keeps microseconds, which a Date does not.
      expect(Math.abs((await ticket(ticketId)).sla_due_at!.getTime() - created_at.getTime() - 3_600_000)).toBeLessThanOrEqual(1);
    }),
  );
});

describe("assign_ticket", () => {
  it(
    "gives the ticket to a member of any role, to another, and to nobody",
    undone(async () => {
      const assign = (to: string | null) => call("sana", "select public.assign_ticket($1, $2)", [ticketId, to]);
      await assign(members.olivia.memberId);
      expect(await ticket(ticketId)).toMatchObject({
        assignee_id: members.olivia.memberId,
        assigned_at: expect.any(Date) as Date,
        status: "waiting",
      });
      await assign(members.ben.memberId);
      await assign(null);
      expect(await ticket(ticketId)).toMatchObject({ assignee_id: null, assigned_at: null });
      expect((await events(ticketId)).slice(-3)).toEqual([
        {
          kind: "ticket_assigned",
          actor_type: "agent",
          actor_name: "Sana Iqbal",
          old_value: null,
          new_value: "Olivia Owens",
          is_internal: false,
        },
        {
          kind: "ticket_assigned",
          actor_type: "agent",
          actor_name: "Sana Iqbal",
          old_value: "Olivia Owens",
          new_value: "Ben Fischer",
          is_internal: false,
        },
        {
          kind: "ticket_assigned",
          actor_type: "agent",
          actor_name: "Sana Iqbal",
          old_value: "Ben Fischer",
          new_value: null,
          is_internal: false,
        },
      ]);
    }),
  );

  it(
    "cannot be led to another workspace's member even by the owner of the schema",
    undone(async () => {
      await owner("savepoint here");
      expect(
        await refusal(owner("update public.tickets set assignee_id = $2 where ticket_id = $1", [ticketId, members.gina.memberId])),
      ).toBe("23503 tickets_assignee_fkey");
      await owner("rollback to savepoint here");
      expect(
        await refusal(owner("update public.tickets set team_id = $2 where ticket_id = $1", [ticketId, teams.globexSupport.teamId])),
      ).toBe("23503 tickets_team_fkey");
      await owner("rollback to savepoint here");
      await owner("update public.tickets set team_id = $2 where ticket_id = $1", [ticketId, teams.billing.teamId]);
    }),
  );
});

describe("The timeline", () => {
  it(
    "says who did what, and keeps priority and team to the agents",
    undone(async () => {
      const { ticket_id, room_id } = await open("stranger", { name: "Jo" });
      await send("sana", room_id);
      await send("stranger", room_id);
      await call("ben", "select public.set_ticket_priority($1, 'urgent')", [ticket_id]);
      await owner("update public.tickets set team_id = $2 where ticket_id = $1", [ticket_id, teams.billing.teamId]);
      expect(await events(ticket_id)).toEqual([
        { kind: "ticket_created", actor_type: "customer", actor_name: "Jo", old_value: null, new_value: "open", is_internal: false },
        {
          kind: "status_changed",
          actor_type: "agent",
          actor_name: "Sana Iqbal",
          old_value: "open",
          new_value: "waiting",
          is_internal: false,
        },
        { kind: "status_changed", actor_type: "customer", actor_name: "Jo", old_value: "waiting", new_value: "open", is_internal: false },
        {
          kind: "priority_changed",
          actor_type: "agent",
          actor_name: "Ben Fischer",
          old_value: "medium",
          new_value: "urgent",
          is_internal: true,
        },
        { kind: "team_changed", actor_type: "system", actor_name: "", old_value: null, new_value: "Billing", is_internal: true },
      ]);
      const [mine] = await call<{ kinds: string[] }>(
        "stranger",
        "select array(select (event).kind::text from unnest(events) as event) as kinds from public.get_my_ticket('acme', $1)",
        [ticket_id],
      );
      expect(mine?.kinds).toEqual(["ticket_created", "status_changed", "status_changed"]);
    }),
  );

  it(
    "records several changes of one statement",
    undone(async () => {
      const { ticket_id } = await open("stranger");
      await owner("update public.tickets set status = 'in_progress', priority = 'low', assignee_id = $2 where ticket_id = $1", [
        ticket_id,
        members.ben.memberId,
      ]);
      expect(
        (await owner<{ kind: string }>("select kind from public.ticket_events where ticket_id = $1 order by kind", [ticket_id])).map(
          ({ kind }) => kind,
        ),
      ).toEqual(["ticket_created", "status_changed", "priority_changed", "ticket_assigned"]);
    }),
  );
});

describe("list_tickets", () => {
  const list = async (args: string) =>
    (await call<{ number: string }>("sana", `select number from public.list_tickets('acme', ${args})`)).map(({ number }) => Number(number));

  it(
    "shows each view its tickets, latest activity first",
    undone(async () => {
      const third = await open("stranger");
      const fourth = await open("stranger");
      await owner(
        "update public.tickets set last_activity_at = now() + number * interval '1 second' where workspace_id = (select workspace_id from public.workspaces where slug = 'acme')",
      );
      await call("sana", "select public.assign_ticket($1, $2)", [third.ticket_id, members.sana.memberId]);
      await call("sana", "select public.set_ticket_status($1, 'closed')", [fourth.ticket_id]);
      expect(await list("'active'")).toEqual([1003, 1002, 1001]);
      expect(await list("'mine'")).toEqual([1003]);
      expect(await list("'unassigned'")).toEqual([1002, 1001]);
      expect(await list("'done'")).toEqual([1004]);
      expect(await list("'all'")).toEqual([1004, 1003, 1002, 1001]);
      expect(await call("sana", "select * from public.count_tickets('acme')")).toEqual([
        { active: "3", mine: "1", unassigned: "2", unread: "1" },
      ]);
    }),
  );

  it(
    "finds by number and by part of the subject, and takes wildcards for what they are",
    undone(async () => {
      await open("stranger", { subject: "100% of it_ is \\ broken" });
      expect(await list("'all', '#1001'")).toEqual([1001]);
      expect(await list("'all', ' 1002 '")).toEqual([1002]);
      expect(await list("'all', 'PRINTER'")).toEqual([1002]);
      for (const part of ["0%", "it_", "\\"]) expect(await list(`'all', $$${part}$$`), part).toEqual([1003]);
      expect(await list("'all', '%'")).toEqual([1003]);
      expect(await list("'all', $$' or true --$$")).toEqual([]);
    }),
  );

  it(
    "pages without losing or repeating a ticket of equal time",
    undone(async () => {
      for (let count = 0; count < 7; count += 1) await open("stranger");
      await owner(
        "update public.tickets set last_activity_at = '2026-11-20' where workspace_id = (select workspace_id from public.workspaces where slug = 'acme')",
      );
      const seen: string[] = [];
      let before: [string | null, string | null] = [null, null];
      for (;;) {
        const page = await call<{ ticket_id: string }>(
          "sana",
          "select ticket_id from public.list_tickets('acme', 'all', null, $1, $2, 4)",
          before,
        );
        if (page.length === 0) break;
        seen.push(...page.map(({ ticket_id }) => ticket_id));
        before = ["2026-11-20", seen.at(-1)!];
      }
      expect(seen.length).toBe(9);
      expect(new Set(seen).size).toBe(9);
    }),
  );
});

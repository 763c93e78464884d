import { describe, expect, it } from "vitest";
import { customers, tickets, workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, send } = database();
const { carl, dora, gus } = tickets;

const save = (actor: "olivia" | "adam" | "sana" | "greg" | "carl", resolved: number | null, closed: number | null) =>
  call(actor, "select public.save_retention('acme', row($1::integer, $2::integer)::public.retention_days)", [resolved, closed]);
const sweep = async (days = 0) =>
  (await owner<{ erased: number }>("select private.erase_resting_tickets(50, now() + $1 * interval '1 day') as erased", [days]))[0]!.erased;
const erased = async () =>
  (await owner<{ ticket_id: string }>("select ticket_id from public.tickets where erased_at is not null order by 1")).map(
    (row) => row.ticket_id,
  );

describe("Retention", () => {
  it(
    "erases what is closed or resolved for longer than is set, each by its own days, and only there",
    undone(async () => {
      await owner("update public.tickets set status = 'closed' where ticket_id = any ($1)", [[carl.ticketId, gus.ticketId]]);
      await owner("update public.tickets set status = 'resolved' where ticket_id = $1", [dora.ticketId]);
      // Nobody has set anything: nothing ever goes.
      expect(await sweep(5000)).toBe(0);
      await save("adam", 60, 30);
      expect(await sweep(29)).toBe(0);
      const [counts] = await call("adam", "select * from public.preview_retention('acme', row(60, 30)::public.retention_days)");
      expect(counts).toMatchObject({ resolved_tickets: "0", closed_tickets: "0" });
      await owner(
        "update public.tickets set closed_at = now() - interval '31 days', resolved_at = now() - interval '31 days' where status in ('closed', 'resolved')",
      );
      const [due] = await call("adam", "select * from public.preview_retention('acme', row(60, 30)::public.retention_days)");
      expect(due).toMatchObject({ resolved_tickets: "0", closed_tickets: "1" });
      expect(Number(due!.messages)).toBeGreaterThan(0);
      // What people said and sent; not what the room tells of itself, nor a file that is gone.
      const said = `select count(*) filter (where sender_type <> 'system') as messages, count(*) as all_lines,
        (select count(*) from public.attachments where room_id = $1 and removed_at is null) as files,
        (select count(*) from public.attachments where room_id = $1) as all_files from public.messages where room_id = $1`;
      const [{ all_lines, all_files, ...counted } = {}] = await owner<Record<string, string>>(said, [carl.roomId]);
      expect(due).toMatchObject(counted);
      expect([Number(all_lines), Number(all_files)]).toEqual([Number(counted.messages) + 1, Number(counted.files) + 1]);
      expect(await erased()).toEqual([]);
      expect(await sweep()).toBe(1);
      expect(await erased()).toEqual([carl.ticketId]);
      expect(await sweep()).toBe(0);
      expect(await sweep(40)).toBe(1);
      expect(await erased()).toEqual([carl.ticketId, dora.ticketId].sort());
      const log = await call(
        "olivia",
        "select actor_type, action, changes::text from public.list_audit_entries('acme', 'retention') order by created_at",
      );
      expect(log).toEqual([
        expect.objectContaining({ actor_type: "agent", action: "changed" }),
        expect.objectContaining({ actor_type: "agent", action: "changed" }),
        expect.objectContaining({ actor_type: "system", action: "deleted" }),
        expect.objectContaining({ actor_type: "system", action: "deleted" }),
      ]);
    }),
  );

  it(
    "takes the person with the last of the tickets, and not before",
    undone(async () => {
      const second = await call<{ ticket_id: string }>(
        "carl",
        "select ticket_id from public.open_ticket('acme', 'Another', 'Body', $1, 'Carl', gen_random_uuid(), null, 'en')",
        [customers.carl.email],
      );
      const { seq } = await send("carl", carl.roomId);
      await call("carl", "select public.delete_message($1, $2)", [carl.roomId, seq]);
      await call("olivia", "select public.erase_customers('acme', $1, $2)", [[customers.dora.customerId], customers.dora.email]);
      const deletion = () =>
        owner<{ actor_name: string; sender_name: string }>(
          "select actor_name, before ->> 'sender_name' as sender_name from public.audit_entries where subject_id = $1",
          [carl.roomId],
        );
      expect(await deletion()).toEqual([{ actor_name: "Carl", sender_name: expect.stringContaining("Carl") as string }]);
      await save("olivia", null, 30);
      await owner("update public.tickets set status = 'closed', closed_at = now() - interval '31 days' where ticket_id = $1", [
        carl.ticketId,
      ]);
      expect(await sweep()).toBe(1);
      // Of the message nobody's name is left, of the person as long as they are not erased.
      expect(await deletion()).toEqual([{ actor_name: "Carl", sender_name: "—" }]);
      const person = "select email, erased_at is not null as is_erased from public.customers where customer_id = $1";
      expect(await owner(person, [customers.carl.customerId])).toEqual([{ email: customers.carl.email, is_erased: false }]);
      // Pam took part in the first one alone.
      expect(await owner(person, [customers.pam.customerId])).toEqual([{ email: null, is_erased: true }]);
      await owner("update public.tickets set status = 'closed', closed_at = now() - interval '31 days' where ticket_id = $1", [
        second[0]!.ticket_id,
      ]);
      expect(await sweep()).toBe(1);
      expect(await owner(person, [customers.carl.customerId])).toEqual([{ email: null, is_erased: true }]);
    }),
  );

  it(
    "keeps thirty days at least, is turned off by nothing, and is for owners and admins",
    undone(async () => {
      expect(await refusal(save("olivia", 29, null))).toBe("23514 retention_rules_after_days_range");
      expect(await refusal(save("sana", 30, null))).toBe("PT403 settings_forbidden");
      expect(await refusal(save("greg", 30, null))).toBe("PT404 workspace_not_found");
      await save("olivia", 30, 90);
      await save("olivia", null, 91);
      expect(await call("adam", "select * from public.get_retention('acme')")).toEqual([{ resolved_days: null, closed_days: 91 }]);
      expect(await owner("select from private.retention_rules where workspace_id = $1", [workspaces.globex.workspaceId])).toHaveLength(0);
    }),
  );

  it.each<[status: string, resolved: string | null, closed: string | null, isDue: boolean]>([
    ["resolved", "60 days", null, false],
    ["resolved", "60 days 1 second", null, true],
    ["closed", "100 days", "30 days", false],
    ["closed", "100 days", "30 days 1 second", true],
    ["closed", null, "31 days", true],
    ["open", "100 days", null, false],
  ])("counts the days from when a ticket was last ended: %s, resolved %s and closed %s ago", async (status, resolved, closed, isDue) =>
    undone(async () => {
      await save("adam", 60, 30);
      const preview = async () =>
        (await call("adam", "select * from public.preview_retention('acme', row(60, 30)::public.retention_days)"))[0];
      const rest = (ticketId: string, ...given: (string | null)[]) =>
        owner(
          "update public.tickets set status = $2, resolved_at = now() - $3::interval, closed_at = now() - $4::interval where ticket_id = $1",
          [ticketId, ...given],
        );
      await owner("update public.tickets set status = $2 where ticket_id = $1", [carl.ticketId, status]);
      await rest(carl.ticketId, status, resolved, closed);
      const due = { resolved_tickets: "0", closed_tickets: "0", ...(isDue && { [`${status}_tickets`]: "1" }) };
      expect(await preview()).toMatchObject({ ...due, ...(!isDue && { messages: "0", files: "0" }) });
      // One at a time is enough: none that is not due, or is erased, stands in the way of one that is.
      await owner("update public.tickets set status = 'closed' where ticket_id = $1", [dora.ticketId]);
      await rest(dora.ticketId, "closed", null, "40 days");
      for (const wanted of isDue ? [carl, dora] : [dora]) {
        expect(await owner("select private.erase_resting_tickets(1) as erased")).toEqual([{ erased: 1 }]);
        expect(await erased()).toContain(wanted.ticketId);
      }
      expect(await sweep()).toBe(0);
      expect(await preview()).toMatchObject({ resolved_tickets: "0", closed_tickets: "0", messages: "0" });
    })(),
  );

  it(
    "tells the audit log how many tickets of each workspace a sweep has erased",
    undone(async () => {
      const insert = (status: string) =>
        owner("insert into private.retention_rules (workspace_id, status, after_days) select workspace_id, $1, 30 from public.workspaces", [
          status,
        ]);
      await insert("closed");
      await owner("update public.tickets set status = 'closed'");
      await owner("update public.tickets set closed_at = now() - interval '31 days'");
      expect(await sweep()).toBe(3);
      expect(
        await owner(
          `select slug, entry.after from public.audit_entries as entry join public.workspaces using (workspace_id)
           where subject_kind = 'retention' and action = 'deleted' order by slug`,
        ),
      ).toEqual([
        { slug: "acme", after: { tickets: 2 } },
        { slug: "globex", after: { tickets: 1 } },
      ]);
      expect(await refusal(insert("open"))).toBe("23514 retention_rules_status_ended");
    }),
  );

  it(
    "tells the audit log of each status what was and what is now, and goes with the workspace",
    undone(async () => {
      const none = { resolved_days: null, closed_days: null };
      expect(await call("adam", "select * from public.get_retention('acme')")).toEqual([none]);
      for (const [resolved, closed] of [
        [30, 90],
        [null, 91],
        [null, 91],
      ] as const)
        await save("olivia", resolved, closed);
      const told = await owner(
        "select before, after from public.audit_entries where subject_kind = 'retention' order by before is not null, after is null, after",
      );
      expect(told).toEqual([
        { before: null, after: { closed_days: 90 } },
        { before: null, after: { resolved_days: 30 } },
        { before: { closed_days: 90 }, after: { closed_days: 91 } },
        { before: { resolved_days: 30 }, after: null },
      ]);
      for (const [resolved, closed] of [
        [30, 90],
        [90, 30],
      ] as const) {
        await save("olivia", resolved, closed);
        expect(await call("adam", "select * from public.get_retention('acme')")).toEqual([
          { resolved_days: resolved, closed_days: closed },
        ]);
      }
      await call("vera", "select public.create_workspace('Short', 'short', 'Vera')");
      await call("vera", "select public.save_retention('short', row(30, 30)::public.retention_days)");
      await owner("delete from public.workspaces where slug = 'short'");
      expect(await owner("select from private.retention_rules where workspace_id <> $1", [workspaces.acme.workspaceId])).toHaveLength(0);
    }),
  );
});

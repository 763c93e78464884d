import { describe, expect, it } from "vitest";
import { workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, open, send, ticket } = database();

/** A ticket with eight hours to be resolved in, four if it is high. */
async function openTicket(): Promise<string> {
  await owner(
    `insert into public.sla_targets (workspace_id, policy_version_id, metric, priority, target_seconds, basis)
     select workspace_id, current_version_id, 'resolution', each.priority::public.ticket_priority, hours * 3600, 'calendar'
     from public.sla_policies cross join (values ('medium', 8), ('high', 4)) as each (priority, hours) where workspace_id = $1`,
    [workspaces.acme.workspaceId],
  );
  return (await open("stranger")).ticket_id;
}

const setDue = (id: string, due: Date | null, reason: string | null = "Promised by phone") =>
  call("sana", "select public.set_resolution_due($1, $2, $3)", [id, due, reason]);
const clock = async (id: string) =>
  (
    await owner<{ state: string; due_at: Date | null; is_due_by_hand: boolean; breach_cause: string | null; started_at: Date }>(
      "select state, due_at, is_due_by_hand, breach_cause, started_at from public.sla_clocks where ticket_id = $1 and metric = 'resolution'",
      [id],
    )
  )[0]!;
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

describe("set_resolution_due", () => {
  it(
    "is moved by no pause and no priority, and its reason is kept",
    undone(async () => {
      const id = await openTicket();
      const due = inHours(100);
      await setDue(id, due);
      expect(await clock(id)).toMatchObject({ state: "running", due_at: due, is_due_by_hand: true });
      await call("sana", "select public.set_ticket_status($1, 'waiting')", [id]);
      await call("sana", "select public.set_ticket_priority($1, 'high')", [id]);
      expect(await clock(id)).toMatchObject({ state: "running", due_at: due });
      await call("sana", "select public.set_ticket_status($1, 'open')", [id]);
      expect(await clock(id)).toMatchObject({ state: "running", due_at: due });
      expect(await owner("select reason, actor_name from public.sla_events where ticket_id = $1 and kind = 'set_due'", [id])).toEqual([
        { reason: "Promised by phone", actor_name: "Sana Iqbal" },
      ]);
      await call("sana", "select public.set_ticket_status($1, 'resolved')", [id]);
      expect(await clock(id)).toMatchObject({ state: "met" });
      expect(await owner("select * from private.list_differing_sla_clocks($1)", [workspaces.acme.workspaceId])).toEqual([]);
    }),
  );

  it(
    "goes for a ticket that waits, and stands in its sla_due_at when it is the first",
    undone(async () => {
      const id = await openTicket();
      await call("sana", "select public.set_ticket_status($1, 'waiting')", [id]);
      expect(await clock(id)).toMatchObject({ state: "paused", due_at: null });
      const due = inHours(1);
      await setDue(id, due);
      expect(await clock(id)).toMatchObject({ state: "running", due_at: due });
      expect((await ticket(id)).sla_due_at).toEqual(due);
      await setDue(id, null, null);
      expect(await clock(id)).toMatchObject({ state: "paused", due_at: null, is_due_by_hand: false });
    }),
  );

  it(
    "taken back is the policy's again: with what was used, as the priority is by then, and late now if it would have been",
    undone(async () => {
      const id = await openTicket();
      await setDue(id, inHours(100));
      await call("sana", "select public.set_ticket_priority($1, 'high')", [id]);
      await setDue(id, null, null);
      const { started_at, due_at } = await clock(id);
      expect(due_at!.getTime() - started_at.getTime()).toBe(4 * 3_600_000);
      // Nine hours ago: with eight hours it is past, and that is noticed now and not dated back.
      const old = (await open("dora")).ticket_id;
      await setDue(old, inHours(100));
      await owner(
        "update public.sla_clocks set started_at = now() - interval '9 hours', running_since = now() - interval '9 hours' where ticket_id = $1 and metric = 'resolution'",
        [old],
      );
      await setDue(old, null, null);
      expect(await clock(old)).toMatchObject({ state: "breached", breach_cause: "retarget" });
    }),
  );

  it(
    "is refused without a reason, in the past or too far away, when resolved, and where nothing is due",
    undone(async () => {
      const id = await openTicket();
      expect(await refusal(setDue(id, inHours(1), " "))).toBe("PT422 sla_reason_required");
      expect(await refusal(setDue(id, inHours(1), null))).toBe("PT422 sla_reason_required");
      expect(await refusal(setDue(id, inHours(-1)))).toBe("PT422 sla_due_out_of_range");
      expect(await refusal(setDue(id, inHours(24 * 365 * 11)))).toBe("PT422 sla_due_out_of_range");
      expect(await refusal(call("sana", "select public.set_resolution_due($1, 'infinity', 'X')", [id]))).toBe("PT422 sla_due_out_of_range");
      expect(await refusal(setDue(id, inHours(1), "x".repeat(501)))).toBe("23514 sla_events_reason_length");
      expect(await refusal(setDue(id, inHours(1)))).toBe("nothing was refused");
      await call("sana", "select public.set_ticket_status($1, 'resolved')", [id]);
      expect(await refusal(setDue(id, inHours(1)))).toBe("PT409 ticket_already_resolved");
      await owner("delete from public.sla_targets where metric = 'resolution'");
      const without = (await open("dora")).ticket_id;
      expect(await refusal(setDue(without, inHours(1)))).toBe("PT409 sla_not_running");
    }),
  );
});

describe("set_no_reply_needed", () => {
  it(
    "ends the wait without an answer: nothing is due, and the next message begins another",
    undone(async () => {
      const { ticket_id } = await open("stranger");
      await call("sana", "select public.set_no_reply_needed($1)", [ticket_id]);
      expect(await ticket(ticket_id)).toMatchObject({
        status: "open",
        awaiting_reply_since: null,
        sla_due_at: null,
        first_response_at: null,
      });
      expect(await owner("select metric, state, cancel_reason from public.sla_clocks where ticket_id = $1", [ticket_id])).toEqual([
        { metric: "first_response", state: "cancelled", cancel_reason: "no_reply_needed" },
      ]);
      const before = await owner("select count(*) from realtime.messages");
      await call("sana", "select public.set_no_reply_needed($1)", [ticket_id]);
      expect(await owner("select count(*) from realtime.messages")).toEqual(before);
    }),
  );

  it(
    "is told on the timeline, once and to agents alone, also where nothing was due; an answer and a resolution are not it",
    undone(async () => {
      const told = async (id: string) =>
        (
          await call<{ kind: string; actor_name: string; is_internal: boolean }>(
            "sana",
            "select kind, actor_name, is_internal from public.ticket_events where ticket_id = $1 and kind not in ('ticket_created', 'status_changed')",
            [id],
          )
        ).map(({ kind, actor_name, is_internal }) => [kind, actor_name, is_internal]);
      const is = [["no_reply_needed", "Sana Iqbal", true]];
      const due = await open("stranger");
      await owner("update public.sla_policies set archived_at = now() where workspace_id = $1", [workspaces.acme.workspaceId]);
      const [undue, answered, resolved] = [await open("stranger"), await open("stranger"), await open("stranger")];
      for (const { ticket_id } of [due, undue]) {
        for (let time = 0; time < 2; time += 1) await call("sana", "select public.set_no_reply_needed($1)", [ticket_id]);
        expect(await told(ticket_id)).toEqual(is);
      }
      await send("sana", answered.room_id);
      await call("sana", "select public.set_ticket_status($1, 'resolved')", [resolved.ticket_id]);
      for (const { ticket_id } of [answered, resolved]) expect(await told(ticket_id)).toEqual([]);
      const kinds = await call<{ kind: string }>(
        "stranger",
        "select (event).kind from public.get_my_ticket('acme', $1), unnest(events) as event",
        [undue.ticket_id],
      );
      expect(kinds.map(({ kind }) => kind)).toEqual(["ticket_created"]);
      expect(
        await call("stranger", "select from public.ticket_events where ticket_id = $1 and kind = 'no_reply_needed'", [undue.ticket_id]),
      ).toEqual([]);
    }),
  );
});

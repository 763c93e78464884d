/** Clocks of tickets that come to be in other ways than by a customer's form, and what does not move clocks at all. */
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { customers, workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, open, send } = database();

const acme = workspaces.acme.workspaceId;

/** Eight hours to resolve a ticket in, so that every metric has a target. */
const withResolution = (use: () => Promise<void>) =>
  undone(async () => {
    await owner(
      `insert into public.sla_targets (workspace_id, policy_version_id, metric, priority, target_seconds, basis)
       select workspace_id, current_version_id, 'resolution', 'medium', 28800, 'calendar' from public.sla_policies where workspace_id = $1`,
      [acme],
    );
    await use();
  });
const clocks = async (ticketId: string) =>
  owner<{ metric: string; sequence: number; started_at: Date; state: string; due_at: Date | null }>(
    "select metric, sequence, started_at, state, due_at from public.sla_clocks where ticket_id = $1 order by metric, sequence",
    [ticketId],
  );

describe("A ticket", () => {
  it(
    "that a message was split into: its first response counts from that message, its resolution from the split",
    withResolution(async () => {
      const ticketId = randomUUID();
      const [written, split] = [new Date(Date.now() - 2 * 3_600_000), new Date(Date.now() - 60_000)];
      await owner(
        `insert into public.tickets (ticket_id, workspace_id, customer_id, subject, created_at, last_activity_at, awaiting_reply_since)
         values ($1, $2, $3, 'Split', $4, $4, $5)`,
        [ticketId, acme, customers.carl.customerId, split, written],
      );
      expect(await clocks(ticketId)).toMatchObject([
        {
          metric: "first_response",
          sequence: 1,
          started_at: written,
          state: "running",
          due_at: new Date(written.getTime() + 24 * 3_600_000),
        },
        { metric: "resolution", sequence: 1, started_at: split, state: "running" },
      ]);
    }),
  );

  it(
    "that follows a closed one has clocks of its own, and those of the closed one stay as they ended",
    withResolution(async () => {
      const first = await open("carl");
      await call("sana", "select public.set_ticket_status($1, 'closed')", [first.ticket_id]);
      const ended = await clocks(first.ticket_id);
      expect(ended.map(({ state }) => state)).toEqual(["cancelled", "met"]);
      const rows = await call<{ ticket_id: string }>(
        "carl",
        "select ticket_id from public.open_ticket('acme', 'Again', 'Body', 'carl@example.com', 'Carl', $1, null, 'en', $2)",
        [randomUUID(), first.ticket_id],
      );
      expect((await clocks(rows[0]!.ticket_id)).map(({ metric, sequence, state }) => [metric, sequence, state])).toEqual([
        ["first_response", 1, "running"],
        ["resolution", 1, "running"],
      ]);
      expect(await clocks(first.ticket_id)).toEqual(ended);
    }),
  );
});

describe("No clock is moved", () => {
  it(
    "by what the system says in the room, by a note, by who has the ticket, or by who reads it",
    withResolution(async () => {
      const { ticket_id: id, room_id: room } = await open("carl");
      const before = await clocks(id);
      expect(before.map(({ state }) => state)).toEqual(["running", "running"]);
      await call(
        "sana",
        "select public.assign_ticket($1, (select member_id from public.workspace_members where display_name = 'Sana Iqbal'))",
        [id],
      );
      expect(await owner("select from public.messages where room_id = $1 and sender_type = 'system'", [room])).toHaveLength(1);
      await call("sana", "select * from public.add_note($1, 'A note', $2)", [room, randomUUID()]);
      await call("sana", "select * from public.acknowledge_messages($1, 1, 1)", [room]);
      await call("sana", "select * from public.set_reaction($1, 1, '👍', true)", [room]);
      expect(await clocks(id)).toEqual(before);
      // An answer does.
      await send("sana", room);
      expect((await clocks(id)).map(({ state }) => state)).toEqual(["met", "paused"]);
    }),
  );
});

describe("an event that was written past the engine", () => {
  const tell = (id: string, sequence: number) =>
    owner(
      `with told as (
         insert into public.sla_events (workspace_id, ticket_id, metric, sequence, event_number, kind, at)
         values ($1, $2, 'resolution', $3, 99, 'pause', now()) returning 1)
       select * from told`,
      [acme, id, sequence],
    );
  const checked = () => owner("set constraints public.sla_events_clock_fkey immediate");

  it(
    "is taken of a clock that the ticket has",
    withResolution(async () => {
      await tell((await open("stranger")).ticket_id, 1);
      expect(await refusal(checked())).toBe("nothing was refused");
    }),
  );

  it(
    "is refused of one that it has not",
    withResolution(async () => {
      await tell((await open("stranger")).ticket_id, 2);
      expect(await refusal(checked())).toBe("23503 sla_events_clock_fkey");
    }),
  );
});

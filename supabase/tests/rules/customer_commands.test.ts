import { describe, expect, it } from "vitest";
import { members, tickets } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, send } = database();
const { ticketId, roomId } = tickets.carl;

const ticket = async () =>
  (
    await owner<{ status: string; room: string; awaiting: Date | null; due: Date | null; now: Date }>(
      `select ticket.status, room.status as room, awaiting_reply_since as awaiting, sla_due_at as due, now()
       from public.tickets as ticket join public.chat_rooms as room using (ticket_id) where ticket_id = $1`,
      [ticketId],
    )
  )[0]!;
const close = (actor: "carl" | "pam" | "olivia") => call(actor, "select public.close_ticket($1)", [ticketId]);
const reopen = (actor: "carl" | "pam" | "olivia") => call(actor, "select public.reopen_ticket($1)", [ticketId]);
const said = async () =>
  (
    await owner<{ line: string }>(
      `select concat_ws(' ', system_kind, sender_name, coalesce(old_value, '-'), '>', coalesce(new_value, '-')) as line
       from public.messages where room_id = $1 and sender_type = 'system' order by seq`,
      [roomId],
    )
  ).map(({ line }) => line);

describe("close_ticket", () => {
  it(
    "ends the conversation, which stays to be read",
    undone(async () => {
      await close("carl");
      expect(await ticket()).toMatchObject({ status: "closed", room: "closed", awaiting: null, due: null });
      expect(await refusal(send("carl", roomId))).toBe("PT409 room_closed");
      expect(await refusal(send("pam", roomId))).toBe("PT409 room_closed");
      for (const actor of ["carl", "pam"] as const)
        expect(await call(actor, "select status from public.read_room($1)", [ticketId])).toEqual([{ status: "closed" }]);
      await close("carl");
      expect(await said()).toEqual(["status_changed Carl Jensen waiting > closed"]);
    }),
  );

  it(
    "is not for participants",
    undone(async () => {
      expect(await refusal(close("pam"))).toBe("PT403 not_the_requester");
      expect(await refusal(reopen("pam"))).toBe("PT403 not_the_requester");
    }),
  );
});

describe("reopen_ticket", () => {
  it(
    "lets the conversation go on, and whoever asked waits again",
    undone(async () => {
      await close("carl");
      await reopen("carl");
      const { now, ...rest } = await ticket();
      expect(rest).toMatchObject({ status: "open", room: "open", awaiting: now });
      expect(rest.due).not.toBeNull();
      await send("pam", roomId, "Still not here");
    }),
  );

  it(
    "is for the workspace's time, which get_my_ticket tells its requester",
    undone(async () => {
      const until = async (actor: "carl" | "pam") =>
        (
          await call<{ reopen_until: Date | null; closed_at: Date }>(
            actor,
            "select reopen_until, closed_at from public.get_my_ticket('acme', $1)",
            [ticketId],
          )
        )[0]!;
      expect((await until("carl")).reopen_until).toBeNull();
      await close("carl");
      const { reopen_until, closed_at } = await until("carl");
      expect(reopen_until!.getTime() - closed_at.getTime()).toBe(14 * 24 * 3600_000);
      expect((await until("pam")).reopen_until).toBeNull();
      await owner("update public.tickets set closed_at = now() - interval '14 days 1 second' where ticket_id = $1", [ticketId]);
      expect(await refusal(reopen("carl"))).toBe("PT409 reopen_window_over");
      await owner("update public.workspaces set reopen_window_seconds = 15 * 24 * 3600");
      await reopen("carl");
      expect((await ticket()).status).toBe("open");
    }),
  );

  it(
    "does nothing to a ticket that is open",
    undone(async () => {
      await send("olivia", roomId, "Done?");
      await reopen("carl");
      expect(await ticket()).toMatchObject({ status: "waiting", awaiting: null });
    }),
  );
});

describe("A follow-up ticket", () => {
  const follow = async (actor: "carl" | "pam" | "dora", followed: string, email = `${actor}@example.com`) => {
    const [opened] = await call<{ ticket_id: string; number: string }>(
      actor,
      `select * from public.open_ticket('acme', 'Again', 'It is back', $1, 'Name', gen_random_uuid(), follows_ticket_id => $2)`,
      [email, followed],
    );
    const [row] = await owner<{ follows: string | null }>("select follows_ticket_id as follows from public.tickets where ticket_id = $1", [
      opened!.ticket_id,
    ]);
    return { ...opened!, follows: row!.follows };
  };
  const told = async (actor: "carl" | "pam" | "olivia") =>
    (
      await call<{ new_value: string }>(
        actor,
        "select new_value from public.ticket_events where ticket_id = $1 and kind = 'follow_up_opened'",
        [ticketId],
      )
    ).map(({ new_value }) => new_value);

  it(
    "is linked to the earlier one, which tells of it",
    undone(async () => {
      await close("carl");
      const opened = await follow("carl", ticketId);
      expect(opened.follows).toBe(ticketId);
      expect(await told("pam")).toEqual([opened.number]);
      const [mine] = await call<{ follows_ticket_id: string }>("carl", "select follows_ticket_id from public.get_my_ticket('acme', $1)", [
        opened.ticket_id,
      ]);
      expect(mine!.follows_ticket_id).toBe(ticketId);
      const [desk] = await call<{ follows_ticket_id: string }>("olivia", "select follows_ticket_id from public.get_ticket('acme', $1)", [
        opened.ticket_id,
      ]);
      expect(desk!.follows_ticket_id).toBe(ticketId);
    }),
  );

  it(
    "of a participant is not told to the others, and shows them nothing",
    undone(async () => {
      const opened = await follow("pam", ticketId);
      expect(opened.follows).toBe(ticketId);
      expect(await told("carl")).toEqual([]);
      expect(await told("olivia")).toEqual([opened.number]);
      expect(await call("carl", "select from public.get_my_ticket('acme', $1)", [opened.ticket_id])).toEqual([]);
    }),
  );

  it(
    "is opened, but linked to nothing, where the earlier one is not the caller's or of another workspace",
    undone(async () => {
      expect((await follow("dora", ticketId)).follows).toBeNull();
      expect((await follow("carl", tickets.gus.ticketId)).follows).toBeNull();
      expect(await told("olivia")).toEqual([]);
    }),
  );
});

describe("System messages", () => {
  it(
    "say who looks after the ticket, who ends and who opens it again, and who comes and goes",
    undone(async () => {
      const assign = (to: string | null) =>
        call("olivia", "select public.assign_ticket($1, (select member_id from public.workspace_members where display_name = $2))", [
          ticketId,
          to,
        ]);
      await assign("Sana Iqbal");
      await assign("Ben Fischer");
      await assign(null);
      await call("olivia", "select public.set_ticket_status($1, 'resolved')", [ticketId]);
      await send("carl", roomId, "Not quite");
      await call("carl", "select public.add_participant($1, 'new@example.com', 'Nora')", [ticketId]);
      await call(
        "carl",
        "select public.remove_participant($1, person.customer_id) from public.get_my_ticket('acme', $1) as it, unnest(it.participants) as person where person.name = 'Nora'",
        [ticketId],
      );
      expect(await said()).toEqual([
        // Not by whom, nor from whom: that is the desk's own business.
        "ticket_assigned  - > Sana Iqbal",
        "ticket_transferred  - > Ben Fischer",
        "ticket_released  - > -",
        "status_changed Olivia Owens waiting > resolved",
        "status_changed Carl Jensen resolved > open",
        "participant_added Carl Jensen - > Nora",
        "participant_removed Carl Jensen Nora > -",
      ]);
    }),
  );

  it(
    "tell a customer nowhere who gave the ticket to whom, and the agents in their timeline",
    undone(async () => {
      await call("olivia", "select public.assign_ticket($1, $2)", [ticketId, members.sana.memberId]);
      await call("olivia", "select public.assign_ticket($1, $2)", [ticketId, members.ben.memberId]);
      const assignments =
        "select (event).actor_name, (event).old_value, (event).new_value from it, unnest(events) as event where (event).kind = 'ticket_assigned'";
      expect(await call("carl", `with it as (select events from public.get_my_ticket('acme', $1)) ${assignments}`, [ticketId])).toEqual([
        { actor_name: "", old_value: null, new_value: "Sana Iqbal" },
        { actor_name: "", old_value: null, new_value: "Ben Fischer" },
      ]);
      expect(await call("sana", `with it as (select events from public.get_ticket('acme', $1)) ${assignments}`, [ticketId])).toEqual([
        { actor_name: "Olivia Owens", old_value: null, new_value: "Sana Iqbal" },
        { actor_name: "Olivia Owens", old_value: "Sana Iqbal", new_value: "Ben Fischer" },
      ]);
      const rows = "select from public.ticket_events where ticket_id = $1 and kind = 'ticket_assigned'";
      expect(await call("carl", rows, [ticketId])).toHaveLength(0);
      expect(await call("sana", rows, [ticketId])).toHaveLength(2);
      const pushes = await owner<{ payload: string }>(
        "select payload::text from realtime.messages where topic like 'room:' || $1 || ':%'",
        [roomId],
      );
      expect(pushes.filter(({ payload }) => payload.includes("Ben Fischer"))).toHaveLength(1);
      expect(pushes.filter(({ payload }) => payload.includes("Olivia Owens"))).toEqual([]);
    }),
  );

  it(
    "say every status that somebody sets",
    undone(async () => {
      const set = (status: string) => call("olivia", "select public.set_ticket_status($1, $2)", [ticketId, status]);
      for (const status of ["in_progress", "in_progress", "waiting", "open"]) await set(status);
      expect(await said()).toEqual([
        "status_changed Olivia Owens waiting > in_progress",
        "status_changed Olivia Owens in_progress > waiting",
        "status_changed Olivia Owens waiting > open",
      ]);
    }),
  );

  it(
    "say nothing of what follows from every message, nor of what is internal",
    undone(async () => {
      await send("carl", roomId, "Hello?");
      await send("olivia", roomId, "Here");
      await call("olivia", "select public.set_ticket_priority($1, 'urgent')", [ticketId]);
      expect(await said()).toEqual([]);
      await call("olivia", "select public.set_ticket_status($1, 'closed')", [ticketId]);
      expect(await said()).toHaveLength(1);
    }),
  );

  it(
    "are numbered with the messages of people and reach the room's topic, and count as unread for nobody",
    undone(async () => {
      const state = async () =>
        (
          await owner<{ last_seq: number; last_customer_seq: number; last_agent_seq: number }>(
            "select last_seq, last_customer_seq, last_agent_seq from public.chat_rooms where room_id = $1",
            [roomId],
          )
        )[0]!;
      const before = await state();
      await call("olivia", "select public.assign_ticket($1, private.my_member_id(workspace_id)) from public.tickets where ticket_id = $1", [
        ticketId,
      ]);
      expect(await state()).toEqual({ ...before, last_seq: before.last_seq + 1 });
      const [sent] = await owner<{ payload: Record<string, unknown> }>(
        "select payload from realtime.messages where event = 'message_created' and topic like 'room:' || $1 || ':%' order by inserted_at desc, ctid desc limit 1",
        [roomId],
      );
      expect(sent!.payload).toMatchObject({
        seq: before.last_seq + 1,
        sender_type: "system",
        sender_id: null,
        system_kind: "ticket_assigned",
      });
    }),
  );
});

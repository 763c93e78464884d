import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { categories, members, teams, tickets } from "../../../tests/support/cast";
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

describe("A message to a ticket whose time is over", () => {
  const end = (status: "resolved" | "closed", ago = "15 days") =>
    owner(
      `update public.tickets set status = $2::public.ticket_status, resolved_at = now() - $3::interval, closed_at = case when $2::public.ticket_status = 'closed' then now() - $3::interval end
       where ticket_id = $1`,
      [ticketId, status, ago],
    );
  const followUp = async (actor: "carl" | "pam" | "olivia", body = "It is back", clientId: string = randomUUID()) =>
    (
      await call<{ ticket_id: string; number: string; room_id: string }>(actor, "select * from public.follow_up_ticket($1, $2, $3)", [
        ticketId,
        body,
        clientId,
      ])
    )[0]!;

  for (const status of ["resolved", "closed"] as const)
    it(
      `that is ${status} opens another that follows it, once for one message`,
      undone(async () => {
        await end(status);
        const clientId = randomUUID();
        expect(await refusal(send("carl", roomId, "It is back", clientId))).toBe("PT409 reopen_window_over");
        expect(await refusal(send("pam", roomId))).toBe("PT409 reopen_window_over");
        const opened = await followUp("carl", "It is back", clientId);
        expect(await followUp("carl", "It is back", clientId)).toEqual(opened);
        expect(await owner("select body, client_id, sender_name from public.messages where room_id = $1", [opened.room_id])).toEqual([
          { body: "It is back", client_id: clientId, sender_name: "Carl Jensen" },
        ]);
        const [made] = await call("olivia", "select subject, category_name, status, follows_ticket_id from public.get_ticket('acme', $1)", [
          opened.ticket_id,
        ]);
        const [old] = await call<{ subject: string; category_name: string; status: string; follow_ups: string }>(
          "olivia",
          "select subject, category_name, status, follow_ups from public.get_ticket('acme', $1)",
          [ticketId],
        );
        expect(made).toEqual({ subject: old!.subject, category_name: old!.category_name, status: "open", follows_ticket_id: ticketId });
        expect(old!.status).toBe(status);
        expect(old!.follow_ups).toContain(opened.ticket_id);
        // Its clocks are its own.
        expect(await owner("select from public.sla_clocks where ticket_id = $1 and state = 'running'", [opened.ticket_id])).not.toEqual([]);
        expect(await call("carl", "select from public.get_my_ticket('acme', $1)", [opened.ticket_id])).toHaveLength(1);
      }),
    );

  it(
    "belongs to it until then, and to agents for ever",
    undone(async () => {
      expect(await refusal(followUp("carl"))).toBe("PT409 reopen_window_open");
      await end("resolved", "13 days");
      expect(await refusal(followUp("carl"))).toBe("PT409 reopen_window_open");
      await end("resolved");
      await send("olivia", roomId, "One thing more");
      expect(await refusal(followUp("olivia"))).toBe("PT403 not_the_requester");
      expect(await refusal(followUp("pam"))).toBe("PT403 not_the_requester");
      await end("resolved", "13 days");
      await send("carl", roomId, "Thank you");
      expect((await ticket()).status).toBe("open");
      // By what its own workspace says.
      const window = (slug: string, days: number) =>
        owner("update public.workspaces set reopen_window_seconds = $2 where slug = $1", [slug, days * 86_400]);
      await end("resolved", "2 days");
      await window("globex", 1);
      expect(await refusal(followUp("carl"))).toBe("PT409 reopen_window_open");
      await window("acme", 1);
      await window("globex", 9);
      expect(await followUp("carl")).toMatchObject({ room_id: expect.anything() as string });
    }),
  );

  it(
    "keeps the category while it is offered",
    undone(async () => {
      const categoryOf = async (id: string) =>
        (await owner<{ id: string | null }>("select category_id as id from public.tickets where ticket_id = $1", [id]))[0]!.id;
      await owner("update public.tickets set category_id = $2 where ticket_id = $1", [ticketId, categories.question.categoryId]);
      await end("closed");
      expect(await categoryOf((await followUp("carl")).ticket_id)).toBe(categories.question.categoryId);
      await owner("update public.ticket_categories set archived_at = now() where category_id = $1", [categories.question.categoryId]);
      expect(await categoryOf((await followUp("carl")).ticket_id)).toBeNull();
    }),
  );

  it(
    "goes on in the private team that it was for, and tells nobody else of its number",
    undone(async () => {
      await owner("update public.teams set is_private = true where team_id = $1", [teams.billing.teamId]);
      await end("closed");
      const opened = await followUp("carl");
      const told = (actor: "olivia" | "ben" | "sana") =>
        call(actor, "select from public.ticket_events where ticket_id = $1 and kind = 'follow_up_opened' and new_value = $2", [
          ticketId,
          opened.number,
        ]);
      expect(await told("sana")).toHaveLength(1);
      await owner("update public.tickets set team_id = $1 where ticket_id = $2", [teams.billing.teamId, opened.ticket_id]);
      expect(await told("ben")).toHaveLength(1);
      expect(await told("sana")).toEqual([]);
      await owner("update public.tickets set team_id = $1 where ticket_id = $2", [teams.billing.teamId, ticketId]);
      const next = await followUp("carl", "Once more");
      const teamOf = async (id: string) => (await owner("select team_id from public.tickets where ticket_id = $1", [id]))[0];
      expect(await teamOf(next.ticket_id)).toEqual({ team_id: teams.billing.teamId });
      // Of a team that is put away too: nobody else hears of it then. One that hides nothing gets none.
      const { teamId } = teams.billing;
      for (const [change, expected] of [
        ["archived_at = now()", teamId],
        ["archived_at = null, is_private = false", null],
      ] as const) {
        await owner(`update public.teams set ${change} where team_id = $1`, [teamId]);
        expect(await teamOf((await followUp("carl", change)).ticket_id), change).toEqual({ team_id: expected });
      }
    }),
  );

  it(
    "is not asked for where what it was about was erased, and then nobody opens it again",
    undone(async () => {
      await end("closed", "1 day");
      await owner("update public.tickets set subject = '—', erased_at = now() where ticket_id = $1", [ticketId]);
      expect(await refusal(reopen("olivia"))).toBe("PT409 ticket_erased");
      expect(await refusal(call("olivia", "select public.set_ticket_status($1, 'open')", [ticketId]))).toBe("PT409 ticket_erased");
      await call("olivia", "select public.set_ticket_status($1, 'closed')", [ticketId]);
      await end("closed");
      const opened = await followUp("carl", "It is back");
      expect(await owner("select subject from public.tickets where ticket_id = $1", [opened.ticket_id])).toEqual([
        { subject: "It is back" },
      ]);
      await owner("update public.tickets set erased_at = null where ticket_id = $1", [ticketId]);
      await reopen("olivia");
      expect((await ticket()).status).toBe("open");
    }),
  );
});

describe("set_ticket_category", () => {
  const [question, order] = [categories.question.categoryId, categories.globexOrder.categoryId];
  const put = (actor: "olivia" | "sana", categoryId: string | null) =>
    call(actor, "select public.set_ticket_category($1, $2)", [ticketId, categoryId]);

  it(
    "is told on the timeline to agents, keeps what was answered, and takes none that is not offered",
    undone(async () => {
      await put("sana", null);
      await put("sana", question);
      await put("sana", question);
      const events = (actor: "olivia" | "carl") =>
        call(
          actor,
          "select actor_name, old_value, new_value from public.ticket_events where ticket_id = $1 and kind = 'category_changed' order by created_at",
          [ticketId],
        );
      expect(await events("olivia")).toEqual([{ actor_name: "Sana Iqbal", old_value: null, new_value: "Question" }]);
      // Of this ticket alone.
      const others = "select from public.tickets where category_id = $1 and ticket_id <> $2";
      expect(await owner(others, [question, ticketId])).toEqual([]);
      expect(await events("carl")).toEqual([]);
      expect(await refusal(put("sana", order))).toBe("PT422 category_not_found");
      await owner("update public.ticket_categories set archived_at = now() where category_id = $1", [question]);
      // It stays where it is, and does not come back there.
      await put("sana", question);
      await put("sana", null);
      expect(await refusal(put("sana", question))).toBe("PT422 category_not_found");
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

/** Team-private tickets: who sees them from when on, who looks after them, and who hears of them no more. */
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { actors, type ActorName } from "../../../tests/support/actors";
import { customers, members, teams, tickets, workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, send, note, ticket } = database();
const acme = workspaces.acme.workspaceId;
const billing = teams.billing.teamId;
const { ticketId, roomId } = tickets.carl;
const { sana, ben, adam, olivia } = members;

/** Billing with Adam and Ben in it, private or not; `null` leaves that as it is. */
const saveBilling = (isPrivate: boolean | null, people: readonly string[] = [ben.memberId], leads: readonly string[] = [adam.memberId]) =>
  call("olivia", "select public.save_team('acme', 'Billing', $1, $2, $3, $4)", [people, leads, billing, isPrivate]);
const give = (actor: ActorName, teamId: string | null) => call(actor, "select public.set_ticket_team($1, $2)", [ticketId, teamId]);
const assign = (actor: ActorName, memberId: string | null) => call(actor, "select public.assign_ticket($1, $2)", [ticketId, memberId]);
const assignee = async () => (await ticket(ticketId)).assignee_id;
const sees = async (actor: ActorName) => {
  const rows = await call(actor, "select from public.tickets where ticket_id = $1", [ticketId]);
  const read = await call(actor, "select from public.read_room($1)", [ticketId]);
  expect(read.length).toBe(rows.length);
  return rows.length === 1;
};
const epochs = async () => {
  const [row] = await owner<{ of_workspace: number; of_room: number }>(
    `select workspace.epoch as of_workspace, room.epoch as of_room
     from public.chat_rooms as room join public.workspaces as workspace using (workspace_id) where room.room_id = $1`,
    [roomId],
  );
  return [row!.of_workspace, row!.of_room];
};
const mayHear = async (actor: ActorName, topic: string) =>
  (await call<{ may: boolean }>(actor, "select private.may_hear($1) as may", [topic]))[0]!.may;

/** Topic and event of what an action sends, in order of topics. */
async function sentBy(action: () => Promise<unknown>): Promise<string[]> {
  const [mark] = await owner<{ ids: string[] }>("select coalesce(array_agg(id::text), '{}') as ids from realtime.messages");
  await action();
  const rows = await owner<{ topic: string; event: string }>(
    "select topic, event from realtime.messages where id::text <> all ($1) order by topic, event",
    [mark!.ids],
  );
  return rows.map(({ topic, event }) => `${topic} ${event}`);
}

describe("A ticket of a private team", () => {
  it(
    "is seen by its members, owners and admins from the next statement on, and by everybody when the team is private no more",
    undone(async () => {
      await saveBilling(true);
      expect(await sees("sana")).toBe(true);
      await give("sana", billing);
      for (const actor of ["olivia", "adam", "ben", "carl"] as const) expect(await sees(actor), actor).toBe(true);
      for (const actor of ["sana", "mia", "gina", "dora"] as const) expect(await sees(actor), actor).toBe(false);
      await saveBilling(null, [ben.memberId, sana.memberId]);
      expect(await sees("sana")).toBe(true);
      await saveBilling(null);
      expect(await sees("sana")).toBe(false);
      await saveBilling(false);
      expect(await sees("sana")).toBe(true);
      expect(await sees("gina")).toBe(false);
    }),
  );

  it(
    "stays its customer's as it was: they read, write, close and open it, and are told who looks after it",
    undone(async () => {
      await saveBilling(true);
      await give("olivia", billing);
      await assign("olivia", ben.memberId);
      expect(await send("carl", roomId)).toMatchObject({ sender_type: "customer" });
      await call("carl", "select public.close_ticket($1)", [ticketId]);
      await call("carl", "select public.reopen_ticket($1)", [ticketId]);
      expect(await call("carl", "select agent_name, status from public.get_my_ticket('acme', $1)", [ticketId])).toEqual([
        { agent_name: "Ben Fischer", status: "open" },
      ]);
      expect(await call("carl", "select ticket_id from public.list_my_tickets('acme')")).toEqual([{ ticket_id: ticketId }]);
    }),
  );

  it(
    "is a customer's also where the customer is an agent outside the team: they take part as the customer alone",
    undone(async () => {
      await saveBilling(true);
      await owner(
        "insert into public.customer_identities (workspace_id, customer_id, user_id) select workspace_id, $1, user_id from public.workspace_members where member_id = $2",
        [customers.carl.customerId, sana.memberId],
      );
      expect(await send("sana", roomId)).toMatchObject({ sender_type: "agent" });
      await give("olivia", billing);
      expect(await send("sana", roomId)).toMatchObject({ sender_type: "customer" });
      expect(await call("sana", "select topic from public.read_notes($1)", [ticketId])).toEqual([]);
      expect(await refusal(note("sana", roomId))).toBe("PT404 room_not_found");
      await call("sana", "select public.close_ticket($1)", [ticketId]);
      const [closed] = await owner("select actor_type from public.ticket_events where ticket_id = $1 order by created_at desc limit 1", [
        ticketId,
      ]);
      expect(closed).toEqual({ actor_type: "customer" });
      expect(await refusal(call("sana", "select public.set_ticket_status($1, 'open')", [ticketId]))).toBe("PT404 ticket_not_found");
    }),
  );

  it(
    "was given to it by the agent who did it, who does not see it any more",
    undone(async () => {
      await saveBilling(true);
      await give("sana", billing);
      const events = await owner(
        "select actor_name, old_value, new_value from public.ticket_events where ticket_id = $1 and kind = 'team_changed'",
        [ticketId],
      );
      expect(events).toEqual([{ actor_name: "Sana Iqbal", old_value: null, new_value: "Billing" }]);
    }),
  );

  it(
    "hides its customer, unless they have another one that the agent sees",
    undone(async () => {
      const names = () => call("sana", "select name from public.customers where customer_id = $1", [customers.carl.customerId]);
      await saveBilling(true);
      expect(await names()).toEqual([{ name: "Carl Jensen" }]);
      await give("olivia", billing);
      expect(await names()).toEqual([]);
      await owner("update public.tickets set customer_id = $1 where ticket_id = $2", [customers.carl.customerId, tickets.dora.ticketId]);
      expect(await names()).toEqual([{ name: "Carl Jensen" }]);
    }),
  );

  it(
    "is hidden from whom the predicate about one member says, whoever asks about all teams at once",
    undone(async () => {
      await saveBilling(true);
      await owner("update public.teams set is_private = true where team_id = $1", [teams.support.teamId]);
      for (const name of ["olivia", "adam", "sana", "ben", "mia"] as const) {
        const hidden = await call<{ team_id: string }>(name, "select it as team_id from private.my_hidden_team_ids() as it order by 1");
        const told = await owner<{ team_id: string }>(
          `select team.team_id from public.teams as team join public.workspace_members as member using (workspace_id)
           where member.user_id = $1 and team.is_private and not private.may_see_team(member.workspace_id, member.member_id, team.team_id)
           order by 1`,
          [actors[name].claims.sub],
        );
        expect(hidden, name).toEqual(told);
      }
      expect(await call("sana", "select from private.my_hidden_team_ids()")).not.toEqual([]);
    }),
  );

  it(
    "shows an agent from whom it is hidden no more than a customer sees, where the same account is its customer too",
    undone(async () => {
      await saveBilling(true);
      await give("olivia", billing);
      await owner(
        "insert into public.customer_identities (workspace_id, customer_id, user_id) select workspace_id, customer_id, $2 from public.tickets where ticket_id = $1",
        [ticketId, actors.sana.claims.sub],
      );
      expect(await call("sana", "select from public.tickets where ticket_id = $1", [ticketId])).toHaveLength(1);
      const kinds = (actor: ActorName) =>
        call<{ kind: string }>(actor, "select kind from public.ticket_events where ticket_id = $1", [ticketId]);
      expect((await kinds("ben")).map(({ kind }) => kind)).toContain("team_changed");
      expect((await kinds("sana")).map(({ kind }) => kind)).not.toContain("team_changed");
      expect(await call("sana", "select from public.sla_clocks where ticket_id = $1", [ticketId])).toEqual([]);
      expect(await call("ben", "select from public.sla_clocks where ticket_id = $1", [ticketId])).not.toEqual([]);
    }),
  );
});

describe("Nobody looks after a ticket that they may not see", () => {
  it(
    "which is refused of somebody outside, and allowed of those inside",
    undone(async () => {
      await saveBilling(true);
      await give("olivia", billing);
      expect(await refusal(assign("olivia", sana.memberId))).toBe("PT422 assignee_not_in_team");
      for (const inside of [ben, adam, olivia]) {
        await assign("ben", inside.memberId);
        expect(await assignee()).toBe(inside.memberId);
      }
      await saveBilling(false);
      await assign("ben", sana.memberId);
      expect(await assignee()).toBe(sana.memberId);
    }),
  );

  it(
    "nor is one opened in the name of somebody outside, past the commands",
    undone(async () => {
      await saveBilling(true);
      const put = (memberId: string) =>
        owner(
          `insert into public.tickets (workspace_id, customer_id, submission_id, subject, team_id, assignee_id)
           select workspace_id, customer_id, gen_random_uuid(), 'New', $1, $2 from public.tickets where ticket_id = $3 returning assignee_id`,
          [billing, memberId, ticketId],
        );
      expect(await put(ben.memberId)).toEqual([{ assignee_id: ben.memberId }]);
      await owner("savepoint outside");
      expect(await refusal(put(sana.memberId))).toBe("PT422 assignee_not_in_team");
      await owner("rollback to savepoint outside");
    }),
  );

  it.each<[string, () => Promise<unknown>, string | null]>([
    ["comes to a private team, from somebody outside", () => saveBilling(true).then(() => give("sana", billing)), sana.memberId],
    ["is of a team that becomes private", () => give("olivia", billing).then(() => saveBilling(true)), sana.memberId],
    [
      "is of a private team that its agent leaves",
      async () => {
        await saveBilling(true, [ben.memberId, sana.memberId]);
        await give("olivia", billing);
        expect(await assignee()).toBe(sana.memberId);
        await saveBilling(null);
      },
      sana.memberId,
    ],
    [
      "is of a private team that its agent leaves past the commands",
      async () => {
        await saveBilling(true, [ben.memberId, sana.memberId]);
        await give("olivia", billing);
        await owner("delete from public.team_members where member_id = $1 and team_id = $2", [sana.memberId, billing]);
      },
      sana.memberId,
    ],
    [
      "is of a private team whose agent's place becomes another's past the commands",
      async () => {
        await saveBilling(true, [ben.memberId, sana.memberId]);
        await give("olivia", billing);
        await owner("update public.team_members set member_id = $3 where member_id = $1 and team_id = $2", [
          sana.memberId,
          billing,
          members.miaAtAcme.memberId,
        ]);
      },
      sana.memberId,
    ],
    [
      "is of a private team whose admin is one no more",
      async () => {
        await call("olivia", "select public.set_member_role('acme', $1, 'admin')", [sana.memberId]);
        await saveBilling(true);
        await give("olivia", billing);
        expect(await assignee()).toBe(sana.memberId);
        await call("olivia", "select public.set_member_role('acme', $1, 'agent')", [sana.memberId]);
      },
      sana.memberId,
    ],
    [
      "is opened again in a private team whose agent has left it",
      async () => {
        await saveBilling(true, [ben.memberId, sana.memberId]);
        await give("olivia", billing);
        await call("olivia", "select public.set_ticket_status($1, 'resolved')", [ticketId]);
        await saveBilling(null);
        expect(await assignee()).toBe(sana.memberId);
        await call("carl", "select public.reopen_ticket($1)", [ticketId]);
      },
      sana.memberId,
    ],
  ])("which is nobody's when it %s", (_, happen, from) =>
    undone(async () => {
      await assign("olivia", from);
      await happen();
      expect(await assignee()).toBeNull();
    })(),
  );

  it.each<[string, () => Promise<unknown>]>([
    ["comes to the private team that its agent is in", () => saveBilling(true).then(() => give("sana", billing))],
    ["is of a team that becomes private with its agent in it", () => give("olivia", billing).then(() => saveBilling(true))],
    [
      "is of a team that its agent is put into as it becomes private",
      async () => {
        await saveBilling(false, []);
        await give("olivia", billing);
        await saveBilling(true);
      },
    ],
    [
      "is of a private team that somebody else leaves",
      () =>
        saveBilling(true)
          .then(() => give("olivia", billing))
          .then(() => saveBilling(null, [ben.memberId], [])),
    ],
    [
      "is of a team that is private no more when its agent leaves",
      () =>
        saveBilling(true)
          .then(() => give("olivia", billing))
          .then(() => saveBilling(false))
          .then(() => saveBilling(null, [])),
    ],
  ])("and keeps who may: it %s", (_, happen) =>
    undone(async () => {
      await assign("olivia", ben.memberId);
      await happen();
      expect(await assignee()).toBe(ben.memberId);
    })(),
  );

  it(
    "and keeps who handled it where it is resolved: they are named, and see it no more",
    undone(async () => {
      await give("olivia", billing);
      await assign("olivia", sana.memberId);
      await call("olivia", "select public.set_ticket_status($1, 'resolved')", [ticketId]);
      await saveBilling(true);
      expect(await assignee()).toBe(sana.memberId);
      expect(await sees("sana")).toBe(false);
    }),
  );

  it(
    "also when somebody's open tickets go to another: those that the other may not see go to nobody",
    undone(async () => {
      await saveBilling(true);
      await give("olivia", billing);
      await assign("olivia", ben.memberId);
      await call("olivia", "select public.assign_ticket($1, $2)", [tickets.dora.ticketId, ben.memberId]);
      expect(await call("olivia", "select public.remove_member('acme', $1, $2) as handed", [ben.memberId, sana.memberId])).toEqual([
        { handed: 2 },
      ]);
      expect(await assignee()).toBeNull();
      expect((await ticket(tickets.dora.ticketId)).assignee_id).toBe(sana.memberId);
    }),
  );
});

describe("Realtime", () => {
  const room = ([ofWorkspace, ofRoom]: number[], kind = "room") => `${kind}:${roomId}:${ofWorkspace}.${ofRoom}`;

  it(
    "has new names for a room whose ticket comes to a private team, which only those who see it may join",
    undone(async () => {
      await saveBilling(true);
      const before = await epochs();
      const others = () => owner("select room_id, epoch from public.chat_rooms where room_id <> $1 order by room_id", [roomId]);
      const othersBefore = await others();
      expect(await mayHear("sana", room(before))).toBe(true);
      const sent = await sentBy(() => give("sana", billing));
      const after = await epochs();
      expect(after).toEqual([before[0], before[1]! + 1]);
      expect(await others(), "nobody else has to join anew").toEqual(othersBefore);
      expect(sent).toEqual([
        `inbox:${acme}:${before[0]} ticket_changed`,
        `${room(before, "notes")} topic_moved`,
        `${room(before)} topic_moved`,
        `team:${billing}:${before[0]} ticket_changed`,
      ]);
      for (const topic of [room(after), room(after, "notes"), `team:${billing}:${after[0]}`]) {
        for (const actor of ["olivia", "adam", "ben"] as const) expect(await mayHear(actor, topic), `${actor} ${topic}`).toBe(true);
        for (const actor of ["sana", "mia", "greg"] as const) expect(await mayHear(actor, topic), `${actor} ${topic}`).toBe(false);
      }
      expect(await mayHear("carl", room(after))).toBe(true);
      expect(await mayHear("carl", room(after, "notes"))).toBe(false);
      expect(await mayHear("olivia", room(before))).toBe(false);
    }),
  );

  it(
    "keeps the names of a room whose ticket leaves a private team, or goes from one open team to another",
    undone(async () => {
      await saveBilling(true);
      await give("olivia", billing);
      const before = await epochs();
      await give("olivia", teams.support.teamId);
      await give("olivia", null);
      expect(await epochs()).toEqual(before);
    }),
  );

  it(
    "tells both teams and nobody else of a ticket that goes from one private team to another",
    undone(async () => {
      await saveBilling(true);
      await give("olivia", billing);
      await owner("update public.teams set is_private = true where team_id = $1", [teams.support.teamId]);
      const [epoch] = await epochs();
      const told = async () =>
        (await sentBy(() => give("olivia", teams.support.teamId))).filter((line) => line.endsWith("ticket_changed")).sort();
      const places = [billing, teams.support.teamId].map((id) => `team:${id}:${epoch} ticket_changed`);
      expect(await told()).toEqual(places.sort());
      // To an open one it is everybody's business.
      await give("olivia", billing);
      await owner("update public.teams set is_private = false where team_id = $1", [teams.support.teamId]);
      const [now] = await epochs();
      expect(await told()).toEqual([`inbox:${acme}:${now} ticket_changed`, `team:${billing}:${now} ticket_changed`]);
    }),
  );

  it.each<[string, () => Promise<unknown>, boolean]>([
    ["when a team becomes private", () => saveBilling(true), true],
    ["when somebody leaves a private team", () => saveBilling(null, []), true],
    ["when an admin becomes an agent", () => call("olivia", "select public.set_member_role('acme', $1, 'agent')", [adam.memberId]), true],
    ["not when a team is private no more", () => saveBilling(false), false],
    ["not when an admin leaves a private team, who sees its tickets still", () => saveBilling(null, [ben.memberId], []), false],
    ["not when somebody comes to a private team", () => saveBilling(null, [ben.memberId, sana.memberId]), false],
    [
      "not when somebody becomes an admin",
      () => call("olivia", "select public.set_member_role('acme', $1, 'admin')", [sana.memberId]),
      false,
    ],
  ])("has new names for all topics of the workspace %s", (name, happen, isMoved) =>
    undone(async () => {
      if (name !== "when a team becomes private") await saveBilling(true);
      await give("olivia", billing);
      const [before] = await epochs();
      const sent = await sentBy(happen);
      const [after] = await epochs();
      expect(after).toBe(before! + (isMoved ? 1 : 0));
      const moved = sent.filter((line) => line.endsWith("topic_moved"));
      // Those who may hear more than before are told as well, on the name that stays; an admin who left hears the same.
      if (!name.includes("admin leaves")) expect(moved).toContain(`inbox:${acme}:${before} topic_moved`);
      expect(moved.some((line) => line.startsWith(`room:${roomId}:`))).toBe(isMoved);
    })(),
  );

  it(
    "renames once when several leave at once, and once for a member who is removed from everything",
    undone(async () => {
      await saveBilling(true, [ben.memberId, sana.memberId, members.miaAtAcme.memberId]);
      const [before] = await epochs();
      await saveBilling(null, []);
      expect(await epochs()).toEqual([before! + 1, 1]);
      await saveBilling(null, [ben.memberId]);
      await call("olivia", "select public.remove_member('acme', $1)", [ben.memberId]);
      expect(await epochs()).toEqual([before! + 2, 1]);
    }),
  );

  it(
    "tells the inbox nothing of a private team's ticket, and the team all",
    undone(async () => {
      await saveBilling(true);
      await give("olivia", billing);
      const [epoch] = await epochs();
      const team = `team:${billing}:${epoch} ticket_changed`;
      const [field] = await call<{ id: string }>(
        "olivia",
        'select public.save_ticket_field(\'acme\', jsonb_populate_record(null::public.ticket_field_draft, \'{"kind": "text", "label": "Order"}\')) as id',
      );
      for (const [what, action] of Object.entries({
        message: () => send("carl", roomId),
        read: () => call("ben", "select public.acknowledge_messages($1, 3, 3)", [roomId]),
        priority: () => call("ben", "select public.set_ticket_priority($1, 'urgent')", [ticketId]),
        assignment: () => assign("ben", ben.memberId),
        participant: () => call("carl", "select public.add_participant($1, 'new@example.com', 'New')", [ticketId]),
        deletion: () => call("carl", "select public.delete_message($1, 3)", [roomId]),
        status: () => call("ben", "select public.set_ticket_status($1, 'waiting')", [ticketId]),
        answer: () =>
          call("ben", "select public.set_ticket_fields($1, array[row($2, array['12'])::public.ticket_field_answer])", [
            ticketId,
            field!.id,
          ]),
        warning: async () => {
          await owner(
            `insert into public.sla_events (workspace_id, ticket_id, metric, sequence, event_number, kind, at)
             select workspace_id, ticket_id, metric, sequence, 99, 'warn', now() from public.sla_clocks where ticket_id = $1`,
            [ticketId],
          );
          await owner("set constraints public.t90_tell_of_sla_event immediate");
          await owner("set constraints public.t90_tell_of_sla_event deferred");
        },
        "follow-up": async () => {
          await owner("update public.tickets set status = 'closed', closed_at = now() - interval '1 year' where ticket_id = $1", [
            ticketId,
          ]);
          await call("carl", "select public.follow_up_ticket($1, 'Again', gen_random_uuid())", [ticketId]);
        },
      })) {
        const sent = await sentBy(action);
        expect(sent, what).toContain(team);
        expect(
          sent.filter((line) => line.startsWith("inbox:")),
          what,
        ).toEqual([]);
      }
      await call("olivia", "select public.reopen_ticket($1)", [ticketId]);
      await saveBilling(false);
      expect((await sentBy(() => send("carl", roomId))).filter((line) => !line.startsWith("room:"))).toEqual([
        `inbox:${acme}:${epoch} ticket_changed`,
      ]);
    }),
  );
});

describe("What leaves the database later", () => {
  const request = (actor: ActorName) => call(actor, "select public.request_transcript($1, 'txt', true)", [ticketId]);
  const toSend = async () =>
    (
      await owner<{ name: string }>(
        `select due.recipient_name as name from private.transcript_requests as request
         cross join lateral private.transcript_to_send(request.request_id) as due where request.ticket_id = $1 and request.member_id is not null`,
        [ticketId],
      )
    ).map(({ name }) => name);

  it(
    "a transcript is mailed only to an agent who may still see the ticket",
    undone(async () => {
      await saveBilling(true);
      await request("sana");
      await request("ben");
      expect((await toSend()).sort()).toEqual(["Ben Fischer", "Sana Iqbal"]);
      await give("olivia", billing);
      expect(await toSend()).toEqual(["Ben Fischer"]);
    }),
  );

  it(
    "a notice of what is due goes to nobody who may not see the ticket, also when it was on its way already",
    undone(async () => {
      await saveBilling(true);
      const recipients = async (level: string) =>
        (await owner<{ id: string }>("select private.list_sla_recipients($1, $2, $3) as id", [acme, ticketId, level]))
          .map(({ id }) => id)
          .sort();
      // As before the rule stood: past the trigger that keeps an assignee in sight.
      await owner("update public.tickets set assignee_id = $1, team_id = $2, status = 'resolved' where ticket_id = $3", [
        ben.memberId,
        billing,
        ticketId,
      ]);
      const claim = randomUUID();
      await owner(
        `insert into public.sla_notices (workspace_id, ticket_id, metric, sequence, level, member_id, mail_claim_id)
         select $1, $2, metric, sequence, 'breach', $3, $4 from public.sla_clocks where ticket_id = $2`,
        [acme, ticketId, ben.memberId, claim],
      );
      await owner("update public.sla_clocks set stopped_at = null where ticket_id = $1", [ticketId]);
      const claimed = async () => (await owner("select ticket_id from private.list_claimed_sla_notices($1)", [claim])).length;
      expect([await recipients("warning"), await claimed()]).toEqual([[ben.memberId], 1]);
      await owner("delete from public.team_members where member_id = $1 and team_id = $2", [ben.memberId, billing]);
      expect([await assignee(), await recipients("warning"), await recipients("breach"), await claimed()]).toEqual([
        ben.memberId,
        [adam.memberId],
        [adam.memberId],
        0,
      ]);
    }),
  );
});

describe("A team", () => {
  it(
    "keeps whether it is private unless the form says so, and the audit log tells who changed it",
    undone(async () => {
      await saveBilling(true);
      await saveBilling(null);
      expect(await owner("select is_private from public.teams where team_id = $1", [billing])).toEqual([{ is_private: true }]);
      const entries = await owner(
        "select actor_name, before, after from public.audit_entries where subject_kind = 'team' and action = 'changed' and subject_id = $1",
        [billing],
      );
      expect(entries).toEqual([{ actor_name: "Olivia Owens", before: { is_private: false }, after: { is_private: true } }]);
      const made = await call<{ id: string }>("adam", "select public.save_team('acme', 'People', '{}', '{}', null, true) as id");
      expect(await owner("select is_private from public.teams where team_id = $1", [made[0]!.id])).toEqual([{ is_private: true }]);
      expect(await refusal(call("ben", "select public.save_team('acme', 'Billing', '{}', '{}', $1, false)", [billing]))).toBe(
        "PT403 settings_forbidden",
      );
    }),
  );

  it(
    "that is put away keeps its closed tickets to itself, and what is open goes where it is said",
    undone(async () => {
      await saveBilling(true);
      await give("olivia", billing);
      await owner("update public.tickets set team_id = $1, status = 'closed' where ticket_id = $2", [billing, tickets.dora.ticketId]);
      await call("olivia", "select public.archive_team('acme', $1, $2)", [billing, teams.support.teamId]);
      expect(await sees("sana")).toBe(true);
      expect(await call("sana", "select from public.tickets where ticket_id = $1", [tickets.dora.ticketId])).toEqual([]);
      expect(await call("ben", "select from public.tickets where ticket_id = $1", [tickets.dora.ticketId])).toHaveLength(1);
    }),
  );
});

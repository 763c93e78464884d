/** What the database sends: on which topic, with exactly which keys, and to whom no more after access was taken away. */
import { describe, expect, it } from "vitest";
import type { ActorName } from "../../../tests/support/actors";
import { customers, members, tickets, workspaces } from "../../../tests/support/cast";
import { database } from "./support";

const { owner, undone, call, open, send, note } = database();
const acme = workspaces.acme.workspaceId;
const { ticketId, roomId } = tickets.carl;

type Sent = { topic: string; event: string; extension: string; private: boolean; payload: Record<string, unknown> };

/** What an action sends, in order. */
async function sentBy(action: () => Promise<unknown>): Promise<Sent[]> {
  const [mark] = await owner<{ ids: string[] }>("select coalesce(array_agg(id::text), '{}') as ids from realtime.messages");
  await action();
  return owner<Sent>("select topic, event, extension, private, payload from realtime.messages where id::text <> all ($1) order by ctid", [
    mark!.ids,
  ]);
}

const told = (sent: Sent[]) => sent.map(({ topic, event, payload }) => [topic, event, Object.keys(payload).sort().join(" ")]).sort();

const messageKeys =
  "attachments body change_seq client_id created_at deleted_at edited_at id message_id message_type new_value old_value reactions reply_to room_id sender_avatar_id sender_id sender_name sender_type seq system_kind";
const noteKeys = "author_avatar_id author_name body client_id created_at id member_id note_id note_seq room_id";

describe("The database sends", () => {
  it(
    "a new ticket to the inbox, its first message to its room",
    undone(async () => {
      let roomOfTicket = "";
      const sent = await sentBy(async () => {
        roomOfTicket = (await open("stranger")).room_id;
      });
      expect(told(sent)).toEqual([
        [`inbox:${acme}:1`, "ticket_changed", "id kind ticket_id"],
        [`room:${roomOfTicket}:1.1`, "message_created", messageKeys],
      ]);
      expect(sent.every((each) => each.extension === "broadcast" && each.private)).toBe(true);
      expect(sent.find(({ event }) => event === "ticket_changed")?.payload).toMatchObject({ kind: "created" });
    }),
  );

  it(
    "a message to the room, the change of its ticket to the inbox and the room",
    undone(async () => {
      const sent = await sentBy(() => send("carl", roomId, "Hello"));
      expect(told(sent)).toEqual([
        [`inbox:${acme}:1`, "ticket_changed", "id kind ticket_id"],
        [`room:${roomId}:1.1`, "message_created", messageKeys],
        [`room:${roomId}:1.1`, "room_changed", "change_seq id kind status"],
      ]);
      expect(sent.find(({ event }) => event === "message_created")?.payload).toMatchObject({
        seq: 3,
        body: "Hello",
        sender_type: "customer",
        sender_name: "Carl Jensen",
      });
      expect(sent.find(({ event }) => event === "room_changed")?.payload).toMatchObject({ kind: "status", status: "open" });
    }),
  );

  it(
    "a note to the notes alone",
    undone(async () => {
      expect(told(await sentBy(() => note("sana", roomId, "Secret")))).toEqual([[`notes:${roomId}:1.1`, "note_created", noteKeys]]);
    }),
  );

  it(
    "nothing of priority and team to the room",
    undone(async () => {
      expect(told(await sentBy(() => call("sana", "select public.set_ticket_priority($1, 'urgent')", [ticketId])))).toEqual([
        [`inbox:${acme}:1`, "ticket_changed", "id kind ticket_id"],
      ]);
      expect(
        told(
          await sentBy(() =>
            owner("update public.tickets set team_id = null, submission_id = gen_random_uuid() where ticket_id = $1", [ticketId]),
          ),
        ),
      ).toEqual([[`inbox:${acme}:1`, "ticket_changed", "id kind ticket_id"]]);
    }),
  );

  it(
    "an assignment to the room, without saying to whom, and counts the change",
    undone(async () => {
      const [before] = await owner<{ change_seq: string }>("select change_seq from public.chat_rooms where room_id = $1", [roomId]);
      const sent = await sentBy(() => call("sana", "select public.assign_ticket($1, $2)", [ticketId, members.ben.memberId]));
      const { payload } = sent.find(({ event }) => event === "room_changed")!;
      expect(payload).toEqual({ id: payload.id, kind: "assigned", status: "waiting", change_seq: Number(before!.change_seq) + 1 });
      expect(JSON.stringify(sent)).not.toContain(members.ben.memberId);
    }),
  );

  it(
    "to the inbox who has read, once, if that was news to the list",
    undone(async () => {
      const { last_seq: last } = (
        await owner<{ last_seq: number }>("select last_seq from public.chat_rooms where room_id = $1", [roomId])
      )[0]!;
      await send("carl", roomId, "First");
      await send("carl", roomId, "Second");
      const read = (actor: ActorName, seq: number) =>
        sentBy(() => call(actor, "select public.acknowledge_messages($1, $2, $2)", [roomId, seq]));
      const ofInbox = (sent: Sent[]) =>
        sent.filter(({ topic }) => topic.startsWith("inbox:")).map(({ payload: { id: _, ...rest } }) => rest);
      const byBen = { kind: "read", ticket_id: ticketId, member_id: members.ben.memberId };
      expect(ofInbox(await read("ben", last + 1))).toEqual([byBen]);
      expect(ofInbox(await read("ben", last + 1))).toEqual([]);
      expect(ofInbox(await read("ben", last + 2))).toEqual([byBen]);
      // What a customer reads is no matter of the agents' lists, nor is a room in which nothing is unread.
      expect(ofInbox(await read("carl", last + 2))).toEqual([]);
      await send("sana", roomId, "An answer");
      expect(ofInbox(await read("ben", last + 3))).toEqual([]);
    }),
  );

  it(
    "to the inbox that people's last message, or one that may be unread, is not what it was",
    undone(async () => {
      const first = await send("carl", roomId, "First");
      const last = await send("carl", roomId, "Last");
      // After it the system speaks, which no list shows.
      await call("sana", "select public.assign_ticket($1, $2)", [ticketId, members.ben.memberId]);
      const toInbox = async (statement: string, seq: number) =>
        (await sentBy(() => call("carl", `select public.${statement}`, [roomId, seq]))).filter(({ topic }) => topic.startsWith("inbox:"))
          .length;
      expect(await toInbox("edit_message($1, $2, 'First, edited')", first.seq)).toBe(0);
      expect(await toInbox("edit_message($1, $2, 'Last, edited')", last.seq)).toBe(1);
      expect(await toInbox("delete_message($1, $2)", first.seq)).toBe(1);
      expect(await toInbox("delete_message($1, $2)", last.seq)).toBe(1);
    }),
  );

  it(
    "nothing for what failed",
    undone(async () => {
      expect(await sentBy(() => send("carl", roomId, " ").catch(() => undefined))).toEqual([]);
    }),
  );

  it(
    "nothing internal to anything that a customer can hear",
    undone(async () => {
      await note("sana", roomId, "A very internal word");
      const rows = await owner<{ text: string }>("select payload::text as text from realtime.messages where topic like 'room:%'");
      expect(rows.length).toBeGreaterThan(5);
      for (const { text } of rows)
        expect(text).not.toMatch(
          /internal word|Second wrong address|sleep timer|Parcel 1Z|user_id|submission_id|workspace_id|member_id|priority|is_internal/,
        );
    }),
  );
});

describe("Taking access away", () => {
  const hears = async (actor: ActorName, topic: string) =>
    (await call<{ yes: boolean }>(actor, "select private.may_hear($1) as yes", [topic]))[0]!.yes;

  it.each([
    ["removing a member", `update public.workspace_members set removed_at = now() where member_id = '${members.ben.memberId}'`],
    ["deleting a member's account", "delete from auth.users where email = 'ben@acme.test'"],
    ["taking rank away", `update public.workspace_members set role = 'agent' where member_id = '${members.adam.memberId}'`],
  ])("by %s renames every topic of the workspace, after a last word on the old ones: of rooms, where people may be", (_, statement) =>
    undone(async () => {
      await owner("update public.tickets set last_activity_at = now() - interval '3 days' where ticket_id = $1", [tickets.dora.ticketId]);
      await owner("update public.tickets set last_activity_at = now() where ticket_id = $1", [ticketId]);
      expect(told(await sentBy(() => owner(statement)))).toEqual([
        [`inbox:${acme}:1`, "topic_moved", "id"],
        [`notes:${roomId}:1.1`, "topic_moved", "id"],
        [`room:${roomId}:1.1`, "topic_moved", "id"],
      ]);
      for (const actor of ["olivia", "ben", "carl"] as const) {
        for (const old of [`room:${roomId}:1.1`, `notes:${roomId}:1.1`, `inbox:${acme}:1`])
          expect(await hears(actor, old), `${actor} ${old}`).toBe(false);
      }
      expect(await hears("olivia", `inbox:${acme}:2`)).toBe(true);
      expect(await hears("carl", `room:${roomId}:2.1`)).toBe(true);
      expect(await hears("greg", `inbox:${workspaces.globex.workspaceId}:1`)).toBe(true);
      expect(told(await sentBy(() => note("olivia", roomId))).map(([topic]) => topic)).toEqual([`notes:${roomId}:2.1`]);
      const [desk] = await call<{ inbox_topics: string[] }>("olivia", "select inbox_topics from public.get_desk('acme')");
      expect(desk?.inbox_topics).toEqual([`inbox:${acme}:2`]);
    })(),
  );

  it(
    "leaves the removed nothing, whatever the token still says",
    undone(async () => {
      expect(await hears("ben", `room:${roomId}:1.1`)).toBe(true);
      await owner("update public.workspace_members set removed_at = now() where member_id = $1", [members.ben.memberId]);
      for (const topic of [`room:${roomId}:2.1`, `notes:${roomId}:2.1`, `inbox:${acme}:2`])
        expect(await hears("ben", topic), topic).toBe(false);
      expect(await call("ben", "select ticket_id from public.tickets")).toEqual([]);
      expect(await call("ben", "select from public.read_room($1)", [ticketId])).toEqual([]);
      await expect(send("ben", roomId)).rejects.toThrow("room_not_found");
    }),
  );

  it(
    "does not move topics when somebody comes, rises or is renamed; of who rises desks are told, since that may be more topics",
    undone(async () => {
      for (const [change, words] of [
        ["removed_at = null", []],
        ["display_name = 'R'", []],
        ["role = 'owner'", [[`inbox:${acme}:1`, "topic_moved", "id"]]],
      ] as const) {
        expect(
          told(await sentBy(() => owner(`update public.workspace_members set ${change} where member_id = $1`, [members.rita.memberId]))),
        ).toEqual(words);
      }
      expect(await owner("select epoch from public.workspaces where workspace_id = $1", [acme])).toEqual([{ epoch: 1 }]);
    }),
  );

  it(
    "from one room renames that room alone",
    undone(async () => {
      await owner("update public.chat_rooms set epoch = 2 where room_id = $1", [roomId]);
      expect(await hears("carl", `room:${roomId}:1.1`)).toBe(false);
      expect(await hears("carl", `room:${roomId}:1.2`)).toBe(true);
      expect(await hears("dora", `room:${tickets.dora.roomId}:1.1`)).toBe(true);
    }),
  );

  it(
    "from a customer's browser renames that customer's rooms, and no others",
    undone(async () => {
      const sent = await sentBy(() => owner("delete from public.customer_identities where customer_id = $1", [customers.carl.customerId]));
      expect(told(sent)).toEqual([
        [`notes:${roomId}:1.1`, "topic_moved", "id"],
        [`room:${roomId}:1.1`, "topic_moved", "id"],
      ]);
      for (const epoch of [1, 2]) expect(await hears("carl", `room:${roomId}:1.${epoch}`)).toBe(false);
      expect(await hears("olivia", `room:${roomId}:1.1`)).toBe(false);
      expect(await hears("olivia", `room:${roomId}:1.2`)).toBe(true);
      expect(await hears("dora", `room:${tickets.dora.roomId}:1.1`)).toBe(true);
    }),
  );

  it(
    "by deleting an account ends its access and keeps its name on what it said",
    undone(async () => {
      await send("ben", roomId, "I was here");
      await owner("delete from auth.users where email = 'ben@acme.test'");
      await expect(send("ben", roomId)).rejects.toThrow("room_not_found");
      expect(await owner("select sender_name from public.messages where body = 'I was here'")).toEqual([{ sender_name: "Ben Fischer" }]);
      expect(
        await owner("select user_id, display_name from public.workspace_members where member_id = $1", [members.ben.memberId]),
      ).toEqual([{ user_id: null, display_name: "Ben Fischer" }]);
    }),
  );
});

import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { members, tickets } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, open, send, note, ticket } = database();

describe("send_message", () => {
  it(
    "numbers messages without gaps, whoever sends them",
    undone(async () => {
      const { room_id } = await open("stranger");
      const sent = [await send("stranger", room_id), await send("olivia", room_id), await send("stranger", room_id)];
      expect(sent.map(({ seq, sender_type }) => [seq, sender_type])).toEqual([
        [2, "customer"],
        [3, "agent"],
        [4, "customer"],
      ]);
      expect(await owner("select last_seq from public.chat_rooms where room_id = $1", [room_id])).toEqual([{ last_seq: 4 }]);
    }),
  );

  it(
    "answers the message that is there for the same client_id of the same sender, whatever the body",
    undone(async () => {
      const { room_id } = await open("stranger");
      const clientId = randomUUID();
      const first = await send("stranger", room_id, "First", clientId);
      expect(await send("stranger", room_id, "Second", clientId)).toEqual(first);
      expect(first.body).toBe("First");
      expect(await owner("select count(*)::int from public.messages where room_id = $1", [room_id])).toEqual([{ count: 2 }]);
      // Somebody else's id, or the same one in another room, suppresses nothing.
      expect((await send("olivia", room_id, "Agent's", clientId)).seq).toBe(3);
      expect((await send("carl", tickets.carl.roomId, "Elsewhere", clientId)).seq).toBe(3);
    }),
  );

  it(
    "answers a repeated message of a room that was closed meanwhile, and refuses a new one",
    undone(async () => {
      const { room_id, ticket_id } = await open("stranger");
      const clientId = randomUUID();
      const first = await send("stranger", room_id, "First", clientId);
      await call("olivia", "select public.set_ticket_status($1, 'closed')", [ticket_id]);
      expect(await send("stranger", room_id, "First", clientId)).toEqual(first);
      expect(await refusal(send("stranger", room_id))).toBe("PT409 room_closed");
      expect(await refusal(send("olivia", room_id))).toBe("PT409 room_closed");
      expect((await note("olivia", room_id)).note_seq).toBe(1);
      expect(await owner("select last_seq from public.chat_rooms where room_id = $1", [room_id])).toEqual([{ last_seq: 3 }]);
      await call("olivia", "select public.set_ticket_status($1, 'open')", [ticket_id]);
      // Two system messages say that it was closed and opened again.
      expect((await send("stranger", room_id)).seq).toBe(5);
    }),
  );

  it(
    "takes 1 to 10,000 characters, without the blanks around them",
    undone(async () => {
      const { room_id } = await open("stranger");
      expect(await refusal(send("stranger", room_id, ""))).toBe("23514 messages_body_length");
      expect(await refusal(send("stranger", room_id, " \r\n\t "))).toBe("23514 messages_body_length");
      expect(await refusal(send("stranger", room_id, "x".repeat(10_001)))).toBe("23514 messages_body_length");
      expect((await send("stranger", room_id, ` ${"🦊".repeat(10_000)}\n`)).body).toBe("🦊".repeat(10_000));
      expect((await send("stranger", room_id, "a\n\n  b")).body).toBe("a\n\n  b");
      // No number was used up.
      expect((await send("stranger", room_id)).seq).toBe(4);
    }),
  );

  it(
    "of an agent answers the customer: waiting, first response, nobody waits",
    undone(async () => {
      const { room_id, ticket_id } = await open("stranger");
      const { created_at } = await send("sana", room_id);
      expect(await ticket(ticket_id)).toMatchObject({
        status: "waiting",
        first_response_at: created_at,
        last_activity_at: created_at,
        awaiting_reply_since: null,
        sla_due_at: null,
      });
      await send("sana", room_id);
      expect((await ticket(ticket_id)).first_response_at).toEqual(created_at);
    }),
  );

  it(
    "of a customer waits for an answer from the oldest one without, and reopens",
    undone(async () => {
      const { room_id, ticket_id } = await open("stranger");
      await send("sana", room_id);
      const oldest = await send("stranger", room_id);
      expect(await ticket(ticket_id)).toMatchObject({ status: "open", awaiting_reply_since: oldest.created_at });
      await send("stranger", room_id);
      expect((await ticket(ticket_id)).awaiting_reply_since).toEqual(oldest.created_at);
      await call("sana", "select public.set_ticket_status($1, 'resolved')", [ticket_id]);
      expect(await ticket(ticket_id)).toMatchObject({ status: "resolved", awaiting_reply_since: null, sla_due_at: null });
      const reopening = await send("stranger", room_id);
      expect(await ticket(ticket_id)).toMatchObject({ status: "open", resolved_at: null, awaiting_reply_since: reopening.created_at });
    }),
  );

  it.each([
    ["open", "agent", "waiting"],
    ["in_progress", "agent", "waiting"],
    ["waiting", "agent", "waiting"],
    ["resolved", "agent", "resolved"],
    ["open", "customer", "open"],
    ["in_progress", "customer", "in_progress"],
    ["waiting", "customer", "open"],
    ["resolved", "customer", "open"],
  ])("makes a ticket that is %s, by the %s, %s", (from, side, to) =>
    undone(async () => {
      const { room_id, ticket_id } = await open("stranger");
      await call("olivia", "select public.set_ticket_status($1, $2)", [ticket_id, from]);
      await send(side === "agent" ? "olivia" : "stranger", room_id);
      expect((await ticket(ticket_id)).status).toBe(to);
    })(),
  );

  it(
    "keeps the name under which it was sent",
    undone(async () => {
      const { room_id } = await open("stranger", { name: "Before", email: "me@example.com" });
      await open("stranger", { name: "After", email: "me@example.com" });
      await send("stranger", room_id);
      await send("olivia", room_id);
      expect(await owner("select sender_name from public.messages where room_id = $1 order by seq", [room_id])).toEqual([
        { sender_name: "Before" },
        { sender_name: "After" },
        { sender_name: "Olivia Owens" },
      ]);
    }),
  );
});

describe("add_note", () => {
  it(
    "numbers notes apart from messages, and changes nothing the customer could notice",
    undone(async () => {
      const { room_id, ticket_id } = await open("stranger");
      const before = [await ticket(ticket_id), await owner("select * from public.chat_rooms where room_id = $1", [room_id])];
      const clientId = randomUUID();
      expect((await note("sana", room_id, "First", clientId)).note_seq).toBe(1);
      expect(await note("sana", room_id, "Again", clientId)).toMatchObject({ note_seq: 1, body: "First" });
      expect((await note("olivia", room_id, "Second", clientId)).note_seq).toBe(2);
      expect([await ticket(ticket_id), await owner("select * from public.chat_rooms where room_id = $1", [room_id])]).toEqual(before);
      expect((await send("stranger", room_id)).seq).toBe(2);
      expect(await owner("select kind from public.ticket_events where ticket_id = $1 and kind <> 'ticket_created'", [ticket_id])).toEqual(
        [],
      );
    }),
  );

  it(
    "refuses an empty and an oversized one",
    undone(async () => {
      expect(await refusal(note("sana", tickets.carl.roomId, " \n"))).toBe("23514 internal_notes_body_length");
      expect(await refusal(note("sana", tickets.carl.roomId, "x".repeat(10_001)))).toBe("23514 internal_notes_body_length");
      expect((await note("sana", tickets.carl.roomId, "x".repeat(10_000))).note_seq).toBe(2);
    }),
  );
});

describe("read_room", () => {
  const read = async (ticketId: string, range: string) =>
    (
      await call<{ messages: string }>(
        "stranger",
        `select array(select (line).seq from unnest(messages) as line)::int[] as messages from public.read_room($1, ${range})`,
        [ticketId],
      )
    )[0]?.messages;

  it(
    "answers the newest page, the page after and the page before a number, in order",
    undone(async () => {
      const { ticket_id, room_id } = await open("stranger");
      for (let count = 2; count <= 6; count += 1) await send("stranger", room_id);
      expect(await read(ticket_id, "null, null, 3")).toEqual([4, 5, 6]);
      expect(await read(ticket_id, "2, null, 3")).toEqual([3, 4, 5]);
      expect(await read(ticket_id, "null, 4, 2")).toEqual([2, 3]);
      expect(await read(ticket_id, "1, 4, 50")).toEqual([2, 3]);
      expect(await read(ticket_id, "6")).toEqual([]);
      expect(await read(ticket_id, "null, null, 0")).toEqual([6]);
      expect(await read(ticket_id, "null, null, 1000000")).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await read(ticket_id, "-5, null, -5")).toEqual([1]);
    }),
  );

  it(
    "shows a customer exactly the public columns",
    undone(async () => {
      const [row] = await call<{ keys: string[] }>(
        "carl",
        "select array(select jsonb_object_keys(to_jsonb(messages[1])) order by 1) as keys from public.read_room($1)",
        [tickets.carl.ticketId],
      );
      expect(row?.keys).toEqual([
        "attachments",
        "body",
        "change_seq",
        "client_id",
        "created_at",
        "deleted_at",
        "edited_at",
        "message_id",
        "message_type",
        "new_value",
        "old_value",
        "reactions",
        "reply_to",
        "room_id",
        "sender_avatar_id",
        "sender_id",
        "sender_name",
        "sender_type",
        "seq",
        "system_kind",
      ]);
      const text = JSON.stringify(await call("carl", "select * from public.read_room($1)", [tickets.carl.ticketId]));
      expect(text).toContain("I am correcting it");
      expect(text).not.toMatch(/Second wrong address|user_id/);
      expect(text).toContain(members.sana.memberId);
    }),
  );
});

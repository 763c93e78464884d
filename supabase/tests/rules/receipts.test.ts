/** Receipts and what is unread by them. */
import { describe, expect, it } from "vitest";
import type { ActorName } from "../../../tests/support/actors";
import { members, tickets } from "../../../tests/support/cast";
import { database } from "./support";

const { owner, undone, call, open, send } = database();

const acknowledge = async (actor: ActorName, roomId: string, delivered: number, read: number) => {
  const rows = await call<{ delivered_seq: number; read_seq: number; change_seq: string }>(
    actor,
    "select delivered_seq, read_seq, change_seq from public.acknowledge_messages($1, $2, $3)",
    [roomId, delivered, read],
  );
  const { delivered_seq, read_seq } = rows[0]!;
  return [delivered_seq, read_seq];
};
const changeOf = async (roomId: string) => {
  const [room] = await owner<{ change_seq: string }>("select change_seq from public.chat_rooms where room_id = $1", [roomId]);
  return Number(room?.change_seq);
};
const unreadOf = async (actor: ActorName, ticketId: string) => {
  const rows = await call<{ unread_count: number }>(actor, "select unread_count from public.list_my_tickets('acme') where ticket_id = $1", [
    ticketId,
  ]);
  return rows[0]?.unread_count;
};

describe("acknowledge_messages", () => {
  it(
    "only rises, and never beyond the last message",
    undone(async () => {
      const { room_id } = await open("stranger");
      for (let count = 0; count < 4; count += 1) await send("olivia", room_id);
      expect(await acknowledge("stranger", room_id, 3, 2)).toEqual([3, 2]);
      expect(await acknowledge("stranger", room_id, 1, 0)).toEqual([3, 2]);
      // What was read has arrived.
      expect(await acknowledge("stranger", room_id, 0, 4)).toEqual([4, 4]);
      expect(await acknowledge("stranger", room_id, 99, 99)).toEqual([5, 5]);
      expect(await acknowledge("stranger", room_id, -1, -1)).toEqual([5, 5]);
    }),
  );

  it(
    "takes a number for what others see, and none for what says nothing new",
    undone(async () => {
      const { room_id } = await open("stranger");
      await send("stranger", room_id);
      const before = await changeOf(room_id);
      await acknowledge("olivia", room_id, 2, 1);
      await acknowledge("olivia", room_id, 2, 1);
      expect(await changeOf(room_id)).toBe(before + 1);
      // The customer sees agents together: one that is behind another changes nothing.
      await acknowledge("adam", room_id, 1, 1);
      expect(await changeOf(room_id)).toBe(before + 1);
      await acknowledge("adam", room_id, 2, 2);
      expect(await changeOf(room_id)).toBe(before + 2);
    }),
  );
});

describe("unread_count", () => {
  it(
    "of a customer's ticket counts others' messages after what the customer read, of this ticket alone",
    undone(async () => {
      const one = await open("stranger");
      const other = await open("stranger");
      expect(await unreadOf("stranger", one.ticket_id)).toBe(0);
      await send("olivia", one.room_id);
      await send("stranger", one.room_id);
      await send("olivia", one.room_id);
      await send("olivia", other.room_id);
      expect([await unreadOf("stranger", one.ticket_id), await unreadOf("stranger", other.ticket_id)]).toEqual([2, 1]);
      await acknowledge("stranger", one.room_id, 4, 2);
      expect([await unreadOf("stranger", one.ticket_id), await unreadOf("stranger", other.ticket_id)]).toEqual([1, 1]);
      // What the agents read is not what the customer read.
      await acknowledge("olivia", one.room_id, 4, 4);
      expect(await unreadOf("stranger", one.ticket_id)).toBe(1);
      await acknowledge("stranger", one.room_id, 4, 4);
      expect([await unreadOf("stranger", one.ticket_id), await unreadOf("stranger", other.ticket_id)]).toEqual([0, 1]);
    }),
  );

  it(
    "of a ticket with several people counts what the others of them wrote, nothing deleted, and nothing that the system says",
    undone(async () => {
      const { ticketId, roomId } = tickets.carl;
      const last = async () =>
        (await owner<{ last_seq: number }>("select last_seq from public.chat_rooms where room_id = $1", [roomId]))[0]!.last_seq;
      for (const actor of ["carl", "pam"] as const) await acknowledge(actor, roomId, await last(), await last());
      const { seq } = await send("pam", roomId, "Of the participant");
      expect([await unreadOf("carl", ticketId), await unreadOf("pam", ticketId)]).toEqual([1, 0]);
      await call("sana", "select public.set_ticket_status($1, 'resolved')", [ticketId]);
      expect(await unreadOf("carl", ticketId)).toBe(1);
      await call("pam", "select public.delete_message($1, $2)", [roomId, seq]);
      expect(await unreadOf("carl", ticketId)).toBe(0);
    }),
  );

  it(
    "of the desk leaves out what was deleted, in the list, in the count above it and in the preview",
    undone(async () => {
      const { ticket_id, room_id } = await open("stranger");
      await call("sana", "select public.assign_ticket($1, $2)", [ticket_id, members.sana.memberId]);
      await acknowledge("sana", room_id, 2, 2);
      const seen = async () => {
        const [line] = await call<{ unread_count: number; last_message_preview: string | null }>(
          "sana",
          "select unread_count, last_message_preview from public.list_tickets('acme', 'all') where ticket_id = $1",
          [ticket_id],
        );
        const [counts] = await call<{ unread: string }>("sana", "select unread from public.count_tickets('acme')");
        return [line!.unread_count, line!.last_message_preview, Number(counts!.unread)];
      };
      const [, , before] = await seen();
      const { seq } = await send("stranger", room_id, "Sorry, wrong room");
      expect(await seen()).toEqual([1, "Sorry, wrong room", Number(before) + 1]);
      await call("stranger", "select public.delete_message($1, $2)", [room_id, seq]);
      expect(await seen()).toEqual([0, null, before]);
    }),
  );

  it(
    "of the desk counts customers' messages after the last answer and after what the agent read",
    undone(async () => {
      const { ticket_id, room_id } = await open("stranger");
      const unread = async (actor: ActorName) => {
        const rows = await call<{ unread_count: number }>(
          actor,
          "select unread_count from public.list_tickets('acme', 'all') where ticket_id = $1",
          [ticket_id],
        );
        return rows[0]?.unread_count;
      };
      await send("olivia", room_id);
      expect(await unread("adam")).toBe(0);
      await send("stranger", room_id);
      await send("stranger", room_id);
      expect(await unread("adam")).toBe(2);
      await acknowledge("adam", room_id, 4, 3);
      expect([await unread("adam"), await unread("ben")]).toEqual([1, 2]);
      await acknowledge("adam", room_id, 4, 4);
      expect([await unread("adam"), await unread("ben")]).toEqual([0, 2]);
    }),
  );
});

/** Edits, deletions and reactions: what they may touch, until when, what stays, and that each change has its number. */
import { describe, expect, it } from "vitest";
import type { ActorName } from "../../../tests/support/actors";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, open, send } = database();

type Line = { seq: number; body: string; edited_at: Date | null; deleted_at: Date | null; change_seq: string; reactions: string };

const changing = async (actor: ActorName, command: string, values: unknown[]) => {
  const rows = await call<Line>(actor, `select it.*, to_jsonb(it.reactions) as reactions from public.${command} as it`, values);
  return rows[0]!;
};
const edit = (actor: ActorName, roomId: string, seq: number, body: string) =>
  changing(actor, "edit_message($1, $2, $3)", [roomId, seq, body]);
const remove = (actor: ActorName, roomId: string, seq: number) => changing(actor, "delete_message($1, $2)", [roomId, seq]);
const react = (actor: ActorName, roomId: string, seq: number, emoji: string, isSet = true) =>
  changing(actor, "set_reaction($1, $2, $3, $4)", [roomId, seq, emoji, isSet]);
const versions = (actor: ActorName, roomId: string, seq: number) =>
  call<{ version: number; body: string }>(actor, "select version, body from public.list_message_versions($1, $2)", [roomId, seq]);
const close = (ticketId: string) => call("olivia", "select public.set_ticket_status($1, 'closed')", [ticketId]);
const changeOf = async (roomId: string) => {
  const [room] = await owner<{ change_seq: string }>("select change_seq from public.chat_rooms where room_id = $1", [roomId]);
  return Number(room?.change_seq);
};

describe("edit_message", () => {
  it(
    "keeps what was said before for agents, and for them alone",
    undone(async () => {
      const { room_id } = await open("stranger", { body: "One" });
      expect(await edit("stranger", room_id, 1, " Two\n")).toMatchObject({ body: "Two", edited_at: expect.any(Date) as Date });
      await edit("stranger", room_id, 1, "Three");
      expect(await versions("olivia", room_id, 1)).toEqual([
        { version: 1, body: "One" },
        { version: 2, body: "Two" },
      ]);
      expect(await versions("stranger", room_id, 1)).toEqual([]);
      expect(await versions("gina", room_id, 1)).toEqual([]);
    }),
  );

  it(
    "with the same text changes nothing, and takes no number",
    undone(async () => {
      const { room_id } = await open("stranger", { body: "One" });
      const before = await changeOf(room_id);
      expect(await edit("stranger", room_id, 1, "One ")).toMatchObject({ edited_at: null });
      expect(await changeOf(room_id)).toBe(before);
      expect((await edit("stranger", room_id, 1, "Two")).change_seq).toBe(String(before + 1));
    }),
  );

  it(
    "is possible until the workspace's window is over",
    undone(async () => {
      const { room_id } = await open("stranger");
      const sentAgo = (seconds: number) =>
        owner("update public.messages set created_at = clock_timestamp() - $2 * interval '1 second' where room_id = $1 and seq = 1", [
          room_id,
          seconds,
        ]);
      await sentAgo(899);
      expect((await edit("stranger", room_id, 1, "In time")).body).toBe("In time");
      await sentAgo(900);
      expect(await refusal(edit("stranger", room_id, 1, "Late"))).toBe("PT409 edit_window_over");
      expect(await refusal(remove("stranger", room_id, 1))).toBe("PT409 edit_window_over");
      await owner("update public.workspaces set edit_window_seconds = 3600 where slug = 'acme'");
      expect((await edit("stranger", room_id, 1, "In time again")).body).toBe("In time again");
    }),
  );

  it(
    "refuses a body that sending would refuse, a deleted message, a closed room",
    undone(async () => {
      const { room_id, ticket_id } = await open("stranger");
      const { seq } = await send("stranger", room_id);
      expect(await refusal(edit("stranger", room_id, seq, " \n"))).toBe("23514 messages_body_length");
      expect(await refusal(edit("stranger", room_id, seq, "x".repeat(10_001)))).toBe("23514 messages_body_length");
      await remove("stranger", room_id, seq);
      expect(await refusal(edit("stranger", room_id, seq, "Again"))).toBe("PT409 message_deleted");
      expect((await edit("stranger", room_id, 1, "Better")).body).toBe("Better");
      await close(ticket_id);
      expect(await refusal(edit("stranger", room_id, 1, "Late"))).toBe("PT409 room_closed");
      expect(await refusal(remove("stranger", room_id, 1))).toBe("PT409 room_closed");
    }),
  );
});

describe("delete_message", () => {
  it(
    "leaves a number without words, versions and reactions; the next message takes the next number",
    undone(async () => {
      const { room_id } = await open("stranger", { body: "Secret" });
      await edit("stranger", room_id, 1, "Secret 2");
      await react("olivia", room_id, 1, "👍");
      const gone = await remove("stranger", room_id, 1);
      expect(gone).toMatchObject({ seq: 1, body: "", edited_at: null, deleted_at: expect.any(Date) as Date, reactions: [] });
      expect(await versions("olivia", room_id, 1)).toEqual([]);
      expect(await refusal(remove("stranger", room_id, 1))).toBe("PT409 message_deleted");
      expect((await send("stranger", room_id)).seq).toBe(2);
      const left = await owner("select from public.messages where room_id = $1 and body like 'Secret%'", [room_id]);
      expect(left).toEqual([]);
    }),
  );

  it(
    "empties the quotes of the message, and marks them as changed with it",
    undone(async () => {
      const { room_id } = await open("stranger", { body: "Secret" });
      await call("olivia", "select public.send_message($1, 'See above', gen_random_uuid(), 1)", [room_id]);
      const { change_seq } = await remove("stranger", room_id, 1);
      const rows = await call<{ changes: { seq: number; change_seq: number; reply_to: unknown }[] }>(
        "olivia",
        "select to_jsonb(changes) as changes from public.read_room((select ticket_id from public.chat_rooms where room_id = $1), after_change => $2)",
        [room_id, Number(change_seq) - 1],
      );
      expect(rows[0]?.changes).toMatchObject([
        { seq: 1, change_seq: Number(change_seq), reply_to: null },
        { seq: 2, change_seq: Number(change_seq), reply_to: { seq: 1, excerpt: "", is_deleted: true } },
      ]);
    }),
  );
});

describe("set_reaction", () => {
  it(
    "puts one of each person, takes it back, and numbers only what changed",
    undone(async () => {
      const { room_id } = await open("stranger");
      const before = await changeOf(room_id);
      await react("stranger", room_id, 1, "👍");
      await react("stranger", room_id, 1, "👍");
      expect((await react("olivia", room_id, 1, "👍")).reactions).toMatchObject([{ emoji: "👍", names: ["Name", "Olivia Owens"] }]);
      expect(await changeOf(room_id)).toBe(before + 2);
      expect((await react("stranger", room_id, 1, "👍", false)).reactions).toMatchObject([{ emoji: "👍", names: ["Olivia Owens"] }]);
      // Somebody else's cannot be taken back; what is not there changes nothing.
      expect((await react("stranger", room_id, 1, "👍", false)).reactions).toMatchObject([{ emoji: "👍" }]);
      expect(await changeOf(room_id)).toBe(before + 3);
    }),
  );

  it(
    "refuses the 21st emoji of a message, but not one more of those that are there",
    undone(async () => {
      const { room_id } = await open("stranger");
      const faces = Array.from({ length: 21 }, (_, index) => String.fromCodePoint(0x1f600 + index));
      for (const face of faces.slice(0, 20)) await react("stranger", room_id, 1, face);
      expect(await refusal(react("stranger", room_id, 1, faces[20]!))).toBe("PT422 too_many_reactions");
      expect(await refusal(react("olivia", room_id, 1, faces[20]!))).toBe("PT422 too_many_reactions");
      expect((await react("olivia", room_id, 1, faces[0]!)).reactions).toHaveLength(20);
    }),
  );

  it(
    "refuses a message that is not there, is deleted, or lies in a closed room",
    undone(async () => {
      const { room_id, ticket_id } = await open("stranger");
      const { seq } = await send("stranger", room_id);
      expect(await refusal(react("stranger", room_id, seq + 1, "👍"))).toBe("PT404 message_not_found");
      expect(await refusal(react("stranger", room_id, 1, "<b>"))).toBe("23514 message_reactions_emoji_format");
      await remove("stranger", room_id, seq);
      expect(await refusal(react("olivia", room_id, seq, "👍"))).toBe("PT409 message_deleted");
      expect((await react("olivia", room_id, 1, "👍")).reactions).toHaveLength(1);
      await close(ticket_id);
      expect(await refusal(react("olivia", room_id, 1, "👍", false))).toBe("PT409 room_closed");
    }),
  );
});

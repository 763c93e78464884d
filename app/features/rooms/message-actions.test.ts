import { describe, expect, it } from "vitest";
import { textLine, type Line } from "./line";
import { MessageActions, type RoomNow } from "./message-actions";
import { shownDeliveries, unreadCount, type Receipt } from "./receipts";
import type { Outcome } from "./room-client";

const me = { id: "carl", name: "Carl" };
const sentAt = Date.parse("2026-11-20T10:00:00Z");

const line = (seq: number, change: Partial<Line> = {}): Line =>
  textLine({
    seq,
    id: `m${seq}`,
    senderType: "customer",
    senderId: "carl",
    senderName: "Carl",
    clientId: `c${seq}`,
    body: `body ${seq}`,
    createdAt: new Date(sentAt).toISOString(),
    ...change,
  });
const answer = (seq: number) => line(seq, { senderType: "agent", senderId: "sana", senderName: "Sana" });
const system = (seq: number) => line(seq, { senderType: "system", senderId: null });
const agents = (deliveredSeq: number, readSeq: number): Receipt => ({
  participantId: null,
  side: "agent",
  name: "",
  deliveredSeq,
  readSeq,
  changeSeq: 1,
});

/** @param outcome of everything that is asked of the room */
function start(
  lines: Line[],
  { outcome = { ok: true }, serverNow = sentAt + 60_000, isOpen = true }: { outcome?: Outcome; serverNow?: number; isOpen?: boolean } = {},
) {
  const asked: unknown[][] = [];
  const take =
    (what: string) =>
    (...values: unknown[]) => {
      asked.push([what, ...values]);
      return Promise.resolve(outcome);
    };
  const now: RoomNow = { lines, shown: lines, receipts: [], isOpen };
  const room = { edit: take("edit"), remove: take("remove"), react: take("react"), serverNow: () => serverNow };
  const actions = new MessageActions({ room, me, side: "customer", editWindowMs: 900_000, now });
  return { actions, asked, now };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("what may be changed", () => {
  it("is what one said oneself, for as long as the workspace allows by the server's clock", () => {
    const { actions } = start([]);
    expect(actions.mayChange(line(1))).toBe("may");
    expect(actions.mayChange(answer(1))).toBe("never");
    expect(actions.mayChange(line(1, { deletedAt: "2026-11-20T10:00:30Z" }))).toBe("never");
    expect(start([], { serverNow: sentAt + 899_999 }).actions.mayChange(line(1))).toBe("may");
    expect(start([], { serverNow: sentAt + 900_000 }).actions.mayChange(line(1))).toBe("over");
    expect(start([], { isOpen: false }).actions.mayChange(line(1))).toBe("never");
  });

  it("is, for the arrow key, the last of these", () => {
    const { actions } = start([line(1), line(2), answer(3), line(4, { deletedAt: "2026-11-20T10:00:30Z" })]);
    expect(actions.editLast()).toBe(true);
    expect(actions.getState().editing).toEqual({ seq: 2, text: "body 2", words: null });
    expect(start([answer(1)]).actions.editLast()).toBe(false);
    expect(start([line(1)], { serverNow: sentAt + 900_000 }).actions.editLast()).toBe(false);
  });
});

describe("an edit", () => {
  it("is saved once and closes at once", () => {
    const { actions, asked } = start([line(1)]);
    actions.startEdit(line(1));
    actions.changeEdit("  better ");
    expect(actions.saveEdit()).toBe(true);
    expect(actions.getState().editing).toBeNull();
    expect(asked).toEqual([["edit", 1, "better"]]);
  });

  it("asks for nothing when nothing has changed, and is not saved empty or too long", () => {
    const { actions, asked } = start([line(1)]);
    actions.startEdit(line(1));
    for (const text of ["", "  \n", "x".repeat(10_001)]) {
      actions.changeEdit(text);
      expect(actions.saveEdit()).toBe(false);
      expect(actions.getState().editing?.text).toBe(text);
    }
    actions.changeEdit("body 1 ");
    expect(actions.saveEdit()).toBe(true);
    expect(asked).toEqual([]);
  });

  it("that is refused is opened again with what was typed and why", async () => {
    const { actions } = start([line(1)], { outcome: { ok: false, words: "Too late." } });
    actions.startEdit(line(1));
    actions.changeEdit("better");
    actions.saveEdit();
    await settled();
    expect(actions.getState().editing).toEqual({ seq: 1, text: "better", words: "Too late." });
  });

  it("ends when the message is deleted on another device", () => {
    const { actions, now } = start([line(1)]);
    actions.startEdit(line(1));
    const lines = [line(1, { deletedAt: "2026-11-20T10:00:30Z" })];
    actions.update({ ...now, lines, shown: lines });
    expect(actions.getState().editing).toBeNull();
  });

  it("keeps what was typed when the room is closed, says why it waits, and goes on when it is open again", () => {
    const { actions, now } = start([line(1)]);
    actions.startEdit(line(1));
    actions.changeEdit("half a sen");
    actions.update({ ...now, isOpen: false });
    expect(actions.getState().editing).toMatchObject({ seq: 1, text: "half a sen" });
    expect(actions.getState().editing?.words).toMatch(/closed/);
    actions.update({ ...now, isOpen: true });
    expect(actions.getState().editing).toEqual({ seq: 1, text: "half a sen", words: null });
  });

  it("that is refused while another one is written says so, and is opened again after that one", async () => {
    for (const end of ["saveEdit", "cancelEdit"] as const) {
      const { actions } = start([line(1), line(2)], { outcome: { ok: false, words: "Too late." } });
      actions.startEdit(line(1));
      actions.changeEdit("better");
      actions.saveEdit();
      actions.startEdit(line(2));
      await settled();
      expect(actions.getState()).toMatchObject({ editing: { seq: 2 }, notice: { words: "Too late.", isProblem: true } });
      actions[end]();
      expect(actions.getState().editing).toEqual({ seq: 1, text: "better", words: "Too late." });
      actions.cancelEdit();
      expect(actions.getState().editing).toBeNull();
    }
  });

  it("that another one is begun in the midst of is opened again after it, unless its message was deleted", () => {
    for (const isDeleted of [false, true]) {
      const { actions, now } = start([line(1), line(2)]);
      actions.startEdit(line(1));
      actions.changeEdit("half a sen");
      actions.startEdit(line(2));
      const lines = isDeleted ? [line(1, { deletedAt: "2026-11-20T10:00:30Z" }), line(2)] : now.lines;
      actions.update({ ...now, lines, shown: lines });
      actions.cancelEdit();
      expect(actions.getState().editing).toEqual(isDeleted ? null : { seq: 1, text: "half a sen", words: null });
    }
  });
});

describe("other actions", () => {
  it("say in words why they were refused, until the next one", async () => {
    const { actions } = start([answer(1)], { outcome: { ok: false, words: "Full." } });
    actions.react(1, "👍", true);
    await settled();
    expect(actions.getState().notice).toEqual({ words: "Full.", isProblem: true });
    actions.reply(answer(1));
    expect(actions.getState().notice).toBeNull();
  });

  it("answer one message once", () => {
    const { actions, now } = start([answer(1)]);
    actions.reply(answer(1));
    expect(actions.takeReply()).toEqual({ seq: 1, senderName: "Sana", excerpt: "body 1" });
    expect(actions.takeReply()).toBeUndefined();
    actions.reply(answer(1));
    const deleted = [{ ...answer(1), deletedAt: "2026-11-20T10:00:30Z" }];
    actions.update({ ...now, lines: deleted, shown: deleted });
    expect(actions.getState().replyTo).toBeNull();
  });

  it("tell nobody when nothing is different", () => {
    const { actions, now } = start([line(1)]);
    let told = 0;
    actions.subscribe(() => (told += 1));
    actions.update({ ...now, receipts: [] });
    actions.setReply(null);
    expect(told).toBe(0);
    actions.update({ ...now, receipts: [agents(1, 1)] });
    expect(told).toBe(1);
  });
});

describe("the states of own messages", () => {
  const lines = [line(1), answer(2), line(3), line(4), system(5), line(6), line(7), answer(8)];

  it("stand at the last message of each", () => {
    expect([...shownDeliveries(lines, [agents(6, 3)], me)]).toEqual([
      [7, "sent"],
      [6, "delivered"],
      [3, "read"],
    ]);
    expect([...shownDeliveries(lines, [agents(8, 8)], me)]).toEqual([[7, "read"]]);
    expect([...shownDeliveries(lines, [], me)]).toEqual([[7, "sent"]]);
    expect([...shownDeliveries([answer(1), line(2, { deletedAt: "2026-11-20T10:00:30Z" })], [], me)]).toEqual([]);
  });
});

describe("what is unread", () => {
  it("is what others said after the last look", () => {
    const log = { lines: [answer(1), line(2), answer(3), system(4), answer(5), { ...answer(6), deletedAt: "2026-11-20T10:00:30Z" }] };
    expect(unreadCount({ log, myReadSeq: 0 }, me)).toBe(3);
    expect(unreadCount({ log, myReadSeq: 3 }, me)).toBe(1);
    expect(unreadCount({ log, myReadSeq: 6 }, me)).toBe(0);
  });
});

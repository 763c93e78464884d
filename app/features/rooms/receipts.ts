/** Up to where each participant of a room has received and read it. */
import { record, type Line, type Me } from "./line";
import type { Side } from "./presence";

/** All agents together are one, without id and name. */
export type Receipt = {
  participantId: string | null;
  side: Side;
  name: string;
  deliveredSeq: number;
  readSeq: number;
  changeSeq: number;
};

/** How far an own message has come. */
export type Delivery = "sent" | "delivered" | "read";

/** A receipt as the database sends it; null for anything else. */
export function receiptLine(payload: unknown): Receipt | null {
  const { participant_id: id, side, name, delivered_seq: delivered, read_seq: read, change_seq: change } = record(payload) ?? {};
  if (side !== "customer" && side !== "agent") return null;
  if (typeof delivered !== "number" || typeof read !== "number") return null;
  return {
    participantId: typeof id === "string" ? id : null,
    side,
    name: typeof name === "string" ? name : "",
    deliveredSeq: delivered,
    readSeq: read,
    changeSeq: typeof change === "number" ? change : 0,
  };
}

/** Takes in one receipt: what has been read stays read, in whatever order it is heard. */
export function raise(receipts: readonly Receipt[], heard: Receipt): readonly Receipt[] {
  const before = receipts.find(({ participantId }) => participantId === heard.participantId);
  if (!before) return [...receipts, heard];
  const deliveredSeq = Math.max(before.deliveredSeq, heard.deliveredSeq);
  const readSeq = Math.max(before.readSeq, heard.readSeq);
  if (deliveredSeq === before.deliveredSeq && readSeq === before.readSeq && heard.changeSeq <= before.changeSeq) return receipts;
  const newer = heard.changeSeq > before.changeSeq ? heard : before;
  return receipts.map((one) => (one === before ? { ...newer, deliveredSeq, readSeq } : one));
}

/** How far a message of mine has come: as far as with anybody of the other side. */
export function stateOf(line: Line, receipts: readonly Receipt[], me: Me): Delivery {
  const others = receipts.filter(({ side, participantId }) => side !== line.senderType && participantId !== me.id);
  if (others.some(({ readSeq }) => readSeq >= line.seq)) return "read";
  return others.some(({ deliveredSeq }) => deliveredSeq >= line.seq) ? "delivered" : "sent";
}

/**
 * The line where reading goes on, as it was when the room was opened: the first of others after what was read.
 *
 * @param lines the newest ones of the room
 * @returns null when everything is read; a number from before `lines` when the unread begin there
 */
export function firstUnread(lines: readonly Line[], lastSeq: number, readSeq: number, me: Me): number | null {
  const first = lines[0];
  if (!first || readSeq >= lastSeq) return null;
  if (readSeq + 1 < first.seq) return readSeq + 1;
  return lines.find(({ seq, senderId, senderType }) => seq > readSeq && senderId !== me.id && senderType !== "system")?.seq ?? null;
}

/** How far own messages have come, by number: at the last one of each state, which speaks for those before it. */
export function shownDeliveries(lines: readonly Line[], receipts: readonly Receipt[], me: Me): ReadonlyMap<number, Delivery> {
  const shown = new Map<number, Delivery>();
  let last: Delivery | undefined;
  for (let index = lines.length - 1; index >= 0 && last !== "read"; index -= 1) {
    const line = lines[index];
    if (!line || line.senderId !== me.id || line.deletedAt !== null) continue;
    const state = stateOf(line, receipts, me);
    if (state !== last) shown.set(line.seq, state);
    last = state;
  }
  return shown;
}

/** What somebody else said and did not take back: worth a word that it is new. */
export const isNews = ({ senderType, senderId, deletedAt }: Line, me: Me): boolean =>
  senderType !== "system" && senderId !== me.id && deletedAt === null;

/** How many messages of others have come since one's last look, as far as they are here. */
export function unreadCount({ log, myReadSeq }: { log: { lines: readonly Line[] }; myReadSeq: number }, me: Me): number {
  let count = 0;
  for (let index = log.lines.length - 1; index >= 0; index -= 1) {
    const line = log.lines[index];
    if (!line || line.seq <= myReadSeq) break;
    if (isNews(line, me)) count += 1;
  }
  return count;
}

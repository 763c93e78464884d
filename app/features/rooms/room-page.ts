/** What the server tells a page about a room, in the words of the page. */
import type { RoomPage, RoomStatus } from "~/lib/supabase/database-types";
import { messageLine, record, type Line } from "./line";
import type { FeedPage } from "./feed-options";
import { receiptLine, type Receipt } from "./receipts";

export type MessagesPage = FeedPage & { status: RoomStatus; receipts: Receipt[]; myReadSeq: number };

function all<T>(list: unknown, read: (payload: unknown) => T | null): T[] {
  return (Array.isArray(list) ? list : []).map(read).filter((one): one is T & NonNullable<unknown> => one !== null);
}

/** @param page as the route of the messages answers it */
export function readRoomPage(page: RoomPage): MessagesPage {
  return {
    topic: page.topic,
    lastSeq: page.last_seq,
    status: page.status,
    changeSeq: page.change_seq,
    lines: all(page.messages, messageLine),
    changes: all(page.changes, messageLine),
    changesTo: page.changes_to,
    receipts: all(page.receipts, receiptLine),
    myReadSeq: page.my_read_seq,
  };
}

type RoomChange = {
  kind: string;
  changeSeq: number;
  lines: Line[];
  /** False: what changed has to be fetched. */
  isWhole: boolean;
  receipt: Receipt | null;
  status: RoomStatus | null;
};

/** Kinds whose content may be missing from the push. */
const toFetch = ["edit", "delete", "reaction", "participants", "read"];

/** A push of `room_changed`; null for anything else. */
export function readRoomChange(payload: unknown): RoomChange | null {
  const { kind, change_seq: changeSeq, lines: told, receipt, status } = record(payload) ?? {};
  if (typeof kind !== "string" || typeof changeSeq !== "number") return null;
  const lines = all(told, messageLine);
  const heard = receiptLine(receipt);
  return {
    kind,
    changeSeq,
    lines,
    isWhole: lines.length > 0 || heard !== null || !toFetch.includes(kind),
    receipt: heard,
    // A ticket's status is as good as the room's.
    status: typeof status === "string" ? (status === "closed" ? "closed" : "open") : null,
  };
}

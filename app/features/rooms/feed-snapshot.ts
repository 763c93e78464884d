/** What a page shows of a sequence of lines, and how it stands. */
import type { ChannelStatus } from "~/lib/realtime/connection";
import type { Line } from "./line";
import type { LineLog } from "./line-log";
import type { Receipt } from "./receipts";

/** A stretch of history apart from the live end, after a jump. Null again when it has met the live lines. */
type LineWindow = { lines: readonly Line[]; isLoadingOlder: boolean; isLoadingNewer: boolean };

export type FeedSnapshot = {
  log: LineLog;
  /** Shown instead of the log's lines while there is one. */
  window: LineWindow | null;
  status: ChannelStatus;
  /** There is no live channel, and has not been for a while; lines come all the same, by asking for them. */
  isPolled: boolean;
  isLoadingOlder: boolean;
  isLoadingNewer: boolean;
  /** `signed_out`: the session has ended. `gone`: the room is not the person's any more. */
  problem: "signed_out" | "gone" | null;
  receipts: readonly Receipt[];
  /** Where reading went on when the room was opened; null when all had been read. */
  firstUnreadSeq: number | null;
  /** Up to where the reader has read. */
  myReadSeq: number;
};

/**
 * Variants that are wrong on purpose. A harness that calls these right would call anything right; each names what it has to
 * be caught by.
 */
import type { RoomClient } from "../../app/features/rooms/room-client";
import type { FindingKind } from "./checks";
import type { Installation } from "./installation";

export type Broken = {
  name: string;
  caughtBy: FindingKind;
  changeDatabase?: (query: Installation["query"]) => Promise<unknown>;
  changeClient?: (room: RoomClient) => void;
  /** Under which id a line is posted, at each attempt; the page hears of it under its own. */
  postedId?: () => string;
};

/** The same line has another id at each attempt, so that the database cannot know it again. */
export const noIdempotencyKey: Broken = {
  name: "no idempotency key",
  caughtBy: "duplicated",
  postedId: () => crypto.randomUUID(),
};

/** Lives by its pushes alone: whatever asks the feed to fetch, it does not. */
export const noCatchUp: Broken = {
  name: "no catch-up",
  caughtBy: "lost",
  changeClient: (room) => {
    room.feed.sync = async () => undefined;
  },
};

/**
 * The database says "committed" before it has written. That much is Postgres's own `synchronous_commit = off`, one word in
 * a configuration; what is lost then is what the WAL writer has not come round to, and it comes round every 0.2 seconds.
 * The longer round makes that window longer than the moment between an answer and the kill; it does not make it: the
 * run before it has the same round and synchronous commits, and loses nothing.
 */
export const asynchronousCommit: Broken = {
  name: "asynchronous commit",
  caughtBy: "acknowledged but lost",
  changeDatabase: async (query) => {
    await query("alter system set synchronous_commit = off");
    await query("select pg_reload_conf()");
  },
};

/** The long round of the WAL writer, for the variant and for the run beside it alike. */
export async function lengthenWalWriterRound(query: Installation["query"]): Promise<void> {
  await query("alter system set wal_writer_delay = '10s'");
  await query("alter system set wal_writer_flush_after = '1GB'");
  await query("select pg_reload_conf()");
}

/** Deletes what is to be deleted by now: workspaces whose time has come, tickets that rest for too long. Every few minutes, until stopped. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "./database";
import { deleteWorkspaces } from "./delete-workspaces";
import { log, reason } from "./log";
import type { Storage } from "./storage";

const EVERY_MS = 600_000;
/** In one transaction, so that nobody who writes to one of these tickets waits long. */
const AT_ONCE = 20;

/** Erases all tickets that rest for longer than their workspaces keep them. @returns how many */
export async function eraseRestingTickets(database: Database, isStopping: () => boolean = () => false): Promise<number> {
  for (let total = 0; ;) {
    const { rows } = await database.executeSql<{ erased: number }>("select private.erase_resting_tickets($1) as erased", [AT_ONCE]);
    const erased = rows[0]?.erased ?? 0;
    total += erased;
    if (erased < AT_ONCE || isStopping()) return total;
  }
}

/** @returns a function that stops it, after what is under way */
export function startDataSweep(database: Database, storage: Storage): () => Promise<void> {
  const stopping = new AbortController();
  const done = (async () => {
    while (!stopping.signal.aborted) {
      try {
        const tickets = await eraseRestingTickets(database, () => stopping.signal.aborted);
        if (tickets > 0) log("info", "resting_tickets_erased", { tickets });
        if (!stopping.signal.aborted) await deleteWorkspaces(database, storage);
      } catch (error) {
        if (!stopping.signal.aborted) log("error", "data_sweep_failed", { reason: reason(error) });
      }
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    stopping.abort();
    await done;
  };
}

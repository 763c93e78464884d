/** Has the database do what SLA clocks are due for: warnings, breaches, escalations, and their mails. Every few seconds, until stopped. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "./database";
import { log, reason } from "./log";

/** A breach is recorded within a minute of its time. */
const EVERY_MS = 10_000;
/** In one transaction, so that nobody who writes to one of these tickets waits long. */
const AT_ONCE = 50;

/** A little late: somebody whose statement began in time may still wait for its turn. */
const SWEEP = "select private.sweep_sla_clocks($1, now() - interval '5 seconds') as swept";

/** @returns a function that stops it, after what is under way */
export function startSlaSweep(database: Database): () => Promise<void> {
  const stopping = new AbortController();
  const done = (async () => {
    while (!stopping.signal.aborted) {
      try {
        let swept: number;
        do {
          const { rows } = await database.executeSql<{ swept: number }>(SWEEP, [AT_ONCE]);
          swept = rows[0]?.swept ?? 0;
          if (swept > 0) log("info", "sla_clocks_swept", { clocks: swept });
        } while (swept === AT_ONCE && !stopping.signal.aborted);
        // Not after a stop: a statement that begins while the connections end would never be answered.
        if (!stopping.signal.aborted) await database.executeSql("select private.queue_sla_notice_mails()", []);
      } catch (error) {
        if (!stopping.signal.aborted) log("error", "sla_sweep_failed", { reason: reason(error) });
      }
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    stopping.abort();
    await done;
  };
}

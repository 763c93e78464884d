import { setTimeout as sleep } from "node:timers/promises";
import { recoverCluster, runPostgres, type RunningPostgres } from "./postgres";
import type { PostgresBinaries } from "./postgres-binaries";

/** Between attempts: the processes of a server that was killed need a moment to notice, and hold its memory until then. */
const retryMs = 200;

export type KeptPostgres = {
  port: number;
  /** Of the server that runs now; another one after each restart. */
  pid: () => number;
  stop(): Promise<void>;
};

/**
 * Starts the server of a cluster and, should it end by itself (killed, out of memory), starts it again on the same port:
 * Postgres recovers what was committed, and everybody's pool finds it again. The first start throws as `runPostgres` does.
 * @param log takes a line for people.
 */
export async function keepPostgres(
  binaries: PostgresBinaries,
  options: Parameters<typeof runPostgres>[1],
  log: (line: string) => void,
): Promise<KeptPostgres> {
  let server: RunningPostgres = await runPostgres(binaries, options);
  let isStopping = false;

  const startAgain = async () => {
    for (;;) {
      await recoverCluster(options.folder);
      try {
        return await runPostgres(binaries, options);
      } catch (error) {
        if (isStopping) return undefined;
        log(`Postgres is not up again yet: ${error instanceof Error ? error.message : String(error)}`);
        await sleep(retryMs);
      }
    }
  };
  const keeping = (async () => {
    for (;;) {
      await server.ended;
      if (isStopping) return;
      log("Postgres ended by itself; starting it again.");
      const next = await startAgain();
      if (!next) return;
      server = next;
      if (isStopping) return server.stop();
    }
  })();

  return {
    port: options.port,
    pid: () => server.pid,
    async stop() {
      isStopping = true;
      await server.stop();
      await keeping;
    },
  };
}

import pg from "pg";

/**
 * A pool that outlives its server. The pool itself listens to idle connections alone: one that is told of the server's end
 * between being made and being used, or right behind an answer, would end this process as an error that nobody heard.
 * Whoever waits for an answer is told by it.
 *
 * @param onIdleError told when a connection breaks that nobody uses
 */
export function createPool(config: pg.PoolConfig, onIdleError: (error: Error) => void = () => undefined): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on("error", onIdleError);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** The worker's connections to Postgres, which outlive a restart of it. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { log, reason } from "./log";

/** Postgres cannot be reached, or ends a session by its own decision: worth another try. Everything else is a mistake. */
export function isConnectionProblem(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isConnectionProblem);
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  // 08 connection lost; 57P shutting down or starting up; 53300 too many connections.
  if (error instanceof pg.DatabaseError) return /^(08|57P0[1-3]|53300)/.test(typeof code === "string" ? code : "");
  return (
    (typeof code === "string" && /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT$)/.test(code)) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(error.message)
  );
}

/** One statement of a session. */
export type Query = <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;

export type Database = {
  /** Runs a statement, again and again while Postgres cannot be reached. Rejects for any other error, and after `close()`. */
  executeSql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<Row>>;
  /**
   * Runs `use` in one transaction that only reads and sees the database as it is at its first statement, on a connection
   * of its own. Nothing is tried again here: what was read before would not fit any more.
   */
  snapshot<Result>(use: (query: Query) => Promise<Result>): Promise<Result>;
  /** Lets the statements under way finish for at most `graceMs`, then ends all connections. */
  close(graceMs: number): Promise<void>;
};

/**
 * Opens the worker's pool. Connects at the first statement.
 *
 * The queue library does not wait for its own "job is done" statement, so a lost connection there would end the
 * process. Waiting here instead keeps that answer, and with it the mail from being sent twice.
 */
export function openDatabase(connectionString: string): Database {
  const pool = new pg.Pool({
    connectionString,
    max: 6,
    application_name: "frontroom-worker",
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // An idle connection that ends is replaced at the next statement.
  pool.on("error", (error) => log("warn", "database_connection_lost", { reason: reason(error) }));
  const underWay = new Set<Promise<unknown>>();
  const closing = new AbortController();
  let isDown = false;

  async function run<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<Row>> {
    for (let waitMs = 250; ; waitMs = Math.min(waitMs * 2, 5000)) {
      try {
        const result = await pool.query<Row>(text, values);
        if (isDown) log("info", "database_reached");
        isDown = false;
        return result;
      } catch (error) {
        if (closing.signal.aborted || !isConnectionProblem(error)) throw error;
        if (!isDown) log("warn", "database_unreachable", { reason: reason(error) });
        isDown = true;
        await sleep(waitMs, undefined, { signal: closing.signal }).catch(() => {
          throw error;
        });
      }
    }
  }

  return {
    executeSql(text, values) {
      const result = run(text, values);
      underWay.add(result);
      const forget = () => void underWay.delete(result);
      result.then(forget, forget);
      return result as never;
    },
    async snapshot(use) {
      const client = await pool.connect();
      let isWhole = false;
      try {
        await client.query("begin transaction isolation level repeatable read, read only");
        const result = await use(async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => {
          return (await client.query<Row>(text, values)).rows;
        });
        await client.query("commit");
        isWhole = true;
        return result;
      } finally {
        // Not given back in the middle of something.
        client.release(!isWhole);
      }
    },
    async close(graceMs) {
      await Promise.race([Promise.allSettled(underWay), sleep(graceMs, undefined, { ref: false })]);
      closing.abort();
      await Promise.race([pool.end(), sleep(2000, undefined, { ref: false })]);
    },
  };
}

import pg from "pg";
import { createPool } from "../pool";
import type { RealtimeLimits } from "./limits";

/** The database cannot be reached (down, starting, or out of connections). */
export class DatabaseUnavailable extends Error {}

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 10_000;
const poolSize = 4;

/** Whether an error is about the connection rather than about the statement. */
function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  const code = sqlState(error);
  // 08 connection exception, 53 out of resources, 57P shutdown or starting up.
  return code === undefined || /^(08|53|57P)/.test(code);
}

/** The SQLSTATE of a statement's error, undefined when the connection itself failed. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

export interface Statement {
  text: string;
  values?: unknown[];
}

export type StatementResult = { rows: Record<string, unknown>[] } | { error: Error };

/** The server's own connections to Postgres, as the owner of everything. */
export class Database {
  readonly #pool: pg.Pool;
  #isClosed = false;

  constructor(
    readonly url: string,
    private readonly log: (line: string) => void,
  ) {
    this.#pool = createPool(
      {
        connectionString: url,
        application_name: "realtime",
        max: poolSize,
        connectionTimeoutMillis: connectTimeoutMs,
        // A policy that never ends must not hold a connection for ever.
        statement_timeout: statementTimeoutMs,
        pipeline: true,
      },
      (error) => {
        if (!this.#isClosed) this.log(`database connection lost: ${error.message}`);
      },
    );
  }

  /**
   * Sends all statements at once on one connection and answers each one's outcome. The statements
   * must leave no transaction open. Throws DatabaseUnavailable.
   */
  async pipeline(statements: Statement[]): Promise<StatementResult[]> {
    // A pooled connection may have died unnoticed: the second attempt gets a fresh one.
    return this.#attempt(statements).catch((error: unknown) => {
      if (error instanceof DatabaseUnavailable) return this.#attempt(statements);
      throw error;
    });
  }

  /** Runs one statement. Throws DatabaseUnavailable or the statement's error. */
  async query(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const [result] = await this.pipeline([{ text, values }]);
    if (!result) throw new DatabaseUnavailable("no answer");
    if ("error" in result) throw result.error;
    return result.rows;
  }

  async #attempt(statements: Statement[]): Promise<StatementResult[]> {
    let client: pg.PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      throw new DatabaseUnavailable(error instanceof Error ? error.message : String(error));
    }
    let lost: Error | undefined;
    try {
      const settled = await Promise.allSettled(
        statements.map(({ text, values }) => client.query<Record<string, unknown>>(text, values ?? [])),
      );
      const results = settled.map((outcome): StatementResult => {
        if (outcome.status === "fulfilled") return { rows: outcome.value.rows };
        const error = outcome.reason instanceof Error ? outcome.reason : new Error(String(outcome.reason));
        if (isConnectionError(error)) lost ??= error;
        return { error };
      });
      if (lost) throw new DatabaseUnavailable(lost.message);
      return results;
    } finally {
      client.release(lost ?? false);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (!this.#pool.ended) await this.#pool.end();
  }
}

/** Makes the partitions of the coming days and drops the expired ones; logs what goes wrong. */
export async function maintainPartitions(database: Database, log: (line: string) => void): Promise<void> {
  try {
    // A long transaction may hold the table: waiting for it would hold up every insert behind us. There is
    // time to try again, since partitions are made days ahead.
    const results = await database.pipeline([
      { text: "begin" },
      { text: "set local lock_timeout = '2s'" },
      { text: "select realtime.maintain_partitions()" },
      { text: "commit" },
    ]);
    for (const result of results) if ("error" in result) throw result.error;
  } catch (error) {
    log(`message partitions not maintained: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Pause before attempt number `attempt` (from 0), doubling up to the maximum. */
export function retryDelayMs(attempt: number, limits: RealtimeLimits): number {
  return Math.min(limits.databaseRetryMinMs * 2 ** attempt, limits.databaseRetryMaxMs);
}

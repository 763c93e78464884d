import { randomUUID } from "node:crypto";
import { sqlState, type Database, type Statement, type StatementResult } from "./database";
import type { Claims } from "./jwt";

/** What a channel may do; undefined is not yet asked. */
export interface Policies {
  broadcastRead?: boolean;
  broadcastWrite?: boolean;
  presenceRead?: boolean;
  presenceWrite?: boolean;
}

/** Who asks: the token's claims and the request's `x-` headers, which policies may use. */
export interface Actor {
  claims: Claims;
  headers: Record<string, string>;
}

export type AuthorizationFault = "policy" | "partition" | "canceled";

/** A check that could not be answered. `policy` counts as a denial. */
export class AuthorizationError extends Error {
  constructor(
    readonly fault: AuthorizationFault,
    message: string,
  ) {
    super(message);
  }
}

const begin: Statement = { text: "begin" };
const rollback: Statement = { text: "rollback" };
const insertProbe =
  "insert into realtime.messages (id, topic, extension, inserted_at, updated_at) " +
  "values ($1, $2, $3, now() at time zone 'utc', now() at time zone 'utc')";

function probe(topic: string, extension: "broadcast" | "presence"): Statement & { id: string } {
  const id = randomUUID();
  return { id, text: insertProbe, values: [id, topic, extension] };
}

/** Becomes the token's role for the rest of the transaction, with the settings policies read. */
function becomeActor(topic: string, { claims, headers }: Actor): Statement {
  const role = typeof claims["role"] === "string" ? claims["role"] : JSON.stringify(claims["role"]);
  const sub = claims["sub"];
  return {
    text:
      "select set_config('role', $1, true), set_config('realtime.topic', $2, true), " +
      "set_config('request.jwt.claims', $3, true), set_config('request.jwt.claim.sub', $4, true), " +
      "set_config('request.jwt.claim.role', $1, true), set_config('request.headers', $5, true)",
    values: [role, topic, JSON.stringify(claims), typeof sub === "string" ? sub : "", JSON.stringify(headers)],
  };
}

function toFault(error: Error): AuthorizationError {
  const state = sqlState(error);
  if (state === "57014") return new AuthorizationError("canceled", error.message);
  if (state === "23514") return new AuthorizationError("partition", error.message);
  return new AuthorizationError("policy", error.message);
}

function failure(result: StatementResult | undefined): Error | undefined {
  return result && "error" in result ? result.error : undefined;
}

/**
 * Asks the database which extensions of a topic the actor may read, by probing rows that are rolled
 * back. Throws AuthorizationError or DatabaseUnavailable.
 */
export async function checkRead(
  database: Database,
  topic: string,
  actor: Actor,
  withPresence: boolean,
): Promise<Pick<Policies, "broadcastRead" | "presenceRead">> {
  const broadcast = probe(topic, "broadcast");
  const presence = withPresence ? probe(topic, "presence") : undefined;
  const probes = presence ? [broadcast, presence] : [broadcast];
  const results = await database.pipeline([
    begin,
    ...probes,
    becomeActor(topic, actor),
    { text: "select id from realtime.messages where id = any($1)", values: [probes.map(({ id }) => id)] },
    rollback,
  ]);
  // The first error is the cause; what follows it only says that the transaction is aborted.
  const error = results.map(failure).find(Boolean);
  if (error) throw toFault(error);
  const visible = results[results.length - 2];
  const ids = new Set(visible && "rows" in visible ? visible.rows.map((row) => row["id"]) : []);
  return { broadcastRead: ids.has(broadcast.id), ...(presence && { presenceRead: ids.has(presence.id) }) };
}

/**
 * Asks the database which extensions of a topic the actor may write. The probes have no RETURNING,
 * which would demand the right to read as well. Throws AuthorizationError or DatabaseUnavailable.
 */
export async function checkWrite(
  database: Database,
  topic: string,
  actor: Actor,
): Promise<Required<Pick<Policies, "broadcastWrite" | "presenceWrite">>> {
  const results = await database.pipeline([
    begin,
    becomeActor(topic, actor),
    { text: "savepoint broadcast_probe" },
    probe(topic, "broadcast"),
    { text: "rollback to savepoint broadcast_probe" },
    { text: "savepoint presence_probe" },
    probe(topic, "presence"),
    { text: "rollback to savepoint presence_probe" },
    rollback,
  ]);
  const settings = failure(results[1]);
  if (settings) throw toFault(settings);
  const allowed = [results[3], results[6]].map((result) => {
    const error = failure(result);
    if (error && sqlState(error) !== "42501") throw toFault(error);
    return error === undefined;
  });
  return { broadcastWrite: allowed[0] === true, presenceWrite: allowed[1] === true };
}

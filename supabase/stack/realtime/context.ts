import type { Database } from "./database";
import type { DatabaseStream } from "./database-stream";
import type { Hub } from "./hub";
import type { TokenVerifier } from "./jwt";
import type { RealtimeLimits } from "./limits";
import type { RateCounter } from "./rate-counter";

/** What all parts of one Realtime server share. */
export interface Context {
  limits: RealtimeLimits;
  log: (line: string) => void;
  verifier: TokenVerifier;
  database: Database;
  stream: DatabaseStream;
  hub: Hub;
  rates: { events: RateCounter; joins: RateCounter; presence: RateCounter };
  /** Sockets that have joined a channel, which is what the limit on users counts. */
  joinedSockets: Set<object>;
}

/** An error as one line for the log, whoever made it. */
export function describe(error: unknown): string {
  return JSON.stringify(error instanceof Error ? error.message : String(error));
}

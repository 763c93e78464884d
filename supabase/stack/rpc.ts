import type { IncomingMessage, ServerResponse } from "node:http";
import type pg from "pg";
import type { StatementTimeouts } from "./api";
import type { StackConfig } from "./config";
import type { Caller } from "./gateway";

export type Rpc = {
  answer(request: IncomingMessage, response: ServerResponse, url: URL, caller: Caller, body: Buffer): Promise<boolean>;
  reloadSchema(): void;
};

export function createRpc(_options: { pool: pg.Pool; config: StackConfig; timeouts: StatementTimeouts }): Rpc {
  return { answer: () => Promise.resolve(false), reloadSchema: () => undefined };
}

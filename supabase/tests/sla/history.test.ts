/** The engine against the oracle of `tests/sla`, which works the same out another way. */
import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { clocksOf, type OracleClock } from "../../../tests/sla/history";
import { runs, timeout } from "../../../tests/sla/generate";
import { histories } from "../../../tests/sla/generate-histories";
import { connect } from "../../../tests/support/database";
import { type Desk, makeDesk, play } from "./play";

let client: pg.Client;
let desk: Desk;
beforeAll(async () => {
  client = await connect(inject("testStack").env.DATABASE_URL);
  await client.query("begin");
  desk = await makeDesk(client);
});
afterAll(async () => {
  await client.query("rollback");
  await client.end();
});

const inOrder = (clocks: OracleClock[]) =>
  clocks.map((clock) => JSON.stringify({ ...clock, consumed_seconds: Number(clock.consumed_seconds.toFixed(3)) })).sort();

describe("a history of a ticket", () => {
  it(
    "leaves the clocks that the oracle works out, and their events say the same",
    async () => {
      await fc.assert(
        fc.asyncProperty(histories, async (read) => {
          await client.query("savepoint before_history");
          try {
            expect(inOrder(await play(client, desk, read))).toEqual(inOrder(clocksOf(read.history, read.now)));
            const { rows } = await client.query("select * from private.list_differing_sla_clocks($1)", [desk.workspaceId]);
            expect(rows).toEqual([]);
          } finally {
            await client.query("rollback to savepoint before_history");
          }
        }),
        runs(200),
      );
    },
    timeout * 4,
  );
});

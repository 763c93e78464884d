/** The rules of clocks, one by one, as the database keeps them. */
import type pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { clockRules } from "../../../tests/sla/clock-rules";
import { tell } from "../../../tests/sla/tell";
import { connect, rolledBack } from "../../../tests/support/database";
import { makeDesk, play } from "./play";

let client: pg.Client;
beforeAll(async () => {
  client = await connect(inject("testStack").env.DATABASE_URL);
});
afterAll(() => client.end());

clockRules((given, story, now) => rolledBack(client, async () => play(client, await makeDesk(client), tell(given, story, now))));

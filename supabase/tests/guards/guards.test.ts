/** Every guard finds nothing in the schema, and something in each broken variant of it. */
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { connect, rolledBack } from "../../../tests/support/database";
import { auditGuards } from "./audited";
import { guards } from "./guards";

let client: pg.Client;
beforeAll(async () => {
  client = await connect(inject("testStack").env.DATABASE_URL, "changes the schema");
});
afterAll(() => client.end());

async function offenders(query: string): Promise<string[]> {
  const { rows } = await client.query<{ offender: string }>(query);
  return rows.map(({ offender }) => offender).sort();
}

describe("Guards", () => {
  for (const { rule, offenders: query, broken } of [...guards, ...auditGuards]) {
    it(rule, async () => expect(await offenders(query)).toEqual([]));

    broken.forEach((variant, index) => {
      it(`${rule} (fails on broken variant ${index + 1})`, async () => {
        await rolledBack(client, async () => {
          await client.query(variant);
          expect(await offenders(query), variant).not.toEqual([]);
        });
      });
    });
  }
});

/** Who may do what: every row of the matrix for everybody, and nothing in the database without a row. */
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { connect } from "../../../tests/support/database";
import { differences, judge, type Judged, matrix } from "./matrix";
import { putPrivateTeam } from "./private-team";
import { createProbe } from "./probe";

let client: pg.Client;
let judged: Map<object, Judged>;

beforeAll(async () => {
  client = await connect(inject("testStack").env.DATABASE_URL);
  await client.query("begin");
  await client.query(putPrivateTeam);
  await createProbe(client);
  judged = new Map((await judge(client, matrix)).map((each) => [each.row, each]));
});
afterAll(async () => {
  await client.query("rollback");
  await client.end();
});

describe("The access matrix", () => {
  for (const row of matrix) {
    it(`${row.subject}: ${row.name}`, () => expect(differences(judged.get(row)!)).toEqual([]));
  }

  it("has a positive control for every denial: somebody, or the owner, gets something else by the same statement", () => {
    const without = matrix.filter((row) => {
      const all = [...Object.values(row.expected), ...(row.control === undefined ? [] : [row.control])];
      return new Set(all).size < 2;
    });
    expect(without.map((row) => `${row.subject}: ${row.name}`)).toEqual([]);
  });
});

describe("The access matrix is complete", () => {
  const subjects = new Set(matrix.map((row) => row.subject));

  it("has every table and view, with reading and each way of writing", async () => {
    const { rows } = await client.query<{ name: string }>(
      `select format('%s.%s', nspname, relname) as name
       from pg_class join pg_namespace on pg_namespace.oid = relnamespace
       where nspname in ('public', 'private') and relkind in ('r', 'p', 'v', 'm', 'f') order by 1`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { name } of rows) {
      const names = matrix.filter((row) => row.subject === `table ${name}`).map((row) => row.name);
      expect(names, name).toEqual(
        expect.arrayContaining(["is read as", "takes no insert", "takes no update", "takes no delete", "is not truncated"]),
      );
    }
  });

  it("has every function of the API", async () => {
    const { rows } = await client.query<{ name: string }>(
      "select distinct proname::text as name from pg_proc where pronamespace = 'public'::regnamespace order by 1",
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter(({ name }) => !subjects.has(`function ${name}`))).toEqual([]);
  });

  it("has every bucket and every policy of storage", async () => {
    const { rows } = await client.query<{ found: string }>(
      `select 'bucket ' || id as found from storage.buckets
       union all select tablename || ' ' || cmd from pg_policies where schemaname = 'storage' order by 1`,
    );
    expect(rows.map(({ found }) => found)).toEqual([
      "bucket attachments",
      "bucket exports",
      "objects INSERT",
      "objects SELECT",
      "objects SELECT",
    ]);
    expect([...subjects]).toEqual(
      expect.arrayContaining(["bucket attachments", "bucket exports", "table storage.objects", "table storage.buckets"]),
    );
  });
});

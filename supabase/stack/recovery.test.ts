/** The database is killed under a running stack: everything finds it again without being told. */
import { readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAlive, waitForExit } from "./processes";
import { dataFiles } from "./stack";
import { clientOf, startScratchStack } from "./test-support";

let stack: Awaited<ReturnType<typeof startScratchStack>>;
const lines: string[] = [];

beforeAll(async () => {
  stack = await startScratchStack(
    {
      "20260101000000_kept.sql": `
        create table public.kept (number integer);
        create function public.keep(number integer) returns integer language sql security definer set search_path = '' as $$
          insert into public.kept values (number) returning kept.number;
        $$;
        grant execute on function public.keep(integer) to anon;`,
    },
    { log: (line) => lines.push(line) },
  );
});

afterAll(async () => {
  await stack?.remove();
});

const keep = (number: number) => clientOf(stack).rpc("keep", { number });

async function rows<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: stack.env.DATABASE_URL });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

const wait = { timeout: 20_000, interval: 50 };

describe.each(["SIGKILL", "SIGQUIT"] as const)("a database server that is ended by %s", (signal) => {
  it("is started again, with all that it had confirmed; calls are refused as unavailable meanwhile", async () => {
    expect(await keep(1)).toMatchObject({ data: 1, status: 200 });
    const before = await rows("select number from public.kept");
    const pid = stack.postgresPid();
    process.kill(pid, signal);
    expect(await waitForExit(pid, 10_000)).toBe(true);
    const during = await keep(2);
    // It may be up again by now; what it must not say is that the caller did something wrong.
    if (during.error) expect(during.status).toBeGreaterThanOrEqual(500);
    await expect.poll(async () => (await keep(3)).data as unknown, wait).toBe(3);
    // It takes calls a moment before the stack has noted that it does.
    await expect.poll(() => stack.postgresPid(), wait).not.toBe(pid);
    expect(lines).toContain("Postgres ended by itself; starting it again.");
    const after = await rows("select number from public.kept");
    expect(after.slice(0, before.length)).toEqual(before);
  });

  it("is listened to again: a change of the schema is known to the Data API", async () => {
    const name = `later_${signal.toLowerCase()}`;
    await expect
      .poll(async () => (await rows("select from pg_stat_activity where application_name = 'frontroom-schema-watch'")).length, wait)
      .toBe(1);
    expect((await clientOf(stack).rpc(name)).status).toBe(404);
    await rows(`create function public.${name}() returns integer language sql set search_path = '' return 7;
      grant execute on function public.${name}() to anon; notify pgrst`);
    await expect.poll(async () => (await clientOf(stack).rpc(name)).data as unknown, wait).toBe(7);
  });
});

describe("a stack whose database was killed", () => {
  it("stops as always, also in the moment in which the database comes up again", async () => {
    process.kill(stack.postgresPid(), "SIGKILL");
    await expect.poll(() => lines.filter((line) => line.startsWith("Postgres ended")).length, wait).toBe(3);
    await stack.stop();
    expect(isAlive(stack.postgresPid())).toBe(false);
    await expect(readFile(`${dataFiles(stack.dataDir).cluster}/postmaster.pid`)).rejects.toThrow();
  });
});

/**
 * `npm run test:mutation`: breaks every access rule of the schema in every small way, one at a time, and demands that
 * the access matrix or a guard notices. Prints the survivors, then killed/total; fails if any survives.
 *
 * All of it happens in one transaction of a database of its own, which is rolled back. Takes about a minute on an idle machine.
 */
import pg from "pg";
import { startTestStack } from "../../../tests/support/test-stack";
import type { Row } from "../access/expectation";
import { differences, judge, matrix } from "../access/matrix";
import { putPrivateTeam } from "../access/private-team";
import { createProbe } from "../access/probe";
import { guards } from "../guards/guards";
import { equivalents } from "./equivalents";
import { makeMutants, type Mutant } from "./mutants";

const CHUNK = 25;

const allGuards = guards
  .map(({ rule, offenders }) => `select ${pg.escapeLiteral(rule)} as rule where exists (${offenders})`)
  .join(" union all ");

/** What notices first: the rows about the same thing, then the guards, then all other rows. */
async function findKiller(client: pg.Client, { subject }: Mutant): Promise<string | undefined> {
  const noticed = async (rows: Row[]) => {
    for (const judged of await judge(client, rows)) {
      const [first] = differences(judged);
      if (first) return `${judged.row.subject}: ${judged.row.name}: ${first}`;
    }
    return undefined;
  };
  const near = await noticed(matrix.filter((row) => row.subject === subject));
  if (near) return near;
  const broken = await client.query<{ rule: string }>(allGuards);
  if (broken.rows[0]) return broken.rows[0].rule;
  const far = matrix.filter((row) => row.subject !== subject);
  for (let at = 0; at < far.length; at += CHUNK) {
    const killer = await noticed(far.slice(at, at + CHUNK));
    if (killer) return killer;
  }
  return undefined;
}

async function main(): Promise<number> {
  const started = Date.now();
  const stack = await startTestStack();
  const client = new pg.Client({ connectionString: stack.env.DATABASE_URL });
  try {
    await client.connect();
    await client.query("begin");
    await client.query(putPrivateTeam);
    await createProbe(client);
    const unbroken = await findKiller(client, { name: "", statement: "", subject: "" });
    if (unbroken) throw new Error(`The tests fail without any mutant: ${unbroken}`);
    const wanted = process.argv[2] === "--all" ? "" : process.argv[2];
    const mutants = (await makeMutants(client)).filter(({ name }) => !wanted || name.includes(wanted));
    const survivors: string[] = [];
    const excused = new Set<string>();
    for (const mutant of mutants) {
      await client.query("savepoint mutant");
      let killer: string | undefined;
      try {
        await client.query(mutant.statement);
        killer = await findKiller(client, mutant);
      } catch (error) {
        // A body that cannot even be parsed is no mutant: say so rather than count it as noticed.
        throw new Error(`${mutant.name}: ${(error as Error).message}\n${mutant.statement}`, { cause: error });
      } finally {
        await client.query("rollback to savepoint mutant");
      }
      if (process.argv[2]) process.stdout.write(`${mutant.name}\n  ${killer ?? "SURVIVED"}\n`);
      if (killer === undefined) {
        if (mutant.name in equivalents) excused.add(mutant.name);
        else survivors.push(mutant.name);
      }
    }
    for (const name of survivors) process.stdout.write(`survived: ${name}\n`);
    const stale = wanted ? [] : Object.keys(equivalents).filter((name) => !excused.has(name));
    for (const name of stale) process.stdout.write(`is listed as equivalent, but was killed or is gone: ${name}\n`);
    const total = mutants.length - excused.size;
    process.stdout.write(
      `${total - survivors.length}/${total} mutants killed, ${excused.size} more are equivalent (${Math.round((Date.now() - started) / 1000)} s)\n`,
    );
    return survivors.length + stale.length === 0 && mutants.length > 0 ? 0 : 1;
  } finally {
    await client.query("rollback").catch(() => undefined);
    await client.end();
    await stack.stop();
  }
}

process.exitCode = await main();

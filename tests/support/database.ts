/** How tests of SQL speak to the database: in transactions that are rolled back, as the people of the cast. */
import pg from "pg";
import { actors, type ActorName } from "./actors";

const CATALOG_LOCK = 20_261_120;

/**
 * A connection that is closed with `end()`.
 *
 * @param url as role `postgres` or the superuser, who can become anybody
 * @param uses `changes the schema` keeps all other test files away meanwhile: in a transaction that is rolled back, a
 * broken table would still make them wait, or wait for them in a circle
 */
export async function connect(url: string, uses: "reads the schema" | "changes the schema" = "reads the schema"): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`select ${uses === "changes the schema" ? "pg_advisory_lock" : "pg_advisory_lock_shared"}($1)`, [CATALOG_LOCK]);
  return client;
}

/** Ends a pool and waits until its connections are closed: `pool.end()` alone does not, and a server that stops then breaks them. */
export async function endPool(pool: pg.Pool): Promise<void> {
  let open = pool.totalCount;
  const closed = new Promise<void>((resolve) => {
    if (open === 0) resolve();
    pool.on("remove", () => {
      open -= 1;
      if (open === 0) resolve();
    });
  });
  await pool.end();
  await closed;
}

/** Runs `use` in a transaction and rolls it back, whatever happens. */
export async function rolledBack<T>(client: pg.Client, use: () => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    return await use();
  } finally {
    await client.query("rollback");
  }
}

/**
 * One statement as a person of the cast, inside the open transaction; its effects stay, an error undoes only the
 * statement. @returns its rows
 */
export async function as<Row extends pg.QueryResultRow>(
  client: pg.Client,
  name: ActorName,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const { role, claims } = actors[name];
  await client.query("savepoint as_actor");
  try {
    await client.query("select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)", [role, JSON.stringify(claims)]);
    const { rows } = await client.query<Row>(statement, values);
    await client.query("select set_config('role', 'none', true), set_config('request.jwt.claims', '', true)");
    await client.query("release savepoint as_actor");
    return rows;
  } catch (error) {
    await client.query("rollback to savepoint as_actor");
    throw error;
  }
}

/** What a refusal says: `PT404 ticket_not_found`, `42501`, or a constraint's name. */
export async function refusal(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    if (error.code?.startsWith("PT")) return `${error.code} ${error.message}`;
    if (error.code?.startsWith("23")) return `${error.code} ${error.constraint ?? error.column ?? ""}`.trim();
    return error.code ?? "";
  }
  return "nothing was refused";
}

import type pg from "pg";

/** One statement of a pipeline. A `name` makes it prepared: parsed once per connection. Values go as text. */
export type PipelineStatement = { name: string; text: string; values: (string | null)[] };

/** What the driver's connection offers to query classes of one's own (pg-cursor is another). */
type Wire = {
  stream: { cork(): void; uncork(): void };
  parse(statement: { name: string; text: string; types: number[] }): void;
  bind(portal: { statement: string; values: (string | null)[] }): void;
  execute(portal: { portal: string; rows: number }): void;
  sync(): void;
  on(event: "parseComplete", listener: () => void): void;
};

/** Names that are prepared on a connection, and those whose parsing was asked for but not yet confirmed. */
type Prepared = { done: Set<string>; asked: string[] };
const preparedOn = new WeakMap<Wire, Prepared>();

/** Beyond this many a connection parses anew each time, so that no client can fill the server's memory. */
const MOST_PREPARED = 500;

function preparedFor(wire: Wire): Prepared {
  let prepared = preparedOn.get(wire);
  if (!prepared) {
    const fresh: Prepared = { done: new Set(), asked: [] };
    wire.on("parseComplete", () => {
      const name = fresh.asked.shift();
      if (name) fresh.done.add(name);
    });
    preparedOn.set(wire, fresh);
    prepared = fresh;
  }
  return prepared;
}

/**
 * Several statements in one round trip and one transaction: they are sent together, closed by a single Sync. Up to that
 * Sync the server keeps one implicit transaction; an error in any statement skips the rest and undoes all. So nothing
 * can run outside of what the first statement set up, which separate `begin` and `commit` would not guarantee.
 */
class Pipeline {
  private last: (string | null)[] | undefined;

  constructor(
    private readonly statements: PipelineStatement[],
    private readonly done: (error: Error | undefined, row: (string | null)[] | undefined) => void,
  ) {}

  submit(wire: Wire): null {
    const prepared = preparedFor(wire);
    prepared.asked.length = 0;
    wire.stream.cork();
    try {
      for (const { name, text, values } of this.statements) {
        const keep = prepared.done.has(name) || prepared.done.size < MOST_PREPARED;
        const statement = keep ? name : "";
        if (!prepared.done.has(name)) {
          wire.parse({ name: statement, text, types: [] });
          prepared.asked.push(statement);
        }
        wire.bind({ statement, values });
        wire.execute({ portal: "", rows: 0 });
      }
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
    return null;
  }

  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(): void {}
  handleCopyData(): void {}

  handleDataRow(message: { fields: (string | null)[] }): void {
    this.last = message.fields;
  }

  handleError(error: Error): void {
    this.done(error, undefined);
  }

  handleReadyForQuery(): void {
    this.done(undefined, this.last);
  }
}

/** The database cannot be reached, or the connection broke before the answer: then nobody knows what was done. */
export class ConnectionLost extends Error {}

const connectionLost = (error: unknown) => new ConnectionLost(error instanceof Error ? error.message : String(error));

/**
 * Runs statements as one transaction in one round trip.
 * @returns the last row of the last statement that returned one, as text.
 * @throws the database's error, and all is undone then; or {@link ConnectionLost}.
 */
export async function runPipeline(pool: pg.Pool, statements: PipelineStatement[]): Promise<(string | null)[] | undefined> {
  const client = await pool.connect().catch((error: unknown) => {
    throw connectionLost(error);
  });
  let broken: Error | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const onError = (error: Error) => {
        broken = error;
        reject(connectionLost(error));
      };
      client.once("error", onError);
      const pipeline = new Pipeline(statements, (error, row) => {
        client.removeListener("error", onError);
        if (error) reject(error);
        else resolve(row);
      });
      client.query(pipeline as unknown as pg.Submittable);
    });
  } finally {
    client.release(broken);
  }
}

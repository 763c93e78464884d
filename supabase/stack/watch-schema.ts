import pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";

const retryMs = 500;

/**
 * Calls `reload` whenever the schema changes: the database says so on the channel that PostgREST listens on. A connection
 * that is lost is made again, and then `reload` is called too, because what was said meanwhile is not said again.
 * @returns a function that stops it.
 */
export async function watchSchema(connectionString: string, reload: () => Promise<void>): Promise<() => Promise<void>> {
  let isStopping = false;
  const callReload = () => void reload().catch(() => undefined);

  const listen = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString, application_name: "frontroom-schema-watch", connectionTimeoutMillis: 5000 });
    client.on("error", () => undefined);
    client.on("notification", callReload);
    await client.connect();
    await client.query("listen pgrst");
    return client;
  };
  const listenAgain = async (): Promise<pg.Client | undefined> => {
    while (!isStopping) {
      await sleep(retryMs);
      const found = await listen().catch(() => undefined);
      if (found) return found;
    }
    return undefined;
  };

  let client = await listen();
  const ended = () => new Promise<void>((resolve) => client.once("end", resolve));
  const watching = (async () => {
    for (let end = ended(); ; end = ended()) {
      await end;
      if (isStopping) return;
      const next = await listenAgain();
      if (!next) return;
      client = next;
      if (isStopping) return client.end();
      callReload();
    }
  })();
  return async () => {
    isStopping = true;
    await client.end();
    await watching;
  };
}

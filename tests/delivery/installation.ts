/** The built app, the embedded stack with Realtime as a process of its own, and the fault proxy before both. */
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { ensureBuild } from "../../scripts/support/build";
import { root } from "../../scripts/support/backend";
import { createPool } from "../../supabase/stack/pool";
import { freePort } from "../../supabase/stack/ports";
import type { Stack } from "../../supabase/stack/stack";
import { realtimeLimits } from "../support/realtime-limits";
import { startStackWithCast } from "../support/test-stack";
import { FaultProxy } from "./fault-proxy";
import { Program } from "./programs";

/** Pushes that are to fail silently fail here: in `realtime.send`, which swallows what goes wrong in it. */
const silence = `
  create schema delivery_test;
  create table delivery_test.silence (is_on boolean not null);
  insert into delivery_test.silence values (false);
  create sequence delivery_test.swallowed;
  create function delivery_test.swallow() returns trigger language plpgsql security definer set search_path = '' as $$
  begin
    -- Realtime asks what somebody may send by inserting a row without content.
    if new.payload is not null and (select is_on from delivery_test.silence) then
      -- A number is taken for good, also by what is undone.
      perform nextval('delivery_test.swallowed');
      raise exception 'not sent';
    end if;
    return new;
  end $$;
  create trigger swallow before insert on realtime.messages for each row execute function delivery_test.swallow();`;

export type Installation = {
  stack: Stack;
  proxy: FaultProxy;
  /** Where pages find the app: the proxy. */
  url: string;
  app: Program;
  realtime: Program;
  /** As superuser, on a connection of its own: finds the database again after it was killed. */
  query: <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;
  /** Resolves when the database answers and Realtime follows it. */
  untilDatabaseIsBack: () => Promise<void>;
  stop: () => Promise<void>;
};

const answers = async (url: string) => (await fetch(url, { signal: AbortSignal.timeout(2000) })).status > 0;

export async function startInstallation(log: (line: string) => void): Promise<Installation> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    await ensureBuild(root, log);
    const { stack, stop: stopStack } = await startStackWithCast({ realtime: false, realtimeLimits });
    stops.push(stopStack);
    const pool = createPool({ connectionString: stack.adminDatabaseUrl, max: 4, connectionTimeoutMillis: 5000 });
    stops.push(() => pool.end());
    const query = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) => (await pool.query<Row>(text, values)).rows;
    await query(silence);

    const [appPort, realtimePort, proxyPort] = [await freePort(), await freePort(), await freePort()];
    const proxy = new FaultProxy({
      app: `http://127.0.0.1:${appPort}`,
      stack: stack.env.SUPABASE_URL,
      realtime: `http://127.0.0.1:${realtimePort}`,
    });
    await proxy.listen(proxyPort);
    stops.push(() => proxy.close());
    const url = `http://127.0.0.1:${proxyPort}`;

    const realtime = new Program(
      "Realtime",
      ["--import", "tsx", "tests/delivery/realtime-process.ts"],
      { ...process.env, REALTIME_OPTIONS: JSON.stringify({ ...stack.realtimeOptions, port: realtimePort }) },
      () => answers(`http://127.0.0.1:${realtimePort}/api/ping`),
    );
    const app = new Program(
      "The app",
      ["server.js"],
      {
        ...process.env,
        NODE_ENV: "production",
        HOST: "127.0.0.1",
        PORT: String(appPort),
        APP_URL: url,
        SUPABASE_URL: url,
        SUPABASE_PUBLISHABLE_KEY: stack.env.SUPABASE_PUBLISHABLE_KEY,
      },
      () => answers(`http://127.0.0.1:${appPort}/healthz`),
    );
    for (const program of [realtime, app]) {
      stops.push(() => program.stop());
      await program.start();
    }

    const untilDatabaseIsBack = async () => {
      for (const end = Date.now() + 60_000; Date.now() < end; await sleep(25)) {
        const found = await query("select from pg_replication_slots where active and slot_name like 'realtime_%'").catch(() => []);
        if (found.length > 0) return;
      }
      throw new Error("The database did not come back within a minute.");
    };
    return { stack, proxy, url, app, realtime, query, untilDatabaseIsBack, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

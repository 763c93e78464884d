import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, constants, cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { getAuthSchemaSql, getStorageSchemaSql } from "@supabase/lite";
import pg from "pg";
import { freePort } from "./ports";
import { type PostgresBinaries, serverFolder } from "./postgres-binaries";
import { INITDB_FLAGS, initCluster, PortBusyError, runPostgres, SUPERUSER } from "./postgres";
import { randomSecret } from "./stack-env";

const here = path.dirname(fileURLToPath(import.meta.url));
const run = promisify(execFile);

/** Everything a new cluster holds before the first migration, in order. */
async function bootstrapSteps(): Promise<{ name: string; sql: string }[]> {
  const own = async (name: string) => ({ name, sql: await readFile(path.join(here, "bootstrap", name), "utf8") });
  return [
    await own("roles.sql"),
    await own("schemas.sql"),
    { name: "tables of the Auth server", sql: getAuthSchemaSql() },
    await own("auth.sql"),
    { name: "tables of the Storage server", sql: getStorageSchemaSql() },
    await own("storage.sql"),
    await own("realtime.sql"),
    await own("guard.sql"),
  ];
}

/** A name for what a new cluster holds: it changes when the server, its settings or the bootstrap SQL do. */
export async function bootstrapHash(version: string): Promise<string> {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([version, INITDB_FLAGS, await bootstrapSteps()]));
  return hash.digest("hex").slice(0, 16);
}

/** Copies a folder with owners, modes and links kept; `cp` is ten times as fast as Node on a thousand small files. */
async function copyFolder(from: string, to: string): Promise<void> {
  if (process.platform === "win32") await cp(from, to, { recursive: true });
  else await run("cp", ["-a", from, to]);
}

async function cacheFolder({ user }: PostgresBinaries): Promise<string> {
  const modules = path.resolve(createRequire(import.meta.url).resolve("pg/package.json"), "..", "..");
  const caches = path.join(modules, ".cache");
  const usable = await mkdir(caches, { recursive: true })
    .then(() => access(caches, constants.W_OK))
    .then(
      () => true,
      () => false,
    );
  return serverFolder(usable ? path.join(caches, "frontroom") : path.join(homedir(), ".cache", "frontroom"), user, "cache");
}

/**
 * A ready, stopped cluster to copy from: made once per content and kept, because making one takes as long as all the
 * rest of a start together, and tests start many.
 */
async function template(binaries: PostgresBinaries, hash: string): Promise<{ folder: string; password: string }> {
  const cache = await cacheFolder(binaries);
  const kept = path.join(cache, `cluster-${hash}`);
  const passwordOf = (folder: string) => readFile(path.join(folder, "password"), "utf8");
  if (await stat(path.join(kept, "password")).catch(() => undefined)) {
    return { folder: path.join(kept, "data"), password: await passwordOf(kept) };
  }
  const partial = await serverFolder(`${kept}.${process.pid}.${randomSecret(4)}`, binaries.user, "unused");
  const password = randomSecret();
  try {
    const data = await serverFolder(path.join(partial, "data"), binaries.user, "unused");
    await initCluster(binaries, data, password);
    await bootstrap(binaries, data, password, path.join(partial, "log"));
    await rm(path.join(partial, "log"), { force: true });
    await writeFile(path.join(partial, "password"), password, { mode: 0o600 });
    // Two stacks may make the same template at once; the first rename wins.
    await rename(partial, kept).catch(() => rm(partial, { recursive: true, force: true }));
    await pruneTemplates(cache);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  return { folder: path.join(kept, "data"), password: await passwordOf(kept) };
}

/** Removes all but the newest templates; an hour is long enough for whoever copies from one or makes one. */
async function pruneTemplates(cache: string): Promise<void> {
  const names = (await readdir(cache)).filter((name) => name.startsWith("cluster-"));
  const found = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(path.join(cache, name)).catch(() => undefined))?.mtimeMs ?? 0 })),
  );
  const old = found.sort((a, b) => b.at - a.at).slice(3);
  for (const { name, at } of old) if (at < Date.now() - 3_600_000) await rm(path.join(cache, name), { recursive: true, force: true });
}

async function bootstrap(binaries: PostgresBinaries, folder: string, password: string, logFile: string): Promise<void> {
  const server = await (async () => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // Nothing of a template that is not finished is ever used, so it need not survive a crash.
        return await runPostgres(binaries, { folder, port: await freePort(), logFile, extra: { fsync: "off" } });
      } catch (error) {
        if (!(error instanceof PortBusyError) || attempt === 5) throw error;
      }
    }
  })();
  try {
    const client = new pg.Client({ host: "127.0.0.1", port: server.port, user: SUPERUSER, password, database: "postgres" });
    await client.connect();
    try {
      for (const { name, sql } of await bootstrapSteps()) {
        await client.query(sql).catch((error: Error) => {
          throw new Error(`Bootstrap (${name}): ${error.message}`, { cause: error });
        });
      }
      await client.query("select realtime.maintain_partitions()");
    } finally {
      await client.end();
    }
  } finally {
    await server.stop();
  }
}

/**
 * Puts a new cluster at `folder` (which must not exist yet), whole or not at all.
 * @returns the superuser's password in it.
 */
export async function makeCluster(binaries: PostgresBinaries, folder: string, hash: string): Promise<string> {
  const { folder: source, password } = await template(binaries, hash);
  const partial = `${folder}.${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  await copyFolder(source, partial);
  await rename(partial, folder);
  return password;
}

import { createHash, createHmac } from "node:crypto";
import { appendFile, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { createApi } from "./api";
import { AuthExtras } from "./auth";
import { AuthMail } from "./auth-mail";
import { bootstrapHash, makeCluster } from "./cluster";
import { parseSize, readConfig } from "./config";
import { Gateway } from "./gateway";
import { signJwt } from "./jwt";
import { keepPostgres, type KeptPostgres } from "./keep-postgres";
import { lockFolder, runningOwner, StackRunningError } from "./lock";
import { startMailCatcher } from "./mail-catcher";
import { applyMigrations, applySeed } from "./migrations";
import { createPool } from "./pool";
import { choosePort, type Ports, PREFERRED_PORTS } from "./ports";
import { locatePostgres, serverPlace } from "./postgres-binaries";
import { clusterVersion, PortBusyError, POSTGRES_MAJOR, recoverCluster, SUPERUSER } from "./postgres";
import { createRealtime, type RealtimeLimits, type RealtimeOptions } from "./realtime/server";
import { createRpc } from "./rpc";
import { readTimeouts } from "./role-settings";
import { FileStorage } from "./storage-files";
import { listFolder } from "./storage-list";
import { SignedLinks } from "./storage-signed";
import { formatStackEnv, readOrMakeSecrets, type Secrets, type StackEnv, writePrivate } from "./stack-env";
import { watchSchema } from "./watch-schema";

export { StackRunningError } from "./lock";
export { MigrationFailed } from "./migrations";
export { parseStackEnv, type StackEnv } from "./stack-env";

const supabaseFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

export type StackOptions = {
  /** Where the data lives; made if missing. Two stacks may not share one. */
  dataDir: string;
  /** Ports that must be used; the others are free ones, the tidy ones of {@link PREFERRED_PORTS} if `preferPorts`. */
  ports?: Partial<Ports>;
  /** Try {@link PREFERRED_PORTS} first. Off by default, so that tests never take them. */
  preferPorts?: boolean;
  /** Load the demo once: `true` for `supabase/seed.sql`, or a file. */
  seed?: boolean | string;
  migrationsDir?: string;
  configFile?: string;
  /** Loosen or tighten Realtime's limits, for tests of them. */
  realtimeLimits?: Partial<RealtimeLimits>;
  /** `false` serves no Realtime: whoever wants one starts it beside, with {@link Stack.realtimeOptions}. */
  realtime?: boolean;
  /** Takes lines for people. */
  log?: (line: string) => void;
};

export type Stack = {
  env: StackEnv;
  /** Superuser; for the stack's own servers and for tests, never for the app. */
  adminDatabaseUrl: string;
  jwtSecret: string;
  /** What a Realtime server of this stack is started with. */
  realtimeOptions: RealtimeOptions;
  /** Process id of the database server that runs now. */
  postgresPid: () => number;
  ports: Ports;
  dataDir: string;
  /** Whether the data was made by this start. */
  isNew: boolean;
  /** Makes the Data API read the schema again now; after DDL it does so by itself a moment later. */
  reloadSchema: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Files of a data folder, by what they are for. */
export function dataFiles(dataDir: string) {
  return {
    env: path.join(dataDir, "stack.env"),
    secrets: path.join(dataDir, "secrets.json"),
    lock: path.join(dataDir, "stack.lock"),
    cluster: path.join(dataDir, "postgres"),
    clusterPlace: path.join(dataDir, "postgres-is-at.txt"),
    bootstrap: path.join(dataDir, "bootstrap"),
    postgresLog: path.join(dataDir, "postgres.log"),
    apiLog: path.join(dataDir, "api.log"),
    storage: path.join(dataDir, "storage"),
    appLog: path.join(dataDir, "app.log"),
    workerLog: path.join(dataDir, "worker.log"),
  };
}

/** Where the cluster of a data folder stands: inside it, or where its server's user can reach it. */
async function clusterFolder(dataDir: string): Promise<string> {
  const files = dataFiles(dataDir);
  const noted = (await readFile(files.clusterPlace, "utf8").catch(() => undefined))?.split("\n")[0]?.trim();
  if (noted) return noted;
  const { user } = await locatePostgres();
  const key = `data-${createHash("sha256").update(dataDir).digest("hex").slice(0, 16)}`;
  const place = await serverPlace(files.cluster, user, key);
  if (place !== files.cluster) {
    await removeForgotten(path.dirname(place));
    await writeFile(`${place}.of`, dataDir);
    await writeFile(
      files.clusterPlace,
      `${place}\nPostgres cannot run as root, and its user cannot enter this folder, so its files are there.\n`,
    );
  }
  return place;
}

/** Removes clusters that stand apart from a data folder that is gone: nobody could find them any more. */
async function removeForgotten(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    if (!name.endsWith(".of")) continue;
    const note = path.join(place, name);
    const dataDir = await readFile(note, "utf8").catch(() => undefined);
    if (dataDir === undefined || (await stat(dataDir).catch(() => undefined))) continue;
    const cluster = note.slice(0, -".of".length);
    await recoverCluster(cluster);
    for (const target of [cluster, note]) await rm(target, { recursive: true, force: true });
  }
}

/**
 * Deletes a data folder and whatever belongs to it elsewhere.
 * @throws {StackRunningError} while a stack runs on it.
 */
export async function removeData(dataDir: string): Promise<void> {
  const files = dataFiles(dataDir);
  if (!(await stat(dataDir).catch(() => undefined))) return;
  const owner = await runningOwner(files.lock);
  if (owner) throw new StackRunningError(owner, dataDir);
  const cluster = (await readFile(files.clusterPlace, "utf8").catch(() => "")).split("\n")[0]?.trim() || files.cluster;
  await recoverCluster(cluster);
  for (const target of [cluster, `${cluster}.of`, ...Object.values(files)]) await rm(target, { recursive: true, force: true });
}

function appender(file: string): (line: string) => void {
  let pending = Promise.resolve();
  return (line) => {
    pending = pending.then(() => appendFile(file, `${new Date().toISOString()} ${line}\n`, { mode: 0o600 })).catch(() => undefined);
  };
}

const databaseUrl = (port: number, user: string, password: string) => `postgresql://${user}:${password}@127.0.0.1:${port}/postgres`;

/** Of a role that only our gateway logs in as. */
const authenticatorPassword = (secrets: Secrets) => createHmac("sha256", secrets.jwtSecret).update("authenticator").digest("base64url");

/** Undoes what was started, last first, also when a later step fails. */
class Steps {
  private readonly undo: (() => Promise<unknown> | void)[] = [];

  add(step: () => Promise<unknown> | void): void {
    this.undo.push(step);
  }

  async unwind(): Promise<void> {
    for (const step of this.undo.splice(0).reverse()) {
      // One part that does not stop must not keep the others running.
      await Promise.resolve(step()).catch(() => undefined);
    }
  }
}

/**
 * Starts the embedded Supabase on a data folder: Postgres, migrations, the four services behind one origin, and the mail
 * catcher. Writes `<dataDir>/stack.env`. A folder that an earlier, killed run left behind is recovered.
 * @throws {StackRunningError} if a stack runs on the folder, {MigrationFailed} if the schema cannot be brought up,
 * and an Error with a sentence for people otherwise. Nothing is left running then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const log = options.log ?? (() => undefined);
  const dataDir = path.resolve(options.dataDir);
  const files = dataFiles(dataDir);
  const config = await readConfig(options.configFile ?? path.join(supabaseFolder, "config.toml"));
  const steps = new Steps();
  try {
    // Under root the server's own user has to pass through; what is secret inside is closed file by file.
    await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    const lock = await lockFolder(files.lock, dataDir);
    steps.add(() => lock.release());

    const { server, secrets, isNew } = await startDatabase({ dataDir, options, log, steps });
    const adminDatabaseUrl = databaseUrl(server.port, SUPERUSER, secrets.adminPassword);
    const ownerDatabaseUrl = databaseUrl(server.port, "postgres", secrets.postgresPassword);
    await prepareSchema({ adminDatabaseUrl, ownerDatabaseUrl, secrets, options, log });

    const taken = new Set([server.port]);
    const preferred = options.preferPorts ? PREFERRED_PORTS : undefined;
    const mail = await listen("mail catcher", taken, async () => {
      const smtpPort = await choosePort(
        { label: "mail catcher (SMTP)", fixed: options.ports?.smtp, preferred: preferred?.smtp },
        taken,
        log,
      );
      const webPort = await choosePort({ label: "mail inbox", fixed: options.ports?.mail, preferred: preferred?.mail }, taken, log);
      return startMailCatcher({ smtpPort, webPort });
    });
    steps.add(() => mail.close());

    const pool = createPool({ connectionString: adminDatabaseUrl, max: 20, application_name: "frontroom-gateway" });
    steps.add(() => pool.end());
    let apiPort = 0;
    const timeouts = await readTimeouts(pool);
    if (((await stat(files.apiLog).catch(() => undefined))?.size ?? 0) > 10_000_000) await truncate(files.apiLog);
    const apiLog = appender(files.apiLog);
    const authMail = new AuthMail(pool, { config, smtpPort: mail.smtpPort });
    const api = await createApi({
      databaseUrl: adminDatabaseUrl,
      config,
      jwtSecret: secrets.jwtSecret,
      publishableKey: secrets.publishableKey,
      secretKey: secrets.secretKey,
      mail: authMail,
      apiUrl: () => `http://127.0.0.1:${apiPort}`,
      storageFolder: files.storage,
      statementTimeouts: timeouts,
      log: apiLog,
    });
    steps.add(() => api.close());
    const farFuture = Math.floor(Date.now() / 1000) + 10 * 365 * 86_400;
    const realtimeOptions: RealtimeOptions = {
      databaseUrl: adminDatabaseUrl,
      jwtSecret: secrets.jwtSecret,
      apiKeys: {
        [secrets.publishableKey]: signJwt({ role: "anon", iss: "supabase", exp: farFuture }, secrets.jwtSecret),
        [secrets.secretKey]: signJwt({ role: "service_role", iss: "supabase", exp: farFuture }, secrets.jwtSecret),
      },
      ...(options.realtimeLimits && { limits: options.realtimeLimits }),
    };
    const realtime =
      options.realtime === false ? undefined : await createRealtime({ ...realtimeOptions, log: (line) => apiLog(`realtime: ${line}`) });
    steps.add(() => realtime?.close());

    // As the role that can do nothing but assume the API roles, like PostgREST.
    const callPool = createPool({
      connectionString: databaseUrl(server.port, "authenticator", authenticatorPassword(secrets)),
      max: 20,
      idleTimeoutMillis: 60_000,
      application_name: "frontroom-rpc",
    });
    steps.add(() => callPool.end());
    const rpc = createRpc({ pool: callPool, catalogPool: pool, config, timeouts });
    const reloadSchema = async () => {
      rpc.reloadSchema();
      await api.reloadSchema();
    };
    steps.add(await watchSchema(adminDatabaseUrl, reloadSchema));

    apiPort = await listen("API", taken, async () => {
      const port = await choosePort({ label: "API", fixed: options.ports?.api, preferred: preferred?.api }, taken, log);
      const gateway = new Gateway({
        publishableKey: secrets.publishableKey,
        secretKey: secrets.secretKey,
        jwtSecret: secrets.jwtSecret,
        api,
        auth: new AuthExtras(pool, {
          config,
          jwtSecret: secrets.jwtSecret,
          url: `http://127.0.0.1:${port}`,
          api,
          mail: authMail,
          publishableKey: secrets.publishableKey,
        }),
        realtime,
        rpc: (...call) => rpc.answer(...call),
        list: (caller, bucket, body) => listFolder(callPool, caller, bucket, body, timeouts(caller.role)),
        links: new SignedLinks({
          pool: callPool,
          files: new FileStorage(files.storage),
          jwtSecret: secrets.jwtSecret,
          timeout: timeouts,
        }),
        uploadLimit: parseSize(config.storage.file_size_limit),
        log: apiLog,
      });
      await new Promise<void>((resolve, reject) => {
        gateway.server.once("error", reject);
        gateway.server.listen(port, "127.0.0.1", resolve);
      });
      steps.add(() => gateway.close());
      return port;
    });

    const env: StackEnv = {
      SUPABASE_URL: `http://127.0.0.1:${apiPort}`,
      SUPABASE_PUBLISHABLE_KEY: secrets.publishableKey,
      SUPABASE_SECRET_KEY: secrets.secretKey,
      DATABASE_URL: ownerDatabaseUrl,
      SMTP_URL: `smtp://127.0.0.1:${mail.smtpPort}`,
      MAIL_WEB_URL: `http://127.0.0.1:${mail.webPort}`,
    };
    await writePrivate(files.env, formatStackEnv(env));
    steps.add(() => rm(files.env, { force: true }));
    let stopping: Promise<void> | undefined;
    return {
      env,
      adminDatabaseUrl,
      jwtSecret: secrets.jwtSecret,
      realtimeOptions,
      postgresPid: server.pid,
      ports: { api: apiPort, database: server.port, mail: mail.webPort, smtp: mail.smtpPort },
      dataDir,
      isNew,
      reloadSchema,
      stop: () => (stopping ??= steps.unwind()),
    };
  } catch (error) {
    await steps.unwind();
    throw error;
  }
}

/** Starts something that listens, again with other ports if another program took one in between. */
async function listen<T>(label: string, taken: Set<number>, start: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || attempt === 5) throw error;
      taken.add((error as { port?: number }).port ?? 0);
    }
  }
}

async function startDatabase({
  dataDir,
  options,
  log,
  steps,
}: {
  dataDir: string;
  options: StackOptions;
  log: (line: string) => void;
  steps: Steps;
}): Promise<{ server: KeptPostgres; secrets: Secrets; isNew: boolean }> {
  const files = dataFiles(dataDir);
  const binaries = await locatePostgres();
  const folder = await clusterFolder(dataDir);
  const hash = await bootstrapHash(binaries.version);
  const version = await clusterVersion(folder);
  if (version !== undefined && version !== POSTGRES_MAJOR) {
    throw new Error(
      `The data in ${folder} was made by PostgreSQL ${version}, and this is ${POSTGRES_MAJOR}. Keep it for the older version, or start afresh with \`npm run reset\`.`,
    );
  }
  const found = await recoverCluster(folder);
  if (found === "orphan") log("An earlier run was killed and left its Postgres running; it has been stopped.");
  if (found === "stale") log("An earlier run crashed; Postgres recovers its data.");
  const isNew = version === undefined;
  let adminPassword = "";
  if (isNew) {
    if (await stat(folder).catch(() => undefined))
      throw new Error(`${folder} exists but holds no database. Move it away, or start afresh with \`npm run reset\`.`);
    await rm(files.secrets, { force: true });
    adminPassword = await makeCluster(binaries, folder, hash);
    await writeFile(files.bootstrap, hash);
  } else if ((await readFile(files.bootstrap, "utf8").catch(() => "")).trim() !== hash) {
    log("This data was made by another version of the embedded stack. If something is amiss, `npm run reset` starts afresh.");
  }
  const secrets = await readOrMakeSecrets(files.secrets, adminPassword);
  const taken = new Set<number>();
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(
      { label: "database", fixed: options.ports?.database, preferred: options.preferPorts ? PREFERRED_PORTS.database : undefined },
      taken,
      log,
    );
    try {
      const server = await keepPostgres(binaries, { folder, port, logFile: files.postgresLog }, log);
      steps.add(() => server.stop());
      return { server, secrets, isNew };
    } catch (error) {
      if (!(error instanceof PortBusyError) || attempt === 5) throw error;
    }
  }
}

async function withClient<T>(connectionString: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function prepareSchema({
  adminDatabaseUrl,
  ownerDatabaseUrl,
  secrets,
  options,
  log,
}: {
  adminDatabaseUrl: string;
  ownerDatabaseUrl: string;
  secrets: Secrets;
  options: StackOptions;
  log: (line: string) => void;
}): Promise<void> {
  await withClient(adminDatabaseUrl, async (client) => {
    await client.query(`alter role postgres password ${client.escapeLiteral(secrets.postgresPassword)}`);
    await client.query(`alter role authenticator password ${client.escapeLiteral(authenticatorPassword(secrets))}`);
    await client.query("select realtime.maintain_partitions()");
  });
  await withClient(ownerDatabaseUrl, async (client) => {
    const { applied, warnings } = await applyMigrations(client, options.migrationsDir ?? path.join(supabaseFolder, "migrations"));
    for (const warning of warnings) log(`${warning} \`npm run reset\` starts afresh.`);
    if (applied > 0) log(`Applied ${applied} migration${applied === 1 ? "" : "s"}.`);
    if (options.seed) {
      const file = typeof options.seed === "string" ? options.seed : path.join(supabaseFolder, "seed.sql");
      if (await applySeed(client, file)) log("Loaded the demo.");
    }
  });
}

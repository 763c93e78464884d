import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, open, readFile, rm, stat, truncate, unlink, writeFile } from "node:fs/promises";
import path from "node:path";
import type { PostgresBinaries } from "./postgres-binaries";
import { commandLine, dieWithUs, isAlive, stopProcess } from "./processes";

/** The superuser of a cluster, as on hosted Supabase; `postgres` is an ordinary role there and here. */
export const SUPERUSER = "supabase_admin";

export const POSTGRES_MAJOR = "17";

/** Part of what a cluster is: changing these makes a new template. */
export const INITDB_FLAGS = [
  "--encoding=UTF8",
  // Without a LANG in the environment initdb would choose SQL_ASCII; the builtin provider sorts alike on every machine.
  "--locale=C",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--auth-local=scram-sha-256",
  "--auth-host=scram-sha-256",
  `--username=${SUPERUSER}`,
];

const SETTINGS: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  // No socket file: its path may be at most 107 bytes long, and a checkout's may be longer.
  unix_socket_directories: "",
  wal_level: "logical",
  max_wal_senders: "20",
  max_replication_slots: "20",
  // Slots of a Realtime that is gone must not keep the log for ever.
  max_slot_wal_keep_size: "1GB",
  max_connections: "200",
  timezone: "UTC",
  log_timezone: "UTC",
  shared_buffers: "128MB",
  max_wal_size: "1GB",
  random_page_cost: "1.1",
  // Short transactions, small tables: compiling a plan costs more here than it ever gives back.
  jit: "off",
  log_min_messages: "warning",
  log_min_error_statement: "panic",
  log_line_prefix: "%m [%p] %q%u ",
};

export class PortBusyError extends Error {
  constructor(readonly port: number) {
    super(`Port ${port} is in use by another program.`);
  }
}

export type RunningPostgres = {
  pid: number;
  port: number;
  /** Settles when the server is gone, whoever ended it. */
  ended: Promise<void>;
  stop(): Promise<void>;
};

const environment = (): NodeJS.ProcessEnv => ({ NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" });

/**
 * Makes a new cluster in `folder`, which must exist, be empty and belong to the server's user.
 * @param password of the superuser `supabase_admin`.
 */
export async function initCluster(binaries: PostgresBinaries, folder: string, password: string): Promise<void> {
  const passwordFile = path.join(path.dirname(folder), `.${path.basename(folder)}-${randomBytes(6).toString("hex")}`);
  await writeFile(passwordFile, password, { mode: 0o600 });
  const { user } = binaries;
  if (user) await chown(passwordFile, user.uid, user.gid);
  try {
    const child = spawn(
      path.join(binaries.home, "bin", "initdb"),
      [`--pgdata=${folder}`, `--pwfile=${passwordFile}`, "--no-instructions", ...INITDB_FLAGS],
      {
        env: environment(),
        cwd: path.parse(folder).root,
        stdio: ["ignore", "pipe", "pipe"],
        ...(user && { uid: user.uid, gid: user.gid }),
      },
    );
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
    if (code !== 0) throw new Error(`Postgres could not make its data folder ${folder}:\n${output.trim()}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * The major version that made the cluster in `folder`; `undefined` if there is none.
 */
export async function clusterVersion(folder: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, "PG_VERSION"), "utf8").catch(() => undefined);
  return text?.trim();
}

/**
 * Stops a server that still runs on `folder` because an earlier run was killed, and clears a stale `postmaster.pid`.
 * The caller must have made sure that no living stack owns the folder.
 * @returns what was found: `"orphan"` stopped, `"stale"` file of a crashed server, or nothing.
 */
export async function recoverCluster(folder: string): Promise<"orphan" | "stale" | undefined> {
  const file = path.join(folder, "postmaster.pid");
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const pid = Number.parseInt(text, 10);
  const command = pid > 0 && isAlive(pid) ? commandLine(pid) : "";
  if (command.includes("postgres") && command.includes(folder)) {
    await stopProcess(pid, ["SIGINT", 15_000], ["SIGQUIT", 5_000], ["SIGKILL", 5_000]);
    await unlink(file).catch(() => undefined);
    return "orphan";
  }
  // Postgres itself refuses to start if any living process has the id that an old file names.
  await unlink(file).catch(() => undefined);
  return "stale";
}

async function tail(file: string, from: number): Promise<string> {
  return (await readFile(file).catch(() => Buffer.alloc(0))).subarray(from).toString();
}

/**
 * Starts the server of the cluster in `folder` on 127.0.0.1 and waits until it accepts connections.
 * It runs in a session of its own, so that Ctrl-C reaches us first, and dies with us if we are killed.
 * @param logFile where the server's own messages go. @param extra settings on top of the usual ones.
 * @throws {PortBusyError} if the port is taken; an Error with the server's last words otherwise.
 */
export async function runPostgres(
  binaries: PostgresBinaries,
  { folder, port, logFile, extra = {} }: { folder: string; port: number; logFile: string; extra?: Record<string, string> },
): Promise<RunningPostgres> {
  const { user } = binaries;
  const size = (await stat(logFile).catch(() => undefined))?.size ?? 0;
  if (size > 10_000_000) await truncate(logFile);
  const from = size > 10_000_000 ? 0 : size;
  const log = await open(logFile, "a", 0o600);
  const settings = Object.entries({ ...SETTINGS, ...extra }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const spawned = (): { child: ChildProcess; exit: Promise<void> } => {
    const child = spawn(path.join(binaries.home, "bin", "postgres"), ["-D", folder, "-p", String(port), ...settings], {
      env: environment(),
      cwd: path.parse(folder).root,
      detached: true,
      // A file, not a pipe: a server whose parent was killed must still be able to shut down in order.
      stdio: ["ignore", log.fd, log.fd],
      ...(user && { uid: user.uid, gid: user.gid }),
    });
    // At once: a server that cannot start ends before anything else here is done.
    const exit = new Promise<void>((resolve) => {
      child.on("exit", () => resolve());
      child.on("error", () => resolve());
    });
    return { child, exit };
  };
  const { child, exit: ended } = spawned();
  let exited = false;
  const exit = ended.then(() => {
    exited = true;
  });
  await log.close();
  const pid = child.pid;
  const callOff = pid ? dieWithUs(pid, "INT") : () => undefined;
  child.unref();

  // The eighth line of postmaster.pid says "ready" once connections are accepted; pg_ctl waits in the same way.
  const ready = async () => {
    const lines = (await readFile(path.join(folder, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  };
  while (!exited && !(await ready())) await Promise.race([exit, new Promise((resolve) => setTimeout(resolve, 15))]);
  if (exited || !pid) {
    callOff();
    const words = (await tail(logFile, from)).trim();
    if (words.includes("could not create any TCP/IP sockets")) throw new PortBusyError(port);
    throw new Error(`Postgres did not start. Its last words (${logFile}):\n${words.split("\n").slice(-8).join("\n")}`);
  }
  void exit.then(callOff);
  return {
    pid,
    port,
    ended: exit,
    async stop() {
      // Waiting for it has to keep the program going.
      child.ref();
      if (!exited) await stopProcess(pid, ["SIGINT", 15_000], ["SIGQUIT", 5_000], ["SIGKILL", 5_000]);
      await exit;
    },
  };
}

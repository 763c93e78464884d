import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { dieWithUs } from "../../supabase/stack/processes";
import remixConfig from "../../remix.config.js";

/** What a build is made from. */
const SOURCES = [
  "app",
  "public",
  "messages",
  "project.inlang",
  "scripts/compile-messages.js",
  "scripts/words-per-locale.ts",
  "vite.config.ts",
  "remix.config.js",
  "tsconfig.json",
  "package-lock.json",
];

/** Made from the messages, and tests, are no sources of a build. */
const isSource = (name: string) => !name.includes(`${path.sep}compiled${path.sep}`) && !/\.test\.tsx?$/.test(name);

async function* filesBelow(target: string): AsyncGenerator<string> {
  const found = await stat(target).catch(() => undefined);
  if (found?.isFile()) yield target;
  if (!found?.isDirectory()) return;
  for (const name of (await readdir(target)).sort()) yield* filesBelow(path.join(target, name));
}

async function sourcesHash(root: string): Promise<string> {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for await (const file of filesBelow(path.join(root, source))) {
      const name = path.relative(root, file);
      if (isSource(name)) hash.update(`${name}\0`).update(await readFile(file));
    }
  }
  return hash.digest("hex");
}

/**
 * Builds the app unless the build at hand was made from these very sources.
 * @param log takes one line saying that and why it takes a moment.
 * @param signal ends a build that is under way.
 * @throws with the build's output when it fails.
 */
export async function ensureBuild(root: string, log: (line: string) => void, signal?: AbortSignal): Promise<void> {
  const build = path.join(root, remixConfig.buildDirectory);
  const note = path.join(build, ".sources");
  const [hash, built, exists] = await Promise.all([
    sourcesHash(root),
    readFile(note, "utf8").catch(() => undefined),
    stat(path.join(build, "server", remixConfig.serverBuildFile)).catch(() => undefined),
  ]);
  if (exists && built === hash) return;
  log(exists ? "The sources have changed since the last build. Building …" : "Building the app, which takes a moment the first time …");
  // A build that is broken off leaves parts of it behind: they must not pass for these sources' build.
  await rm(note, { force: true });
  const remix = path.join(root, "node_modules", "@remix-run", "dev", "dist", "cli.js");
  const child = spawn(process.execPath, [remix, "vite:build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    // A session of its own, so that Ctrl-C does not make it fail with words of its own.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal && { signal }),
  });
  const callOff = child.pid ? dieWithUs(child.pid, "TERM") : () => undefined;
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve)).finally(callOff);
  if (code !== 0) throw new Error(`The build failed.\n${output.trim()}`);
  await writeFile(note, hash);
}

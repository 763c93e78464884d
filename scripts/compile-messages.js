/**
 * Turns `messages/<domain>/<locale>.json` into typed functions in `app/lib/i18n/compiled` (git-ignored).
 *
 *   node scripts/compile-messages.js             compile when a message changed since the last time
 *   node scripts/compile-messages.js --force     compile always
 *
 * Plain JavaScript, so that the fast path (nothing changed) costs a bare Node start and no transpiler.
 */
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const self = fileURLToPath(import.meta.url);
const root = resolve(dirname(self), "..");
const outdir = join(root, "app/lib/i18n/compiled");
const fingerprintFile = join(outdir, ".fingerprint");

/** Shared with the dev server's plugin, so that both write the same code to the same place. */
export const messageCompilerOptions = {
  project: join(root, "project.inlang"),
  outdir,
  // The app overwrites the lookup on both sides (per request on the server, <html lang> in the browser).
  strategy: /** @type {["globalVariable", "baseLocale"]} */ (["globalVariable", "baseLocale"]),
  isServer: "import.meta.env?.SSR ?? typeof window === 'undefined'",
  cleanOutdir: false,
  emitReadme: false,
  emitGitIgnore: false,
  emitPrettierIgnore: false,
};

/** A digest of everything the compiled code depends on: settings, message files, the compiler's version. */
function fingerprint() {
  const hash = createHash("sha256");
  const files = [join(root, "project.inlang/settings.json"), join(root, "node_modules/@inlang/paraglide-js/package.json"), self];
  for (const domain of readdirSync(join(root, "messages")).sort()) {
    for (const file of readdirSync(join(root, "messages", domain)).sort()) files.push(join(root, "messages", domain, file));
  }
  for (const file of files) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

/**
 * Compiles when needed. Runs the compiler in a child process, because its storage engine keeps a timer that
 * would hold the caller open for half a minute.
 *
 * @param {{ force?: boolean }} [options]
 * @returns {"fresh" | "compiled"}
 * @throws {Error} with the compiler's own words when a message file is broken
 */
export function compileMessages({ force = false } = {}) {
  const wanted = fingerprint();
  if (!force && existsSync(fingerprintFile) && readFileSync(fingerprintFile, "utf8") === wanted) return "fresh";
  const child = spawnSync(process.execPath, [self, "--compile"], { cwd: root, encoding: "utf8" });
  if (child.status !== 0) throw new Error(`The message files do not compile.\n${child.stdout}${child.stderr}`);
  writeFileSync(fingerprintFile, wanted);
  return "compiled";
}

/** Says that the compiled code is someone else's now (the dev server's, in another structure). */
export function forgetCompiledMessages() {
  rmSync(fingerprintFile, { force: true });
}

async function compileHere() {
  const settings = readFileSync(join(root, "project.inlang/settings.json"), "utf8");
  for (const domain of readdirSync(join(root, "messages"))) {
    // Named twice, the compiler takes every message for a change of another one, and five times as long.
    const times = settings.split(`./messages/${domain}/`).length - 1;
    if (times !== 1) throw new Error(`messages/${domain} is named ${times} times in project.inlang/settings.json, not once`);
    // The compiler passes over a file it cannot read, and its words would be missing without a sound.
    for (const file of readdirSync(join(root, "messages", domain))) JSON.parse(readFileSync(join(root, "messages", domain, file), "utf8"));
  }
  mkdirSync(outdir, { recursive: true });
  const { compile } = await import("@inlang/paraglide-js");
  await compile({ ...messageCompilerOptions, outputStructure: "message-modules" });
  process.exit(0);
}

if (process.argv[1] && resolve(process.argv[1]) === self) {
  if (process.argv.includes("--compile")) await compileHere();
  else compileMessages({ force: process.argv.includes("--force") });
}

import { mkdirSync } from "node:fs";
import { chmod, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { parseStackEnv } from "./stack-env";
import { parseSize, readConfig } from "./config";
import { parseDuration } from "./role-settings";
import { choosePort, freePort } from "./ports";
import { canReach, locatePostgres } from "./postgres-binaries";
import { temporaryFolder } from "./test-support";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function folderFor(): Promise<string> {
  const { folder, remove } = await temporaryFolder();
  cleanups.push(remove);
  return folder;
}

describe("the server's files", () => {
  it("get back the links that an install without scripts leaves out", async () => {
    const { home } = await locatePostgres();
    const list = JSON.parse(await readFile(path.join(home, "pg-symlinks.json"), "utf8")) as { target: string }[];
    const link = path.join(path.dirname(home), list[0]!.target);
    // Set aside rather than deleted, should the test break off.
    await rename(link, `${link}.aside`);
    cleanups.push(async () => rename(`${link}.aside`, link));
    await locatePostgres();
    expect((await stat(link)).isFile()).toBe(true);
  });

  it("are out of reach for another user where one folder on the way is closed", async () => {
    const folder = await folderFor();
    const inner = path.join(folder, "a b", "inner");
    mkdirSync(inner, { recursive: true });
    await chmod(folder, 0o755);
    const stranger = { name: "stranger", uid: 54_321, gid: 54_321 };
    expect(await canReach(stranger, inner)).toBe(true);
    await chmod(path.join(folder, "a b"), 0o700);
    expect(await canReach(stranger, inner)).toBe(false);
    expect(await canReach({ ...stranger, uid: process.getuid?.() ?? 0 }, inner)).toBe(true);
  });
});

describe("small readers", () => {
  const ENV =
    "SUPABASE_URL=http://127.0.0.1:1\nSUPABASE_PUBLISHABLE_KEY=a\nSUPABASE_SECRET_KEY=b\nDATABASE_URL=c=d\nSMTP_URL=e\nMAIL_WEB_URL=f\n";

  it("stack.env: values may hold =, quotes and export are taken off, what is missing is named", () => {
    expect(parseStackEnv(ENV)).toMatchObject({ DATABASE_URL: "c=d", SUPABASE_URL: "http://127.0.0.1:1" });
    expect(parseStackEnv(ENV.replace("SMTP_URL=e", "  export SMTP_URL='e f'\r"))).toMatchObject({ SMTP_URL: "e f" });
    expect(() => parseStackEnv(ENV.replace("SMTP_URL=e\n", "# SMTP_URL=e\n").replace("=b", "="))).toThrow(
      "lacks SUPABASE_SECRET_KEY, SMTP_URL.",
    );
  });

  it("config.toml: the CLI's defaults, and the key that is wrong", async () => {
    const file = path.join(await folderFor(), "config.toml");
    expect((await readConfig(file)).auth.enable_anonymous_sign_ins).toBe(false);
    await writeFile(file, "[auth]\nenable_anonymous_sign_ins = true\njwt_expiry = 60\n[unknown]\nx = 1\n");
    expect((await readConfig(file)).auth).toMatchObject({ enable_anonymous_sign_ins: true, jwt_expiry: 60 });
    await writeFile(file, '[auth]\njwt_expiry = "soon"\n');
    await expect(readConfig(file)).rejects.toThrow(/config\.toml: auth\.jwt_expiry/);
  });

  it("sizes and durations", () => {
    expect(["50MiB", "1KB", "7", "1.5 KiB"].map(parseSize)).toEqual([52_428_800, 1000, 7, 1536]);
    expect(() => parseSize("much")).toThrow("is not a size");
    expect(["3s", "500ms", "8000", "1min", "nonsense"].map(parseDuration)).toEqual([3000, 500, 8000, 60_000, 0]);
  });

  it("ports: the preferred one unless it is in use, and then a line about it", async () => {
    const lines: string[] = [];
    const free = await freePort();
    expect(await choosePort({ label: "API", preferred: free }, new Set(), (line) => lines.push(line))).toBe(free);
    expect(lines).toEqual([]);
    const other = await choosePort({ label: "API", preferred: free }, new Set([free]), (line) => lines.push(line));
    expect(other).not.toBe(free);
    expect(other).toBeLessThan(32_768);
    expect(lines).toEqual([`Port ${free} is in use, so the API listens on ${other}.`]);
  });
});

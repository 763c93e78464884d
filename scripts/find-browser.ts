/**
 * Finds a Chromium for the browser tests, and installs one where there is none: the system's, Playwright's own,
 * Debian's package, in that order.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const systemBrowsers = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const installMinutes = 5;

/**
 * @param say receives a line for each thing done that takes time
 * @returns the path of an executable
 * @throws {Error} saying what to install, when none is found and none can be installed
 */
export function findBrowser(say: (line: string) => void): string {
  const given = process.env.CHROMIUM_PATH;
  if (given && !existsSync(given)) throw new Error(`CHROMIUM_PATH is set, but there is no file at ${given}.`);
  const found = given ?? presentBrowser();
  if (found) return found;

  say("No Chromium found; installing Playwright's own …");
  run("npx", ["playwright", "install", "chromium"], { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000" });
  const own = presentBrowser();
  if (own) return own;

  if (existsSync("/usr/bin/apt-get")) {
    say("Playwright's own could not be downloaded; installing Debian's package chromium …");
    const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
    const [update = "", ...updateArguments] = [...asRoot, "apt-get", "-q", "update"];
    run(update, updateArguments);
    const [install = "", ...installArguments] = [...asRoot, "apt-get", "-q", "install", "-y", "--no-install-recommends", "chromium"];
    run(install, installArguments, { DEBIAN_FRONTEND: "noninteractive" });
  }
  const installed = presentBrowser();
  if (installed) return installed;
  throw new Error(
    "The browser tests need Chromium, and it could not be installed. Install it (Debian: apt-get install chromium), " +
      "or set CHROMIUM_PATH to an executable.",
  );
}

function presentBrowser(): string | undefined {
  return [...systemBrowsers, chromium.executablePath()].find((path) => path !== "" && existsSync(path));
}

function run(command: string, commandArguments: string[], environment: Record<string, string> = {}): void {
  spawnSync(command, commandArguments, {
    stdio: ["ignore", "ignore", "inherit"],
    timeout: installMinutes * 60_000,
    env: { ...process.env, ...environment },
  });
}

import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** A browser of the system, if there is one: then nothing has to be downloaded. */
const systemChromium = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (file) => file !== undefined && existsSync(file),
);

export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "tests/e2e/global-setup.ts",
  // The long ones need minutes by their nature (a long room, a network away for half a minute, a hundred payloads), or are
  // left out of each run for its length (most of what is done with a message, files, transcripts, writing aids, settings; in SQL
  // and over HTTP they are in it): `npm run test:long`.
  projects: [
    { name: "journeys", testMatch: "**/*.spec.ts", testIgnore: "**/*.long.spec.ts" },
    { name: "long", testMatch: "**/*.long.spec.ts" },
  ],
  fullyParallel: false,
  workers: 1,
  forbidOnly: true,
  retries: 0,
  timeout: 90_000,
  // Beside other tests a page may have to wait for its turn.
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  outputDir: "test-results",
  use: {
    baseURL: process.env.APP_URL ?? "http://127.0.0.1:3000",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1440, height: 900 },
    // Recording what every page does takes as long as all of the rest: `TRACE=1` where a failure has to be understood.
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: systemChromium,
      // Chromium refuses its sandbox to root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});

/**
 * How much JavaScript (gzipped) a browser loads to show each page of a customer, beside the framework's own floor: a
 * bare Remix page, built in the same run with the same versions. Counted is whatever a real browser fetches until the
 * page rests, preloads and late chunks included.
 */
import { gzipSync } from "node:zlib";
import type { Browser } from "@playwright/test";
import { paths } from "../app/lib/paths";
import remixConfig from "../remix.config.js";
import { startBarePage } from "./support/bare-page";
import { contextWith, launchBrowser } from "./support/browser";
import { Customer } from "./support/customer";
import { printTable, type Row } from "./support/figures";
import { startInstallation } from "./support/installation";

type Weight = { scripts: Map<string, number>; total: number };

/** Opens the page in a browser that knows nothing yet but the cookies. */
async function weigh(browser: Browser, url: string, cookie = ""): Promise<Weight> {
  const context = await contextWith(browser, url, cookie);
  try {
    const page = await context.newPage();
    const pending: Promise<[string, number]>[] = [];
    page.on("response", (response) => {
      if (!/javascript/.test(response.headers()["content-type"] ?? "")) return;
      pending.push(response.body().then((body) => [new URL(response.url()).pathname, gzipSync(body).length]));
    });
    const answer = await page.goto(url, { waitUntil: "load" });
    if (answer?.status() !== 200) throw new Error(`${url} answered ${answer?.status() ?? "nothing"}.`);
    // Long enough for chunks that the page asks for once it runs.
    await page.waitForTimeout(2500);
    const scripts = new Map(await Promise.all(pending));
    return { scripts, total: [...scripts.values()].reduce((sum, size) => sum + size, 0) };
  } finally {
    await context.close();
  }
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

const { appUrl, stop } = await startInstallation();
const bare = await startBarePage(remixConfig.future ?? {}).catch(async (error: unknown) => {
  await stop();
  throw error;
});
const browser = await launchBrowser();
try {
  const customer = new Customer(appUrl, "acme");
  await customer.visitForm();
  const { ticketId } = await customer.postTicket(1);
  const floor = await weigh(browser, bare.url);
  const pages: [string, string, number?][] = [
    ["portal", paths.portal("acme")],
    ["form", paths.newTicket("acme"), 1.5],
    ["ticket", paths.ticket("acme", ticketId)],
    ["room", paths.chat("acme", ticketId), 1.8],
  ];
  const rows: Row[] = [{ name: "floor: bare Remix page", value: kilobytes(floor.total), ratio: 1 }];
  for (const [name, place, goal] of pages) {
    const weight = await weigh(browser, appUrl + place, customer.cookie);
    rows.push({ name, value: kilobytes(weight.total), ratio: weight.total / floor.total, ...(goal && { goal }) });
    if (process.argv.includes("--files")) {
      for (const [file, size] of [...weight.scripts].sort(([, a], [, b]) => b - a))
        console.log(`${name.padEnd(8)} ${kilobytes(size).padStart(9)}  ${file}`);
    }
  }
  printTable("JavaScript of each customer page, gzipped", rows);
} finally {
  await browser.close();
  await bare.stop();
  await stop();
}

import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import { findBrowser } from "../../scripts/find-browser";

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findBrowser(console.log), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
}

/** A browser that knows nothing yet but the cookies, given as in a Cookie header. */
export async function contextWith(browser: Browser, url: string, cookie: string): Promise<BrowserContext> {
  const context = await browser.newContext();
  const cookies = cookie
    .split("; ")
    .filter(Boolean)
    .map((pair) => ({ name: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1), url }));
  await context.addCookies(cookies);
  return context;
}

/** What the browser is sent in each language, over HTTP: the scripts of the page's own language, and its words alone. */
import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { locales, type Locale } from "~/lib/i18n/locale";
import { startAppServer, type AppServer } from "../support/app-server";

const { env } = inject("testStack");
let app: AppServer;
let database: pg.Client;
beforeAll(async () => {
  app = await startAppServer(env);
  database = new pg.Client({ connectionString: env.DATABASE_URL });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await app?.stop();
});

const visit = (place: string, language: string, cookie = "") =>
  fetch(app.url + place, { headers: { "accept-language": language, ...(cookie && { cookie }) } });

/** Every script that the document names, that these load, and that they may load later, with its text. */
async function scriptsOf(document: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  // The list of all routes is named, but pages that learn of routes as they need them never load it.
  const wanted = [...document.matchAll(/["'](\/assets\/(?!manifest-)[^"']+\.js)["']/g)].map((match) => match[1] ?? "");
  for (let place = wanted.pop(); place; place = wanted.pop()) {
    if (found.has(place)) continue;
    const answer = await fetch(app.url + place);
    expect([place, answer.status, answer.headers.get("cache-control")]).toEqual([place, 200, "public, max-age=31536000, immutable"]);
    expect(answer.headers.get("content-type")).toMatch(/^(text|application)\/javascript; charset=utf-8$/i);
    const text = await answer.text();
    found.set(place, text);
    for (const [, name] of text.matchAll(/["']\.\/([^"'/]+\.js)["']/g)) wanted.push(new URL(name ?? "", app.url + place).pathname);
    for (const [, file] of text.matchAll(/["'](assets\/[^"']+\.js)["']/g)) wanted.push(`/${file}`);
  }
  return found;
}

/** Some words that the portal's start page shows. */
function wordsIn(locale: Locale): string[] {
  const file = path.resolve(import.meta.dirname, `../../messages/portal/${locale}.json`);
  const messages = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  return ["portal_welcome_title", "portal_no_tickets_text", "portal_open_ticket"].map((key) => messages[key] ?? "");
}

describe.each(locales)("a page in %s", (locale) => {
  it("loads the scripts of its language alone, at once and later, and they hold no other's words", async () => {
    const answer = await visit("/support/acme", locale);
    const document = await answer.text();
    expect(document).toContain(`<html lang="${locale}"`);
    expect(answer.headers.get("content-security-policy")).toMatch(/script-src 'self' 'nonce-/);
    const scripts = await scriptsOf(document);
    expect(scripts.size).toBeGreaterThan(20);
    expect([...scripts.keys()].filter((place) => !place.startsWith(`/assets/${locale}/`))).toEqual([]);
    const code = [...scripts.values()].join("\n");
    expect(code).not.toMatch(/WORDS_[a-z]/);
    expect(wordsIn(locale).filter((words) => !code.includes(words))).toEqual([]);
    for (const other of locales.filter((each) => each !== locale))
      expect([other, wordsIn(other).filter((words) => code.includes(words))]).toEqual([other, []]);
  });
});

it("hands a page the routes it asks for later in the page's own language, whatever was chosen meanwhile", async () => {
  const document = await (await visit("/support/acme", "de")).text();
  const version = /"version":\s*"([^"]+)"/.exec(document)?.[1] ?? "";
  expect(version).toMatch(/-de$/);
  const place = `/__manifest?p=${encodeURIComponent("/support/acme/ticket/new")}&version=${version}`;
  const patch = await (await visit(place, "en", "locale=en")).text();
  expect(patch).toContain('"/assets/de/');
  expect(patch).not.toMatch(/"\/assets\/(?!de\/)[^"]+\.js"/);
  const outdated = await visit(place.replace(/-de$/, "-xx"), "en");
  expect([outdated.status, outdated.headers.get("x-remix-reload-document")]).toEqual([204, "true"]);
});

describe("the language of a page", () => {
  const languageAt = async (place: string, language: string, cookie = "") => {
    const [, lang, dir] = /<html lang="([^"]+)" dir="([^"]+)"/.exec(await (await visit(place, language, cookie)).text()) ?? [];
    return `${lang} ${dir}`;
  };

  it("is the workspace's own for a browser that asks for none of ours, and else what was chosen or is asked for", async () => {
    await database.query(
      "insert into public.workspaces (slug, name, default_locale) values ('papeterie', 'Papeterie', 'fr'), ('qirtas', 'Qirtas', 'ar-EG')",
    );
    expect(await languageAt("/support/papeterie", "ko")).toBe("fr ltr");
    expect(await languageAt("/support/papeterie/ticket/new", "")).toBe("fr ltr");
    expect(await languageAt("/support/qirtas", "ko")).toBe("ar rtl");
    expect(await languageAt("/support/papeterie", "es-MX, ko")).toBe("es ltr");
    expect(await languageAt("/support/papeterie", "es", "locale=ja")).toBe("ja ltr");
    expect(await languageAt("/support/no-such-workspace", "ko")).toBe("en ltr");
    expect(await languageAt("/", "ko")).toBe("en ltr");
  });

  it("is one that the portal offers, whatever was chosen elsewhere", async () => {
    await database.query(
      "insert into public.workspaces (slug, name, default_locale, offered_locales) values ('libraire', 'Libraire', 'fr', '{de}'), ('kiosque', 'Kiosque', 'fr', '{}')",
    );
    const asked = ["ja", "de-AT", "en, de;q=0.5"];
    expect(await Promise.all(asked.map((language) => languageAt("/support/libraire", language)))).toEqual(["fr ltr", "de ltr", "de ltr"]);
    expect(await languageAt("/support/libraire/ticket/new", "de", "locale=ja")).toBe("de ltr");
    // The control: where they are offered.
    expect(await languageAt("/support/acme", "ja")).toBe("ja ltr");
    const switchAt = async (place: string) =>
      [...(await (await visit(place, "de")).text()).matchAll(/name="locale" value="(\w+)"/g)].map((match) => match[1]);
    expect(await switchAt("/support/libraire")).toEqual(["de", "fr"]);
    expect(await switchAt("/support/kiosque")).toEqual([]);
  });

  it("is one of the desk's where members sign in, and the switch offers no other", async () => {
    expect(await languageAt("/sign-in", "en", "locale=ar")).toBe("en ltr");
    expect(await languageAt("/sign-in", "ar, de;q=0.5", "locale=ar")).toBe("de ltr");
    const offered = async (place: string) =>
      [...(await (await visit(place, "en")).text()).matchAll(/name="locale" value="(\w+)"/g)].map((match) => match[1]);
    expect(await offered("/sign-in")).toEqual(["en", "de"]);
    expect(await offered("/support/acme")).toEqual([...locales]);
    expect(await offered("/")).toEqual([...locales]);
  });
});

// @vitest-environment node
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../../..");
const messagesFolder = path.join(root, "messages");
const domains = readdirSync(messagesFolder);
const settings = JSON.parse(readFileSync(path.join(root, "project.inlang/settings.json"), "utf8")) as { locales: string[] };

type Catalog = Record<string, unknown>;

const read = (domain: string, locale: string) =>
  JSON.parse(readFileSync(path.join(messagesFolder, domain, `${locale}.json`), "utf8")) as Catalog;

/** Every text of a message: itself, or those of its plural forms. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  const [variants] = value as [{ match: Record<string, string> }];
  return Object.values(variants.match);
}

const variablesOf = (value: unknown) =>
  [...new Set(textsOf(value).flatMap((text) => [...text.matchAll(/(?<!\\)\{(\w+)\}/g)].map((match) => match[1])))].sort();

/** All source that may use a message: the app and the worker, without tests and compiled messages. */
function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) return name === "compiled" ? [] : sources(file);
    return /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) ? [readFileSync(file, "utf8")] : [];
  });
}

describe.each(domains)("the messages of %s", (domain) => {
  const english = read(domain, "en");

  it.each(settings.locales)("have the same keys, with the same variables, in %s", (locale) => {
    const catalog = read(domain, locale);
    expect(Object.keys(catalog).sort()).toEqual(Object.keys(english).sort());
    for (const [key, value] of Object.entries(english))
      expect({ key, variables: variablesOf(catalog[key]) }).toEqual({ key, variables: variablesOf(value) });
  });

  it.each(settings.locales)("say something in %s", (locale) => {
    const empty = Object.entries(read(domain, locale)).filter(
      ([, value]) => textsOf(value).some((text) => text.trim() === "") || textsOf(value).length === 0,
    );
    expect(empty).toEqual([]);
  });

  it("are named after their domain", () => {
    expect(Object.keys(english).filter((key) => !/^[a-z0-9_]+$/.test(key) || !key.startsWith(`${domain}_`))).toEqual([]);
  });
});

describe("the message files", () => {
  it("share no key, or one would silently replace the other", () => {
    const keys = domains.flatMap((domain) => Object.keys(read(domain, "en")));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it("hold no message that nothing uses", () => {
    const folders = [path.join(root, "app"), path.join(root, "worker")];
    const used = new Set(
      folders.flatMap(sources).flatMap((text) => [...text.matchAll(/\bm\s*\.\s*([a-z0-9_]+)/g)].map((match) => match[1])),
    );
    expect(used.size).toBeGreaterThan(10);
    expect(domains.flatMap((domain) => Object.keys(read(domain, "en"))).filter((key) => !used.has(key))).toEqual([]);
  });
});

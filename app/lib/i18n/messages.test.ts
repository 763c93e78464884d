// @vitest-environment node
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { domainLocales, keyPrefixOf } from "./domains";
import { deskLocales, locales, localesAt } from "./locale";

const root = path.resolve(import.meta.dirname, "../../..");
const messagesFolder = path.join(root, "messages");
const domains = readdirSync(messagesFolder);

type Catalog = Record<string, unknown>;
type Variants = [{ declarations: string[]; selectors: string[]; match: Record<string, string> }];

const read = (domain: string, locale: string) =>
  JSON.parse(readFileSync(path.join(messagesFolder, domain, `${locale}.json`), "utf8")) as Catalog;

/** Every text of a message: itself, or those of its plural forms. */
const textsOf = (value: unknown) => (typeof value === "string" ? [value] : Object.values((value as Variants)[0].match));

const variablesIn = (text: string) => [...text.matchAll(/(?<!\\)\{(\w+)\}/g)].map((match) => match[1] ?? "");
const variablesOf = (value: unknown) => [...new Set(textsOf(value).flatMap(variablesIn))].sort();

/** All source that may use a message: the app and the worker, without tests and compiled messages. */
function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) return name === "compiled" ? [] : sources(file);
    return /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) ? [file] : [];
  });
}

const keysIn = (files: Iterable<string>) =>
  new Set(
    [...files].flatMap((file) => [...readFileSync(file, "utf8").matchAll(/\bm\s*\.\s*([a-z0-9_]+)/g)].map((match) => match[1] ?? "")),
  );

/** These files and all they import, at once or later. */
function withImports(files: string[]): Set<string> {
  const found = new Set<string>();
  const open = [...files];
  for (let file = open.pop(); file; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const text = readFileSync(file, "utf8");
    for (const [, first, later] of text.matchAll(
      /^(?:import|export)\s(?!type\b)(?:[^"';]*?\sfrom\s)?"([~.][^"]+)"|import\("([~.][^"]+)"\)/gm,
    )) {
      const name = first ?? later ?? "";
      const base = name.startsWith("~/") ? path.join(root, "app", name.slice(2)) : path.resolve(path.dirname(file), name);
      const imported = [base, `${base}.ts`, `${base}.tsx`].find((candidate) => /\.tsx?$/.test(candidate) && existsSync(candidate));
      if (imported) open.push(imported);
    }
  }
  return found;
}

it("have a rule for each folder, and the desk's folders the desk's languages", () => {
  expect(Object.keys(domainLocales).sort()).toEqual(domains.sort());
  for (const domain of ["desk", "settings", "desk-room"] as const) expect(domainLocales[domain]).toBe(deskLocales);
});

describe.each(domains)("the messages of %s", (domain) => {
  const own = domainLocales[domain as keyof typeof domainLocales] as readonly string[];
  const english = read(domain, "en");

  it("are there in the languages of their readers, and in no other", () => {
    const files = readdirSync(path.join(messagesFolder, domain)).map((file) => file.replace(/\.json$/, ""));
    expect(files.sort()).toEqual([...own].sort());
  });

  it.each(own)("have the same keys, with the same variables, in %s", (locale) => {
    const catalog = read(domain, locale);
    expect(Object.keys(catalog).sort()).toEqual(Object.keys(english).sort());
    for (const [key, value] of Object.entries(english)) {
      // A plural form may say "one" in words, or give the bare number: what it names has to be declared.
      if (typeof value !== "string") continue;
      expect({ key, variables: variablesOf(catalog[key]) }).toEqual({ key, variables: variablesOf(value) });
    }
  });

  it.each(own)("say something in %s", (locale) => {
    const empty = Object.entries(read(domain, locale)).filter(
      ([, value]) => textsOf(value).some((text) => text.trim() === "") || textsOf(value).length === 0,
    );
    expect(empty).toEqual([]);
  });

  it.each(own)("have every plural form of %s, and name in it what they declare", (locale) => {
    const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.map((category) => `plural=${category}`);
    for (const [key, value] of Object.entries(read(domain, locale))) {
      expect([key, typeof value]).toEqual([key, typeof english[key]]);
      if (typeof value === "string") continue;
      const [{ declarations, match }] = value as Variants;
      expect([key, Object.keys(match).sort()]).toEqual([key, categories.sort()]);
      const declared = declarations.map((declaration) => /^(?:input|local) (\w+)/.exec(declaration)?.[1]);
      expect([key, variablesOf(value).filter((name) => !declared.includes(name))]).toEqual([key, []]);
      // The compiler knows one declaration for all locales, so all say with which digits Arabic has its numbers.
      expect([key, declarations]).toEqual([key, (english[key] as Variants)[0].declarations]);
      const numbers = declarations.filter((declaration) => own.includes("ar") && / number\b/.test(declaration));
      expect([key, numbers.filter((declaration) => !declaration.endsWith(" numberingSystem=latn"))]).toEqual([key, []]);
    }
  });

  it("are named after their part of the product", () => {
    expect(Object.keys(english).filter((key) => !/^[a-z0-9_]+$/.test(key) || !key.startsWith(keyPrefixOf(domain)))).toEqual([]);
  });
});

describe("the message files", () => {
  const all = domains.flatMap((domain) => Object.keys(read(domain, "en")));

  it("share no key, or one would silently replace the other", () => {
    expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
  });

  it("hold no message that nothing uses", () => {
    const used = keysIn([...sources(path.join(root, "app")), ...sources(path.join(root, "worker"))]);
    expect(used.size).toBeGreaterThan(10);
    expect(all.filter((key) => !used.has(key))).toEqual([]);
  });
});

/**
 * Who reads a word is told by the pages that can show it. Refusals are apart: one record knows all of them, so
 * `errors` and `desk-errors` are told apart by who may run the commands (docs/errors.md).
 */
describe("what customers may read", () => {
  const inAll = new Set<string>(
    Object.entries(domainLocales).flatMap(([domain, own]) => (own === locales ? Object.keys(read(domain, "en")) : [])),
  );
  const routes = readdirSync(path.join(root, "app/routes")).filter((file) => !/\.test\.tsx?$/.test(file));
  const pathOf = (file: string) =>
    `/${file
      .replace(/\.tsx?$/, "")
      .replace(/^_auth\./, "")
      .split(".")[0]
      ?.replace(/_$/, "")}`;
  const isDesk = (file: string) => file === "_auth.tsx" || localesAt(pathOf(file)) === deskLocales;
  const pages = withImports([
    ...routes.filter((file) => !isDesk(file)).map((file) => path.join(root, "app/routes", file)),
    ...["app/root.tsx", "app/entry.client.tsx", "app/entry.server.tsx"].map((file) => path.join(root, file)),
    ...["access-link", "ticket-confirmation", "transcript"].map((mail) => path.join(root, "worker/mails", `${mail}.ts`)),
  ]);
  const said = keysIn(pages);

  it("is found at all", () => {
    expect(routes.filter(isDesk).length).toBeGreaterThan(5);
    expect(routes.filter((file) => file.startsWith("_auth") && !isDesk(file))).toEqual([]);
    expect(pages.size).toBeGreaterThan(100);
    expect(said.has("portal_welcome_title")).toBe(true);
    expect(said.has("room_state_sent")).toBe(true);
    expect(said.has("mail_transcript_title")).toBe(true);
  });

  it("is there in all languages", () => {
    expect([...said].filter((key) => !inAll.has(key) && !key.startsWith("errors_"))).toEqual([]);
  });

  it("is all that is there in all languages", () => {
    expect([...inAll].filter((key) => !said.has(key))).toEqual([]);
  });
});

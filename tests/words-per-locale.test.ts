import { parseAst } from "vite";
import { describe, expect, it } from "vitest";
import { chunkInLocale, placeholderName, readWords, withPlaceholders } from "../scripts/words-per-locale";

const locales = ["en", "de", "ar"];

/** As Paraglide compiles it, with a locale that has another's words. */
const compiled = (hello: string) => `
import * as registry from '../registry.js'
import { getLocale } from '../runtime.js';
const en_portal_hello = /** @type {any} */ ((i) => { return (\`Hello \${i?.name}\`) });
const de_portal_hello = (i) => { return (\`${hello} \${i?.name}\`) };
const ar_portal_hello = en_portal_hello;
export const portal_hello = (inputs, options = {}) => { const locale = options.locale ?? getLocale(); return de_portal_hello(inputs) };
`;

const counted = `
import * as registry from '../registry.js'
const en_portal_count = (i) => { const plural = registry.plural("en", i?.count, {}); const shown = registry.number("en", i?.count, {}); return plural === "one" ? \`\${shown} file\` : \`\${shown} files\` };
const de_portal_count = (i) => { const shown = registry.number("de", i?.count, {}); return \`\${shown} Dateien\` };
const ar_portal_count = (i) => \`\${registry.plural("ar", i?.count, {})}\`;
`;

const plain = ["en", "de", "ar"]
  .map((locale, at) => `const ${locale}_portal_close = () => { return (\`${["Close", "Zu", "إغلاق"][at]}\`) };`)
  .join("\n");

const wordsOf = (code: string, key: string) => readWords(code, key, locales, parseAst);

/** What a browser makes of a chunk that exports `shown`. */
async function run(chunk: string): Promise<string> {
  const loaded = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(chunk)}`)) as { shown: string };
  return loaded.shown;
}

describe("a message in the browser's code", () => {
  it("has the words of one locale, where it has none of its own another's", async () => {
    const words = await wordsOf(compiled("Hallo"), "portal_hello");
    const known = new Map([["portal_hello", words]]);
    const chunk = `const a=${placeholderName("portal_hello", words)};export const shown=a({name:"Ada"},{locale:"fr"});`;
    expect(await run(chunkInLocale(chunk, "de", known, new Set()))).toBe("Hallo Ada");
    expect(await run(chunkInLocale(chunk, "ar", known, new Set()))).toBe("Hello Ada");
    expect(chunkInLocale(chunk, "de", known, new Set())).not.toContain("Hello");
    expect(chunkInLocale(chunk, "en", known, new Set())).not.toContain("Hallo");
  });

  it("counts with what the registry of its build has", async () => {
    const words = await wordsOf(counted, "portal_count");
    const chunk = `const n=(l,v)=>l+v,p=(l,v)=>v===1?"one":"other";export const shown=${placeholderName("portal_count", words)}(n,p)({count:1});`;
    const known = new Map([["portal_count", words]]);
    expect(await run(chunkInLocale(chunk, "en", known, new Set()))).toBe("en1 file");
    expect(await run(chunkInLocale(chunk, "de", known, new Set()))).toBe("de1 Dateien");
    expect(await run(chunkInLocale(chunk, "ar", known, new Set()))).toBe("one");
  });

  it("stands where a module of the app uses it, as a function, called, and with what it counts by", async () => {
    const all = new Map([
      ["portal_hello", await wordsOf(compiled("Hallo"), "portal_hello")],
      ["portal_close", await wordsOf(plain, "portal_close")],
      ["portal_count", await wordsOf(counted, "portal_count")],
    ]);
    const app = `import { m } from "~/lib/i18n/messages";
const other = { m: { portal_close: () => "of another m" } };
const record = { hello: m.portal_hello };
const texts = [m.portal_close(), record.hello({ name: "Ada" }), m.portal_count({ count: 1 }), other.m.portal_close()];
export const shown = texts.join("; ");`;
    const wordsFor = (key: string) => Promise.resolve(all.get(key)!);
    const made = await withPlaceholders(app, parseAst, wordsFor, "/compiled/registry.js");
    expect(made).toMatch(/^import \{ number as registry_number, plural as registry_plural \} from "\/compiled\/registry\.js";/);
    const alone = `const registry_number=(l,v)=>l+v,registry_plural=()=>"one";${made?.replaceAll(/^import .*$/gm, "")}`;
    expect(await run(chunkInLocale(alone, "de", all, new Set()))).toBe("Zu; Hallo Ada; de1 Dateien; of another m");
    expect(chunkInLocale(alone, "de", all, new Set())).toContain('["Zu",');
    expect(await withPlaceholders("const m = 1; export const shown = m.portal_close;", parseAst, wordsFor, "")).toBeUndefined();
  });

  it("changes its name with its words in any locale, and so the names of the files that hold it", async () => {
    const [one, same, other] = await Promise.all(["Hallo", "Hallo", "Servus"].map((hello) => wordsOf(compiled(hello), "portal_hello")));
    if (!one || !same || !other) throw new Error("not read");
    expect(placeholderName("portal_hello", same)).toBe(placeholderName("portal_hello", one));
    expect(placeholderName("portal_hello", other)).not.toBe(placeholderName("portal_hello", one));
  });

  it("fails the build when it is not known, or was compiled in another way", async () => {
    const words = await wordsOf(compiled("Hallo"), "portal_hello");
    const chunk = `const a=${placeholderName("portal_hello", words)};`;
    expect(() => chunkInLocale(chunk, "en", new Map(), new Set())).toThrow("no words for portal_hello in en");
    expect(() => chunkInLocale(chunk, "fr", new Map([["portal_hello", words]]), new Set())).toThrow("no words for portal_hello in fr");
    await expect(wordsOf("export const portal_hello = () => 'Hello';", "portal_hello")).rejects.toThrow("no function for en");
  });
});

it("names the chunks of its own locale, and leaves styles and what only looks like a chunk", () => {
  const chunk = `d=["assets/room-1a.js","assets/room-1a.css","assets/other.js"],s="/assets/room-1a.js",t='see assets/room-1a.js',u=\`assets/room-1a.js\`;import"./room-1a.js";`;
  expect(chunkInLocale(chunk, "ja", new Map(), new Set(["assets/room-1a.js"]))).toBe(
    `d=["assets/ja/room-1a.js","assets/room-1a.css","assets/other.js"],s="/assets/ja/room-1a.js",t='see assets/room-1a.js',u=\`assets/ja/room-1a.js\`;import"./room-1a.js";`,
  );
});

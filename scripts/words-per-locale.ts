/**
 * The browser's code once for each language, with the words of that language alone
 * (docs/decisions/0018-a-build-for-each-language.md).
 *
 * While the client is built, each compiled message is a name that nothing declares (`WORDS_common_close_1a2b3c4d`).
 * Minifiers rename what they see declared and leave such a name alone. When the chunks are written, each is written
 * again into `assets/<locale>/`, with every such name replaced by that locale's own function.
 */
import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { transformWithEsbuild, type Plugin, type Rollup } from "vite";

/**
 * A message in each locale, as a minified JavaScript expression: its function, or where the words need something of the
 * registry (`tools`), a function that makes it of these.
 */
export type Words = { tools: string[]; byLocale: Map<string, string> };

const namePattern = /\bWORDS_([a-z0-9_]+)_[0-9a-f]{8}\b/g;

/**
 * The name for a message. It holds a digest of the words: the name of a chunk comes from its content, browsers keep
 * chunks for ever, and a better translation has to reach them all the same.
 */
export function placeholderName(key: string, { byLocale }: Words): string {
  const digest = createHash("sha256").update(JSON.stringify([...byLocale]));
  return `WORDS_${key}_${digest.digest("hex").slice(0, 8)}`;
}

/** The module that stands for a message in the build. What the words need of the registry is handed to them. */
export function placeholderModule(key: string, words: Words): string {
  const { tools } = words;
  const name = placeholderName(key, words);
  if (tools.length === 0) return `export const ${key} = ${name};\n`;
  return `import { ${tools.join(", ")} } from "../registry.js";\nexport const ${key} = /* @__PURE__ */ ${name}(${tools.join(", ")});\n`;
}

/**
 * A chunk with one locale's words.
 *
 * @param words by key
 * @param chunks file names of all chunks ("assets/room-1a2b3c4d.js"), wherever they are named from the root of the site
 * @throws when it holds a message that is not in `words`
 */
export function chunkInLocale(code: string, locale: string, words: ReadonlyMap<string, Words>, chunks: ReadonlySet<string>): string {
  return code
    .replace(namePattern, (_name, key: string) => {
      const text = words.get(key)?.byLocale.get(locale);
      if (text === undefined) throw new Error(`There are no words for ${key} in ${locale}.`);
      return `(${text})`;
    })
    .replace(/(?<=["'`]\/?)assets\/[^"'`\s]+\.js(?=["'`])/g, (file) => (chunks.has(file) ? placeInLocale(file, locale) : file));
}

/** `assets/room.js` is `assets/de/room.js` in German. */
const placeInLocale = (file: string, locale: string) => file.replace(/^assets\//, `assets/${locale}/`);

type Declarator = { id: { name?: string }; init?: { type: string; name?: string; start: number; end: number } | null };

/**
 * Reads a message out of the module that Paraglide compiled: `const de_common_close = …` for each locale. One that a
 * locale does not have is another's there.
 *
 * @param parse code to an ESTree program
 */
export async function readWords(
  code: string,
  key: string,
  locales: readonly string[],
  parse: (code: string) => Rollup.ProgramNode,
): Promise<Words> {
  const program = parse(code) as unknown as { body: { type: string; declarations?: Declarator[] }[] };
  const declared = new Map<string, NonNullable<Declarator["init"]>>();
  for (const { declarations = [] } of program.body)
    for (const { id, init } of declarations) if (id.name && init) declared.set(id.name, init);
  const sources = new Map<string, string>();
  for (const locale of locales) {
    let found = declared.get(`${locale}_${key}`);
    while (found?.type === "Identifier") found = declared.get(found.name ?? "");
    if (!found) throw new Error(`The compiled message ${key} has no function for ${locale}.`);
    sources.set(locale, code.slice(found.start, found.end));
  }
  const tools = [
    ...new Set([...sources.values()].flatMap((text) => [...text.matchAll(/\bregistry\.(\w+)/g)].map((match) => match[1] ?? ""))),
  ].sort();
  const byLocale = new Map<string, string>();
  for (const [locale, source] of sources) {
    const text = source.replaceAll(/\bregistry\.(\w+)/g, "registry_$1");
    const made = tools.length === 0 ? text : `(${tools.map((tool) => `registry_${tool}`).join(", ")}) => ${text}`;
    const minified = await transformWithEsbuild(`export default ${made}`, `${key}.js`, { minify: true, charset: "utf8", target: "es2022" });
    byLocale.set(
      locale,
      minified.code
        .trim()
        .replace(/^export default\s*/, "")
        .replace(/;$/, ""),
    );
  }
  return { tools, byLocale };
}

/**
 * The Vite plugin.
 *
 * @param messages folder of the compiled messages, one module each
 */
export function wordsPerLocale({ messages, locales }: { messages: string; locales: readonly string[] }): Plugin {
  const words = new Map<string, Words>();
  return {
    name: "words-per-locale",
    apply: "build",
    async transform(code, id, options) {
      const key = path.basename(id, ".js");
      if (options?.ssr || path.dirname(id) !== messages || key === "_index") return null;
      const found = await readWords(code, key, locales, (text) => this.parse(text));
      words.set(key, found);
      return { code: placeholderModule(key, found), map: null };
    },
    async writeBundle({ dir }, bundle) {
      // The server's build has all words in its modules, and no placeholder.
      if (words.size === 0 || !dir) return;
      const written = Object.values(bundle).filter((file) => file.type === "chunk");
      const chunks = new Set(written.map(({ fileName }) => fileName));
      const strays = [...chunks].filter((file) => !file.startsWith("assets/"));
      if (strays.length > 0) throw new Error(`Chunks outside of assets/ cannot be had in each language: ${strays.join(", ")}`);
      for (const locale of locales) {
        await mkdir(path.join(dir, "assets", locale), { recursive: true });
        for (const { fileName, code } of written)
          await writeFile(path.join(dir, placeInLocale(fileName, locale)), chunkInLocale(code, locale, words, chunks));
      }
      for (const file of chunks) await rm(path.join(dir, file));
    },
  };
}

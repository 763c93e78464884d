/**
 * The browser's code once for each language, with the words of that language alone
 * (docs/decisions/0018-a-build-for-each-language.md).
 *
 * While the client is built, each use of a message (`m.common_close`) is a name that nothing declares
 * (`WORDS_common_close_1a2b3c4d`). Minifiers rename what they see declared and leave such a name alone. When the chunks are written, each is written
 * again into `assets/<locale>/`, with every such name replaced by that locale's own function.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { transformWithEsbuild, type Plugin, type Rollup } from "vite";

/**
 * A message in each locale, as a minified JavaScript expression: its function, or where the words need something of the
 * registry (`tools`), a function that makes it of these.
 */
export type Words = { tools: string[]; byLocale: Map<string, string> };

const namePattern = /\bWORDS_([a-z0-9_]+)_[0-9a-f]{8}\b(\(\))?/g;

/**
 * The name for a message. It holds a digest of the words: the name of a chunk comes from its content, browsers keep
 * chunks for ever, and a better translation has to reach them all the same.
 */
export function placeholderName(key: string, { byLocale }: Words): string {
  const digest = createHash("sha256").update(JSON.stringify([...byLocale]));
  return `WORDS_${key}_${digest.digest("hex").slice(0, 8)}`;
}

type Node = { type: string; start: number; end: number; [key: string]: unknown };

/** Where a module says `m.key`, `m` being what it imports of the messages. */
function messageUses(program: Node, name: string): { key: string; start: number; end: number }[] {
  const uses: { key: string; start: number; end: number }[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== "object" || value === null) return;
    const { type, object, property, computed, start, end, ...rest } = value as Node;
    const { name: objectName } = (object ?? {}) as { name?: unknown };
    const { name: key } = (property ?? {}) as { name?: unknown };
    if (type === "MemberExpression" && computed === false && objectName === name && typeof key === "string") uses.push({ key, start, end });
    else visit([...Object.values(rest), object, property]);
  };
  visit(program);
  return uses;
}

/**
 * A module of the app with a placeholder wherever it uses a message, so that each chunk holds the words it says: shared
 * by two pages, a message would be a chunk of its own, with a request for a few bytes.
 *
 * @param wordsOf the words of a message
 * @param registry what the module imports the registry as
 * @returns undefined for a module without messages
 */
export async function withPlaceholders(
  code: string,
  parse: (code: string) => Rollup.ProgramNode,
  wordsOf: (key: string) => Promise<Words>,
  registry: string,
): Promise<string | undefined> {
  const program = parse(code) as unknown as Node & { body: Node[] };
  const imported = program.body.find(
    ({ type, source }) => type === "ImportDeclaration" && /(^|\/)messages$/.test(String((source as { value?: unknown }).value)),
  );
  const specifiers = (imported?.specifiers ?? []) as { imported?: { name?: string }; local: { name: string } }[];
  const local = specifiers.find((specifier) => specifier.imported?.name === "m")?.local.name;
  if (!local) return undefined;
  const tools = new Set<string>();
  let made = "";
  let end = 0;
  for (const use of messageUses(program, local).sort((one, other) => one.start - other.start)) {
    const words = await wordsOf(use.key);
    for (const tool of words.tools) tools.add(tool);
    const given = words.tools.length === 0 ? "" : `(${words.tools.map((tool) => `registry_${tool}`).join(", ")})`;
    made += code.slice(end, use.start) + (given && "/* @__PURE__ */ ") + placeholderName(use.key, words) + given;
    end = use.end;
  }
  made += code.slice(end);
  if (tools.size === 0) return made;
  return `import { ${[...tools].map((tool) => `${tool} as registry_${tool}`).join(", ")} } from ${JSON.stringify(registry)};\n${made}`;
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
    .replace(namePattern, (_name, key: string, call = "") => {
      const text = words.get(key)?.byLocale.get(locale);
      if (text === undefined) throw new Error(`There are no words for ${key} in ${locale}.`);
      const bare = /^\(\)=>((["'`]).*\2)$/s.exec(text)?.[1];
      return call && bare !== undefined ? bare : `(${text})${call}`;
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
 * @param app folder of the modules that use messages
 * @param messages folder of the compiled messages, one module each
 */
export function wordsPerLocale({ app, messages, locales }: { app: string; messages: string; locales: readonly string[] }): Plugin {
  const words = new Map<string, Words>();
  const registry = path.join(messages, "../registry.js");
  return {
    name: "words-per-locale",
    apply: "build",
    // To read a placeholder does nothing: what is not used goes, as it would with the messages themselves.
    config: () => ({ build: { rollupOptions: { treeshake: { unknownGlobalSideEffects: false } } } }),
    async transform(code, id, options) {
      if (options?.ssr || !id.startsWith(app) || id.startsWith(path.dirname(messages)) || !code.includes("messages")) return null;
      const parse = (text: string) => this.parse(text);
      const wordsOf = async (key: string) => {
        const found = words.get(key) ?? (await readWords(await readFile(path.join(messages, `${key}.js`), "utf8"), key, locales, parse));
        words.set(key, found);
        return found;
      };
      const made = await withPlaceholders(code, parse, wordsOf, registry);
      return made === undefined ? null : { code: made, map: null };
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

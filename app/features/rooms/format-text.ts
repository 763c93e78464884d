import type { TextEdit } from "./text-edit";

export type Format = "bold" | "italic" | "code" | "code-block" | "list" | "quote" | "link";

const signs = { bold: "**", italic: "_", code: "`" } as const;
const prefixes = { list: "- ", quote: "> " } as const;

/**
 * What a button of the toolbar does to a text, in the Markdown of `lib/text/markdown.ts`. Done twice, it is undone.
 *
 * @param from where the selection starts, `to` where it ends
 * @param words stand in for a link's own, where nothing is selected
 */
export function formatText(format: Format, text: string, from: number, to: number, words: string): TextEdit {
  if (format === "link") return link(text, from, to, words);
  if (format === "list" || format === "quote") return prefixed(text, from, to, prefixes[format]);
  const isLong = text.slice(from, to).trim().includes("\n");
  if (format === "code-block" || (format === "code" && isLong)) return codeBlock(text, from, to);
  return marked(text, from, to, signs[format]);
}

/** Around words. A sign is one only at the edge of a word, and its partner is on the same line. */
function marked(text: string, selectedFrom: number, selectedTo: number, sign: string): TextEdit {
  const [from, to] = selectedFrom === selectedTo ? wordAt(text, selectedFrom) : trimmed(text, selectedFrom, selectedTo);
  const selected = text.slice(from, to);
  const caret = selectedFrom === selectedTo ? selectedFrom : null;
  if (text.slice(0, from).endsWith(sign) && text.slice(to).startsWith(sign))
    return {
      from: from - sign.length,
      to: to + sign.length,
      insert: selected,
      ...selection(from - sign.length, selected, caret, -sign.length),
    };
  if (selected.length > 2 * sign.length && selected.startsWith(sign) && selected.endsWith(sign)) {
    const insert = selected.slice(sign.length, -sign.length);
    return { from, to, insert, ...selection(from, insert, caret, -sign.length) };
  }
  if (!selected.includes("\n"))
    return { from, to, insert: sign + selected + sign, ...selection(from + sign.length, selected, caret, sign.length) };
  const insert = selected.replace(/^([ \t]*(?:(?:[-*]|\d+[.)]|>)[ \t]+)*)(\S.*?)([ \t]*)$/gmu, `$1${sign}$2${sign}$3`);
  return { from, to, insert, selectFrom: from, selectTo: from + insert.length };
}

/** The caret stays where it was in its word; a selection stays the same words. */
function selection(start: number, words: string, caret: number | null, moved: number): { selectFrom: number; selectTo: number } {
  if (caret === null) return { selectFrom: start, selectTo: start + words.length };
  return { selectFrom: caret + moved, selectTo: caret + moved };
}

/** At the start of each line that the selection touches. */
function prefixed(text: string, selectedFrom: number, selectedTo: number, prefix: string): TextEdit {
  const [from, to] = wholeLines(text, selectedFrom, selectedTo);
  const lines = text.slice(from, to).split("\n");
  const written = lines.filter((line) => line.trim() !== "");
  const isUndone = written.length > 0 && written.every((line) => line.startsWith(prefix));
  const insert = lines
    .map((line) =>
      isUndone ? line.slice(line.startsWith(prefix) ? prefix.length : 0) : line === "" && lines.length > 1 ? line : prefix + line,
    )
    .join("\n");
  if (selectedFrom !== selectedTo) return { from, to, insert, selectFrom: from, selectTo: from + insert.length };
  const caret = Math.max(from, selectedFrom + (isUndone ? -prefix.length : prefix.length));
  return { from, to, insert, selectFrom: caret, selectTo: caret };
}

function codeBlock(text: string, selectedFrom: number, selectedTo: number): TextEdit {
  const [from, to] = wholeLines(text, selectedFrom, selectedTo);
  const code = text.slice(from, to);
  const inside = /^(`{3,})[^\n`]*\n([^]*)\n\1$/u.exec(code)?.[2];
  if (inside !== undefined) return { from, to, insert: inside, selectFrom: from, selectTo: from + inside.length };
  const longest = Math.max(2, ...[...code.matchAll(/`{3,}/gu)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const start = from + fence.length + 1;
  return { from, to, insert: `${fence}\n${code}\n${fence}`, selectFrom: start, selectTo: start + code.length };
}

function link(text: string, selectedFrom: number, selectedTo: number, words: string): TextEdit {
  const [from, to] = trimmed(text, selectedFrom, selectedTo);
  const selected = text.slice(from, to);
  const isAddress = /^(?:https?:\/\/|mailto:)\S+$/iu.test(selected);
  const shown = selected === "" || isAddress ? words : selected;
  const address = isAddress ? selected : "https://";
  const start = from + 1;
  // What is to be written next is selected.
  const select =
    shown === words
      ? { selectFrom: start, selectTo: start + words.length }
      : { selectFrom: start + shown.length + 2, selectTo: start + shown.length + 2 + address.length };
  return { from, to, insert: `[${shown}](${address})`, ...select };
}

function trimmed(text: string, from: number, to: number): [number, number] {
  const selected = text.slice(from, to);
  const start = from + (selected.length - selected.trimStart().length);
  return [Math.min(start, to), Math.max(Math.min(start, to), to - (selected.length - selected.trimEnd().length))];
}

function wordAt(text: string, caret: number): [number, number] {
  const before = /[\p{L}\p{N}\p{M}]*$/u.exec(text.slice(0, caret))?.[0] ?? "";
  const after = /^[\p{L}\p{N}\p{M}]*/u.exec(text.slice(caret))?.[0] ?? "";
  return [caret - before.length, caret + after.length];
}

function wholeLines(text: string, from: number, to: number): [number, number] {
  // A selection that ends at the start of a line does not touch it.
  const end = to > from && text[to - 1] === "\n" ? to - 1 : to;
  const next = text.indexOf("\n", end);
  return [text.lastIndexOf("\n", from - 1) + 1, next === -1 ? text.length : next];
}

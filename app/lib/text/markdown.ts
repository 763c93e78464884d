/**
 * Reads the Markdown that people may use in messages: bold, italic, strike, code, lists, quotes, links. What it finds
 * are values, never HTML. It is stricter than CommonMark, so that what was not meant as Markdown stays as it was
 * typed (`2*3*4`, `__init__`, `C:\_old`), and takes a time that grows with the length of the text alone.
 */
import { delimiterCuts, type Cut } from "./emphasis";
import { addressOf, linkify } from "./linkify";

export type Block =
  /** Line breaks in it are those that were typed. */
  | { type: "text"; children: Inline[] }
  | { type: "code"; text: string; language: string }
  | { type: "quote"; children: Block[] }
  /** Numbers are kept as typed; a bullet has none. */
  | { type: "list"; isOrdered: boolean; items: { number: number; children: Block[] }[] };

export type Inline =
  | string
  | { type: "code"; text: string }
  /** `isAddress`: what is shown is the address itself, as it was typed. */
  | { type: "link"; href: string; isAddress: boolean; children: Inline[] }
  | { type: "strong" | "emphasis" | "strike"; children: Inline[] };

/** Lists and quotes inside of each other beyond this stay as typed. */
const maxDepth = 4;

export function readMarkdown(text: string): Block[] {
  return readBlocks(text.replace(/\r\n?/g, "\n").split("\n"), 0);
}

function readBlocks(lines: string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let words: string[] = [];
  // A fence of this many backticks and more was looked for in vain: looking once is enough.
  let unclosed = Infinity;
  const endText = () => {
    const kept = blocks.length > 0 ? withoutBlankStart(words) : words;
    if (kept.some((line) => line.trim() !== "")) blocks.push({ type: "text", children: readLines(kept) });
    words = [];
  };
  const add = (block: Block) => {
    while (words.length > 0 && words.at(-1)?.trim() === "") words.pop();
    endText();
    blocks.push(block);
  };
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? "";
    const fence = /^ {0,3}(`{3,})/.exec(line)?.[1]?.length ?? 0;
    if (fence > 0 && fence < unclosed) {
      const code = readCode(lines, at, fence);
      if (code) {
        add(code.block);
        at = code.end;
        continue;
      }
      if (!line.trimStart().slice(fence).includes("`")) unclosed = fence;
    }
    const taken = depth < maxDepth ? (readQuote(lines, at, depth) ?? readList(lines, at, depth, (words.at(-1) ?? "").trim() === "")) : null;
    if (taken) {
      add(taken.block);
      at = taken.end;
    } else {
      words.push(line);
      at += 1;
    }
  }
  endText();
  return blocks;
}

function withoutBlankStart(lines: string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== "");
  return first < 0 ? [] : lines.slice(first);
}

type Taken = { block: Block; end: number };

/** From a fence to the next one. Also as chats have it: with code beside the fences. */
function readCode(lines: string[], at: number, length: number): Taken | null {
  const fence = "`".repeat(length);
  const line = lines[at] ?? "";
  const indent = line.length - line.trimStart().length;
  const first = line.slice(indent + length);
  if (first.includes("`")) {
    const text = first.trimEnd().slice(0, -length);
    return first.trimEnd().endsWith(fence) && text.trim() !== "" && !text.includes("`")
      ? { block: { type: "code", text: text.trim(), language: "" }, end: at + 1 }
      : null;
  }
  const isLanguage = /^[\w+#.-]{0,20}$/.test(first.trim());
  const code = isLanguage ? [] : [first];
  for (let end = at + 1; end < lines.length; end += 1) {
    const next = (lines[end] ?? "").trimEnd();
    const isEnd = next.endsWith(fence);
    const text = withoutIndent(isEnd ? next.replace(/`+$/, "") : (lines[end] ?? ""), indent);
    if (!isEnd || text.trim() !== "") code.push(text);
    if (isEnd) return { block: { type: "code", text: code.join("\n"), language: isLanguage ? first.trim() : "" }, end: end + 1 };
  }
  return null;
}

function withoutIndent(line: string, most: number): string {
  if (line.startsWith("\t") && most > 0) return line.slice(1);
  const indent = line.length - line.trimStart().length;
  return line.slice(Math.min(indent, most));
}

function readQuote(lines: string[], at: number, depth: number): Taken | null {
  if (!/^> +\S/.test(lines[at] ?? "")) return null;
  let end = at;
  while (/^>(?: |$)/.test(lines[end] ?? "")) end += 1;
  const quoted = lines.slice(at, end).map((line) => line.replace(/^> ?/, ""));
  return { block: { type: "quote", children: readBlocks(quoted, depth + 1) }, end };
}

/** @returns `kind`: lines of one kind make one list */
function markerOf(line: string): { kind: string; number: number; width: number } | null {
  const match = /^( {0,3}(?:([-*])|(\d{1,3})([.)])) {1,4})(.*)$/.exec(line);
  const content = match?.[5] ?? "";
  // A rule, a drawing or the side of a box made of the same signs.
  if (!match || /^[-*_=~+.|\s]*$|\s\*$/.test(content)) return null;
  return { kind: match[2] ?? match[4] ?? "", number: Number(match[3] ?? 0), width: match[1]?.length ?? 0 };
}

/** @param isFresh a number other than 1 starts a list only there: "… on the\n3. of May" is a sentence */
function readList(lines: string[], at: number, depth: number, isFresh: boolean): Taken | null {
  const first = markerOf(lines[at] ?? "");
  const isOrdered = first !== null && first.kind !== "-" && first.kind !== "*";
  if (!first || (isOrdered && first.number !== 1 && !isFresh)) return null;
  const items: { number: number; lines: string[] }[] = [];
  let width = 0;
  let end = at;
  for (let next = at; next < lines.length; next += 1) {
    const line = lines[next] ?? "";
    if (line.trim() === "") continue;
    const marker = markerOf(line);
    const isNested = next > at && /^(?: {2}|\t)/.test(line) && (!marker || line.search(/\S/) >= Math.min(width, 2));
    if (isNested) {
      items.at(-1)?.lines.push(...Array.from({ length: next - end }, () => ""), withoutIndent(line, width));
    } else {
      if (marker?.kind !== first.kind) break;
      width = marker.width;
      items.push({ number: marker.number, lines: [line.slice(width)] });
    }
    end = next + 1;
  }
  const read = items.map((item) => ({ number: item.number, children: readBlocks(item.lines, depth + 1) }));
  return { block: { type: "list", isOrdered, items: read }, end };
}

type Link = { href: string; isAddress: boolean; isMixed: boolean };
/** A stretch of a line: text that may hold signs of emphasis, or something whole. */
type Piece = { start: number; end: number; link?: Link; whole?: string; isCode?: boolean };
type Span = { text: string; isCode?: boolean; link?: Link; marks: readonly [number, number, number] };

function readLines(lines: string[]): Inline[] {
  const children: Inline[] = [];
  lines.forEach((line, index) => {
    for (const inline of index > 0 ? ["\n", ...readLine(line)] : readLine(line)) {
      const before = children.at(-1);
      if (typeof inline === "string" && typeof before === "string") children[children.length - 1] = before + inline;
      else children.push(inline);
    }
  });
  return children;
}

function readLine(line: string): Inline[] {
  if (!/[*_~`[]/.test(line)) return linkify(line).map(({ text, href }) => (href === undefined ? text : addressLink(text, href)));
  const pieces = readPieces(line, 0, line.length, codeEnds(line));
  const cuts = delimiterCuts(
    line,
    pieces.filter(({ whole }) => whole === undefined),
  );
  return nest(readSpans(line, pieces, cuts));
}

const addressLink = (text: string, href: string): Inline => ({ type: "link", href, isAddress: true, children: [text] });

/** Where a stretch of code that starts with the run of backticks at a place ends: before the next run that is as long. */
function codeEnds(line: string): Map<number, { length: number; close: number }> {
  const ends = new Map<number, { length: number; close: number }>();
  const last = new Map<number, number>();
  for (const { 0: run, index } of [...line.matchAll(/`+/g)].reverse()) {
    const close = last.get(run.length);
    if (close !== undefined) ends.set(index, { length: run.length, close });
    last.set(run.length, index);
  }
  return ends;
}

const linkPattern = /\[([^[\]]{1,300})\]\(((?:[^\s()<>]|\([^\s()<>]*\)){1,2000})\)/y;

function readPieces(line: string, start: number, end: number, codes: ReturnType<typeof codeEnds>, link?: Link): Piece[] {
  const pieces: Piece[] = [];
  let from = start;
  const addText = (to: number) => {
    if (link) pieces.push({ start: from, end: to, link });
    else
      for (const { text, href } of linkify(line.slice(from, to))) {
        const piece = { start: from, end: from + text.length };
        pieces.push(href === undefined ? piece : { ...piece, whole: text, link: { href, isAddress: true, isMixed: false } });
        from += text.length;
      }
  };
  for (let at = start; at < end;) {
    const code = line[at] === "`" ? codes.get(at) : undefined;
    const found = line[at] === "[" && !link ? readLink(line, at) : null;
    if (code && code.close < end) {
      addText(at);
      from = code.close + code.length;
      pieces.push({ start: at, end: from, link, isCode: true, whole: codeText(line.slice(at + code.length, code.close)) });
    } else if (found) {
      addText(at);
      pieces.push(...readPieces(line, at + 1, at + 1 + found.label, codes, found.link));
      from = found.end;
    }
    at = from > at ? from : at + (/^`+/.exec(line.slice(at, at + 100))?.[0].length ?? 1);
  }
  addText(end);
  return pieces;
}

/** As in CommonMark: one space on each side is there to hold backticks off. */
function codeText(text: string): string {
  return /^ .*\S.* $/.test(text) ? text.slice(1, -1) : text;
}

function readLink(line: string, at: number): { label: number; end: number; link: Link } | null {
  linkPattern.lastIndex = at;
  const [whole = "", label = "", address = ""] = linkPattern.exec(line) ?? [];
  const href = /^(?:https?:\/\/|mailto:)/i.test(address) ? addressOf(address) : null;
  if (href === null || label.trim() === "") return null;
  // Words that are an address themselves must not lead to another one.
  if (linkify(label).some((part) => part.href !== undefined && part.href !== href)) return null;
  return { label: label.length, end: at + whole.length, link: { href, isAddress: false, isMixed: false } };
}

/** Cuts the signs of emphasis out, and tells each rest how deep in each kind of it it stands. */
function readSpans(line: string, pieces: Piece[], cuts: Cut[]): Span[] {
  const spans: Span[] = [];
  let marks: Span["marks"] = [0, 0, 0];
  let next = 0;
  for (const { start, end, link, whole, isCode } of pieces) {
    const add = (text: string) => {
      if (text === "") return;
      const before = spans.at(-1);
      if (link && before?.link === link && String(before.marks) !== String(marks)) link.isMixed = true;
      spans.push({ text, link, isCode, marks });
    };
    if (whole !== undefined) {
      add(whole);
      continue;
    }
    let from = start;
    for (let cut = cuts[next]; cut && cut.at < end; cut = cuts[next]) {
      add(line.slice(from, cut.at));
      from = cut.at + cut.length;
      const { change } = cut;
      marks = [marks[0] + change[0], marks[1] + change[1], marks[2] + change[2]];
      next += 1;
    }
    add(line.slice(from, end));
  }
  return spans;
}

const levels = ["mixed", "strong", "emphasis", "strike", "link"] as const;

/** From flat to nested, each kind once: the depth has a bound, whatever was typed. */
function nest(spans: Span[], level = 0): Inline[] {
  const kind = levels[level];
  if (!kind) return spans.map(({ text, isCode }) => (isCode ? { type: "code", text } : text));
  const inlines: Inline[] = [];
  for (let at = 0; at < spans.length;) {
    const key = keyOf(spans[at], kind);
    let end = at + 1;
    while (end < spans.length && keyOf(spans[end], kind) === key) end += 1;
    const children = nest(spans.slice(at, end), level + 1);
    if (key === null) inlines.push(...children);
    else if (typeof key === "string") inlines.push({ type: key, children });
    else inlines.push({ type: "link", href: key.href, isAddress: key.isAddress, children });
    at = end;
  }
  return inlines;
}

/** Spans with the same key stand inside of one element. A link is around its marks only where these are not all the same. */
function keyOf(span: Span | undefined, kind: (typeof levels)[number]): Link | "strong" | "emphasis" | "strike" | null {
  if (!span) return null;
  if (kind === "mixed" || kind === "link") return span.link && span.link.isMixed === (kind === "mixed") ? span.link : null;
  return span.marks[levels.indexOf(kind) - 1] ? kind : null;
}

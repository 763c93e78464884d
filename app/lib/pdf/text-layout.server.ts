/**
 * Lays text out in lines for a PDF: breaks them where the language allows, orders what is written from right to left,
 * and finds for each piece a font that has it.
 */
import bidiFactory from "bidi-js";
import LineBreaker from "linebreak";
import { type Face, faceOf, isIgnorable, plainFace, type Weight } from "./fonts.server";

const bidi = bidiFactory();
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A stretch of one face and direction. `text` is as the PDF library has to be given it to come out right. */
export type Run = { face: Face; text: string; width: number };

/** `runs` from left to right; widths are in ems. */
export type LaidLine = { runs: Run[]; width: number };

export type LaidText = { lines: LaidLine[]; isRightToLeft: boolean; hasUnknown: boolean };

/** What is never cut: a letter with its marks. `level` is odd for what is read from right to left. */
type Cluster = { text: string; face: Face; level: number; isSpace: boolean };

/** Control characters, halves of characters and marks that force a direction. */
function withoutControls(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replace(/\t/g, "    ")
    .replace(/[\p{Cc}\u202a-\u202e]/gu, "")
    .normalize("NFC");
}

const widths = new Map<string, number>();
const REMEMBERED = 50_000;

function widthOfWord(face: Face, word: string): number {
  const key = `${face.id}\n${word}`;
  let width = widths.get(key);
  if (width === undefined) {
    width = face.font.layout(word).advanceWidth / face.font.unitsPerEm;
    if (widths.size >= REMEMBERED) widths.clear();
    widths.set(key, width);
  }
  return width;
}

/** In ems. Word by word, as the PDF library shapes it: people repeat words, not sentences. */
function widthOf(face: Face, text: string): number {
  if (face.isRightToLeft) return widthOfWord(face, text);
  let width = 0;
  for (let start = 0; start < text.length;) {
    const space = text.indexOf(" ", start);
    const end = space < 0 ? text.length : space + 1;
    width += widthOfWord(face, text.slice(start, end));
    start = end;
  }
  return width;
}

const plain = /^[\x20-\x7e\xa0-\xac\xae-\xff]*$/;

/** The short way for most text: one face, one direction, a character a unit. */
function layOutPlain(text: string, face: Face, maxWidth: number): LaidLine[] {
  const lines: LaidLine[] = [];
  let start = 0;
  let width = 0;
  const endLine = (end: number) => {
    const shown = text.slice(start, end).trimEnd();
    const shownWidth = widthOf(face, shown);
    lines.push({ runs: shown === "" ? [] : [{ face, text: shown, width: shownWidth }], width: shownWidth });
    start = end;
    width = 0;
  };
  const breaker = new LineBreaker(text);
  for (let at = 0, stop = breaker.nextBreak(); stop; stop = breaker.nextBreak()) {
    const piece = text.slice(at, stop.position);
    const ink = widthOf(face, piece.trimEnd());
    if (at > start && width + ink > maxWidth) endLine(at);
    if (ink <= maxWidth) {
      width += widthOf(face, piece);
    } else {
      for (let index = at; index < stop.position; index += 1) {
        const one = widthOf(face, text[index]!);
        if (index > start && width + one > maxWidth) endLine(index);
        width += one;
      }
    }
    at = stop.position;
  }
  if (start < text.length || lines.length === 0) endLine(text.length);
  return lines;
}

/** @returns also where in the text each cluster starts */
async function readClusters(text: string, weight: Weight) {
  const clusters: Cluster[] = [];
  const starts: number[] = [];
  const latin = await plainFace(weight);
  let hasUnknown = false;
  const { levels, paragraphs } = bidi.getEmbeddingLevels(text, "auto");
  let last: Cluster | undefined;
  const add = (shown: string, start: number, face: Face) => {
    // Joiners and selectors only where the font knows what to do with them.
    const kept = Array.from(shown).filter((one) => !isIgnorable(one) || face.font.hasGlyphForCodePoint(one.codePointAt(0)!));
    if (!kept.some((one) => !isIgnorable(one))) return;
    last = { text: kept.join(""), face, level: levels[start] ?? 0, isSpace: /^\s+$/u.test(shown) };
    clusters.push(last);
    starts.push(start);
  };
  for (const { segment, index } of graphemes.segment(text)) {
    // Spaces and signs inside of Arabic are taken from its font, so that a sentence is one run.
    const isNeutral = last?.face.isRightToLeft && /^[\p{Z}\p{P}]$/u.test(segment);
    if (isNeutral && last?.face.font.hasGlyphForCodePoint(segment.codePointAt(0)!)) {
      add(segment, index, last.face);
      continue;
    }
    const whole = await faceOf(segment, weight);
    if (whole) {
      add(segment, index, whole);
      continue;
    }
    let at = index;
    for (const part of segment) {
      const face = isIgnorable(part) ? latin : await faceOf(part, weight);
      if (!face) hasUnknown = true;
      // A mark alone would stand as a sign of its own beside its letter.
      if (face || !/^\p{M}$/u.test(part)) add(face ? part : "\uFFFD", at, face ?? latin);
      at += part.length;
    }
  }
  return { clusters, starts, baseLevel: paragraphs[0]?.level ?? 0, hasUnknown };
}

/** The clusters as a run: a right-to-left one is mirrored, and turned around where the font library would not do it. */
function toRun(clusters: Cluster[]): Run {
  const { face, level } = clusters[0]!;
  const isRightToLeft = level % 2 === 1;
  const texts = clusters.map(({ text }) => (isRightToLeft ? (bidi.getMirroredCharacter(text) ?? text) : text));
  let text = texts.join("");
  if (face.isRightToLeft || isRightToLeft) {
    const isTurnedByFont = face.font.layout(text).direction === "rtl";
    if (isTurnedByFont !== isRightToLeft) text = texts.reverse().join("");
  }
  return { face, text, width: widthOf(face, text) };
}

/** One line: its clusters as runs in the order of the eye (rule L2 of the bidirectional algorithm). */
function toLine(clusters: Cluster[]): LaidLine {
  let end = clusters.length;
  while (end > 0 && clusters[end - 1]!.isSpace) end -= 1;
  const groups: Cluster[][] = [];
  for (const cluster of clusters.slice(0, end)) {
    const group = groups.at(-1);
    if (group?.[0]!.face === cluster.face && group[0].level === cluster.level) group.push(cluster);
    else groups.push([cluster]);
  }
  const levelOf = (group: Cluster[]) => group[0]!.level;
  const highest = Math.max(0, ...groups.map(levelOf));
  for (let level = highest; level > 0; level -= 1) {
    for (let start = 0; start < groups.length; start += 1) {
      let stop = start;
      while (stop < groups.length && levelOf(groups[stop]!) >= level) stop += 1;
      if (stop - start > 1) groups.splice(start, stop - start, ...groups.slice(start, stop).reverse());
      start = Math.max(start, stop - 1);
    }
  }
  const runs = groups.map(toRun);
  return { runs, width: runs.reduce((sum, { width }) => sum + width, 0) };
}

/** Width of clusters that stand together, in ems. */
function measure(clusters: Cluster[]): number {
  let width = 0;
  for (let start = 0; start < clusters.length;) {
    let end = start + 1;
    while (end < clusters.length && clusters[end]!.face === clusters[start]!.face) end += 1;
    const text = clusters
      .slice(start, end)
      .map((cluster) => cluster.text)
      .join("");
    width += widthOf(clusters[start]!.face, text);
    start = end;
  }
  return width;
}

/** Cuts one paragraph into lines of at most `maxWidth` ems; a word that is longer is cut inside. */
async function layOutParagraph(text: string, weight: Weight, maxWidth: number): Promise<LaidText> {
  if (plain.test(text)) return { lines: layOutPlain(text, await plainFace(weight), maxWidth), isRightToLeft: false, hasUnknown: false };
  const { clusters, starts, baseLevel, hasUnknown } = await readClusters(text, weight);
  const lines: LaidLine[] = [];
  let line: Cluster[] = [];
  let lineWidth = 0;
  const endLine = () => {
    lines.push(toLine(line));
    line = [];
    lineWidth = 0;
  };
  const breaker = new LineBreaker(text);
  let next = 0;
  for (let stop = breaker.nextBreak(); stop; stop = breaker.nextBreak()) {
    const piece: Cluster[] = [];
    for (; next < clusters.length && starts[next]! < stop.position; next += 1) piece.push(clusters[next]!);
    if (piece.length === 0) continue;
    let inkEnd = piece.length;
    while (inkEnd > 0 && piece[inkEnd - 1]!.isSpace) inkEnd -= 1;
    const ink = measure(piece.slice(0, inkEnd));
    if (line.length > 0 && lineWidth + ink > maxWidth) endLine();
    if (ink <= maxWidth) {
      line.push(...piece);
      lineWidth += ink + measure(piece.slice(inkEnd));
      continue;
    }
    for (const cluster of piece) {
      const width = widthOf(cluster.face, cluster.text);
      if (line.length > 0 && lineWidth + width > maxWidth) endLine();
      line.push(cluster);
      lineWidth += width;
    }
  }
  if (line.length > 0 || lines.length === 0) endLine();
  return { lines, isRightToLeft: baseLevel % 2 === 1, hasUnknown };
}

/**
 * Lays out a text of one or more paragraphs. Whatever it holds, it does not throw: what no font has becomes U+FFFD.
 *
 * @param maxWidth in ems
 * @returns paragraph by paragraph, so that each stands at the side where its language begins
 */
export async function layOut(text: string, weight: Weight, maxWidth: number): Promise<LaidText[]> {
  const paragraphs: LaidText[] = [];
  for (const paragraph of text.split("\n")) paragraphs.push(await layOutParagraph(withoutControls(paragraph), weight, maxWidth));
  return paragraphs;
}

/**
 * The fonts of PDF files, and which of them shows a character. They come as web fonts in packages: each script, or
 * for CJK each hundred characters, is a file of its own, loaded when a text first needs it and then kept.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { create, type Font } from "fontkit";
import subsetFont from "subset-font";

const require = createRequire(import.meta.url);

export type Weight = 400 | 700;

/**
 * One file of a family. Compared by identity; `id` names it in a PDF. `font` is for measuring; a PDF reads `data` anew,
 * because writing one leaves letters without their characters in a font's memory (those that others are composed of).
 */
export type Face = { id: string; data: Buffer; font: Font; isRightToLeft: boolean };

type Family = {
  packageName: string;
  /** Weights the package has as files; a variable font has one file, which is fixed at 400. */
  weights: Weight[] | "variable";
  /** Files that are used; all of them without. */
  subsets?: string[];
  isRightToLeft?: boolean;
};

/** In order of preference. What none of them has is shown as U+FFFD. docs/decisions tells why these. */
const families: Family[] = [
  { packageName: "@fontsource/noto-sans", weights: [400, 700] },
  // Not Noto's: it composes letters of strokes and dots, and text copied from the file would have other letters.
  { packageName: "@fontsource/vazirmatn", weights: [400, 700], subsets: ["arabic"], isRightToLeft: true },
  { packageName: "@fontsource/noto-sans-hebrew", weights: [400, 700], subsets: ["hebrew"], isRightToLeft: true },
  { packageName: "@fontsource/noto-sans-thai", weights: [400, 700], subsets: ["thai"] },
  { packageName: "@fontsource-variable/noto-emoji", weights: "variable" },
  { packageName: "@fontsource-variable/noto-sans-sc", weights: "variable" },
  { packageName: "@fontsource-variable/noto-sans-jp", weights: "variable" },
  { packageName: "@fontsource-variable/noto-sans-kr", weights: "variable" },
  { packageName: "@fontsource/noto-sans-symbols-2", weights: [400], subsets: ["symbols", "math", "braille"] },
  { packageName: "@fontsource/noto-sans-math", weights: [400] },
];

/** A file that may have the characters of its ranges; only the loaded font tells. */
type Candidate = { family: Family; subset: string; ranges: [number, number][] };

function readRanges(text: string): [number, number][] {
  return text.split(",").map((range) => {
    const [first = "", last = first] = range.trim().replace(/^U\+/i, "").split("-");
    return [parseInt(first, 16), parseInt(last, 16)];
  });
}

let candidates: Candidate[] | undefined;

function allCandidates(): Candidate[] {
  return (candidates ??= families.flatMap((family) => {
    const ranges = require(`${family.packageName}/unicode.json`) as Record<string, string>;
    // The file of mathematics has far more than its range says.
    const isLast = family === families.at(-1);
    return (
      Object.entries(ranges)
        // Numbered subsets stand in brackets there.
        .map(([name, text]) => ({ subset: name.replace(/[[\]]/g, ""), text }))
        .filter(({ subset }) => family.subsets?.includes(subset) ?? true)
        .map(({ subset, text }) => ({ family, subset, ranges: isLast ? readRanges("U+0-10FFFF") : readRanges(text) }))
    );
  }));
}

const faces = new Map<string, Promise<Face>>();

async function readFace(id: string, { family }: Candidate, file: string): Promise<Face> {
  const data = await readFile(path.join(path.dirname(require.resolve(`${family.packageName}/package.json`)), "files", file));
  // The library that PDF files are made with cannot take glyphs out of packed or variable fonts.
  const isVariable = family.weights === "variable";
  const still = await subsetFont(data, undefined, {
    keepAllGlyphs: true,
    targetFormat: "sfnt",
    ...(isVariable && { variationAxes: { wght: 400 } }),
  });
  return { id, data: still, font: create(still) as Font, isRightToLeft: family.isRightToLeft ?? false };
}

function loadFace(candidate: Candidate, weight: Weight): Promise<Face> {
  const { packageName, weights } = candidate.family;
  const name = `${packageName.split("/")[1]}-${candidate.subset}`;
  const used = weights !== "variable" && weights.includes(weight) ? weight : 400;
  const id = `${name}-${used}`;
  let face = faces.get(id);
  if (!face) {
    face = readFace(id, candidate, weights === "variable" ? `${name}-wght-normal.woff2` : `${id}-normal.woff2`);
    faces.set(id, face);
    face.catch(() => faces.delete(id));
  }
  return face;
}

const ignorable = /^\p{Default_Ignorable_Code_Point}$/u;

/** True for what takes no place: joiners, selectors, marks of direction. */
export function isIgnorable(character: string): boolean {
  return ignorable.test(character);
}

async function findFace(cluster: string, weight: Weight): Promise<Face | null> {
  const codePoints = Array.from(cluster)
    .filter((character) => !isIgnorable(character))
    .map((character) => character.codePointAt(0)!);
  for (const candidate of allCandidates()) {
    if (!codePoints.every((code) => candidate.ranges.some(([first, last]) => first <= code && code <= last))) continue;
    const face = await loadFace(candidate, weight);
    if (codePoints.every((code) => face.font.hasGlyphForCodePoint(code))) return face;
  }
  return null;
}

const REMEMBERED = 20_000;
const known = { 400: new Map<string, Face | null>(), 700: new Map<string, Face | null>() };

/**
 * The face that has a whole cluster (a letter with its marks, an emoji with its modifiers), so that it is shown as one.
 *
 * @returns null when there is none: show its parts
 */
export async function faceOf(cluster: string, weight: Weight): Promise<Face | null> {
  const memory = known[weight];
  let face = memory.get(cluster);
  if (face === undefined) {
    face = await findFace(cluster, weight);
    // Clusters can be made up without end.
    if (memory.size >= REMEMBERED) memory.clear();
    memory.set(cluster, face);
  }
  return face;
}

/** The face of plain Latin text, and of the sign for what cannot be shown. */
export async function plainFace(weight: Weight): Promise<Face> {
  const face = await faceOf("\uFFFD", weight);
  if (!face) throw new Error("The font for Latin text is missing.");
  return face;
}

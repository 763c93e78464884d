// @vitest-environment node
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(path.join(import.meta.dirname, "tokens.css"), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");

type Oklch = { l: number; c: number; h: number };
type Theme = "light" | "dark";

/** Splits at a separator where it stands outside of brackets. */
function splitTop(text: string, separator = ","): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "(") depth++;
    else if (text[index] === ")") depth--;
    else if (text[index] === separator && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}

const declared = new Map(
  [...css.matchAll(/--([a-z-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [name, value.replace(/\s+/g, " ").trim()]),
);

const scope = {
  calc: (value: number) => value,
  min: Math.min,
  max: Math.max,
  clamp: (low: number, value: number, high: number) => Math.min(Math.max(value, low), high),
};

/** One number of a relative colour. The grammar of calc() is JavaScript's, once its functions have names. */
function evaluate(expression: string, brand: Oklch): number {
  const whole = expression.replaceAll("var(--is-light)", `(${declared.get("is-light") ?? ""})`);
  if (!/^(?:calc|min|max|clamp|[lch]|[\d\s.()*+,-])+$/.test(whole)) throw new Error(`cannot read ${expression}`);
  const names = { ...scope, ...brand };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text is our own style sheet, checked above
  const compiled = new Function(...Object.keys(names), `return ${whole}`) as (...values: unknown[]) => unknown;
  const value = compiled(...Object.values(names));
  if (typeof value !== "number" || Number.isNaN(value)) throw new Error(`cannot read ${expression}`);
  return value;
}

function color(name: string, theme: Theme, brand: Oklch): Oklch {
  const whole = declared.get(name);
  if (!whole) throw new Error(`no token --${name}`);
  const pair = /^light-dark\((.*)\)$/.exec(whole);
  const value = pair ? splitTop(pair[1] ?? "")[theme === "light" ? 0 : 1] : whole;
  const body = /^oklch\((?:from var\(--brand\) )?(.*)\)$/.exec(value ?? "")?.[1] ?? "";
  const [l = "", c = "", h = ""] = splitTop(body, " ");
  return { l: evaluate(l, brand), c: evaluate(c, brand), h: evaluate(h, brand) };
}

/** Relative luminance (WCAG), with channels cut to what a screen can show. */
function luminance({ l, c, h }: Oklch): number {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const [x, y, z] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ];
  const cut = (value: number) => Math.min(1, Math.max(0, value));
  const red = cut(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z);
  const green = cut(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z);
  const blue = cut(-0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Oklch, other: Oklch): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((p, q) => q - p);
  return (light + 0.05) / (dark + 0.05);
}

const ownBrand: Oklch = { l: 0.5, c: 0.19, h: 280 };
const grounds = ["background", "surface", "sunken"];

const pairs: [string, string, number][] = [
  ...[...grounds, "hover", "pressed"].map((ground): [string, string, number] => ["foreground", ground, 7]),
  ...[...grounds, "hover", "pressed"].map((ground): [string, string, number] => ["muted-foreground", ground, 4.5]),
  ...["surface", "background"].map((ground): [string, string, number] => ["input", ground, 3]),
  ...["danger", "warning", "success", "info"].map((tone): [string, string, number] => [`${tone}-ink`, `${tone}-soft`, 4.5]),
  ...["danger", "warning", "success", "info"].flatMap((tone) =>
    grounds.map((ground): [string, string, number] => [`${tone}-ink`, ground, 4.5]),
  ),
  ["danger-foreground", "danger", 4.5],
  ["danger-foreground", "danger-hover", 4.5],
  ["note-ink", "note", 4.5],
  ["foreground", "note", 7],
  ["foreground", "primary-soft", 7],
  ["muted-foreground", "primary-soft", 4.5],
];

const brandPairs: [string, string, number][] = [
  ["primary-foreground", "primary", 4.5],
  ["primary-foreground", "primary-hover", 4.5],
  ["primary-ink", "primary-soft", 4.5],
  ...grounds.map((ground): [string, string, number] => ["primary-ink", ground, 4.5]),
  ...grounds.map((ground): [string, string, number] => ["ring", ground, 3]),
];

describe.each<Theme>(["light", "dark"])("contrast in the %s theme", (theme) => {
  it.each([...pairs, ...brandPairs])("of --%s on --%s is at least %f", (text, ground, least) => {
    expect(contrast(color(text, theme, ownBrand), color(ground, theme, ownBrand))).toBeGreaterThanOrEqual(least);
  });

  it("holds for whatever colour a workspace picks as its brand", () => {
    const poor: string[] = [];
    for (let h = 0; h < 360; h += 10) {
      for (const l of [0, 0.25, 0.45, 0.6, 0.69, 0.7, 0.75, 0.9, 1]) {
        for (const c of [0, 0.1, 0.2, 0.3]) {
          for (const [text, ground, least] of brandPairs) {
            const ratio = contrast(color(text, theme, { l, c, h }), color(ground, theme, { l, c, h }));
            if (ratio < least) poor.push(`--${text} on --${ground}: ${ratio.toFixed(2)} for oklch(${l} ${c} ${h})`);
          }
        }
      }
    }
    expect(poor.slice(0, 10)).toEqual([]);
  });
});

it("would notice a poor pair", () => {
  expect(contrast(color("border", "light", ownBrand), color("surface", "light", ownBrand))).toBeLessThan(3);
  expect(contrast({ l: 0, c: 0, h: 0 }, { l: 1, c: 0, h: 0 })).toBeCloseTo(21, 1);
});

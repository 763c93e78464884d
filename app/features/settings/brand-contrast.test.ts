// @vitest-environment node
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { brandContrast } from "./brand-contrast";

const tokens = readFileSync(path.join(import.meta.dirname, "../../styles/tokens.css"), "utf8").replace(/\s+/g, " ");

describe("A brand colour", () => {
  it("carries dark words where it is light, else white ones, and is deepened where those could not be read", () => {
    expect(brandContrast("#0EA5E9")?.use).toBe("deepened");
    expect(brandContrast("#0f766e")?.use).toBe("white_words");
    expect(brandContrast("#facc15")?.use).toBe("dark_words");
    const black = brandContrast("#000000");
    expect(black?.white).toBeCloseTo(21, 1);
    expect(black?.use).toBe("white_words");
    expect(brandContrast("#ffffff")?.white).toBeCloseTo(1, 2);
  });

  it("carries words that can be read, whichever it is", () => {
    const steps = ["00", "33", "66", "99", "cc", "ff"];
    const colors = steps.flatMap((red) => steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)));
    expect(colors.filter((color) => (brandContrast(color)?.button ?? 0) < 4.5)).toEqual([]);
    // As chosen, with the better of both words, some of them could not.
    expect(colors.filter((color) => (brandContrast(color)?.white ?? 0) < 4.5).length).toBeGreaterThan(50);
  });

  it("is derived here as it is in the style sheet", () => {
    expect(tokens).toContain("--is-light: clamp(0, (l - 0.7) * 1000, 1)");
    expect(tokens).toContain("oklch(from var(--brand) calc(min(l, 0.49) * (1 - var(--is-light)) + l * var(--is-light)) min(c, 0.2) h)");
    expect(tokens).toContain("calc(0.995 - 0.775 * var(--is-light)) calc(0.02 * var(--is-light)) h");
  });

  it.each(["", "red", "#fff", "#12345g"])("is not %j", (text) => expect(brandContrast(text)).toBeNull());
});

/** Libraries that bring no types: what is used of them. */

declare module "linebreak" {
  /** Where a line may end (Unicode Standard Annex 14). */
  export default class LineBreaker {
    constructor(text: string);
    /** The next place, in order; null at the end of the text. */
    nextBreak(): { position: number; required: boolean } | null;
  }
}

declare module "subset-font" {
  /** HarfBuzz' subsetter: takes any format of web font, may fix the axes of a variable one. */
  export default function subsetFont(
    font: Buffer,
    text: undefined,
    options: { keepAllGlyphs: true; targetFormat: "sfnt"; variationAxes?: Record<string, number> },
  ): Promise<Buffer>;
}

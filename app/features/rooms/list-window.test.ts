import { describe, expect, it } from "vitest";
import { ChunkHeights, rangeFor, segments } from "./list-window";
import { chunkSize, type Chunks } from "./timeline";

const chunks = (first: number, last: number): Chunks => ({ first, last, sizeOf: () => chunkSize });

function measured(last: number, height = 1000): ChunkHeights {
  const heights = new ChunkHeights();
  for (let chunk = 0; chunk <= last; chunk += 1) heights.set(chunk, chunkSize, height);
  return heights;
}

describe("heights", () => {
  it("of what was never measured are the average of what was", () => {
    const heights = new ChunkHeights();
    expect(heights.of(7, 10)).toBe(640);
    heights.set(1, 20, 1000);
    heights.set(2, 20, 3000);
    expect(heights.of(1, 20)).toBe(1000);
    expect(heights.of(7, 10)).toBe(1000);
  });

  it("are measured anew, and guessed again when there are other lines", () => {
    const heights = new ChunkHeights();
    heights.set(1, 5, 500);
    heights.set(1, 20, 1000);
    expect(heights.of(1, 20)).toBe(1000);
    expect(heights.of(2, 20)).toBe(1000);
    expect(heights.of(1, 10)).toBe(500);
  });
});

describe("the range in the document", () => {
  it("holds what is seen and some more on both sides, of any number of chunks", () => {
    const heights = measured(2499);
    // Chunk 1000 is at the top of what is seen.
    const range = rangeFor(chunks(0, 2499), heights, { from: 1000, to: 1000 }, -1_000_000, 800);
    expect(range).toEqual({ from: 999, to: 1001 });
  });

  it("keeps what is not far away, and lets go of what is", () => {
    const heights = measured(2499);
    expect(rangeFor(chunks(0, 2499), heights, { from: 998, to: 1003 }, -1_000_000, 800)).toEqual({ from: 998, to: 1003 });
    expect(rangeFor(chunks(0, 2499), heights, { from: 0, to: 2499 }, -1_000_000, 800)).toEqual({ from: 997, to: 1003 });
  });

  it("follows the end", () => {
    const heights = measured(99);
    const range = rangeFor(chunks(0, 99), heights, { from: 96, to: Infinity }, 800 - 100_000, 800);
    expect(range).toEqual({ from: 96, to: Infinity });
  });

  it("is all of a short conversation", () => {
    expect(rangeFor(chunks(0, 2), measured(2, 100), { from: 0, to: Infinity }, 0, 800)).toEqual({ from: 0, to: Infinity });
  });
});

describe("segments", () => {
  it("are chunks, and gaps as high as what is left out", () => {
    expect(segments(chunks(0, 9), measured(9), { from: 4, to: 5 }, null)).toEqual([
      { height: 4000, from: 0 },
      { chunk: 4 },
      { chunk: 5 },
      { height: 4000, from: 6 },
    ]);
  });

  it("keep one chunk, wherever it is", () => {
    expect(segments(chunks(0, 9), measured(9), { from: 8, to: Infinity }, 2)).toEqual([
      { height: 2000, from: 0 },
      { chunk: 2 },
      { height: 5000, from: 3 },
      { chunk: 8 },
      { chunk: 9 },
    ]);
  });

  it("of 50,000 messages are few", () => {
    expect(segments(chunks(0, 2499), measured(2499), { from: 1000, to: 1004 }, 3).length).toBeLessThan(10);
  });
});

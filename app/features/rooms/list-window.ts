/** Which chunks of a long conversation stand in the document, and how high the others are. */
import type { Chunks } from "./timeline";

/** First and last chunk. `to` may be Infinity: to the end, also when the end moves. */
export type Range = { from: number; to: number };

/** Pixels around what is seen in which chunks are put in, and outside of which they are taken out. */
const near = 1000;
const far = 3000;

/** Before anything was measured: pixels. */
const guessedLine = 64;

/** Heights as they were when last in the document; of a chunk that never was, by the average of those that were. */
export class ChunkHeights {
  private readonly known = new Map<number, { lines: number; height: number }>();
  private lines = 0;
  private height = 0;

  set(chunk: number, lines: number, height: number): void {
    const before = this.known.get(chunk);
    this.lines += lines - (before?.lines ?? 0);
    this.height += height - (before?.height ?? 0);
    this.known.set(chunk, { lines, height });
  }

  of(chunk: number, lines: number): number {
    const known = this.known.get(chunk);
    if (known?.lines === lines) return known.height;
    return lines * (this.lines > 0 ? this.height / this.lines : guessedLine);
  }
}

/**
 * The range that should be in the document.
 *
 * @param top where the first chunk starts, relative to the top of what is seen
 * @param seen the height of what is seen
 */
export function rangeFor(chunks: Chunks, heights: ChunkHeights, current: Range, top: number, seen: number): Range {
  const least = chunksBetween(chunks, heights, top, -near, seen + near);
  const most = chunksBetween(chunks, heights, top, -far, seen + far);
  const from = Math.max(most.from, Math.min(current.from, least.from));
  const to = Math.min(most.to, Math.max(current.to, least.to));
  return { from, to: to >= chunks.last ? Infinity : to };
}

function chunksBetween({ first, last, sizeOf }: Chunks, heights: ChunkHeights, top: number, start: number, end: number): Range {
  let [from, to, y] = [last, first, top];
  for (let chunk = first; chunk <= last && y < end; chunk += 1) {
    y += heights.of(chunk, sizeOf(chunk));
    if (y > start) from = Math.min(from, chunk);
    to = chunk;
  }
  return { from: Math.min(from, to), to };
}

export type Segment = { chunk: number } | { height: number; from: number };

/** What the list consists of: the chunks of the range, the one that must stay, and gaps as high as what is left out. */
export function segments({ first, last, sizeOf }: Chunks, heights: ChunkHeights, range: Range, kept: number | null): Segment[] {
  const result: Segment[] = [];
  for (let chunk = first; chunk <= last; chunk += 1) {
    const before = result.at(-1);
    if ((chunk >= range.from && chunk <= range.to) || chunk === kept) result.push({ chunk });
    else if (before && "height" in before) before.height += heights.of(chunk, sizeOf(chunk));
    else result.push({ height: heights.of(chunk, sizeOf(chunk)), from: chunk });
  }
  return result;
}

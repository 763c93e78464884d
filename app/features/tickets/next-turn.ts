/** However far the next moment is, words like "in 3 minutes" go on: milliseconds. */
const tickEvery = 15_000;

/**
 * Milliseconds until a clock on the page has to move: to the next of the moments, at most 15 seconds.
 *
 * @param turns ISO 8601; what is over, null or no time is left out
 */
export function untilNextTurn(turns: readonly (string | null)[], now: number): number {
  return turns.reduce((least, turn) => {
    const left = turn === null ? NaN : Date.parse(turn) - now;
    return left > 0 && left < least ? left : least;
  }, tickEvery);
}

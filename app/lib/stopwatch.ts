/**
 * Starts to measure time.
 *
 * @returns a function that gives the milliseconds since then. Two clocks are asked, because each may fail: people and
 *   networks set the one back, and the other stands still while the device sleeps.
 */
export function stopwatch(): () => number {
  const [at, ticks] = [Date.now(), performance.now()];
  return () => Math.max(Date.now() - at, performance.now() - ticks);
}

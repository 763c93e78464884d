import { useCallback, useEffect, useRef } from "react";

/**
 * Runs a task that must not overlap itself, such as fetching the newest state: wanted again while it runs, it runs once
 * more afterwards, however often it was wanted.
 *
 * @param task may be an inline function; it must not throw
 * @returns a stable function that asks for a run
 */
export function useOneAtATime(task: () => Promise<void>): () => void {
  const latest = useRef(task);
  useEffect(() => {
    latest.current = task;
  });
  const state = useRef({ isRunning: false, isWanted: false });
  return useCallback(() => {
    const { current } = state;
    current.isWanted = true;
    if (!current.isRunning) void run();

    async function run() {
      current.isRunning = true;
      while (current.isWanted) {
        current.isWanted = false;
        await latest.current();
      }
      current.isRunning = false;
    }
  }, []);
}

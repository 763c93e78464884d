import { useEffect, useRef } from "react";
import { useServerClock } from "./server-clock";

/** Longer waits than this a timer cannot have: milliseconds. */
const longest = 2_147_483_647;
const firstPause = 5_000;
const longestPause = 300_000;

/**
 * Calls back when a moment has come by the server's clock, and again, less and less often, for as long as it is still
 * waited for after that. A page that slept through it is told when it is seen again.
 *
 * @param at ISO 8601; null when there is nothing to wait for, or not any more
 */
export function useTurn(at: string | null, onTurn: () => void): void {
  const clock = useServerClock();
  const latest = useRef(onTurn);
  useEffect(() => {
    latest.current = onTurn;
  });
  useEffect(() => {
    if (at === null) return;
    let pause = firstPause;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      clearTimeout(timer);
      const left = Date.parse(at) - clock();
      if (left > 0) {
        timer = setTimeout(look, Math.min(left + 50, longest));
        return;
      }
      timer = setTimeout(look, pause);
      pause = Math.min(pause * 2, longestPause);
      latest.current();
    };
    const lookWhenSeen = () => {
      if (!document.hidden) look();
    };
    look();
    document.addEventListener("visibilitychange", lookWhenSeen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", lookWhenSeen);
    };
  }, [at, clock]);
}

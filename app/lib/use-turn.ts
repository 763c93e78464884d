import { useEffect, useRef } from "react";

/** Longer waits than this a timer cannot have: milliseconds. */
const longest = 2_147_483_647;

/**
 * Calls back once when a moment has come; a page that slept through it is told when it wakes, since its timers go on then.
 *
 * @param at ISO 8601; null, and what is over when the page comes, is nothing to wait for
 */
export function useTurn(at: string | null, onTurn: () => void): void {
  const latest = useRef(onTurn);
  useEffect(() => {
    latest.current = onTurn;
  });
  useEffect(() => {
    const left = at === null ? 0 : Date.parse(at) - Date.now();
    if (!(left > 0 && left < longest)) return;
    const timer = setTimeout(() => latest.current(), left + 50);
    return () => clearTimeout(timer);
  }, [at]);
}

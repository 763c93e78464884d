import { useEffect, useState } from "react";

/**
 * The current time in milliseconds since 1970, anew every 15 seconds while the page is seen.
 *
 * @param atLoad the server's time of the page, so that both write the same words at first
 */
export function useNow(atLoad: number): number {
  const [now, setNow] = useState(atLoad);
  useEffect(() => {
    const tick = () => {
      if (!document.hidden) setNow(Date.now());
    };
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, 15_000);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, []);
  return now;
}

import { useEffect, useState } from "react";
import { untilNextTurn } from "./next-turn";

/**
 * The current time in milliseconds since 1970: anew every 15 seconds and at each of the moments given, while the page is
 * seen. A hidden page has no timer, and looks at once when it is seen again.
 *
 * @param atLoad the server's time of the page, so that both write the same words at first
 * @param turns ISO 8601, when something shown turns
 */
export function useNow(atLoad: number, turns: readonly (string | null)[] = []): number {
  const [now, setNow] = useState(atLoad);
  const moments = turns.join();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      clearTimeout(timer);
      timer = undefined;
      if (document.hidden) return;
      setNow(Date.now());
      timer = setTimeout(tick, untilNextTurn(moments.split(","), Date.now()));
    };
    timer = setTimeout(tick, 0);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [moments]);
  return now;
}

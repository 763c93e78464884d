import { useEffect, useState } from "react";

/** So long without a ticket less, the worker has something else to do. */
const patience = 30_000;

/**
 * How many open tickets still run by something else than today's policies: counted apart from the page, which does not
 * wait for it, and every other second while they are being recalculated and the page is seen.
 *
 * @param counted what is known already
 * @param options.since counts anew when it is another one
 * @param options.url of the data route that counts
 * @returns `count` null while it is not known; `isStuck`: there has been no ticket less for a while
 */
export function useOutdatedCount(
  counted: number | null,
  options: { isUnderWay: boolean; since: unknown; url: string },
): { count: number | null; isStuck: boolean; hasFailed: boolean } {
  const { isUnderWay, since, url } = options;
  const [state, setState] = useState({ count: counted, isStuck: false, hasFailed: false });
  const isAsking = isUnderWay && state.count !== 0;
  useEffect(() => {
    let isGone = false;
    let lowest = Number.POSITIVE_INFINITY;
    let changedAt = Date.now();
    const ask = async () => {
      const response = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
      const answer = response?.ok ? ((await response.json().catch(() => null)) as { count: number } | null) : null;
      if (isGone) return;
      if (!answer) return setState((now) => ({ ...now, hasFailed: true }));
      if (answer.count < lowest) {
        lowest = answer.count;
        changedAt = Date.now();
      }
      setState({ count: answer.count, isStuck: Date.now() - changedAt > patience, hasFailed: false });
    };
    void ask();
    const timer = isAsking ? setInterval(() => void (document.hidden || ask()), 2000) : undefined;
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [isAsking, since, url]);
  return state;
}

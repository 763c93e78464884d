import { useEffect, useState } from "react";

/** So long without a ticket less, the worker has something else to do. */
const patience = 30_000;

export type OutdatedCount = {
  /** Null while it is not known. */
  count: number | null;
  /** They are being recalculated. */
  isUnderWay: boolean;
  /** How many there were when that began, as far as this page has seen it. */
  total: number;
  /** It has ended while this page was open. */
  isDone: boolean;
  /** There has been no ticket less for a while. */
  isStuck: boolean;
  hasFailed: boolean;
};

type Answer = { count: number; isUnderWay: boolean };

/**
 * How many open tickets still run by something else than today's policies: counted apart from the page, which does not
 * wait for it, and every other second while they are being recalculated and the page is seen.
 *
 * @param known what the page came with
 * @param options.asked another one each time somebody has them recalculated
 * @param options.since counts anew when it is another one
 * @param options.url of the data route that counts
 */
export function useOutdatedCount(
  known: { count: number | null; isUnderWay: boolean },
  options: { asked: { recalculating?: number } | null; since: unknown; url: string },
): OutdatedCount {
  const { asked, since, url } = options;
  const [state, setState] = useState<OutdatedCount & { asked: typeof asked }>({
    ...known,
    asked: null,
    total: known.count ?? 0,
    isDone: false,
    isStuck: false,
    hasFailed: false,
  });
  if (state.asked !== asked) {
    const total = asked?.recalculating;
    const begun = total === undefined ? {} : { count: total, total, isUnderWay: total > 0, isDone: total === 0, isStuck: false };
    setState({ ...state, asked, ...begun });
  }
  const { isUnderWay } = state;
  useEffect(() => {
    let isGone = false;
    let lowest = Number.POSITIVE_INFINITY;
    let changedAt = Date.now();
    const ask = async () => {
      const answer = await fetchCount(url);
      if (isGone) return;
      if (!answer) return setState((now) => ({ ...now, hasFailed: true }));
      if (answer.count < lowest) {
        lowest = answer.count;
        changedAt = Date.now();
      }
      const isStuck = Date.now() - changedAt > patience;
      setState((now) => ({
        asked: now.asked,
        ...answer,
        total: Math.max(now.isUnderWay ? now.total : 0, answer.count),
        // What is changed later makes it untrue.
        isDone: answer.count === 0 && !answer.isUnderWay && (now.isUnderWay || now.isDone),
        isStuck,
        hasFailed: false,
      }));
    };
    void ask();
    const timer = isUnderWay ? setInterval(() => void (document.hidden || ask()), 2000) : undefined;
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [isUnderWay, since, url]);
  return state;
}

async function fetchCount(url: string): Promise<Answer | null> {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    return response.ok ? ((await response.json()) as Answer | null) : null;
  } catch {
    return null;
  }
}

/** How long lines took to reach pages, and how long they might have. */
import { pollMs } from "../../app/features/rooms/line-feed";
import type { Finding } from "./checks";

/**
 * What a fault does to the pages it is about. `nothing`: they are not to notice. `closes`: sockets end, which says that
 * something may be missing. `silent`: pushes are lost and nothing says so, but requests pass, so that the next poll finds
 * them while the fault still lasts. `outage`: requests fail too and pushes are lost, and the sockets stay: the next poll
 * after its end finds them.
 */
export type Effect = "nothing" | "closes" | "silent" | "outage";

export type FaultSpan = { name: string; tabs: readonly number[]; effect: Effect; startedAt: number; endedAt: number };

/** The poll and the fetch itself. */
const onePoll = pollMs.live + 2000;

/**
 * After the commit; with `closes` and `outage` after the end of the fault where that is later. Milliseconds. That of
 * `nothing` is no promise: it is for a page that is late by itself, also where other things keep the machine busy.
 */
export const limitMs: Record<Effect, number> = { nothing: 10_000, closes: 5000, silent: onePoll, outage: onePoll };

const waitsForEnd = (effect: Effect) => effect === "closes" || effect === "outage";

/** Times in milliseconds since 1970; `arrivedAt` by number. */
export type Arrivals = { tab: number; openedAt: number; arrivedAt: readonly number[] };

export type Lateness = {
  findings: Finding[];
  /** Milliseconds from commit to page of what no fault touched, sorted. */
  calm: number[];
  /** The worst by effect, in milliseconds after what {@link limitMs} counts from. */
  worst: Record<Effect, number>;
};

/** A page may have met several faults; it is given the time that the slowest of them takes. */
const slowest: readonly Effect[] = ["outage", "silent", "closes"];

/**
 * @param committedAt by number, in milliseconds since 1970 by the same clock as `arrivedAt`
 * @param slowness how many times longer everything may take: more than 1 on a machine that does other things too
 */
export function checkLateness(
  committedAt: ReadonlyMap<number, number>,
  arrivals: readonly Arrivals[],
  spans: readonly FaultSpan[],
  slowness = 1,
): Lateness {
  const findings: Finding[] = [];
  const calm: number[] = [];
  const worst: Lateness["worst"] = { nothing: 0, closes: 0, silent: 0, outage: 0 };
  for (const { tab, openedAt, arrivedAt } of arrivals) {
    const ofTab = spans.filter(({ tabs }) => tabs.includes(tab));
    for (const [seq, committed] of committedAt) {
      const arrived = arrivedAt[seq];
      // Not there at all is another finding.
      if (arrived === undefined || committed < openedAt) continue;
      const touching = ofTab.filter(({ startedAt, endedAt }) => startedAt <= arrived && endedAt >= committed);
      const effect = slowest.find((one) => touching.some((span) => span.effect === one)) ?? "nothing";
      const from = Math.max(committed, ...touching.filter((span) => waitsForEnd(span.effect)).map(({ endedAt }) => endedAt));
      const took = arrived - from;
      if (touching.length === 0) calm.push(took);
      worst[effect] = Math.max(worst[effect], took);
      const limit = Math.round(limitMs[effect] * slowness);
      if (took > limit) {
        const names = touching.map((span) => span.name).join(", ") || "no fault";
        findings.push({ kind: "late", words: `tab ${tab} had ${seq} after ${Math.round(took)} ms (${names}; at most ${limit})` });
      }
    }
  }
  return { findings, calm: calm.sort((a, b) => a - b), worst };
}

/**
 * How long after a fault's end its pages had what had been committed by then, in milliseconds. Pages that another fault
 * was still about are left out.
 */
export function equalAfter(
  span: FaultSpan,
  spans: readonly FaultSpan[],
  committedAt: ReadonlyMap<number, number>,
  arrivals: readonly Arrivals[],
): number {
  const others = spans.filter(
    (other) =>
      other !== span && other.effect !== "nothing" && other.endedAt > span.endedAt && other.startedAt < span.endedAt + limitMs.silent,
  );
  let latest = span.endedAt;
  for (const { tab, arrivedAt } of arrivals) {
    if (!span.tabs.includes(tab) || others.some(({ tabs }) => tabs.includes(tab))) continue;
    for (const [seq, committed] of committedAt) if (committed <= span.endedAt) latest = Math.max(latest, arrivedAt[seq] ?? Infinity);
  }
  return latest - span.endedAt;
}

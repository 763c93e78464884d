/** What a clock's events and hours add up to over time, for the eye. No words, no side effects. */
import type { SlaExplanation } from "~/lib/supabase/database-types";

/**
 * counted: its time ran. closed: it would have, outside of working hours. paused: the ticket waited for the customer.
 * ended: resolved, before it was opened again. ahead: working hours from now to the due time. late: after the due time.
 */
export type SegmentKind = "counted" | "closed" | "paused" | "ended" | "ahead" | "late";
/** Milliseconds since 1970. */
export type Segment = { kind: SegmentKind; from: number; until: number };

type Clock = Pick<SlaExplanation, "started_at" | "due_at" | "stopped_at" | "events" | "stretches">;
type Phase = { kind: "running" | "paused" | "ended"; isByHand: boolean; from: number };

const longest = 92 * 24 * 3_600_000;

/** In which state the clock was from when on. A due time that was set by hand comes nearer whatever the ticket waits for. */
export function phasesOf({ started_at, events }: Clock): Phase[] {
  let phases: Phase[] = [];
  let waits = false;
  let isByHand = false;
  const enter = (kind: Phase["kind"], at: string) => {
    const last = phases.at(-1);
    if (last?.kind !== kind || last.isByHand !== isByHand) phases.push({ kind, isByHand, from: Date.parse(at) });
  };
  for (const { kind, at, due_at } of events) {
    if (kind === "activate" || kind === "backdate") {
      phases = [];
      enter("running", started_at);
    }
    if (kind === "pause") waits = true;
    if (kind === "resume") waits = false;
    if (kind === "set_due") isByHand = due_at !== null;
    if (kind === "pause" || kind === "resume" || kind === "set_due") enter(waits && !isByHand ? "paused" : "running", at);
    if (kind === "fulfil" || kind === "cancel") enter("ended", at);
  }
  return phases;
}

/**
 * A clock from its start to its due time, its end or now, whichever is last, without gaps.
 *
 * @returns nothing where that is too long to be drawn
 */
export function segmentsOf(clock: Clock, now: number): Segment[] {
  const start = Date.parse(clock.started_at);
  const due = clock.due_at === null ? null : Date.parse(clock.due_at);
  const end = Math.max(start, due ?? start, clock.stopped_at === null ? now : Date.parse(clock.stopped_at));
  if (end - start > longest || end === start) return [];
  const open = clock.stretches.map(({ from_at, until_at }) => ({ from: Date.parse(from_at), until: Date.parse(until_at) }));
  const phases = phasesOf(clock);
  const cuts = [
    start,
    end,
    now,
    ...(due === null ? [] : [due]),
    ...phases.map(({ from }) => from),
    ...open.flatMap(({ from, until }) => [from, until]),
  ]
    .filter((cut) => cut >= start && cut <= end)
    .sort((a, b) => a - b);
  const segments: Segment[] = [];
  for (const [index, from] of cuts.entries()) {
    const until = cuts[index + 1];
    if (until === undefined || until === from) continue;
    const phase = phases.findLast((one) => one.from <= from);
    const isOpen = phase?.isByHand === true || open.some((one) => one.from <= from && from < one.until);
    const kind = kindOf({ phase: phase?.kind ?? "running", isOpen, isLate: due !== null && from >= due, isAhead: from >= now });
    const last = segments.at(-1);
    if (last?.kind === kind) last.until = until;
    else segments.push({ kind, from, until });
  }
  return segments;
}

function kindOf(at: { phase: Phase["kind"]; isOpen: boolean; isLate: boolean; isAhead: boolean }): SegmentKind {
  if (at.phase !== "running") return at.phase;
  if (at.isLate) return "late";
  if (!at.isOpen) return "closed";
  return at.isAhead ? "ahead" : "counted";
}

/** Seconds that the clock has used by now: what is added up, and what runs since. */
export function usedSeconds(clock: Pick<SlaExplanation, "consumed_seconds" | "running_since" | "stretches">, now: number): number {
  if (clock.running_since === null) return clock.consumed_seconds;
  const since = Date.parse(clock.running_since);
  return clock.stretches.reduce(
    (sum, { from_at, until_at }) => sum + Math.max(0, Math.min(Date.parse(until_at), now) - Math.max(Date.parse(from_at), since)) / 1000,
    clock.consumed_seconds,
  );
}

// @vitest-environment node
/** What holds for the clocks of any history, without working them out again. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs, timeout } from "./generate";
import { histories } from "./generate-histories";
import { clocksOf, type History, type OracleClock } from "./history";

const until = ({ happenings, ...rest }: History, count: number): History => ({ ...rest, happenings: happenings.slice(0, count) });

/** The fields that each state has, and that it has not. */
function expectSound(clock: OracleClock, now: Date) {
  const { state, due_at, running_since, breached_at, started_at } = clock;
  expect(clock.consumed_seconds).toBeGreaterThanOrEqual(0);
  expect({ state, isMet: clock.met_at !== null }).toEqual({ state, isMet: state === "met" });
  expect({ state, isBreached: breached_at !== null, hasCause: clock.breach_cause !== null }).toEqual({
    state,
    isBreached: state === "breached",
    hasCause: state === "breached",
  });
  expect({ state, isCancelled: clock.cancel_reason !== null }).toEqual({ state, isCancelled: state === "cancelled" });
  if (state !== "breached") {
    expect({ state, isRunning: running_since !== null }).toEqual({ state, isRunning: state === "running" });
    expect(clock.consumed_seconds).toBeLessThanOrEqual(clock.target_seconds);
    expect(clock.met_late_at).toBeNull();
  }
  if (state === "running") expect(due_at?.getTime()).toBeGreaterThanOrEqual(now.getTime());
  if (state === "paused") expect(due_at).toBeNull();
  if (clock.met_at && due_at) expect(clock.met_at.getTime()).toBeLessThanOrEqual(due_at.getTime());
  if (breached_at) {
    expect(due_at).toEqual(breached_at);
    expect(breached_at.getTime()).toBeGreaterThanOrEqual(started_at.getTime());
    expect((clock.met_late_at ?? now).getTime()).toBeGreaterThanOrEqual(breached_at.getTime());
  }
}

describe("the clocks of any history", () => {
  it(
    "are sound, are numbered from 1, and at most one of replies and one of resolution goes on",
    () => {
      fc.assert(
        fc.property(histories, ({ history, now }) => {
          const clocks = clocksOf(history, now);
          for (const clock of clocks) expectSound(clock, now);
          for (const metric of ["first_response", "next_response", "resolution"]) {
            const sequences = clocks.filter((clock) => clock.metric === metric).map(({ sequence }) => sequence);
            expect(sequences).toEqual(sequences.map((_, index) => index + 1));
          }
          const goingOn = clocks.filter(({ running_since }) => running_since);
          expect(goingOn.filter(({ metric }) => metric === "resolution").length).toBeLessThanOrEqual(1);
          expect(goingOn.filter(({ metric }) => metric !== "resolution").length).toBeLessThanOrEqual(1);
        }),
        runs(80),
      );
    },
    timeout,
  );

  it(
    "do not depend on how often somebody looked: a note changes nothing",
    () => {
      fc.assert(
        fc.property(histories, fc.nat(100), ({ history, now }, percent) => {
          const created = history.created.at.getTime();
          const at = new Date(Math.round(created + ((now.getTime() - created) * percent) / 100));
          const later = history.happenings.findIndex((happening) => happening.at > at);
          const index = later < 0 ? history.happenings.length : later;
          const happenings = history.happenings.toSpliced(index, 0, { at, kind: "note" });
          expect(clocksOf({ ...history, happenings }, now)).toEqual(clocksOf(history, now));
        }),
        runs(40),
      );
    },
    timeout,
  );

  it(
    "keep what is a fact: a breach and a cancelled clock stay as they are, and a met one unless it is reopened",
    () => {
      fc.assert(
        fc.property(histories, ({ history, now }) => {
          const atLast = clocksOf(history, now);
          history.happenings.forEach(({ at }, index) => {
            for (const clock of clocksOf(until(history, index + 1), at)) {
              const same = atLast.find(({ metric, sequence }) => metric === clock.metric && sequence === clock.sequence);
              expect(same?.started_at).toEqual(clock.started_at);
              if (clock.state === "cancelled" || (clock.state === "met" && clock.metric !== "resolution")) expect(same).toEqual(clock);
              if (clock.state !== "breached") continue;
              const { state, due_at, breached_at, breach_cause, met_late_at } = clock;
              expect(same).toMatchObject({ state, due_at, breached_at, breach_cause, ...(met_late_at && { met_late_at }) });
            }
          });
        }),
        runs(40),
      );
    },
    timeout,
  );

  it(
    "go through what they are for",
    () => {
      const clocks = fc.sample(histories, { numRuns: 150, seed: 1 }).flatMap(({ history, now }) => clocksOf(history, now));
      const seen = (what: (clock: OracleClock) => string | null) => [...new Set(clocks.map(what))].sort();
      expect(seen(({ state }) => state)).toEqual(["breached", "cancelled", "met", "paused", "running"]);
      expect(seen(({ cancel_reason }) => cancel_reason)).toEqual(["merged", "no_reply_needed", "no_target", null, "resolved", "spam"]);
      expect(seen(({ breach_cause }) => breach_cause)).toEqual([null, "overdue", "retarget"]);
      expect(clocks.some(({ met_late_at }) => met_late_at)).toBe(true);
      expect(clocks.some(({ due_at, met_at }) => met_at && due_at?.getTime() === met_at.getTime())).toBe(true);
      expect(clocks.some(({ sequence }) => sequence > 2)).toBe(true);
    },
    timeout,
  );
});

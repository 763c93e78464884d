/** One clock by itself: the stretches in which it ran, and what was made of them. */
import { isDeepStrictEqual } from "node:util";
import { addBusinessTime, businessSecondsBetween, type Calendar } from "./business-time";
import { type Facts } from "./facts";
import { type Metric, type OracleClock, type Priority, type Target } from "./history";

/** What a clock is measured against: a target, for whom, and by which calendar. */
export type Aim = Target & { priority: Priority; calendar: Calendar };

/** What a ticket with these facts aims at; null without a policy or a target in it. */
export function aimOf({ policy, priority }: Facts, metric: Metric): Aim | null {
  const target = policy?.targets[metric]?.[priority];
  return policy && target ? { ...target, priority, calendar: policy.calendar } : null;
}

type Stretch = { from: Date; to: Date | null; aim: Aim };

const elapsed = (from: Date, to: Date, { basis, calendar }: Aim) =>
  basis === "calendar" ? (to.getTime() - from.getTime()) / 1000 : businessSecondsBetween(from, to, calendar);

const later = (from: Date, seconds: number, { basis, calendar }: Aim) =>
  basis === "calendar" ? new Date(from.getTime() + seconds * 1000) : addBusinessTime(from, seconds, calendar);

/** Whether a second counted for the one is a second counted for the other. */
const countAlike = (one: Aim, other: Aim) =>
  one.basis === other.basis && (one.basis === "calendar" || isDeepStrictEqual(one.calendar, other.calendar));

export class Clock {
  private stretches: Stretch[] = [];
  private state: OracleClock["state"] = "paused";
  private dueAt: Date | null = null;
  private metAt: Date | null = null;
  private metLateAt: Date | null = null;
  private breachedAt: Date | null = null;
  private breachCause: OracleClock["breach_cause"] = null;
  private cancelReason: OracleClock["cancel_reason"] = null;

  /** Started at `at` as of `startedAt`, which may be earlier: then it may have been due already. */
  constructor(
    private metric: Metric,
    private aim: Aim,
    private startedAt: Date,
    at: Date,
    isPaused = false,
  ) {
    if (!isPaused) this.run(startedAt);
    if (this.dueAt && this.dueAt < at) this.breach(at, "retarget");
  }

  /** Counts as if it had never been started. */
  get hasLostTarget() {
    return this.cancelReason === "no_target";
  }

  /** Neither done, nor late, nor given up. */
  private get isPending() {
    return this.state === "running" || this.state === "paused";
  }

  /** The stretch that lasts. */
  private get stretch() {
    return this.stretches.find(({ to }) => to === null);
  }

  /** In the stretches that are over. */
  private get consumed() {
    return this.stretches.reduce((sum, { from, to, aim }) => sum + (to ? elapsed(from, to, aim) : 0), 0);
  }

  private close(at: Date) {
    if (this.stretch) this.stretch.to = at;
  }

  private breach(at: Date, cause: "overdue" | "retarget") {
    this.state = "breached";
    this.dueAt = at;
    this.breachedAt = at;
    this.breachCause = cause;
  }

  /** Somebody looks: a clock that was due before is found breached, as of when it was due. It goes on: the answer is owed. */
  notice(at: Date) {
    if (this.state === "running" && this.dueAt && this.dueAt < at) this.breach(this.dueAt, "overdue");
  }

  /** Pauses. What is breached stays so and stops counting. */
  rest(at: Date) {
    this.close(at);
    if (this.state !== "running") return;
    this.state = "paused";
    this.dueAt = null;
  }

  /** Goes on after a pause. What is breached stays so and counts on. */
  run(from: Date) {
    if (this.state !== "paused" && this.state !== "breached") return;
    if (!this.stretch) this.stretches.push({ from, to: null, aim: this.aim });
    if (this.state === "breached") return;
    this.state = "running";
    this.dueAt = later(from, this.aim.seconds - this.consumed, this.aim);
  }

  /** What was owed is done. */
  meet(at: Date) {
    this.close(at);
    if (this.state === "breached") this.metLateAt ??= at;
    if (!this.isPending) return;
    this.state = "met";
    this.metAt = at;
  }

  /** Nothing is owed any more, without having been done: cancelled, but a breach is a fact and stays one. */
  letGo(at: Date, reason: NonNullable<OracleClock["cancel_reason"]>) {
    this.close(at);
    if (!this.isPending) return;
    this.state = "cancelled";
    this.cancelReason = reason;
  }

  /** What was done is not: goes on with what it had consumed; the time in between does not count. */
  reopen(at: Date, isPaused: boolean) {
    if (this.state === "met") {
      this.state = "paused";
      this.metAt = null;
      this.dueAt = null;
    }
    if (!isPaused) this.run(at);
  }

  /** Takes what the ticket aims at now. What is met, breached or cancelled keeps its own. */
  retarget(at: Date, aim: Aim | null) {
    if (!this.isPending) return;
    if (aim === null) return this.letGo(at, "no_target");
    const before = this.aim;
    this.aim = aim;
    if (countAlike(before, aim) && before.seconds === aim.seconds) return;
    if (this.stretch && !countAlike(before, aim)) {
      this.close(at);
      this.stretches.push({ from: at, to: null, aim });
    }
    const left = aim.seconds - this.consumed;
    const dueAt = this.stretch && left >= 0 ? later(this.stretch.from, left, aim) : null;
    if (left < 0 || (dueAt && dueAt < at)) this.breach(at, "retarget");
    else this.dueAt = dueAt;
  }

  /** The clock as a row; `sequence` counts the ticket's clocks of its metric from 1. */
  asRow(sequence: number): OracleClock {
    return {
      metric: this.metric,
      sequence,
      priority: this.aim.priority,
      target_seconds: this.aim.seconds,
      basis: this.aim.basis,
      started_at: this.startedAt,
      consumed_seconds: this.consumed,
      running_since: this.stretch?.from ?? null,
      due_at: this.dueAt,
      state: this.state,
      met_at: this.metAt,
      met_late_at: this.metLateAt,
      breached_at: this.breachedAt,
      breach_cause: this.breachCause,
      cancel_reason: this.cancelReason,
    };
  }
}

/**
 * Which clocks a ticket has and how they stand, worked out from everything that happened to it. The database keeps clocks
 * and moves them with each event. Here there are no events of clocks: first come the facts (who waited from when until
 * when, from when until when was the ticket not done), then each clock is told the story of its own span.
 */
import { type Calendar } from "./business-time";
import { aimOf, Clock } from "./clock";
import { isEnded, momentsOf, spansWhere, type Moment, type Span } from "./facts";

export type Metric = "first_response" | "next_response" | "resolution";
export type Priority = "low" | "medium" | "high" | "urgent";
export type Status = "open" | "in_progress" | "waiting" | "resolved" | "closed";

export type Target = { seconds: number; basis: "business" | "calendar" };

/** One version of a policy; two with the same id are the same. */
export type Policy = { id: string; calendar: Calendar; targets: Partial<Record<Metric, Partial<Record<Priority, Target>>>> };

export type Options = { reopen: "resume" | "restart" | "first_only"; resolveWithoutReply: "cancel" | "counts_as_reply" };

export type Happening = { at: Date } & (
  | { kind: "customer_message" | "agent_message" | "note" | "no_reply_needed" | "reopened_by_customer" | "spam" | "merged" }
  /** By hand or by a rule: what is named is set, all at once. Null takes the policy away. */
  | { kind: "changed"; status?: Status; priority?: Priority; policy?: Policy | null }
);

export type History = {
  /** An agent creates a ticket with a public text: the customer waits for nothing. */
  created: { at: Date; by: "customer" | "agent"; status: Status; priority: Priority; policy: Policy | null };
  /** In the order in which they happened; several may have the same time. */
  happenings: Happening[];
  options: Options;
};

/** Named as the columns are. */
export type OracleClock = {
  metric: Metric;
  sequence: number;
  priority: Priority;
  target_seconds: number;
  basis: "business" | "calendar";
  started_at: Date;
  /** Up to `running_since`, or all there was. */
  consumed_seconds: number;
  running_since: Date | null;
  due_at: Date | null;
  state: "running" | "paused" | "met" | "breached" | "cancelled";
  met_at: Date | null;
  met_late_at: Date | null;
  breached_at: Date | null;
  breach_cause: "overdue" | "retarget" | null;
  cancel_reason: "resolved" | "no_reply_needed" | "no_target" | "spam" | "merged" | null;
};

/** The clocks of one wait for an answer: one, unless targets come and go. */
function replyClocks({ moments, end }: Span, { resolveWithoutReply }: Options, now: Date): Clock[] {
  const { isFirstWait, awaitingSince } = moments[0].facts;
  const metric = isFirstWait ? "first_response" : "next_response";
  const clocks: Clock[] = [];
  for (const { at, facts } of moments) {
    const aim = aimOf(facts, metric);
    clocks.at(-1)?.notice(at);
    clocks.at(-1)?.retarget(at, aim);
    if (aim && awaitingSince && clocks.every((clock) => clock.hasLostTarget)) clocks.push(new Clock(metric, aim, awaitingSince, at));
  }
  const clock = clocks.at(-1);
  clock?.notice(end?.at ?? now);
  if (!end) return clocks;
  const isAnswered = end.kind === "agent_message" || (isEnded(end.facts.status) && resolveWithoutReply === "counts_as_reply");
  if (end.facts.goneBy) clock?.letGo(end.at, end.facts.goneBy);
  else if (end.kind === "no_reply_needed") clock?.letGo(end.at, "no_reply_needed");
  else if (isAnswered) clock?.meet(end.at);
  else clock?.letGo(end.at, "resolved");
  return clocks;
}

const isRetargeted = ({ before, facts }: Moment) =>
  before !== null && (before.priority !== facts.priority || before.policy?.id !== facts.policy?.id);

/** The clocks of all the spans in which the ticket was neither resolved nor closed. */
function resolutionClocks(spans: Span[], { reopen }: Options, now: Date): Clock[] {
  const clocks: Clock[] = [];
  const start = ({ at, facts }: Moment) => {
    const aim = aimOf(facts, "resolution");
    if (!aim) return undefined;
    const clock = new Clock("resolution", aim, at, at, facts.status === "waiting");
    clocks.push(clock);
    return clock;
  };
  /** The clock that a span begins with: that of the span before, a new one, or none. */
  const begin = (moment: Moment) => {
    const earlier = clocks.findLast((clock) => !clock.hasLostTarget);
    if (reopen === "first_only" && moment.before) return undefined;
    if (reopen !== "resume" || !earlier) return start(moment);
    earlier.reopen(moment.at, moment.facts.status === "waiting");
    return earlier;
  };
  for (const { moments, end } of spans) {
    let clock: Clock | undefined;
    for (const moment of moments) {
      const { at, facts } = moment;
      clock?.notice(at);
      if (moment === moments[0]) clock = begin(moment);
      else if (facts.status === "waiting") clock?.rest(at);
      else clock?.run(at);
      clock?.retarget(at, aimOf(facts, "resolution"));
      if (isRetargeted(moment) && clocks.every((one) => one.hasLostTarget)) clock = start(moment);
    }
    clock?.notice(end?.at ?? now);
    if (end?.facts.goneBy) clock?.letGo(end.at, end.facts.goneBy);
    else if (end) clock?.meet(end.at);
  }
  return clocks;
}

/** The clocks of a ticket as they are read at `now`, which is not before the last happening: by metric, then sequence. */
export function clocksOf(history: History, now: Date): OracleClock[] {
  const moments = momentsOf(history);
  const waits = spansWhere(moments, ({ awaitingSince, goneBy }) => awaitingSince !== null && goneBy === null);
  const first = waits.filter(({ moments }) => moments[0].facts.isFirstWait);
  const next = waits.filter((wait) => !first.includes(wait));
  const lives = spansWhere(moments, ({ status, goneBy }) => !isEnded(status) && goneBy === null);
  const replies = (waits: Span[]) => waits.flatMap((wait) => replyClocks(wait, history.options, now));
  return [replies(first), replies(next), resolutionClocks(lives, history.options, now)].flatMap((clocks) =>
    clocks.map((clock, index) => clock.asRow(index + 1)),
  );
}

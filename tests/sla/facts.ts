/** What is true of a ticket after each thing that happened to it, whatever its clocks make of it. */
import { type Happening, type History, type Policy, type Priority, type Status } from "./history";

export type Facts = {
  status: Status;
  priority: Priority;
  policy: Policy | null;
  /** Since when the oldest unanswered message of the customer waits; null when nobody does. */
  awaitingSince: Date | null;
  /** Until the first wait of a ticket that a customer created is over. */
  isFirstWait: boolean;
  /** Set for good: no clock runs any more. */
  goneBy: "spam" | "merged" | null;
};

/** The facts right after something happened, and those right before; there are none before the creation. */
export type Moment = { at: Date; kind: Happening["kind"] | "created"; before: Facts | null; facts: Facts };

export const isEnded = (status: Status) => status === "resolved" || status === "closed";

/** A closed ticket takes no messages, and the customer's button is there on one that is resolved or closed. */
export function isPossible({ status }: Facts, { kind }: Happening): boolean {
  if (kind === "customer_message" || kind === "agent_message") return status !== "closed";
  if (kind === "reopened_by_customer") return isEnded(status);
  return true;
}

function statusAfter({ status }: Facts, happening: Happening): Status {
  switch (happening.kind) {
    case "customer_message":
      return status === "waiting" || status === "resolved" ? "open" : status;
    case "agent_message":
      return status === "open" || status === "in_progress" ? "waiting" : status;
    case "reopened_by_customer":
      return "open";
    case "changed":
      return happening.status ?? status;
    default:
      return status;
  }
}

function factsAfter(before: Facts, happening: Happening): Facts {
  const facts = { ...before, status: statusAfter(before, happening) };
  switch (happening.kind) {
    case "customer_message":
    case "reopened_by_customer":
      facts.awaitingSince ??= happening.at;
      break;
    case "agent_message":
    case "no_reply_needed":
      facts.awaitingSince = null;
      break;
    case "changed":
      facts.priority = happening.priority ?? before.priority;
      if (happening.policy !== undefined) facts.policy = happening.policy;
      if (isEnded(facts.status)) facts.awaitingSince = null;
      break;
    case "spam":
    case "merged":
      facts.goneBy ??= happening.kind;
      break;
    case "note":
      break;
  }
  return { ...facts, isFirstWait: before.isFirstWait && facts.awaitingSince !== null };
}

/** Throws a RangeError for what cannot happen, and for times that go backwards. */
export function momentsOf({ created, happenings }: History): Moment[] {
  const { at, by, status, priority, policy } = created;
  const isAwaiting = by === "customer" && !isEnded(status);
  const facts: Facts = { status, priority, policy, awaitingSince: isAwaiting ? at : null, isFirstWait: isAwaiting, goneBy: null };
  let moment: Moment = { at, kind: "created", before: null, facts };
  const moments = [moment];
  for (const happening of happenings) {
    if (happening.at < moment.at) throw new RangeError(`${happening.kind} happened before ${moment.kind}.`);
    if (!isPossible(moment.facts, happening)) throw new RangeError(`No ${happening.kind} on a ticket that is ${moment.facts.status}.`);
    const { at, kind } = happening;
    moment = { at, kind, before: moment.facts, facts: factsAfter(moment.facts, happening) };
    moments.push(moment);
  }
  return moments;
}

/** The moments at which something holds, without a break, and the one at which it does no more. */
export type Span = { moments: [Moment, ...Moment[]]; end: Moment | null };

export function spansWhere(moments: Moment[], holds: (facts: Facts) => boolean): Span[] {
  const spans: Span[] = [];
  let open: Span | null = null;
  for (const moment of moments) {
    if (!holds(moment.facts)) {
      if (open) open.end = moment;
      open = null;
    } else if (open) {
      open.moments.push(moment);
    } else {
      open = { moments: [moment], end: null };
      spans.push(open);
    }
  }
  return spans;
}

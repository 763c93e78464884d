/** Made-up histories of tickets: what happens together, at the same instant or just when something is due, happens often. */
import fc, { type Arbitrary } from "fast-check";
import { type Calendar } from "./business-time";
import { isPossible, momentsOf } from "./facts";
import { calendars, durations, instants } from "./generate";
import { clocksOf, type Happening, type History, type Policy, type Priority, type Status, type Target } from "./history";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

export const priorities: Priority[] = ["low", "medium", "high", "urgent"];
export const statuses: Status[] = ["open", "in_progress", "waiting", "resolved", "closed"];

const often = <Value>(value: Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 9 });

function targets(calendar: Calendar): Arbitrary<Policy["targets"]> {
  const target: Arbitrary<Target> = fc.record({
    // Half of them as people set them.
    seconds: fc.oneof(
      fc.constantFrom(1, 4, 8, 24, 40).map((hours) => hours * hour),
      durations(calendar).map((seconds) => Math.max(seconds, minute)),
    ),
    basis: fc.constantFrom("business", "calendar"),
  });
  const byPriority = often(fc.record({ low: often(target), medium: often(target), high: often(target), urgent: often(target) }));
  return fc.record({ first_response: byPriority, next_response: byPriority, resolution: byPriority });
}

/** One to four policies, some of which share a calendar. */
const policies: Arbitrary<Policy[]> = fc
  .array(calendars, { minLength: 1, maxLength: 2 })
  .chain((calendars) =>
    fc.array(
      fc.constantFrom(...calendars).chain((calendar) => fc.record({ calendar: fc.constant(calendar), targets: targets(calendar) })),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map((versions) => versions.map((version, index) => ({ id: `policy ${index + 1}`, ...version })));

type Without<Key extends PropertyKey, Type> = Type extends unknown ? Omit<Type, Key> : never;
type What = Without<"at", Happening>;

function whats(policies: Policy[]): Arbitrary<What> {
  const simple = (...kinds: Exclude<What["kind"], "changed">[]) => fc.constantFrom(...kinds).map((kind): What => ({ kind }));
  const status = fc.constantFrom(...statuses);
  const priority = fc.constantFrom(...priorities);
  const policy = fc.option(fc.constantFrom(...policies), { nil: null, freq: 6 });
  const changed = fc.constant("changed" as const);
  return fc.oneof(
    { weight: 14, arbitrary: simple("customer_message", "agent_message") },
    { weight: 3, arbitrary: simple("reopened_by_customer") },
    { weight: 2, arbitrary: simple("note", "no_reply_needed") },
    { weight: 6, arbitrary: fc.record({ kind: changed, status }) },
    { weight: 3, arbitrary: fc.record({ kind: changed, priority }) },
    { weight: 3, arbitrary: fc.record({ kind: changed, policy }) },
    { weight: 3, arbitrary: fc.record({ kind: changed, status, priority, policy }, { requiredKeys: ["kind"] }) },
    { weight: 1, arbitrary: simple("spam", "merged") },
  );
}

/** How long after what was before; or when a running clock is due, which of them, and how many seconds beside it. */
type When = { after: number } | { due: number; beside: number };

const whens: Arbitrary<When> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ after: 0 }) },
  { weight: 3, arbitrary: fc.record({ due: fc.nat(2), beside: fc.constantFrom(0, 0, -1, 1) }) },
  {
    weight: 6,
    arbitrary: fc.oneof(fc.nat(hour), fc.nat(3 * hour), fc.nat(9 * hour), fc.nat(3 * day), fc.nat(21 * day)).map((after) => ({ after })),
  },
);

function instantOf(when: When, history: History): Date {
  const before = history.happenings.at(-1)?.at ?? history.created.at;
  if ("after" in when) return new Date(before.getTime() + when.after * 1000);
  const dues = clocksOf(history, before).flatMap(({ state, due_at }) => (state === "running" && due_at ? [due_at.getTime()] : []));
  const due = dues[when.due % dues.length] ?? before.getTime();
  return new Date(Math.max(due + when.beside * 1000, before.getTime()));
}

/** A history and a time to read its clocks at. */
export type ReadHistory = { history: History; now: Date };

/** 1 to 25 happenings over minutes to months. What the product refuses is left out, and what comes after it stays. */
export const histories: Arbitrary<ReadHistory> = policies.chain((policies) =>
  fc
    .record({
      at: instants(policies[0]?.calendar.timeZone),
      by: fc.constantFrom("customer" as const, "customer" as const, "customer" as const, "agent" as const),
      status: fc.constantFrom(...statuses),
      priority: fc.constantFrom(...priorities),
      policy: fc.option(fc.constantFrom(...policies), { nil: null, freq: 12 }),
      options: fc.record({
        reopen: fc.constantFrom("resume" as const, "resume" as const, "restart" as const, "first_only" as const),
        resolveWithoutReply: fc.constantFrom("cancel" as const, "counts_as_reply" as const),
      }),
      plan: fc.array(fc.record({ when: whens, what: whats(policies) }), { minLength: 1, maxLength: 25, size: "max" }),
      reading: whens,
    })
    .map(({ plan, reading, options, ...created }) => {
      // A customer's ticket begins open; an agent may write one down that is done.
      const status = created.by === "customer" ? "open" : created.status;
      const history: History = { created: { ...created, status }, happenings: [], options };
      let facts = momentsOf(history).at(-1)?.facts;
      for (const { when, what } of plan) {
        const happening: Happening = { ...what, at: instantOf(when, history) };
        if (!facts || !isPossible(facts, happening)) continue;
        history.happenings.push(happening);
        facts = momentsOf(history).at(-1)?.facts;
      }
      return { history, now: instantOf(reading, history) };
    }),
);

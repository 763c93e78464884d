/** Which faults a run has, when and whom they hit: all of it from the seed. */
import { Random } from "./random";

export type FaultKind =
  | "sockets cut"
  | "requests refused"
  | "answers lost to the page"
  | "answers lost to the app"
  | "black hole"
  | "socket black hole"
  | "pushes dropped"
  | "pushes doubled"
  | "pushes delayed"
  | "push fails silently"
  | "replication cut"
  | "Realtime killed"
  | "Postgres killed"
  | "Postgres stopped at once"
  | "app killed";

export type PlannedFault = {
  kind: FaultKind;
  /** Starts when so many messages were sent. */
  atMessage: number;
  tabs: number[];
  /** How many requests or frames it hits, where it counts them. */
  count: number;
  /** How long it lasts, where it lasts. */
  ms: number;
};

export type Sending = { tab: number; body: string };

export type Plan = { seed: number; tabs: number; sendings: Sending[]; faults: PlannedFault[] };

/** 45 faults, more of what happens often. */
const standardKinds: [FaultKind, number][] = [
  ["sockets cut", 9],
  ["requests refused", 3],
  ["answers lost to the page", 5],
  ["answers lost to the app", 4],
  ["black hole", 2],
  ["socket black hole", 2],
  ["pushes dropped", 4],
  ["pushes doubled", 3],
  ["pushes delayed", 3],
  ["push fails silently", 2],
  ["replication cut", 2],
  ["Realtime killed", 2],
  ["Postgres killed", 2],
  ["Postgres stopped at once", 1],
  ["app killed", 1],
];

const quickKinds: [FaultKind, number][] = [
  ["sockets cut", 1],
  ["answers lost to the page", 1],
  ["answers lost to the app", 1],
  ["black hole", 1],
  ["pushes dropped", 1],
  ["pushes doubled", 1],
  ["pushes delayed", 1],
  ["push fails silently", 1],
  ["Realtime killed", 1],
  ["Postgres killed", 1],
];

export const standard = { messages: 10_000, tabs: 30, kinds: standardKinds };
export const quick = { messages: 1000, tabs: 30, kinds: quickKinds };

/** Lasts a minute. */
export const isLong = ({ kind }: { kind: FaultKind }) => kind === "black hole" || kind === "socket black hole";

/** Heartbeats go out every 25 seconds, and a socket is given up when the next one is due and there was no answer. */
const blackHoleMs = 53_000;

export function makePlan(seed: number, tier: { messages: number; tabs: number; kinds: [FaultKind, number][] }): Plan {
  const random = new Random(seed);
  const all = Array.from({ length: tier.tabs }, (_, tab) => tab);
  const kinds = random.shuffled(tier.kinds.flatMap(([kind, times]) => Array.from({ length: times }, () => kind)));
  // What lasts a minute comes first.
  kinds.sort((one, other) => Number(isLong({ kind: other })) - Number(isLong({ kind: one })));
  // Pages in a hole hear of nothing else, so that what counts what it hits keeps away from them.
  const inHoles = random.shuffled(all).slice(0, Math.ceil(tier.tabs / 6));
  const others = all.filter((tab) => !inHoles.includes(tab));
  const step = tier.messages / (kinds.length + 1);
  const faults = kinds.map((kind, index): PlannedFault => {
    const isForAll = random.next() < 0.4;
    const some = isLong({ kind }) ? inHoles : random.shuffled(others).slice(0, Math.ceil(tier.tabs / 3));
    return {
      kind,
      atMessage: Math.max(5, Math.round((index + 0.25 + random.next() / 2) * step)),
      tabs: isForAll && !isLong({ kind }) ? others : some,
      count: random.between(2, 6),
      ms: isLong({ kind }) ? blackHoleMs : random.between(500, 4000),
    };
  });
  const senders = random.shuffled(all).slice(0, Math.ceil(tier.tabs / 3));
  const sendings = Array.from({ length: tier.messages }, (_, index) => ({ tab: random.pick(senders), body: makeBody(random, index) }));
  return { seed, tabs: tier.tabs, sendings, faults };
}

const words = ["printer", "danke", "逾期", "🎈", "شكرا", "<b>", "line\nbreak", "ß", "👩‍👩‍👧", "&amp;", "ok?", "%00", "O'Neill", "\u202eright"];

/** A text that no other message has. */
function makeBody(random: Random, index: number): string {
  return [`No. ${index}`, ...Array.from({ length: random.between(1, 8) }, () => random.pick(words))].join(" ");
}

/** One row of the access matrix: something to try, and what each actor must get. */
import { actorNames, groups, type ActorName } from "../../../tests/support/actors";
import type { Attempt } from "./probe";

export type Row = Attempt & {
  /** `table tickets`, `rpc send_message`, `topic`: what the row is about, for the completeness check. */
  subject: string;
  /** A sentence's end, as the name of the test. */
  name: string;
  expected: Record<ActorName, string>;
  /**
   * What the owner of the schema gets by the same statement, where that differs from what is refused to all:
   * the proof that the statement is sound and only the rights stand in its way.
   */
  control?: string;
};

type Key = ActorName | keyof typeof groups | "others";

/** Spelled out for every actor; a person of two groups has an entry of its own after them. */
export function outcomes(spec: Partial<Record<Key, string>>): Record<ActorName, string> {
  const result = {} as Record<ActorName, string>;
  if (spec.others !== undefined) for (const name of actorNames) result[name] = spec.others;
  for (const [key, outcome] of Object.entries(spec)) {
    if (key === "others") continue;
    for (const name of key in groups ? groups[key as keyof typeof groups] : [key as ActorName]) result[name] = outcome;
  }
  for (const name of actorNames) if (result[name] === undefined) throw new Error(`Nothing is expected of ${name}.`);
  return result;
}

/** Permission denied by a missing grant, or a row refused by row level security. */
export const DENIED = "42501";

/** Mutants that change nothing anybody could notice, by name, with the reason. A stale entry fails the run. */
export const equivalents: Record<string, string> = {};

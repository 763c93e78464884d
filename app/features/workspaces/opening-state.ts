import type { OpeningLine } from "~/lib/supabase/database-types";

/** Whether a workspace is open, and until when; null where that is not told, or not known any more. */
export type OpeningState = { isOpen: boolean; until: string } | null;

/**
 * @param now milliseconds since 1970; null is the time at which the opening was read, as the server has it
 */
export function openingState({ closes_at, opens_at }: OpeningLine, now: number | null): OpeningState {
  const isAhead = (at: string | null): at is string => at !== null && (now === null || now < Date.parse(at));
  if (isAhead(closes_at)) return { isOpen: true, until: closes_at };
  return isAhead(opens_at) ? { isOpen: false, until: opens_at } : null;
}

import type { RetentionCounts } from "~/lib/supabase/data-types";

/** What the pages about a workspace's data answer to a form that did not lead on. */
export type DataAnswer = {
  ok: boolean;
  words: string;
  /** Which of the page's forms it was. */
  intent: string;
  isSignedOut?: boolean;
  /** What would be erased by the days that were typed. */
  counts?: RetentionCounts;
  /** The days that were typed, as they were. */
  typed?: { resolved_days: string; closed_days: string };
};

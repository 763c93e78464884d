/** What the editor of a calendar is told by its server. */
import type { SubmissionResult } from "@conform-to/react";
import type { FoundDays } from "./found-days";
import type { SlaCalendarPreview } from "~/lib/supabase/sla-types";

/** What the draft would mean at `now` (milliseconds since 1970), or which field keeps it from being a calendar. */
export type CalendarPreview =
  { ok: true; preview: SlaCalendarPreview; timeZone: string; now: number } | { ok: false; errors: Record<string, string[]> };

export type CalendarAnswer = {
  result: SubmissionResult;
  found?: FoundDays;
  preview?: CalendarPreview;
  /** Somebody else has saved the calendar since the form was filled. */
  isOutdated?: boolean;
  /** The session has ended: the form as it stands in the page was not sent on. */
  isSignedOut?: boolean;
};

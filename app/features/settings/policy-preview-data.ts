import type { SlaPolicyPreview } from "~/lib/supabase/sla-types";

/** When what is opened at `now` (milliseconds since 1970) would be due, told in the zone of the calendar that was counted by. */
export type PolicyPreview = { lines: SlaPolicyPreview[]; timeZone: string; calendarName: string; now: number };

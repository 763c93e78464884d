/** What the page of a calendar is filled with. */
import { DatabaseError } from "~/lib/database-errors";
import type { Session } from "~/lib/supabase/session.server";
import type { CalendarPreview } from "./calendar-answer";
import { calendarSchema, newCalendar, toCalendarDraft, valueOfCalendar, type CalendarValue } from "./calendar-schema";
import { getSlaSettings, previewSlaCalendar } from "./sla-settings.server";

/** @returns null where there is no such calendar, or it is not the caller's to change */
export async function readCalendarPage(
  session: Session,
  workspaceSlug: string,
  calendarId: string | null,
): Promise<{ value: CalendarValue; preview: CalendarPreview | undefined; timeZones: string[] } | null> {
  const settings = await getSlaSettings(session, workspaceSlug);
  if (!settings) return null;
  const calendar = settings.calendars.find((line) => line.calendar_id === calendarId);
  if (calendarId !== null && !calendar) return null;
  const own = settings.calendars.find((line) => line.calendar_id === settings.calendar_id);
  const value = calendar ? valueOfCalendar(calendar) : newCalendar(own?.time_zone ?? "UTC");
  const timeZones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
  return { value, preview: await previewOf(session, workspaceSlug, value), timeZones };
}

async function previewOf(session: Session, workspaceSlug: string, value: CalendarValue): Promise<CalendarPreview | undefined> {
  const form = calendarSchema.safeParse({ ...value, name: "?" });
  if (!form.success) return undefined;
  try {
    const preview = await previewSlaCalendar(session, workspaceSlug, toCalendarDraft(form.data));
    return preview ? { ok: true, preview, timeZone: value.timeZone, now: Date.now() } : undefined;
  } catch (error) {
    // A calendar of long ago may have no open time any more. The page has to be there to change that.
    if (error instanceof DatabaseError && error.status < 500) return undefined;
    throw error;
  }
}

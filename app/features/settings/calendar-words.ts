/** Opening hours in words of the current language. */
import { getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { dayIn, addDays, isTimeZone } from "./calendar-dates";
import { endOf, type Hours } from "./calendar-hours";
import type { SlaCalendarPreview, SlaWeeklyHours } from "~/lib/supabase/sla-types";

/** @param weekday 1 Monday to 7 Sunday */
export function weekdayName(weekday: number, width: "long" | "short" = "long"): string {
  // 1 January 2024 was a Monday.
  return new Intl.DateTimeFormat(getLocale(), { weekday: width, timeZone: "UTC" }).format(Date.UTC(2024, 0, weekday));
}

/** A day of a calendar: "Fri, Dec 25, 2026". */
export function dayWords(day: string): string {
  const format = new Intl.DateTimeFormat(getLocale(), {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** A day of every year: "December 25". */
export function yearlyWords(day: string): string {
  const format = new Intl.DateTimeFormat(getLocale(), { day: "numeric", month: "long", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** "09:00–12:00, 13:00–17:00" */
function hoursWords(hours: readonly Hours[]): string {
  return hours.map((part) => (endOf(part) === "whole_day" ? m.settings_calendar_whole_day() : `${part.opens}–${part.closes}`)).join(", ");
}

/** What has to be said beside typed hours: that they end on the next day, or with the day. Null where they end on their own. */
export function endWords(hours: Hours): string | null {
  switch (endOf(hours)) {
    case "next_day":
      return m.settings_calendar_until_next_day({ time: hours.closes });
    case "midnight":
      return m.settings_calendar_until_midnight();
    case "whole_day":
      return m.settings_calendar_whole_day();
    default:
      return null;
  }
}

/** A week at a glance: "Mon–Fri 09:00–17:00 · Sat 10:00–14:00". Days in a row that are alike are one. */
export function weekWords(weekly: readonly SlaWeeklyHours[]): string {
  const days = Array.from({ length: 7 }, (_, index) => {
    const own = weekly.filter(({ weekday }) => weekday === index + 1).sort((one, other) => one.opens_at.localeCompare(other.opens_at));
    return hoursWords(own.map(({ opens_at, closes_at }) => ({ opens: opens_at.slice(0, 5), closes: closes_at.slice(0, 5) })));
  });
  if (days.every((words) => words === m.settings_calendar_whole_day())) return m.settings_calendar_always_open();
  const runs: { from: number; to: number; words: string }[] = [];
  days.forEach((words, index) => {
    const last = runs.at(-1);
    if (last?.words === words) last.to = index;
    else runs.push({ from: index, to: index, words });
  });
  const open = runs.filter(({ words }) => words !== "");
  if (open.length === 0) return m.settings_calendar_never_in_a_week();
  return open
    .map(({ from, to, words }) => {
      const names = weekdayName(from + 1, "short") + (to > from ? `–${weekdayName(to + 1, "short")}` : "");
      return `${names} ${words}`;
    })
    .join(" · ");
}

/** A point in time near `now`, as people of the zone would say it: "today at 17:00", "Monday at 09:00". */
function pointWords(iso: string, timeZone: string, now: number): string {
  const zone = isTimeZone(timeZone) ? timeZone : "UTC";
  const at = Date.parse(iso);
  const locale = getLocale();
  const time = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  const [today, day] = [dayIn(now, zone), dayIn(at, zone)];
  if (day === today) return m.settings_calendar_today_at({ time });
  if (day === addDays(today, 1)) return m.settings_calendar_tomorrow_at({ time });
  const isNear = day < addDays(today, 7);
  const words = isNear ? new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: "long" }).format(at) : dayWords(day);
  return m.settings_calendar_day_at({ day: words, time });
}

/** @param now when the preview was made, in milliseconds since 1970 */
export function previewWords(preview: SlaCalendarPreview, timeZone: string, now: number): { state: string; day: string } {
  const when = (iso: string) => pointWords(iso, timeZone, now);
  const { is_open: isOpen, changes_at: changesAt } = preview;
  return {
    state:
      changesAt === null
        ? m.settings_calendar_open_always()
        : isOpen
          ? m.settings_calendar_open_until({ when: when(changesAt) })
          : m.settings_calendar_closed_until({ when: when(changesAt) }),
    day: m.settings_calendar_day_until({ when: when(preview.day_until) }),
  };
}

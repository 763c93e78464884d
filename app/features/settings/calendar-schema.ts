/** The form of a calendar, checked alike in the browser and on the server. */
import { z } from "zod";
import { m } from "~/lib/i18n/messages";
import { isDay, isTimeZone } from "./calendar-dates";
import { minutesOf, type Hours } from "./calendar-hours";
import type { SlaCalendarDraft, SlaCalendarLine } from "~/lib/supabase/sla-types";

const time = z
  .string({ error: () => m.settings_calendar_time_required() })
  .refine((text) => minutesOf(text) !== null, { error: () => m.settings_calendar_time_required() });

const hours = z.array(z.object({ opens: time, closes: time }));

const specialDay = z.object({
  date: z.string({ error: () => m.settings_calendar_date_required() }).refine(isDay, { error: () => m.settings_calendar_date_required() }),
  name: z
    .string()
    .trim()
    .max(120, { error: () => m.errors_text_length() })
    .optional(),
  isYearly: z.boolean().optional(),
  hours,
});

export const calendarSchema = z.object({
  name: z
    .string({ error: () => m.settings_calendar_name_required() })
    .trim()
    .min(1, { error: () => m.settings_calendar_name_required() })
    .max(80, { error: () => m.errors_text_length() }),
  timeZone: z
    .string({ error: () => m.settings_calendar_zone_required() })
    .trim()
    .refine(isTimeZone, { error: () => m.settings_calendar_zone_unknown() }),
  /** The version that the form was filled from; none for a new calendar. */
  seenVersionId: z.uuid().optional(),
  day1: hours,
  day2: hours,
  day3: hours,
  day4: hours,
  day5: hours,
  day6: hours,
  day7: hours,
  specialDays: z.array(specialDay),
});

export type CalendarForm = z.infer<typeof calendarSchema>;

/** Monday first, as in the database. */
export const dayFields = ["day1", "day2", "day3", "day4", "day5", "day6", "day7"] as const;
export type DayField = (typeof dayFields)[number];

/** Every name that an input of the form may have; lists within what a person may fill. */
export const calendarNames =
  /^(name|timeZone|seenVersionId|(day[1-7]|specialDays\[\d{1,3}\]\.hours)\[\d{1,2}\]\.(opens|closes)|specialDays\[\d{1,3}\]\.(date|name|isYearly))$/;
/** The lists that can grow and shrink without JavaScript. */
export const calendarLists = /^(day[1-7]|specialDays|specialDays\[\d{1,3}\]\.hours)$/;

/** What stands in the form, as far as it is typed. */
export type CalendarValue = Record<DayField, Hours[]> & {
  name: string;
  timeZone: string;
  seenVersionId?: string | undefined;
  specialDays: { date: string; name: string; isYearly: boolean; hours: Hours[] }[];
};

const text = z.string().catch("");
const looseHours = z.array(z.object({ opens: text, closes: text }).catch({ opens: "", closes: "" })).catch([]);
const looseCalendar = z.object({
  name: text,
  timeZone: text,
  seenVersionId: z.string().optional().catch(undefined),
  ...(Object.fromEntries(dayFields.map((day) => [day, looseHours])) as Record<DayField, typeof looseHours>),
  specialDays: z
    .array(
      z
        .object({ date: text, name: text, isYearly: z.unknown().optional().transform(Boolean), hours: looseHours })
        .catch({ date: "", name: "", isYearly: false, hours: [] }),
    )
    .catch([]),
});

/** @param payload what conform makes of the form, whole or not */
export const toCalendarValue = (payload: unknown): CalendarValue => looseCalendar.parse(payload ?? {});

const workday: Hours[] = [{ opens: "09:00", closes: "17:00" }];

/** A new calendar: Monday to Friday, nine to five. */
export const newCalendar = (timeZone: string): CalendarValue => ({
  name: "",
  timeZone,
  day1: workday,
  day2: workday,
  day3: workday,
  day4: workday,
  day5: workday,
  day6: [],
  day7: [],
  specialDays: [],
});

const toHours = ({ opens_at, closes_at }: { opens_at: string; closes_at: string }): Hours => ({
  opens: opens_at.slice(0, 5),
  closes: closes_at.slice(0, 5),
});

const byOpening = (one: Hours, other: Hours) => one.opens.localeCompare(other.opens);

export function valueOfCalendar(calendar: SlaCalendarLine): CalendarValue {
  const dayOf = (weekday: number) =>
    calendar.weekly
      .filter((hours) => hours.weekday === weekday)
      .map(toHours)
      .sort(byOpening);
  return {
    name: calendar.name,
    timeZone: calendar.time_zone,
    seenVersionId: calendar.version_id,
    ...(Object.fromEntries(dayFields.map((day, index) => [day, dayOf(index + 1)])) as Record<DayField, Hours[]>),
    specialDays: calendar.special_days
      .map((day) => ({ date: day.exception_date, name: day.name, isYearly: day.is_yearly, hours: day.hours.map(toHours).sort(byOpening) }))
      .sort((one, other) => one.date.localeCompare(other.date)),
  };
}

export function toCalendarDraft(form: CalendarForm): SlaCalendarDraft {
  const toOpen = ({ opens, closes }: Hours) => ({ opens_at: `${opens}:00`, closes_at: `${closes}:00` });
  return {
    name: form.name,
    time_zone: form.timeZone,
    weekly: dayFields.flatMap((day, index) => form[day].map((hours) => ({ weekday: index + 1, ...toOpen(hours) }))),
    special_days: form.specialDays.map((day) => ({
      exception_date: day.date,
      is_yearly: day.isYearly ?? false,
      name: day.name ?? "",
      hours: day.hours.map(toOpen),
    })),
  };
}

/**
 * Which field a refusal of the database belongs to; "" is the form as a whole.
 *
 * @param details says which of several: a weekday, or a date
 */
export function fieldOfCalendarError(key: string, details: string, form: CalendarForm): string {
  const dated = form.specialDays.findLastIndex(({ date, isYearly }) => (isYearly ? date.slice(5) === details.slice(5) : date === details));
  switch (key) {
    case "sla_calendars_name_key":
    case "sla_calendars_name_length":
      return "name";
    case "sla_time_zone_unknown":
      return "timeZone";
    case "sla_calendar_never_open":
      return "week";
    case "too_many_hours":
    case "sla_hours_with_seconds":
    case "sla_hours_overlap":
      if (/^[1-7]$/.test(details)) return `day${details}`;
      return dated === -1 ? "specialDays" : `specialDays[${dated}].hours`;
    case "sla_special_day_twice":
      return dated === -1 ? "specialDays" : `specialDays[${dated}].date`;
    case "sla_calendar_exceptions_name_length":
    case "too_many_special_days":
      return "specialDays";
    default:
      return "";
  }
}

/** The same hours for other days of the week: for Monday to Friday, or for all seven. */
export function withCopiedDay(value: CalendarValue, from: DayField, to: "workdays" | "all"): CalendarValue {
  const days = to === "all" ? dayFields : dayFields.slice(0, 5);
  return { ...value, ...Object.fromEntries(days.map((day) => [day, value[from].map((hours) => ({ ...hours }))])) };
}

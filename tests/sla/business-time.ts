/**
 * Business time, counted out minute by minute. Slow and plain on purpose: what the database computes is compared with
 * this, so it shares no idea with it but the definition.
 */
import { Temporal } from "temporal-polyfill";

/** Wall times "HH:MM". One that closes not after it opens crosses midnight and belongs to the day it starts on. */
export type Hours = { opensAt: string; closesAt: string };

export type Calendar = {
  /** An IANA name. */
  timeZone: string;
  /** Monday is 1, Sunday 7. */
  weekly: (Hours & { weekday: number })[];
  /** Replaces the hours that start on its day; none is closed. A dated one ("YYYY-MM-DD") beats a yearly one. */
  exceptions: { date: string; isYearly: boolean; hours: Hours[] }[];
};

const minuteMs = 60_000;
const minutesOfDay = 24 * 60;

/** What is not due in this time never is: the calendar does not open. */
const longestMs = 10 * 366 * minutesOfDay * minuteMs;

/** The hours that start on a local day. */
function hoursStartingOn(day: Temporal.PlainDate, { weekly, exceptions }: Calendar): Hours[] {
  const date = day.toString();
  const dated = exceptions.find((exception) => !exception.isYearly && exception.date === date);
  const yearly = exceptions.find((exception) => exception.isYearly && exception.date.slice(5) === date.slice(5));
  return (dated ?? yearly)?.hours ?? weekly.filter(({ weekday }) => weekday === day.dayOfWeek);
}

/**
 * The minute, counted from 1970, that a wall time is. One that spring leaves out is as far after the change as it
 * claims, and of one that autumn brings twice it is the second: PostgreSQL reads wall times so.
 */
function minuteOf(day: Temporal.PlainDate, time: string, timeZone: string): number {
  const { epochMilliseconds } = day.toPlainDateTime(time).toZonedDateTime(timeZone, { disambiguation: "later" });
  if (epochMilliseconds % minuteMs !== 0)
    throw new RangeError(`${timeZone} is not a whole number of minutes from UTC on ${day.toString()}.`);
  return epochMilliseconds / minuteMs;
}

/** The open minutes of the hours that start on a local day: from the first, before the second. */
function intervalsStartingOn(day: Temporal.PlainDate, calendar: Calendar): [number, number][] {
  return hoursStartingOn(day, calendar).map(({ opensAt, closesAt }) => {
    const lastDay = closesAt > opensAt ? day : day.add({ days: 1 });
    return [minuteOf(day, opensAt, calendar.timeZone), minuteOf(lastDay, closesAt, calendar.timeZone)];
  });
}

/** What was worked out of a calendar, by the number of the day from 1970. It must not be changed once it was used. */
type Drawn = { intervals: Map<number, [number, number][]>; minutes: Map<number, Uint8Array> };
const drawnOf = new WeakMap<Calendar, Drawn>();

function remembered<Value>(values: Map<number, Value>, key: number, workOut: () => Value): Value {
  const value = values.get(key) ?? workOut();
  values.set(key, value);
  return value;
}

/** 1 for each minute of a day in UTC in which the calendar is open, 0 for the others. */
function minutesOfUtcDay(utcDay: number, calendar: Calendar): Uint8Array {
  const drawn: Drawn = drawnOf.get(calendar) ?? { intervals: new Map(), minutes: new Map() };
  drawnOf.set(calendar, drawn);
  return remembered(drawn.minutes, utcDay, () => {
    const minutes = new Uint8Array(minutesOfDay);
    // In this day it is also the day before or after it somewhere, and what started the day before that may still be open.
    for (const localDay of [utcDay - 2, utcDay - 1, utcDay, utcDay + 1]) {
      const date = () => Temporal.PlainDate.from("1970-01-01").add({ days: localDay });
      for (const [opens, closes] of remembered(drawn.intervals, localDay, () => intervalsStartingOn(date(), calendar))) {
        for (let minute = opens; minute < closes; minute += 1) {
          if (Math.floor(minute / minutesOfDay) === utcDay) minutes[minute - utcDay * minutesOfDay] = 1;
        }
      }
    }
    return minutes;
  });
}

/** From when until when each open minute of a time lasts, in milliseconds; the first and the last may be parts of one. */
function* openMinutes(from: number, to: number, calendar: Calendar): Generator<[number, number]> {
  for (let utcDay = Math.floor(from / minuteMs / minutesOfDay); utcDay * minutesOfDay * minuteMs < to; utcDay += 1) {
    const minutes = minutesOfUtcDay(utcDay, calendar);
    for (let index = 0; index < minutesOfDay; index += 1) {
      if (minutes[index] === 0) continue;
      const begins = (utcDay * minutesOfDay + index) * minuteMs;
      if (begins + minuteMs > from && begins < to) yield [Math.max(begins, from), Math.min(begins + minuteMs, to)];
    }
  }
}

/** The real seconds from `from` until before `to` in which the calendar is open; 0 when `to` is not after `from`. */
export function businessSecondsBetween(from: Date, to: Date, calendar: Calendar): number {
  if (to <= from) return 0;
  let ms = 0;
  for (const [begins, ends] of openMinutes(from.getTime(), to.getTime(), calendar)) ms += ends - begins;
  return ms / 1000;
}

/**
 * The earliest instant, not before `start`, with so many open seconds between them: for 0 `start` itself, and one that
 * falls on closing stays there. Throws a RangeError for less than 0 seconds, and where it is not within ten years.
 */
export function addBusinessTime(start: Date, seconds: number, calendar: Calendar): Date {
  if (seconds < 0) throw new RangeError("Business time is added, not taken away.");
  if (seconds === 0) return start;
  let left = seconds * 1000;
  for (const [begins, ends] of openMinutes(start.getTime(), start.getTime() + longestMs, calendar)) {
    if (left <= ends - begins) return new Date(begins + left);
    left -= ends - begins;
  }
  throw new RangeError("The calendar is not open for so long in ten years.");
}

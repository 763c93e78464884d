/** Reads the holidays out of an iCalendar file (RFC 5545), as calendar programs and authorities hand them out. */
import { runInNewContext } from "node:vm";
import ICAL from "ical.js";
import { addDays, isDay, nextTime } from "./calendar-dates";
import { isAmong, maxIcsBytes, type FoundDay, type FoundDays } from "./found-days";

/** More than a calendar can hold. */
const maxDays = 400;
/** A file of a megabyte takes a tenth of it; a rule that never comes true takes all there is. */
const patienceMs = 1000;
const horizonDays = 2 * 366;
const nameLength = 120;

/** Why a file was not read. */
export class IcsError extends Error {
  override name = "IcsError";
  constructor(readonly reason: "empty" | "too_large" | "broken" | "no_events" | "too_many") {
    super(reason);
  }
}

type Event = InstanceType<typeof ICAL.Event>;
type Time = InstanceType<typeof ICAL.Time>;

/**
 * The all-day events of a file, each of their days. A yearly one that falls on the same date every year is a yearly
 * day; any other that repeats gives its dates of the coming two years.
 *
 * @param today `YYYY-MM-DD`; what is over is counted, not listed
 * @throws {IcsError}
 */
export function readIcs(bytes: Uint8Array, today: string): Omit<FoundDays, "fileName"> {
  if (bytes.byteLength === 0) throw new IcsError("empty");
  if (bytes.byteLength > maxIcsBytes) throw new IcsError("too_large");
  const read = () => collect(eventsOf(decode(bytes)), today);
  try {
    // The library looks for ever for a date that a rule never gives (30 February). Only this stops it.
    return runInNewContext("read()", { read }, { timeout: patienceMs }) as ReturnType<typeof read>;
  } catch (error) {
    throw error instanceof IcsError ? error : new IcsError("broken");
  }
}

/** UTF-8, with or without its mark; what is none is taken for what old Windows programs write. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Events with those that replace single dates of theirs. A file may hold several calendars. */
function eventsOf(text: string): Event[] {
  const parsed = ICAL.parse(text.replace(/\r\n?/g, "\n").trim()) as unknown[];
  const calendars = (Array.isArray(parsed[0]) ? parsed : [parsed]) as [string][];
  if (calendars.length === 0 || calendars.some(([name]) => name !== "vcalendar")) throw new IcsError("broken");
  const components = calendars.flatMap((calendar) => new ICAL.Component(calendar).getAllSubcomponents("vevent"));
  if (components.length === 0) throw new IcsError("no_events");
  const replacing = components.filter((component) => component.hasProperty("recurrence-id"));
  const uidOf = (component: (typeof components)[number]) => component.getFirstPropertyValue("uid");
  return components
    .filter((component) => !replacing.includes(component) && component.getFirstPropertyValue("status") !== "CANCELLED")
    .map((component) => new ICAL.Event(component, { exceptions: replacing.filter((other) => uidOf(other) === uidOf(component)) }));
}

function collect(events: Event[], today: string): Omit<FoundDays, "fileName"> {
  const found = { days: [] as FoundDay[], timed: 0, past: 0, unreadable: 0 };
  const add = (day: FoundDay) => {
    if (!day.isYearly && day.date < today) found.past++;
    else if (!isAmong(day, found.days)) found.days.push(day);
    if (found.days.length > maxDays) throw new IcsError("too_many");
  };
  for (const event of events) {
    if (!isReadable(event)) found.unreadable++;
    else if (!isAllDay(event)) found.timed++;
    // A yearly day is shown with the year in which it comes next, not with that of the file.
    else for (const day of daysOf(event, today)) add({ ...day, date: nextTime(day, today) ?? day.date });
  }
  found.days.sort((one, other) => one.date.localeCompare(other.date));
  return found;
}

/** The library makes some date of any digits; ours has to be the one that is written. */
function isReadable({ component }: Event): boolean {
  return ["dtstart", "dtend"].every((name) => {
    const property = component.getFirstProperty(name);
    if (!property) return name === "dtend";
    const [, , , written] = property.toJSON() as unknown[];
    return typeof written === "string" && isDay(written.slice(0, 10));
  });
}

/** Outlook writes some all-day events from midnight to midnight and says so beside. */
function isAllDay({ component, startDate }: Event): boolean {
  return startDate.isDate || String(component.getFirstPropertyValue("x-microsoft-cdo-alldayevent")).toUpperCase() === "TRUE";
}

const dayOf = (time: Time): string => time.toString().slice(0, 10);

/** The end of an event is not part of it; without one it is a day long. */
function daysBetween(start: Time, end: Time | null): string[] {
  const days = [dayOf(start)];
  const last = end ? dayOf(end) : "";
  for (let day = addDays(days[0]!, 1); day < last; day = addDays(day, 1)) {
    days.push(day);
    if (days.length > maxDays) throw new IcsError("too_many");
  }
  return days;
}

function daysOf(event: Event, today: string): FoundDay[] {
  const named = (item: Event, isYearly: boolean, days: string[]) => days.map((date) => ({ date, name: nameOf(item), isYearly }));
  if (!event.isRecurring()) return named(event, false, daysBetween(event.startDate, event.endDate));
  if (isSameDateEveryYear(event)) return named(event, true, daysBetween(event.startDate, event.endDate));
  const until = addDays(today, horizonDays);
  const found: FoundDay[] = [];
  const dates = event.iterator();
  for (let next = dates.next() as Time | undefined; next && dayOf(next) <= until; next = dates.next() as Time | undefined) {
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    const days = daysBetween(startDate, endDate).filter((day) => day >= today);
    found.push(...named(item, false, days));
    if (found.length > maxDays) throw new IcsError("too_many");
  }
  return found;
}

function isSameDateEveryYear({ component, startDate }: Event): boolean {
  if (["rdate", "exdate"].some((name) => component.hasProperty(name))) return false;
  const [rule, ...more] = component
    .getAllProperties("rrule")
    .map((property) => property.getFirstValue() as InstanceType<typeof ICAL.Recur>);
  if (!rule || more.length > 0 || rule.freq !== "YEARLY" || rule.interval !== 1 || rule.until || rule.count) return false;
  const own: Record<string, number> = { BYMONTH: startDate.month, BYMONTHDAY: startDate.day };
  return Object.entries(rule.parts as Record<string, unknown[]>).every(([part, values]) => values.length === 1 && values[0] === own[part]);
}

function nameOf({ summary }: Event): string {
  const words = String(summary ?? "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  // As the form counts, and not through the middle of a character.
  return words.length <= nameLength
    ? words
    : words
        .slice(0, nameLength)
        .replace(/[\uD800-\uDBFF]$/, "")
        .trim();
}

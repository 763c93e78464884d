/** What business time is tried with: calendars, instants and durations, the odd ones more often than they are in life. */
import fc, { type Arbitrary } from "fast-check";
import { Temporal } from "temporal-polyfill";
import { type Calendar, type Hours } from "./business-time";

/**
 * Clock changes at every hour of the day and over midnight, forward and back, by half an hour, one and two; months of
 * fasting without summer time (Casablanca), winter time as the exception (Dublin); offsets with 30 and 45 minutes.
 */
export const timeZones = [
  "UTC",
  "America/New_York",
  "America/St_Johns",
  "America/Havana",
  "America/Nuuk",
  "America/Santiago",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Antarctica/Troll",
  "Asia/Beirut",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Atlantic/Azores",
  "Australia/Adelaide",
  "Australia/Eucla",
  "Australia/Lord_Howe",
  "Europe/Berlin",
  "Europe/Dublin",
  "Pacific/Auckland",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
];

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const fromSeconds = (seconds: number) => new Date(seconds * 1000);
const toSeconds = (date: Date) => date.getTime() / 1000;
const first = toSeconds(new Date("2024-01-01T00:00:00Z"));
const last = toSeconds(new Date("2028-12-31T23:59:59Z"));

const changesOfZones = new Map<string, number[]>();

/** When the clocks of a zone change in 2024 to 2028, in seconds. */
export function clockChanges(timeZone: string): number[] {
  const known = changesOfZones.get(timeZone);
  if (known) return known;
  const changes: number[] = [];
  let next = Temporal.Instant.from("2024-01-01T00:00Z").toZonedDateTimeISO(timeZone).getTimeZoneTransition("next");
  while (next && next.epochMilliseconds / 1000 <= last) {
    changes.push(next.epochMilliseconds / 1000);
    next = next.getTimeZoneTransition("next");
  }
  changesOfZones.set(timeZone, changes);
  return changes;
}

/** To the second, in 2024 to 2028: on ordinary days, around clock changes of the zone, turns of years and leap days. */
export function instants(timeZone = "UTC"): Arbitrary<Date> {
  const turns = [2025, 2026, 2027, 2028].map((year) => toSeconds(new Date(`${year}-01-01T00:00:00Z`)));
  const leapDays = [2024, 2028].map((year) => toSeconds(new Date(`${year}-02-29T12:00:00Z`)));
  const around = (moments: number[], seconds: number) =>
    fc.tuple(fc.constantFrom(...moments), fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: -seconds, max: seconds })));
  const changes = clockChanges(timeZone);
  return fc
    .oneof(
      { weight: 3, arbitrary: fc.integer({ min: first, max: last }).map((seconds) => [seconds, 0]) },
      // Starts and ends of work are on whole minutes, and so are the edges to be found.
      {
        weight: 2,
        arbitrary: fc.integer({ min: first / (15 * minute), max: Math.floor(last / (15 * minute)) }).map((part) => [part * 15 * minute, 0]),
      },
      { weight: 3, arbitrary: around(changes.length > 0 ? changes : turns, 4 * hour) },
      { weight: 1, arbitrary: around(turns, 15 * hour) },
      { weight: 1, arbitrary: around(leapDays, 40 * hour) },
    )
    .map(([moment = first, offset = 0]) => fromSeconds(Math.min(Math.max(moment + offset, first), last)));
}

const time = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const hoursOf = (opens: number, closes: number): Hours => ({ opensAt: time(opens), closesAt: time(closes % 1440) });

/** One to three intervals of a day that do not overlap; the last may go on over midnight, up to 24 hours. */
const severalHours: Arbitrary<Hours[]> = fc
  .record({
    step: fc.constantFrom(1, 15, 30, 60),
    marks: fc.uniqueArray(fc.nat(1439), { minLength: 2, maxLength: 6 }),
    end: fc.nat(1439),
  })
  .map(({ step, marks, end }) => {
    const points = [...new Set(marks.map((mark) => mark - (mark % step)))].sort((one, other) => one - other);
    const hours: Hours[] = [];
    for (let index = 0; index + 1 < points.length; index += 2) hours.push(hoursOf(points[index] ?? 0, points[index + 1] ?? 0));
    // The odd one out is open until then on the next day.
    const opens = points.length % 2 === 1 ? points.at(-1) : undefined;
    if (opens !== undefined) hours.push(hoursOf(opens, Math.min(end - (end % step), opens)));
    return hours;
  });

const office = [hoursOf(9 * 60, 17 * 60)];
const withLunch = [hoursOf(9 * 60, 12 * 60), hoursOf(13 * 60, 17 * 60)];
const halfDay = [hoursOf(8 * 60, 12 * 60)];
const overnight = [hoursOf(22 * 60, 6 * 60)];
const wholeDay = [hoursOf(0, 0)];
/** Where most clock changes are. */
const smallHours: Arbitrary<Hours[]> = fc
  .tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 6 }))
  .map(([opens, length]) => [hoursOf(opens * 30, (opens + length) * 30)]);

export const dayHours: Arbitrary<Hours[]> = fc.oneof(
  fc.constantFrom(office, withLunch, halfDay, overnight, wholeDay),
  smallHours,
  severalHours,
);

const onDays = (weekdays: number[], hours: Hours[]) => weekdays.flatMap((weekday) => hours.map((one) => ({ weekday, ...one })));
const everyDay = [1, 2, 3, 4, 5, 6, 7];

const weeks: Arbitrary<Calendar["weekly"]> = fc.oneof(
  fc.constantFrom(office, withLunch).map((hours) => [...onDays([1, 2, 3, 4, 5], hours), ...onDays([6], halfDay)]),
  fc.constantFrom(office, withLunch, overnight).map((hours) => onDays([1, 2, 3, 4, 5], hours)),
  fc.constantFrom(wholeDay, overnight, [hoursOf(17 * 60, 17 * 60)]).map((hours) => onDays(everyDay, hours)),
  smallHours.map((hours) => onDays(everyDay, hours)),
  // An hour a week, on a Sunday more often than not.
  fc
    .tuple(fc.constantFrom(7, 7, 7, 1, 3, 6), fc.nat(47))
    .map(([weekday, half]) => onDays([weekday], [hoursOf(half * 30, (half * 30 + 60) % 1440)])),
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...everyDay), dayHours), { minLength: 1, maxLength: 7, selector: ([weekday]) => weekday })
    .map((days) => days.flatMap(([weekday, hours]) => onDays([weekday], hours))),
);

/** The local days of clock changes, turns of years, leap days and others, "YYYY-MM-DD". */
function dates(timeZone: string): Arbitrary<string> {
  const changes = clockChanges(timeZone).map((seconds) =>
    Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
      .toZonedDateTimeISO(timeZone)
      .toPlainDate()
      .toString(),
  );
  const marked = ["2024-02-29", "2028-02-29", "2024-12-31", "2025-01-01", "2026-01-01", "2026-11-26", "2026-12-25", "2028-03-01"];
  return fc.oneof(
    fc.constantFrom(...marked, ...changes),
    fc.integer({ min: first / day, max: Math.floor(last / day) }).map((number) =>
      fromSeconds(number * day)
        .toISOString()
        .slice(0, 10),
    ),
  );
}

/** A dated and a yearly exception may meet on a day, two of a kind do not. */
const exceptionsOf = (timeZone: string): Arbitrary<Calendar["exceptions"]> =>
  fc.uniqueArray(fc.record({ date: dates(timeZone), isYearly: fc.boolean(), hours: fc.oneof(fc.constant<Hours[]>([]), dayHours) }), {
    maxLength: 8,
    selector: ({ date, isYearly }) => (isYearly ? date.slice(5) : date),
  });

/** Valid ones: no overlap within the hours of one day, and open at some time in every 366 days. */
export const calendars: Arbitrary<Calendar> = fc
  .constantFrom(...timeZones)
  .chain((timeZone) => fc.record({ timeZone: fc.constant(timeZone), weekly: weeks, exceptions: exceptionsOf(timeZone) }));

/** How many seconds a week is open by its hours. */
const weeklySeconds = ({ weekly }: Calendar) =>
  weekly.reduce((sum, { opensAt, closesAt }) => {
    const [opens, closes] = [opensAt, closesAt].map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));
    const minutes = (closes ?? 0) - (opens ?? 0);
    return sum + (minutes > 0 ? minutes : minutes + 1440) * 60;
  }, 0);

/** 0 to 40 days in seconds, to the second and whole hours; where the calendar is seldom open as many as it is in two years. */
export function durations(calendar: Calendar): Arbitrary<number> {
  const upTo = (weeks: number, seconds: number) => Math.min(weeks * weeklySeconds(calendar), seconds);
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(0, 1, minute, hour, 8 * hour).map((seconds) => upTo(10, seconds)) },
    { weight: 3, arbitrary: fc.nat(upTo(5, 12 * hour)) },
    { weight: 3, arbitrary: fc.nat(Math.floor(upTo(10, 12 * hour) / hour)).map((hours) => hours * hour) },
    { weight: 2, arbitrary: fc.nat(upTo(10, 40 * day)) },
    { weight: 1, arbitrary: fc.nat(upTo(100, 40 * day)) },
  );
}

const patience = Number(process.env.PROPERTY_RUNS ?? 1);

/** How often a property is tried; PROPERTY_RUNS multiplies it. The seed is printed, and PROPERTY_SEED tries it again. */
export function runs(usually: number) {
  const seed = Number(process.env.PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const numRuns = Math.ceil(usually * patience);
  console.info(`${numRuns} tries from seed ${seed}`);
  return { numRuns, seed };
}

/** How long the tries of a property may take, in milliseconds. */
export const timeout = 30_000 * Math.max(patience, 1);

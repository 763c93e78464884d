// @vitest-environment node
/** The database's business time is compared with ours; here ours is held against what people worked out by hand. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addBusinessTime, businessSecondsBetween, type Calendar, type Hours } from "./business-time";
import { calendars, durations, instants, runs, timeout } from "./generate";

const minute = 60;
const hour = 60 * minute;

const weekdays = (hours: Hours[], days = [1, 2, 3, 4, 5]) => days.flatMap((weekday) => hours.map((one) => ({ weekday, ...one })));
const office = [{ opensAt: "09:00", closesAt: "17:00" }];
const newYork: Calendar = { timeZone: "America/New_York", weekly: weekdays(office), exceptions: [] };
const everyDay = (timeZone: string, opensAt: string, closesAt: string): Calendar => ({
  timeZone,
  weekly: weekdays([{ opensAt, closesAt }], [1, 2, 3, 4, 5, 6, 7]),
  exceptions: [],
});
const at = (text: string) => new Date(text);
const add = (start: string, seconds: number, calendar: Calendar) =>
  addBusinessTime(at(start), seconds, calendar).toISOString().replace(".000Z", "Z");
const between = (from: string, to: string, calendar: Calendar) => businessSecondsBetween(at(from), at(to), calendar);

describe("the worked examples of the definition", () => {
  it("from Friday 16:30 an hour, over the weekend on which the clocks change: Monday 09:30 summer time", () => {
    expect(add("2026-03-06T16:30:00-05:00", hour, newYork)).toBe("2026-03-09T13:30:00Z");
  });

  it("from Monday 11:30 an hour, closed from 12 to 13: 13:30", () => {
    const hours = [
      { opensAt: "09:00", closesAt: "12:00" },
      { opensAt: "13:00", closesAt: "17:00" },
    ];
    expect(add("2026-03-16T11:30:00-04:00", hour, { ...newYork, weekly: weekdays(hours) })).toBe("2026-03-16T17:30:00Z");
  });

  it("from Wednesday 16:00 four hours, Thursday is a holiday: Friday 12:00", () => {
    const calendar = { ...newYork, exceptions: [{ date: "2026-11-26", isYearly: false, hours: [] }] };
    expect(add("2026-11-25T16:00:00-05:00", 240 * minute, calendar)).toBe("2026-11-27T17:00:00Z");
    expect(add("2026-11-25T16:00:00-05:00", 240 * minute, newYork)).toBe("2026-11-26T17:00:00Z");
  });

  it("from Monday 16:00 an hour: Monday 17:00, not Tuesday 09:00", () => {
    expect(add("2026-03-16T16:00:00-04:00", hour, newYork)).toBe("2026-03-16T21:00:00Z");
    expect(add("2026-03-16T16:00:00-04:00", hour + 1, newYork)).toBe("2026-03-17T13:00:01Z");
  });
});

describe("the hours of a day", () => {
  it("nothing added is the start itself, however closed it is", () => {
    expect(add("2026-03-15T03:00:07Z", 0, newYork)).toBe("2026-03-15T03:00:07Z");
    expect(add("2026-03-15T03:00:07Z", 1, newYork)).toBe("2026-03-16T13:00:01Z");
  });

  it("are half-open: the second of opening counts, the one of closing does not", () => {
    expect(between("2026-03-16T13:00:00Z", "2026-03-16T13:00:01Z", newYork)).toBe(1);
    expect(between("2026-03-16T20:59:59Z", "2026-03-16T21:00:01Z", newYork)).toBe(1);
    expect(between("2026-03-16T21:00:00Z", "2026-03-16T21:00:01Z", newYork)).toBe(0);
  });

  it("count parts of minutes, and milliseconds", () => {
    expect(between("2026-03-16T12:59:30.250Z", "2026-03-16T13:02:10.500Z", newYork)).toBe(130.5);
    expect(add("2026-03-16T14:00:59.250Z", 90.5, newYork)).toBe("2026-03-16T14:02:29.750Z");
  });

  it("backwards there is no time", () => {
    expect(between("2026-03-16T15:00:30Z", "2026-03-16T15:00:30Z", newYork)).toBe(0);
    expect(between("2026-03-16T15:00:30Z", "2026-03-16T15:00:10Z", newYork)).toBe(0);
    expect(between("2026-03-17T15:00:00Z", "2026-03-16T15:00:00Z", newYork)).toBe(0);
    expect(() => addBusinessTime(at("2026-03-16T15:00:00Z"), -1, newYork)).toThrow(RangeError);
  });

  it("cross midnight when they close not after they open, and belong to the day they start on", () => {
    // Monday's night only.
    const nights: Calendar = { timeZone: "UTC", weekly: weekdays([{ opensAt: "22:00", closesAt: "06:00" }], [1]), exceptions: [] };
    expect(between("2026-03-16T00:00:00Z", "2026-03-18T00:00:00Z", nights)).toBe(8 * hour);
    expect(between("2026-03-17T00:00:00Z", "2026-03-18T00:00:00Z", nights)).toBe(6 * hour);
    // The exception of Tuesday takes nothing from what spilled over into it.
    const holiday = { ...nights, exceptions: [{ date: "2026-03-17", isYearly: false, hours: [] }] };
    expect(between("2026-03-17T00:00:00Z", "2026-03-18T00:00:00Z", holiday)).toBe(6 * hour);
    const closed = { ...nights, exceptions: [{ date: "2026-03-16", isYearly: false, hours: [] }] };
    expect(between("2026-03-16T00:00:00Z", "2026-03-18T00:00:00Z", closed)).toBe(0);
  });

  it("from midnight to midnight are the whole day, from five to five the 24 hours from then", () => {
    const monday = (opensAt: string) => ({ timeZone: "UTC", weekly: [{ weekday: 1, opensAt, closesAt: opensAt }], exceptions: [] });
    expect(between("2026-03-16T00:00:00Z", "2026-03-17T00:00:00Z", monday("00:00"))).toBe(24 * hour);
    expect(between("2026-03-17T00:00:00Z", "2026-03-17T23:00:00Z", monday("00:00"))).toBe(0);
    expect(between("2026-03-17T00:00:00Z", "2026-03-17T23:00:00Z", monday("17:00"))).toBe(17 * hour);
  });

  it("far west of Greenwich end two days later in UTC", () => {
    // Monday 17:00 to Tuesday 17:00 in Pago Pago, eleven hours behind, is Tuesday 04:00 to Wednesday 04:00.
    const calendar: Calendar = {
      timeZone: "Pacific/Pago_Pago",
      weekly: [{ weekday: 1, opensAt: "17:00", closesAt: "17:00" }],
      exceptions: [],
    };
    expect(between("2026-03-18T00:00:00Z", "2026-03-19T00:00:00Z", calendar)).toBe(4 * hour);
    expect(add("2026-03-16T12:00:00Z", 24 * hour, calendar)).toBe("2026-03-18T04:00:00Z");
  });

  it("count once where the evening before spills into the morning", () => {
    const calendar: Calendar = {
      timeZone: "UTC",
      weekly: [
        { weekday: 1, opensAt: "20:00", closesAt: "10:00" },
        { weekday: 2, opensAt: "09:00", closesAt: "17:00" },
      ],
      exceptions: [],
    };
    expect(between("2026-03-16T00:00:00Z", "2026-03-18T00:00:00Z", calendar)).toBe(21 * hour);
    expect(add("2026-03-16T20:00:00Z", 21 * hour, calendar)).toBe("2026-03-17T17:00:00Z");
  });
});

describe("exceptions", () => {
  const day = (year: number, date: string) => between(`${year}-${date}T00:00:00Z`, `${year}-${date}T23:59:00Z`, calendar) / hour;
  const calendar: Calendar = {
    ...everyDay("UTC", "09:00", "17:00"),
    exceptions: [
      { date: "2020-12-24", isYearly: true, hours: [{ opensAt: "09:00", closesAt: "12:00" }] },
      { date: "2026-12-24", isYearly: false, hours: [] },
      { date: "2024-02-29", isYearly: true, hours: [] },
    ],
  };

  it("replace the day's hours: yearly ones each year, dated ones once, and before a yearly one", () => {
    expect([2025, 2026, 2027].map((year) => day(year, "12-24"))).toEqual([3, 0, 3]);
    expect(day(2026, "12-25")).toBe(8);
  });

  it("on 29 February are there in leap years only", () => {
    expect([day(2024, "02-29"), day(2028, "02-29"), day(2026, "02-28"), day(2026, "03-01")]).toEqual([0, 0, 8, 8]);
  });

  it("can be all the opening there is", () => {
    const newYear: Calendar = { timeZone: "UTC", weekly: [], exceptions: [{ date: "2024-01-01", isYearly: true, hours: office }] };
    expect(add("2026-06-01T00:00:00Z", 9 * hour, newYear)).toBe("2028-01-01T10:00:00Z");
    expect(() => add("2026-06-01T00:00:00Z", 1, { ...newYear, exceptions: [] })).toThrow("not open for so long");
  });
});

describe("clock changes", () => {
  it("a whole day has 23 hours in spring and 25 in autumn", () => {
    const always = everyDay("Europe/Berlin", "00:00", "00:00");
    const sunday: Calendar = { ...always, weekly: [{ weekday: 7, opensAt: "00:00", closesAt: "00:00" }] };
    expect(between("2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z", sunday)).toBe(23 * hour);
    expect(between("2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z", sunday)).toBe(25 * hour);
    expect(between("2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z", always)).toBe(72 * hour);
  });

  it("a time that spring leaves out is as far after the change as it claims", () => {
    // 02:30 is 03:30: half an hour is left of two.
    expect(add("2026-03-08T05:00:00Z", 1, everyDay("America/New_York", "02:30", "04:00"))).toBe("2026-03-08T07:30:01Z");
    expect(between("2026-03-08T05:00:00Z", "2026-03-08T20:00:00Z", everyDay("America/New_York", "02:30", "04:00"))).toBe(hour / 2);
    // From 02:00 = 03:00 until 02:30 = 03:30.
    expect(between("2026-03-08T05:00:00Z", "2026-03-08T20:00:00Z", everyDay("America/New_York", "02:00", "02:30"))).toBe(hour / 2);
  });

  it("hours that come out empty or reversed are none", () => {
    // 02:45 is 03:45, after 03:15; and 02:30 is 03:30.
    expect(between("2026-03-08T05:00:00Z", "2026-03-08T20:00:00Z", everyDay("America/New_York", "02:45", "03:15"))).toBe(0);
    expect(between("2026-03-08T05:00:00Z", "2026-03-08T20:00:00Z", everyDay("America/New_York", "02:30", "03:30"))).toBe(0);
    expect(between("2026-03-09T05:00:00Z", "2026-03-09T20:00:00Z", everyDay("America/New_York", "02:45", "03:15"))).toBe(hour / 2);
  });

  it("a time that autumn brings twice is the second", () => {
    // 01:30 is 06:30 UTC, not 05:30; and from 00:30 until then there are two hours.
    expect(add("2026-11-01T04:00:00Z", 1, everyDay("America/New_York", "01:30", "03:00"))).toBe("2026-11-01T06:30:01Z");
    expect(between("2026-11-01T04:00:00Z", "2026-11-01T20:00:00Z", everyDay("America/New_York", "00:30", "01:30"))).toBe(2 * hour);
  });

  it("half an hour on Lord Howe, at midnight in Santiago, two hours at Troll", () => {
    // Lord Howe: on Sunday 2026-04-05 02:00 +11 becomes 01:30 +10:30, on 2026-10-04 02:00 becomes 02:30.
    const lordHowe = everyDay("Australia/Lord_Howe", "01:00", "03:00");
    expect(between("2026-04-04T12:00:00Z", "2026-04-05T01:00:00Z", lordHowe)).toBe(2.5 * hour);
    expect(between("2026-10-03T12:00:00Z", "2026-10-04T01:00:00Z", lordHowe)).toBe(1.5 * hour);
    // Santiago: 2026-09-06 begins at 01:00 -03, which is 04:00 UTC; 2026-04-04 has its last hour twice.
    expect(add("2026-09-06T03:00:00Z", 1, everyDay("America/Santiago", "00:00", "12:00"))).toBe("2026-09-06T04:00:01Z");
    expect(between("2026-04-04T12:00:00Z", "2026-04-05T12:00:00Z", everyDay("America/Santiago", "22:00", "00:00"))).toBe(3 * hour);
    // Troll: 2026-03-29 01:00 +00 becomes 03:00 +02.
    expect(between("2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z", everyDay("Antarctica/Troll", "00:00", "06:00"))).toBe(4 * hour);
  });
});

describe("for any calendar, instant and duration", () => {
  const any = calendars.chain((calendar) =>
    fc.record({
      calendar: fc.constant(calendar),
      start: instants(calendar.timeZone),
      seconds: durations(calendar),
      more: durations(calendar),
    }),
  );

  it(
    "there is as much time up to the due time as was added, and none to spare",
    () => {
      fc.assert(
        fc.property(any, ({ calendar, start, seconds }) => {
          const due = addBusinessTime(start, seconds, calendar);
          expect(businessSecondsBetween(start, due, calendar)).toBe(seconds);
          // The earliest: a second before it, it was not yet all.
          if (seconds > 0) expect(businessSecondsBetween(start, new Date(due.getTime() - 1000), calendar)).toBe(seconds - 1);
        }),
        runs(150),
      );
    },
    timeout,
  );

  it(
    "more is later, and in two parts it is the same",
    () => {
      fc.assert(
        fc.property(any, ({ calendar, start, seconds, more }) => {
          const due = addBusinessTime(start, seconds, calendar);
          const later = addBusinessTime(start, seconds + more, calendar);
          if (more > 0) expect(later.getTime()).toBeGreaterThan(due.getTime());
          if (more > 0) expect(addBusinessTime(due, more, calendar)).toEqual(later);
          const laterStart = new Date(start.getTime() + more * 1000);
          expect(addBusinessTime(laterStart, seconds, calendar).getTime()).toBeGreaterThanOrEqual(due.getTime());
        }),
        runs(80),
      );
    },
    timeout,
  );

  it(
    "the time between is the sum of its parts, and no more than went by",
    () => {
      fc.assert(
        fc.property(any, fc.nat(40 * 24 * hour), fc.nat(40 * 24 * hour), ({ calendar, start }, one, other) => {
          const middle = new Date(start.getTime() + one * 1000);
          const end = new Date(middle.getTime() + other * 1000);
          const whole = businessSecondsBetween(start, end, calendar);
          expect(businessSecondsBetween(start, middle, calendar) + businessSecondsBetween(middle, end, calendar)).toBe(whole);
          expect(whole).toBeLessThanOrEqual(one + other);
        }),
        runs(150),
      );
    },
    timeout,
  );

  it(
    "calendars are open at some time in any 366 days",
    () => {
      fc.assert(
        fc.property(any, ({ calendar, start }) => {
          expect(businessSecondsBetween(start, new Date(start.getTime() + 366 * 24 * hour * 1000), calendar)).toBeGreaterThan(0);
        }),
        runs(10),
      );
    },
    timeout,
  );
});

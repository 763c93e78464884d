/** Business time of the database against the oracle of `tests/sla`, which counts minutes. */
import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { addBusinessTime, businessSecondsBetween, type Calendar } from "../../../tests/sla/business-time";
import { calendars, durations, instants, runs, timeout } from "../../../tests/sla/generate";
import { connect } from "../../../tests/support/database";
import { calendarStatements, type Desk, makeDesk } from "./play";

let client: pg.Client;
let desk: Desk;
beforeAll(async () => {
  client = await connect(inject("testStack").env.DATABASE_URL);
  await client.query("begin");
  desk = await makeDesk(client);
});
afterAll(async () => {
  await client.query("rollback");
  await client.end();
});

async function withCalendar<Answer>(calendar: Calendar, use: (versionId: string) => Promise<Answer>): Promise<Answer> {
  await client.query("savepoint before_calendar");
  try {
    const { id, sql } = calendarStatements(desk.workspaceId, calendar);
    await client.query(sql);
    return await use(id);
  } finally {
    await client.query("rollback to savepoint before_calendar");
  }
}

type Answer = { due: Date; back: string; between: string };

const ask = async (versionId: string, start: Date, seconds: number, from: Date, to: Date): Promise<Answer> => {
  const { rows } = await client.query<Answer>(
    `select due, private.business_seconds_between($2, due, $1) as back, private.business_seconds_between($4, $5, $1) as between
     from private.add_business_time($2, $3, $1) as due`,
    [versionId, start, seconds, from, to],
  );
  return rows[0]!;
};

/** Mon–Fri 9–17, New York: the calendar of the examples. */
const newYork = (changes: Partial<Calendar> = {}): Calendar => ({
  timeZone: "America/New_York",
  weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opensAt: "09:00", closesAt: "17:00" })),
  exceptions: [],
  ...changes,
});
const lunch = [1, 2, 3, 4, 5].flatMap((weekday) => [
  { weekday, opensAt: "09:00", closesAt: "12:00" },
  { weekday, opensAt: "13:00", closesAt: "17:00" },
]);

describe("business time", () => {
  it.each([
    ["goes over a weekend in which the clocks change", newYork(), "2026-03-06T16:30-05:00", 60, "2026-03-09T13:30Z"],
    ["leaves a lunch break out", newYork({ weekly: lunch }), "2026-03-16T11:30-04:00", 60, "2026-03-16T13:30-04:00"],
    [
      "leaves a holiday out",
      newYork({ exceptions: [{ date: "2026-11-26", isYearly: false, hours: [] }] }),
      "2026-11-25T16:00-05:00",
      240,
      "2026-11-27T12:00-05:00",
    ],
    ["that ends at closing stays at closing", newYork(), "2026-03-16T16:00-04:00", 60, "2026-03-16T17:00-04:00"],
    [
      "leaves out a holiday a week on, of which the days before know nothing",
      {
        timeZone: "Australia/Eucla",
        weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensAt: "02:00", closesAt: "03:30" })),
        exceptions: [{ date: "2027-01-08", isYearly: true, hours: [] }],
      },
      "2028-01-01T00:00Z",
      686,
      "2028-01-09T18:11Z",
    ],
    [
      "begins with the hours that exist where the clocks leave others out",
      newYork({
        weekly: [
          { weekday: 7, opensAt: "02:30", closesAt: "02:50" },
          { weekday: 7, opensAt: "03:00", closesAt: "05:00" },
        ],
      }),
      "2026-03-08T00:00-05:00",
      10,
      "2026-03-08T03:10-04:00",
    ],
  ])("%s", async (_name, calendar, start, minutes, due) => {
    await withCalendar(calendar, async (id) => {
      const answer = await ask(id, new Date(start), minutes * 60, new Date(start), new Date(due));
      expect(answer.due).toEqual(new Date(due));
      expect(Number(answer.between)).toBe(minutes * 60);
    });
  });

  it("is null where it does not come within twenty years", async () => {
    const christmas: Calendar = {
      timeZone: "UTC",
      weekly: [],
      exceptions: [{ date: "2026-12-25", isYearly: true, hours: [{ opensAt: "10:00", closesAt: "11:00" }] }],
    };
    await withCalendar(christmas, async (id) => {
      const start = new Date("2026-01-01T00:00Z");
      expect((await ask(id, start, 19 * 3600, start, start)).due).toEqual(new Date("2044-12-25T11:00Z"));
      expect((await ask(id, start, 25 * 3600, start, start)).due).toBeNull();
    });
  });

  it(
    "is what counting minutes gives, and adding and measuring agree",
    async () => {
      const cases = calendars.chain((calendar) =>
        fc.tuple(fc.constant(calendar), instants(calendar.timeZone), durations(calendar), instants(calendar.timeZone), durations(calendar)),
      );
      await fc.assert(
        fc.asyncProperty(cases, async ([calendar, start, seconds, from, length]) => {
          await withCalendar(calendar, async (id) => {
            const to = new Date(from.getTime() + length * 1000);
            const answer = await ask(id, start, seconds, from, to);
            expect(answer.due).toEqual(addBusinessTime(start, seconds, calendar));
            expect(Number(answer.back)).toBe(seconds);
            expect(Number(answer.between)).toBe(businessSecondsBetween(from, to, calendar));
          });
        }),
        runs(800),
      );
    },
    timeout * 4,
  );
});

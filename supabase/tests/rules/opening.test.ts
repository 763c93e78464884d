import { describe, expect, it } from "vitest";
import { tickets, workspaces } from "../../../tests/support/cast";
import { database } from "./support";

const { owner, undone, call, open } = database();
const { acme } = workspaces;

type Opening = { time_zone: string; closes_at: Date | null; opens_at: Date | null };

/** Hours that somebody has set: by weekday; as minutes from now on days that are named by their distance from today, UTC. */
async function setHours(hours: { weekday?: number; opens: string; closes: string }[], zone = "UTC"): Promise<string> {
  const [version] = await owner<{ id: string }>(
    `with made as (
       insert into public.sla_calendar_versions (workspace_id, calendar_id, version, time_zone, created_at)
       select workspace_id, calendar_id, 2, $2, now() + interval '1 second' from public.sla_calendars where workspace_id = $1 returning *
     )
     update public.sla_calendars set current_version_id = made.calendar_version_id from made
     where sla_calendars.workspace_id = made.workspace_id returning made.calendar_version_id as id`,
    [acme.workspaceId, zone],
  );
  for (const { weekday, opens, closes } of hours)
    await owner(
      `insert into public.sla_calendar_hours (workspace_id, calendar_version_id, weekday, opens_at, closes_at)
       select $1, $2, weekday, $4, $5 from generate_series(1, 7) as weekday where weekday = coalesce($3, weekday)`,
      [acme.workspaceId, version!.id, weekday ?? null, opens, closes],
    );
  return version!.id;
}

const read = async (source: "portal" | "ticket" = "portal", actor: "carl" | "anon" = "carl") =>
  (
    await call<Opening>(
      actor,
      source === "portal"
        ? "select (opening).* from public.get_portal('acme')"
        : `select (opening).* from public.get_my_ticket('acme', '${tickets.carl.ticketId}')`,
    )
  )[0]!;

/** Wall times of UTC, some minutes from now, that make sense on either side of midnight. */
const wall = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString().slice(11, 16);
const minutesUntil = (time: Date | null) => Math.ceil((time!.getTime() - Date.now()) / 60_000);

describe("the hours that a portal tells", () => {
  it(
    "are none as long as nobody has set them",
    undone(async () => {
      expect(await read()).toEqual({ time_zone: "UTC", closes_at: null, opens_at: null });
      expect(await read("ticket")).toEqual({ time_zone: "UTC", closes_at: null, opens_at: null });
    }),
  );

  it(
    "are when it closes and opens again while it is open",
    undone(async () => {
      await setHours([{ opens: wall(-60), closes: wall(60) }]);
      for (const actor of ["carl", "anon"] as const) {
        const { closes_at, opens_at } = await read("portal", actor);
        expect(minutesUntil(closes_at)).toBeGreaterThan(55);
        expect(minutesUntil(closes_at)).toBeLessThanOrEqual(60);
        expect(minutesUntil(opens_at)).toBeGreaterThan(22 * 60 - 5);
      }
      expect(await read("ticket")).toEqual(await read());
    }),
  );

  it(
    "are when it opens while it is closed, in the calendar's own zone",
    undone(async () => {
      await setHours([{ opens: "09:00", closes: "09:00" }]);
      expect((await read()).opens_at).toBeNull();
      await owner("update public.sla_calendar_hours set opens_at = $1, closes_at = $2 where opens_at = '09:00'", [wall(60), wall(120)]);
      const { closes_at, opens_at } = await read();
      expect(closes_at).toBeNull();
      expect(minutesUntil(opens_at)).toBeGreaterThan(55);
      expect(minutesUntil(opens_at)).toBeLessThanOrEqual(60);
      await owner("update public.sla_calendar_versions set time_zone = 'Asia/Tokyo' where version = 2");
      expect((await read()).time_zone).toBe("Asia/Tokyo");
    }),
  );

  it(
    "reach over a long holiday, and say nothing of an end that never comes",
    undone(async () => {
      const version = await setHours([{ opens: "09:00", closes: "10:00" }]);
      await owner(
        `insert into public.sla_calendar_exceptions (workspace_id, calendar_version_id, exception_date, is_yearly, name)
         select $1, $2, current_date + number, false, 'Holidays' from generate_series(-1, 20) as number`,
        [acme.workspaceId, version],
      );
      expect(minutesUntil((await read()).opens_at)).toBeGreaterThan(20 * 24 * 60);
      await owner("delete from public.sla_calendar_exceptions where calendar_version_id = $1", [version]);
      await owner("update public.sla_calendar_hours set opens_at = '00:00', closes_at = '00:00' where calendar_version_id = $1", [version]);
      expect(await read()).toEqual({ time_zone: "UTC", closes_at: null, opens_at: null });
    }),
  );
});

describe("how soon a portal usually answers", () => {
  const usual = async () =>
    (await call<{ usual_reply_seconds: number | null }>("carl", "select usual_reply_seconds from public.get_portal('acme')"))[0]!
      .usual_reply_seconds;
  /** Tickets of some age, with how long their first answers took. */
  const answered = async (count: number, age: string, took: string) => {
    for (let number = 0; number < count; number++) {
      const { ticket_id } = await open("stranger");
      await owner(
        `update public.tickets set created_at = now() - $2::interval, last_activity_at = now() - $2::interval + $3::interval,
           first_response_at = now() - $2::interval + $3::interval where ticket_id = $1`,
        [ticket_id, age, took],
      );
    }
  };

  it(
    "is the median of the first answers of the last 30 days, and nothing when there are few",
    undone(async () => {
      await owner("update public.tickets set first_response_at = null");
      await answered(20, "40 days", "5 days");
      await answered(10, "3 days", "1 hour");
      await answered(9, "2 days", "3 hours");
      expect(await usual()).toBeNull();
      await answered(1, "1 day", "30 hours");
      expect(await usual()).toBe(2 * 3600);
      await answered(5, "1 day", "10 minutes");
      expect(await usual()).toBe(3600);
    }),
  );
});

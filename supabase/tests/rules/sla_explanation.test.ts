import { describe, expect, it } from "vitest";
import { tickets, workspaces } from "../../../tests/support/cast";
import { database } from "./support";

const { owner, undone, call, open } = database();

type Clock = {
  metric: string;
  state: string;
  policy_name: string;
  calendar_name: string | null;
  time_zone: string | null;
  target_seconds: number;
  due_at: Date | null;
  events: string;
  stretches: string;
  special_days: string;
};

const explain = (actor: "sana" | "gina" | "carl" | "stranger", slug: string, id: string) =>
  call<Clock>(
    actor,
    `select metric, state, policy_name, calendar_name, time_zone, target_seconds, due_at,
       (select string_agg(kind || coalesce(' ' || nullif(reason, ''), ''), ', ') from unnest(events)) as events,
       (select string_agg(to_char(from_at at time zone 'America/New_York', 'Dy HH24:MI') || '-' || to_char(until_at at time zone 'America/New_York', 'Dy HH24:MI'), ', ') from unnest(stretches)) as stretches,
       (select string_agg(day || ' ' || name || case when is_open then ' open' else ' closed' end, ', ') from unnest(special_days)) as special_days
     from public.get_sla_explanation($1, $2)`,
    [slug, id],
  );

/** New York, Monday to Friday from 9 to 17, Thanksgiving closed, the day after it only until noon; eight hours to resolve. */
async function calendar() {
  await owner(`update public.sla_calendar_versions set time_zone = 'America/New_York' where workspace_id = $1`, [
    workspaces.acme.workspaceId,
  ]);
  for (const [day, name] of [
    ["2090-11-23", "Thanksgiving"],
    ["2090-11-24", "Black Friday"],
    ["2090-11-25", "A Saturday"],
  ])
    await owner(
      `insert into public.sla_calendar_exceptions (workspace_id, calendar_version_id, exception_date, is_yearly, name)
       select workspace_id, current_version_id, $2, false, $3 from public.sla_calendars where workspace_id = $1`,
      [workspaces.acme.workspaceId, day, name],
    );
  await owner(
    `insert into public.sla_calendar_exception_hours (workspace_id, calendar_version_id, exception_date, is_yearly, opens_at, closes_at)
     select workspace_id, current_version_id, '2090-11-24', false, '09:00', '12:00' from public.sla_calendars where workspace_id = $1`,
    [workspaces.acme.workspaceId],
  );
  await owner(
    `insert into public.sla_targets (workspace_id, policy_version_id, metric, priority, target_seconds, basis)
     select workspace_id, current_version_id, 'resolution', 'medium', 8 * 3600, 'business' from public.sla_policies where workspace_id = $1`,
    [workspaces.acme.workspaceId],
  );
}

/** A ticket of Wednesday, 22 November 2090, long before it is over, 16:00 in New York. */
async function openedOnWednesday(): Promise<string> {
  const [ticket] = await owner<{ ticket_id: string }>(
    `with made as (
       insert into public.tickets (workspace_id, customer_id, subject, created_at, as_of, awaiting_reply_since)
       select workspace_id, customer_id, 'Subject', at, at, at from public.tickets, (select timestamptz '2090-11-22 16:00 America/New_York' as at) as time
       where ticket_id = $1 returning *
     )
     insert into public.chat_rooms (room_id, workspace_id, ticket_id) select chat_room_id, workspace_id, ticket_id from made returning ticket_id`,
    [tickets.carl.ticketId],
  );
  return ticket!.ticket_id;
}

describe("get_sla_explanation", () => {
  it(
    "tells policy, calendar and target, when time counted, and the days with hours of their own that matter",
    undone(async () => {
      await calendar();
      const clocks = await explain("sana", "acme", await openedOnWednesday());
      expect(clocks).toMatchObject([
        // Every hour counts.
        { metric: "first_response", policy_name: "Default", calendar_name: null, time_zone: null, stretches: "Wed 16:00-Thu 16:00" },
        {
          metric: "resolution",
          state: "running",
          calendar_name: "Business hours",
          time_zone: "America/New_York",
          target_seconds: 28_800,
          due_at: new Date("2090-11-27T13:00:00-05:00"),
          stretches: "Wed 16:00-Wed 17:00, Fri 09:00-Fri 12:00, Mon 09:00-Mon 13:00",
          // That Saturday would have been closed anyway.
          special_days: "2090-11-23 Thanksgiving closed, 2090-11-24 Black Friday open",
        },
      ]);
    }),
  );

  it(
    "tells what happened in between and why, and counts by the calendar of each time",
    undone(async () => {
      await calendar();
      const id = await openedOnWednesday();
      const move = (at: string, change: string) =>
        owner(`update public.tickets set as_of = timestamptz '${at} America/New_York', ${change} where ticket_id = $1`, [id]);
      await move("2090-11-24 10:00", "status = 'waiting'");
      await move("2090-11-24 11:00", "status = 'open'");
      await owner("update public.sla_targets set basis = 'calendar' where metric = 'resolution'");
      await owner(
        `insert into public.sla_targets (workspace_id, policy_version_id, metric, priority, target_seconds, basis)
         select workspace_id, current_version_id, 'resolution', 'high', 12 * 3600, 'calendar' from public.sla_policies where workspace_id = $1`,
        [workspaces.acme.workspaceId],
      );
      await move("2090-11-24 11:30", "priority = 'high'");
      const clock = (await explain("sana", "acme", id)).find(({ metric }) => metric === "resolution");
      expect(clock).toMatchObject({
        events: "activate, pause, resume, retarget",
        time_zone: null,
        stretches: "Wed 16:00-Wed 17:00, Fri 09:00-Fri 21:00",
      });
      await call("sana", "select public.set_resolution_due($1, now() + interval '30 days', 'Promised by phone')", [id]);
      expect((await explain("sana", "acme", id)).find(({ metric }) => metric === "resolution")?.events).toContain(
        "set_due Promised by phone",
      );
    }),
  );

  it(
    "puts what is still owed first, and is limited",
    undone(async () => {
      const { ticket_id } = await open("stranger");
      for (let round = 0; round < 15; round++) {
        await owner("update public.tickets set awaiting_reply_since = null where ticket_id = $1", [ticket_id]);
        await owner("update public.tickets set awaiting_reply_since = now() where ticket_id = $1", [ticket_id]);
      }
      const clocks = await explain("sana", "acme", ticket_id);
      expect(clocks).toHaveLength(12);
      expect(clocks[0]?.state).toBe("running");
      expect(clocks.slice(1).every(({ state }) => state === "cancelled")).toBe(true);
    }),
  );

  it(
    "is for agents of the ticket's workspace alone",
    undone(async () => {
      const { carl, gus } = tickets;
      expect(await explain("sana", "acme", carl.ticketId)).toHaveLength(1);
      expect(await explain("gina", "globex", gus.ticketId)).toHaveLength(1);
      for (const actor of ["gina", "carl", "stranger"] as const) expect(await explain(actor, "acme", carl.ticketId)).toEqual([]);
      // Under another workspace's address.
      expect(await explain("sana", "globex", carl.ticketId)).toEqual([]);
      expect(await explain("sana", "globex", gus.ticketId)).toEqual([]);
    }),
  );
});

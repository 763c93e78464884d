/** What owners save of calendars and policies: versions, refusals at their place, and who runs by what afterwards. */
import { describe, expect, it } from "vitest";
import { categories, teams, workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, open } = database();

const acme = workspaces.acme.workspaceId;

type Hours = { opens_at: string; closes_at: string };
type CalendarDraft = {
  name?: string;
  time_zone?: string;
  weekly?: (Hours & { weekday: number })[];
  special_days?: { exception_date: string; is_yearly: boolean; name: string; hours: Hours[] }[];
};
const hours = (weekday: number, opens_at: string, closes_at: string) => ({ weekday, opens_at, closes_at });
const office = [1, 2, 3, 4, 5].map((weekday) => hours(weekday, "09:00", "17:00"));
const day = (exception_date: string, name = "", ...own: Hours[]) => ({ exception_date, is_yearly: false, name, hours: own });

/** As the Data API sends it: JSON that becomes typed rows. */
const populated = (type: string) => `jsonb_populate_record(null::public.${type}, $1)`;
const calendar = ({ name = "Mine", time_zone = "Europe/Berlin", weekly = office, special_days = [] }: CalendarDraft = {}) =>
  JSON.stringify({ name, time_zone, weekly, special_days });

const saveCalendar = async (draft: CalendarDraft = {}, id: string | null = null, seen: string | null = null) =>
  (
    await call<{ id: string }>("olivia", `select public.save_sla_calendar('acme', ${populated("sla_calendar_draft")}, $2, $3) as id`, [
      calendar(draft),
      id,
      seen,
    ])
  )[0]!.id;
/** Whose calendars are to be which: the workspace's, and those of teams. */
const setCalendars = (own: string | null, ofTeams: Record<string, string | null> = {}) =>
  call(
    "olivia",
    "select public.set_sla_calendars('acme', $1, array(select it from jsonb_populate_recordset(null::public.sla_team_calendar, $2) as it))",
    [own, JSON.stringify(Object.entries(ofTeams).map(([team_id, calendar_id]) => ({ team_id, calendar_id })))],
  );
const place = async (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: { message: string; detail?: string }) => `${error.message}: ${error.detail ?? ""}`,
  );

type Line = {
  calendar_id: string;
  version_id: string;
  name: string;
  time_zone: string;
  weekly: unknown[];
  special_days: unknown[];
  team_names: string[];
  policy_names: string[];
};
type Policy = { policy_id: string; version_id: string; name: string };
const settings = async () =>
  (
    await call<{ it: { calendar_id: string; calendars: Line[]; policies: Policy[] } }>(
      "adam",
      "select to_jsonb(it) as it from public.get_sla_settings('acme') as it",
    )
  )[0]!.it;
const versions = async (id: string) =>
  (await owner<{ count: string }>("select count(*) from public.sla_calendar_versions where calendar_id = $1", [id]))[0]!.count;

describe("save_sla_calendar", () => {
  it(
    "keeps the zone, the week and the special days, in order, and makes a version of each change",
    undone(async () => {
      const id = await saveCalendar({
        weekly: [hours(6, "22:00", "06:00"), hours(1, "13:00", "17:00"), hours(1, "09:00", "12:00")],
        special_days: [day("2026-12-31", "Half a day", { opens_at: "09:00", closes_at: "12:00" }), day("2026-12-24")],
      });
      const saved = (await settings()).calendars.find((line) => line.calendar_id === id)!;
      expect(saved).toMatchObject({
        name: "Mine",
        time_zone: "Europe/Berlin",
        weekly: [
          { weekday: 1, opens_at: "09:00:00", closes_at: "12:00:00" },
          { weekday: 1, opens_at: "13:00:00", closes_at: "17:00:00" },
          { weekday: 6, opens_at: "22:00:00", closes_at: "06:00:00" },
        ],
        special_days: [
          { exception_date: "2026-12-24", is_yearly: false, name: "", hours: [] },
          { exception_date: "2026-12-31", name: "Half a day", hours: [{ opens_at: "09:00:00", closes_at: "12:00:00" }] },
        ],
      });
      await saveCalendar({}, id, saved.version_id);
      expect(await versions(id)).toBe("2");
      // Another name alone is no other version.
      await saveCalendar({ name: "Another name" }, id);
      expect(await versions(id)).toBe("2");
      expect((await settings()).calendars.map(({ name }) => name)).toEqual(["Another name", "Business hours"]);
    }),
  );

  it(
    "refuses what somebody else has saved meanwhile, and takes it from whoever saw that",
    undone(async () => {
      const id = await saveCalendar();
      const seen = (await settings()).calendars.find((line) => line.calendar_id === id)!.version_id;
      await saveCalendar({ time_zone: "Asia/Kolkata" }, id, seen);
      expect(await refusal(saveCalendar({ time_zone: "Asia/Tokyo" }, id, seen))).toBe("PT409 sla_version_outdated");
      const now = (await settings()).calendars.find((line) => line.calendar_id === id)!;
      expect(now.time_zone).toBe("Asia/Kolkata");
      await saveCalendar({ time_zone: "Asia/Tokyo" }, id, now.version_id);
    }),
  );

  const touching = [hours(1, "09:00", "12:00"), hours(1, "12:00", "24:00"), hours(2, "00:00", "08:00")];
  const cases: [string, CalendarDraft, string][] = [
    ["touching hours", { weekly: touching }, "done"],
    ["a whole week round the clock", { weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => hours(weekday, "00:00", "00:00")) }, "done"],
    ["hours that overlap on a day", { weekly: [...office, hours(3, "16:59", "18:00")] }, "sla_hours_overlap: 3"],
    ["the same hours twice", { weekly: [...office, hours(2, "09:00", "17:00")] }, "sla_hours_overlap: 2"],
    [
      "hours that reach into the next morning's",
      { weekly: [hours(2, "22:00", "06:00"), hours(3, "05:59", "12:00")] },
      "sla_hours_overlap: 3",
    ],
    ["Sunday's that reach into Monday's", { weekly: [hours(7, "22:00", "06:00"), hours(1, "05:00", "12:00")] }, "sla_hours_overlap: 1"],
    ["Sunday's that end as Monday's begin", { weekly: [hours(7, "22:00", "06:00"), hours(1, "06:00", "12:00")] }, "done"],
    [
      "a day around the clock and the next morning",
      { weekly: [hours(1, "09:00", "09:00"), hours(2, "08:00", "10:00")] },
      "sla_hours_overlap: 2",
    ],
    [
      "hours that overlap on a special day",
      { special_days: [day("2026-12-24", "", { opens_at: "09:00", closes_at: "12:00" }, { opens_at: "11:00", closes_at: "13:00" })] },
      "sla_hours_overlap: 2026-12-24",
    ],
    ["a day twice", { special_days: [day("2026-12-24"), day("2026-12-24", "Again")] }, "sla_special_day_twice: 2026-12-24"],
    ["a day once and every year", { special_days: [day("2026-12-24"), { ...day("2026-12-24"), is_yearly: true }] }, "done"],
    ["seconds in the hours of a week", { weekly: [...office, hours(6, "09:00", "12:00:30")] }, "sla_hours_with_seconds: 6"],
    [
      "seconds in the hours of a special day",
      { special_days: [day("2026-12-24", "", { opens_at: "09:00:01", closes_at: "12:00" })] },
      "sla_hours_with_seconds: 2026-12-24",
    ],
    ["no hours", { weekly: [] }, "sla_calendar_never_open: "],
    [
      "no hours but on one day of the coming year",
      {
        weekly: [],
        special_days: [
          day(new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10), "", { opens_at: "09:00", closes_at: "12:00" }),
        ],
      },
      "done",
    ],
    [
      "no hours but on one day in two years",
      {
        weekly: [],
        special_days: [
          day(new Date(Date.now() + 700 * 86_400_000).toISOString().slice(0, 10), "", { opens_at: "09:00", closes_at: "12:00" }),
        ],
      },
      "sla_calendar_never_open: ",
    ],
    ["an abbreviation as zone", { time_zone: "CEST" }, "sla_time_zone_unknown: "],
    ["a rule as zone", { time_zone: "EST5EDT,M3.2.0,M11.1.0" }, "sla_time_zone_unknown: "],
    ["nothing as zone", { time_zone: "" }, "sla_time_zone_unknown: "],
    ["an eighth weekday", { weekly: [...office, hours(8, "09:00", "12:00")] }, "sla_draft_unreadable: "],
    ["an opening at the end of the day", { weekly: [hours(1, "24:00", "06:00")] }, "sla_draft_unreadable: "],
    ["a day that never comes", { special_days: [day("infinity")] }, "sla_draft_unreadable: "],
    ["a day without a date", { special_days: [{ ...day("2026-12-24"), exception_date: null as never }] }, "sla_draft_unreadable: "],
    [
      "a yearly day twice, of two years",
      { special_days: [day("2026-12-24"), day("2027-12-24")].map((one) => ({ ...one, is_yearly: true })) },
      "sla_special_day_twice: 2027-12-24",
    ],
    [
      "twelve openings on a day",
      {
        weekly: Array.from({ length: 12 }, (_, nth) =>
          hours(1, `${String(nth).padStart(2, "0")}:00`, `${String(nth).padStart(2, "0")}:30`),
        ),
      },
      "done",
    ],
    [
      "thirteen openings on a day",
      {
        weekly: Array.from({ length: 13 }, (_, nth) =>
          hours(1, `${String(nth).padStart(2, "0")}:00`, `${String(nth).padStart(2, "0")}:30`),
        ),
      },
      "too_many_hours: 1",
    ],
    [
      "400 special days",
      {
        special_days: Array.from({ length: 400 }, (_, nth) =>
          day(new Date(Date.UTC(2027, 0, nth + 1)).toISOString().slice(0, 10), "", { opens_at: "09:00", closes_at: "10:00" }),
        ),
      },
      "done",
    ],
    [
      "401 special days",
      { special_days: Array.from({ length: 401 }, (_, nth) => day(new Date(Date.UTC(2027, 0, nth + 1)).toISOString().slice(0, 10))) },
      "too_many_special_days: ",
    ],
  ];
  it.each(cases)("of %s", async (_what, draft, expected) => undone(async () => expect(await place(saveCalendar(draft))).toBe(expected))());

  it(
    "tells names apart while they are in use",
    undone(async () => {
      expect(await refusal(saveCalendar({ name: "Business hours" }))).toMatch(/sla_calendars_name_key/);
    }),
  );

  it(
    "gives a name free again when its calendar is put away",
    undone(async () => {
      const id = await saveCalendar();
      await call("olivia", "select public.archive_sla_calendar('acme', $1)", [id]);
      await saveCalendar();
    }),
  );

  it(
    "refuses hours that are too few for a target",
    undone(async () => {
      await owner(
        "update public.sla_targets set basis = 'business', target_seconds = 100000 where workspace_id = $1 and priority = 'low'",
        [acme],
      );
      const { calendar_id: id } = await settings();
      const oneDay = {
        weekly: [],
        special_days: [{ ...day("2026-12-24", "", { opens_at: "09:00", closes_at: "10:00" }), is_yearly: true }],
      };
      expect(await place(saveCalendar(oneDay, id))).toMatch(/^sla_target_unreachable: (first|next)_response\/low$/);
    }),
  );
  it(
    "takes the same hours where nothing is counted by them",
    undone(async () => {
      const oneDay = {
        weekly: [],
        special_days: [{ ...day("2026-12-24", "", { opens_at: "09:00", closes_at: "10:00" }), is_yearly: true }],
      };
      expect(await place(saveCalendar(oneDay, (await settings()).calendar_id))).toBe("done");
    }),
  );
});

describe("A policy for some teams", () => {
  it(
    "has to be within reach of their hours, not of other teams'",
    undone(async () => {
      const oneDay = {
        weekly: [],
        special_days: [{ ...day("2026-12-24", "", { opens_at: "09:00", closes_at: "10:00" }), is_yearly: true }],
      };
      const id = await saveCalendar(oneDay);
      const draft = (team: string) => policy({ name: team, team_ids: [team] }, target("resolution", "low", 100_000, "business"));
      await savePolicy(draft(teams.support.teamId));
      await setCalendars(null, { [teams.billing.teamId]: id });
      expect(await place(savePolicy(draft(teams.billing.teamId)))).toBe("sla_target_unreachable: resolution/low");
    }),
  );
  it(
    "keeps its teams' hours from becoming too few",
    undone(async () => {
      const oneDay = {
        weekly: [],
        special_days: [{ ...day("2026-12-24", "", { opens_at: "09:00", closes_at: "10:00" }), is_yearly: true }],
      };
      const id = await saveCalendar(oneDay);
      await savePolicy(policy({ team_ids: [teams.billing.teamId] }, target("resolution", "low", 100_000, "business")));
      expect(await place(setCalendars(null, { [teams.billing.teamId]: id }))).toBe("sla_target_unreachable: resolution/low");
    }),
  );
});

/** What the workspace and its teams go by. */
const inUse = async () => {
  const [line] = await call<{ it: { calendar_id: string; teams: { name: string; calendar_id: string | null }[] } }>(
    "olivia",
    "select to_jsonb(it) as it from public.get_sla_settings('acme') as it",
  );
  const of = (name: string) => line!.it.teams.find((team) => team.name === name)!.calendar_id;
  return { workspace: line!.it.calendar_id, billing: of("Billing"), support: of("Support") };
};

describe("set_sla_calendars", () => {
  const { billing, support, globexSupport } = teams;

  it(
    "sets the workspace's and several teams' at once, and leaves what is not named",
    undone(async () => {
      const first = (await inUse()).workspace;
      const id = await saveCalendar();
      await setCalendars(id, { [billing.teamId]: first });
      expect(await inUse()).toEqual({ workspace: id, billing: first, support: null });
      await setCalendars(null, { [support.teamId]: id });
      expect(await inUse()).toEqual({ workspace: id, billing: first, support: id });
      await setCalendars(first);
      await setCalendars(null);
      expect(await inUse()).toEqual({ workspace: first, billing: first, support: id });
    }),
  );

  type Given = [own: string | null, ofTeams: Record<string, string | null>];
  const anothers = async () =>
    (await owner<{ id: string }>("select sla_calendar_id as id from public.workspaces where slug = 'globex'"))[0]!.id;
  const refusals: [string, () => Promise<Given>, string][] = [
    ["another workspace's calendar for the workspace", async () => [await anothers(), {}], "sla_calendar_not_found: "],
    [
      "another workspace's calendar for a team",
      async () => [null, { [support.teamId]: await anothers() }],
      `sla_calendar_not_found: ${support.teamId}`,
    ],
    ["another workspace's team", async () => [null, { [globexSupport.teamId]: null }], `team_not_found: ${globexSupport.teamId}`],
  ];
  it.each(refusals)("says where %s stands, and does nothing of the rest", async (_what, given, expected) => {
    await undone(async () => {
      const before = await inUse();
      const id = await saveCalendar();
      const [own, ofTeams] = await given();
      expect(await place(setCalendars(own ?? id, { [billing.teamId]: id, ...ofTeams }))).toBe(expected);
      expect(await inUse()).toEqual(before);
      // Without it the rest is done.
      await setCalendars(id, { [billing.teamId]: id });
      expect(await inUse()).toEqual({ workspace: id, billing: id, support: null });
    })();
  });

  it(
    "refuses a team that is archived",
    undone(async () => {
      expect(await place(setCalendars(null, { [billing.teamId]: null }))).toBe("done");
      await owner("update public.teams set archived_at = now() where team_id = $1", [billing.teamId]);
      expect(await place(setCalendars(null, { [billing.teamId]: null }))).toBe(`team_not_found: ${billing.teamId}`);
    }),
  );

  it(
    "refuses a team that stands there twice",
    undone(async () => {
      const twice = "array[row($1, null)::public.sla_team_calendar, row($1, null)::public.sla_team_calendar]";
      expect(await place(call("olivia", `select public.set_sla_calendars('acme', null, ${twice})`, [billing.teamId]))).toBe(
        `sla_draft_unreadable: ${billing.teamId}`,
      );
    }),
  );
});

describe("set_sla_options", () => {
  it(
    "sets one rule and leaves the other",
    undone(async () => {
      const rules = async () =>
        (
          await owner(
            "select sla_reopen_rule as reopen, sla_unanswered_rule as unanswered from public.workspaces where workspace_id = $1",
            [acme],
          )
        )[0];
      expect(await rules()).toEqual({ reopen: "resume", unanswered: "cancel" });
      await call("olivia", "select public.set_sla_options('acme', 'restart')");
      await call("olivia", "select public.set_sla_options('acme', null, 'counts_as_reply')");
      expect(await rules()).toEqual({ reopen: "restart", unanswered: "counts_as_reply" });
    }),
  );
});

describe("Calendars in use", () => {
  it(
    "are not put away: the workspace's, a team's",
    undone(async () => {
      const { calendar_id: first } = await settings();
      const id = await saveCalendar();
      await setCalendars(null, { [teams.billing.teamId]: id });
      expect((await settings()).calendars.find((line) => line.calendar_id === id)).toMatchObject({ team_names: ["Billing"] });
      expect(await owner("select archived_at from public.sla_calendars where calendar_id = $1", [id])).toEqual([{ archived_at: null }]);
      await setCalendars(id, { [teams.billing.teamId]: null });
      expect(await inUse()).toEqual({ workspace: id, billing: null, support: null });
      await call("olivia", "select public.archive_sla_calendar('acme', $1)", [first]);
      expect(await refusal(call("olivia", "select public.archive_sla_calendar('acme', $1)", [id]))).toBe("PT409 sla_calendar_in_use");
    }),
  );
});

describe("preview_sla_calendar", () => {
  const preview = async (draft: CalendarDraft, at: string) =>
    (
      await call<{ is_open: boolean; changes_at: Date | null; day_until: Date }>(
        "olivia",
        `select * from public.preview_sla_calendar('acme', ${populated("sla_calendar_draft")}, $2)`,
        [calendar(draft), at],
      )
    )[0];

  it(
    "says whether it is open, until when, and when work is done, and saves nothing",
    undone(async () => {
      // Friday, 16:30 in Berlin.
      expect(await preview({}, "2026-03-06T15:30:00Z")).toEqual({
        is_open: true,
        changes_at: new Date("2026-03-06T16:00:00Z"),
        day_until: new Date("2026-03-09T15:30:00Z"),
      });
      expect(await preview({}, "2026-03-07T12:00:00Z")).toMatchObject({ is_open: false, changes_at: new Date("2026-03-09T08:00:00Z") });
      expect((await settings()).calendars).toHaveLength(1);
      expect(await owner("select count(*) from public.sla_calendars where workspace_id = $1", [acme])).toEqual([{ count: "1" }]);
    }),
  );

  it(
    "has no change for one that is always open",
    undone(async () => {
      const always = { weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => hours(weekday, "00:00", "00:00")) };
      expect(await preview(always, "2026-03-07T12:00:00Z")).toMatchObject({ is_open: true, changes_at: null });
    }),
  );
});

type Target = { metric: string; priority: string; target_seconds: number | null; basis: string; warn_before_seconds: number | null };
const target = (
  metric: string,
  priority: string,
  target_seconds: number | null,
  basis = "calendar",
  warn_before_seconds: number | null = null,
): Target => ({
  metric,
  priority,
  target_seconds,
  basis,
  warn_before_seconds,
});
const policy = (more: object = {}, ...targets: Target[]) =>
  JSON.stringify({
    name: "Fast",
    calendar_id: null,
    team_ids: null,
    category_ids: null,
    channels: null,
    escalate_after_seconds: null,
    targets,
    ...more,
  });
const savePolicy = async (draft: string, id: string | null = null, seen: string | null = null) =>
  (
    await call<{ id: string }>("olivia", `select public.save_sla_policy('acme', ${populated("sla_policy_draft")}, $2, $3) as id`, [
      draft,
      id,
      seen,
    ])
  )[0]!.id;

describe("save_sla_policy", () => {
  it(
    "adds a policy at the end, which is put in order, and tickets get the first that fits",
    undone(async () => {
      const id = await savePolicy(policy({ channels: ["web"] }, target("first_response", "medium", 600)));
      const before = (await settings()).policies.map((line) => line.policy_id);
      expect(before).toHaveLength(2);
      expect(before[1]).toBe(id);
      const due = async () =>
        (
          await owner<{ minutes: number }>(
            "select round(extract(epoch from reply_due_at - created_at) / 60)::integer as minutes from public.tickets where ticket_id = $1",
            [(await open("stranger")).ticket_id],
          )
        )[0]!.minutes;
      expect(await due()).toBe(24 * 60);
      await call("olivia", "select public.order_sla_policies('acme', $1)", [[...before].reverse()]);
      expect(await due()).toBe(10);
      expect(await refusal(call("olivia", "select public.order_sla_policies('acme', $1)", [[id]]))).toBe("PT409 sla_policies_changed");
    }),
  );

  it(
    "that asks for a category is a ticket's when an agent puts it there, from the same start",
    undone(async () => {
      const id = await savePolicy(policy({ category_ids: [categories.question.categoryId] }, target("first_response", "medium", 600)));
      const before = (await settings()).policies.map((line) => line.policy_id);
      await call("olivia", "select public.order_sla_policies('acme', $1)", [[...before].reverse()]);
      const { ticket_id: ticketId } = await open("stranger");
      const clock = async () =>
        (
          await owner<{ policy_id: string; minutes: number }>(
            `select version.policy_id, round(extract(epoch from clock.due_at - ticket.created_at) / 60)::integer as minutes
             from public.sla_clocks as clock join public.tickets as ticket using (workspace_id, ticket_id)
             join public.sla_policy_versions as version using (workspace_id, policy_version_id)
             where clock.ticket_id = $1 and clock.metric = 'first_response'`,
            [ticketId],
          )
        )[0]!;
      expect(await clock()).toEqual({ policy_id: before[0], minutes: 24 * 60 });
      const put = (categoryId: string | null) => call("sana", "select public.set_ticket_category($1, $2)", [ticketId, categoryId]);
      await put(categories.question.categoryId);
      expect(await clock()).toEqual({ policy_id: id, minutes: 10 });
      await put(categories.billing.categoryId);
      expect(await clock()).toEqual({ policy_id: before[0], minutes: 24 * 60 });
    }),
  );

  it(
    "makes a version of a change, none of another name, and what runs keeps its own until it is recalculated",
    undone(async () => {
      const [first] = (await settings()).policies;
      const { ticket_id: id } = await open("stranger");
      const dueAt = async () =>
        (await owner<{ sla_due_at: Date }>("select sla_due_at from public.tickets where ticket_id = $1", [id]))[0]!.sla_due_at.getTime();
      const was = await dueAt();
      await savePolicy(policy({ name: "Default" }, target("first_response", "medium", 600)), first!.policy_id, first!.version_id);
      expect(await dueAt()).toBe(was);
      expect(await refusal(savePolicy(policy({}), first!.policy_id, first!.version_id))).toBe("PT409 sla_version_outdated");
      const outdated = (await call<{ count: number }>("olivia", "select public.count_outdated_sla_tickets('acme') as count"))[0]!.count;
      expect(outdated).toBeGreaterThan(0);
      const isUnderWay = async () => (await call<{ it: boolean }>("olivia", "select public.is_recalculating_sla('acme') as it"))[0]!.it;
      expect(await isUnderWay()).toBe(false);
      const told = await call<{ count: number }>("olivia", "select public.recalculate_sla('acme') as count");
      expect(await isUnderWay()).toBe(true);
      expect(await call("greg", "select public.is_recalculating_sla('globex') as it")).toEqual([{ it: false }]);
      expect(told[0]!.count).toBe(outdated);
      // What the job does, in steps.
      expect(await owner("select private.recalculate_sla_tickets($1, 1) as done", [acme])).toEqual([{ done: 1 }]);
      expect(await owner("select private.recalculate_sla_tickets($1, 50) as done", [acme])).toEqual([{ done: outdated - 1 }]);
      await owner("update pgboss.job set state = 'completed' where name = 'recalculate-sla'");
      expect(await isUnderWay()).toBe(false);
      expect(await dueAt()).toBe(was - 24 * 3_600_000 + 600_000);
      expect(await call("olivia", "select public.count_outdated_sla_tickets('acme') as count")).toEqual([{ count: 0 }]);
      expect(await owner("select * from private.list_differing_sla_clocks($1)", [acme])).toEqual([]);
    }),
  );

  const cases: [string, string, string][] = [
    ["ten years", policy({}, target("resolution", "low", 315_360_000)), "done"],
    ["more than ten years", policy({}, target("resolution", "low", 315_360_001)), "sla_target_out_of_range: resolution/low"],
    ["nothing", policy({}, target("first_response", "urgent", 0)), "sla_target_out_of_range: first_response/urgent"],
    ["no number", policy({}, target("first_response", "urgent", null)), "sla_target_out_of_range: first_response/urgent"],
    ["a warning at once", policy({}, target("resolution", "high", 60, "calendar", 60)), "done"],
    [
      "a warning before the start",
      policy({}, target("resolution", "high", 60, "calendar", 61)),
      "sla_warning_out_of_range: resolution/high",
    ],
    [
      "ten years of business hours",
      policy({}, target("resolution", "low", 315_360_000, "business")),
      "sla_target_unreachable: resolution/low",
    ],
    ["an escalation after a minute", policy({ escalate_after_seconds: 60 }), "done"],
    ["an escalation at once", policy({ escalate_after_seconds: 0 }), "sla_escalation_out_of_range: "],
    ["no team at all", policy({ team_ids: [] }), "sla_conditions_empty: "],
    ["an unknown calendar", policy({ calendar_id: acme }), "sla_calendar_not_found: "],
    ["a target twice", policy({}, target("resolution", "low", 60), target("resolution", "low", 61)), "sla_draft_unreadable: "],
    ["a target without a basis", policy({}, { ...target("resolution", "low", 60), basis: null as never }), "sla_draft_unreadable: "],
    ["no channel in its list", policy({ channels: [null] }), "sla_draft_unreadable: "],
    ["no list of targets", JSON.stringify({ name: "Fast" }), "done"],
  ];
  it.each(cases)("with %s", async (_what, draft, expected) => undone(async () => expect(await place(savePolicy(draft))).toBe(expected))());

  it(
    "is gone for new tickets when it is put away",
    undone(async () => {
      const [first] = (await settings()).policies;
      const due = async () =>
        (
          await owner<{ sla_due_at: Date | null }>("select sla_due_at from public.tickets where ticket_id = $1", [
            (await open("stranger")).ticket_id,
          ])
        )[0]!.sla_due_at;
      expect(await due()).not.toBeNull();
      await call("olivia", "select public.archive_sla_policy('acme', $1)", [first!.policy_id]);
      expect(await due()).toBeNull();
      expect((await settings()).policies).toEqual([]);
    }),
  );
});

describe("preview_sla_policy", () => {
  it(
    "counts by the calendar that would count, and warns when the engine would",
    undone(async () => {
      const id = await saveCalendar();
      const preview = (draft: string, team: string | null) =>
        call(
          "olivia",
          `select metric, priority, warn_at, due_at from public.preview_sla_policy('acme', ${populated("sla_policy_draft")}, $2, '2026-03-06T15:30:00Z')`,
          [draft, team],
        );
      const draft = policy({}, target("first_response", "high", 3600, "business"), target("resolution", "high", 7200, "calendar", 600));
      const resolution = {
        metric: "resolution",
        priority: "high",
        warn_at: new Date("2026-03-06T17:20:00Z"),
        due_at: new Date("2026-03-06T17:30:00Z"),
      };
      // The workspace's: 9 to 17 UTC.
      expect(await preview(draft, null)).toEqual([
        { metric: "first_response", priority: "high", warn_at: new Date("2026-03-06T16:15:00Z"), due_at: new Date("2026-03-06T16:30:00Z") },
        resolution,
      ]);
      await setCalendars(null, { [teams.billing.teamId]: id });
      // The team's: 9 to 17 in Berlin.
      expect(await preview(draft, teams.billing.teamId)).toEqual([
        { metric: "first_response", priority: "high", warn_at: new Date("2026-03-09T08:15:00Z"), due_at: new Date("2026-03-09T08:30:00Z") },
        resolution,
      ]);
      expect(await refusal(preview(policy({}, target("resolution", "low", 315_360_000, "business")), null))).toBe(
        "PT422 sla_target_unreachable",
      );
    }),
  );
});

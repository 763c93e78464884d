/** What members can do, take at a time, and when they work; and that mails of notices keep to their hours. */
import { describe, expect, it } from "vitest";
import type { ActorName } from "../../../tests/support/actors";
import { members, tickets, workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call } = database();
const acme = workspaces.acme.workspaceId;
const { ben, sana } = members;

const save = (actor: ActorName, draft: object, memberId: string | null = ben.memberId) =>
  call(actor, "select public.save_member_work('acme', jsonb_populate_record(null::public.member_work_draft, $1), $2)", [
    JSON.stringify(draft),
    memberId,
  ]);
const work = async (actor: ActorName = "olivia", memberId: string | null = ben.memberId) =>
  (await call<Record<string, unknown>>(actor, "select to_jsonb(it) as work from public.get_member_work('acme', $1) as it", [memberId]))[0]
    ?.work as Record<string, unknown> | undefined;
const hours = (weekday: number, opens_at: string, closes_at: string) => ({ weekday, opens_at, closes_at });
const own = (time_zone: string, ...weekly: object[]) => ({ hours_source: "own", time_zone, weekly });
const nextAt = async (at: string, memberId: string = ben.memberId) =>
  (await owner<{ at: Date | null }>("select private.next_work_at($1, $2, $3) as at", [acme, memberId, at]))[0]!.at?.toISOString() ?? null;

describe("A member's work", () => {
  it(
    "is five tickets, no skills and the team's hours until somebody says otherwise, and what is left out stays",
    undone(async () => {
      expect(await work()).toMatchObject({ max_open_tickets: 5, skill_names: [], hours_source: "team", time_zone: null, known_skills: [] });
      await save("adam", { max_open_tickets: 8, skill_names: [" French ", "french", "Billing", ""] });
      await save("adam", { time_zone: "Europe/Berlin" });
      expect(await work()).toMatchObject({ max_open_tickets: 8, skill_names: ["Billing", "French"], time_zone: "Europe/Berlin" });
      expect(await work("adam")).toMatchObject({ max_open_tickets: 8, may_manage: true });
      // Of nobody else.
      for (const { memberId } of [sana, members.adam])
        expect(await work("olivia", memberId)).toMatchObject({ max_open_tickets: 5, skill_names: [], time_zone: null });
    }),
  );

  it(
    "keeps its hours, calendar and zone where only something else is said",
    undone(async () => {
      const kept = async () => {
        await save("olivia", { max_open_tickets: 7 });
        const { hours_source, calendar_id, weekly, time_zone } = (await work())!;
        return { hours_source, calendar_id, days: (weekly as unknown[] | null)?.length, time_zone };
      };
      await save("olivia", own("Asia/Tokyo", hours(1, "09:00", "17:00")));
      expect(await kept()).toEqual({ hours_source: "own", calendar_id: null, days: 1, time_zone: "Asia/Tokyo" });
      const [calendar] = await owner<{ id: string }>("select sla_calendar_id as id from public.workspaces where workspace_id = $1", [acme]);
      await save("olivia", { hours_source: "calendar", calendar_id: calendar!.id });
      expect(await kept()).toEqual({ hours_source: "calendar", calendar_id: calendar!.id, days: undefined, time_zone: "Asia/Tokyo" });
    }),
  );

  it(
    "knows nothing of another workspace's skills and calendars, nor takes them, and ends with the membership",
    undone(async () => {
      const globex = workspaces.globex.workspaceId;
      await owner("insert into public.workspace_skills (workspace_id, name) values ($1, 'French'), ($1, 'Latin')", [globex]);
      const [foreign] = await owner<{ id: string }>(
        "insert into public.sla_calendars (workspace_id, name) values ($1, 'Theirs') returning calendar_id as id",
        [globex],
      );
      await save("olivia", { skill_names: ["french", "Printers"] });
      const known = (await work())!;
      expect(known.known_skills).toEqual(["french", "Printers"]);
      expect((known.calendars as { name: string }[]).map(({ name }) => name)).not.toContain("Theirs");
      expect(await refusal(save("olivia", { hours_source: "calendar", calendar_id: foreign!.id }))).toBe("PT404 sla_calendar_not_found");
      expect(await owner("select name from public.workspace_skills where workspace_id = $1 order by 1", [globex])).toEqual([
        { name: "French" },
        { name: "Latin" },
      ]);
      await call("olivia", "select public.remove_member('acme', $1)", [ben.memberId]);
      expect(await work()).toBeUndefined();
    }),
  );

  it(
    "has skills by name: one for all cases, gone from the list when nobody has it any more",
    undone(async () => {
      await save("olivia", { skill_names: ["French", "Printers"] });
      await save("olivia", { skill_names: ["FRENCH"] }, sana.memberId);
      expect(await work("olivia", sana.memberId)).toMatchObject({ skill_names: ["French"], known_skills: ["French", "Printers"] });
      await save("olivia", { skill_names: [] });
      expect(await work("olivia", sana.memberId)).toMatchObject({ skill_names: ["French"], known_skills: ["French"] });
      expect(await refusal(save("olivia", { skill_names: Array.from({ length: 51 }, (_, index) => `S${index}`) }))).toBe(
        "PT422 too_many_skills",
      );
      expect(await refusal(save("olivia", { skill_names: ["x".repeat(41)] }))).toBe("23514 workspace_skills_name_length");
    }),
  );

  it.each<[string, object, string]>([
    ["a limit below nothing", { max_open_tickets: -1 }, "23514 workspace_members_max_open_tickets_range"],
    ["a zone that there is not", { time_zone: "Mars/Olympus" }, "PT422 sla_time_zone_unknown"],
    ["own hours without a zone", own(null as never, hours(1, "09:00", "17:00")), "PT422 sla_time_zone_unknown"],
    ["own hours of no day", own("UTC"), "PT422 sla_calendar_never_open"],
    ["hours that overlap", own("UTC", hours(1, "09:00", "12:00"), hours(1, "11:00", "13:00")), "PT422 sla_hours_overlap"],
    ["a weekday that there is not", own("UTC", hours(8, "09:00", "12:00")), "PT422 sla_draft_unreadable"],
    ["no calendar", { hours_source: "calendar" }, "PT404 sla_calendar_not_found"],
  ])("is refused with %s", (_, draft, key) => undone(async () => expect(await refusal(save("olivia", draft))).toBe(key))());

  it(
    "is one's own to say as far as hours and zone go",
    undone(async () => {
      await save("ben", own("Asia/Tokyo", hours(1, "09:00", "17:00")), null);
      expect(await work("ben", null)).toMatchObject({ hours_source: "own", time_zone: "Asia/Tokyo", may_manage: false });
      expect(await refusal(save("ben", { max_open_tickets: 50 }, null))).toBe("PT403 settings_forbidden");
      expect(await refusal(save("ben", { skill_names: ["Everything"] }, null))).toBe("PT403 settings_forbidden");
      // An admin's own, and of nobody of higher rank.
      expect([(await work("adam", null))?.may_manage, (await work("adam", members.olivia.memberId))?.may_manage]).toEqual([true, false]);
      expect(await refusal(save("ben", { time_zone: "UTC" }, sana.memberId))).toBe("PT403 rank_too_low");
      expect(await work("ben", sana.memberId)).toBeUndefined();
      await save("ben", { hours_source: "team" }, null);
      expect(await work("ben", null)).toMatchObject({ hours_source: "team", weekly: null });
    }),
  );

  it(
    "keeps its calendar from being put away",
    undone(async () => {
      const [calendar] = await owner<{ id: string }>(
        "insert into public.sla_calendars (workspace_id, name) values ($1, 'Nights') returning calendar_id as id",
        [acme],
      );
      await save("olivia", { hours_source: "calendar", calendar_id: calendar!.id });
      const archive = () => call("olivia", "select public.archive_sla_calendar('acme', $1)", [calendar!.id]);
      const offered = async () => ((await work())?.calendars as { name: string }[]).map(({ name }) => name);
      expect(await refusal(archive())).toBe("PT409 sla_calendar_in_use");
      expect(await offered()).toContain("Nights");
      await save("olivia", { hours_source: "team" });
      await archive();
      expect(await offered()).not.toContain("Nights");
    }),
  );

  it(
    "is in the audit log, with who changed what of whom",
    undone(async () => {
      await save("adam", { max_open_tickets: 3, skill_names: ["French"], ...own("UTC", hours(1, "09:00", "17:00")) });
      const rows = await owner(
        `select actor_name, action, subject_kind, after ->> 'max_open_tickets' as most, after ->> 'skill' as skill, after ->> 'member' as member,
           after -> 'work_hours' -> 0 ->> 'weekday' as weekday
         from public.audit_entries where subject_id = $1 and subject_kind in ('member', 'member_skill') and actor_name = 'Adam Okafor' order by subject_kind`,
        [ben.memberId],
      );
      expect(rows).toEqual([
        { actor_name: "Adam Okafor", action: "changed", subject_kind: "member", most: "3", skill: null, member: null, weekday: "1" },
        {
          actor_name: "Adam Okafor",
          action: "created",
          subject_kind: "member_skill",
          most: null,
          skill: "French",
          member: "Ben Fischer",
          weekday: null,
        },
      ]);
    }),
  );
});

describe("When a member works next", () => {
  it.each([
    ["at once, in their hours", "2026-03-16T08:30:00Z", "2026-03-16T08:30:00.000Z"],
    ["at their beginning, before them", "2026-03-16T07:00:00Z", "2026-03-16T08:00:00.000Z"],
    ["on the next day of theirs, at their end", "2026-03-16T16:00:00Z", "2026-03-20T21:00:00.000Z"],
    ["in the night that began the day before", "2026-03-21T03:00:00Z", "2026-03-21T03:00:00.000Z"],
    ["an hour earlier by UTC, after the clocks changed", "2026-03-28T12:00:00Z", "2026-03-30T07:00:00.000Z"],
  ])("is %s", (_, at, next) =>
    undone(async () => {
      await save("olivia", own("Europe/Berlin", hours(1, "09:00", "17:00"), hours(5, "22:00", "06:00")));
      expect(await nextAt(at)).toBe(next);
    })(),
  );

  it(
    "is a week later where their only hours are skipped by the clocks",
    undone(async () => {
      await save("olivia", own("Europe/Berlin", hours(7, "02:00", "03:00")));
      expect(await nextAt("2026-03-28T12:00:00Z")).toBe("2026-04-05T00:00:00.000Z");
    }),
  );

  it(
    "is said by the calendar where they go by one, and by nobody where they go by the team's",
    undone(async () => {
      expect(await nextAt("2026-03-15T12:00:00Z")).toBeNull();
      await owner("insert into public.sla_calendars (workspace_id, name) values ($1, 'Another one')", [acme]);
      const [calendar] = await owner<{ id: string }>("select sla_calendar_id as id from public.workspaces where workspace_id = $1", [acme]);
      await save("olivia", { hours_source: "calendar", calendar_id: calendar!.id });
      expect(await nextAt("2026-03-15T12:00:00Z")).toBe("2026-03-16T09:00:00.000Z");
    }),
  );
});

describe("The mail of a notice", () => {
  const day = 86_400_000;
  const weekday = (shift: number) => ((new Date(Date.now() + shift * day).getUTCDay() + 6) % 7) + 1;
  /** Works on one weekday alone, all of it by UTC: so many days from now. */
  const worksIn = (days: number) => own("UTC", hours(weekday(days), "00:00", "00:00"));
  const startOf = (days: number) => new Date(Math.floor(Date.now() / day) * day + days * day).toISOString();
  const mailAfter = async () =>
    (
      await owner<{ at: Date }>("select mail_after as at from public.sla_notices where ticket_id = $1 and level = 'breach'", [
        tickets.carl.ticketId,
      ])
    ).map(({ at }) => at.toISOString());
  /** Carl's ticket is Ben's, of a priority, and over its time. */
  async function breach(priority: string): Promise<void> {
    await owner("update public.tickets set assignee_id = $1, priority = $2, team_id = null where ticket_id = $3", [
      ben.memberId,
      priority,
      tickets.carl.ticketId,
    ]);
    await owner("update public.sla_clocks set state = 'running', stopped_at = null, running_since = now() where ticket_id = $1", [
      tickets.carl.ticketId,
    ]);
    await owner(
      `insert into public.sla_events (workspace_id, ticket_id, metric, sequence, event_number, kind, at)
       select workspace_id, ticket_id, metric, sequence, 99, 'breach', now() from public.sla_clocks where ticket_id = $1`,
      [tickets.carl.ticketId],
    );
    await owner("set constraints public.t90_tell_of_sla_event immediate");
  }
  const queued = async (at: string) => (
    await owner<{ n: number }>("select private.queue_sla_notice_mails($1) as n", [at]),
    (
      await owner<{ n: number }>(
        "select count(*)::integer as n from public.sla_notices where ticket_id = $1 and level = 'breach' and mail_claim_id is not null",
        [tickets.carl.ticketId],
      )
    )[0]!.n
  );

  it(
    "waits for the recipient's own hours, and goes out then, once",
    undone(async () => {
      await save("olivia", worksIn(2));
      await breach("high");
      expect(await mailAfter()).toEqual([startOf(2)]);
      expect(await queued(startOf(1))).toBe(0);
      expect(await queued(startOf(2))).toBe(1);
      expect(await queued(startOf(2))).toBe(1);
    }),
  );

  it(
    "goes out at once when they work, and when it is urgent",
    undone(async () => {
      await save("olivia", worksIn(2));
      await breach("urgent");
      expect(Date.parse((await mailAfter())[0]!)).toBeLessThanOrEqual(Date.now());
      await owner("delete from public.sla_notices where level = 'breach'");
      await save("olivia", worksIn(0));
      await owner("delete from public.sla_events where event_number = 99");
      await breach("high");
      expect(Date.parse((await mailAfter())[0]!)).toBeLessThanOrEqual(Date.now());
    }),
  );

  it(
    "is put off again by hours that were changed meanwhile, and is not lost",
    undone(async () => {
      await save("olivia", worksIn(1));
      await breach("high");
      await save("olivia", worksIn(3));
      expect(await queued(startOf(1))).toBe(0);
      expect(await mailAfter()).toEqual([startOf(3)]);
      expect(await queued(startOf(3))).toBe(1);
    }),
  );

  const choose = (levels: string[] | null) => call("ben", "select public.set_my_notice_mails('acme', $1)", [levels]);
  const usual = (levels: string[]) =>
    call("olivia", "select public.save_workspace_settings('acme', jsonb_populate_record(null::public.workspace_draft, $1))", [
      JSON.stringify({ notice_mail_levels: levels }),
    ]);
  const pending = async () =>
    (
      await owner<{ n: number }>(
        "select count(*)::integer as n from public.sla_notices where ticket_id = $1 and level = 'breach' and mail_settled_at is null",
        [tickets.carl.ticketId],
      )
    )[0]!.n;

  it.each<[string, string[], string[] | null, number]>([
    ["as the workspace says", ["breach"], null, 1],
    ["not, as the workspace says", ["warning", "escalation"], null, 0],
    ["by the own choice, whatever the workspace says", [], ["breach"], 1],
    ["not by the own choice, whatever the workspace says", ["breach"], ["warning"], 0],
    ["not when nothing is chosen", ["breach"], [], 0],
  ])("goes out %s", async (_, ofWorkspace, own, expected) =>
    undone(async () => {
      await usual(ofWorkspace);
      await choose(own);
      await save("olivia", worksIn(1));
      await breach("high");
      // The notice itself is there either way.
      expect(await mailAfter()).toHaveLength(1);
      expect([await queued(startOf(1)), await pending()]).toEqual([expected, expected]);
    })(),
  );

  it(
    "tells of a breach whoever wants no mail of the escalation that came after it",
    undone(async () => {
      const escalated = async (levels: string[]) => {
        await owner("update public.workspace_members set notice_mail_levels = $1 where member_id = $2", [levels, ben.memberId]);
        await owner(`update public.sla_clocks set state = 'breached', breached_at = now(), escalated_at = now() where ticket_id = $1`, [
          tickets.carl.ticketId,
        ]);
        await owner(
          `insert into public.sla_notices (workspace_id, ticket_id, metric, sequence, level, member_id, mail_after)
           select workspace_id, ticket_id, metric, sequence, 'escalation', member_id, now() from public.sla_notices
           where ticket_id = $1 and level = 'breach' on conflict do nothing`,
          [tickets.carl.ticketId],
        );
        return queued(startOf(1));
      };
      await save("olivia", worksIn(1));
      await breach("high");
      await owner("savepoint breached");
      expect(await escalated(["breach", "escalation"])).toBe(0);
      await owner("rollback to savepoint breached");
      expect(await escalated(["breach"])).toBe(1);
    }),
  );

  it(
    "is chosen by each for themselves, once and in order, and told by the audit log as the workspace's own",
    undone(async () => {
      const mine = () => call("ben", "select own_levels::text, default_levels::text from public.get_my_notice_mails('acme')");
      const all = "{warning,breach,escalation}";
      expect(await mine()).toEqual([{ own_levels: null, default_levels: all }]);
      await choose(["escalation", "warning", "escalation"]);
      await usual(["escalation", "breach"]);
      expect(await mine()).toEqual([{ own_levels: "{warning,escalation}", default_levels: "{breach,escalation}" }]);
      expect(await call("olivia", "select own_levels from public.get_my_notice_mails('acme')")).toEqual([{ own_levels: null }]);
      expect(
        await call(
          "olivia",
          "select subject_kind::text as kind, to_jsonb(changes) as changes from public.list_audit_entries('acme') as it order by created_at desc limit 2",
        ),
      ).toEqual([
        {
          kind: "workspace",
          changes: [{ field: "notice_mail_levels", was: expect.anything() as string, is_now: '["breach", "escalation"]' }],
        },
        { kind: "member", changes: [{ field: "notice_mail_levels", was: null, is_now: '["warning", "escalation"]' }] },
      ]);
      await choose(null);
      expect(await mine()).toEqual([{ own_levels: null, default_levels: "{breach,escalation}" }]);
    }),
  );
});

/** The form of a member's work: what stands in its fields, and the draft that it means. */
import type { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { MemberWork, MemberWorkDraft, WorkHoursSource } from "~/lib/supabase/workspace-types";

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
const sources: readonly WorkHoursSource[] = ["team", "calendar", "own"];
/** Of each day: a morning and an afternoon, at least. */
const leastParts = 2;

export type DayPart = { opens: string; closes: string };
export type WorkField = "" | "skills" | "max" | "calendar" | "zone" | "week";
export type WorkErrors = Partial<Record<WorkField, string>>;
export type WorkValues = { skills: string; max: string; source: WorkHoursSource; calendarId: string; zone: string; week: DayPart[][] };

/** The name of a field of the week: `week.1.0.opens` is when Monday's first part begins. */
export const partName = (weekday: number, part: number, end: keyof DayPart) => `week.${weekday}.${part}.${end}`;

export function toWorkValues(work: MemberWork): WorkValues {
  return {
    skills: work.skill_names.join(", "),
    max: String(work.max_open_tickets),
    source: work.hours_source,
    calendarId: work.calendar_id ?? "",
    zone: work.time_zone ?? "",
    week: weekdays.map((weekday) => {
      const parts = (work.weekly ?? [])
        .filter((hours) => hours.weekday === weekday)
        .map(({ opens_at, closes_at }) => ({ opens: opens_at.slice(0, 5), closes: closes_at.slice(0, 5) }));
      while (parts.length < leastParts) parts.push({ opens: "", closes: "" });
      return parts;
    }),
  };
}

/** What was posted, whatever it is. Of a day at most twelve parts, as the database takes. */
export function readWorkValues(posted: FormData): WorkValues {
  const text = (name: string) => {
    const value = posted.get(name);
    return typeof value === "string" ? value.trim().slice(0, 5000) : "";
  };
  return {
    skills: text("skills"),
    max: text("max"),
    source: sources.find((source) => source === text("source")) ?? "team",
    calendarId: text("calendar"),
    zone: text("zone"),
    week: weekdays.map((weekday) => {
      const parts: DayPart[] = [];
      while (parts.length < leastParts || (parts.length < 12 && posted.has(partName(weekday, parts.length, "opens")))) {
        parts.push({ opens: text(partName(weekday, parts.length, "opens")), closes: text(partName(weekday, parts.length, "closes")) });
      }
      return parts;
    }),
  };
}

/** @param mayManage the reader may change skills and the limit too */
export function toWorkDraft(values: WorkValues, mayManage: boolean): { draft: Partial<MemberWorkDraft> } | { errors: WorkErrors } {
  const { source, calendarId, zone } = values;
  const errors: WorkErrors = {};
  const weekly = values.week.flatMap((parts, index) =>
    parts
      .filter(({ opens, closes }) => opens !== "" || closes !== "")
      .map(({ opens, closes }) => ({ weekday: index + 1, opens_at: opens, closes_at: closes })),
  );
  if (source === "own" && weekly.some(({ opens_at, closes_at }) => opens_at === "" || closes_at === ""))
    errors.week = m.settings_work_half();
  if (mayManage && !/^\d{1,4}$/.test(values.max)) errors.max = m.errors_max_open_tickets_range();
  if (source === "calendar" && calendarId === "") errors.calendar = m.errors_sla_calendar_not_found();
  if (Object.keys(errors).length > 0) return { errors };
  return {
    draft: {
      ...(mayManage && { skill_names: values.skills.split(","), max_open_tickets: Number(values.max) }),
      hours_source: source,
      calendar_id: source === "calendar" ? calendarId : null,
      weekly: source === "own" ? weekly : null,
      time_zone: zone === "" ? null : zone,
    },
  };
}

/** Where a refusal is told. */
export function workErrorsOf({ key, words }: DatabaseError): WorkErrors {
  const field: Record<string, WorkField> = {
    too_many_skills: "skills",
    workspace_skills_name_length: "skills",
    workspace_members_max_open_tickets_range: "max",
    sla_calendar_not_found: "calendar",
    sla_time_zone_unknown: "zone",
    sla_calendar_never_open: "week",
    sla_hours_overlap: "week",
    sla_hours_with_seconds: "week",
    sla_draft_unreadable: "week",
    too_many_hours: "week",
  };
  return { [field[key] ?? ""]: words };
}

/** Every call of the database about the settings of the SLA engine, but for its policies (sla-policies.server.ts). */
import { callDatabase } from "~/lib/database-errors";
import type { Session } from "~/lib/supabase/session.server";
import type {
  SlaCalendarDraft,
  SlaCalendarPreview,
  SlaReopenRule,
  SlaSettings,
  SlaTeamCalendar,
  SlaUnansweredRule,
} from "~/lib/supabase/sla-types";

/** Calendars, policies, teams and options of a workspace; null for anybody but its owners and admins. */
export async function getSlaSettings({ supabase }: Session, workspaceSlug: string): Promise<SlaSettings | null> {
  const rows = await callDatabase(supabase.rpc("get_sla_settings", { workspace_slug: workspaceSlug }));
  return rows[0] ?? null;
}

/** How many open tickets run by a version of a policy or calendar that is not what they would get today; null for those who may not know. */
export async function countOutdatedSlaTickets({ supabase }: Session, workspaceSlug: string): Promise<number | null> {
  return callDatabase(supabase.rpc("count_outdated_sla_tickets", { workspace_slug: workspaceSlug }));
}

/** What a calendar would mean if it were in force now. @throws {DatabaseError} as saving it would */
export async function previewSlaCalendar(
  { supabase }: Session,
  workspaceSlug: string,
  draft: SlaCalendarDraft,
): Promise<SlaCalendarPreview | null> {
  const rows = await callDatabase(supabase.rpc("preview_sla_calendar", { workspace_slug: workspaceSlug, draft }));
  return rows[0] ?? null;
}

/**
 * Writes a new version of a calendar.
 *
 * @param calendarId null for a new calendar
 * @param seenVersionId the version that was edited, so that nobody overwrites what somebody else saved meanwhile
 * @returns the calendar's id
 * @throws {DatabaseError} sla_version_outdated, sla_calendars_name_key, sla_hours_overlap, sla_calendar_never_open, …
 */
export async function saveSlaCalendar(
  { supabase }: Session,
  workspaceSlug: string,
  calendar: { draft: SlaCalendarDraft; calendarId: string | null; seenVersionId: string | null },
): Promise<string> {
  return callDatabase(
    supabase.rpc("save_sla_calendar", {
      workspace_slug: workspaceSlug,
      draft: calendar.draft,
      calendar_id: calendar.calendarId,
      seen_version_id: calendar.seenVersionId,
    }),
  );
}

/** @throws {DatabaseError} sla_calendar_in_use, sla_calendar_not_found */
export async function archiveSlaCalendar({ supabase }: Session, workspaceSlug: string, calendarId: string): Promise<void> {
  await callDatabase(supabase.rpc("archive_sla_calendar", { workspace_slug: workspaceSlug, calendar_id: calendarId }));
}

/**
 * Says who goes by which calendar: all of it, or nothing where anything is refused.
 *
 * @param calendars.own the workspace's; null leaves it as it is
 * @param calendars.teams those that are to change; `calendar_id` null: the workspace's
 * @throws {DatabaseError} sla_calendar_not_found, team_not_found, with the team as details; sla_target_unreachable
 */
export async function setSlaCalendars(
  { supabase }: Session,
  workspaceSlug: string,
  calendars: { own: string | null; teams: SlaTeamCalendar[] },
): Promise<void> {
  const { own, teams } = calendars;
  await callDatabase(supabase.rpc("set_sla_calendars", { workspace_slug: workspaceSlug, calendar_id: own, team_calendars: teams }));
}

/** What becomes of clocks in special cases; null leaves a rule as it is. */
export async function setSlaOptions(
  { supabase }: Session,
  workspaceSlug: string,
  options: { reopenRule: SlaReopenRule | null; unansweredRule: SlaUnansweredRule | null },
): Promise<void> {
  await callDatabase(
    supabase.rpc("set_sla_options", {
      workspace_slug: workspaceSlug,
      reopen_rule: options.reopenRule,
      unanswered_rule: options.unansweredRule,
    }),
  );
}

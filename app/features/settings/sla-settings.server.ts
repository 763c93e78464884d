/** Every call of the database about the settings of the SLA engine, but for its policies (sla-policies.server.ts). */
import { callDatabase } from "~/lib/database-errors";
import type { Session } from "~/lib/supabase/session.server";
import type { SlaCalendarDraft, SlaCalendarPreview, SlaReopenRule, SlaSettings, SlaUnansweredRule } from "~/lib/supabase/sla-types";

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

/** The workspace's own calendar and its two rules, all at once: pass on those that stay. */
export async function setSlaOptions(
  { supabase }: Session,
  workspaceSlug: string,
  options: { calendarId: string; reopenRule: SlaReopenRule; unansweredRule: SlaUnansweredRule },
): Promise<void> {
  await callDatabase(
    supabase.rpc("set_sla_options", {
      workspace_slug: workspaceSlug,
      calendar_id: options.calendarId,
      reopen_rule: options.reopenRule,
      unanswered_rule: options.unansweredRule,
    }),
  );
}

/** @param calendarId null for the workspace's own */
export async function setTeamSlaCalendar(
  { supabase }: Session,
  workspaceSlug: string,
  teamId: string,
  calendarId: string | null,
): Promise<void> {
  await callDatabase(supabase.rpc("set_team_sla_calendar", { workspace_slug: workspaceSlug, team_id: teamId, calendar_id: calendarId }));
}

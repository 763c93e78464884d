/** The posts of the list of calendars: who goes by which, and putting one away. */
import { z } from "zod";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { Session } from "~/lib/supabase/session.server";
import { archiveSlaCalendar, getSlaSettings, setSlaOptions, setTeamSlaCalendar } from "./sla-settings.server";

export type CalendarListAnswer = { ok: true } | { ok: false; words: string; about: "list" | "uses" };

/** @returns what to say, with its HTTP status */
export async function answerCalendarList(
  session: Session,
  workspaceSlug: string,
  posted: FormData,
): Promise<{ answer: CalendarListAnswer; status: number }> {
  const intent = posted.get("intent");
  const about = intent === "archive-calendar" ? "list" : "uses";
  const refusal = (words: string, status: number) => ({ answer: { ok: false as const, words, about } as const, status });
  try {
    if (intent === "archive-calendar") {
      const calendarId = z.uuid().safeParse(posted.get("calendarId"));
      if (!calendarId.success) return refusal(m.errors_sla_calendar_not_found(), 422);
      await archiveSlaCalendar(session, workspaceSlug, calendarId.data);
    } else if (intent === "set-calendars") {
      const choices = readChoices(posted);
      if (!choices) return refusal(m.errors_sla_calendar_not_found(), 422);
      await setCalendars(session, workspaceSlug, choices);
    } else {
      return refusal(m.desk_intent_unknown(), 422);
    }
    return { answer: { ok: true }, status: 200 };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return refusal(error.words, error.status);
  }
}

type Choices = { workspace: string | null; teams: { teamId: string; calendarId: string | null }[] };

/** Those of the choices that were changed: somebody else may have made the others meanwhile. Null for a form that is none of ours. */
function readChoices(posted: FormData): Choices | null {
  const choices: Choices = { workspace: null, teams: [] };
  for (const [name, value] of posted) {
    const place = /^(?:workspace|team-([0-9a-f-]{36}))$/.exec(name);
    if (!place || value === posted.get(`${name}-was`)) continue;
    const calendarId = value === "" && place[1] ? null : z.uuid().safeParse(value).data;
    if (calendarId === undefined) return null;
    if (!place[1]) choices.workspace = calendarId;
    else choices.teams.push({ teamId: place[1], calendarId });
  }
  return choices;
}

async function setCalendars(session: Session, workspaceSlug: string, { workspace, teams }: Choices): Promise<void> {
  if (workspace !== null) {
    const settings = await getSlaSettings(session, workspaceSlug);
    if (!settings) throw new DatabaseError("workspace_not_found", 404, undefined);
    const { reopen_rule: reopenRule, unanswered_rule: unansweredRule } = settings;
    await setSlaOptions(session, workspaceSlug, { calendarId: workspace, reopenRule, unansweredRule });
  }
  for (const { teamId, calendarId } of teams) await setTeamSlaCalendar(session, workspaceSlug, teamId, calendarId);
}

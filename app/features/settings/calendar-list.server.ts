/** The posts of the list of calendars: who goes by which, and putting one away. */
import { z } from "zod";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { Session } from "~/lib/supabase/session.server";
import type { SlaTeamCalendar } from "~/lib/supabase/sla-types";
import type { CalendarListAnswer } from "./calendar-list-answer";
import { refusalWords } from "./policy-words";
import { archiveSlaCalendar, setSlaCalendars } from "./sla-settings.server";

type Refused = { answer: CalendarListAnswer; status: number };

/** @returns null when it is done; else what to say, with its HTTP status */
export async function answerCalendarList(session: Session, workspaceSlug: string, posted: FormData): Promise<Refused | null> {
  switch (posted.get("intent")) {
    case "archive-sla-calendar":
      return archiveCalendar(session, workspaceSlug, posted);
    case "set-sla-calendars":
      return setCalendars(session, workspaceSlug, posted);
    default:
      return { answer: { ok: false, words: m.desk_intent_unknown() }, status: 422 };
  }
}

async function archiveCalendar(session: Session, workspaceSlug: string, posted: FormData): Promise<Refused | null> {
  const calendarId = z.uuid().safeParse(posted.get("calendarId"));
  if (!calendarId.success) return { answer: { ok: false, words: m.errors_sla_calendar_not_found() }, status: 422 };
  try {
    await archiveSlaCalendar(session, workspaceSlug, calendarId.data);
    return null;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { answer: { ok: false, words: error.words }, status: error.status };
  }
}

async function setCalendars(session: Session, workspaceSlug: string, posted: FormData): Promise<Refused | null> {
  const choices = readChoices(posted);
  const refused = (words: string, place: string | null, status: number): Refused => {
    const chosen = Object.fromEntries(choices.map(({ name, calendarId }) => [name, calendarId ?? ""]));
    return { answer: { ok: false, words, uses: { place, chosen } }, status };
  };
  const wrong = choices.find(({ calendarId }) => calendarId !== null && !z.uuid().safeParse(calendarId).success);
  if (wrong) return refused(m.errors_sla_calendar_not_found(), wrong.name, 422);
  const teams = choices.flatMap(({ teamId, calendarId }): SlaTeamCalendar[] =>
    teamId === null ? [] : [{ team_id: teamId, calendar_id: calendarId }],
  );
  try {
    await setSlaCalendars(session, workspaceSlug, { own: choices.find(({ teamId }) => teamId === null)?.calendarId ?? null, teams });
    return null;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return refused(refusalWords(error), placeOf(error), error.status);
  }
}

type Choice = { name: string; teamId: string | null; calendarId: string | null };

/** Those of the choices that were changed: somebody else may have made the others meanwhile. */
function readChoices(posted: FormData): Choice[] {
  return [...posted].flatMap(([name, value]) => {
    const place = /^(?:workspace|team-([0-9a-f-]{36}))$/.exec(name);
    if (!place || typeof value !== "string" || value === posted.get(`${name}-was`)) return [];
    const [, teamId = null] = place;
    return [{ name, teamId, calendarId: value === "" && teamId !== null ? null : value }];
  });
}

/** The name of the choice that the database refuses. */
function placeOf(error: DatabaseError): string | null {
  if (error.key !== "sla_calendar_not_found" && error.key !== "team_not_found") return null;
  return error.cause?.details ? `team-${error.cause.details}` : "workspace";
}

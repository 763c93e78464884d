/** The posts of the editor of a calendar: saving, and what its buttons do where there is no JavaScript. */
import type { Submission, SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import { ownListFields } from "~/lib/own-list-fields";
import type { Session } from "~/lib/supabase/session.server";
import type { CalendarAnswer, CalendarPreview } from "./calendar-answer";
import { dayIn } from "./calendar-dates";
import {
  calendarLists,
  calendarNames,
  calendarSchema,
  fieldOfCalendarError,
  toCalendarDraft,
  toCalendarValue,
  withCopiedDay,
  type CalendarForm,
  type CalendarValue,
  type DayField,
} from "./calendar-schema";
import { foundDaySchema, withFoundDays, type FoundDays } from "./found-days";
import { IcsError, readIcs } from "./ics-holidays.server";
import { refusalWords } from "./policy-words";
import { previewSlaCalendar, saveSlaCalendar } from "./sla-settings.server";

type CalendarSubmission = Submission<CalendarForm>;

const parse = (posted: FormData) =>
  parseWithZod(ownListFields(posted, { names: calendarNames, lists: calendarLists }), { schema: calendarSchema });

/** The form again with what is typed, and nothing said about it. */
const asTyped = (submission: CalendarSubmission): SubmissionResult => ({ initialValue: submission.reply().initialValue ?? {} });
const filledWith = ({ specialDays, ...value }: CalendarValue): SubmissionResult => ({
  initialValue: { ...value, specialDays: specialDays.map(({ isYearly, ...day }) => (isYearly ? { ...day, isYearly: "on" } : day)) },
});

/** Words at fields, with what is typed. */
const refused = (submission: CalendarSubmission, errors: Record<string, string[]>): SubmissionResult => {
  const { "": formErrors, ...fieldErrors } = errors;
  return submission.reply({ formErrors, fieldErrors });
};

function errorsOf(error: unknown, form: CalendarForm): Record<string, string[]> {
  if (!(error instanceof DatabaseError)) throw error;
  return { [fieldOfCalendarError(error.key, error.cause?.details ?? "", form)]: [refusalWords(error)] };
}

/** What the posted calendar would mean now. @throws {DatabaseError} where it is not the caller's to ask */
export async function previewCalendar(session: Session, workspaceSlug: string, posted: FormData): Promise<CalendarPreview> {
  // The name says nothing about when it is open, and may be missing still.
  posted.set("name", "?");
  const submission = parse(posted);
  if (submission.status !== "success") return { ok: false, errors: {} };
  const { value } = submission;
  try {
    const preview = await previewSlaCalendar(session, workspaceSlug, toCalendarDraft(value));
    return preview ? { ok: true, preview, timeZone: value.timeZone, now: Date.now() } : { ok: false, errors: {} };
  } catch (error) {
    if (error instanceof DatabaseError && error.status !== 422) throw error;
    return { ok: false, errors: errorsOf(error, value) };
  }
}

/**
 * Does what the pressed button says.
 *
 * @param calendarId null for a new calendar
 * @returns the id of the calendar that was saved; else the answer to show, with its status
 */
export async function answerCalendarForm(
  session: Session,
  workspaceSlug: string,
  calendarId: string | null,
  posted: FormData,
): Promise<{ savedId: string } | { answer: CalendarAnswer; status: number }> {
  const submission = parse(posted);
  const intent = posted.get("intent");
  const button = typeof intent === "string" ? intent : "";
  const copied = /^copy-day:(day[1-7]):(workdays|all)$/.exec(button);
  if (copied) {
    const [from, to] = [copied[1] as DayField, copied[2] as "workdays" | "all"];
    return { answer: { result: filledWith(withCopiedDay(toCalendarValue(submission.payload), from, to)) }, status: 200 };
  }
  const file = posted.get("ics");
  // Also when it was chosen and then saved: its days are to be looked at first.
  if (button === "read-ics" || (button === "save" && file instanceof File && file.size > 0)) return readFile(submission, file);
  if (button === "take-found-days") {
    const value = toCalendarValue(submission.payload);
    const specialDays = withFoundDays(value.specialDays, posted.getAll("found").flatMap(readFound));
    return { answer: { result: filledWith({ ...value, specialDays }) }, status: 200 };
  }
  if (submission.status !== "success") {
    // Without a status a list grew or shrank, and nothing is wrong yet.
    const isRefused = submission.status === "error";
    return { answer: { result: isRefused ? submission.reply() : asTyped(submission) }, status: isRefused ? 422 : 200 };
  }
  if (button === "preview") {
    try {
      const preview = await previewCalendar(session, workspaceSlug, posted);
      return { answer: { result: preview.ok ? asTyped(submission) : refused(submission, preview.errors), preview }, status: 200 };
    } catch (error) {
      return refusal(error, submission);
    }
  }
  return save(session, workspaceSlug, calendarId, submission);
}

async function save(
  session: Session,
  workspaceSlug: string,
  calendarId: string | null,
  submission: Extract<CalendarSubmission, { status: "success" }>,
): Promise<{ savedId: string } | { answer: CalendarAnswer; status: number }> {
  const { seenVersionId = null, ...form } = submission.value;
  try {
    return { savedId: await saveSlaCalendar(session, workspaceSlug, { draft: toCalendarDraft(form), calendarId, seenVersionId }) };
  } catch (error) {
    return refusal(error, submission);
  }
}

function refusal(
  error: unknown,
  submission: Extract<CalendarSubmission, { status: "success" }>,
): { answer: CalendarAnswer; status: number } {
  const result = refused(submission, errorsOf(error, submission.value));
  const { key, status } = error as DatabaseError;
  return { answer: { result, isOutdated: key === "sla_version_outdated" }, status };
}

async function readFile(
  submission: CalendarSubmission,
  file: FormDataEntryValue | null,
): Promise<{ answer: CalendarAnswer; status: number }> {
  const words: Record<IcsError["reason"], () => string> = {
    empty: m.settings_calendar_ics_required,
    too_large: m.settings_calendar_ics_too_large,
    broken: m.settings_calendar_ics_broken,
    no_events: m.settings_calendar_ics_no_events,
    too_many: m.settings_calendar_ics_too_many,
  };
  const { initialValue } = asTyped(submission);
  try {
    if (!(file instanceof File)) throw new IcsError("empty");
    const today = dayIn(Date.now(), toCalendarValue(submission.payload).timeZone);
    const found: FoundDays = { fileName: file.name, ...readIcs(new Uint8Array(await file.arrayBuffer()), today) };
    return { answer: { result: { initialValue }, found }, status: 200 };
  } catch (error) {
    if (!(error instanceof IcsError)) throw error;
    return { answer: { result: { status: "error", initialValue, error: { ics: [words[error.reason]()] } } }, status: 422 };
  }
}

function readFound(value: FormDataEntryValue) {
  if (typeof value !== "string") return [];
  try {
    const day = foundDaySchema.safeParse(JSON.parse(value));
    return day.success ? [day.data] : [];
  } catch {
    return [];
  }
}

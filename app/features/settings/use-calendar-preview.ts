import { useEffect, useState } from "react";
import { paths } from "~/lib/paths";
import type { CalendarPreview } from "./calendar-answer";
import { calendarSchema, toCalendarDraft, type CalendarValue } from "./calendar-schema";

/** Long enough for typing to be over for now. */
const pauseMs = 350;

/**
 * What the typed calendar would mean now, asked anew whenever it changes.
 *
 * @param first what the page came with, for the calendar as it stands in the form at first
 * @returns also whether the calendar is typed whole, and `errors`, by field, of what the database would refuse
 */
export function useCalendarPreview(
  workspaceSlug: string,
  formId: string,
  value: CalendarValue,
  first: CalendarPreview | undefined,
): { answer: CalendarPreview | undefined; isWhole: boolean; errors: Record<string, string[]> } {
  const [answer, setAnswer] = useState(first);
  // The name means nothing for it, nor does a calendar that is not typed whole.
  const typed = calendarSchema.safeParse({ ...value, name: "?" });
  const draft = typed.success ? JSON.stringify(toCalendarDraft(typed.data)) : null;
  const [asked, setAsked] = useState(first ? draft : null);
  useEffect(() => {
    if (draft === null || draft === asked) return;
    const abort = new AbortController();
    const ask = async () => {
      const form = document.forms.namedItem(formId);
      if (!form) return;
      const body = new FormData(form);
      body.delete("ics");
      const response = await fetch(paths.calendarPreview(workspaceSlug), { method: "POST", body, signal: abort.signal });
      if (!response.ok) return;
      setAnswer((await response.json()) as CalendarPreview);
      setAsked(draft);
    };
    // Without a network the last answer stays, and is shown as one of before.
    const timer = setTimeout(() => void ask().catch(() => undefined), pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [workspaceSlug, formId, draft, asked]);
  const refused = draft !== null && draft === asked && answer?.ok === false ? answer.errors : {};
  return { answer, isWhole: draft !== null, errors: refused };
}

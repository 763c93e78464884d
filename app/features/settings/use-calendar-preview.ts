import { useEffect } from "react";
import { paths } from "~/lib/paths";
import type { CalendarPreview } from "./calendar-answer";
import { calendarSchema, toCalendarDraft, type CalendarValue } from "./calendar-schema";
import { postTyped, useTypedPreview, type TypedPreview } from "./use-typed-preview";

/** The typed calendar's preview; `draft` is what it is of. */
type Asked = { draft: string | null; preview: CalendarPreview | undefined };

export type LiveCalendarPreview = Omit<TypedPreview<CalendarPreview | undefined>, "look"> & {
  /** The calendar is typed whole. */
  isWhole: boolean;
  /** What the database would refuse, by field. */
  errors: Record<string, string[]>;
};

/**
 * What the typed calendar would mean now.
 *
 * @param first what the page came with, for the calendar as it stands in the form at first
 */
export function useCalendarPreview(
  workspaceSlug: string,
  formId: string,
  value: CalendarValue,
  first: CalendarPreview | undefined,
): LiveCalendarPreview {
  // The name means nothing for it, nor does a calendar that is not typed whole.
  const typed = calendarSchema.safeParse({ ...value, name: "?" });
  const draft = typed.success ? JSON.stringify(toCalendarDraft(typed.data)) : null;
  const { answer, look, ...live } = useTypedPreview<Asked>(
    { draft: first ? draft : null, preview: first },
    async (signal) => ({ draft, preview: await postTyped<CalendarPreview>(paths.calendarPreview(workspaceSlug), formId, signal) }),
    draft !== null,
  );
  const isAsked = draft === answer.draft;
  useEffect(() => {
    if (draft !== null && !isAsked) look();
  }, [draft, isAsked, look]);
  const { preview } = answer;
  return { ...live, answer: preview, isWhole: draft !== null, errors: isAsked && preview?.ok === false ? preview.errors : {} };
}

import { getFormProps, getInputProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form, Link } from "@remix-run/react";
import { useRef, type ReactNode } from "react";
import { z } from "zod";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { useHydrated } from "~/lib/use-hydrated";
import type { CalendarAnswer, CalendarPreview as Preview } from "./calendar-answer";
import { CalendarPreview } from "./calendar-preview";
import { calendarSchema, toCalendarValue, type CalendarForm, type CalendarValue } from "./calendar-schema";
import { FormRefusal } from "~/components/forms/form-refusal";
import { withFoundDays } from "./found-days";
import { IcsImport } from "./ics-import";
import { SpecialDaysEditor } from "./special-days-editor";
import { TimeZoneField } from "./time-zone-field";
import { useCalendarPreview } from "./use-calendar-preview";
import { useListFocus } from "./use-list-focus";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
import { WeekEditor } from "./week-editor";

const constraint = getZodConstraint(calendarSchema);
const anything: z.ZodType<CalendarForm> = z.any();
const isSaving = (posted: FormData) => (posted.get("intent") ?? "save") === "save";

/**
 * The editor of a calendar: its name and zone, its week, its special days, and what all of that means now.
 *
 * @param props.calendarId null for a new one
 * @param props.preview of the calendar that the form is filled with at first
 */
export function CalendarEditor(props: {
  workspaceSlug: string;
  calendarId: string | null;
  value: CalendarValue;
  preview: Preview | undefined;
  timeZones: readonly string[];
  answer: CalendarAnswer | undefined;
}) {
  const { workspaceSlug, calendarId, value: stored, preview: first, timeZones, answer } = props;
  const element = useRef<HTMLFormElement>(null);
  const [form, fields] = useForm<CalendarForm>({
    id: "calendar",
    lastResult: answer?.result,
    defaultValue: stored,
    constraint,
    // Only saving has to be right: the other buttons go by what is typed so far.
    onValidate: ({ formData }) => parseWithZod(formData, { schema: isSaving(formData) ? calendarSchema : anything }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  const value = toCalendarValue(form.value);
  const focus = useListFocus(element);
  const live = useCalendarPreview(workspaceSlug, form.id, value, answer ? answer.preview : first);
  const isHydrated = useHydrated();
  useRefusalFocus(element, answer, answer?.result.status === "error");
  const { key: _key, ...seenVersion } = getInputProps(fields.seenVersionId, { type: "hidden" });
  return (
    <Form ref={element} method="post" encType="multipart/form-data" {...getFormProps(form)} className="flex flex-col gap-8">
      {/* Enter in a field presses the first button of a form: that one saves. */}
      <button type="submit" name="intent" value="save" hidden tabIndex={-1} aria-hidden="true" />
      <input {...seenVersion} />
      <FormRefusal
        id={form.errorId}
        words={form.errors}
        isSignedOut={answer?.isSignedOut}
        savedUrl={answer?.isOutdated && calendarId ? paths.calendar(workspaceSlug, calendarId) : null}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField field={fields.name} label={m.settings_calendar_name()} hint={m.settings_calendar_name_hint()} autoComplete="off" />
        <TimeZoneField
          field={fields.timeZone}
          timeZones={timeZones}
          errors={live.errors.timeZone}
          onTake={(timeZone) => form.update({ name: fields.timeZone.name, value: timeZone })}
        />
      </div>
      <Section title={m.settings_calendar_week()} text={m.settings_calendar_week_hint()}>
        <WeekEditor form={form} value={value} errors={live.errors} focus={focus} />
      </Section>
      <Section title={m.settings_calendar_special_days()} text={m.settings_calendar_special_days_hint()}>
        <SpecialDaysEditor form={form} value={value} errors={live.errors} focus={focus} />
        <IcsImport
          id={`${form.id}-ics`}
          errors={form.allErrors.ics}
          found={answer?.found}
          answered={answer}
          there={value.specialDays}
          onTake={(days) => form.update({ value: { ...value, specialDays: withFoundDays(value.specialDays, days) } })}
        />
      </Section>
      <div className="sticky bottom-0 z-10 -mx-4 -mb-16 flex flex-wrap items-center gap-x-6 gap-y-3 border-t border-border bg-surface px-4 py-3 sm:-mx-6 sm:px-6 lg:mx-0 lg:px-0">
        <CalendarPreview live={live} />
        <div className="flex gap-2 max-sm:w-full">
          {isHydrated ? null : (
            <SubmitButton name="intent" value="preview" variant="outline">
              {m.settings_calendar_preview()}
            </SubmitButton>
          )}
          <Link to={paths.calendars(workspaceSlug)} className={`${buttonVariants({ variant: "ghost" })} max-sm:flex-1`}>
            {m.settings_cancel()}
          </Link>
          <SubmitButton name="intent" value="save" className="max-sm:flex-1">
            {m.settings_save()}
          </SubmitButton>
        </div>
      </div>
    </Form>
  );
}

function Section({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4">
      <div>
        <h3 className="font-semibold tracking-tight">{title}</h3>
        <p className="mt-0.5 text-sm text-pretty text-muted-foreground">{text}</p>
      </div>
      {children}
    </section>
  );
}

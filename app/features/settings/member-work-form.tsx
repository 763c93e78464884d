import { Form } from "@remix-run/react";
import { useRef } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Field, fieldAria } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { NativeSelect } from "~/components/ui/native-select";
import { m } from "~/lib/i18n/messages";
import type { MemberWork } from "~/lib/supabase/workspace-types";
import { ChoiceGroup } from "./choice-group";
import { FieldErrors } from "./field-errors";
import { FormRefusal } from "~/components/forms/form-refusal";
import type { WorkErrors, WorkValues } from "./member-work-values";
import { MemberWorkWeek } from "./member-work-week";
import { TimeZoneOptions } from "./time-zone-options";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";

/** What the form is told that was not taken; without JavaScript also what was typed. */
export type MemberWorkAnswer = { ok: false; errors: WorkErrors; values?: WorkValues; isSignedOut?: boolean };

/**
 * What a member can do, takes, and when they work. Of the hours those are shown that belong to the choice; browsers too
 * old for `:has()` show none of them hidden.
 */
export function MemberWorkForm(props: {
  work: MemberWork;
  values: WorkValues;
  timeZones: readonly string[];
  answer: MemberWorkAnswer | undefined;
}) {
  const { work, values, timeZones, answer } = props;
  const element = useRef<HTMLFormElement>(null);
  useRefusalFocus(element, answer, answer !== undefined);
  const errors = answer?.errors ?? {};
  const list = (words: string | undefined) => (words === undefined ? [] : [words]);
  const known = work.known_skills.join(", ");
  return (
    <Form ref={element} method="post" className="group flex max-w-2xl flex-col gap-10">
      <FormRefusal words={list(errors[""])} isSignedOut={answer?.isSignedOut} />
      {work.may_manage ? (
        <div className="grid gap-6 sm:grid-cols-[minmax(0,1fr)_12rem]">
          <Field
            id="skills"
            label={m.settings_work_skills()}
            hint={`${m.settings_work_skills_hint()} ${known === "" ? "" : m.settings_work_skills_known({ skills: known })}`}
            errors={list(errors.skills)}
            isOptional
          >
            <Input
              {...fieldAria("skills", { hint: true, errors: list(errors.skills) })}
              name="skills"
              defaultValue={values.skills}
              autoComplete="off"
            />
          </Field>
          <Field id="max" label={m.settings_work_max()} hint={m.settings_work_max_hint()} errors={list(errors.max)}>
            <Input
              {...fieldAria("max", { hint: true, errors: list(errors.max) })}
              name="max"
              defaultValue={values.max}
              inputMode="numeric"
              autoComplete="off"
            />
          </Field>
        </div>
      ) : (
        <dl className="flex flex-wrap gap-x-10 gap-y-3 text-sm">
          <div>
            <dt className="text-muted-foreground">{m.settings_work_skills()}</dt>
            <dd className="mt-0.5 wrap-anywhere">{values.skills || m.settings_work_skills_none()}</dd>
          </div>
          <div>
            <dt className="text-muted-foreground">{m.settings_work_max()}</dt>
            <dd className="mt-0.5">{work.max_open_tickets}</dd>
          </div>
          <p className="w-full text-muted-foreground">{m.settings_work_managed()}</p>
        </dl>
      )}
      <section aria-labelledby="work-hours" className="flex flex-col gap-4">
        <h2 id="work-hours" className="font-semibold tracking-tight">
          {m.settings_work_hours()}
        </h2>
        <ChoiceGroup
          name="source"
          legend={m.settings_work_hours()}
          isLegendHidden
          value={values.source}
          choices={[
            { value: "team", label: m.settings_work_team(), text: m.settings_work_team_text() },
            { value: "calendar", label: m.settings_work_calendar(), text: m.settings_work_calendar_text() },
            { value: "own", label: m.settings_work_own(), text: m.settings_work_own_text() },
          ]}
        />
        <div className="group-has-[input[value=own]:checked]:hidden group-has-[input[value=team]:checked]:hidden">
          <Field id="calendar" label={m.settings_work_calendar_choose()} errors={list(errors.calendar)} className="max-w-md">
            <NativeSelect {...fieldAria("calendar", { errors: list(errors.calendar) })} name="calendar" defaultValue={values.calendarId}>
              <option value="" />
              {work.calendars.map((calendar) => (
                <option key={calendar.calendar_id} value={calendar.calendar_id}>
                  {calendar.name}
                </option>
              ))}
            </NativeSelect>
          </Field>
        </div>
        <div className="flex flex-col gap-5 group-has-[input[value=calendar]:checked]:hidden group-has-[input[value=team]:checked]:hidden">
          <Field
            id="zone"
            label={m.settings_work_zone()}
            hint={m.settings_work_zone_hint()}
            errors={list(errors.zone)}
            className="max-w-md"
          >
            <Input
              {...fieldAria("zone", { hint: true, errors: list(errors.zone) })}
              name="zone"
              defaultValue={values.zone}
              list="zones"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
            <TimeZoneOptions id="zones" timeZones={timeZones} />
          </Field>
          <div>
            <FieldErrors id="week-errors" errors={list(errors.week)} />
            <p id="week-hint" className="text-sm text-muted-foreground">
              {m.settings_work_week_hint()}
            </p>
            <MemberWorkWeek week={values.week} describedBy={errors.week ? "week-errors week-hint" : "week-hint"} />
          </div>
        </div>
      </section>
      <SubmitButton className="self-start">{m.settings_save()}</SubmitButton>
    </Form>
  );
}

import { Form } from "@remix-run/react";
import { useRef, type ReactNode } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Field, fieldAria } from "~/components/ui/field";
import { NativeSelect } from "~/components/ui/native-select";
import { m } from "~/lib/i18n/messages";
import type { SlaSettings } from "~/lib/supabase/sla-types";
import type { CalendarListAnswer } from "./calendar-list-answer";
import { FormRefusal } from "~/components/forms/form-refusal";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";

/** Whose hours are which: the workspace's own calendar, and those of teams that keep others. */
export function CalendarUsesForm({ settings, answer }: { settings: SlaSettings; answer: CalendarListAnswer | undefined }) {
  const form = useRef<HTMLFormElement>(null);
  useRefusalFocus(form, answer, answer?.uses !== undefined);
  const refused = answer?.uses;
  const own = settings.calendars.find(({ calendar_id }) => calendar_id === settings.calendar_id);
  const names = ["workspace", ...settings.teams.map(({ team_id }) => `team-${team_id}`)];
  const place = names.find((name) => name === refused?.place);
  const options = settings.calendars.map(({ calendar_id, name }) => (
    <option key={calendar_id} value={calendar_id}>
      {name}
    </option>
  ));
  const choice = (name: string) => ({
    name,
    chosen: refused?.chosen[name],
    errors: answer && name === place ? [answer.words] : undefined,
  });
  return (
    <Form ref={form} method="post" action="?index" preventScrollReset className="flex flex-col gap-5">
      {/* A team that is gone has no place any more. */}
      {answer && refused && place === undefined ? <FormRefusal words={[answer.words]} isSignedOut={answer.isSignedOut} /> : null}
      <div className="grid gap-5 sm:grid-cols-2">
        <Choice
          {...choice("workspace")}
          was={settings.calendar_id}
          label={m.settings_calendar_of_workspace()}
          hint={m.settings_calendar_of_workspace_hint()}
        >
          {options}
        </Choice>
        {settings.teams.map((team) => (
          <Choice
            key={team.team_id}
            {...choice(`team-${team.team_id}`)}
            was={team.calendar_id ?? ""}
            label={m.settings_calendar_of_team({ team: team.name })}
          >
            <option value="">{m.settings_calendar_workspaces({ calendar: own?.name ?? "" })}</option>
            {options}
          </Choice>
        ))}
      </div>
      <SubmitButton name="intent" value="set-sla-calendars" variant="outline" className="self-start">
        {m.settings_save()}
      </SubmitButton>
    </Form>
  );
}

/** Sends what it was along, so that only a choice that was made here is one. */
function Choice(props: {
  name: string;
  was: string;
  chosen: string | undefined;
  errors: string[] | undefined;
  label: string;
  hint?: string;
  children: ReactNode;
}) {
  const { name, was, chosen = was, errors, label, hint, children } = props;
  return (
    <Field id={name} label={label} hint={hint} errors={errors}>
      <input type="hidden" name={`${name}-was`} value={was} />
      {/* Another state of the database is another choice. */}
      <NativeSelect key={was} name={name} defaultValue={chosen} {...fieldAria(name, { hint, errors })}>
        {children}
      </NativeSelect>
    </Field>
  );
}

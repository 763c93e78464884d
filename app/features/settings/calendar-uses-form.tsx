import { Form } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Alert } from "~/components/ui/alert";
import { Field, fieldAria } from "~/components/ui/field";
import { NativeSelect } from "~/components/ui/native-select";
import { m } from "~/lib/i18n/messages";
import type { SlaSettings } from "~/lib/supabase/sla-types";

/** Whose hours are which: the workspace's own calendar, and those of teams that keep others. */
export function CalendarUsesForm(props: { settings: SlaSettings; problem: string | undefined }) {
  const { settings, problem } = props;
  const own = settings.calendars.find(({ calendar_id }) => calendar_id === settings.calendar_id);
  const options = settings.calendars.map(({ calendar_id, name }) => (
    <option key={calendar_id} value={calendar_id}>
      {name}
    </option>
  ));
  return (
    <Form method="post" className="flex flex-col gap-5">
      {problem ? (
        <Alert tone="danger" isUrgent>
          {problem}
        </Alert>
      ) : null}
      <div className="grid gap-5 sm:grid-cols-2">
        <Choice
          name="workspace"
          was={settings.calendar_id}
          label={m.settings_calendar_of_workspace()}
          hint={m.settings_calendar_of_workspace_hint()}
        >
          {options}
        </Choice>
        {settings.teams.map((team) => (
          <Choice
            key={team.team_id}
            name={`team-${team.team_id}`}
            was={team.calendar_id ?? ""}
            label={m.settings_calendar_of_team({ team: team.name })}
          >
            <option value="">{m.settings_calendar_workspaces({ calendar: own?.name ?? "" })}</option>
            {options}
          </Choice>
        ))}
      </div>
      <SubmitButton name="intent" value="set-calendars" variant="outline" className="self-start">
        {m.settings_save()}
      </SubmitButton>
    </Form>
  );
}

/** Sends what it was along, so that only a choice that was made here is one. */
function Choice(props: { name: string; was: string; label: string; hint?: string; children: React.ReactNode }) {
  const { name, was, label, hint, children } = props;
  return (
    <Field id={name} label={label} hint={hint}>
      <input type="hidden" name={`${name}-was`} value={was} />
      {/* Another state of the database is another choice. */}
      <NativeSelect key={was} name={name} defaultValue={was} {...fieldAria(name, { hint })}>
        {children}
      </NativeSelect>
    </Field>
  );
}

import { Form } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Alert } from "~/components/ui/alert";
import { Field, fieldAria } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { m } from "~/lib/i18n/messages";
import type { RetentionDays } from "~/lib/supabase/data-types";
import type { DataAnswer } from "./data-answer";
import { FormRefusal } from "~/components/forms/form-refusal";
import { PolicySection } from "./policy-section";

/** After how many days tickets are erased; counted before it is saved. */
export function RetentionSection({ days, answer }: { days: RetentionDays; answer: DataAnswer | undefined }) {
  const own = answer?.intent.endsWith("-retention") ? answer : undefined;
  const shown = (name: keyof RetentionDays) => own?.typed?.[name] ?? days[name]?.toString() ?? "";
  const fields = [
    { name: "resolved_days", label: m.settings_data_retention_resolved() },
    { name: "closed_days", label: m.settings_data_retention_closed() },
  ] as const;
  const isRefused = own !== undefined && !own.ok;
  return (
    <PolicySection title={m.settings_data_retention()} text={m.settings_data_retention_text()}>
      <Form
        method="post"
        preventScrollReset
        key={JSON.stringify(days)}
        className="flex max-w-2xl flex-col items-start gap-4 rounded-xl border border-border p-4 shadow-xs"
      >
        {isRefused ? <FormRefusal id="retention-refusal" words={[own.words]} isSignedOut={own.isSignedOut} /> : null}
        <div className="grid w-full gap-4 sm:grid-cols-2">
          {fields.map(({ name, label }) => (
            <Field key={name} id={`retention-${name}`} label={label} hint={m.settings_data_retention_hint()} isOptional>
              <Input
                {...fieldAria(`retention-${name}`, { hint: true })}
                name={name}
                type="number"
                inputMode="numeric"
                min={30}
                max={3650}
                step={1}
                defaultValue={shown(name)}
              />
            </Field>
          ))}
        </div>
        <div className="flex flex-wrap gap-2">
          <SubmitButton name="intent" value="preview-retention" variant="outline" size="sm">
            {m.settings_data_count()}
          </SubmitButton>
          <SubmitButton name="intent" value="save-retention" size="sm">
            {m.settings_save()}
          </SubmitButton>
        </div>
        {own?.counts ? (
          <Alert tone={own.counts.resolved_tickets + own.counts.closed_tickets > 0 ? "warning" : "neutral"}>
            {m.settings_data_retention_counts({
              tickets: own.counts.resolved_tickets + own.counts.closed_tickets,
              messages: own.counts.messages,
              files: own.counts.files,
            })}
          </Alert>
        ) : null}
      </Form>
    </PolicySection>
  );
}

import { getFormProps, getInputProps, useForm, type SubmissionResult } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form, Link } from "@remix-run/react";
import { useRef } from "react";
import { SelectField } from "~/components/forms/select-field";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import type { TicketPriority } from "~/lib/supabase/database-types";
import type { SlaSettings, SlaWhatIf } from "~/lib/supabase/sla-types";
import { ConditionBoxes } from "./condition-boxes";
import { DurationInput } from "./duration-input";
import { FormRefusal } from "~/components/forms/form-refusal";
import { ticketChannels } from "./policy-fields";
import { PolicyPreviewCard } from "./policy-preview-card";
import type { PolicyPreview } from "./policy-preview-data";
import { policyFields, policySchema, type PolicyForm as PolicyValues, type PolicyFormValue, type SubmittedPolicy } from "./policy-schema";
import { PolicySection } from "./policy-section";
import { channelName } from "./policy-words";
import { TargetMatrix } from "./target-matrix";
import { usePolicyPreview } from "./use-policy-preview";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
import { useWhatIf } from "./use-what-if";
import { WhatIfPanel } from "./what-if-panel";

/** What the page answered to a form that did not lead on. */
export type PolicyAnswer = {
  result: SubmissionResult;
  isOutdated?: boolean;
  isSignedOut?: boolean;
  preview?: PolicyPreview | null;
  priority?: TicketPriority;
  whatIf?: SlaWhatIf | null;
};

const constraint = getZodConstraint(policyFields);

/** A policy: which tickets it is for, and what it promises them; with what that would mean. */
export function PolicyForm(props: {
  value: PolicyFormValue;
  settings: SlaSettings;
  preview: PolicyPreview | null;
  answer: PolicyAnswer | undefined;
  urls: { list: string; here: string; preview: string; whatIf: string; ticket: (ticketId: string) => string };
}) {
  const { value, settings, answer, urls } = props;
  const [form, fields] = useForm<PolicyValues, SubmittedPolicy>({
    id: "sla-policy",
    lastResult: answer?.result,
    defaultValue: value,
    constraint,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: policySchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  const element = useRef<HTMLFormElement>(null);
  const preview = usePolicyPreview(answer?.preview ?? props.preview, urls.preview, form.id);
  const trial = useWhatIf(answer?.whatIf ?? null, urls.whatIf);
  const errors = { ...trial.errors, ...preview.errors };
  useRefusalFocus(element, answer, answer?.result.status === "error");
  const { key: _key, ...seenVersion } = getInputProps(fields.seen_version_id, { type: "hidden" });
  return (
    <Form
      ref={element}
      method="post"
      {...getFormProps(form)}
      onInput={() => {
        preview.look();
        trial.noteChange();
      }}
      className="@container flex flex-col gap-8"
    >
      {/* Of the version that the form was filled from, also when the page has been loaded anew since. */}
      <input {...seenVersion} />
      <FormRefusal
        id={form.errorId}
        words={form.errors}
        isSignedOut={answer?.isSignedOut}
        savedUrl={answer?.isOutdated ? urls.here : null}
      />
      <div className="flex flex-col gap-8 @3xl:grid @3xl:grid-cols-[minmax(0,1fr)_14rem] @3xl:items-start @3xl:gap-5">
        <div className="flex min-w-0 flex-col gap-8">
          <TextField field={fields.name} label={m.settings_policy_name()} autoComplete="off" dir="auto" />
          <PolicySection title={m.settings_policy_conditions()} text={m.settings_policy_conditions_text()}>
            <ConditionBoxes
              field={fields.team_ids}
              legend={m.settings_policy_team()}
              options={settings.teams.map((team) => ({ value: team.team_id, label: team.name }))}
            />
            <ConditionBoxes
              field={fields.category_ids}
              legend={m.settings_policy_category()}
              options={settings.categories.map((category) => ({ value: category.category_id, label: category.name }))}
            />
            <ConditionBoxes
              field={fields.channels}
              legend={m.settings_policy_channel()}
              options={ticketChannels.map((channel) => ({ value: channel, label: channelName(channel) }))}
            />
          </PolicySection>
          <PolicySection title={m.settings_policy_targets()} text={m.settings_policy_targets_text()}>
            <TargetMatrix fields={fields} errors={errors} />
          </PolicySection>
          <PolicySection title={m.settings_policy_more()}>
            <SelectField
              field={fields.calendar_id}
              label={m.settings_policy_calendar()}
              hint={m.settings_policy_calendar_hint()}
              placeholder={m.settings_policy_calendar_of_team()}
              options={settings.calendars.map((calendar) => ({ value: calendar.calendar_id, label: calendar.name }))}
            />
            <div className="flex flex-col gap-1.5">
              <p aria-hidden="true" className="text-sm font-medium">
                {m.settings_policy_escalate()}
              </p>
              <DurationInput
                amount={fields.escalate_amount}
                unit={fields.escalate_unit}
                label={m.settings_policy_escalate()}
                errors={errors[fields.escalate_amount.name]}
                className="max-w-56"
              />
              <p className="text-sm text-muted-foreground">{m.settings_policy_escalate_hint()}</p>
            </div>
          </PolicySection>
        </div>
        <PolicyPreviewCard live={preview} priority={answer?.priority ?? "high"} className="@3xl:sticky @3xl:top-4" />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-border pt-5">
        <SubmitButton name="intent" value="save-sla-policy">
          {m.settings_policy_save()}
        </SubmitButton>
        <Link to={urls.list} className={buttonVariants({ variant: "ghost" })}>
          {m.settings_cancel()}
        </Link>
      </div>
      <WhatIfPanel trial={trial} ticketUrl={urls.ticket} />
    </Form>
  );
}

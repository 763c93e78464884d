import { getFormProps, getInputProps, useForm, type SubmissionResult } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import { useRef } from "react";
import { SelectField } from "~/components/forms/select-field";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { TextareaField } from "~/components/forms/textarea-field";
import { isLocale, localeNames, locales } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import type { WorkspaceDraft } from "~/lib/supabase/workspace-types";
import { BrandColorField } from "./brand-color-field";
import { DurationField } from "./duration-field";
import { FormRefusal } from "~/components/forms/form-refusal";
import { NoticeLevels } from "./notice-levels";
import { OfferedLocales } from "./offered-locales";
import { PolicySection } from "./policy-section";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
import { toWorkspaceForm, workspaceFields, workspaceLimits, workspaceSettingsSchema } from "./workspace-settings-schema";
import { WorkspaceSlugField } from "./workspace-slug-field";

/** What the form is told that was not taken. */
export type WorkspaceAnswer = { result: SubmissionResult; isSignedOut?: boolean };

/**
 * Name and address, looks and words of the portal, and the limits of conversations.
 *
 * @param props.origin where this installation is found
 */
export function WorkspaceForm(props: { settings: WorkspaceDraft; answer: WorkspaceAnswer | undefined; origin: string }) {
  const { settings, answer, origin } = props;
  const element = useRef<HTMLFormElement>(null);
  const [form, fields] = useForm({
    id: "workspace",
    lastResult: answer?.result,
    defaultValue: { ...toWorkspaceForm(settings), seen: JSON.stringify(settings) },
    constraint: getZodConstraint(workspaceFields),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: workspaceSettingsSchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  useRefusalFocus(element, answer, answer !== undefined);
  const { key: _key, ...seen } = getInputProps(fields.seen, { type: "hidden" });
  const languages = isLocale(settings.default_locale) ? locales : [...locales, settings.default_locale];
  const number = { inputMode: "decimal", autoComplete: "off", className: "max-w-56" } as const;
  return (
    <Form ref={element} method="post" {...getFormProps(form)} className="flex max-w-2xl flex-col gap-10">
      <FormRefusal id={form.errorId} words={form.errors} isSignedOut={answer?.isSignedOut} />
      <input {...seen} />
      <PolicySection title={m.settings_workspace_identity()}>
        <TextField
          field={fields.name}
          label={m.settings_workspace_name()}
          hint={m.settings_workspace_name_hint()}
          autoComplete="organization"
        />
        <WorkspaceSlugField field={fields.slug} ownSlug={settings.slug} origin={origin} />
      </PolicySection>
      <PolicySection title={m.settings_workspace_portal()} text={m.settings_workspace_portal_text()}>
        <BrandColorField field={fields.brand_color} workspaceName={settings.name} />
        <TextareaField
          field={fields.welcome_text}
          label={m.settings_workspace_welcome()}
          hint={m.settings_workspace_welcome_hint()}
          rows={3}
        />
        <SelectField
          field={fields.default_locale}
          label={m.settings_workspace_locale()}
          hint={m.settings_workspace_locale_hint()}
          options={languages.map((value) => ({ value, label: isLocale(value) ? localeNames[value] : value }))}
          className="max-w-md"
        />
      </PolicySection>
      <PolicySection title={m.settings_workspace_languages()} text={m.settings_workspace_languages_text()}>
        <OfferedLocales field={fields.offered_locales} ownLocale={settings.default_locale} />
      </PolicySection>
      <PolicySection title={m.settings_workspace_notices()} text={m.settings_workspace_notices_text()}>
        <input type="hidden" name="has_notices" value="1" />
        <NoticeLevels
          legend={m.settings_workspace_notices()}
          name={fields.notice_mail_levels.name}
          chosen={settings.notice_mail_levels}
          errors={fields.notice_mail_levels.errors}
        />
      </PolicySection>
      <PolicySection title={m.settings_workspace_talk()}>
        <div className="grid gap-6 sm:grid-cols-2">
          <DurationField
            amount={fields.edit_amount}
            unit={fields.edit_unit}
            label={m.settings_workspace_edit()}
            hint={m.settings_workspace_edit_hint()}
          />
          <DurationField
            amount={fields.reopen_amount}
            unit={fields.reopen_unit}
            label={m.settings_workspace_reopen()}
            hint={m.settings_workspace_reopen_hint()}
          />
          <TextField
            {...number}
            field={fields.max_megabytes}
            label={m.settings_workspace_megabytes()}
            hint={m.settings_workspace_megabytes_hint({ most: workspaceLimits.megabytes })}
          />
          <TextField
            {...number}
            inputMode="numeric"
            field={fields.max_attachments}
            label={m.settings_workspace_attachments()}
            hint={m.settings_workspace_attachments_hint({ most: workspaceLimits.attachments })}
          />
        </div>
      </PolicySection>
      <SubmitButton className="self-start">{m.settings_save()}</SubmitButton>
    </Form>
  );
}

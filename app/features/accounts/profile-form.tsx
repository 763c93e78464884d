import { getFormProps, useForm, type SubmissionResult } from "@conform-to/react";
import { Form } from "@remix-run/react";
import { useRef } from "react";
import { SelectField } from "~/components/forms/select-field";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { deskLocales, localeNames } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { FormRefusal } from "~/components/forms/form-refusal";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";

/** Name and language of an account. */
export function ProfileForm(props: {
  profile: { name: string; locale: string };
  answer: { result: SubmissionResult; isSignedOut?: boolean } | undefined;
}) {
  const { profile, answer } = props;
  const [form, fields] = useForm<{ name: string; locale: string }>({
    id: "profile",
    lastResult: answer?.result,
    defaultValue: profile,
    constraint: { name: { required: true, maxLength: 80 }, locale: { required: true } },
  });
  const box = useRef<HTMLDivElement>(null);
  useRefusalFocus(box, answer, answer !== undefined);
  return (
    <div ref={box}>
      <Form method="post" preventScrollReset {...getFormProps(form)} className="flex max-w-md flex-col items-start gap-5">
        <FormRefusal id={form.errorId} words={form.errors} isSignedOut={answer?.isSignedOut} />
        <TextField field={fields.name} label={m.auth_name()} hint={m.account_name_hint()} autoComplete="name" className="w-full" />
        <SelectField
          field={fields.locale}
          label={m.common_language()}
          hint={m.account_language_hint()}
          options={[
            { value: "auto", label: m.account_language_auto() },
            ...deskLocales.map((locale) => ({ value: locale, label: localeNames[locale] })),
          ]}
          className="w-full"
        />
        <SubmitButton>{m.account_save()}</SubmitButton>
      </Form>
    </div>
  );
}

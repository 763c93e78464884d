import { getFormProps, useForm } from "@conform-to/react";
import { Form } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { Alert } from "~/components/ui/alert";
import { m } from "~/lib/i18n/messages";
import type { SecurityAnswer } from "./account-answer";
import { FormRefusal } from "~/components/forms/form-refusal";

/** @param props.newEmail the address that waits to be confirmed */
export function ChangeEmailForm(props: { email: string; newEmail: string | null; answer: SecurityAnswer | undefined }) {
  const { email, newEmail, answer } = props;
  const [form, fields] = useForm<{ email: string; current_password: string }>({
    id: "change-email",
    lastResult: answer?.result,
    constraint: { email: { required: true, maxLength: 254 }, current_password: { required: true } },
  });
  return (
    <Form method="post" preventScrollReset {...getFormProps(form)} className="flex max-w-md flex-col gap-5">
      {newEmail ? <Alert tone="info">{m.account_email_waits({ email: newEmail })}</Alert> : null}
      <FormRefusal id={form.errorId} words={form.errors} isSignedOut={answer?.isSignedOut} />
      <TextField
        field={fields.email}
        label={m.account_email_new()}
        hint={m.account_email_now({ email })}
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextField field={fields.current_password} label={m.auth_password()} type="password" autoComplete="current-password" />
      <SubmitButton name="intent" value="change-email" variant="outline" className="self-start">
        {m.account_email_change()}
      </SubmitButton>
    </Form>
  );
}

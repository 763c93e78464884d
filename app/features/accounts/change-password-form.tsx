import { getFormProps, useForm, type FieldMetadata } from "@conform-to/react";
import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { m } from "~/lib/i18n/messages";
import type { SecurityAnswer } from "./account-answer";
import { FormRefusal } from "~/components/forms/form-refusal";

/** @param props.newPassword draws the field of the new one, with its rule */
export function ChangePasswordForm(props: {
  answer: SecurityAnswer | undefined;
  newPassword: (field: FieldMetadata<string | undefined>) => ReactNode;
}) {
  const { answer, newPassword } = props;
  const [form, fields] = useForm<{ current_password: string; password: string }>({
    id: "change-password",
    lastResult: answer?.result,
    constraint: { current_password: { required: true }, password: { required: true } },
  });
  return (
    <Form method="post" preventScrollReset {...getFormProps(form)} className="flex max-w-md flex-col gap-5">
      <FormRefusal id={form.errorId} words={form.errors} isSignedOut={answer?.isSignedOut} />
      <TextField field={fields.current_password} label={m.account_current_password()} type="password" autoComplete="current-password" />
      {newPassword(fields.password)}
      <SubmitButton name="intent" value="change-password" className="self-start">
        {m.account_password_change()}
      </SubmitButton>
    </Form>
  );
}

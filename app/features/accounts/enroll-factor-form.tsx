import { getFormProps, useForm } from "@conform-to/react";
import { Form } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { m } from "~/lib/i18n/messages";
import type { SecurityAnswer } from "./account-answer";
import { FormRefusal } from "~/components/forms/form-refusal";

/** The name of a device that is to give codes; the next page shows what it has to know. */
export function EnrollFactorForm({ isFirst, answer }: { isFirst: boolean; answer: SecurityAnswer | undefined }) {
  const [form, fields] = useForm<{ name: string }>({
    id: "enroll-factor",
    lastResult: answer?.result,
    constraint: { name: { required: true, maxLength: 60 } },
  });
  return (
    <Form method="post" preventScrollReset {...getFormProps(form)} className="flex max-w-md flex-col items-start gap-4">
      <FormRefusal id={form.errorId} words={form.errors} isSignedOut={answer?.isSignedOut} />
      <TextField field={fields.name} label={m.account_factor_name()} hint={m.account_factor_name_hint()} className="w-full" />
      <SubmitButton name="intent" value="enroll-factor" variant={isFirst ? "primary" : "outline"}>
        {isFirst ? m.account_factor_add_first() : m.account_factor_add()}
      </SubmitButton>
    </Form>
  );
}

import { getFormProps, useForm, type SubmissionResult } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import { FormErrors } from "~/components/forms/form-errors";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { m } from "~/lib/i18n/messages";
import { acceptInvitationSchema } from "./invitation-schema";

/** Under which name one becomes a member, and the button that does it. */
export function AcceptInvitationForm(props: {
  lastResult: SubmissionResult | undefined;
  link: string;
  name: string;
  workspaceName: string;
}) {
  const { lastResult, link, name, workspaceName } = props;
  const [form, fields] = useForm({
    id: "accept-invitation",
    lastResult,
    defaultValue: { name },
    constraint: getZodConstraint(acceptInvitationSchema),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: acceptInvitationSchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  return (
    <Form method="post" {...getFormProps(form)} className="flex flex-col gap-5">
      <FormErrors form={form} />
      <input type="hidden" name="link" value={link} />
      <TextField field={fields.name} label={m.auth_name()} hint={m.auth_name_hint()} autoComplete="name" />
      <SubmitButton size="lg" className="w-full">
        <span className="truncate">{m.auth_join_submit({ workspace: workspaceName })}</span>
      </SubmitButton>
    </Form>
  );
}

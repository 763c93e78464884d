import { getFormProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData } from "@remix-run/react";
import { FormErrors } from "~/components/forms/form-errors";
import { SubmitButton } from "~/components/forms/submit-button";
import { Card } from "~/components/ui/card";
import { newPasswordSchema } from "~/features/accounts/account-schema";
import { cameByMail, deskAnswer, requireLivingSession } from "~/features/accounts/accounts.server";
import { setPassword } from "~/features/accounts/credentials.server";
import { PasswordField } from "~/features/accounts/password-field";
import { m } from "~/lib/i18n/messages";
import { ownFields } from "~/lib/own-fields";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";

export const meta: MetaFunction = () => [{ title: `${m.account_new_password()} · ${m.common_app_name()}` }];

/** For who has come by the link in a mail; whoever is signed in otherwise is asked for the password there is. */
async function requireMailedSession(args: LoaderFunctionArgs) {
  const session = getSession("desk", args);
  await requireLivingSession(args.request, session);
  if (!(await cameByMail(session))) throw redirect(paths.accountSecurity(), 303);
  return session;
}

export async function loader(args: LoaderFunctionArgs) {
  await requireMailedSession(args);
  return null;
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireMailedSession(args);
  const posted = ownFields(await postedForm(args.request), Object.keys(newPasswordSchema.shape));
  const submission = parseWithZod(posted, { schema: newPasswordSchema });
  const hideFields = ["password" as const];
  if (submission.status !== "success") return data(submission.reply({ hideFields }), { status: 422 });
  const refusal = await deskAnswer(args.request, setPassword(session, submission.value.password));
  if (!refusal) return redirect(paths.desks(), 303);
  const { "": formErrors, ...fieldErrors } = refusal;
  return data(submission.reply({ formErrors, fieldErrors, hideFields }), { status: 422 });
}

export default function NewPasswordPage() {
  const [form, fields] = useForm({
    id: "new-password",
    lastResult: useActionData<typeof action>(),
    constraint: getZodConstraint(newPasswordSchema),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: newPasswordSchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  return (
    <>
      <div className="mb-6 text-center">
        <h1 className="text-2xl font-semibold tracking-tight">{m.account_new_password()}</h1>
        <p className="mt-1.5 text-sm text-pretty text-muted-foreground">{m.account_new_password_text()}</p>
      </div>
      <Card className="p-6 sm:p-7">
        <Form method="post" {...getFormProps(form)} className="flex flex-col gap-5">
          <FormErrors form={form} />
          <PasswordField field={fields.password} label={m.account_new_password()} />
          <SubmitButton size="lg" className="w-full">
            {m.account_save()}
          </SubmitButton>
        </Form>
      </Card>
    </>
  );
}

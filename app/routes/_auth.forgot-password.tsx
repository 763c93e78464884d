import { getFormProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { MailCheck } from "lucide-react";
import { FormErrors } from "~/components/forms/form-errors";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { buttonVariants } from "~/components/ui/button-variants";
import { Card } from "~/components/ui/card";
import { EmptyState } from "~/components/ui/empty-state";
import { forgotPasswordSchema } from "~/features/accounts/account-schema";
import { requestNewPassword } from "~/features/accounts/mailed-links.server";
import { m } from "~/lib/i18n/messages";
import { ownFields } from "~/lib/own-fields";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { siteOrigin } from "~/lib/site-origin.server";
import { getSession } from "~/lib/supabase/session.server";

export const meta: MetaFunction = () => [{ title: `${m.account_forgot_title()} · ${m.common_app_name()}` }];

export function loader({ request }: LoaderFunctionArgs) {
  return { email: new URL(request.url).searchParams.get("email")?.slice(0, 254) ?? "" };
}

/** Says the same whether or not there is an account. */
export async function action(args: ActionFunctionArgs) {
  const posted = ownFields(await postedForm(args.request), Object.keys(forgotPasswordSchema.shape));
  const submission = parseWithZod(posted, { schema: forgotPasswordSchema });
  if (submission.status !== "success") return data({ result: submission.reply(), sentTo: null }, { status: 422 });
  const { email } = submission.value;
  const refusal = await requestNewPassword(getSession("desk", args), email, siteOrigin(args.request) + paths.newPassword());
  if (refusal) return data({ result: submission.reply({ formErrors: refusal[""] }), sentTo: null }, { status: 503 });
  return { result: submission.reply(), sentTo: email };
}

export default function ForgotPasswordPage() {
  const { email } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [form, fields] = useForm({
    id: "forgot-password",
    lastResult: answer?.result,
    defaultValue: { email },
    constraint: getZodConstraint(forgotPasswordSchema),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: forgotPasswordSchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  if (answer?.sentTo)
    return (
      <Card>
        <EmptyState
          icon={<MailCheck />}
          title={<h1>{m.auth_confirm_title()}</h1>}
          text={m.account_forgot_sent({ email: answer.sentTo })}
          action={
            <Link to={paths.signIn(undefined, answer.sentTo)} className={buttonVariants({ variant: "outline" })}>
              {m.auth_sign_in()}
            </Link>
          }
        />
      </Card>
    );
  return (
    <>
      <div className="mb-6 text-center">
        <h1 className="text-2xl font-semibold tracking-tight">{m.account_forgot_title()}</h1>
        <p className="mt-1.5 text-sm text-pretty text-muted-foreground">{m.account_forgot_text()}</p>
      </div>
      <Card className="p-6 sm:p-7">
        <Form method="post" {...getFormProps(form)} className="flex flex-col gap-5">
          <FormErrors form={form} />
          <TextField
            field={fields.email}
            label={m.auth_email()}
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
          />
          <SubmitButton size="lg" className="w-full">
            {m.account_forgot_submit()}
          </SubmitButton>
        </Form>
      </Card>
      <p className="mt-6 text-center text-sm text-muted-foreground">
        <Link to={paths.signIn()} className="rounded-xs font-medium text-primary-ink underline-offset-4 hover:underline">
          {m.auth_sign_in()}
        </Link>
      </p>
    </>
  );
}

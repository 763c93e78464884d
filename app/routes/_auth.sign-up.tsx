import { getFormProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData } from "@remix-run/react";
import { MailCheck } from "lucide-react";
import { FormErrors } from "~/components/forms/form-errors";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { buttonVariants } from "~/components/ui/button-variants";
import { Card } from "~/components/ui/card";
import { EmptyState } from "~/components/ui/empty-state";
import { signUpSchema } from "~/features/accounts/account-schema";
import { signUp } from "~/features/accounts/accounts.server";
import { PasswordField } from "~/features/accounts/password-field";
import { m } from "~/lib/i18n/messages";
import { ownFields } from "~/lib/own-fields";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { siteOrigin } from "~/lib/site-origin.server";
import { getSession } from "~/lib/supabase/session.server";

export const meta: MetaFunction = () => [{ title: `${m.auth_sign_up()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  if (await getSession("desk", args).accessToken()) throw redirect(paths.desks(), 303);
  return null;
}

export async function action(args: ActionFunctionArgs) {
  const posted = ownFields(await postedForm(args.request), Object.keys(signUpSchema.shape));
  const submission = parseWithZod(posted, { schema: signUpSchema });
  const hideFields = ["password" as const];
  if (submission.status !== "success") return data({ result: submission.reply({ hideFields }), sentTo: null }, { status: 422 });
  const returnUrl = siteOrigin(args.request) + paths.signIn();
  const answer = await signUp(getSession("desk", args), submission.value, returnUrl);
  if ("refusal" in answer) {
    const { "": formErrors, ...fieldErrors } = answer.refusal;
    return data({ result: submission.reply({ formErrors, fieldErrors, hideFields }), sentTo: null }, { status: 422 });
  }
  if (answer.outcome === "confirm_email") return { result: submission.reply({ hideFields }), sentTo: submission.value.email };
  return redirect(paths.desks(), 303);
}

export default function SignUpPage() {
  const answer = useActionData<typeof action>();
  const [form, fields] = useForm({
    id: "sign-up",
    lastResult: answer?.result,
    constraint: getZodConstraint(signUpSchema),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: signUpSchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  if (answer?.sentTo) return <LookIntoYourMail email={answer.sentTo} />;
  return (
    <>
      <div className="mb-6 text-center">
        <h1 className="text-2xl font-semibold tracking-tight">{m.auth_sign_up_title()}</h1>
        <p className="mt-1.5 text-sm text-pretty text-muted-foreground">{m.auth_sign_up_text()}</p>
      </div>
      <Card className="p-6 sm:p-7">
        <Form method="post" {...getFormProps(form)} className="flex flex-col gap-5">
          <FormErrors form={form} />
          <TextField field={fields.name} label={m.auth_name()} hint={m.auth_name_hint()} autoComplete="name" />
          <TextField
            field={fields.email}
            label={m.auth_email()}
            type="email"
            autoComplete="email"
            autoCapitalize="none"
            spellCheck={false}
          />
          <PasswordField field={fields.password} label={m.auth_password()} />
          <SubmitButton size="lg" className="w-full">
            {m.auth_sign_up()}
          </SubmitButton>
        </Form>
      </Card>
      <p className="mt-6 text-center text-sm text-muted-foreground">
        {m.auth_has_account()}{" "}
        <Link to={paths.signIn()} prefetch="intent" className="rounded-xs font-medium text-primary-ink underline-offset-4 hover:underline">
          {m.auth_sign_in()}
        </Link>
      </p>
    </>
  );
}

function LookIntoYourMail({ email }: { email: string }) {
  return (
    <Card>
      <EmptyState
        icon={<MailCheck />}
        title={<h1>{m.auth_confirm_title()}</h1>}
        text={m.auth_confirm_text({ email })}
        action={
          <Link to={paths.signIn()} className={buttonVariants({ variant: "outline" })}>
            {m.auth_sign_in()}
          </Link>
        }
      />
    </Card>
  );
}

import { getFormProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { FormErrors } from "~/components/forms/form-errors";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { Card } from "~/components/ui/card";
import { signUpSchema } from "~/features/accounts/account-schema";
import { sessionState, signUp } from "~/features/accounts/accounts.server";
import { PasswordField } from "~/features/accounts/password-field";
import { ProviderLinks } from "~/features/accounts/provider-links";
import { listProviders } from "~/features/accounts/providers.server";
import { m } from "~/lib/i18n/messages";
import { ownFields } from "~/lib/own-fields";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { safeReturnTo } from "~/lib/return-to";
import { siteOrigin } from "~/lib/site-origin.server";
import { getSession } from "~/lib/supabase/session.server";

export const meta: MetaFunction = () => [{ title: `${m.auth_sign_up()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const query = new URL(args.request.url).searchParams;
  const next = safeReturnTo(query.get("next"), paths.desks());
  if ((await sessionState(getSession("desk", args))).kind !== "none") throw redirect(next, 303);
  return { next, email: query.get("email")?.slice(0, 254) ?? "", providers: await listProviders() };
}

export async function action(args: ActionFunctionArgs) {
  const form = await postedForm(args.request);
  const next = safeReturnTo(form.get("next"), paths.desks());
  const posted = ownFields(form, Object.keys(signUpSchema.shape));
  const submission = parseWithZod(posted, { schema: signUpSchema });
  const hideFields = ["password" as const];
  if (submission.status !== "success") return data({ result: submission.reply({ hideFields }) }, { status: 422 });
  const answer = await signUp(getSession("desk", args), submission.value, siteOrigin(args.request) + next);
  if ("refusal" in answer) {
    const { "": formErrors, ...fieldErrors } = answer.refusal;
    return data({ result: submission.reply({ formErrors, fieldErrors, hideFields }) }, { status: 422 });
  }
  if (answer.outcome === "signed_in") return redirect(next, 303);
  return redirect(paths.confirmAddress({ email: submission.value.email, next: wayTo(next)[0] }), 303);
}

/** Of the sign-in page, which leads to the desk by itself. */
const wayTo = (next: string, email = ""): [next?: string, email?: string] =>
  next === paths.desks() ? [] : [next, email === "" ? undefined : email];

export default function SignUpPage() {
  const { next, email, providers } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [form, fields] = useForm({
    id: "sign-up",
    lastResult: answer?.result,
    defaultValue: { email },
    constraint: getZodConstraint(signUpSchema),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: signUpSchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  const isInvited = next.startsWith(`${paths.invitation()}?`);
  return (
    <>
      <div className="mb-6 text-center">
        <h1 className="text-2xl font-semibold tracking-tight">{isInvited ? m.auth_sign_up_invited_title() : m.auth_sign_up_title()}</h1>
        <p className="mt-1.5 text-sm text-pretty text-muted-foreground">
          {isInvited ? m.auth_sign_up_invited_text() : m.auth_sign_up_text()}
        </p>
      </div>
      <Card className="p-6 sm:p-7">
        <Form method="post" {...getFormProps(form)} className="flex flex-col gap-5">
          <FormErrors form={form} />
          <input type="hidden" name="next" value={next} />
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
        <ProviderLinks providers={providers} next={next} />
      </Card>
      <p className="mt-6 text-center text-sm text-muted-foreground">
        {m.auth_has_account()}{" "}
        <Link
          to={paths.signIn(...wayTo(next, email))}
          prefetch="intent"
          className="rounded-xs font-medium text-primary-ink underline-offset-4 hover:underline"
        >
          {m.auth_sign_in()}
        </Link>
      </p>
    </>
  );
}

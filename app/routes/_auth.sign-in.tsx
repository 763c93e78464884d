import { getFormProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { FormErrors } from "~/components/forms/form-errors";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { Alert } from "~/components/ui/alert";
import { Card } from "~/components/ui/card";
import { signInSchema } from "~/features/accounts/account-schema";
import { sessionState, signIn } from "~/features/accounts/accounts.server";
import { ProviderLinks } from "~/features/accounts/provider-links";
import { listProviders } from "~/features/accounts/providers.server";
import { m } from "~/lib/i18n/messages";
import { ownFields } from "~/lib/own-fields";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { safeReturnTo } from "~/lib/return-to";
import { getSession } from "~/lib/supabase/session.server";

export const meta: MetaFunction = () => [{ title: `${m.auth_sign_in()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const query = new URL(args.request.url).searchParams;
  const asked = query.get("next");
  const next = safeReturnTo(asked, paths.desks());
  const state = await sessionState(getSession("desk", args));
  if (state.kind !== "none") throw redirect(state.kind === "code_required" ? paths.signInCode(next) : next, 303);
  return {
    next,
    email: query.get("email")?.slice(0, 254) ?? "",
    wasSentHere: asked !== null && next !== paths.desks(),
    wasRefused: query.has("refused"),
    providers: await listProviders(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const form = await postedForm(args.request);
  const submission = parseWithZod(ownFields(form, Object.keys(signInSchema.shape)), { schema: signInSchema });
  if (submission.status !== "success") return data(submission.reply({ hideFields: ["password"] }), { status: 422 });
  const session = getSession("desk", args);
  const refusal = await signIn(session, submission.value);
  const next = safeReturnTo(form.get("next"), paths.desks());
  if (refusal === "confirm_email") {
    return redirect(paths.confirmAddress({ email: submission.value.email, next: next === paths.desks() ? undefined : next }), 303);
  }
  if (refusal) {
    const { "": formErrors, ...fieldErrors } = refusal;
    return data(submission.reply({ formErrors, fieldErrors, hideFields: ["password"] }), { status: 422 });
  }
  return redirect((await sessionState(session)).kind === "code_required" ? paths.signInCode(next) : next, 303);
}

export default function SignInPage() {
  const { next, email, wasSentHere, wasRefused, providers } = useLoaderData<typeof loader>();
  const [form, fields] = useForm({
    id: "sign-in",
    lastResult: useActionData<typeof action>(),
    defaultValue: { email },
    constraint: getZodConstraint(signInSchema),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: signInSchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  return (
    <>
      <div className="mb-6 text-center">
        <h1 className="text-2xl font-semibold tracking-tight">{m.auth_sign_in_title()}</h1>
        <p className="mt-1.5 text-sm text-muted-foreground">{m.auth_sign_in_text()}</p>
      </div>
      <Card className="p-6 sm:p-7">
        <Form method="post" {...getFormProps(form)} className="flex flex-col gap-5">
          {wasRefused && !form.errors?.length ? <Alert tone="danger">{m.account_sign_in_with_refused()}</Alert> : null}
          {wasSentHere && !wasRefused && !form.errors?.length ? <Alert tone="neutral">{m.auth_sign_in_first()}</Alert> : null}
          <FormErrors form={form} />
          <input type="hidden" name="next" value={next} />
          <TextField
            field={fields.email}
            label={m.auth_email()}
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
          />
          <TextField field={fields.password} label={m.auth_password()} type="password" autoComplete="current-password" />
          <Link
            to={paths.forgotPassword(email || undefined)}
            className="-mt-2 self-start rounded-xs text-sm font-medium text-primary-ink underline-offset-4 hover:underline"
          >
            {m.account_forgot_link()}
          </Link>
          <SubmitButton size="lg" className="w-full">
            {m.auth_sign_in()}
          </SubmitButton>
        </Form>
        <ProviderLinks providers={providers} next={next} />
      </Card>
      <p className="mt-6 text-center text-sm text-muted-foreground">
        {m.auth_no_account()}{" "}
        <Link
          to={wasSentHere ? paths.signUp(next, email || undefined) : paths.signUp()}
          prefetch="intent"
          className="rounded-xs font-medium text-primary-ink underline-offset-4 hover:underline"
        >
          {m.auth_sign_up()}
        </Link>
      </p>
    </>
  );
}

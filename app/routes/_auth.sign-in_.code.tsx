import { getFormProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { FormErrors } from "~/components/forms/form-errors";
import { SelectField } from "~/components/forms/select-field";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { Card } from "~/components/ui/card";
import { sessionState } from "~/features/accounts/accounts.server";
import { signInCodeSchema } from "~/features/accounts/code-schema";
import { listFactors, verifyCode } from "~/features/accounts/second-factor.server";
import { m } from "~/lib/i18n/messages";
import { ownFields } from "~/lib/own-fields";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { safeReturnTo } from "~/lib/return-to";
import { getSession } from "~/lib/supabase/session.server";

export const meta: MetaFunction = () => [{ title: `${m.account_code_title()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const next = safeReturnTo(new URL(args.request.url).searchParams.get("next"), paths.desks());
  const session = getSession("desk", args);
  const { kind } = await sessionState(session);
  if (kind === "none") throw redirect(paths.signIn(next), 303);
  if (kind === "signed_in") throw redirect(next, 303);
  return { next, factors: await listFactors(session) };
}

export async function action(args: ActionFunctionArgs) {
  const form = await postedForm(args.request);
  const next = safeReturnTo(form.get("next"), paths.desks());
  const session = getSession("desk", args);
  const submission = parseWithZod(ownFields(form, Object.keys(signInCodeSchema.shape)), { schema: signInCodeSchema });
  if (submission.status !== "success") return data(submission.reply(), { status: 422 });
  if (!(await session.accessToken())) return redirect(paths.signIn(next), 303);
  const { code, factor_id: factorId = (await listFactors(session))[0]?.factorId ?? "" } = submission.value;
  const refusal = await verifyCode(session, factorId, code);
  if (!refusal) return redirect(next, 303);
  const { "": formErrors, ...fieldErrors } = refusal;
  return data(submission.reply({ formErrors, fieldErrors, hideFields: ["code"] }), { status: 422 });
}

export default function SignInCodePage() {
  const { next, factors } = useLoaderData<typeof loader>();
  const [form, fields] = useForm({
    id: "sign-in-code",
    lastResult: useActionData<typeof action>(),
    constraint: getZodConstraint(signInCodeSchema),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: signInCodeSchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  return (
    <>
      <div className="mb-6 text-center">
        <h1 className="text-2xl font-semibold tracking-tight">{m.account_code_title()}</h1>
        <p className="mt-1.5 text-sm text-pretty text-muted-foreground">{m.account_code_text()}</p>
      </div>
      <Card className="p-6 sm:p-7">
        <Form method="post" {...getFormProps(form)} className="flex flex-col gap-5">
          <FormErrors form={form} />
          <input type="hidden" name="next" value={next} />
          {factors.length > 1 ? (
            <SelectField
              field={fields.factor_id}
              label={m.account_factor()}
              options={factors.map(({ factorId, name }) => ({ value: factorId, label: name }))}
            />
          ) : null}
          <TextField
            field={fields.code}
            label={m.account_code()}
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
            maxLength={12}
            dir="ltr"
          />
          <SubmitButton size="lg" className="w-full">
            {m.auth_sign_in()}
          </SubmitButton>
        </Form>
        <p className="mt-5 text-sm text-pretty text-muted-foreground">{m.account_code_lost()}</p>
      </Card>
      <Form method="post" action={paths.signOut()} className="mt-6 text-center">
        <button type="submit" className="cursor-pointer rounded-xs text-sm font-medium text-primary-ink underline-offset-4 hover:underline">
          {m.account_code_other()}
        </button>
      </Form>
    </>
  );
}

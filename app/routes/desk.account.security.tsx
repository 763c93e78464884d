import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { useRef } from "react";
import { Alert } from "~/components/ui/alert";
import { buttonVariants } from "~/components/ui/button-variants";
import { deskAnswer, requireAccount } from "~/features/accounts/accounts.server";
import { PasswordField } from "~/features/accounts/password-field";
import { changeSecurity, readSecurity } from "~/features/accounts/security.server";
import type { SecurityAnswer } from "~/features/accounts/account-answer";
import { ChangeEmailForm } from "~/features/accounts/change-email-form";
import { ChangePasswordForm } from "~/features/accounts/change-password-form";
import { DoneNotice } from "~/features/settings/done-notice";
import { keepingPage, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { PolicySection } from "~/features/settings/policy-section";
import { SecondFactorSection } from "~/features/accounts/second-factor-section";
import { SettingsPage } from "~/features/settings/settings-page";
import { listSecondFactorDemands } from "~/features/workspaces/workspaces.server";
import { isolated } from "~/lib/i18n/isolated";
import { getLocale } from "~/lib/i18n/locale";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

export const meta: MetaFunction = () => [{ title: `${m.account_security()} · ${m.common_app_name()}` }];

// A secret that is being set up is on the page.
export const headers = () => ({ "Cache-Control": "no-store" });

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const [security, demands] = await Promise.all([
    readSecurity(args.request, session),
    deskAnswer(args.request, listSecondFactorDemands(session)),
  ]);
  return { ...security, demanding: demands.map(({ name }) => name) };
}

export async function action(args: ActionFunctionArgs) {
  const outcome = await changeSecurity(args.request, await requireAccount(args), await postedForm(args.request));
  if ("done" in outcome) return redirect(paths.accountSecurity({ done: outcome.done }), 303);
  return data<SecurityAnswer>(outcome.answer, { status: outcome.status });
}

export async function clientAction({ request, serverAction }: ClientActionFunctionArgs): Promise<SecurityAnswer> {
  const intent = (await request.clone().formData()).get("intent");
  const answer = await keepingPage<SecurityAnswer>(() => serverAction<typeof action>());
  if (!("isNotTaken" in answer)) return answer;
  const { words, isSignedOut } = answer;
  return { intent: typeof intent === "string" ? intent : "", result: { status: "error", error: { "": [words] } }, isSignedOut };
}

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function AccountSecurityPage() {
  const { email, newEmail, hasPassword, factors, demanding } = useLoaderData<typeof loader>();
  const answer = useActionData<SecurityAnswer>();
  const [query] = useSearchParams();
  const page = useRef<HTMLDivElement>(null);
  useRefusalFocus(page, answer, answer?.result?.status === "error");
  const said: Record<string, () => string> = {
    "password-changed": m.account_password_changed,
    "email-requested": m.account_email_requested,
    "email-changed": m.account_email_changed,
    "factor-verified": m.account_factor_verified,
    "factor-removed": m.account_factor_removed,
  };
  const done = answer ? "" : (query.get("done") ?? "");
  const words = Object.hasOwn(said, done) ? said[done]?.() : undefined;
  const secondFactor = (
    <PolicySection title={m.account_factors()} text={m.account_factors_text()}>
      <SecondFactorSection factors={factors} answer={answer} />
    </PolicySection>
  );
  return (
    <SettingsPage title={m.account_security()} text={m.account_security_text()}>
      <div ref={page} className="flex flex-col gap-9">
        <DoneNotice words={words ?? null}>
          {words === undefined ? null : (
            <Alert tone="success" icon={<CircleCheck aria-hidden="true" />}>
              {words}
            </Alert>
          )}
        </DoneNotice>
        {demanding.length === 0 ? null : (
          <>
            <Alert tone="warning">
              {m.account_factors_demanded({ names: new Intl.ListFormat(getLocale()).format(demanding.map(isolated)) })}
            </Alert>
            {secondFactor}
          </>
        )}
        <PolicySection title={m.auth_password()} text={hasPassword ? m.account_password_text() : m.account_no_password()}>
          {hasPassword ? (
            <ChangePasswordForm
              answer={answer?.intent === "change-password" ? answer : undefined}
              newPassword={(field) => <PasswordField field={field} label={m.account_new_password()} />}
            />
          ) : (
            <Link to={paths.forgotPassword(email)} className={`${buttonVariants({ variant: "outline" })} self-start`}>
              {m.account_password_set()}
            </Link>
          )}
        </PolicySection>
        {hasPassword ? (
          <PolicySection title={m.auth_email()} text={m.account_email_text()}>
            <ChangeEmailForm email={email} newEmail={newEmail} answer={answer?.intent === "change-email" ? answer : undefined} />
          </PolicySection>
        ) : null}
        {demanding.length === 0 ? secondFactor : null}
      </div>
    </SettingsPage>
  );
}

import { Form } from "@remix-run/react";
import { Smartphone } from "lucide-react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Alert } from "~/components/ui/alert";
import { Time } from "~/components/ui/time";
import { m } from "~/lib/i18n/messages";
import type { SecurityAnswer } from "./account-answer";
import { ConfirmPanel } from "~/components/confirm-panel";
import { EnrollFactorForm } from "./enroll-factor-form";
import { FormRefusal } from "~/components/forms/form-refusal";
import { VerifyFactorForm } from "./verify-factor-form";

type Factor = { factorId: string; name: string; createdAt: string };

/** The authenticator apps of an account, and how one is added and removed. */
export function SecondFactorSection({ factors, answer }: { factors: Factor[]; answer: SecurityAnswer | undefined }) {
  return (
    <div className="flex flex-col gap-4">
      {factors.length === 0 ? null : (
        <ul aria-label={m.account_factors()} className="flex flex-col gap-3">
          {factors.map((factor) => (
            <li key={factor.factorId} className="flex flex-col gap-3">
              <p className="flex items-center gap-3.5 text-sm">
                <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-full bg-hover [&_svg]:size-4.5">
                  <Smartphone />
                </span>
                <span className="min-w-0">
                  <span className="block text-base font-medium wrap-anywhere">{factor.name}</span>
                  <span className="text-muted-foreground">
                    {m.account_factor_since()} <Time value={factor.createdAt} style="date" />
                  </span>
                </span>
              </p>
              <Removal factor={factor} isLast={factors.length === 1} answer={answer?.intent === "remove-factor" ? answer : undefined} />
            </li>
          ))}
        </ul>
      )}
      {factors.length === 1 ? <Alert tone="warning">{m.account_factors_only_one()}</Alert> : null}
      {answer?.enrolment ? (
        <VerifyFactorForm key={answer.enrolment.factorId} enrolment={answer.enrolment} isFirst={factors.length === 0} answer={answer} />
      ) : (
        <EnrollFactorForm isFirst={factors.length === 0} answer={answer?.intent === "enroll-factor" ? answer : undefined} />
      )}
    </div>
  );
}

function Removal({ factor, isLast, answer }: { factor: Factor; isLast: boolean; answer: SecurityAnswer | undefined }) {
  const errors = answer?.result?.error?.[""];
  return (
    <ConfirmPanel
      title={m.account_factor_remove_title({ name: factor.name })}
      text={isLast ? m.account_factor_remove_last() : m.account_factor_remove_text()}
      isOpen={errors !== undefined}
    >
      <Form method="post" preventScrollReset className="flex flex-col items-start gap-3">
        <FormRefusal words={errors ?? []} isSignedOut={answer?.isSignedOut} />
        <input type="hidden" name="factor_id" value={factor.factorId} />
        <SubmitButton name="intent" value="remove-factor" variant="danger" size="sm">
          {m.account_factor_remove()}
        </SubmitButton>
      </Form>
    </ConfirmPanel>
  );
}

import { getFormProps, useForm } from "@conform-to/react";
import { Form, Link } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { Enrolment, SecurityAnswer } from "./account-answer";
import { FormRefusal } from "~/components/forms/form-refusal";

/** What an authenticator app has to know, as a picture and in letters, and the code that shows that it does. */
export function VerifyFactorForm({ enrolment, isFirst, answer }: { enrolment: Enrolment; isFirst: boolean; answer: SecurityAnswer }) {
  const { factorId, secret, uri, picture } = enrolment;
  const [form, fields] = useForm<{ code: string }>({
    id: "verify-factor",
    lastResult: answer.result,
    constraint: { code: { required: true } },
  });
  const top = useRef<HTMLHeadingElement>(null);
  // The form that was sent is gone.
  useEffect(() => top.current?.focus(), []);
  return (
    <section className="flex flex-col gap-5 rounded-xl border border-border p-4 shadow-xs sm:p-5">
      <h4 ref={top} tabIndex={-1} className="rounded-xs font-medium">
        {m.account_factor_scan()}
      </h4>
      <div className="flex flex-col gap-5 sm:flex-row sm:items-start">
        {/* Dark on light in both themes, or cameras do not find it. */}
        <svg
          role="img"
          aria-label={m.account_factor_picture()}
          viewBox={`0 0 ${picture.size} ${picture.size}`}
          shapeRendering="crispEdges"
          className="size-44 shrink-0 rounded-lg border border-border"
        >
          <rect width="100%" height="100%" fill="white" />
          <path d={picture.path} fill="black" />
        </svg>
        <div className="flex min-w-0 flex-col gap-2 text-sm">
          <p className="text-pretty text-muted-foreground">{m.account_factor_by_hand()}</p>
          <code dir="ltr" className="rounded-md bg-hover px-3 py-2 font-mono text-sm tracking-wide wrap-anywhere select-all">
            {secret.replace(/(.{4})(?=.)/g, "$1 ")}
          </code>
          <a href={uri} className="self-start font-medium text-primary-ink underline underline-offset-4">
            {m.account_factor_open_app()}
          </a>
        </div>
      </div>
      <Form method="post" preventScrollReset {...getFormProps(form)} className="flex max-w-md flex-col items-start gap-4">
        <FormRefusal id={form.errorId} words={form.errors} isSignedOut={answer.isSignedOut} />
        <input type="hidden" name="factor_id" value={factorId} />
        <input type="hidden" name="secret" value={secret} />
        <input type="hidden" name="uri" value={uri} />
        <TextField
          field={fields.code}
          label={m.account_code()}
          hint={isFirst ? m.account_factor_ends_others() : undefined}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={12}
          dir="ltr"
          className="w-full"
        />
        <div className="flex flex-wrap gap-3">
          <SubmitButton name="intent" value="verify-factor">
            {m.account_factor_verify()}
          </SubmitButton>
          <Link to={paths.accountSecurity()} className={buttonVariants({ variant: "ghost" })}>
            {m.account_cancel()}
          </Link>
        </div>
      </Form>
    </section>
  );
}

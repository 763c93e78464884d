import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { MailCheck } from "lucide-react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Alert } from "~/components/ui/alert";
import { buttonVariants } from "~/components/ui/button-variants";
import { Card } from "~/components/ui/card";
import { EmptyState } from "~/components/ui/empty-state";
import { forgotPasswordSchema } from "~/features/accounts/account-schema";
import { resendConfirmation } from "~/features/accounts/mailed-links.server";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { safeReturnTo } from "~/lib/return-to";
import { siteOrigin } from "~/lib/site-origin.server";
import { getSession } from "~/lib/supabase/session.server";

export const meta: MetaFunction = () => [{ title: `${m.auth_confirm_title()} · ${m.common_app_name()}` }];

/** Where one goes on, as the address or the form says it; undefined for the desk, which is where it leads anyway. */
function wayOn(given: URLSearchParams | FormData): string | undefined {
  const next = safeReturnTo(given.get("next"), paths.desks());
  return next === paths.desks() ? undefined : next;
}

export function loader({ request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const email = forgotPasswordSchema.safeParse({ email: query.get("email") });
  if (!email.success) throw redirect(paths.signUp(), 303);
  return { email: email.data.email, next: wayOn(query), isSent: query.has("sent") };
}

/** Says the same for any address. */
export async function action(args: ActionFunctionArgs) {
  const form = await postedForm(args.request);
  const email = forgotPasswordSchema.safeParse({ email: form.get("email") });
  if (!email.success) throw data(null, { status: 400 });
  const next = wayOn(form);
  const returnUrl = siteOrigin(args.request) + (next ?? paths.desks());
  const refusal = await resendConfirmation(getSession("desk", args), email.data.email, returnUrl);
  if (refusal) return data({ words: refusal[""] ?? [] }, { status: 503 });
  return redirect(paths.confirmAddress({ email: email.data.email, next, sent: 1 }), 303);
}

export default function ConfirmAddressPage() {
  const { email, next, isSent } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Card>
      <EmptyState
        icon={<MailCheck />}
        title={<h1>{m.auth_confirm_title()}</h1>}
        text={m.account_confirm_sent({ email })}
        action={
          <div className="flex w-full flex-col items-center gap-4">
            {answer ? (
              <Alert tone="danger" isUrgent>
                {answer.words.join(" ")}
              </Alert>
            ) : isSent ? (
              <Alert tone="success">{m.account_confirm_resent()}</Alert>
            ) : null}
            <Form method="post" className="flex flex-wrap justify-center gap-3">
              <input type="hidden" name="email" value={email} />
              <input type="hidden" name="next" value={next ?? ""} />
              <SubmitButton variant="outline">{m.account_confirm_resend()}</SubmitButton>
              <Link to={paths.signIn(next, email)} className={buttonVariants({ variant: "ghost" })}>
                {m.auth_sign_in()}
              </Link>
            </Form>
          </div>
        }
      />
    </Card>
  );
}

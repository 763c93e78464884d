import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { MailCheck, MailX } from "lucide-react";
import { SubmitButton } from "~/components/forms/submit-button";
import { buttonVariants } from "~/components/ui/button-variants";
import { Card } from "~/components/ui/card";
import { EmptyState } from "~/components/ui/empty-state";
import { readMailedLink, spendMailedLink, type MailedLink } from "~/features/accounts/mailed-links.server";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";

export const meta: MetaFunction = () => [
  { title: `${m.account_confirm_title()} · ${m.common_app_name()}` },
  { name: "robots", content: "noindex" },
  { name: "referrer", content: "same-origin" },
];

export const headers = () => ({ "Cache-Control": "no-store" });

/** Looks, and changes nothing: programs that scan mail open every link in it. */
export function loader({ request }: LoaderFunctionArgs) {
  const link = readMailedLink(request, new URL(request.url).searchParams);
  return data({ link }, { status: link ? 200 : 410 });
}

export async function action(args: ActionFunctionArgs) {
  const link = readMailedLink(args.request, await postedForm(args.request));
  const outcome = link ? await spendMailedLink(getSession("desk", args), link) : "gone";
  if (typeof outcome !== "string") return redirect(outcome.to, 303);
  return data({ outcome }, { status: outcome === "gone" ? 410 : 200 });
}

const words: Record<MailedLink["type"], { title: () => string; text: () => string; button: () => string }> = {
  signup: { title: m.account_confirm_title, text: m.account_confirm_text, button: m.account_confirm_submit },
  recovery: { title: m.account_recovery_title, text: m.account_recovery_text, button: m.account_recovery_submit },
  email_change: { title: m.account_change_title, text: m.account_change_text, button: m.account_confirm_submit },
};

export default function ConfirmPage() {
  const { link } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!link || answer?.outcome === "gone") return <Gone type={link?.type ?? "signup"} />;
  if (answer?.outcome === "half")
    return (
      <Card>
        <EmptyState icon={<MailCheck />} title={<h1>{m.account_change_half_title()}</h1>} text={m.account_change_half_text()} />
      </Card>
    );
  const { title, text, button } = words[link.type];
  return (
    <Card className="p-6 text-center sm:p-7">
      <h1 className="text-xl font-semibold tracking-tight">{title()}</h1>
      <p className="mt-2 text-sm text-pretty text-muted-foreground">{text()}</p>
      <Form method="post" className="mt-6">
        <input type="hidden" name="token_hash" value={link.tokenHash} />
        <input type="hidden" name="type" value={link.type} />
        <input type="hidden" name="next" value={link.next} />
        <SubmitButton size="lg" className="w-full">
          {button()}
        </SubmitButton>
      </Form>
    </Card>
  );
}

function Gone({ type }: { type: MailedLink["type"] }) {
  return (
    <Card>
      <EmptyState
        icon={<MailX />}
        title={<h1>{m.account_link_gone_title()}</h1>}
        text={m.account_link_gone_text()}
        action={
          <Link to={type === "recovery" ? paths.forgotPassword() : paths.signIn()} className={buttonVariants({ variant: "outline" })}>
            {type === "recovery" ? m.account_forgot_title() : m.auth_sign_in()}
          </Link>
        }
      />
    </Card>
  );
}

import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import {
  Link,
  useActionData,
  useLoaderData,
  useParams,
  useRevalidator,
  useSearchParams,
  type ClientActionFunctionArgs,
} from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { useEffect } from "react";
import { PageError } from "~/components/page-error";
import { Alert } from "~/components/ui/alert";
import { buttonVariants } from "~/components/ui/button-variants";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { inviteMembers } from "~/features/settings/invite-actions.server";
import type { InviteAnswer } from "~/features/settings/invite-answer";
import { InviteForm } from "~/features/settings/invite-form";
import { keepingForm, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { useInbox } from "~/features/tickets/inbox-provider";
import { useDesk } from "~/features/workspaces/desk-context";
import { FirstStepsLinks } from "~/features/workspaces/first-steps-links";
import { FirstTicketStep } from "~/features/workspaces/first-ticket-step";
import { StepCard } from "~/features/workspaces/step-card";
import { getFirstSteps } from "~/features/workspaces/workspaces.server";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { siteOrigin } from "~/lib/site-origin.server";

export const meta: MetaFunction = () => [{ title: `${m.desk_steps()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const steps = await deskFound(args.request, getFirstSteps(session, workspaceSlug));
  return { steps, formUrl: siteOrigin(args.request) + paths.newTicket(workspaceSlug) };
}

/** Invites colleagues as agents; the page of invitations offers more. */
export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const outcome = await inviteMembers(session, workspaceSlug, await postedForm(args.request));
  if ("mails" in outcome) return redirect(paths.firstSteps(workspaceSlug, { mails: outcome.mails }), 303);
  return data<InviteAnswer>(outcome.answer, { status: outcome.status });
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) => keepingForm<InviteAnswer>(() => serverAction<typeof action>());

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function FirstStepsPage() {
  const { steps, formUrl } = useLoaderData<typeof loader>();
  const { slug, name } = useDesk();
  const { listen } = useInbox();
  const { revalidate } = useRevalidator();
  // The first ticket, and its answer.
  useEffect(() => listen(revalidate), [listen, revalidate]);
  const [query] = useSearchParams();
  const mails = Math.max(0, Number.parseInt(query.get("mails") ?? "", 10) || 0);
  const invited = steps.colleague_count + steps.invitation_count;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto border-border bg-surface md:rounded-xl md:border md:shadow-sm">
      <div className="mx-auto flex w-full max-w-2xl flex-col gap-6 px-4 py-10 sm:px-6 md:py-14">
        <header>
          <h1 className="text-2xl font-semibold tracking-tight text-pretty wrap-anywhere">
            {m.desk_steps_title({ name: isolated(name) })}
          </h1>
          <p className="mt-1.5 text-pretty text-muted-foreground">{m.desk_steps_text()}</p>
        </header>
        <ol className="flex flex-col gap-4">
          <FirstTicketStep number={1} steps={steps} workspaceSlug={slug} formUrl={formUrl} />
          <StepCard number={2} isDone={invited > 0} title={m.desk_steps_invite_title()} text={m.desk_steps_invite_text()}>
            {mails > 0 ? (
              <Alert tone="success" icon={<CircleCheck aria-hidden="true" />}>
                {m.settings_people_invited({ count: mails })}
              </Alert>
            ) : null}
            {/* Anew, and so empty, for the next ones. */}
            <InviteForm key={steps.invitation_count} roles={["agent"]} teams={[]} answer={useActionData<InviteAnswer>()} />
            <Link to={paths.inviteMembers(slug)} className="self-start text-sm underline underline-offset-4">
              {m.desk_steps_invite_more()}
            </Link>
          </StepCard>
        </ol>
        <section aria-labelledby="later" className="flex flex-col gap-3">
          <h2 id="later" className="text-base font-semibold tracking-tight">
            {m.desk_steps_later()}
          </h2>
          <FirstStepsLinks workspaceSlug={slug} />
        </section>
        <Link to={paths.inbox(slug)} className={`self-start ${buttonVariants({ variant: "outline" })}`}>
          {m.desk_steps_to_inbox()}
        </Link>
      </div>
    </div>
  );
}

export function ErrorBoundary() {
  const { workspaceSlug = "" } = useParams();
  return <PageError home={paths.inbox(workspaceSlug)} homeLabel={m.desk_back_to_list()} />;
}

import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { useRef } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { PageError } from "~/components/page-error";
import { buttonVariants } from "~/components/ui/button-variants";
import { requireAccount } from "~/features/accounts/accounts.server";
import { FormRefusal } from "~/components/forms/form-refusal";
import { keepingPage, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
import { useInbox } from "~/features/tickets/inbox-provider";
import { useDesk } from "~/features/workspaces/desk-context";
import { leaveWorkspace } from "~/features/workspaces/workspaces.server";
import { DatabaseError } from "~/lib/database-errors";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

type LeaveAnswer = { ok: false; words: string; isSignedOut?: boolean };

export const meta: MetaFunction = () => [{ title: `${m.settings_leave()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  await requireAccount(args);
  return null;
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  try {
    await leaveWorkspace(session, args.params.workspaceSlug ?? "");
    return redirect(paths.desks(), 303);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (error.status === 404) throw data(null, { status: 404 });
    return data<LeaveAnswer>({ ok: false, words: error.words }, { status: error.status });
  }
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) => keepingPage<LeaveAnswer>(() => serverAction<typeof action>());

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function LeavePage() {
  const answer = useActionData<LeaveAnswer>();
  const { slug, name, role } = useDesk();
  const { counts } = useInbox();
  const page = useRef<HTMLDivElement>(null);
  useRefusalFocus(page, answer, answer !== undefined);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto border-border bg-surface md:rounded-xl md:border md:shadow-sm">
      <div ref={page} className="mx-auto flex w-full max-w-xl flex-col gap-4 px-6 py-10 md:py-16">
        <h1 className="text-2xl font-semibold tracking-tight text-pretty wrap-anywhere">
          {m.settings_leave_title({ name: isolated(name) })}
        </h1>
        <FormRefusal words={answer ? [answer.words] : []} isSignedOut={answer?.isSignedOut} />
        <ul className="flex list-disc flex-col gap-1.5 ps-5 text-pretty">
          <li>{m.settings_leave_access()}</li>
          <li>{counts.mine > 0 ? m.settings_leave_tickets({ count: counts.mine }) : m.settings_leave_no_tickets()}</li>
          <li>{m.settings_leave_return()}</li>
        </ul>
        {role === "owner" ? (
          <p className="text-sm text-pretty text-muted-foreground">
            {m.settings_leave_owner()}{" "}
            <Link to={paths.members(slug)} className="underline underline-offset-4">
              {m.settings_leave_owner_link()}
            </Link>
          </p>
        ) : null}
        <Form method="post" className="mt-2 flex flex-wrap gap-3">
          <SubmitButton variant="danger">{m.settings_leave_confirm()}</SubmitButton>
          <Link to={paths.inbox(slug)} className={buttonVariants({ variant: "outline" })}>
            {m.settings_leave_stay()}
          </Link>
        </Form>
      </div>
    </div>
  );
}

export function ErrorBoundary() {
  const { workspaceSlug = "" } = useParams();
  return <PageError home={paths.inbox(workspaceSlug)} homeLabel={m.desk_back_to_list()} />;
}

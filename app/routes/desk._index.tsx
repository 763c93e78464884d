import { redirect, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Plus } from "lucide-react";
import { buttonVariants } from "~/components/ui/button-variants";
import { deskAnswer, readOwnProfile, requireAccount } from "~/features/accounts/accounts.server";
import { PlainDeskPage } from "~/features/workspaces/plain-desk-page";
import { WorkspaceChooser } from "~/features/workspaces/workspace-chooser";
import { listMyWorkspaces, listSecondFactorDemands } from "~/features/workspaces/workspaces.server";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

export const meta: MetaFunction = () => [{ title: `${m.desk_choose_title()} · ${m.common_app_name()}` }];

/** Straight to work where there is one place to go to. */
export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const workspaces = await deskAnswer(args.request, listMyWorkspaces(session));
  const [first] = workspaces;
  if (!first) {
    const demands = await deskAnswer(args.request, listSecondFactorDemands(session));
    throw redirect(demands.length > 0 ? paths.accountSecurity() : paths.newWorkspace(), 303);
  }
  if (workspaces.length === 1) throw redirect(paths.inbox(first.slug), 303);
  const { email } = await readOwnProfile(session);
  return { workspaces, email };
}

export default function ChooseWorkspacePage() {
  const { workspaces, email } = useLoaderData<typeof loader>();
  return (
    <PlainDeskPage title={m.desk_choose_title()} text={m.desk_choose_text()} email={email}>
      <WorkspaceChooser workspaces={workspaces} />
      <div className="mt-5 text-center">
        <Link to={paths.newWorkspace()} className={buttonVariants({ variant: "ghost" })}>
          <Plus aria-hidden="true" />
          {m.desk_new_workspace()}
        </Link>
      </div>
    </PlainDeskPage>
  );
}

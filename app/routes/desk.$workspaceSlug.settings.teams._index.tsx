import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Network, Plus } from "lucide-react";
import { buttonVariants } from "~/components/ui/button-variants";
import { EmptyState } from "~/components/ui/empty-state";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { PeopleNotice } from "~/features/settings/people-notice";
import { getPeopleSettings } from "~/features/settings/people.server";
import { SettingsPage } from "~/features/settings/settings-page";
import { TeamList } from "~/features/settings/team-list";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

export const meta: MetaFunction = () => [{ title: `${m.settings_teams()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { members, teams } = await deskFound(args.request, getPeopleSettings(session, args.params.workspaceSlug ?? ""));
  return { members, teams };
}

export default function TeamsPage() {
  const { members, teams } = useLoaderData<typeof loader>();
  const { slug } = useDesk();
  return (
    <SettingsPage
      title={m.settings_teams()}
      text={m.settings_teams_text()}
      action={
        <Link to={paths.team(slug, "new")} prefetch="intent" className={buttonVariants({ size: "sm" })}>
          <Plus aria-hidden="true" />
          {m.settings_team_new()}
        </Link>
      }
    >
      <div className="flex flex-col gap-4">
        <PeopleNotice />
        {teams.length === 0 ? (
          <EmptyState icon={<Network />} title={m.settings_teams_empty_title()} text={m.settings_teams_empty_text()} />
        ) : (
          <TeamList workspaceSlug={slug} teams={teams} members={members} />
        )}
      </div>
    </SettingsPage>
  );
}

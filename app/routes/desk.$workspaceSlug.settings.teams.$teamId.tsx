import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { useRef } from "react";
import { PageError } from "~/components/page-error";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { ArchiveTeam } from "~/features/settings/archive-team";
import { keepingForm, keepingPage, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { changeTeam } from "~/features/settings/people-actions.server";
import type { PeopleAnswer } from "~/features/settings/people-answer";
import { getPeopleSettings } from "~/features/settings/people.server";
import { PolicySection } from "~/features/settings/policy-section";
import { SettingsPage } from "~/features/settings/settings-page";
import type { TeamAnswer } from "~/features/settings/team-answer";
import { TeamForm } from "~/features/settings/team-form";
import { saveTeamForm } from "~/features/settings/team-form.server";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

/** Either form of the page. */
type PageAnswer = TeamAnswer | PeopleAnswer;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.team?.name ?? m.settings_team_new()} · ${m.common_app_name()}` },
];

/** `new` is the team that is not there yet. */
const idOf = (teamId = "") => (teamId === "new" ? null : teamId);

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "", teamId } = args.params;
  const { members, teams } = await deskFound(args.request, getPeopleSettings(session, workspaceSlug));
  const team = teams.find(({ team_id }) => team_id === teamId) ?? null;
  if (idOf(teamId) !== null && !team) throw data(null, { status: 404 });
  return { team, members, others: teams.filter(({ team_id }) => team_id !== teamId) };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "", teamId } = args.params;
  const posted = await postedForm(args.request);
  if (posted.get("intent") === "archive-team") {
    const outcome = await changeTeam(session, workspaceSlug, teamId ?? "", posted);
    if ("done" in outcome) return redirect(paths.teams(workspaceSlug, outcome), 303);
    return data<PageAnswer>(outcome.answer, { status: outcome.status });
  }
  const refused = await saveTeamForm(session, workspaceSlug, idOf(teamId), posted);
  if (!refused) return redirect(paths.teams(workspaceSlug, { done: "saved" }), 303);
  return data<PageAnswer>(refused.answer, { status: refused.status });
}

export async function clientAction({ request, serverAction }: ClientActionFunctionArgs): Promise<PageAnswer> {
  const isArchive = (await request.clone().formData()).get("intent") === "archive-team";
  if (!isArchive) return keepingForm<PageAnswer>(() => serverAction<typeof action>());
  return { intent: "archive-team", ...(await keepingPage<PeopleAnswer>(() => serverAction<typeof action>() as Promise<PeopleAnswer>)) };
}

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function TeamPage() {
  const { team, members, others } = useLoaderData<typeof loader>();
  const answer = useActionData<PageAnswer>();
  const { slug } = useDesk();
  const ending = useRef<HTMLDivElement>(null);
  const ofForm = answer && "result" in answer ? answer : undefined;
  const ofEnding = answer && !("result" in answer) ? answer : undefined;
  useRefusalFocus(ending, ofEnding, ofEnding !== undefined);
  return (
    <SettingsPage
      title={team?.name ?? m.settings_team_new()}
      text={m.settings_team_text()}
      back={{ to: paths.teams(slug), label: m.settings_teams() }}
    >
      <TeamForm key={team?.team_id} team={team} members={members} answer={ofForm} cancelUrl={paths.teams(slug)} />
      {team ? (
        <div ref={ending}>
          <PolicySection title={m.settings_team_archive()}>
            <ArchiveTeam team={team} others={others} answer={ofEnding} />
          </PolicySection>
        </div>
      ) : null}
    </SettingsPage>
  );
}

export function ErrorBoundary() {
  const { workspaceSlug = "" } = useParams();
  return <PageError home={paths.teams(workspaceSlug)} homeLabel={m.settings_teams()} />;
}

import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, type ClientActionFunctionArgs } from "@remix-run/react";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { inviteMembers } from "~/features/settings/invite-actions.server";
import type { InviteAnswer } from "~/features/settings/invite-answer";
import { InviteForm } from "~/features/settings/invite-form";
import { keepingForm, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { getPeopleSettings } from "~/features/settings/people.server";
import { offeredRoles } from "~/features/settings/role-choices";
import { SettingsPage } from "~/features/settings/settings-page";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

export const meta: MetaFunction = () => [{ title: `${m.settings_invite()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { teams } = await deskFound(args.request, getPeopleSettings(session, args.params.workspaceSlug ?? ""));
  return { teams };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const outcome = await inviteMembers(session, workspaceSlug, await postedForm(args.request));
  if ("mails" in outcome) return redirect(paths.members(workspaceSlug, { done: "invited", mails: outcome.mails }), 303);
  return data<InviteAnswer>(outcome.answer, { status: outcome.status });
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) => keepingForm<InviteAnswer>(() => serverAction<typeof action>());

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function InvitePage() {
  const { teams } = useLoaderData<typeof loader>();
  const { slug, role } = useDesk();
  return (
    <SettingsPage
      title={m.settings_invite()}
      text={m.settings_invite_text()}
      back={{ to: paths.members(slug), label: m.settings_members() }}
    >
      <InviteForm
        roles={offeredRoles(role)}
        teams={teams}
        answer={useActionData<InviteAnswer>()}
        rolesUrl={paths.roles(slug)}
        cancelUrl={paths.members(slug)}
      />
    </SettingsPage>
  );
}

import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData, type ClientActionFunctionArgs } from "@remix-run/react";
import { ShieldCheck, UserPlus, Users } from "lucide-react";
import { useRef } from "react";
import { buttonVariants } from "~/components/ui/button-variants";
import { EmptyState } from "~/components/ui/empty-state";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { FormRefusal } from "~/components/forms/form-refusal";
import { InvitationList } from "~/features/settings/invitation-list";
import { MemberList } from "~/features/settings/member-list";
import { keepingPage, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { changePeople } from "~/features/settings/people-actions.server";
import type { PeopleAnswer } from "~/features/settings/people-answer";
import { PeopleNotice } from "~/features/settings/people-notice";
import { getPeopleSettings } from "~/features/settings/people.server";
import { PolicySection } from "~/features/settings/policy-section";
import { SecondFactorDemand } from "~/features/settings/second-factor-demand";
import { SettingsPage } from "~/features/settings/settings-page";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

export const meta: MetaFunction = () => [{ title: `${m.settings_members()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const people = await deskFound(args.request, getPeopleSettings(session, args.params.workspaceSlug ?? ""));
  return { people, now: Date.now() };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const outcome = await changePeople(session, workspaceSlug, await postedForm(args.request));
  if ("done" in outcome) return redirect(paths.members(workspaceSlug, outcome), 303);
  return data<PeopleAnswer>(outcome.answer, { status: outcome.status });
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  keepingPage<Omit<PeopleAnswer, "intent">>(() => serverAction<typeof action>());

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function MembersPage() {
  const { people, now } = useLoaderData<typeof loader>();
  const answer = useActionData<Omit<PeopleAnswer, "intent">>();
  const { slug, member_id: ownId, role } = useDesk();
  const top = useRef<HTMLDivElement>(null);
  useRefusalFocus(top, answer, answer !== undefined);
  const active = people.members.filter(({ deactivated_at }) => deactivated_at === null);
  const paused = people.members.filter(({ deactivated_at }) => deactivated_at !== null);
  const list = { workspaceSlug: slug, ownId, teams: people.teams };
  const invite = (
    <Link to={paths.inviteMembers(slug)} prefetch="intent" className={buttonVariants({ size: "sm" })}>
      <UserPlus aria-hidden="true" />
      {m.settings_invite()}
    </Link>
  );
  return (
    <SettingsPage title={m.settings_members()} text={m.settings_members_text()} action={invite}>
      <div ref={top} className="flex flex-col gap-4">
        {answer ? <FormRefusal words={[answer.words]} isSignedOut={answer.isSignedOut} /> : <PeopleNotice />}
        <MemberList {...list} label={m.settings_members()} members={active} />
        {people.members.length === 1 && people.invitations.length === 0 ? (
          <EmptyState icon={<Users />} title={m.settings_people_alone_title()} text={m.settings_people_alone_text()} action={invite} />
        ) : null}
      </div>
      {people.invitations.length === 0 ? null : (
        <PolicySection title={m.settings_people_invitations()} text={m.settings_people_invitations_text()}>
          <InvitationList invitations={people.invitations} teams={people.teams} ownRole={role} now={now} />
        </PolicySection>
      )}
      {paused.length === 0 ? null : (
        <PolicySection title={m.settings_people_paused()} text={m.settings_people_paused_text()}>
          <MemberList {...list} label={m.settings_people_paused()} members={paused} />
        </PolicySection>
      )}
      <PolicySection title={m.settings_two_steps()} text={m.settings_two_steps_text()}>
        <SecondFactorDemand people={people} ownId={ownId} role={role} />
      </PolicySection>
      <Link to={paths.roles(slug)} className="inline-flex min-h-6 items-center gap-2 self-start text-sm underline underline-offset-4">
        <ShieldCheck aria-hidden="true" className="size-4" />
        {m.settings_roles()}
      </Link>
    </SettingsPage>
  );
}

import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { Clock, LogOut } from "lucide-react";
import { useRef } from "react";
import { PageError } from "~/components/page-error";
import { buttonVariants } from "~/components/ui/button-variants";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { MemberAccess } from "~/features/settings/member-access";
import { MemberFacts } from "~/features/settings/member-facts";
import { MemberRoleForm } from "~/features/settings/member-role-form";
import { keepingPage, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { changeMember } from "~/features/settings/people-actions.server";
import type { PeopleAnswer } from "~/features/settings/people-answer";
import { getPeopleSettings } from "~/features/settings/people.server";
import { PolicySection } from "~/features/settings/policy-section";
import { roleChoices } from "~/features/settings/role-choices";
import { SettingsPage } from "~/features/settings/settings-page";
import { TransferOwnership } from "~/features/settings/transfer-ownership";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
import { useDesk } from "~/features/workspaces/desk-context";
import { getDesk } from "~/features/workspaces/workspaces.server";
import { mayChangeSettings } from "~/features/workspaces/workspace-words";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.member.display_name ?? m.settings_members()} · ${m.common_app_name()}` },
];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "", memberId } = args.params;
  const { members, teams } = await deskFound(args.request, getPeopleSettings(session, workspaceSlug));
  const member = members.find(({ member_id }) => member_id === memberId);
  if (!member) throw data(null, { status: 404 });
  const others = members.filter(({ member_id, deactivated_at }) => member_id !== memberId && deactivated_at === null);
  return { member, others, teams };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "", memberId = "" } = args.params;
  const outcome = await changeMember(session, workspaceSlug, memberId, await postedForm(args.request));
  if (!("done" in outcome)) return data<PeopleAnswer>(outcome.answer, { status: outcome.status });
  // Whoever has made less of themselves may not see the settings any more.
  const desk = await deskFound(args.request, getDesk(session, workspaceSlug));
  return redirect(mayChangeSettings(desk) ? paths.members(workspaceSlug, outcome) : paths.inbox(workspaceSlug), 303);
}

export async function clientAction({ request, serverAction }: ClientActionFunctionArgs): Promise<PeopleAnswer> {
  const intent = (await request.clone().formData()).get("intent");
  const answer = await keepingPage(() => serverAction<typeof action>());
  return { intent: typeof intent === "string" ? intent : "", ...answer };
}

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function MemberPage() {
  const { member, others, teams } = useLoaderData<typeof loader>();
  const answer = useActionData<PeopleAnswer>();
  const { slug, member_id: ownId, role } = useDesk();
  const page = useRef<HTMLDivElement>(null);
  useRefusalFocus(page, answer, answer !== undefined);
  const isMe = member.member_id === ownId;
  const choices = roleChoices(role, member, isMe);
  const isActive = member.deactivated_at === null && member.has_account;
  return (
    <SettingsPage
      title={member.display_name}
      text={member.email ?? m.settings_people_no_account()}
      back={{ to: paths.members(slug), label: m.settings_members() }}
    >
      <div ref={page} className="flex flex-col gap-8">
        <MemberFacts workspaceSlug={slug} member={member} teams={teams} isMe={isMe} />
        {isMe || member.may_manage ? (
          <Link
            to={paths.memberWork(slug, { member: member.member_id })}
            className={`${buttonVariants({ variant: "outline" })} self-start`}
          >
            <Clock aria-hidden="true" />
            {m.settings_work()}
          </Link>
        ) : null}
        {choices.length > 1 ? (
          <PolicySection title={m.settings_people_role()} text={m.settings_people_role_text()}>
            <MemberRoleForm role={member.role} choices={choices} answer={answer} />
          </PolicySection>
        ) : (
          <p className="text-sm text-muted-foreground">{m.settings_people_for_owners()}</p>
        )}
        {role === "owner" && !isMe && isActive && member.role !== "owner" ? (
          <PolicySection title={m.settings_people_ownership()}>
            <TransferOwnership name={member.display_name} answer={answer} />
          </PolicySection>
        ) : null}
        {isMe ? (
          <Link to={paths.leaveWorkspace(slug)} className={`${buttonVariants({ variant: "outline" })} self-start`}>
            <LogOut aria-hidden="true" className="rtl:rotate-180" />
            {m.settings_leave()}
          </Link>
        ) : member.may_manage ? (
          <PolicySection title={m.settings_people_access()} text={m.settings_people_access_text()}>
            <MemberAccess member={member} others={others} answer={answer} />
          </PolicySection>
        ) : null}
      </div>
    </SettingsPage>
  );
}

export function ErrorBoundary() {
  const { workspaceSlug = "" } = useParams();
  return <PageError home={paths.members(workspaceSlug)} homeLabel={m.settings_members()} />;
}

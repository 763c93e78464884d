import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Alert } from "~/components/ui/alert";
import { buttonVariants } from "~/components/ui/button-variants";
import { Card } from "~/components/ui/card";
import { Time } from "~/components/ui/time";
import { deskAnswer, readOwnProfile } from "~/features/accounts/accounts.server";
import { useForgetAtSignOut } from "~/features/rooms/use-forget-at-sign-out";
import { AcceptInvitationForm } from "~/features/workspaces/accept-invitation-form";
import { acceptInvitationSchema, fieldOfInvitationError } from "~/features/workspaces/invitation-schema";
import { acceptInvitation, getInvitation } from "~/features/workspaces/invitations.server";
import { WorkspaceLogo } from "~/features/workspaces/workspace-logo";
import { WorkspaceTile } from "~/features/workspaces/workspace-tile";
import { roleName, roleText } from "~/features/workspaces/workspace-words";
import { DatabaseError, fieldErrors } from "~/lib/database-errors";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import { ownFields } from "~/lib/own-fields";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";
import type { Invitation } from "~/lib/supabase/workspace-types";

export const meta: MetaFunction = () => [
  { title: `${m.auth_join()} · ${m.common_app_name()}` },
  { name: "robots", content: "noindex" },
  { name: "referrer", content: "same-origin" },
];

export const headers = () => ({ "Cache-Control": "no-store" });

/** Looks, and changes nothing: programs that scan mail open every link in it. */
export async function loader(args: LoaderFunctionArgs) {
  const link = new URL(args.request.url).searchParams.get("link") ?? "";
  const session = getSession("desk", args);
  const [invitation, token] = await Promise.all([deskAnswer(args.request, getInvitation(session, link)), session.accessToken()]);
  const me = token ? await readOwnProfile(session) : null;
  return data({ invitation, link, me }, { status: invitation ? 200 : 410 });
}

export async function action(args: ActionFunctionArgs) {
  const session = getSession("desk", args);
  const posted = ownFields(await postedForm(args.request), Object.keys(acceptInvitationSchema.shape));
  const link = posted.get("link");
  const here = paths.invitation(typeof link === "string" ? link : undefined);
  if (!(await session.accessToken())) return redirect(paths.signIn(here), 303);
  const submission = parseWithZod(posted, { schema: acceptInvitationSchema });
  if (submission.status !== "success") return data<SubmissionResult>(submission.reply(), { status: 422 });
  try {
    const { slug } = await acceptInvitation(session, submission.value);
    return redirect(paths.inbox(slug), 303);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    // The page says what is wrong with the link, and what to do.
    if (error.key === "invitation_not_valid") return redirect(paths.invitation(), 303);
    if (error.status === 401) return redirect(paths.signIn(here), 303);
    const { "": formErrors, ...errors } = fieldErrors(error, fieldOfInvitationError);
    return data<SubmissionResult>(submission.reply({ formErrors, fieldErrors: errors }), { status: error.status });
  }
}

export default function JoinPage() {
  const { invitation, link, me } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  useForgetAtSignOut(paths.invitation());
  if (!invitation) return <GoneCard isSignedIn={me !== null} />;
  return (
    <Card className="p-6 sm:p-7">
      <Offer invitation={invitation} />
      {me === null ? (
        <SignInFirst email={invitation.email} here={paths.invitation(link)} />
      ) : invitation.is_for_caller ? (
        <>
          <AcceptInvitationForm lastResult={lastResult} link={link} name={me.name} workspaceName={invitation.workspace_name} />
          <p className="mt-4 text-center text-sm wrap-anywhere text-muted-foreground">{m.desk_signed_in_as({ email: me.email })}</p>
        </>
      ) : (
        <OtherAddress invited={invitation.email} own={me.email} here={paths.invitation(link)} />
      )}
    </Card>
  );
}

function Offer({ invitation }: { invitation: Invitation }) {
  const { workspace_name: workspace, brand_color: brandColor, logo, icon_id: iconId, role } = invitation;
  return (
    <div className="mb-6 flex flex-col items-center text-center">
      {logo ? (
        <WorkspaceLogo logo={logo} className="mb-5" />
      ) : (
        <WorkspaceTile name={workspace} brandColor={brandColor} iconId={iconId} className="mt-3 mb-7 scale-175" />
      )}
      <h1 className="text-xl font-semibold tracking-tight text-balance wrap-anywhere">
        {m.auth_join_title({ inviter: isolated(invitation.invited_by_name), workspace: isolated(workspace) })}
      </h1>
      <p className="mt-3 text-sm text-pretty">
        <span className="font-semibold">{m.auth_join_role({ role: roleName(role) })}</span> {roleText(role)}
      </p>
      <p className="mt-1.5 text-sm text-muted-foreground">
        {m.auth_join_until()} <Time value={invitation.expires_at} style="date" />
      </p>
    </div>
  );
}

function SignInFirst({ email, here }: { email: string; here: string }) {
  return (
    <>
      <p className="rounded-lg bg-hover px-4 py-3 text-sm text-pretty wrap-anywhere">{m.auth_join_account({ email })}</p>
      <div className="mt-5 flex flex-col gap-3">
        <Link to={paths.signUp(here, email)} className={buttonVariants({ size: "lg" })}>
          {m.auth_sign_up()}
        </Link>
        <Link to={paths.signIn(here, email)} className={buttonVariants({ size: "lg", variant: "outline" })}>
          {m.auth_join_sign_in()}
        </Link>
      </div>
    </>
  );
}

/** Also where the address is right and not confirmed yet. */
function OtherAddress({ invited, own, here }: { invited: string; own: string; here: string }) {
  const isUnconfirmed = invited === own.toLowerCase();
  return (
    <>
      <Alert tone="warning" className="wrap-anywhere">
        {isUnconfirmed ? m.auth_email_not_confirmed() : m.auth_join_other_address({ own, invited })}
      </Alert>
      <Form method="post" action={paths.signOut()} className="mt-5">
        <SubmitButton name="next" value={here} variant="outline" size="lg" className="w-full">
          {m.auth_join_sign_out()}
        </SubmitButton>
      </Form>
    </>
  );
}

function GoneCard({ isSignedIn }: { isSignedIn: boolean }) {
  const way: [string, ReactNode] = isSignedIn ? [paths.desks(), m.desk_to_desks()] : [paths.signIn(), m.auth_sign_in()];
  return (
    <Card className="p-6 sm:p-7">
      <h1 className="text-xl font-semibold tracking-tight text-pretty">{m.auth_join_gone_title()}</h1>
      <p className="mt-3 text-sm text-pretty">{m.auth_join_gone_text()}</p>
      <p className="mt-3 text-sm text-pretty">{m.auth_join_gone_way()}</p>
      <Link to={way[0]} className={`${buttonVariants({ variant: "outline" })} mt-5`}>
        {way[1]}
      </Link>
    </Card>
  );
}

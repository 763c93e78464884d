import { redirect, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Outlet, useLoaderData, useLocation, type ShouldRevalidateFunction } from "@remix-run/react";
import { Inbox, Settings } from "lucide-react";
import type { ReactNode } from "react";
import { DeskShell } from "~/components/desk-shell";
import { PageError } from "~/components/page-error";
import { Toaster } from "~/components/ui/toaster";
import { deskAnswer, deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { useUnsentKeeper } from "~/features/rooms/use-unsent-keeper";
import { InboxProvider, useInbox } from "~/features/tickets/inbox-provider";
import { countTickets } from "~/features/tickets/tickets.server";
import { AccountMenu } from "~/features/workspaces/account-menu";
import { ClosingBanner } from "~/features/workspaces/closing-banner";
import { DeskProvider, useDesk } from "~/features/workspaces/desk-context";
import { WorkspaceSwitcher } from "~/features/workspaces/workspace-switcher";
import { mayChangeSettings } from "~/features/workspaces/workspace-words";
import { getDesk, listSecondFactorDemands } from "~/features/workspaces/workspaces.server";
import { env } from "~/lib/env.server";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { RealtimeProvider } from "~/lib/realtime/realtime-provider";
import { revalidatesWhen } from "~/lib/should-revalidate";
import type { Desk } from "~/lib/supabase/database-types";
import type { Session } from "~/lib/supabase/session.server";
import { siteOrigin } from "~/lib/site-origin.server";
import { useTabBadge } from "~/lib/use-tab-badge";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.desk.name} · ${m.common_app_name()}` : m.common_app_name() },
];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const workspaceSlug = args.params.workspaceSlug ?? "";
  const [desk, counts] = await Promise.all([
    deskFound(args.request, deskOrDemand(session, workspaceSlug)),
    deskAnswer(args.request, countTickets(session, workspaceSlug)),
  ]);
  return {
    desk,
    counts,
    portalUrl: siteOrigin(args.request) + paths.portal(desk.slug),
    realtime: { url: env.SUPABASE_URL, publishableKey: env.SUPABASE_PUBLISHABLE_KEY },
  };
}

/** Who lacks only the second factor that the workspace demands is led to set it up. */
async function deskOrDemand(session: Session, workspaceSlug: string): Promise<Desk | null> {
  const desk = await getDesk(session, workspaceSlug);
  if (!desk && (await listSecondFactorDemands(session)).some(({ slug }) => slug === workspaceSlug))
    throw redirect(paths.accountSecurity(), 303);
  return desk;
}

/** Moving about inside one workspace changes nothing of the frame; what is changed there may. */
export const shouldRevalidate: ShouldRevalidateFunction = (args) =>
  revalidatesWhen(args, args.currentParams.workspaceSlug === args.nextParams.workspaceSlug);

export default function DeskFrame() {
  const { desk, counts, realtime } = useLoaderData<typeof loader>();
  useUnsentKeeper("agent", desk.member_id);
  return (
    <DeskProvider value={desk}>
      <RealtimeProvider {...realtime} tokenUrl={paths.deskToken()}>
        <InboxProvider key={desk.slug} workspaceSlug={desk.slug} topics={desk.inbox_topics} memberId={desk.member_id} counts={counts}>
          <Frame>
            <Outlet />
          </Frame>
          <Toaster />
        </InboxProvider>
      </RealtimeProvider>
    </DeskProvider>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const desk = useDesk();
  const { counts, isSignedOut } = useInbox();
  useTabBadge(counts.unread);
  return (
    <DeskShell
      workspaceSwitcher={<WorkspaceSwitcher desk={desk} />}
      links={[
        {
          to: paths.inbox(desk.slug),
          label: m.desk_inbox(),
          icon: Inbox,
          count: counts.unread,
          countName: m.desk_unread_tickets,
          // Every page of the desk lies below it.
          leadsTo: (pathname) => pathname.startsWith(paths.deskTicket(desk.slug, "")),
        },
        ...(mayChangeSettings(desk) ? [{ to: paths.settings(desk.slug), label: m.settings_title(), icon: Settings }] : []),
      ]}
      account={<AccountMenu me={meOf(desk)} workUrl={paths.memberWork(desk.slug)} leaveUrl={paths.leaveWorkspace(desk.slug)} />}
      banner={
        <>
          {isSignedOut ? <SignedOutBanner /> : null}
          {desk.deletion_at === null ? null : <ClosingBanner deletionAt={desk.deletion_at} />}
        </>
      }
    >
      {children}
    </DeskShell>
  );
}

/** The page stays as it is, so that nothing typed is lost; signing in happens beside it. */
function meOf({ member_id: memberId, display_name: name, role, members }: Desk) {
  return { memberId, name, role, avatarId: members.find(({ member_id: id }) => id === memberId)?.avatar_id ?? null };
}

function SignedOutBanner() {
  const { pathname, search } = useLocation();
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 bg-warning-soft px-4 py-2 text-sm text-warning-ink"
    >
      <p>
        <strong className="font-semibold">{m.desk_session_ended()}</strong> {m.desk_session_ended_text()}
      </p>
      <a
        href={paths.signIn(pathname + search)}
        target="_blank"
        rel="noreferrer"
        className="rounded-xs font-semibold underline underline-offset-4"
      >
        {m.desk_sign_in_again()}
      </a>
    </div>
  );
}

export function ErrorBoundary() {
  return <PageError isWholePage home={paths.desks()} homeLabel={m.desk_to_desks()} />;
}

import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Outlet, useLoaderData, useMatches, useParams, useRouteLoaderData, type ShouldRevalidateFunction } from "@remix-run/react";
import type { ReactNode } from "react";
import { PageError } from "~/components/page-error";
import { PortalShell } from "~/components/portal-shell";
import { portalRouteId, type PortalData } from "~/features/workspaces/portal-data";
import { PortalNavigation } from "~/features/workspaces/portal-navigation";
import { readPortal } from "~/features/workspaces/portal-session.server";
import { usualReplyWords } from "~/features/workspaces/portal-words.server";
import { env } from "~/lib/env.server";
import { portalLocales } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { movedOrNotFound } from "~/lib/moved-workspace.server";
import { paths } from "~/lib/paths";
import { orStatus } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? m.portal_title({ name: data.portal.name }) : m.common_error_404_title() },
];

/** Pages of one person, that change at any time: never shared, always asked for again. */
export const headers = () => ({ "Cache-Control": "private, no-cache" });

export async function loader(args: LoaderFunctionArgs): Promise<PortalData> {
  const portal = await orStatus(readPortal(getSession("portal", args), args.params.workspaceSlug ?? ""));
  if (!portal) throw await movedOrNotFound(args.request);
  return {
    portal,
    usualReply: usualReplyWords(portal.usual_reply_seconds),
    realtime: { url: env.SUPABASE_URL, publishableKey: env.SUPABASE_PUBLISHABLE_KEY },
  };
}

/** A portal changes seldom; a fresh visit brings the change. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentParams, nextParams }) =>
  currentParams.workspaceSlug !== nextParams.workspaceSlug;

export default function PortalLayout() {
  const { portal } = useLoaderData<typeof loader>();
  return (
    <PortalFrame portal={portal}>
      <Outlet />
    </PortalFrame>
  );
}

function PortalFrame({ portal, children }: { portal: PortalData["portal"]; children: ReactNode }) {
  const isRoom = useMatches().some(({ id }) => id.endsWith(".chat"));
  return (
    <PortalShell
      workspaceName={portal.name}
      brandColor={portal.brand_color}
      logo={portal.logo}
      homeHref={paths.portal(portal.slug)}
      navigation={<PortalNavigation workspaceSlug={portal.slug} isClosing={portal.deletion_at !== null} />}
      locales={portalLocales(portal.offered_locales)}
      isFullHeight={isRoom}
    >
      {portal.deletion_at === null ? null : (
        <p role="status" className="mb-4 shrink-0 rounded-lg bg-warning-soft px-4 py-3 text-sm text-pretty text-warning-ink">
          {m.portal_closing()}
        </p>
      )}
      {children}
    </PortalShell>
  );
}

export function ErrorBoundary() {
  const data = useRouteLoaderData<PortalData>(portalRouteId);
  const { workspaceSlug = "" } = useParams();
  if (!data) return <PageError isWholePage />;
  return (
    <PortalFrame portal={data.portal}>
      <PageError home={paths.portal(workspaceSlug)} homeLabel={m.portal_back_home()} />
    </PortalFrame>
  );
}

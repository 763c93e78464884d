import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { buttonVariants } from "~/components/ui/button-variants";
import { Card } from "~/components/ui/card";
import { JoinForm } from "~/features/tickets/join-form";
import { acceptAccessLink, getAccessLink } from "~/features/tickets/participants.server";
import { readOfferedTokens } from "~/features/tickets/new-ticket.server";
import { portalTitle, usePortal } from "~/features/workspaces/portal-data";
import { PortalPageError } from "~/features/workspaces/portal-page-error";
import { asCustomer, hasIdentity } from "~/features/workspaces/portal-session.server";
import { DatabaseError } from "~/lib/database-errors";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { orStatus, postedForm } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";
import type { loader as portalLoader } from "./support.$workspaceSlug";

export const meta: MetaFunction<typeof loader, { "routes/support.$workspaceSlug": typeof portalLoader }> = ({ matches }) => {
  const portal = matches.find(({ id }) => id === "routes/support.$workspaceSlug")?.data?.portal;
  return [
    { title: portalTitle(m.portal_join(), portal) },
    { name: "robots", content: "noindex" },
    { name: "referrer", content: "same-origin" },
  ];
};

/** Looks, and changes nothing: programs that scan mail open every link in it. */
export async function loader(args: LoaderFunctionArgs) {
  const secret = new URL(args.request.url).searchParams.get("link") ?? "";
  const session = getSession("portal", args);
  const [link, isKnown] = await Promise.all([
    orStatus(getAccessLink(session, args.params.workspaceSlug ?? "", secret)),
    hasIdentity(session).catch(() => false),
  ]);
  return data({ link, secret, isKnown }, { status: link ? 200 : 410, headers: { "Cache-Control": "no-store" } });
}

export async function action(args: ActionFunctionArgs) {
  const { workspaceSlug = "" } = args.params;
  const session = getSession("portal", args);
  const posted = await postedForm(args.request);
  const secret = posted.get("link");
  try {
    const ticket = await asCustomer(session, readOfferedTokens(posted), () =>
      acceptAccessLink(session, workspaceSlug, typeof secret === "string" ? secret : ""),
    );
    return redirect(paths.chat(workspaceSlug, ticket.ticket_id), 303);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.status >= 500) throw error;
    // The page says what is wrong with the link, and what to do.
    if (error.key === "access_link_not_valid") return redirect(paths.join(workspaceSlug), 303);
    throw data(null, { status: error.status });
  }
}

export default function JoinPage() {
  const { link, secret, isKnown } = useLoaderData<typeof loader>();
  const { portal, realtime } = usePortal();
  return (
    <Card className="mx-auto w-full max-w-xl p-6 sm:p-8">
      {link ? (
        <>
          <h1 className="text-2xl font-semibold tracking-tight text-pretty wrap-anywhere">
            {m.portal_join_title({ name: isolated(link.invited_by_name) })}
          </h1>
          <p className="mt-3 text-pretty">{m.portal_join_text({ number: link.number, workspace: portal.name })}</p>
          <JoinForm link={secret} identityFrom={isKnown ? null : realtime} />
          <p className="mt-5 text-sm text-pretty text-muted-foreground">{m.portal_join_note()}</p>
        </>
      ) : (
        <>
          <h1 className="text-2xl font-semibold tracking-tight text-pretty">{m.portal_join_gone_title()}</h1>
          <p className="mt-3 text-pretty">{m.portal_join_gone_text()}</p>
          <p className="mt-3 text-pretty">{m.portal_join_gone_way()}</p>
          <p className="mt-6 flex flex-wrap gap-3">
            <Link to={paths.portal(portal.slug)} className={buttonVariants()}>
              {m.portal_my_tickets()}
            </Link>
            <Link to={paths.newTicket(portal.slug)} className={buttonVariants({ variant: "outline" })}>
              {m.portal_open_ticket()}
            </Link>
          </p>
        </>
      )}
    </Card>
  );
}

export function ErrorBoundary() {
  return <PortalPageError />;
}

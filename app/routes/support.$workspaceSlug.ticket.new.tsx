import { randomUUID } from "node:crypto";
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData, type ClientActionFunctionArgs, type ShouldRevalidateFunction } from "@remix-run/react";
import { buttonVariants } from "~/components/ui/button-variants";
import { Card } from "~/components/ui/card";
import { findMyContact, findMyTicket } from "~/features/tickets/my-tickets.server";
import { NewTicketForm } from "~/features/tickets/new-ticket-form";
import { parsePostedTicket } from "~/features/tickets/new-ticket-schema";
import { fieldOfTicketError, readOfferedTokens, readTicketFields, submitNewTicket } from "~/features/tickets/new-ticket.server";
import { portalTitle, usePortal } from "~/features/workspaces/portal-data";
import { PortalPageError } from "~/features/workspaces/portal-page-error";
import { hasIdentity, readPortal } from "~/features/workspaces/portal-session.server";
import { newTicketWords } from "~/features/workspaces/portal-words.server";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import { movedOrNotFound } from "~/lib/moved-workspace.server";
import { paths } from "~/lib/paths";
import { reportError } from "~/lib/report-error.server";
import { postedForm } from "~/lib/responses.server";
import { getSession } from "~/lib/supabase/session.server";
import type { loader as portalLoader } from "./support.$workspaceSlug";

export const meta: MetaFunction<typeof loader, { "routes/support.$workspaceSlug": typeof portalLoader }> = ({ matches }) => {
  const portal = matches.find(({ id }) => id === "routes/support.$workspaceSlug")?.data?.portal;
  return [{ title: portalTitle(m.portal_new_title(), portal) }];
};

export async function loader(args: LoaderFunctionArgs) {
  const session = getSession("portal", args);
  const { workspaceSlug = "" } = args.params;
  const follows = followedId(args.request);
  // The form is worth showing whatever fails here: nothing of this is needed to write.
  const [isKnown, contact, text, fields, followed] = await Promise.all([
    hasIdentity(session).catch(() => false),
    findMyContact(session, workspaceSlug).catch(() => null),
    readPortal(session, workspaceSlug).then(
      (portal) => portal && newTicketWords(portal, Date.now()),
      () => null,
    ),
    readTicketFields(session, workspaceSlug),
    follows
      ? findMyTicket(session, args.request, workspaceSlug, follows).then(
          ({ ticket_id, number }) => ({ ticket_id, number }),
          () => null,
        )
      : null,
  ]);
  return { submissionId: randomUUID(), isKnown, contact, text, fields, followed };
}

/** The address says which ticket is followed up; the form is posted to the same address. */
const followedId = (request: Request) => new URL(request.url).searchParams.get("follows");

export async function action(args: ActionFunctionArgs) {
  const workspaceSlug = args.params.workspaceSlug ?? "";
  const posted = await postedForm(args.request);
  const session = getSession("portal", args);
  const submission = parsePostedTicket(posted, await readTicketFields(session, workspaceSlug));
  if (submission.status !== "success") return data(submission.reply(), { status: 422 });
  try {
    const ticket = await submitNewTicket(session, workspaceSlug, submission.value, readOfferedTokens(posted), followedId(args.request));
    return redirect(paths.chat(workspaceSlug, ticket.ticket_id), 303);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (error.key === "workspace_not_found") throw await movedOrNotFound(args.request);
    if (error.status >= 500) reportError(error, { request_id: args.context.requestId, path: new URL(args.request.url).pathname });
    const errors = error.status === 429 ? { "": [m.portal_error_too_many()] } : { [fieldOfTicketError(error)]: [error.words] };
    return data(submission.reply({ fieldErrors: errors }), { status: error.status });
  }
}

/** When the post does not get through, or something on the way answers instead, what was typed stays in the form. */
export async function clientAction({ request, serverAction }: ClientActionFunctionArgs) {
  const posted = await request.clone().formData();
  try {
    return await serverAction<typeof action>();
  } catch (error) {
    // Redirects and pages that the server means are thrown as responses; only faults are plain errors.
    if (!(error instanceof Error)) throw error;
    return parsePostedTicket(posted, []).reply({ formErrors: [m.portal_error_not_sent()] });
  }
}

/** The id of the form stays while it is on the page. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formAction, defaultShouldRevalidate }) =>
  formAction ? false : defaultShouldRevalidate;

export default function NewTicketPage() {
  const { submissionId, isKnown, contact, text, fields, followed } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const { portal, realtime } = usePortal();
  return (
    <div className="mx-auto w-full max-w-2xl">
      <h1 className="text-2xl font-semibold tracking-tight sm:text-3xl">{m.portal_new_title()}</h1>
      {followed ? (
        <p className="mt-2">
          <Link to={paths.ticket(portal.slug, followed.ticket_id)} className="underline underline-offset-4">
            {m.portal_follows({ number: followed.number })}
          </Link>
        </p>
      ) : null}
      {portal.deletion_at === null ? (
        <>
          <p className="mt-2 mb-6 text-pretty text-muted-foreground sm:mb-8">{text}</p>
          <Card className="p-5 sm:p-8">
            <NewTicketForm
              workspaceSlug={portal.slug}
              categories={portal.categories}
              ownFields={fields}
              submissionId={submissionId}
              contact={contact}
              lastResult={lastResult}
              identityFrom={isKnown ? null : realtime}
            />
          </Card>
        </>
      ) : (
        // The banner above says why.
        <Link to={paths.portal(portal.slug)} className={`${buttonVariants({ variant: "outline" })} mt-6`}>
          {m.portal_back_home()}
        </Link>
      )}
    </div>
  );
}

export function ErrorBoundary() {
  return <PortalPageError />;
}

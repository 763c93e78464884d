import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Card } from "~/components/ui/card";
import { readOwnProfile, requireAccount } from "~/features/accounts/accounts.server";
import { NewWorkspaceForm } from "~/features/workspaces/new-workspace-form";
import { PlainDeskPage } from "~/features/workspaces/plain-desk-page";
import { fieldOfWorkspaceError, newWorkspaceFields, newWorkspaceSchema } from "~/features/workspaces/workspace-schema";
import { createWorkspace } from "~/features/workspaces/workspaces.server";
import { DatabaseError, fieldErrors } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import { ownFields } from "~/lib/own-fields";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import { siteOrigin } from "~/lib/site-origin.server";

export const meta: MetaFunction = () => [{ title: `${m.desk_new_title()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const profile = await readOwnProfile(await requireAccount(args));
  return { ...profile, origin: siteOrigin(args.request) };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const posted = ownFields(await postedForm(args.request), Object.keys(newWorkspaceFields.shape));
  const submission = parseWithZod(posted, { schema: newWorkspaceSchema });
  if (submission.status !== "success") return data(submission.reply(), { status: 422 });
  try {
    const { slug } = await createWorkspace(session, submission.value);
    return redirect(paths.firstSteps(slug), 303);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const { "": formErrors, ...errors } = fieldErrors(error, fieldOfWorkspaceError);
    return data(submission.reply({ formErrors, fieldErrors: errors }), { status: error.status });
  }
}

export default function NewWorkspacePage() {
  const { name, email, origin } = useLoaderData<typeof loader>();
  return (
    <PlainDeskPage title={m.desk_new_title()} text={m.desk_new_text()} email={email}>
      <Card className="p-6 sm:p-7">
        <NewWorkspaceForm lastResult={useActionData<typeof action>()} memberName={name} origin={origin} />
      </Card>
    </PlainDeskPage>
  );
}

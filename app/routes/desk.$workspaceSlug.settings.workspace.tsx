import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { Alert } from "~/components/ui/alert";
import { deskAnswer, deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { DoneNotice } from "~/features/settings/done-notice";
import { keepingForm, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { SettingsPage } from "~/features/settings/settings-page";
import { WorkspaceForm, type WorkspaceAnswer } from "~/features/settings/workspace-form";
import { WorkspacePictures } from "~/features/settings/workspace-pictures";
import { getWorkspacePictures, saveWorkspacePicture, type PictureRefusal } from "~/features/settings/workspace-pictures.server";
import { getWorkspaceSettings, saveWorkspaceForm } from "~/features/settings/workspace-settings.server";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedPictureForm } from "~/lib/posted-picture.server";
import { siteOrigin } from "~/lib/site-origin.server";

export const meta: MetaFunction = () => [{ title: `${m.settings_workspace()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const [settings, pictures] = await Promise.all([
    deskFound(args.request, getWorkspaceSettings(session, workspaceSlug)),
    deskFound(args.request, getWorkspacePictures(session, workspaceSlug)),
  ]);
  return { settings, pictures, origin: siteOrigin(args.request) };
}

type PageAnswer = WorkspaceAnswer | { picture: PictureRefusal };

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const posted = await postedPictureForm(args.request);
  const picture = await deskAnswer(args.request, saveWorkspacePicture(session, workspaceSlug, posted));
  if (picture === null) return redirect(paths.workspaceSettings(workspaceSlug, { done: "picture" }), 303);
  if (picture) return data<PageAnswer>({ picture: picture.refusal }, { status: picture.status });
  const outcome = await saveWorkspaceForm(session, workspaceSlug, posted);
  if ("slug" in outcome) {
    const { slug } = outcome;
    return redirect(paths.workspaceSettings(slug, { done: slug === workspaceSlug ? "saved" : "moved" }), 303);
  }
  return data<PageAnswer>({ result: outcome.result }, { status: outcome.status });
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) => keepingForm<PageAnswer>(() => serverAction<typeof action>());

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function WorkspaceSettingsPage() {
  const { settings, pictures, origin } = useLoaderData<typeof loader>();
  const answer = useActionData<PageAnswer>();
  const [query] = useSearchParams();
  // What was said of the last one is no answer to this one.
  const done = answer ? null : query.get("done");
  const words =
    done === "moved"
      ? m.settings_workspace_moved({ url: origin + paths.portal(settings.slug) })
      : done === "saved" || done === "picture"
        ? m.settings_saved()
        : null;
  return (
    <SettingsPage title={m.settings_workspace()} text={m.settings_workspace_text()}>
      <DoneNotice words={words}>
        {words === null ? null : (
          <Alert tone="success" className="max-w-2xl" icon={<CircleCheck aria-hidden="true" />}>
            {words}
          </Alert>
        )}
      </DoneNotice>
      <WorkspaceForm
        key={JSON.stringify(settings)}
        settings={settings}
        answer={answer && "result" in answer ? answer : undefined}
        origin={origin}
      />
      <WorkspacePictures settings={settings} pictures={pictures} refusal={answer && "picture" in answer ? answer.picture : undefined} />
    </SettingsPage>
  );
}

import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData, type ClientActionFunctionArgs } from "@remix-run/react";
import { UserX } from "lucide-react";
import { useRef } from "react";
import { buttonVariants } from "~/components/ui/button-variants";
import { deskAnswer, requireAccount } from "~/features/accounts/accounts.server";
import { changeData } from "~/features/settings/data-actions.server";
import type { DataAnswer } from "~/features/settings/data-answer";
import { DataNotice } from "~/features/settings/data-notice";
import { getRetention, listErasures, listExports } from "~/features/settings/data-settings.server";
import { DeletionSection } from "~/features/settings/deletion-section";
import { ErasureList } from "~/features/settings/erasure-list";
import { ExportSection } from "~/features/settings/export-section";
import { isExportUnderWay } from "~/features/settings/export-state";
import { keepingPage, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { PolicySection } from "~/features/settings/policy-section";
import { RetentionSection } from "~/features/settings/retention-section";
import { SettingsPage } from "~/features/settings/settings-page";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
import { useRevalidateWhile } from "~/features/settings/use-revalidate-while";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

export const meta: MetaFunction = () => [{ title: `${m.settings_data()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const [retention, exports, erasures] = await deskAnswer(
    args.request,
    Promise.all([getRetention(session, workspaceSlug), listExports(session, workspaceSlug), listErasures(session, workspaceSlug)]),
  );
  return { retention, exports, erasures };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const outcome = await changeData(session, workspaceSlug, await postedForm(args.request));
  if ("done" in outcome) return redirect(paths.dataSettings(workspaceSlug, outcome), 303);
  return data<DataAnswer>(outcome.answer, { status: outcome.status });
}

export async function clientAction({ request, serverAction }: ClientActionFunctionArgs): Promise<DataAnswer> {
  const intent = (await request.clone().formData()).get("intent");
  const answer = await keepingPage(() => serverAction<typeof action>());
  return { intent: typeof intent === "string" ? intent : "", ...answer };
}

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function DataPage() {
  const { retention, exports, erasures } = useLoaderData<typeof loader>();
  const answer = useActionData<DataAnswer>();
  const { slug, name, role, deletion_at: deletionAt } = useDesk();
  const page = useRef<HTMLDivElement>(null);
  useRefusalFocus(page, answer, answer?.ok === false);
  useRevalidateWhile(exports.some(isExportUnderWay) || erasures.some((erasure) => erasure.finished_at === null));
  const isOwner = role === "owner";
  return (
    <SettingsPage title={m.settings_data()} text={m.settings_data_text()}>
      <div ref={page} className="flex flex-col gap-10">
        <DataNotice isSilent={answer !== undefined} />
        <ExportSection workspaceSlug={slug} exports={isOwner ? exports : null} answer={answer} />
        <PolicySection title={m.settings_data_erasure()} text={m.settings_data_erasure_text()}>
          <div>
            <Link to={paths.erasePerson(slug)} className={buttonVariants({ variant: "outline" })}>
              <UserX aria-hidden="true" />
              {m.settings_data_erase_find()}
            </Link>
          </div>
          <ErasureList erasures={erasures} />
        </PolicySection>
        <RetentionSection days={retention} answer={answer} />
        {isOwner ? <DeletionSection workspaceSlug={slug} name={name} deletionAt={deletionAt} answer={answer} /> : null}
      </div>
    </SettingsPage>
  );
}
